"""Open311 as it reads a report: open or closed, the words that may be read by who asks."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from thanthien.operations.feedback.definition import Category, definition
from thanthien.operations.feedback.models import Answer, Report
from thanthien.operations.feedback.public_ids import public_id
from thanthien.operations.feedback.states import OPEN


def said_service(one: Category) -> dict[str, Any]:
    return {
        "service_code": one.code, "service_name": one.label, "description": one.label_en, "metadata": False,
        "type": "realtime", "keywords": ", ".join(one.words), "group": "",
    }  # fmt: skip


def said_public(one: Report) -> dict[str, Any]:
    """A published report: the masked words, and days without their hour."""
    return {
        **_said(one),
        "status_notes": one.public_answer,
        "description": one.public_text,
        "requested_datetime": _midnight(timezone.localdate(one.received_at)),
        "updated_datetime": _local(one.published_at or one.received_at),
        "address": str(one.neighbourhood) if one.neighbourhood else None,
    }


def said_own(one: Report, answer: Answer | None) -> dict[str, Any]:
    """A report to the program whose key sent it: how it stands and the approved answer, no word of the citizen."""
    closed = one.state not in OPEN
    return {
        **_said(one),
        "status_notes": answer.text if answer is not None and closed else str(one.get_state_display()),
        "description": None,
        "requested_datetime": _local(one.received_at),
        "updated_datetime": _local(one.answered_at or one.received_at),
        "address": None,
    }


def _said(one: Report) -> dict[str, Any]:
    category = definition().categories.get(one.category)
    return {
        "service_request_id": public_id(one),
        "status": "open" if one.state in OPEN else "closed",
        "status_notes": None,
        "service_name": category.label if category else one.category,
        "service_code": one.category,
        "description": None,
        "agency_responsible": one.agency.name if one.agency else None,
        "service_notice": None,
        "requested_datetime": None,
        "updated_datetime": None,
        "expected_datetime": _midnight(one.due_date),
        "address": None,
        "address_id": None,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
    }


def _midnight(day: date) -> str:
    return timezone.make_aware(datetime.combine(day, time.min)).isoformat()


def _local(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")
