"""A year of work in a demo commune, played through the actions people use: proof, checks, figures, judgements."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from thanthien.assessment.rounds.actions import register_level
from thanthien.assessment.scoring.actions import judge
from thanthien.lib.rules import proof_period
from thanthien.platform.people.models import Person
from thanthien.programme.evidence.actions import add_files
from thanthien.programme.evidence.checking import check_part, check_proof, version_of_part, version_of_proof
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.evidence.states import Move
from thanthien.programme.measures.actions import record_reading
from thanthien.programme.measures.models import Reading
from thanthien.programme.measures.registry import measures
from thanthien.programme.plans.actions import add_note, assign_part, move_part
from thanthien.programme.plans.models import Task, TaskAgency
from thanthien.programme.plans.states import Move as PartMove
from thanthien.workflows.demo.calendar import days_of
from thanthien.workflows.demo.month_report import bring_month_report
from thanthien.workflows.demo.papers import report
from thanthien.workflows.demo.people import Commune
from thanthien.workflows.demo.pictures import picture

# (good, of how many) a month; where people fall short is where the way up begins.
_FIGURES: dict[str, tuple[int, int]] = {
    "case_on_time": (212, 212),
    "late_case_apology": (0, 0),
    "home_service_served": (3, 3),
    "full_online_service": (188, 205),
    "case_digitised": (196, 212),
    "digital_signature": (141, 150),
    "dialogue_petition_settled": (4, 4),
    "staff_badge": (64, 64),
    "one_stop_uniform": (20, 20),
    "staff_breach": (0, 0),
    "city_app_per_household": (2105, 2240),
}


@dataclass(frozen=True, slots=True)
class Zeal:
    """How a commune works: the share of proof that gets brought, and of what is brought that gets checked."""

    brings: float
    checks: float
    registered: int | None
    judges: bool
    weekly_from: int = 1  # the month in which the commune took up what is asked every week


def play_year(commune: Commune, *, year: int, until: date, zeal: Zeal) -> None:
    dice = random.Random(commune.place.code)  # noqa: S311  a story, not secrets
    if zeal.registered is not None:
        day = date(year, 2, 11)
        register_level(
            actor=commune.coordinator, at=_at(day), unit=commune.unit, year=year, level=zeal.registered,
            registered_date=day, document_number="21/UBND-VHXH",
        )  # fmt: skip
    tasks = Task.objects.filter(unit=commune.unit, year=year, is_header=False).select_related(
        "criterion", "unit"
    )
    for task in tasks.prefetch_related("agencies__agency"):
        _work_on(commune, task, year, until, zeal, dice)
    _record_figures(commune, year, until, zeal, dice)
    bring_month_report(commune, until=until)
    if zeal.judges:
        _judge(commune, tasks, year, until)


def _work_on(commune: Commune, task: Task, year: int, until: date, zeal: Zeal, dice: random.Random) -> None:
    leads = [part for part in task.agencies.all() if part.part == TaskAgency.Part.LEAD]
    rhythm = _rhythm(task)
    if rhythm is None:
        return
    idle = dice.random() > zeal.brings + 0.08
    for part in leads:
        doer = commune.officer_of(part.agency)
        days = [] if idle else [d for d in days_of(rhythm, year, until) if dice.random() < zeal.brings]
        if rhythm == "week":
            days = [day for day in days if day.month >= zeal.weekly_from]
        if not days:
            continue
        if part.agency is not None:
            assign_part(actor=commune.coordinator, at=_at(days[0]), part=part, assignee=doer)
        for day in days:
            _bring(commune, task, part, doer, day, zeal, dice, last=day == days[-1])
        if rhythm == "year":
            _finish(commune, task, part, doer, days[-1], dice)
    if dice.random() < 0.12:
        text = "Cơ quan chủ trì gửi ảnh có ngày chụp; ảnh cũ không tính cho quý này."
        add_note(actor=commune.coordinator, at=_at(until - timedelta(days=9)), task=task, text=text)


def _rhythm(task: Task) -> str | None:
    rule = task.criterion.rule if task.criterion else None
    if not rule or rule["kind"] == "judged":
        return None
    return proof_period(rule) or "quarter"


def _bring(
    commune: Commune, task: Task, part: TaskAgency, doer: Person, day: date, zeal: Zeal, dice: random.Random, *,
    last: bool,
) -> None:  # fmt: skip
    title, upload = _upload(commune, task, part, doer, day, dice)
    added = add_files(
        actor=doer,
        at=_at(day, hour=15),
        task=task,
        uploads=[upload],
        part=part,
        title=title,
        effective_date=day,
    )
    for proof in added.kept:
        if last and dice.random() > zeal.checks:
            if dice.random() < 0.4:
                _check(
                    commune,
                    proof,
                    doer,
                    day,
                    Move.RETURN,
                    "Ảnh chưa rõ nội dung, đề nghị bổ sung ảnh toàn cảnh.",
                )
            continue
        _check(commune, proof, doer, day, Move.ACCEPT, "")


def _check(commune: Commune, proof: Evidence, doer: Person, day: date, move: Move, remark: str) -> None:
    checker = commune.checker_for(doer)
    at = _at(day + timedelta(days=1), hour=9)
    check_proof(actor=checker, at=at, proof=proof, move=move, seen=version_of_proof(proof), remark=remark)


def _finish(
    commune: Commune, task: Task, part: TaskAgency, doer: Person, day: date, dice: random.Random
) -> None:
    """A task of one date is reported done; most are accepted, one waits, one comes back."""
    move_part(actor=doer, at=_at(day + timedelta(days=2)), part=part, move=PartMove.FINISH)
    fate = dice.random()
    if fate < 0.15:
        return
    part.refresh_from_db()
    move, remark = (PartMove.RETURN, "Thiếu văn bản kèm theo.") if fate < 0.35 else (PartMove.ACCEPT, "")
    proofs = list(Evidence.objects.filter(task=task).select_related("file"))
    check_part(
        actor=commune.checker_for(doer), at=_at(day + timedelta(days=3)), part=part, move=move,
        seen=version_of_part(part, proofs), remark=remark,
    )  # fmt: skip


def _upload(
    commune: Commune, task: Task, part: TaskAgency, doer: Person, day: date, dice: random.Random
) -> tuple[str, SimpleUploadedFile]:
    """What the proof is called, and its file."""
    said, stamp = f"ngày {day:%d/%m/%Y}", f"{day:%Y%m%d}"
    if "ảnh" in task.product or dice.random() < 0.6:
        data = picture(f"{commune.place.code}-{task.pk}-{part.pk}-{day}", _at(day, hour=8))
        return f"Ảnh thực hiện {said}", SimpleUploadedFile(f"IMG_{stamp}.jpg", data)
    data = report(
        unit_name=commune.unit.full_name, agency_name=part.name, task_title=task.title, day=day,
        signer=doer.full_name,
    )  # fmt: skip
    return f"Báo cáo {said}", SimpleUploadedFile(f"Báo cáo {stamp}.docx", data)


def _record_figures(commune: Commune, year: int, until: date, zeal: Zeal, dice: random.Random) -> None:
    for measure in measures().values():
        if not measure.is_typed:
            continue  # counted from the records
        good, whole = _FIGURES.get(measure.code, (0, 0))
        for month, day in enumerate(days_of("month", year, until), 1):
            if dice.random() > zeal.brings + 0.15:
                continue
            short = dice.randint(0, 2) if zeal.brings < 0.8 and whole else 0
            grown = good + month * 24 if not measure.adds_up else good - short
            record_reading(
                actor=commune.officer_of(commune.agencies["one_stop_centre"]),
                at=_at(day + timedelta(days=1)),
                unit=commune.unit,
                measure=measure,
                # What adds up is told by the month, a running total as of its day.
                day=day.replace(day=1) if measure.adds_up else day,
                period=Reading.Period.MONTH if measure.adds_up else Reading.Period.DAY,
                numerator=Decimal(max(grown, 0)),
                denominator=Decimal(whole) if measure.has_denominator else None,
            )


def _judge(commune: Commune, tasks: Iterable[Task], year: int, until: date) -> None:
    judged = {t.criterion for t in tasks if t.criterion and (t.criterion.rule or {}).get("kind") == "judged"}
    for n, criterion in enumerate(sorted(judged, key=lambda c: c.position)):
        judge(
            actor=commune.coordinator, at=_at(until - timedelta(days=5)), unit=commune.unit, year=year,
            key=criterion.key, share=Decimal("1") if n % 3 else Decimal("0.8"),
            reason="Qua kiểm tra nội bộ và tổng hợp nhận xét của các phòng, đơn vị.",
        )  # fmt: skip


def _at(day: date, *, hour: int = 10) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, 12)))
