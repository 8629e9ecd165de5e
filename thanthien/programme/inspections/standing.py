"""Who may do what in an inspection: its inspectors, who has to put a finding right, who manages all of them."""

from __future__ import annotations

from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, agencies_of_person, may, require
from thanthien.platform.people.roles import Action
from thanthien.programme.inspections.models import Finding, FindingStep, Inspection
from thanthien.programme.inspections.states import STEPS

Move = FindingStep.Move


def is_inspector(actor: Person, inspection: Inspection) -> bool:
    """One of the inspectors, or who manages inspections in the unit."""
    if may(actor, Action.INSPECTION_MANAGE, inspection.unit):
        return True
    return any(person.pk == actor.pk for person in inspection.inspectors.all())


def require_inspector(actor: Person, inspection: Inspection) -> None:
    require(actor, Action.INSPECTION_WORK, inspection.unit)
    if not is_inspector(actor, inspection):
        raise NotAllowed("Việc này do người được phân công kiểm tra hoặc điều phối viên làm.")


def moves_of(person: Person, finding: Finding) -> frozenset[str]:
    """The moves this person has now; a page offers nothing else. None before and after the inspection runs."""
    if finding.inspection.state != Inspection.State.HELD:
        return frozenset()
    open_now = (move for move, step in STEPS.items() if finding.state in step.allowed)
    return frozenset(move for move in open_now if _may_make(person, finding, move))


def _may_make(person: Person, finding: Finding, move: str) -> bool:
    try:
        check_right(person, finding, move)
    except NotAllowed:
        return False
    return True


def check_right(actor: Person, finding: Finding, move: str) -> None:
    """Raise `NotAllowed` where the move is another's to make, with who that is."""
    unit = finding.inspection.unit
    if move == Move.DONE:
        require(actor, Action.INSPECTION_WORK, unit)
        if not _responsible(actor, finding):
            who = finding.person or finding.agency or "người được giao"
            raise NotAllowed(f"Việc khắc phục này giao cho {who}.")
    elif move in (Move.DROP, Move.REOPEN):
        require(actor, Action.INSPECTION_MANAGE, unit)
    else:
        require_inspector(actor, finding.inspection)
    if STEPS[move].by_second_person and finding.done_by_id == actor.pk:
        raise NotAllowed("Anh/chị là người báo đã khắc phục nên cần một người khác phúc tra.")


def _responsible(actor: Person, finding: Finding) -> bool:
    """The person named, or people of the agency named."""
    if finding.person_id is not None:
        return finding.person_id == actor.pk
    return finding.agency in agencies_of_person(actor, finding.inspection.unit)
