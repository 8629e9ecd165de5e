"""Writes of repairs: reported, given to somebody, mended, replaced or given up; every move in `states.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from thanthien.lib.rules.deadlines import deadline
from thanthien.lib.vietnamese import tidy
from thanthien.operations.facilities.definition import definition
from thanthien.operations.facilities.models import ChecklistItem, PlaceItem, Repair, RepairStep
from thanthien.operations.facilities.standing import manages
from thanthien.operations.facilities.states import CLOSED, OPEN, STEPS
from thanthien.platform.audit.actions import record
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, may, require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.queries import calendar_of

State, Move = Repair.State, RepairStep.Move


class CannotRepair(Refusal):
    """The repair stayed as it was."""


@dataclass(frozen=True, slots=True)
class RepairFields:
    """`thing` and `said`: what is broken, and how. `client_key` names the form: sent twice it is one repair."""

    thing: str
    said: str
    place: str = ""
    item: ChecklistItem | None = None
    photo: StoredFile | None = None
    client_key: str = ""
    place_item: PlaceItem | None = None


@dataclass(frozen=True, slots=True)
class MoveFields:
    """`seen`: `version_of` what the person read; a note needs none."""

    seen: str = ""
    text: str = ""
    assignee: Person | None = None
    outsider: str = ""
    due_date: date | None = None
    photo: StoredFile | None = None


def version_of(repair: Repair) -> str:
    """A mark of what a person saw: the state and the last step."""
    return f"{repair.state}-{max((step.pk for step in repair.steps.all()), default=0)}"


@transaction.atomic
def report_repair(*, actor: Person, at: datetime, unit: Unit, fields: RepairFields) -> Repair:
    """Open a repair. Raises CannotRepair where one of the same item is open: what is new is noted there."""
    require(actor, Action.FACILITY_WORK, unit)
    thing, said, place = tidy(fields.thing), tidy(fields.said), tidy(fields.place)
    if not thing or not said:
        raise CannotRepair(
            "Anh/chị ghi thứ bị hỏng." if not thing else "Anh/chị ghi hỏng, thiếu thế nào.",
            "said" if thing else "thing",
        )
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # numbers are given one after the other
    known = Repair.objects.filter(unit=unit, client_key=fields.client_key).first()
    if known is not None:
        return known
    if fields.item is not None and (fields.item.unit_id != unit.pk):
        raise CannotRepair("Nội dung được chọn không thuộc danh mục của đơn vị.", "item")
    standing = Repair.objects.filter(item=fields.item, state__in=OPEN).first() if fields.item else None
    if standing is not None:
        raise CannotRepair(
            f"“{fields.item}” đã có phiếu sửa chữa số {standing.number} chưa xong; anh/chị ghi thêm vào phiếu đó.",
            "item",
        )
    last = Repair.objects.filter(unit=unit).aggregate(last=Max("number"))["last"] or 0
    repair = Repair.objects.create(
        unit=unit, number=last + 1, item=fields.item, place_item=fields.place_item, thing=thing, said=said,
        place=place, reported_at=at, reported_by=actor, client_key=fields.client_key,
    )  # fmt: skip
    RepairStep.objects.create(repair=repair, move=Move.REPORT, at=at, by=actor, text=said, photo=fields.photo)
    record(
        actor=actor,
        at=at,
        action="repair.report",
        subject=repair,
        unit=unit,
        after={"name": thing, "text": said},
    )
    return repair


@transaction.atomic
def move_repair(*, actor: Person, at: datetime, repair: Repair, move: str, fields: MoveFields) -> Repair:
    """Make one move of `states.STEPS`. Raises CannotRepair or NotAllowed."""
    require(actor, Action.FACILITY_WORK, repair.unit)
    rows = Repair.objects.select_for_update(of=("self",)).select_related("unit", "assignee", "item")
    repair = rows.get(pk=repair.pk)
    step, text = STEPS.get(move), tidy(fields.text, keep_lines=True)
    if step is None:
        raise CannotRepair("Anh/chị chọn một việc trong danh sách.")
    if step.by_manager and not manages(actor, repair.unit):
        raise NotAllowed(
            "Việc này do người đứng đầu Trung tâm Phục vụ hành chính công, điều phối viên hoặc lãnh đạo làm."
        )
    if repair.state not in step.allowed or (move != Move.NOTE and version_of(repair) != fields.seen):
        raise CannotRepair(CHANGED)
    if step.needs and not text:
        raise CannotRepair(step.needs, "text")
    before = repair.state
    if move == Move.ASSIGN:
        _assign(at, repair, fields)
    elif move == Move.START and repair.assignee_id is None and not repair.outsider:
        repair.assignee = actor
    elif move == Move.REOPEN:
        _check_alone(repair)
    if step.to is not None:
        repair.state, repair.closed_at = step.to, at if step.to in CLOSED else None
    repair.save()
    RepairStep.objects.create(
        repair=repair, move=move, at=at, by=actor, photo=fields.photo,
        text=text or (repair.outsider if move == Move.ASSIGN else ""),
        assignee=repair.assignee if move == Move.ASSIGN else None,
        due_date=repair.due_date if move == Move.ASSIGN else None,
    )  # fmt: skip
    record(
        actor=actor, at=at, action=f"repair.{move}", subject=repair, unit=repair.unit, remark=text,
        before={"state": before}, after={"state": repair.state},
    )  # fmt: skip
    return repair


def note_seen(
    *,
    actor: Person,
    at: datetime,
    repair: Repair,
    move: str,
    text: str = "",
    photo: StoredFile | None = None,
) -> None:
    """What the start of a day showed of an open repair, inside the transaction of the mark."""
    RepairStep.objects.create(repair=repair, move=move, at=at, by=actor, text=text, photo=photo)
    record(actor=actor, at=at, action=f"repair.{move}", subject=repair, unit=repair.unit, remark=text)


def default_due(unit: Unit, today: date) -> date:
    """The last good day where who gives a repair names none."""
    calendar = calendar_of(unit, today.year, today.year + 1)
    return deadline(today, definition().repair_days, calendar).last_day


def _assign(at: datetime, repair: Repair, fields: MoveFields) -> None:
    today, outsider = timezone.localdate(at), tidy(fields.outsider)[:150]
    if fields.assignee is None and not outsider:
        raise CannotRepair("Anh/chị chọn người sửa, hoặc ghi nơi nhận sửa.", "assignee")
    if fields.assignee is not None and not may(fields.assignee, Action.FACILITY_WORK, repair.unit):
        raise CannotRepair("Người được chọn không làm việc ở đơn vị này.", "assignee")
    due = fields.due_date or default_due(repair.unit, today)
    if due < today:
        raise CannotRepair("Hạn sửa phải từ hôm nay trở đi.", "due_date")
    repair.assignee, repair.outsider, repair.due_date = fields.assignee, outsider, due


def _check_alone(repair: Repair) -> None:
    """One open repair an item: a closed one is not opened again beside another."""
    rows = Repair.objects.filter(state__in=OPEN).exclude(pk=repair.pk)
    other = rows.filter(item=repair.item_id).first() if repair.item_id else None
    if repair.place_item_id:
        other = rows.filter(place_item=repair.place_item_id).first()
    if other is not None:
        raise CannotRepair(f"Nội dung này đang có phiếu số {other.number}; anh/chị ghi vào phiếu đó.")
