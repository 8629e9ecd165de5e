"""Publications as officials make them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tests.cast import Cast
from thanthien.operations.disclosure.actions import Draft, draft_publication, publish
from thanthien.operations.disclosure.models import Posting, Publication
from thanthien.operations.disclosure.posting import Shown, record_posting


def drafted(cast: Cast, at: datetime, **more: Any) -> Publication:
    fields: dict[str, Any] = {
        "item": "law_7",
        "title": "Danh sách hộ được hỗ trợ bảo hiểm y tế",
        "text": "Gồm 12 hộ.",
        "document_number": "12/QĐ-UBND",
        "document_date": date(2026, 6, 29),
        **more,
    }
    return draft_publication(actor=cast.officer, at=at, unit=cast.unit, draft=Draft(**fields))


def published(cast: Cast, at: datetime, **more: Any) -> Publication:
    one = drafted(cast, at, **more)
    return publish(actor=cast.coordinator, at=at, publication=one, seen=one.version)


def posted(cast: Cast, at: datetime, one: Publication, channel: str, first: date, **more: Any) -> Posting:
    shown = Shown(channel=channel, first_date=first, **more)
    return record_posting(actor=cast.officer, at=at, publication=one, shown=shown)
