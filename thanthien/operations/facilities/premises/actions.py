"""Writes of places: begun from the list, added, changed, taken off; and the looks, one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi, tidy
from thanthien.operations.facilities.models import Place, PlaceItem, PlaceLook, Repair, RepairStep
from thanthien.operations.facilities.premises.definition import definition
from thanthien.operations.facilities.premises.queries import repairs_at
from thanthien.operations.facilities.repairing import RepairFields, note_seen, report_repair
from thanthien.operations.facilities.standing import require_manager
from thanthien.operations.facilities.states import OPEN
from thanthien.platform.audit.actions import differences, record
from thanthien.platform.files.models import Likeness, StoredFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Agency, Unit
from thanthien.platform.units.queries import agencies_of

State = PlaceItem.State
MOST_PLACES = 60
_WORDS = {
    State.LACKING: "Anh/chị ghi thiếu gì.",
    State.BROKEN: "Anh/chị ghi hỏng thế nào.",
    State.NOT_APPLICABLE: "Anh/chị ghi vì sao nơi này không áp dụng nội dung đó.",
}


class CannotChangePlace(Refusal):
    """The place stayed as it was."""


class CannotLook(Refusal):
    """The look was not kept."""


@dataclass(frozen=True, slots=True)
class PlaceFields:
    kind: str
    label: str
    agency: Agency | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """`was`: the id of the last look that the page showed, 0 where it showed none."""

    state: str
    was: int = 0
    said: str = ""
    photo: StoredFile | None = None


@transaction.atomic
def begin_places(*, actor: Person, at: datetime, unit: Unit) -> int:
    """Take the places of the list as the unit's own, from today on; how many. Raises where some stand already."""
    require_manager(actor, unit)
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # of two who begin at once one is told
    if Place.objects.filter(unit=unit).exists():
        raise CannotChangePlace("Đơn vị đã có danh sách nơi cần xem; anh/chị sửa danh sách đó.")
    agencies = {one.role_code: one for one in agencies_of(unit) if one.role_code}
    made = 0
    for kind in definition().kinds.values():
        for code in kind.start:
            agency = agencies.get(code)
            if len(kind.start) > 1 and agency is None:
                continue
            label = f"{kind.label} {agency.name}" if len(kind.start) > 1 and agency else kind.label
            made += 1
            _make(unit, PlaceFields(kind.code, label[:120], agency), made, timezone.localdate(at))
    first = Place.objects.filter(unit=unit).earliest("pk")
    record(
        actor=actor, at=at, action="premises.begin", subject=first, unit=unit,
        after={"version": definition().version, "count": made},
    )  # fmt: skip
    return made


@transaction.atomic
def keep_place(
    *, actor: Person, at: datetime, unit: Unit, fields: PlaceFields, place: Place | None = None, seen: int = 0
) -> Place:
    """Add a place with the things of its kind, or change its name and who looks after it; the kind stays."""
    require_manager(actor, unit)
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    label = tidy(fields.label)
    rows = Place.objects.filter(unit=unit, until_date=None)
    if not label:
        raise CannotChangePlace("Anh/chị ghi tên nơi này.", "label")
    if (rows.exclude(pk=place.pk) if place else rows).filter(label=label).exists():
        raise CannotChangePlace("Danh sách đã có nơi này.", "label")
    if fields.agency is not None and fields.agency.unit_id != unit.pk:
        raise CannotChangePlace("Cơ quan được chọn không thuộc đơn vị này.", "agency")
    if place is None:
        if fields.kind not in definition().kinds:
            raise CannotChangePlace("Anh/chị chọn loại nơi.", "kind")
        if rows.count() >= MOST_PLACES:
            raise CannotChangePlace(f"Danh sách có nhiều nhất {MOST_PLACES} nơi; anh/chị bỏ bớt trước.")
        last = rows.aggregate(last=Max("position"))["last"] or 0
        kept = PlaceFields(fields.kind, label, fields.agency)
        made = _make(unit, kept, last + 1, timezone.localdate(at))
        record(
            actor=actor, at=at, action="premises.place_add", subject=made, unit=unit, after={"name": label}
        )
        return made
    place = _locked(place)
    if place.version != seen:
        raise CannotChangePlace(CHANGED)
    before, after = differences(place, {"label": label, "agency": fields.agency})
    if after:
        place.label, place.agency, place.version = label, fields.agency, place.version + 1
        place.save()
        record(
            actor=actor, at=at, action="premises.place_change", subject=place, unit=unit, before=before,
            after=after,
        )  # fmt: skip
    return place


@transaction.atomic
def end_place(*, actor: Person, at: datetime, place: Place) -> Place:
    """Take a place off the list from today on: nothing there is due any more, what was seen stays."""
    require_manager(actor, place.unit)
    place = _locked(place)
    place.until_date, place.version = timezone.localdate(at), place.version + 1
    place.save(update_fields=["until_date", "version"])
    record(
        actor=actor, at=at, action="premises.place_end", subject=place, unit=place.unit,
        before={"name": place.label},
    )  # fmt: skip
    return place


@transaction.atomic
def set_rhythm(*, actor: Person, at: datetime, item: PlaceItem, rhythm: str) -> PlaceItem:
    require_manager(actor, item.place.unit)
    if rhythm not in PlaceItem.Rhythm.values:
        raise CannotChangePlace("Anh/chị chọn mỗi tháng hoặc mỗi quý.", "rhythm")
    item = PlaceItem.objects.select_for_update(of=("self",)).select_related("place__unit").get(pk=item.pk)
    before = item.get_rhythm_display()
    if item.rhythm != rhythm:
        item.rhythm = rhythm
        item.save(update_fields=["rhythm"])
        record(
            actor=actor, at=at, action="premises.rhythm", subject=item, unit=item.place.unit,
            before={"period": before}, after={"name": name_of(item), "period": item.get_rhythm_display()},
        )  # fmt: skip
    return item


@transaction.atomic
def look_at(*, actor: Person, at: datetime, item: PlaceItem, seen: Seen) -> PlaceLook:
    """Keep what somebody saw of a thing. What is broken opens a repair, or is written into the one that is open.

    Raises CannotLook where somebody else saw it otherwise since the page was shown, or the picture is an old one.
    """
    require(actor, Action.FACILITY_WORK, item.place.unit)
    item = PlaceItem.objects.select_for_update(of=("self",)).select_related("place__unit").get(pk=item.pk)
    unit, said, today = item.place.unit, tidy(seen.said)[:300], timezone.localdate(at)
    if item.place.until_date is not None:
        raise CannotLook(f"“{item.place}” đã bỏ khỏi danh sách nên không ghi thêm được.")
    if seen.state not in State.values or not seen.state:
        raise CannotLook("Anh/chị chọn Tốt, Thiếu, Hỏng hoặc Không áp dụng.")
    if not said and (why := _WORDS.get(State(seen.state))):
        raise CannotLook(why, "said")
    last = item.looks.select_related("by").order_by("-at", "-pk").first()
    if last is not None and last.pk != seen.was and last.by_id != actor.pk:
        if last.date == today and last.state == seen.state and seen.photo is None:
            return last  # both saw the same: once is enough
        raise CannotLook(
            f"“{name_of(item)}”: {last.by} vừa ghi “{last.get_state_display()}” lúc "
            f"{timezone.localtime(last.at):%H:%M}. Lựa chọn của anh/chị chưa được lưu; anh/chị xem lại rồi bấm."
        )
    if seen.photo is not None:
        _check_new(seen.photo, item, today)
    repair = _repair(actor, at, item, seen, said)
    look = PlaceLook.objects.create(
        item=item, state=seen.state, said=said, photo=seen.photo, repair=repair, date=today, at=at, by=actor
    )
    before, item.state, item.seen_date = item.get_state_display(), seen.state, today
    item.save(update_fields=["state", "seen_date"])
    record(
        actor=actor, at=at, action="premises.look", subject=item, unit=unit, remark=said,
        before={"result": before}, after={"name": name_of(item), "result": look.get_state_display()},
    )  # fmt: skip
    return look


def name_of(item: PlaceItem) -> str:
    thing = definition().things.get(item.code)
    return thing.label if thing else item.code


def _make(unit: Unit, fields: PlaceFields, position: int, today: date) -> Place:
    place = Place.objects.create(
        unit=unit, kind=fields.kind, label=fields.label, agency=fields.agency, position=position,
        since_date=today,
    )  # fmt: skip
    PlaceItem.objects.bulk_create(
        PlaceItem(place=place, code=one.code, rhythm=one.rhythm, position=n)
        for n, one in enumerate(definition().things_at(fields.kind), 1)
    )
    return place


def _locked(place: Place) -> Place:
    found = Place.objects.select_for_update(of=("self",)).select_related("unit").get(pk=place.pk)
    if found.until_date is not None:
        raise CannotChangePlace("Nơi này đã bỏ khỏi danh sách.")
    return found


def _check_new(photo: StoredFile, item: PlaceItem, today: date) -> None:
    """A picture shows one day: the same photograph, or a copy of it, is not shown for another."""
    copies = Likeness.objects.filter(file=photo).values("other")
    rows = PlaceLook.objects.filter(item__place__unit=item.place.unit_id).exclude(date=today)
    old = (rows.filter(photo=photo) | rows.filter(photo__in=copies)).order_by("pk").first()
    if old is not None:
        raise CannotLook(
            f"Ảnh này đã dùng cho lần xem ngày {date_vi(old.date)}; anh/chị chụp ảnh mới.", "photo"
        )


def _repair(actor: Person, at: datetime, item: PlaceItem, seen: Seen, said: str) -> Repair | None:
    """The repair that the look belongs to; what was seen is written into it."""
    newest = repairs_at([item]).get(item.pk)
    found = newest if newest is not None and newest.state in OPEN else None
    note = RepairStep.Move.NOTE
    if seen.state != State.BROKEN:
        if found is not None and seen.state == State.GOOD:
            note_seen(
                actor=actor, at=at, repair=found, move=note, text=f"Xem lại tại {item.place}: dùng được."
            )
        return None
    if found is None:
        fields = RepairFields(
            name_of(item)[:120], said, str(item.place), photo=seen.photo, place_item=item,
            client_key=f"look-{item.pk}-{at.timestamp()}",
        )  # fmt: skip
        return report_repair(actor=actor, at=at, unit=item.place.unit, fields=fields)
    text = f"Xem lại tại {item.place}: vẫn hỏng. {said}"
    note_seen(actor=actor, at=at, repair=found, move=note, text=text, photo=seen.photo)
    return found
