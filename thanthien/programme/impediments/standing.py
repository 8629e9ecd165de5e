"""Who may move a difficulty: its reporter, the division that answers, the leaders once it was taken to them."""

from __future__ import annotations

from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import current_memberships, may, roles_in
from thanthien.platform.people.roles import Action, Role
from thanthien.platform.units.models import Unit
from thanthien.programme.impediments.models import Impediment, ImpedimentStep
from thanthien.programme.impediments.states import STEPS

Move, State = ImpedimentStep.Move, Impediment.State
LEAD_ROLE = "culture_social"  # the agency that answers and consolidates (Phòng Văn hóa - Xã hội)


def moves_of(actor: Person, impediment: Impediment) -> frozenset[str]:
    """The moves this person has now; a page offers nothing else."""
    found = set()
    for move, step in STEPS.items():
        if impediment.state in step.allowed and may_make(actor, impediment, move):
            found.add(move)
    return frozenset(found)


def answers_first(actor: Person, unit: Unit) -> bool:
    """The coordinator, leaders, and the head of the division that consolidates."""
    if not may(actor, Action.IMPEDIMENT_ANSWER, unit):
        return False
    if may(actor, Action.IMPEDIMENT_MANAGE, unit):
        return True
    return any(
        m.unit_id == unit.pk and m.role == Role.AGENCY_HEAD and m.agency and m.agency.role_code == LEAD_ROLE
        for m in current_memberships(actor)
    )


def is_leader(actor: Person, unit: Unit) -> bool:
    return Role.LEADER in roles_in(actor, unit)


def speaks_for_reporter(actor: Person, impediment: Impediment) -> bool:
    """Who reported it, or the head of the same agency."""
    if impediment.reported_by_id == actor.pk:
        return True
    return any(
        m.unit_id == impediment.unit_id
        and m.role == Role.AGENCY_HEAD
        and m.agency_id is not None
        and m.agency_id == impediment.agency_id
        for m in current_memberships(actor)
    )


def may_make(actor: Person, impediment: Impediment, move: str) -> bool:
    """Whether the move is this person's to make, whatever the state allows."""
    unit = impediment.unit
    if move == Move.NOTE:
        return may(actor, Action.IMPEDIMENT_REPORT, unit)
    if move in (Move.SOLVED, Move.NOT_SOLVED, Move.WITHDRAW):
        return may(actor, Action.IMPEDIMENT_REPORT, unit) and speaks_for_reporter(actor, impediment)
    if impediment.reported_by_id == actor.pk and move == Move.ANSWER:
        return False
    if impediment.state == State.ESCALATED:
        return is_leader(actor, unit)
    return answers_first(actor, unit)
