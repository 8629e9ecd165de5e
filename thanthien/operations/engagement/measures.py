"""What dialogue measures: visits by week, neighbourhoods seen, dialogues held, petitions settled, promises kept.

A unit is counted from its first visit, dialogue or commitment here on; before that what it types itself stands.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Min
from django.utils import timezone

from thanthien.operations.engagement.models import Commitment, Dialogue, FieldVisit, Question
from thanthien.operations.engagement.queries import RECENT, monday_of, petitions_of, was_on_time
from thanthien.platform.units.models import Neighbourhood, Unit
from thanthien.programme.measures.collecting import Counted, Source, days_of, mondays_of
from thanthien.programme.measures.models import Reading

VISITS, PLACES, HELD = "neighbourhood_visits", "neighbourhoods_visited", "dialogues_held"
SETTLED, ON_TIME = "dialogue_petition_settled", "commitments_on_time"
_WEEK = timedelta(days=6)


def _done() -> dict[int, date]:
    """Of each unit the day of its first visit."""
    rows = FieldVisit.objects.filter(state=FieldVisit.State.DONE).order_by()
    return dict(rows.values_list("unit").annotate(Min("date")))


def collect_visits(first: date, last: date) -> Iterator[Counted]:
    """Of each week, on its Monday: the visits by leaders. A week without any is a zero."""
    begun, mondays = _done(), mondays_of(first, last)
    if not begun or not mondays:
        return
    rows = FieldVisit.objects.filter(
        state=FieldVisit.State.DONE, date__gte=mondays[0], date__lte=mondays[-1] + _WEEK
    )
    made = Counter(
        (unit_id, monday_of(day)) for unit_id, day in rows.order_by().values_list("unit_id", "date")
    )
    for unit_id, since in sorted(begun.items()):
        for monday in mondays:
            if monday + _WEEK >= since:
                yield Counted(unit_id, VISITS, monday, made[unit_id, monday], None, Reading.Period.WEEK)


def collect_places(first: date, last: date) -> Iterator[Counted]:
    """On each day: the neighbourhoods that a leader came to in the last 90 days, of all there are."""
    begun = _done()
    if not begun:
        return
    counted = (
        Neighbourhood.objects.filter(unit__in=begun).order_by().values_list("unit").annotate(Count("pk"))
    )
    whole = dict(counted)
    seen: dict[int, list[tuple[date, int]]] = defaultdict(list)
    rows = FieldVisit.objects.filter(
        state=FieldVisit.State.DONE, date__gt=first - timedelta(days=RECENT), date__lte=last
    )
    for unit_id, day, place_id in rows.order_by("date").values_list("unit_id", "date", "neighbourhood_id"):
        seen[unit_id].append((day, place_id))
    for unit_id, since in sorted(begun.items()):
        if not whole.get(unit_id):
            continue
        for day in days_of(max(first, since), last):
            start = day - timedelta(days=RECENT)
            places = {place for on, place in seen[unit_id] if start < on <= day}
            yield Counted(unit_id, PLACES, day, len(places), whole[unit_id])


def collect_held(first: date, last: date) -> Iterator[Counted]:
    """Dialogues held, on their day; one that the public was invited to and that was not held is a zero."""
    today = timezone.localdate()
    rows = Dialogue.objects.filter(date__gte=first, date__lte=last).exclude(published_at=None, held_at=None)
    sums: dict[tuple[int, date], int] = defaultdict(int)
    for unit_id, day, state in rows.order_by().values_list("unit_id", "date", "state"):
        if state == Dialogue.State.HELD or day < today:
            sums[unit_id, day] += state == Dialogue.State.HELD
    for (unit_id, day), number in sorted(sums.items()):
        yield Counted(unit_id, HELD, day, number)


def petition_is_settled(question: Question) -> bool:
    """Answered at the dialogue, or its commitment is settled and was not opened again."""
    if question.state == Question.State.PROMISED:
        return bool(question.promised == Commitment.State.SETTLED)  # type: ignore[attr-defined]
    return question.state == Question.State.ANSWERED


def set_aside_in(unit: Unit, first: date, last: date) -> int:
    rows = Question.objects.filter(state=Question.State.SET_ASIDE, dialogue__unit=unit)
    held = rows.filter(dialogue__state=Dialogue.State.HELD)
    return held.filter(dialogue__date__gte=first, dialogue__date__lte=last).count()


def collect_settled(first: date, last: date) -> Iterator[Counted]:
    """Of the petitions of each dialogue, on its day, those that are settled."""
    sums: dict[tuple[int, date], list[int]] = defaultdict(lambda: [0, 0])
    for one in petitions_of(first, last).select_related("dialogue"):
        sums[one.dialogue.unit_id, one.dialogue.date][0] += petition_is_settled(one)
        sums[one.dialogue.unit_id, one.dialogue.date][1] += 1
    for (unit_id, day), (good, whole) in sorted(sums.items()):
        yield Counted(unit_id, SETTLED, day, good, whole)


def counted_commitments(
    first: date, last: date, unit: Unit | None = None
) -> Iterator[tuple[Commitment, bool]]:
    """Each commitment whose first date lies there, once it is settled or that date is over: and whether it was kept."""
    rows = Commitment.objects.filter(first_due_date__gte=first, first_due_date__lte=last)
    if unit is not None:
        rows = rows.filter(unit=unit)
    today = timezone.localdate()
    for one in rows.order_by("unit_id", "first_due_date", "pk"):
        if one.settled_at is not None or one.first_due_date < today:
            yield one, was_on_time(one)


def collect_on_time(first: date, last: date) -> Iterator[Counted]:
    sums: dict[tuple[int, date], list[int]] = defaultdict(lambda: [0, 0])
    for one, is_kept in counted_commitments(first, last):
        sums[one.unit_id, one.first_due_date][0] += is_kept
        sums[one.unit_id, one.first_due_date][1] += 1
    for (unit_id, day), (good, whole) in sorted(sums.items()):
        yield Counted(unit_id, ON_TIME, day, good, whole)


MEASURES = (
    Source((VISITS,), collect_visits),
    Source((PLACES,), collect_places),
    Source((HELD,), collect_held),
    Source((SETTLED,), collect_settled),
    Source((ON_TIME,), collect_on_time),
)
