"""The fill job: a row a unit, measure and day, however often it runs, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.cast import FIRST_DAY, NOW, Cast
from thanthien.platform.units.actions import add_unit
from thanthien.platform.units.models import Unit
from thanthien.programme.measures.actions import record_reading
from thanthien.programme.measures.collecting import Counted, Source, days_of
from thanthien.programme.measures.filling import (
    WINDOW,
    Filled,
    changed_at,
    due_days,
    fill,
    spans_of,
    unfilled_days,
)
from thanthien.programme.measures.models import Filling, Reading
from thanthien.programme.measures.queries import holding, readings_of, sums_of
from thanthien.programme.measures.registry import Measure, measure_of

pytestmark = pytest.mark.django_db
CODE = "service_centre"
DAY = timedelta(days=1)
Book = dict[tuple[int, date], tuple[int, int]]


def source(book: Book, code: str = CODE) -> Source:
    """A room whose records are the book, read anew each time."""

    def collect(first: date, last: date) -> Iterator[Counted]:
        for (unit_id, day), (good, whole) in sorted(book.items()):
            if first <= day <= last:
                yield Counted(unit_id, code, day, good, whole)

    return Source((code,), collect)


def run(book: Book, first: date, last: date, **more: object) -> Filled:
    options: dict[str, object] = {"at": NOW, "frozen": {}, **more}
    return fill(sources=[source(book)], spans=spans_of(days_of(first, last)), **options)  # type: ignore[arg-type]


def rows() -> list[tuple[int, date, int, int]]:
    found = Reading.objects.order_by("unit_id", "day").values_list(
        "unit_id", "day", "numerator", "denominator"
    )
    return [(unit_id, day, int(top), int(whole or 0)) for unit_id, day, top, whole in found]


def test_three_weeks_by_hand(cast: Cast, now: datetime) -> None:
    """8/10, nothing asked, zero of four, a day not measured; a late correction; the sums stay sums."""
    first = date(2026, 6, 1)
    book: Book = {
        (cast.unit.pk, first): (8, 10),
        (cast.unit.pk, first + DAY): (0, 0),
        (cast.unit.pk, first + 8 * DAY): (0, 4),
        (cast.unit.pk, first + 20 * DAY): (5, 6),
    }
    done = run(book, first, first + 20 * DAY)
    assert (done.days, done.written, done.removed, done.units) == (21, 4, 0, {cast.unit.pk})
    assert rows() == [(unit_id, day, *both) for (unit_id, day), both in book.items()]
    measure = measure_of(CODE)
    assert sums_of(measure, list(readings_of(cast.unit, year=2026))) == (Decimal(13), Decimal(20))
    assert unfilled_days(CODE, first, first + 22 * DAY) == [first + 21 * DAY, first + 22 * DAY]

    book[cast.unit.pk, first] = (9, 10)  # corrected late
    del book[cast.unit.pk, first + 8 * DAY]  # the record was entered by mistake
    again = run(book, first, first + 20 * DAY, at=now + DAY)
    assert (again.written, again.removed) == (1, 1)
    assert sums_of(measure, list(readings_of(cast.unit, year=2026))) == (Decimal(14), Decimal(16))
    assert changed_at([cast.unit.pk]) == {cast.unit.pk: now + DAY}
    untouched = run(book, first, first + 20 * DAY, at=now + 2 * DAY)
    assert (untouched.written, untouched.removed, untouched.units) == (0, 0, set())
    assert changed_at([cast.unit.pk]) == {cast.unit.pk: now + DAY}


def test_a_frozen_period_keeps_its_figures_and_says_so(cast: Cast) -> None:
    first = date(2026, 6, 1)
    book: Book = {(cast.unit.pk, first): (8, 10), (cast.other_unit.pk, first): (1, 2)}
    run(book, first, first)
    book |= {
        (cast.unit.pk, first): (0, 10),
        (cast.unit.pk, first + DAY): (3, 3),
        (cast.other_unit.pk, first): (2, 2),
    }
    done = run(book, first, first + DAY, frozen={(cast.unit.pk, 2026): first})
    assert done.frozen == 1
    assert rows() == [
        (cast.unit.pk, first, 8, 10),
        (cast.unit.pk, first + DAY, 3, 3),
        (cast.other_unit.pk, first, 2, 2),
    ]


def test_one_unit_alone_leaves_the_others_and_marks_no_day(cast: Cast) -> None:
    first = date(2026, 6, 1)
    book: Book = {(cast.unit.pk, first): (8, 10), (cast.other_unit.pk, first): (1, 2)}
    run(book, first, first, only=cast.unit.pk)
    assert [unit_id for unit_id, *_ in rows()] == [cast.unit.pk]
    assert not Filling.objects.exists()


def test_a_day_left_in_the_middle_is_due_again(cast: Cast, now: datetime) -> None:
    today = now.date()
    book: Book = {(cast.unit.pk, today): (1, 1)}
    whole = due_days([CODE], today)
    assert whole == days_of(min(date(2026, 1, 1), today - WINDOW * DAY), today)
    run(book, whole[0], today)
    assert due_days([CODE], today) == days_of(today - WINDOW * DAY, today)
    broken = date(2026, 2, 3)
    Filling.objects.filter(day=broken).update(done_at=None)  # as an interrupted job leaves it
    assert due_days([CODE], today)[0] == broken


def test_a_clock_that_jumps_leaves_no_gap(cast: Cast, now: datetime) -> None:
    """Off for ten days, then a week ahead and back again: every day is counted with what was known of it."""
    today = now.date()
    book: Book = {(cast.unit.pk, today - n * DAY): (1, 1) for n in range(12)}
    run(book, date(2026, 1, 1), today - 10 * DAY)
    assert set(days_of(today - 9 * DAY, today)) <= set(due_days([CODE], today))
    run(book, today - 9 * DAY, today)
    run(book, today, today + 7 * DAY)  # the clock ran ahead
    book[cast.unit.pk, today + DAY] = (2, 3)
    run(book, due_days([CODE], today + DAY)[0], today + DAY)  # and tomorrow comes after all
    assert (cast.unit.pk, today + DAY, 2, 3) in rows()
    assert not unfilled_days(CODE, date(2026, 1, 1), today + DAY)


def test_what_a_person_typed_is_kept_and_gives_way(cast: Cast, now: datetime) -> None:
    day = date(2026, 6, 2)
    for when, period in ((day, "day"), (date(2026, 5, 1), "month"), (date(2026, 4, 1), "month")):
        record_reading(
            actor=cast.officer, at=now, unit=cast.unit, measure=measure_of(CODE), day=when, period=period,
            numerator=Decimal(40), denominator=Decimal(50),
        )  # fmt: skip
    run({(cast.unit.pk, day): (1, 2), (cast.unit.pk, date(2026, 5, 20)): (3, 4)}, date(2026, 5, 1), day)
    assert Reading.objects.filter(source="typed", numerator=40).count() == 3
    kept = holding(list(readings_of(cast.unit, year=2026)))
    assert [(one.day, one.source) for one in kept] == [
        (date(2026, 4, 1), "typed"),
        (date(2026, 5, 20), "collected"),
        (day, "collected"),
    ]


_DAYS = days_of(date(2026, 3, 1), date(2026, 3, 20))
_BOOKS = st.dictionaries(
    st.tuples(st.integers(0, 1), st.sampled_from(_DAYS)), st.tuples(st.integers(0, 9), st.integers(0, 9))
)


class TestEveryBook(TestCase):
    """Filled twice, by the day, or over what stood before: the rows are those of the book."""

    units: tuple[Unit, Unit]

    @classmethod
    def setUpTestData(cls) -> None:
        city = add_unit(actor=None, at=FIRST_DAY, parent=None, code="HX", kind="city", name="Hải Minh")
        cls.units = (_commune(city, "HX01"), _commune(city, "HX02"))

    @settings(max_examples=25)
    @given(before=_BOOKS, after=_BOOKS, order=st.permutations(_DAYS))
    def test_the_rows_are_those_of_the_book(
        self,
        before: dict[tuple[int, date], tuple[int, int]],
        after: dict[tuple[int, date], tuple[int, int]],
        order: Iterable[date],
    ) -> None:
        first, last = _DAYS[0], _DAYS[-1]
        old, new = self._book(before), self._book(after)
        run(old, first, last)
        run(new, first, last)
        by_range = rows()
        assert by_range == sorted((unit_id, day, *both) for (unit_id, day), both in new.items())
        run(new, first, last)
        assert rows() == by_range
        Reading.objects.all().delete()
        for day in order:
            run(new, day, day)
        assert rows() == by_range

    def _book(self, drawn: dict[tuple[int, date], tuple[int, int]]) -> Book:
        return {(self.units[n].pk, day): both for (n, day), both in drawn.items()}


def _commune(city: Unit, code: str) -> Unit:
    return add_unit(actor=None, at=FIRST_DAY, parent=city, code=code, kind="commune", name=code)


def test_a_measure_that_rooms_count_is_not_typed(cast: Cast, now: datetime) -> None:
    measure: Measure = measure_of("weekly_relay")
    with pytest.raises(Exception, match="không ghi tay"):
        record_reading(
            actor=cast.officer, at=now, unit=cast.unit, measure=measure, day=now.date(), period="day",
            numerator=Decimal(1), denominator=Decimal(1),
        )  # fmt: skip
