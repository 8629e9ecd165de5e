"""Who keeps the books: every agency asks for money, the economy division and the coordinator put it together."""

from __future__ import annotations

from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, agencies_of_person, may, require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.budget.models import BudgetItem
from thanthien.programme.budget.states import STEPS, Move

BOOKKEEPERS = "economy"  # the agency's role code; what communes call the division differs
KEEPERS_ONLY = "Việc này do Phòng Kinh tế hoặc điều phối viên làm."


def keeps_books(person: Person, unit: Unit) -> bool:
    """May submit items, and record what was allocated, spent and settled."""
    if not may(person, Action.BUDGET_DRAFT, unit):
        return False
    return may(person, Action.TASK_MANAGE, unit) or any(
        agency.role_code == BOOKKEEPERS for agency in agencies_of_person(person, unit)
    )


def may_edit(person: Person, item: BudgetItem) -> bool:
    """Who drafted the item, or who keeps the books."""
    if not may(person, Action.BUDGET_DRAFT, item.unit):
        return False
    return item.created_by_id == person.pk or keeps_books(person, item.unit)


def require_keeper(actor: Person, unit: Unit) -> None:
    require(actor, Action.BUDGET_DRAFT, unit)
    if not keeps_books(actor, unit):
        raise NotAllowed(KEEPERS_ONLY)


def check_mover(actor: Person, item: BudgetItem, move: Move) -> None:
    """Raise `NotAllowed` where the move is another's to make, with who that is."""
    if STEPS[move].by_leader:
        require(actor, Action.BUDGET_APPROVE, item.unit)
        if item.submitted_by_id == actor.pk:
            raise NotAllowed("Anh/chị là người trình khoản này nên cần một người khác duyệt.")
    elif move in (Move.WITHDRAW, Move.RESTORE):
        if not may_edit(actor, item):
            raise NotAllowed(KEEPERS_ONLY)
    else:
        require_keeper(actor, item.unit)


def moves_of(person: Person, item: BudgetItem) -> list[Move]:
    """The moves this person has now, in the order of the table; a page offers nothing else."""
    open_now = (move for move, step in STEPS.items() if item.state in step.allowed)
    return [move for move in open_now if _may_make(person, item, move)]


def _may_make(person: Person, item: BudgetItem, move: Move) -> bool:
    try:
        check_mover(person, item, move)
    except NotAllowed:
        return False
    return True
