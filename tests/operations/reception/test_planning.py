"""Dates of a rule around holidays and Tết; the law's minimum before and from 1 July 2026."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from thanthien.lib.rules import Calendar
from thanthien.operations.reception.definition import definition
from thanthien.operations.reception.models import Post, ReceptionDay, Rhythm
from thanthien.operations.reception.planning import dates_of, minimum_of
from thanthien.platform.units.models import Unit

# Tết: the week of Monday 16 February 2026 wholly off
TET = Calendar(
    days_off=frozenset(date(2026, 2, 16) + timedelta(days=n) for n in range(5)), make_up_days=frozenset()
)
PLAIN = Calendar(days_off=frozenset({date(2026, 9, 2)}), make_up_days=frozenset())


def rule(kind: str, weekday: int = 0, numbers: str = "") -> Rhythm:
    return Rhythm(
        post=Post.CHAIR, kind=kind, weekday=weekday, numbers=numbers, starts=time(8), ends=time(11),
        since_date=date(2026, 1, 1),
    )  # fmt: skip


def day(when: date, **more: object) -> ReceptionDay:
    return ReceptionDay(
        unit=Unit(), post=Post.CHAIR, date=when, first_date=when, starts=time(8), ends=time(11), **more
    )


@pytest.mark.parametrize(
    ("kind", "weekday", "numbers", "first", "calendar", "dates"),
    [
        ("weekly", 2, "", date(2026, 2, 1), TET, [4, 11, 25]),  # nothing in the week of Tết
        ("nth", 3, "1,3", date(2026, 7, 1), PLAIN, [2, 16]),
        ("nth", 3, "5", date(2026, 8, 1), PLAIN, []),  # four Thursdays
        ("dates", 0, "10,25", date(2026, 7, 1), PLAIN, [10, 27]),  # the 25th is a Saturday
        ("dates", 0, "31", date(2026, 2, 1), TET, [27]),  # the last day, a Saturday: the Friday before
        ("dates", 0, "2", date(2026, 9, 1), PLAIN, [3]),  # National Day
        ("dates", 0, "17", date(2026, 2, 1), TET, [23]),
    ],
)  # fmt: skip
def test_a_rule_makes_working_days(
    kind: str, weekday: int, numbers: str, first: date, calendar: Calendar, dates: list[int]
) -> None:
    made = list(dates_of(rule(kind, weekday, numbers), first, calendar))
    assert [one.date.day for one in made] == dates
    assert all(bool(one.note) == (one.date != one.ruled) for one in made)


def test_from_july_two_days_a_month_in_person() -> None:
    first = date(2026, 8, 1)
    days = [
        day(date(2026, 8, 6)),
        day(date(2026, 8, 20), substitute_id=7),
        day(date(2026, 8, 27), is_extra=True),
    ]
    check = minimum_of(days, first, PLAIN)
    assert (check.required, check.counted, check.is_short) == (2, 1, True)
    assert "06/08" in check.steps[1]
    held_by_another = day(date(2026, 8, 13), state="held", in_person=False)
    assert minimum_of([*days, held_by_another], first, PLAIN).counted == 1
    assert not minimum_of([*days, day(date(2026, 8, 13))], first, PLAIN).is_short


def test_before_july_one_day_a_week_but_not_in_the_week_of_tet() -> None:
    check = minimum_of([day(date(2026, 2, n)) for n in (4, 11, 25)], date(2026, 2, 1), TET)
    assert (check.required, check.counted, check.is_short) == (3, 3, False)  # Mondays 2, 9, (16), 23
    assert "1 tuần nghỉ trọn không tính" in check.steps[1]
    less = minimum_of([day(date(2026, 2, n)) for n in (4, 25)], date(2026, 2, 1), TET)
    assert less.is_short
    assert "tuần từ 09/02/2026" in less.steps[2]


def test_the_law_s_columns_and_terms_are_read() -> None:
    law = definition()
    assert len(law.columns) == 13
    assert law.minimum_on(date(2026, 6, 30)).per == "week"
    assert (law.minimum_on(date(2026, 7, 1)).per, law.minimum_on(date(2026, 7, 1)).days) == ("month", 2)
    assert [law.most_speakers(n) for n in (5, 10, 11, 300)] == [2, 2, 5, 5]
