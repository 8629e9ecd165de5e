"""Everything that waits for a person, whatever room it comes from. `SOURCES` is the one table of rooms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from thanthien.assessment.rounds.waiting import waiting_for as rounds_waiting
from thanthien.assessment.signing.waiting import waiting_for as papers_waiting
from thanthien.operations.assistance.waiting import waiting_for as assistance_waiting
from thanthien.operations.casework.waiting import waiting_for as cases_waiting
from thanthien.operations.channels.waiting import waiting_for as channels_waiting
from thanthien.operations.conduct.waiting import waiting_for as conduct_waiting
from thanthien.operations.disclosure.waiting import waiting_for as disclosure_waiting
from thanthien.operations.engagement.waiting import waiting_for as engagement_waiting
from thanthien.operations.facilities.premises.waiting import waiting_for as premises_waiting
from thanthien.operations.facilities.waiting import waiting_for as facilities_waiting
from thanthien.operations.feedback.waiting import waiting_for as feedback_waiting
from thanthien.operations.letters.waiting import waiting_for as letters_waiting
from thanthien.operations.outreach.waiting import waiting_for as outreach_waiting
from thanthien.operations.queueing.waiting import waiting_for as queue_waiting
from thanthien.operations.ratings.waiting import waiting_for as ratings_waiting
from thanthien.operations.reception.waiting import waiting_for as reception_waiting
from thanthien.operations.surveys.waiting import waiting_for as surveys_waiting
from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit
from thanthien.programme.budget.waiting import waiting_for as budget_waiting
from thanthien.programme.evidence.occurrences_waiting import waiting_for as occurrences_waiting
from thanthien.programme.evidence.waiting import waiting_for as proof_waiting
from thanthien.programme.impediments.waiting import waiting_for as impediments_waiting
from thanthien.programme.imports.waiting import waiting_for as readings_waiting
from thanthien.programme.inspections.waiting import waiting_for as inspections_waiting
from thanthien.programme.measures.waiting import waiting_for as figures_waiting
from thanthien.programme.merit.waiting import waiting_for as merit_waiting
from thanthien.programme.plans.waiting import waiting_for as parts_waiting
from thanthien.programme.reviews.waiting import waiting_for as reviews_waiting
from thanthien.programme.steering.waiting import waiting_for as steering_waiting

Source = Callable[[Person, Unit, date], Iterable[Waiting]]

# Each room answers for itself, in a number of queries that does not grow with its rows.
SOURCES: tuple[Source, ...] = (
    parts_waiting,
    proof_waiting,
    readings_waiting,
    occurrences_waiting,
    steering_waiting,
    budget_waiting,
    inspections_waiting,
    merit_waiting,
    impediments_waiting,
    rounds_waiting,
    reviews_waiting,
    feedback_waiting,
    channels_waiting,
    reception_waiting,
    disclosure_waiting,
    surveys_waiting,
    queue_waiting,
    ratings_waiting,
    facilities_waiting,
    premises_waiting,
    figures_waiting,
    assistance_waiting,
    engagement_waiting,
    letters_waiting,
    cases_waiting,
    conduct_waiting,
    outreach_waiting,
    papers_waiting,
)

WHEN = {
    "overdue": "Quá hạn",
    "today": "Hôm nay",
    "week": "Trong 7 ngày tới",
    "later": "Sau đó",
    "open": "Không có hạn",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Things that wait with one urgency; `code` is a key of `WHEN`."""

    code: str
    words: str
    items: tuple[Waiting, ...]


def inbox_of(person: Person, unit: Unit, today: date) -> list[Waiting]:
    """What waits for the person in the unit: by day, the earliest first; without a day, the longest waiting first."""
    found = [item for source in SOURCES for item in source(person, unit, today)]
    return sorted(found, key=lambda one: (one.due_date or date.max, one.since_date or date.max))


def groups_of(items: Iterable[Waiting], today: date) -> list[Group]:
    """The items under the words of `WHEN`; empty groups are left out."""
    held: dict[str, list[Waiting]] = {code: [] for code in WHEN}
    for item in items:
        held[when_of(item, today)].append(item)
    return [Group(code, words, tuple(held[code])) for code, words in WHEN.items() if held[code]]


def when_of(item: Waiting, today: date) -> str:
    """The key of `WHEN` under which the item stands on that day."""
    if item.due_date is None:
        return "open"
    if item.due_date < today:
        return "overdue"
    if item.due_date == today:
        return "today"
    return "week" if item.due_date <= today + timedelta(days=7) else "later"
