"""Places of the headquarters in the demo: three rounds, Wi-Fi broken and mended, a scanner lacking, a place unseen."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from thanthien.operations.facilities.models import PlaceItem, Repair, RepairStep
from thanthien.operations.facilities.premises.actions import Seen, begin_places
from thanthien.operations.facilities.repairing import MoveFields, move_repair, version_of
from thanthien.platform.files.actions import keep_file
from thanthien.platform.people.models import Person
from thanthien.workflows.demo.people import Commune
from thanthien.workflows.demo.pictures import picture
from thanthien.workflows.premises import look_with_proof

_DAY = timedelta(days=1)
_AGO = (64, 33, 4)  # days before `until` of the rounds
_SHOWN = {"green_trees", "clean_yard", "wifi", "seats", "water", "photocopier", "tidy_hall", "tidy_desk"}
_LEFT = {"waiting_out", "hall"}  # nobody has been there in the last round


def play_premises(commune: Commune, *, until: date) -> None:
    begin_places(actor=commune.coordinator, at=_at(until - 70 * _DAY), unit=commune.unit)
    items = list(
        PlaceItem.objects.filter(place__unit=commune.unit).select_related("place__unit", "place__agency")
    )
    for number, ago in enumerate(_AGO):
        for minutes, item in enumerate(items):
            is_last = number == len(_AGO) - 1
            if (number and item.rhythm == PlaceItem.Rhythm.QUARTER) or (is_last and item.place.kind in _LEFT):
                continue
            _look(commune, item, _at(until - ago * _DAY) + timedelta(minutes=minutes), number)
        if number == 1:
            _mended(commune, _at(until - (ago - 2) * _DAY))


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(14)))


def _look(commune: Commune, item: PlaceItem, at: datetime, number: int) -> None:
    state, said = "good", ""
    if item.code == "scanner":
        state, said = "lacking", "Chưa có máy quét riêng cho người dân, đã đề nghị mua"
    elif item.code == "wifi" and number == 1:
        state, said = "broken", "Bộ phát ở sảnh không lên tín hiệu"
    elif item.code == "friendly_guide" and number == 2:
        state, said = "lacking", "Bảng chỉ dẫn ở cổng phụ bị gỡ khi sơn tường"
    photo = None
    if item.code in _SHOWN and state == "good" and number in (0, 2):
        photo = keep_file(data=picture(f"{commune.place.code}-{item.pk}-{number}", at), at=at)
    last = item.looks.first()
    seen = Seen(state, last.pk if last else 0, said, photo)
    look_with_proof(actor=_walker(commune, item), at=at, item=item, seen=seen)


def _walker(commune: Commune, item: PlaceItem) -> Person:
    is_centre = item.place.agency is not None and item.place.agency.role_code == "one_stop_centre"
    return commune.people["motcua" if is_centre else "vanphong"]


def _mended(commune: Commune, at: datetime) -> None:
    repair = Repair.objects.get(unit=commune.unit, closed_at=None, place_item__code="wifi")
    fields = MoveFields(version_of(repair), "Thay nguồn bộ phát, thử bằng điện thoại ở ba góc sảnh.")
    move_repair(actor=commune.people["motcua"], at=at, repair=repair, move=RepairStep.Move.FIX, fields=fields)
