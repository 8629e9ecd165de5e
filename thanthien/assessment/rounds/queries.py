"""Reads of the programme's year at a unit: what it registered, and by when it had to."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from thanthien.assessment.rounds.models import (
    Appraisal,
    ChairPoint,
    Council,
    CouncilMember,
    LevelTarget,
    RecognitionDecision,
    Registration,
    Round,
    SelfPoint,
    Sheet,
    Submission,
)
from thanthien.platform.units.models import Unit
from thanthien.platform.units.queries import local_units_below
from thanthien.programme.criteria.models import Adoption, CriteriaSet


@dataclass(frozen=True, slots=True)
class Deadline:
    """A milestone in a given year. `last_day` still counts: "trước ngày 15/02" ends on 14/02."""

    code: str
    title: str
    said: str
    first_day: date
    last_day: date

    def is_late(self, day: date) -> bool:
        return day > self.last_day


def registration_of(unit: Unit, year: int) -> Registration | None:
    return Registration.objects.filter(unit=unit, year=year).select_related("recorded_by").first()


def deadlines_of(criteria_set: CriteriaSet, year: int) -> list[Deadline]:
    """The milestones of a set as days of a year, in the order of the file."""
    return [_deadline(milestone, year) for milestone in criteria_set.milestones]


def deadline_of(criteria_set: CriteriaSet, code: str, year: int) -> Deadline | None:
    return next((d for d in deadlines_of(criteria_set, year) if d.code == code), None)


def _deadline(milestone: dict[str, object], year: int) -> Deadline:
    month, day = int(str(milestone["month"])), milestone.get("day")
    code, title = str(milestone["code"]), str(milestone["title"])
    first = date(year, month, int(str(day)) if day else 1)
    if milestone.get("before"):
        said = f"trước ngày {first:%d/%m/%Y}"
        return Deadline(code, title, said, date(year, 1, 1), first - timedelta(days=1))
    if day:
        return Deadline(code, title, f"ngày {first:%d/%m/%Y}", first, first)
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return Deadline(code, title, f"tháng {month}/{year}", first, last)


def targets_of(unit: Unit) -> dict[int, int]:
    """Year → level of the unit's row of years, in order."""
    return dict(LevelTarget.objects.filter(unit=unit).order_by("year").values_list("year", "level"))


def round_of(unit: Unit, year: int) -> Round | None:
    return Round.objects.filter(unit=unit, year=year).select_related("unit__parent").first()


def was_handed_in(unit: Unit, year: int) -> bool:
    """Whether anything was handed in for a year, sent back or not."""
    return Submission.objects.filter(round__unit=unit, round__year=year).exists()


def submissions_of(round_: Round) -> list[Submission]:
    """Every version handed in, newest first, with the snapshots."""
    return list(
        Submission.objects.filter(round=round_)
        .select_related("submitted_by", "returned_by")
        .order_by("-version")
    )


def snapshot_of(submission: Submission) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(submission.snapshot)
    return data


def self_points_of(unit: Unit, year: int) -> list[SelfPoint]:
    """The unit's own points and its agencies' proposals, by criterion; one query."""
    found = SelfPoint.objects.filter(round__unit=unit, round__year=year)
    return list(found.select_related("agency", "given_by").order_by("key", "agency__position"))


def councils_of(city: Unit, year: int) -> list[Council]:
    """With `seats`: the members who sit now; two queries."""
    seats = CouncilMember.objects.filter(left_at=None).select_related("person", "home").order_by("pk")
    return list(
        Council.objects.filter(unit=city, year=year).prefetch_related(
            Prefetch("members", queryset=seats, to_attr="seats")
        )
    )


def appraisals_of(round_: Round) -> list[Appraisal]:
    """Newest first, with submission and council."""
    return list(
        Appraisal.objects.filter(round=round_)
        .select_related("submission", "council__unit", "opened_by", "closed_by", "round__unit__parent")
        .order_by("-number")
    )


def closed_appraisals_of(round_: Round) -> list[Appraisal]:
    """Those that ended with a result, newest first."""
    return [one for one in appraisals_of(round_) if one.result and not one.was_stopped]


def decided_appraisals_of(round_: Round) -> list[Appraisal]:
    """Those that a decision has followed, newest first: what the commune may read of the council."""
    newest = RecognitionDecision.objects.filter(round=round_).order_by("-recorded_at", "-pk").first()
    if newest is None:
        return []
    closed = closed_appraisals_of(round_)
    return [one for one in closed if one.closed_at is not None and one.closed_at <= newest.recorded_at]


def sheets_of(appraisal: Appraisal) -> list[Sheet]:
    """All sheets in the order of the seats, the chair's first."""
    order = {CouncilMember.Post.CHAIR: 0, CouncilMember.Post.SECRETARY: 1}
    sheets = Sheet.objects.filter(appraisal=appraisal).select_related("member__person", "written_by")
    return sorted(sheets, key=lambda s: (order.get(CouncilMember.Post(s.member.post), 2), s.member_id))


def sheets_that_count(appraisal: Appraisal) -> list[Sheet]:
    """Those of members who may score: recused ones and open ones of members who left are not among them."""
    return [
        sheet
        for sheet in sheets_of(appraisal)
        if sheet.state == Sheet.State.HANDED_IN
        or (sheet.state == Sheet.State.OPEN and sheet.member.left_at is None)
    ]


def voices_of(sheets: Iterable[Sheet]) -> dict[str, dict[str, Decimal]]:
    """The sheets handed in as plain points, by the member's name, organisation and seat number."""
    return {
        f"{sheet.member.name} – {sheet.member.organisation} ({sheet.member_id})": {
            key: Decimal(given["points"]) for key, given in sheet.points.items()
        }
        for sheet in sheets
        if sheet.state == Sheet.State.HANDED_IN
    }


def chair_points_of(appraisal: Appraisal) -> dict[str, tuple[Decimal, str]]:
    rows = ChairPoint.objects.filter(appraisal=appraisal)
    return {row.key: (row.points, row.reason) for row in rows}


def remarks_of(appraisal: Appraisal) -> dict[str, list[str]]:
    """Criterion key → "name: remark" of the sheets handed in."""
    found: dict[str, list[str]] = {}
    for sheet in sheets_of(appraisal):
        if sheet.state != Sheet.State.HANDED_IN:
            continue
        for key, given in sheet.points.items():
            if given["remark"]:
                found.setdefault(key, []).append(f"{sheet.member.name}: {given['remark']}")
    return found


def decisions_of(round_: Round) -> list[RecognitionDecision]:
    """Newest first."""
    found = RecognitionDecision.objects.filter(round=round_).select_related("recorded_by", "objected_by")
    return list(found.order_by("-recorded_at", "-pk"))


def decision_in_force(round_: Round) -> RecognitionDecision | None:
    """The newest decision that says something: keeping one changes nothing."""
    found = RecognitionDecision.objects.filter(round=round_).exclude(kind=RecognitionDecision.Kind.KEEP)
    return found.order_by("-recorded_at", "-pk").first()


def recognition_of(unit: Unit, year: int) -> RecognitionDecision | None:
    """What the city has decided of a year; None before. Its `kind` says whether the unit is recognised."""
    round_ = Round.objects.filter(unit=unit, year=year).first()
    return decision_in_force(round_) if round_ else None


@dataclass(frozen=True, slots=True)
class YearKept:
    """A year of a unit as kept: target, registration, round, decision in force."""

    year: int
    target: int | None
    registered: int | None
    round: Round | None
    submission_total: Decimal | None
    decision: RecognitionDecision | None


def years_kept(unit: Unit) -> list[YearKept]:
    """Every year with anything kept, newest first; five queries."""
    targets = targets_of(unit)
    registered = dict(Registration.objects.filter(unit=unit).values_list("year", "level"))
    rounds = {one.year: one for one in Round.objects.filter(unit=unit)}
    handed = Submission.objects.filter(round__unit=unit).order_by("version")
    totals = dict(handed.values_list("round__year", "total"))
    decisions: dict[int, RecognitionDecision] = {}
    kept = RecognitionDecision.objects.filter(round__unit=unit).exclude(kind=RecognitionDecision.Kind.KEEP)
    for decision in kept.select_related("round").order_by("recorded_at", "pk"):
        decisions[decision.round.year] = decision
    years = sorted({*targets, *registered, *rounds}, reverse=True)
    return [
        YearKept(
            year,
            targets.get(year),
            registered.get(year),
            rounds.get(year),
            totals.get(year),
            decisions.get(year),
        )
        for year in years
    ]


@dataclass(frozen=True, slots=True)
class YearFrozen:
    """What stands of a year whatever becomes of its records: handed in and not sent back, appraised, decided."""

    submission: Submission
    appraisal: Appraisal | None
    decision: RecognitionDecision | None


def years_frozen(unit: Unit) -> dict[int, YearFrozen]:
    """By year; without those never handed in or lying with the unit to be mended. Three queries."""
    open_ = (Round.State.PREPARING, Round.State.RETURNED)
    handed = Submission.objects.filter(round__unit=unit).exclude(round__state__in=open_)
    submissions = {s.round.year: s for s in handed.select_related("round").order_by("version")}
    closed = Appraisal.objects.filter(round__unit=unit, closed_at__isnull=False, was_stopped=False)
    appraisals = {a.submission_id: a for a in closed.order_by("number")}
    kept = RecognitionDecision.objects.filter(round__unit=unit).exclude(kind=RecognitionDecision.Kind.KEEP)
    decisions = {d.round_id: d for d in kept.order_by("recorded_at", "pk")}
    return {
        year: YearFrozen(one, appraisals.get(one.pk), decisions.get(one.round_id))
        for year, one in submissions.items()
    }


def frozen_until() -> dict[tuple[int, int], date]:
    """Unit and year → the last day that what was handed in tells of; a year sent back is open again. One query."""
    open_ = (Round.State.PREPARING, Round.State.RETURNED)
    handed = Submission.objects.exclude(round__state__in=open_).order_by("version")
    rows = handed.values_list("round__unit_id", "round__year", "as_of")
    return {(unit_id, year): as_of for unit_id, year, as_of in rows}


@dataclass(frozen=True, slots=True)
class CommuneRound:
    """One commune in the city's table of a year."""

    unit: Unit
    registration: Registration | None
    due: Deadline | None
    level_word: str
    round: Round | None
    submission: Submission | None
    appraised: Decimal | None
    decision: RecognitionDecision | None

    @property
    def is_late(self) -> bool:
        return bool(self.registration and self.due and self.due.is_late(self.registration.registered_date))


def rounds_below(city: Unit, year: int) -> list[CommuneRound]:
    """Every commune of the city in a year, by code; seven queries whatever their number."""
    units = list(local_units_below(city).order_by("code"))
    registrations = {r.unit_id: r for r in Registration.objects.filter(unit__in=units, year=year)}
    adoptions = Adoption.objects.filter(unit__in=units, year=year).select_related("criteria_set")
    sets = {adoption.unit_id: adoption.criteria_set for adoption in adoptions.defer("criteria_set__source")}
    rounds = {r.unit_id: r for r in Round.objects.filter(unit__in=units, year=year)}
    of_year = {"round__unit__in": units, "round__year": year}
    handed = Submission.objects.filter(**of_year).defer("snapshot").order_by("version")
    submissions = {s.round_id: s for s in handed}
    closed = Appraisal.objects.filter(**of_year, closed_at__isnull=False, was_stopped=False)
    appraised = dict(closed.order_by("number").values_list("round_id", "total"))
    kept = RecognitionDecision.objects.filter(**of_year).exclude(kind=RecognitionDecision.Kind.KEEP)
    decisions = {d.round_id: d for d in kept.order_by("recorded_at", "pk")}
    found = []
    for unit in units:
        round_, used = rounds.get(unit.pk), sets.get(unit.pk)
        pk = round_.pk if round_ else 0
        found.append(
            CommuneRound(
                unit=unit,
                registration=registrations.get(unit.pk),
                due=deadline_of(used, "registration", year) if used else None,
                level_word=used.level_word if used else "mức",
                round=round_,
                submission=submissions.get(pk),
                appraised=appraised.get(pk),
                decision=decisions.get(pk),
            )
        )
    return found
