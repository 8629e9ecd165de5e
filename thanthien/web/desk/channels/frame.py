"""What the pages of the channels share: the row of tabs, the week an address names."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date

from thanthien.operations.channels.queries import monday_of
from thanthien.web.pages import UnitRequest

TABS = (
    ("desk:duty", "Lịch trực"),
    ("desk:letter_boxes", "Hòm thư góp ý"),
    ("desk:relay", "Phản hồi hằng tuần"),
)


def tabs(here: str) -> dict[str, Any]:
    return {"channel_tabs": TABS, "here": here}


def week_asked(value: str) -> date:
    """The Monday of the week that holds a day written 2026-07-01; this week where it cannot be read."""
    try:
        day = parse_date(value)
    except ValueError:
        day = None
    if day is None or not 2000 <= day.year <= 2100:
        day = timezone.localdate()
    return monday_of(day)


def weeks_beside(request: UnitRequest, monday: date) -> dict[str, Any]:
    week = timedelta(days=7)
    return {
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "before": (monday - week).isoformat(),
        "after": (monday + week).isoformat(),
    }
