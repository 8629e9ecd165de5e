"""Who numbers papers: the office where documents are registered, and those who run the programme."""

from __future__ import annotations

from thanthien.assessment.signing.models import PaperToSign
from thanthien.assessment.signing.states import STEPS, Move
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, agencies_of_person, may, require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit

REGISTRY = "council_office"  # the agency's role code; the clerks of documents sit there


def keeps_register(person: Person, unit: Unit) -> bool:
    """May write a signed paper's number and day, and attach its signed copy."""
    if not may(person, Action.PAPER_NUMBER, unit):
        return False
    return may(person, Action.PAPER_SUBMIT, unit) or any(
        agency.role_code == REGISTRY for agency in agencies_of_person(person, unit)
    )


def check_mover(actor: Person, unit: Unit, move: Move) -> None:
    """Raise `NotAllowed` where the step is another's."""
    require(actor, STEPS[move].right, unit)
    if move is Move.NUMBER and not keeps_register(actor, unit):
        raise NotAllowed("Số văn bản do Văn phòng, điều phối viên hoặc lãnh đạo UBND ghi.")


def moves_of(person: Person, paper: PaperToSign) -> set[str]:
    """The moves this person has now; a page offers nothing else."""
    found = set()
    for move, step in STEPS.items():
        if paper.state in step.allowed:
            try:
                check_mover(person, paper.unit, move)
            except NotAllowed:
                continue
            found.add(str(move))
    return found
