"""What the room measures: letters by kind, certificates with a letter, visits of condolence, greetings, meetings.

A unit is measured from its first letter, gesture or greeting on. What is only counted gives a zero on the other days;
a share stands on the day of the certificate, or of the holiday, and on no other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min
from django.utils import timezone

from thanthien.operations.letters.greeting import greetings_of
from thanthien.operations.letters.models import (
    CourtesyLetter,
    Gesture,
    Greeting,
    Handing,
    Kind,
    LetterProposal,
)
from thanthien.operations.letters.states import OUT
from thanthien.platform.units.models import Unit
from thanthien.programme.measures.collecting import Counted, Source, days_of

MARRIAGE, GREETINGS = "marriage_letters", "greetings_given"
CONDOLENCE, THANKS, PRAISE, COMMENDATION = (
    "condolence_gestures", "thanks_letters", "praise_letters", "commendation_letters",
)  # fmt: skip
MEETING = "contributors_meeting"
BY_KIND = {
    Kind.CONDOLENCE: CONDOLENCE, Kind.THANKS: THANKS, Kind.PRAISE: PRAISE, Kind.COMMENDATION: COMMENDATION,
}  # fmt: skip
BY_GESTURE = {Gesture.Kind.CONDOLENCE: CONDOLENCE, Gesture.Kind.MEETING: MEETING}
COUNTED = (CONDOLENCE, THANKS, PRAISE, COMMENDATION, MEETING)
_EXCUSED = (LetterProposal.Why.MISTAKEN, LetterProposal.Why.UNWANTED)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate of marriage that was handed over, and the letter that went with it."""

    unit_id: int
    day: date
    name: str
    letter_id: int | None
    has_letter: bool  # signed, at least
    page: str  # whose page tells of it
    page_id: int


def certificates(first: date, last: date, unit: Unit | None = None) -> Iterator[Certificate]:
    """Each once: those that cases of the centre ended with, and those handed over that no case tells of.

    Proposals put aside because no certificate went out, or the couple wants no letter, are left out.
    """
    told = LetterProposal.objects.filter(template="marriage", date__gte=first, date__lte=last)
    handed = Handing.objects.filter(
        paper=Handing.Paper.MARRIAGE, gesture__date__gte=first, gesture__date__lte=last, proposal=None
    )
    if unit is not None:
        told, handed = told.filter(unit=unit), handed.filter(gesture__unit=unit)
    for one in told.exclude(why__in=_EXCUSED).select_related("letter").order_by("date", "pk"):
        letter = one.letter
        out = letter is not None and letter.state in OUT
        yield Certificate(one.unit_id, one.date, one.name, one.letter_id, out, "proposal", one.pk)
    for row in handed.select_related("letter", "gesture").order_by("gesture__date", "pk"):
        letter, gesture = row.letter, row.gesture
        out = letter is not None and letter.state in OUT
        yield Certificate(gesture.unit_id, gesture.date, row.name, row.letter_id, out, "gesture", gesture.pk)


def collect_marriages(first: date, last: date) -> Iterator[Counted]:
    sums: dict[tuple[int, date], list[int]] = defaultdict(lambda: [0, 0])
    for one in certificates(first, last):
        sums[one.unit_id, one.day][0] += one.has_letter
        sums[one.unit_id, one.day][1] += 1
    for (unit_id, day), (good, whole) in sorted(sums.items()):
        yield Counted(unit_id, MARRIAGE, day, good, whole)


def collect_counts(first: date, last: date) -> Iterator[Counted]:
    """Letters on the day of their signature, visits and meetings on their own."""
    sums: dict[tuple[int, str, date], int] = defaultdict(int)
    letters = CourtesyLetter.objects.filter(
        state__in=OUT, kind__in=BY_KIND, signed_date__gte=first, signed_date__lte=last
    )
    for unit_id, kind, day, number in (
        letters.order_by().values_list("unit", "kind", "signed_date").annotate(Count("pk"))
    ):
        sums[unit_id, BY_KIND[Kind(kind)], day] += number
    until = min(last, timezone.localdate())
    gestures = Gesture.objects.filter(kind__in=BY_GESTURE, date__gte=first, date__lte=until)
    for unit_id, kind, day, number in (
        gestures.order_by().values_list("unit", "kind", "date").annotate(Count("pk"))
    ):
        sums[unit_id, BY_GESTURE[Gesture.Kind(kind)], day] += number
    for unit_id, since in sorted(begun().items()):
        for day in days_of(max(first, since), last):
            for code in COUNTED:
                yield Counted(unit_id, code, day, sums[unit_id, code, day])


def begun() -> dict[int, date]:
    """Since when each unit keeps the room."""
    found: dict[int, date] = {}
    sources = (
        (CourtesyLetter.objects.filter(signed_date__isnull=False), "signed_date"),
        (Gesture.objects.all(), "date"),
    )
    for rows, field in sources:
        for unit_id, day in rows.order_by().values_list("unit").annotate(Min(field)):
            found[unit_id] = min(day, found.get(unit_id, day))
    return found


def collect_greetings(first: date, last: date) -> Iterator[Counted]:
    """On each day of a greeting that has come: given, when all three ways of the plan have it."""
    since = dict(Greeting.objects.order_by().values_list("unit").annotate(Min("date")))
    units = Unit.objects.filter(pk__in=since).select_related("parent").order_by("pk")
    for unit in units:
        for year in range(first.year, last.year + 1):
            for due in greetings_of(unit, year):
                if max(first, since[unit.pk]) <= due.date <= last:
                    given = due.greeting is not None and not due.lacking
                    yield Counted(unit.pk, GREETINGS, due.date, int(given), 1)


MEASURES = (
    Source((MARRIAGE,), collect_marriages),
    Source(COUNTED, collect_counts),
    Source((GREETINGS,), collect_greetings),
)
