"""Rows of what is public for the rights matrix."""

from __future__ import annotations

from datetime import date, time, timedelta

from tests.cast import NOW, Cast
from tests.operations.disclosure.factories import drafted, posted, published
from thanthien.operations.disclosure.contacts import Number, enter_number
from thanthien.operations.disclosure.lists import make_list
from thanthien.operations.disclosure.quarter_shapes import Quarter
from thanthien.operations.disclosure.schedules import Line, add_line
from thanthien.platform.files.models import StoredFile

DISCLOSURE_ROWS = {
    "desk:disclosure": "publication",
    "desk:disclosure_edit": "draft",
    "desk:disclosure_decide": "draft",
    "desk:disclosure_discard": "draft",
    "desk:disclosure_posting": "posting",
    "desk:disclosure_contact": "contact",
    "desk:disclosure_schedule": "line",
    "desk:disclosure_list": "listed",
}


class DisclosureSamples:
    """A public text with a file, a draft, and a posting with its proof."""

    def __init__(self, cast: Cast, file: StoredFile | None) -> None:
        self.publication = published(cast, NOW, file=file, filename="danh-sach.jpg")
        self.draft = drafted(cast, NOW, title="Bản soạn")
        first = date(2026, 7, 1)
        self.posting = posted(cast, NOW, self.publication, "notice_hq", first, file=file, filename="anh.jpg")
        number = Number("hotline", "Đường dây nóng", "02253123456")
        self.contact = enter_number(actor=cast.coordinator, at=NOW, unit=cast.unit, number=number)
        spring = Quarter(2026, 2)
        published(cast, NOW - timedelta(days=60), document_date=date(2026, 4, 20), title="Danh sách quý II")
        self.listed, _ = make_list(actor=None, at=NOW, unit=cast.unit, quarter=spring)
        said = Line(first, time(8), "Giao ban")
        self.line = add_line(actor=cast.officer, at=NOW, unit=cast.unit, kind="week", line=said)
