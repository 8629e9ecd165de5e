"""The catalogue in the demo: the common procedures as the demo city's list, and a commune's own words on some."""

from __future__ import annotations

from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone

from thanthien.lib.procedures import Summary
from thanthien.operations.procedures.actions import keep_words, send_list, take_list
from thanthien.operations.procedures.kept import kept
from thanthien.platform.files.actions import keep_file
from thanthien.platform.units.models import Unit
from thanthien.workflows.demo.people import Commune

_COUNTERS = {
    "Hộ tịch": "Quầy 1 – Hộ tịch, chứng thực",
    "Chứng thực": "Quầy 1 – Hộ tịch, chứng thực",
    "Đất đai": "Quầy 2 – Đất đai, xây dựng",
    "Bảo trợ xã hội": "Quầy 3 – Chính sách xã hội",
}
_PLACE = "Tầng 1, Trung tâm Phục vụ hành chính công"
_NOTE = "Sáng thứ Hai thường đông; đến buổi chiều ít phải chờ."
_FAST = "Thứ Năm hằng tuần là ngày làm nhanh: hồ sơ đủ giấy tờ được trả ngay trong ngày."


def play_procedures(commune: Commune, *, city: Unit, year: int, until: date) -> None:
    """The city's catalogue of this year, and the counters of one commune."""
    first = date(year, 1, 5)
    at = timezone.make_aware(datetime.combine(first, time(9)))
    path = settings.REFERENCE_DIR / "procedures/common.yaml"
    file = keep_file(data=path.read_bytes(), at=at)
    sent = send_list(actor=None, at=at, owner=city, file=file, filename=path.name, from_date=first)
    take_list(actor=None, at=at, sent=sent)
    later = timezone.make_aware(datetime.combine(date(year, 2, 2), time(15)))
    for entry in kept(commune.unit, until).entries.values():
        if counter := _COUNTERS.get(entry.field):
            note = _NOTE if entry.field == "Chứng thực" else _FAST if entry.field == "Hộ tịch" else ""
            keep_words(
                actor=commune.coordinator, at=later, unit=commune.unit, code=entry.code, place=_PLACE,
                counter=counter, note=note, summary=Summary(),
            )  # fmt: skip
