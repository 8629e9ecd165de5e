"""Writes of occurrences: made from the timing of tasks as often as one likes, and moved by a person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from thanthien.lib.rules import Calendar, weekday_vi
from thanthien.lib.vietnamese import date_vi, tidy
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.queries import calendar_of
from thanthien.programme.occurrences.models import Occurrence
from thanthien.programme.occurrences.recurrence import Slot, fingerprint_of, slots_of
from thanthien.programme.plans.actions import lock_task, set_due_date
from thanthien.programme.plans.models import Plan, Task
from thanthien.programme.plans.queries import timing_rule_of

_BATCH = 500
_REASON = 5  # letters at least
_CHANGING = ("rhythm", "due_date", "original_date", "wanted", "fingerprint", "withdrawn_at")


class CannotMoveOccurrence(Exception):
    """The day stays as it is; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """Rows made, brought up to date, and withdrawn; `moved` counts those of `changed` that got another day."""

    made: int = 0
    changed: int = 0
    withdrawn: int = 0
    moved: int = 0

    def __bool__(self) -> bool:
        return bool(self.made or self.changed or self.withdrawn)


@transaction.atomic
def refresh_year(*, at: datetime, unit: Unit, year: int, keep: Collection[int] = ()) -> Refreshed:
    """Bring the occurrences of all tasks of a unit's year to what their timing says. A few queries in all.

    Can be run again at any time: what is there stays the same row. A day that a person moved stays moved;
    rows whose keys are in `keep` are left as they are.
    """
    Plan.objects.select_for_update().filter(unit=unit, year=year, replaced_by=None).first()
    return _refresh(at, unit, year, Task.objects.filter(unit=unit, year=year), keep)


@transaction.atomic
def refresh_task(*, at: datetime, task: Task) -> Refreshed:
    """The same for one task, after its timing or its criterion has changed."""
    lock_task(task.pk)
    return _refresh(at, task.unit, task.year, Task.objects.filter(pk=task.pk))


def _refresh(
    at: datetime, unit: Unit, year: int, tasks: QuerySet[Task], keep: Collection[int] = ()
) -> Refreshed:
    # Held as `move_occurrence` holds them, the task first: a day moved meanwhile is not written over.
    rows = list(tasks.select_for_update(of=("self",)).select_related("criterion").order_by("pk"))
    calendar, since = calendar_of(unit, year), _since(unit, year)
    standing: dict[int, dict[tuple[date, date], Occurrence]] = {}
    for one in Occurrence.objects.select_for_update().filter(task__in=rows).order_by("pk"):
        standing.setdefault(one.task_id, {})[one.first_date, one.last_date] = one
    new: list[Occurrence] = []
    changed: list[Occurrence] = []
    gone: list[Occurrence] = []
    moved = 0
    for task in rows:
        known = standing.get(task.pk, {})
        mark, slots = _slots(task, year, calendar, since)
        for slot in slots:
            row = known.pop((slot.first, slot.last), None)
            if row is None:
                new.append(_row(task, slot, mark))
                continue
            if row.pk in keep:
                continue
            before = row.due_date
            if _update(row, slot, mark):
                changed.append(row)
                moved += row.due_date != before
            if row.is_moved and task.due_date == row.original_date:  # the timing was read anew
                set_due_date(at=at, task=task, day=row.due_date)
        left = (row for row in known.values() if row.pk not in keep)
        gone += [row for row in left if row.withdrawn_at is None and not row.is_moved]
    for row in gone:
        row.withdrawn_at = at
    Occurrence.objects.bulk_create(new, batch_size=_BATCH)
    Occurrence.objects.bulk_update([*changed, *gone], _CHANGING, batch_size=_BATCH)
    return Refreshed(len(new), len(changed), len(gone), moved)


def _slots(task: Task, year: int, calendar: Calendar, since: date | None) -> tuple[str, list[Slot]]:
    rule = timing_rule_of(task)
    asked = task.criterion.rule if task.criterion else None
    if task.is_header:
        return "", []
    slots = slots_of(rule, year, calendar, criterion_rule=asked)
    return fingerprint_of(rule, asked), [s for s in slots if since is None or s.last >= since]


def _since(unit: Unit, year: int) -> date | None:
    """The day the programme began in the unit, when that was in this year; nothing was asked for before."""
    plans = Plan.objects.filter(unit=unit, year__in=(year - 1, year))
    found = list(plans.values_list("year", "issued_date", "accepted_at"))
    if not found or any(plan_year < year for plan_year, _, _ in found):
        return None
    return min(_signed(printed) or timezone.localdate(at) for _, printed, at in found)


def _signed(printed: str) -> date | None:
    """The day on the plan; None where only a month or nothing is printed."""
    try:
        return date.fromisoformat(printed)
    except ValueError:
        return None


def _row(task: Task, slot: Slot, mark: str) -> Occurrence:
    return Occurrence(
        unit_id=task.unit_id, task=task, rhythm=slot.rhythm, first_date=slot.first, last_date=slot.last,
        due_date=slot.due, original_date=slot.due, wanted=slot.wanted, fingerprint=mark,
    )  # fmt: skip


def _update(row: Occurrence, slot: Slot, mark: str) -> bool:
    """Bring a row to its slot; a moved one keeps both of its days. True when anything changed."""
    due = row.due_date if row.is_moved else slot.due
    original = row.original_date if row.is_moved else slot.due
    new = (slot.rhythm.value, due, original, slot.wanted, mark, None)
    if tuple(getattr(row, name) for name in _CHANGING) == new:
        return False
    for name, value in zip(_CHANGING, new, strict=True):
        setattr(row, name, value)
    return True


@transaction.atomic
def move_occurrence(
    *, actor: Person, at: datetime, occurrence: Occurrence, to: date, reason: str, seen: date
) -> Occurrence:
    """Give one occurrence another last day; the day the plan gave stays beside it for ever.

    `seen` is the due date the person looked at. Moving to the original day takes the move back.
    Raises CannotMoveOccurrence.
    """
    task = lock_task(occurrence.task_id)
    require(actor, Action.TASK_MANAGE, task.unit)
    row = Occurrence.objects.select_for_update().get(pk=occurrence.pk, task=task)
    reason = tidy(reason)[:300]
    _check_move(task, row, to, reason, seen, calendar_of(task.unit, to.year))
    before = row.due_date
    row.due_date = to
    back = to == row.original_date
    row.moved_at, row.moved_by = (None, None) if back else (at, actor)
    row.move_reason = "" if back else reason
    row.save(update_fields=["due_date", "moved_at", "moved_by", "move_reason"])
    if task.due_date == before:
        set_due_date(at=at, task=task, day=to)
    record(
        actor=actor, at=at, action="occurrence.move", subject=row, unit=task.unit, before={"due_date": before},
        after={"due_date": to}, remark=reason, thread=task,
    )  # fmt: skip
    return row


def _check_move(task: Task, row: Occurrence, to: date, reason: str, seen: date, calendar: Calendar) -> None:
    if task.withdrawn_at or row.withdrawn_at:
        raise CannotMoveOccurrence("Kỳ này không còn trong kế hoạch nên không dời được.")
    if row.due_date != seen:
        raise CannotMoveOccurrence(
            f"Hạn của kỳ này vừa được đổi thành {date_vi(row.due_date)}{_by_whom(row)}. "
            "Lần dời của anh/chị chưa được ghi; anh/chị xem lại rồi dời tiếp nếu cần."
        )
    if to == row.due_date:
        raise CannotMoveOccurrence("Ngày mới trùng với hạn hiện tại. Anh/chị chọn ngày khác.")
    if to < row.first_date:
        raise CannotMoveOccurrence(f"Kỳ này bắt đầu ngày {date_vi(row.first_date)}; hạn không thể sớm hơn.")
    if to.year > task.year:
        raise CannotMoveOccurrence(f"Hạn mới phải trong năm {task.year}, năm của kế hoạch.")
    if to != row.original_date and not calendar.is_workday(to):
        raise CannotMoveOccurrence(
            f"Ngày mới, {weekday_vi(to)}, là ngày nghỉ. Anh/chị chọn một ngày làm việc."
        )
    if len(reason) < _REASON:
        raise CannotMoveOccurrence("Anh/chị ghi lý do dời ngày, ví dụ “Lịch họp của Đảng ủy thay đổi”.")


def _by_whom(row: Occurrence) -> str:
    return f" ({row.moved_by} dời, lý do: {row.move_reason})" if row.moved_by else ""


def years_to_fill() -> Sequence[tuple[Unit, int]]:
    """Plans in force whose tasks have no occurrence yet, or whose ad-hoc tasks lack theirs: made before this
    version, or not yet refreshed.
    """
    has = Occurrence.objects.all()
    lack = Task.objects.filter(is_ad_hoc=True).exclude(pk__in=has.values("task_id"))
    empty = ~Q(pk__in=has.values("task__plan_id")) | Q(pk__in=lack.values("plan_id"))
    plans = Plan.objects.filter(empty, replaced_by=None).select_related("unit__parent")
    return [(plan.unit, plan.year) for plan in plans]
