"""Writes of breaches and discipline. Audit rows bear the number of the matter, never whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from thanthien.lib.vietnamese import tidy
from thanthien.operations.conduct.definition import definition
from thanthien.operations.conduct.models import Breach, BreachStep, Discipline, Staff
from thanthien.operations.conduct.standing import may_report, require_step
from thanthien.operations.conduct.states import STEPS
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Unit

Move, State = BreachStep.Move, Breach.State


class CannotDecide(Refusal):
    """The matter stayed as it was."""


@dataclass(frozen=True, slots=True)
class BreachFields:
    staff: Staff
    kind: str
    happened_date: date
    text: str
    source: str = Breach.Source.HEAD
    report_code: str = ""


@transaction.atomic
def report_breach(*, actor: Person, at: datetime, unit: Unit, fields: BreachFields) -> Breach:
    """Write a matter down, to be verified. It counts for nothing until it is concluded."""
    require(actor, Action.CONDUCT_CHECK, unit)
    today, text = timezone.localdate(at), tidy(fields.text, keep_lines=True)
    if fields.staff.unit_id != unit.pk:
        raise CannotDecide("Anh/chị chọn người trong danh sách.", "staff")
    if not may_report(actor, fields.staff):
        raise NotAllowed(
            "Người đứng đầu cơ quan chỉ báo về người của cơ quan mình, và không ai báo về chính mình."
        )
    if fields.kind not in definition().breaches:
        raise CannotDecide("Anh/chị chọn loại vụ việc.", "kind")
    if fields.source not in Breach.Source.values:
        raise CannotDecide("Anh/chị chọn nguồn.", "source")
    if not text:
        raise CannotDecide("Anh/chị ghi sự việc: khi nào, ở đâu, thế nào.", "text")
    if fields.happened_date > today:
        raise CannotDecide("Ngày xảy ra không được sau hôm nay.", "happened_date")
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    post = fields.staff.posts.filter(since_date__lte=fields.happened_date).order_by("since_date").last()
    last = Breach.objects.filter(unit=unit, year=today.year).aggregate(last=Max("number"))["last"]
    breach = Breach.objects.create(
        unit=unit, year=today.year, number=(last or 0) + 1, staff=fields.staff, agency=post.agency if post else None,
        kind=fields.kind, happened_date=fields.happened_date, source=fields.source,
        report_code=tidy(fields.report_code).replace(" ", "").upper()[:12], reported_at=at, reported_by=actor,
    )  # fmt: skip
    BreachStep.objects.create(breach=breach, move=Move.REPORT, text=text[:1000], at=at, by=actor)
    record(actor=actor, at=at, action="breach.report", subject=breach, unit=unit)
    return breach


@transaction.atomic
def move_breach(
    *, actor: Person, at: datetime, breach: Breach, move: str, seen: str, text: str, day: date | None = None
) -> Breach:
    """Verify, conclude, appeal, close, by the table in `states`. `day`: of the conclusion, today where not given."""
    breach = Breach.objects.select_for_update(of=("self",)).select_related("unit", "staff").get(pk=breach.pk)
    step, words, today = STEPS.get(move), tidy(text, keep_lines=True), timezone.localdate(at)
    if step is None:
        raise CannotDecide("Anh/chị chọn một việc trong danh sách.")
    require_step(actor, breach, step.by)
    if breach.state != seen or breach.state not in step.allowed:
        raise CannotDecide(CHANGED)
    if not words:
        raise CannotDecide(step.needs, "text")
    before, breach.state = breach.state, step.to
    if move in (Move.CONCLUDE, Move.CLEAR):
        concluded = day or today
        if not breach.happened_date <= concluded <= today:
            raise CannotDecide("Ngày kết luận từ ngày xảy ra đến hôm nay.", "day")
        is_breach = move == Move.CONCLUDE
        # what an appeal confirms stays on the day it was first concluded
        if breach.is_breach is not True or not is_breach:
            breach.concluded_date = concluded
        breach.is_breach = is_breach
    breach.save()
    BreachStep.objects.create(breach=breach, move=move, text=words[:1000], at=at, by=actor)
    record(
        actor=actor, at=at, action=f"breach.{move}", subject=breach, unit=breach.unit,
        before={"state": before}, after={"state": breach.state},
    )  # fmt: skip
    return breach


@dataclass(frozen=True, slots=True)
class DisciplineFields:
    decision_number: str
    decision_date: date
    form: str
    until_date: date | None = None


@transaction.atomic
def record_discipline(*, actor: Person, at: datetime, breach: Breach, fields: DisciplineFields) -> Discipline:
    """Write a decision down; only of what was concluded a breach."""
    require(actor, Action.CONDUCT_DECIDE, breach.unit)
    breach = Breach.objects.select_for_update(of=("self",)).select_related("unit", "staff").get(pk=breach.pk)
    require_step(actor, breach, "leader")
    number, today = tidy(fields.decision_number), timezone.localdate(at)
    if breach.is_breach is not True:
        raise CannotDecide("Chỉ ghi kỷ luật khi đã kết luận có vi phạm.")
    if not number:
        raise CannotDecide("Anh/chị ghi số quyết định.", "decision_number")
    if fields.form not in definition().forms:
        raise CannotDecide("Anh/chị chọn hình thức.", "form")
    if not breach.happened_date <= fields.decision_date <= today:
        raise CannotDecide("Ngày quyết định từ ngày xảy ra vụ việc đến hôm nay.", "decision_date")
    if fields.until_date is not None and fields.until_date < fields.decision_date:
        raise CannotDecide("Ngày hết hiệu lực không được trước ngày quyết định.", "until_date")
    made = Discipline.objects.create(
        breach=breach, decision_number=number[:60], decision_date=fields.decision_date, form=fields.form,
        until_date=fields.until_date, recorded_at=at, recorded_by=actor,
    )  # fmt: skip
    record(actor=actor, at=at, action="breach.discipline", subject=breach, unit=breach.unit)
    return made


@transaction.atomic
def lift_discipline(*, actor: Person, at: datetime, discipline: Discipline, until_date: date) -> Discipline:
    """The last day of a decision without one, or an earlier one."""
    breach = discipline.breach
    require(actor, Action.CONDUCT_DECIDE, breach.unit)
    require_step(actor, breach, "leader")
    discipline = Discipline.objects.select_for_update(of=("self",)).get(pk=discipline.pk)
    if until_date < discipline.decision_date:
        raise CannotDecide("Ngày hết hiệu lực không được trước ngày quyết định.", "until_date")
    discipline.until_date = until_date
    discipline.save(update_fields=["until_date"])
    record(actor=actor, at=at, action="breach.lift", subject=breach, unit=breach.unit)
    return discipline
