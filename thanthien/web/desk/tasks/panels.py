"""What a task's page shows, and which step is offered to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from thanthien.platform.audit.queries import history_of
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import agencies_of_person
from thanthien.platform.people.queries import people_in_agency
from thanthien.platform.units.models import Agency
from thanthien.platform.units.queries import agencies_of
from thanthien.platform.workdays.queries import calendar_of
from thanthien.programme.evidence.checking import proofs_of_part, version_of_part, version_of_proof
from thanthien.programme.evidence.coverage import Coverage, coverage_of, period_of
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.evidence.queries import ProofCount, proofs_of_task
from thanthien.programme.evidence.ties import renewals_of, ties_of
from thanthien.programme.plans.history import tell
from thanthien.programme.plans.models import Task, TaskAgency
from thanthien.programme.plans.queries import leads_of, neighbours, possible_checkers, timing_rule_of
from thanthien.programme.plans.standing import Standing, standing_of
from thanthien.programme.plans.states import STEPS, Move
from thanthien.web.desk.tasks.forms import ProofForm
from thanthien.web.desk.tasks.marks import Marks, marks_of, term_in_words
from thanthien.web.desk.tasks.occurrence_panel import occurrence_context
from thanthien.web.desk.tasks.rows import heading_words, row_of
from thanthien.web.desk.tasks.steering_panel import steering_context
from thanthien.web.pages import UnitRequest

HISTORY = 200  # entries at most; older ones stand in the log
State = Evidence.State


@dataclass(frozen=True, slots=True)
class PartPanel:
    """A lead's part with the moves this person may make; `wait_for` names who may check instead."""

    part: TaskAgency
    moves: frozenset[str]
    version: str
    waiting: int
    proofs: int
    officers: list[Person]
    may_take_self: bool
    wait_for: list[Person]


@dataclass(frozen=True, slots=True)
class ProofPanel:
    proof: Evidence
    version: str
    may_check: bool
    may_change: bool
    may_restore: bool
    may_renew: bool
    may_tie: bool
    marks: Marks | None
    term: tuple[str, str]
    ties: list[Evidence]
    renewal: Evidence | None


@dataclass(frozen=True, slots=True)
class _More:
    """What stands beside a task's proofs, by proof id."""

    today: date
    marks: dict[int, Marks]
    ties: dict[int, list[Evidence]]
    renewals: dict[int, Evidence]


def task_context(
    request: UnitRequest, task: Task, *, form: ProofForm | None, now: datetime
) -> dict[str, Any]:
    today = timezone.localdate(now)
    standing = standing_of(request.user, request.unit)
    proofs = proofs_of_task(task)
    leads = leads_of(task)
    live = task.withdrawn_at is None
    may_add = live and standing.does_any(leads)
    marks = marks_of(proofs, request.unit, standing)
    more = _More(today, marks, ties_of(proofs), renewals_of(proofs))
    panels = [_proof_panel(p, leads, standing, more, live=live) for p in proofs]
    before, after = neighbours(task)
    coverage, occurrences = _coverage(task, proofs, leads, today), occurrence_context(task, today)
    return {
        "task": task,
        "group": heading_words(task.group),
        "row": row_of(task, ProofCount(), today),
        "parts": [_part_panel(part, proofs, standing, task, live=live) for part in leads],
        "takers": _takers(request, standing) if live and not leads and standing.works else [],
        "proofs": [panel for panel in panels if panel.proof.state != State.WITHDRAWN],
        "withdrawn": [panel for panel in panels if panel.proof.state == State.WITHDRAWN],
        "coverage": coverage,
        **occurrences,
        "periods_left": _periods_left(coverage, occurrences["times_left"]),
        **steering_context(request, task),
        "form": (form or ProofForm([p for p in leads if standing.does(p)])) if may_add else None,
        "form_open": form is not None,
        "notes": task.notes.select_related("by"),
        "may_note": live and standing.works and standing.does_any(task.agencies.all()),
        "may_manage": standing.manages,
        "history": tell(history_of(task)[:HISTORY]),
        "previous": before,
        "next": after,
        "today": today,
        "year": str(task.year),
    }


def _part_panel(
    part: TaskAgency, proofs: list[Evidence], standing: Standing, task: Task, *, live: bool
) -> PartPanel:
    own = proofs_of_part(part, proofs)
    waiting = [proof for proof in own if proof.state == State.WAITING]
    involved = {part.done_by_id, *(proof.added_by_id for proof in waiting)} - {None}
    moves: set[str] = set()
    for move, step in STEPS.items():
        if not live or part.state not in step.allowed:
            continue
        if step.by_second_person:
            allowed = standing.judges(part) and standing.person_id not in involved
        elif move is Move.REOPEN:
            allowed = standing.judges(part)
        else:
            allowed = standing.does(part)
        if allowed:
            moves.add(move.name.lower())
    gives = live and standing.leads_people(part) and standing.works
    held_up = live and part.state == Task.State.DONE and "accept" not in moves and standing.works
    return PartPanel(
        part=part,
        moves=frozenset(moves),
        version=version_of_part(part, proofs),
        waiting=len(waiting),
        proofs=len([p for p in own if p.state in (State.WAITING, State.ACCEPTED)]),
        officers=list(people_in_agency(part.agency)) if gives and part.agency else [],
        may_take_self=live and not gives and standing.does(part) and part.assignee_id != standing.person_id,
        wait_for=possible_checkers(task, part, [i for i in involved if i]) if held_up else [],
    )


def _proof_panel(
    proof: Evidence,
    leads: list[TaskAgency],
    standing: Standing,
    more: _More,
    *,
    live: bool,
) -> ProofPanel:
    parts = [lead for lead in leads if proof.part_id in (lead.pk, None)]
    judges = standing.checks and (standing.manages or any(standing.judges(part) for part in parts))
    mine = proof.added_by_id == standing.person_id
    may_add = standing.does_any(leads)
    # Who checks is not offered to correct as well: the check is for that.
    own = standing.works and (mine or (standing.manages and not judges))
    return ProofPanel(
        proof=proof,
        version=version_of_proof(proof),
        may_check=live
        and judges
        and proof.added_by_id != standing.person_id
        and proof.state in (State.WAITING, State.ACCEPTED),
        may_change=live and own and proof.state in (State.WAITING, State.RETURNED),
        may_restore=live and own and proof.state == State.WITHDRAWN,
        may_tie=live and may_add and proof.state != State.WITHDRAWN,
        may_renew=live
        and may_add
        and proof.pk not in more.renewals
        and proof.valid_until is not None
        and proof.state == State.ACCEPTED,
        marks=more.marks.get(proof.pk),
        term=term_in_words(proof, more.today),
        ties=more.ties.get(proof.pk, []),
        renewal=more.renewals.get(proof.pk),
    )


def _coverage(task: Task, proofs: list[Evidence], leads: list[TaskAgency], today: date) -> Coverage | None:
    period = period_of(timing_rule_of(task), task.criterion.rule if task.criterion else None)
    if period is None:
        return None
    return coverage_of(
        proofs=proofs,
        leads=[lead.pk for lead in leads],
        period=period,
        year=task.year,
        today=today,
        calendar=calendar_of(task.unit, task.year),
    )


def _periods_left(coverage: Coverage | None, times_left: int) -> int:
    """How often the task still comes this year, the running time among them: its strip of periods, else its times."""
    return coverage.count("now") + coverage.count("ahead") if coverage else times_left


def _takers(request: UnitRequest, standing: Standing) -> list[Agency]:
    if standing.manages:
        return list(agencies_of(request.unit))
    return agencies_of_person(request.user, request.unit)
