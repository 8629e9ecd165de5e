"""A year's round as its unit sees it: where it stands, what to do next, what was decided, the years before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from thanthien.assessment.rounds.defaults import defaults
from thanthien.assessment.rounds.models import Appraisal, RecognitionDecision, Round, Submission
from thanthien.assessment.rounds.queries import (
    appraisals_of,
    deadline_of,
    decided_appraisals_of,
    decision_in_force,
    decisions_of,
    registration_of,
    round_of,
    snapshot_of,
    submissions_of,
    targets_of,
    years_kept,
)
from thanthien.assessment.rounds.snapshot import totals_of
from thanthien.assessment.rounds.states import STEPS, Move
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.programme.criteria.queries import adoption_of, bands_of, level_word
from thanthien.programme.plans.queries import desk_year
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.rounds.timeline import timeline
from thanthien.workflows.rounds import side_by_side, snapshot_now

State = Round.State
_OPEN = {State.PREPARING, State.RETURNED}
_STAGES = (
    ("Đăng ký mức", frozenset[str]()),
    ("Tự chấm, nộp hồ sơ", frozenset({State.PREPARING, State.RETURNED})),
    ("Thẩm định", frozenset({State.SUBMITTED, State.APPRAISING})),
    ("Quyết định", frozenset({State.APPRAISED, State.OBJECTED})),
)
_ENDS = {State.RECOGNISED, State.REFUSED, State.REVOKED}


@dataclass(frozen=True, slots=True)
class Stage:
    words: str
    status: str  # done, now, ahead
    note: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What the city says about one criterion of what it sent back."""

    key: str
    title: str
    words: str


def year_of(request: UnitRequest) -> dict[str, Any]:
    """The year asked for and what every page of the round shows around it."""
    year, years = desk_year(request.unit, asked=request.GET.get("year"), today=timezone.localdate())
    kept, adoption = round_of(request.unit, year), adoption_of(request.unit, year)
    begun = {row.year for row in years_kept(request.unit) if row.round or row.registered}
    return {
        "number": year,
        "year": str(year),
        "years": [str(one) for one in sorted({*years, *begun}, reverse=True)],
        "is_sample": bool(adoption and adoption.weight_table and adoption.weight_table.is_sample),
        "carried": f"?year={year}" if request.GET.get("year") else "",
        "round": kept,
        "seen": kept.version if kept else 1,
        "is_open": kept is None or kept.state in _OPEN,
    }


@unit_page(Action.SCORE_VIEW)
def overview(request: UnitRequest) -> HttpResponse:
    return show_round(request)


def _as_read(year: int, this_year: int) -> tuple[bool, int]:
    """This year and those before it, newest first; then what is only aimed at, in its order."""
    return (True, year) if year > this_year else (False, -year)


def show_round(request: UnitRequest, *, refusal: str = "", at: str = "", typed: str = "") -> HttpResponse:
    """The page; with a refusal it shows beside the form named `at`, and answers 422."""
    context = year_of(request)
    year, unit = context["number"], request.unit
    kept: Round | None = context["round"]
    adoption, registration = adoption_of(unit, year), registration_of(unit, year)
    handed = submissions_of(kept) if kept else []
    decision = decision_in_force(kept) if kept else None
    due = deadline_of(adoption.criteria_set, "self_assessment", year) if adoption else None
    registration_due = deadline_of(adoption.criteria_set, "registration", year) if adoption else None
    today = timezone.localdate()
    context |= {
        "adoption": adoption,
        "level_word": level_word(adoption),
        "registration": registration,
        "registration_due": registration_due,
        "registered_late": bool(
            registration and registration_due and registration_due.is_late(registration.registered_date)
        ),
        "due": due,
        "is_overdue": bool(due and due.is_late(today)),
        "handed": handed,
        "remarks": _remarks(handed[0]) if handed and kept and kept.state == State.RETURNED else [],
        "now": totals_of(snapshot_now(unit, year, today)) if adoption and context["is_open"] else None,
        "appraised": next((a for a in appraisals_of(kept) if a.result), None) if kept else None,
        "minuted": _minuted(request, kept),
        "decision": decision,
        "decisions": decisions_of(kept) if kept else [],
        "stages": _stages(kept, registered=registration is not None, decision=decision),
        "may_submit": context["is_open"] and may(request.user, Action.ROUND_SUBMIT, unit),
        "may_prepare": context["is_open"] and may(request.user, Action.ROUND_PREPARE, unit),
        "may_register": may(request.user, Action.LEVEL_REGISTER, unit),
        "may_object": _may_object(request, kept, decision, today),
        "kept_years": sorted(years_kept(unit), key=lambda one: _as_read(one.year, today.year)),
        "targets": _targets(request, year) if adoption else [],
        "bands": bands_of(adoption.criteria_set) if adoption else [],
        "history": timeline(kept, registration, inside=False),
        "refusal": refusal,
        "refused_at": at,
        "typed": typed,
    }
    return render(request, "desk/rounds/round.html", context, status=422 if refusal else 200)


def _minuted(request: UnitRequest, kept: Round | None) -> list[Appraisal]:
    """The appraisals whose minutes the person may take."""
    if kept is None or not may(request.user, Action.REPORT_MAKE, request.unit):
        return []
    return decided_appraisals_of(kept)


def _targets(request: UnitRequest, year: int) -> list[tuple[str, int | None]]:
    kept = targets_of(request.unit)
    return [(str(one), kept.get(one)) for one in range(year, year + defaults().target_years)]


def _may_object(
    request: UnitRequest, kept: Round | None, decision: RecognitionDecision | None, today: date
) -> bool:
    if kept is None or decision is None or kept.state not in STEPS[Move.OBJECT].allowed:
        return False
    in_time = decision.object_until is None or today <= decision.object_until
    return in_time and decision.objected_at is None and may(request.user, Action.ROUND_SUBMIT, request.unit)


def _remarks(submission: Submission) -> list[Remark]:
    titles = {
        row["key"]: f"{row['number']} {row['title']}".strip() for row in snapshot_of(submission)["criteria"]
    }
    return [Remark(key, titles.get(key, key), words) for key, words in submission.return_remarks.items()]


def _stages(kept: Round | None, *, registered: bool, decision: RecognitionDecision | None) -> list[Stage]:
    state = kept.state if kept else State.PREPARING
    reached = next((n for n, (_, states) in enumerate(_STAGES) if state in states), len(_STAGES))
    stages = []
    for n, (words, _) in enumerate(_STAGES):
        status = "done" if n < reached else "now" if n == reached else "ahead"
        note = State(state).label if n == reached else ""
        if n == 0 and not registered:
            status, note = "missing", "Chưa đăng ký"
        stages.append(Stage(words, status, note))
    if decision is not None and state in _ENDS:
        stages[-1] = Stage(_STAGES[-1][0], "done", State(state).label)
    return stages


@unit_page(Action.SCORE_VIEW)
def comparison(request: UnitRequest) -> HttpResponse:
    """Live, self and appraised points of every criterion; before anything is handed in there is nothing yet."""
    context = year_of(request)
    kept: Round | None = context["round"]
    handed = submissions_of(kept) if kept else []
    appraised: Appraisal | None = next((a for a in appraisals_of(kept) if a.result), None) if kept else None
    rows = []
    totals: Mapping[str, Decimal | None] = {}
    if handed:
        live = snapshot_now(request.unit, context["number"], timezone.localdate())
        rows = side_by_side(handed[0], appraised, live=live)
        totals = {
            "live": totals_of(live)["live"],
            "handed_in": handed[0].total,
            "appraised": appraised.total if appraised else None,
        }
    only = request.GET.get("show") == "differing"
    differing = [row for row in rows if row.differs]
    context |= {
        "rows": differing if only else rows,
        "all": len(rows),
        "differing": len(differing),
        "only": only,
        "totals": totals,
        "handed": handed[0] if handed else None,
    }
    return render(request, "desk/rounds/compare.html", context)


@unit_page(Action.SCORE_VIEW)
def snapshot_file(request: UnitRequest, number: int) -> HttpResponse:
    """A version as it was handed in, to be kept or checked elsewhere: the exact text that the hash is of."""
    context = year_of(request)
    kept: Round | None = context["round"]
    handed = submissions_of(kept) if kept else []
    submission = next((one for one in handed if one.version == number), None)
    if submission is None:
        raise Http404
    name = f"ho-so-{request.unit.code}-{context['year']}-lan-{number}.json"
    answer = HttpResponse(submission.snapshot, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
