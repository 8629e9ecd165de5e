"""Reads of ratings. Who manages the centre sees all; who works there sees the own, words without their day."""

from __future__ import annotations

from collections import Counter as Count
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db.models import Count as Number
from django.db.models import QuerySet
from django.utils import timezone

from thanthien.lib.sampling import Share
from thanthien.lib.vietnamese import sort_key
from thanthien.operations.ratings.models import LOWEST_TO_ASK, Device, Rating
from thanthien.operations.ratings.standing import manages
from thanthien.operations.ratings.terms import Held, previous_workday, terms_of
from thanthien.platform.counters.models import Counter
from thanthien.platform.counters.queries import counters_of
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.queries import calendar_of

SATISFIED = (4, 5)
FEWEST_FOR_WORDS = 5  # ratings of a person in the span, before the own page tells words


@dataclass(slots=True)
class Tally:
    """Ratings counted; `marks` are the valid ones by mark, `doubtful` those left out of them."""

    marks: Count[int] = field(default_factory=Count)
    all_marks: Count[int] = field(default_factory=Count)

    @property
    def total(self) -> int:
        return self.all_marks.total()

    @property
    def doubtful(self) -> int:
        return self.total - self.marks.total()

    @property
    def satisfied(self) -> Share:
        return Share(sum(self.marks[one] for one in SATISFIED), self.marks.total())

    @property
    def satisfied_all(self) -> Share:
        """With those that are marked."""
        return Share(sum(self.all_marks[one] for one in SATISFIED), self.total)

    def add(self, mark: int, number: int, *, is_valid: bool) -> None:
        self.all_marks[mark] += number
        if is_valid:
            self.marks[mark] += number


@dataclass(slots=True)
class Results:
    """Everything counted of a span of days. `days` in order; counters and people by name, never by result."""

    first: date
    last: date
    terms: Held
    all: Tally
    counters: list[tuple[Counter, Tally]]
    people: list[tuple[Person | None, Tally]]
    days: list[tuple[date, Tally]]
    reasons: list[tuple[str, int]]
    dense: int = 0
    outside: int = 0
    office: int = 0
    clock_off: int = 0

    def may_compare(self, tally: Tally) -> bool:
        return tally.marks.total() >= self.terms.minimum


def results_of(unit: Unit, first: date, last: date, *, of: Person | None = None) -> Results:
    """`of`: one person's own. The same number of queries whatever the number of ratings."""
    rows = Rating.objects.filter(unit=unit, day__gte=first, day__lte=last)
    if of is not None:
        rows = rows.filter(person=of)
    groups = ("counter_id", "person_id", "day", "mark", "is_dense", "is_outside", "is_office", "is_clock_off")
    terms = terms_of(unit.pk)
    found = Results(first, last, terms, Tally(), [], [], [], [])
    counters: dict[int, Tally] = defaultdict(Tally)
    people: dict[int | None, Tally] = defaultdict(Tally)
    days: dict[date, Tally] = defaultdict(Tally)
    grouped = rows.order_by().values_list(*groups).annotate(Number("pk"))
    for counter, person, day, mark, dense, outside, office, clock_off, number in grouped:
        valid = not (dense or outside or office)
        for tally in (found.all, counters[counter], people[person], days[day]):
            tally.add(mark, number, is_valid=valid)
        found.dense += number * dense
        found.outside += number * outside
        found.office += number * office
        found.clock_off += number * clock_off
    found.counters = [
        (one, counters[one.pk]) for one in counters_of(unit) if one.pk in counters or (one.is_open and of is None)
    ]  # fmt: skip
    named = {one.pk: one for one in Person.objects.filter(pk__in=[pk for pk in people if pk])}
    found.people = [(named[pk], people[pk]) for pk in sorted(named, key=lambda pk: _name_key(named[pk]))]
    if None in people:
        found.people.append((None, people[None]))
    found.days = sorted(days.items())
    found.reasons = _reasons(rows, terms)
    return found


def _name_key(person: Person) -> tuple[str, str]:
    return sort_key(person.full_name.split()[-1]), sort_key(person.full_name)


def _reasons(rows: QuerySet[Rating], terms: Held) -> list[tuple[str, int]]:
    """(reason, how often) of low marks, most often first."""
    told: Count[str] = Count()
    for keys in rows.filter(mark__lte=LOWEST_TO_ASK).order_by().values_list("reasons", flat=True):
        told.update(keys)
    said = [(one.vi, told[one.key]) for one in terms.reasons if told[one.key]]
    gone = sum(number for key, number in told.items() if key not in terms.known)
    if gone:
        said.append(("Lý do đã bỏ khỏi danh sách", gone))
    return sorted(said, key=lambda one: -one[1])


def devices_of(unit: Unit) -> list[Device]:
    """Those in use first."""
    rows = Device.objects.filter(counter__unit=unit).select_related("counter")
    last = Device.State.REVOKED
    return sorted(rows, key=lambda one: (one.state == last, sort_key(one.counter.name), sort_key(one.name)))


def device_seen_by(person: Person, unit: Unit, pk: int) -> Device | None:
    if not may(person, Action.RATING_VIEW, unit):
        return None
    rows = Device.objects.select_related("counter__unit__parent")
    return rows.filter(counter__unit=unit, pk=pk).first()


def silent_devices(unit: Unit, today: date) -> list[Device]:
    """Tablets not heard of through the whole working day before this one. Two queries."""
    whole = previous_workday(today, calendar_of(unit, today.year - 1, today.year))
    begins = timezone.make_aware(datetime.combine(whole, time.min))
    rows = Device.objects.filter(counter__unit=unit, state=Device.State.PAIRED, seen_at__lt=begins)
    return list(rows.select_related("counter").order_by("pk"))


def low_marks(unit: Unit, *, handled: bool = False) -> QuerySet[Rating]:
    """Marks 1 and 2, the latest day first; those nobody has said anything about, or the others."""
    rows = Rating.objects.filter(unit=unit, mark__lte=LOWEST_TO_ASK, handling__isnull=not handled)
    return rows.select_related("counter", "person", "handling__handled_by").order_by("-day", "id")


def low_mark_of(unit: Unit, key: str) -> Rating | None:
    rows = Rating.objects.select_related("counter", "unit__parent")
    return rows.filter(unit=unit, pk=key, mark__lte=LOWEST_TO_ASK).first()


def own_words(person: Person, unit: Unit, first: date, last: date) -> list[Rating]:
    """Low marks with a reason or words at the person's own counter; in no order of time, and not of few."""
    rows = Rating.objects.filter(unit=unit, person=person, day__gte=first, day__lte=last)
    if rows.count() < FEWEST_FOR_WORDS:
        return []
    return [one for one in rows.filter(mark__lte=LOWEST_TO_ASK).order_by("id") if one.reasons or one.comment]


def sees_all(person: Person, unit: Unit) -> bool:
    """Whose ratings a person reads: all, or the own alone."""
    return manages(person, unit)


def rated_between(unit: Unit, first: date, last: date) -> list[tuple[Counter, Tally]]:
    """What figures of those days were counted from, counter by counter."""
    return [(one, tally) for one, tally in results_of(unit, first, last).counters if tally.total]
