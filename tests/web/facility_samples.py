"""One of each thing of the start of the day, for the rights matrix."""

from __future__ import annotations

from django.utils import timezone

from tests.cast import Cast
from tests.programme.plans.factories import picture
from thanthien.operations.facilities.actions import begin_list
from thanthien.operations.facilities.marking import Look, mark_item
from thanthien.operations.facilities.models import ChecklistItem, DayCheck, PlaceItem
from thanthien.operations.facilities.premises.actions import Seen, begin_places, look_at
from thanthien.platform.files.actions import keep_upload

# Whose id `pk` is, by the longest beginning of the page's name.
FACILITY_ROWS = {
    "desk:checklist": "checklist_item",
    "desk:checklist_day": "day_check",
    "desk:premises": "place",
    "desk:premises_item": "place_item",
    "desk:premises_look": "place_item",
    "desk:premises_rhythm": "place_item",
    "desk:premises_photo": "place_look",
    "desk:repair": "repair",
    "desk:repair_photo": "repair_step",
}
FACILITY_BODIES: dict[str, dict[str, str]] = {
    "desk:checklist_mark": {"seen": "ok"},
    "desk:checklist_send": {
        "client_id": "0d5f3a52-6a8f-4f0e-9a6b-0f4b7d9f5c11",
        "items": "0",
        "seen": "ok",
        "age": "0",
    },
    "desk:checklist_rule": {"due_time": "07:45"},
    "desk:checklist_item_add": {"kind": "equipment", "label": "Máy chiếu"},
    "desk:checklist_item": {"kind": "equipment", "label": "Máy in màu"},
    "desk:premises_place_add": {"kind": "hall", "label": "Phòng họp tầng 2"},
    "desk:premises_place_edit": {"label": "Phòng họp lớn"},
    "desk:premises_look": {"state": "good"},
    "desk:premises_rhythm": {"rhythm": "quarter"},
    "desk:repair_move": {"move": "note", "text": "Đã gọi thợ"},
    "desk:repair_add": {"thing": "Máy chiếu", "said": "Không lên hình", "client_key": "mot-phieu"},
}


class FacilitySamples:
    def __init__(self, cast: Cast) -> None:
        now = timezone.now()
        begin_list(actor=cast.coordinator, at=now, unit=cast.unit)
        self.checklist_item, other = ChecklistItem.objects.filter(unit=cast.unit)[:2]
        photo = keep_upload(upload=picture(), at=now)
        seen = Look("fault", said="Kẹt giấy", photo=photo)
        repair = mark_item(actor=cast.one_stop, at=now, item=other, look=seen).repair
        assert repair is not None
        self.repair, self.repair_step = repair, repair.steps.earliest("pk")
        begin_places(actor=cast.coordinator, at=now, unit=cast.unit)
        item = PlaceItem.objects.select_related("place__unit").filter(place__unit=cast.unit).earliest("pk")
        shown = Seen("good", photo=photo)
        self.place, self.place_item = item.place, item
        self.place_look = look_at(actor=cast.one_stop, at=now, item=item, seen=shown)
        self.day_check = DayCheck.objects.get(unit=cast.unit)
