"""The list of a day, item by item. Each mark is kept the moment it is made, or as soon as its phone has a line.

A first mark tells itself who made it and when; the log tells of the end of a list, of faults (as repairs) and of
every mark that was changed afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from thanthien.lib.vietnamese import tidy
from thanthien.operations.facilities.models import (
    ChecklistItem,
    DayCheck,
    Mark,
    Repair,
    RepairStep,
    SentMark,
)
from thanthien.operations.facilities.queries import items_on, open_repairs, rule_of
from thanthien.operations.facilities.repairing import RepairFields, note_seen, report_repair
from thanthien.platform.audit.actions import record
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit

Seen = Mark.Seen
LONGEST_WAIT = timedelta(days=7)  # what a phone kept longer belongs to days that have been reported
_AT_ONCE = timedelta(minutes=2)  # a line as slow as this is still a line


class CannotMark(Refusal):
    """The mark was not kept."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a person saw of an item. `was`: the mark that the page showed, "" where it showed none.

    `seen_at`: when, where the server hears of it later. `key` names the mark where a phone sends it.
    """

    seen: str
    was: str = ""
    said: str = ""
    photo: StoredFile | None = None
    seen_at: datetime | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a phone sends: one item with its look, or those that one press called good.

    `age` is how long ago it was pressed, measured by the phone itself: a phone's clock may be an hour off.
    """

    client_id: UUID
    items: tuple[ChecklistItem, ...]
    look: Look
    age: timedelta


@transaction.atomic
def take_sent(*, actor: Person, at: datetime, unit: Unit, sent: Sent) -> None:
    """Keep what a phone held while there was no line, on the day on which it was pressed; again changes nothing.

    Raises CannotMark; then nothing of it is kept and the phone holds it still.
    """
    require(actor, Action.FACILITY_WORK, unit)
    if sent.age > LONGEST_WAIT:
        raise CannotMark(f"Mục này bấm đã quá {LONGEST_WAIT.days} ngày nên không ghi vào danh mục được nữa.")
    when = at - max(sent.age, timedelta())
    check = _check_of(actor, when, unit)
    if SentMark.objects.filter(client_id=sent.client_id).exists():
        return
    look = replace(sent.look, seen_at=when, key=str(sent.client_id))
    if len(sent.items) == 1:
        mark_item(actor=actor, at=at, item=sent.items[0], look=look)
    elif look.seen == Seen.OK:
        _call_good(actor, at, check, {one.pk for one in sent.items}, when)
    else:
        raise CannotMark("Hỏng hoặc không dùng thì ghi riêng từng nội dung.")
    SentMark.objects.create(client_id=sent.client_id, day_check=check, by=actor, at=when, arrived_at=at)


@transaction.atomic
def mark_item(*, actor: Person, at: datetime, item: ChecklistItem, look: Look) -> Mark:
    """Mark one item of today's list. A fault opens a repair, or is tied to the one that is open.

    Raises CannotMark where somebody else marked it otherwise since the page was shown.
    """
    unit = item.unit
    require(actor, Action.FACILITY_WORK, unit)
    when = look.seen_at or at
    check = _check_of(actor, when, unit)
    if look.seen not in Seen.values:
        raise CannotMark("Anh/chị chọn Tốt, Hỏng hoặc Không dùng.")
    if item.pk not in {one.pk for one in items_on(unit, check.date)}:
        raise CannotMark(f"“{item.label}” không còn trong danh mục.")
    mark = Mark.objects.select_for_update(of=("self",)).filter(day_check=check, item=item).first()
    said = tidy(look.said)
    if mark is not None:
        is_same = mark.seen == look.seen and (not said or said == mark.said) and look.photo is None
        if is_same:
            return mark
        if mark.seen != look.was and (mark.by_id != actor.pk or mark.at > when):
            raise CannotMark(
                f"“{item.label}”: {mark.by} vừa ghi “{mark.get_seen_display()}” lúc "
                f"{timezone.localtime(mark.at):%H:%M}. Lựa chọn của anh/chị chưa được lưu; anh/chị xem lại rồi bấm."
            )
    repair = _repair(actor, when, item, look, said, mark)
    kept = _keep(actor, at, check, item, replace(look, said=said), repair, mark)
    _finish(actor, at, check)
    return kept


@transaction.atomic
def mark_rest(*, actor: Person, at: datetime, unit: Unit) -> int:
    """Call good what nobody has marked and what is under no repair; returns how many."""
    require(actor, Action.FACILITY_WORK, unit)
    return _call_good(actor, at, _check_of(actor, at, unit), None, at)


def _call_good(actor: Person, at: datetime, check: DayCheck, only: set[int] | None, when: datetime) -> int:
    """`only`: the items that the page showed as left; what somebody marked since stays as it is."""
    items = items_on(check.unit, check.date)
    marked = set(Mark.objects.filter(day_check=check).values_list("item_id", flat=True))
    broken = open_repairs(items)
    rest = [one for one in items if one.pk not in marked and one.pk not in broken]
    rest = [one for one in rest if only is None or one.pk in only]
    if not rest and only is None:
        raise CannotMark("Không còn nội dung nào để đánh dấu; nội dung đang sửa anh/chị xem và bấm riêng.")
    arrived = _arrived(at, when)
    Mark.objects.bulk_create(
        Mark(day_check=check, item=one, seen=Seen.OK, at=when, arrived_at=arrived, by=actor) for one in rest
    )
    _finish(actor, at, check)
    return len(rest)


def _arrived(at: datetime, when: datetime) -> datetime | None:
    return at if at - when > _AT_ONCE else None


def _check_of(actor: Person, when: datetime, unit: Unit) -> DayCheck:
    """The check of the day, made by whoever comes first; locked until the mark is kept."""
    rule = rule_of(unit)
    if rule is None:
        raise CannotMark("Đơn vị chưa có danh mục kiểm tra đầu ngày.")
    day = timezone.localdate(when)
    check, _ = DayCheck.objects.get_or_create(
        unit=unit, date=day, defaults={"due_time": rule.due_time, "begun_at": when, "begun_by": actor}
    )
    check = DayCheck.objects.select_for_update(of=("self",)).select_related("unit").get(pk=check.pk)
    if when < check.begun_at:  # a phone that was without a line had begun before
        check.begun_at, check.begun_by = when, actor
        check.save(update_fields=["begun_at", "begun_by"])
    return check


def _repair(
    actor: Person, when: datetime, item: ChecklistItem, look: Look, said: str, mark: Mark | None
) -> Repair | None:
    """The repair that the mark belongs to; what was seen today is written into it."""
    found = open_repairs([item]).get(item.pk)
    if look.seen != Seen.FAULT:
        if found is not None and look.seen == Seen.OK:
            note_seen(actor=actor, at=when, repair=found, move=RepairStep.Move.SEEN_WORKING)
        return None
    if found is None:
        if not said:
            raise CannotMark("Anh/chị ghi hỏng, thiếu thế nào.", "said")
        key = f"mark-{look.key or uuid4()}"
        fields = RepairFields(item.label, said, item=item, photo=look.photo, client_key=key)
        return report_repair(actor=actor, at=when, unit=item.unit, fields=fields)
    was_seen = mark is not None and mark.repair_id == found.pk
    if said or look.photo or not was_seen:
        again = RepairStep.Move.SEEN_AGAIN
        note_seen(actor=actor, at=when, repair=found, move=again, text=said, photo=look.photo)
    return found


def _keep(
    actor: Person,
    at: datetime,
    check: DayCheck,
    item: ChecklistItem,
    look: Look,
    repair: Repair | None,
    mark: Mark | None,
) -> Mark:
    said = look.said or (repair.said if repair else "")
    when = look.seen_at or at
    arrived = _arrived(at, when)
    if mark is None:
        return Mark.objects.create(
            day_check=check, item=item, seen=look.seen, said=said, repair=repair, at=when, arrived_at=arrived,
            by=actor,
        )  # fmt: skip
    before, by = mark.get_seen_display(), str(mark.by)
    mark.seen, mark.said, mark.repair, mark.by = look.seen, said, repair, actor
    mark.at, mark.arrived_at = when, arrived
    mark.save()
    record(
        actor=actor, at=at, action="checklist.change", subject=mark, unit=check.unit, thread=check,
        before={"result": before, "person": by}, after={"result": mark.get_seen_display()},
    )  # fmt: skip
    return mark


def _finish(actor: Person, at: datetime, check: DayCheck) -> None:
    """Remember when the last item was marked; a mark changed later does not move it.

    What comes from a phone after the day is over has nobody's word but the phone's: the list is done when it comes.
    """
    if check.finished_at is not None:
        return
    marks = {one.item_id: one for one in Mark.objects.filter(day_check=check).select_related("by")}
    if any(one.pk not in marks for one in items_on(check.unit, check.date)):
        return
    last = max(marks.values(), key=lambda one: one.at)  # not the one that arrived last
    is_over = timezone.localdate(at) > check.date
    check.finished_at, check.finished_by = at if is_over else last.at, last.by
    check.save(update_fields=["finished_at", "finished_by"])
    faults = sum(one.seen == Seen.FAULT for one in marks.values())
    record(
        actor=actor, at=at, action="checklist.finish", subject=check, unit=check.unit,
        after={"count": len(marks), "faults": faults},
    )  # fmt: skip
