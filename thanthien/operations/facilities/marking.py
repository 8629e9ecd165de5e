"""The list of a day, item by item. Each mark is kept the moment it is made.

A first mark tells itself who made it and when; the log tells of the end of a list, of faults (as repairs) and of
every mark that was changed afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from thanthien.lib.vietnamese import tidy
from thanthien.operations.facilities.models import ChecklistItem, DayCheck, Mark, Repair, RepairStep
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


class CannotMark(Refusal):
    """The mark was not kept."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a person saw of an item. `was`: the mark that the page showed, "" where it showed none."""

    seen: str
    was: str = ""
    said: str = ""
    photo: StoredFile | None = None


@transaction.atomic
def mark_item(*, actor: Person, at: datetime, item: ChecklistItem, look: Look) -> Mark:
    """Mark one item of today's list. A fault opens a repair, or is tied to the one that is open.

    Raises CannotMark where somebody else marked it otherwise since the page was shown.
    """
    unit = item.unit
    require(actor, Action.FACILITY_WORK, unit)
    check = _check_of_today(actor, at, unit)
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
        if mark.seen != look.was and mark.by_id != actor.pk:
            raise CannotMark(
                f"“{item.label}”: {mark.by} vừa ghi “{mark.get_seen_display()}” lúc "
                f"{timezone.localtime(mark.at):%H:%M}. Lựa chọn của anh/chị chưa được lưu; anh/chị xem lại rồi bấm."
            )
    repair = _repair(actor, at, item, look, said, mark)
    kept = _keep(actor, at, check, item, Look(look.seen, said=said), repair, mark)
    _finish(actor, at, check)
    return kept


@transaction.atomic
def mark_rest(*, actor: Person, at: datetime, unit: Unit) -> int:
    """Call good what nobody has marked and what is under no repair; returns how many."""
    require(actor, Action.FACILITY_WORK, unit)
    check = _check_of_today(actor, at, unit)
    items = items_on(unit, check.date)
    marked = set(Mark.objects.filter(day_check=check).values_list("item_id", flat=True))
    broken = open_repairs(items)
    rest = [one for one in items if one.pk not in marked and one.pk not in broken]
    if not rest:
        raise CannotMark("Không còn nội dung nào để đánh dấu; nội dung đang sửa anh/chị xem và bấm riêng.")
    Mark.objects.bulk_create(Mark(day_check=check, item=one, seen=Seen.OK, at=at, by=actor) for one in rest)
    _finish(actor, at, check)
    return len(rest)


def _check_of_today(actor: Person, at: datetime, unit: Unit) -> DayCheck:
    """Today's check, made by whoever comes first; locked until the mark is kept."""
    rule = rule_of(unit)
    if rule is None:
        raise CannotMark("Đơn vị chưa có danh mục kiểm tra đầu ngày.")
    check, _ = DayCheck.objects.get_or_create(
        unit=unit,
        date=timezone.localdate(at),
        defaults={"due_time": rule.due_time, "begun_at": at, "begun_by": actor},
    )
    return DayCheck.objects.select_for_update(of=("self",)).select_related("unit").get(pk=check.pk)


def _repair(
    actor: Person, at: datetime, item: ChecklistItem, look: Look, said: str, mark: Mark | None
) -> Repair | None:
    """The repair that the mark belongs to; what was seen today is written into it."""
    found = open_repairs([item]).get(item.pk)
    if look.seen != Seen.FAULT:
        if found is not None and look.seen == Seen.OK:
            note_seen(actor=actor, at=at, repair=found, move=RepairStep.Move.SEEN_WORKING)
        return None
    if found is None:
        if not said:
            raise CannotMark("Anh/chị ghi hỏng, thiếu thế nào.", "said")
        fields = RepairFields(item.label, said, item=item, photo=look.photo, client_key=f"mark-{uuid4()}")
        return report_repair(actor=actor, at=at, unit=item.unit, fields=fields)
    was_seen = mark is not None and mark.repair_id == found.pk
    if said or look.photo or not was_seen:
        again = RepairStep.Move.SEEN_AGAIN
        note_seen(actor=actor, at=at, repair=found, move=again, text=said, photo=look.photo)
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
    if mark is None:
        return Mark.objects.create(
            day_check=check, item=item, seen=look.seen, said=said, repair=repair, at=at, by=actor
        )
    before, by = mark.get_seen_display(), str(mark.by)
    mark.seen, mark.said, mark.repair, mark.at, mark.by = look.seen, said, repair, at, actor
    mark.save()
    record(
        actor=actor, at=at, action="checklist.change", subject=mark, unit=check.unit, thread=check,
        before={"result": before, "person": by}, after={"result": mark.get_seen_display()},
    )  # fmt: skip
    return mark


def _finish(actor: Person, at: datetime, check: DayCheck) -> None:
    """Remember when the last item was marked; a mark changed later does not move it."""
    if check.finished_at is not None:
        return
    marks = dict(Mark.objects.filter(day_check=check).values_list("item_id", "seen"))
    if any(one.pk not in marks for one in items_on(check.unit, check.date)):
        return
    check.finished_at, check.finished_by = at, actor
    check.save(update_fields=["finished_at", "finished_by"])
    faults = sum(seen == Seen.FAULT for seen in marks.values())
    record(
        actor=actor, at=at, action="checklist.finish", subject=check, unit=check.unit,
        after={"count": len(marks), "faults": faults},
    )  # fmt: skip
