"""Figures of cases: judged once, added up to what QĐ 766 says; apologies; the fast day."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import NOW, Cast
from tests.operations.casework.factories import case, moment, move
from tests.operations.casework.test_apologies import signed
from thanthien.lib.rules.case_times import share_on_time
from thanthien.operations.casework.apologies import send_apology
from thanthien.operations.casework.clocks import times_of
from thanthien.operations.casework.fast_days import (
    CannotSetFastDay,
    FastDayFields,
    end_fast_day,
    read_procedures,
    set_fast_day,
)
from thanthien.operations.casework.measures import collect_cases, collect_fast_days
from thanthien.operations.casework.models import Apology, Case, FastDay
from thanthien.operations.casework.queries import fast_day_on
from thanthien.operations.casework.sweeping import sweep
from thanthien.programme.measures.collecting import Counted
from thanthien.programme.measures.registry import measure_of
from thanthien.workflows.figure_records import records_behind

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 30)
AT = moment("2026-07-01 09:00")


def total(rows: list[Counted], code: str) -> tuple[float, float]:
    mine = [one for one in rows if one.measure == code]
    return sum(float(one.numerator) for one in mine), sum(float(one.denominator or 0) for one in mine)


def some_cases(cast: Cast) -> None:
    """On time, late and ended, late and open, open in time, waiting, twice supplemented."""
    move(cast, case(cast, 1), "handle", "2026-06-25 16:00")
    move(cast, case(cast, 2), "handle", "2026-06-29 16:00")
    case(cast, 3)
    case(cast, 4, received="2026-06-30 09:00")
    move(cast, case(cast, 5), "ask", "2026-06-23 08:00", "Thiếu giấy")
    twice = case(cast, 6)
    for day in ("23", "24"):
        twice = move(cast, twice, "ask", f"2026-06-{day} 08:00", "Thiếu giấy")
        twice = move(cast, twice, "supply", f"2026-06-{day} 09:00")
    move(cast, twice, "handle", "2026-06-24 10:00")


def test_the_days_add_up_to_what_the_rule_says_of_the_period(cast: Cast) -> None:
    some_cases(cast)
    rows = list(collect_cases(FIRST, LAST))
    whole = share_on_time(
        [times_of(one, list(one.pauses.all())) for one in Case.objects.all()], moment("2026-06-30 23:59:59")
    )
    assert total(rows, "case_on_time") == (whole.good, whole.whole) == (1, 4)
    assert {one.day for one in rows} == {
        date(2026, 6, day) for day in range(22, 31)
    }  # from the first case on


def test_nothing_is_measured_where_no_case_is_followed(cast: Cast) -> None:
    assert list(collect_cases(FIRST, LAST)) == []


def test_an_apology_counts_for_the_day_the_case_turned_late(cast: Cast) -> None:
    some_cases(cast)
    assert total(list(collect_cases(FIRST, LAST)), "late_case_apology") == (0, 2)
    sweep(at=AT)
    letter = signed(cast, Apology.objects.get(case__tail="0003"))
    assert total(list(collect_cases(FIRST, LAST)), "late_case_apology") == (0, 2)
    send_apology(actor=cast.one_stop, at=AT, apology=letter, way="post", seen=letter.version)
    rows = list(collect_cases(FIRST, LAST))
    assert total(rows, "late_case_apology") == (1, 2)
    day = next(one for one in rows if one.measure == "late_case_apology" and one.denominator)
    assert day.day == date(2026, 6, 26)


def test_a_figure_leads_to_its_cases_but_not_for_the_city(cast: Cast) -> None:
    some_cases(cast)
    measure = measure_of("case_on_time")
    found = records_behind(cast.leader, cast.unit, measure, FIRST, LAST)
    assert [one.is_good for one in found.items] == [False, False, False, True]
    assert not any("Bưởi" in f"{one.title} {one.detail}" for one in found.items)
    assert records_behind(cast.city_admin, cast.unit, measure, FIRST, LAST).items == ()
    agency = records_behind(cast.head, cast.unit, measure, FIRST, LAST)
    assert (agency.items, agency.hidden) == ((), 4)


def fast(cast: Cast, first: date = date(2026, 6, 1), weekday: int = 3) -> FastDay:
    fields = FastDayFields(
        weekday, [("1.004873", "Xác nhận tình trạng hôn nhân"), ("", "Chứng thực")], "12/TB", first
    )
    return set_fast_day(actor=cast.one_stop, at=NOW, unit=cast.unit, fields=fields)


def test_the_fast_day_counts_its_own_weekday_and_procedures(cast: Cast) -> None:
    fast(cast)
    move(cast, case(cast, 1, received="2026-06-25 08:00"), "handle", "2026-06-25 16:00")  # a Thursday
    move(cast, case(cast, 2, received="2026-06-25 08:00"), "handle", "2026-06-26 16:00")
    move(cast, case(cast, 3, received="2026-06-24 08:00"), "handle", "2026-06-24 16:00")
    other = case(cast, 4, received="2026-06-25 08:00", procedure_code="", procedure_name="Khai tử")
    move(cast, other, "handle", "2026-06-25 16:00")
    by_name = case(cast, 5, received="2026-06-18 08:00", procedure_code="", procedure_name="Chứng thực")
    move(cast, by_name, "handle", "2026-06-18 09:00")
    rows = list(collect_fast_days(FIRST, LAST))
    assert total(rows, "fast_day_same_day") == (2, 3)
    held = {one.day: int(one.numerator) for one in rows if one.measure == "fast_day_held"}
    assert held == {date(2026, 6, 4): 0, date(2026, 6, 11): 0, date(2026, 6, 18): 1, date(2026, 6, 25): 1}
    found = records_behind(cast.leader, cast.unit, measure_of("fast_day_same_day"), FIRST, LAST)
    assert sorted(bool(one.is_good) for one in found.items) == [False, True, True]


def test_no_two_fast_days_hold_at_once(cast: Cast) -> None:
    old = fast(cast)
    new = fast(cast, first=date(2026, 6, 15), weekday=1)
    old.refresh_from_db()
    assert old.last_date == date(2026, 6, 14)
    assert fast_day_on(cast.unit, date(2026, 6, 10)) == old
    assert fast_day_on(cast.unit, date(2026, 6, 16)) == new
    assert fast_day_on(cast.other_unit, date(2026, 6, 16)) is None
    with pytest.raises(CannotSetFastDay, match="15/06/2026"):
        fast(cast, first=date(2026, 6, 10))
    ended = end_fast_day(actor=cast.leader, at=AT, fast=new, seen=new.version)
    assert ended.last_date == AT.date()
    with pytest.raises(CannotSetFastDay, match="đã kết thúc"):
        end_fast_day(actor=cast.leader, at=AT, fast=ended, seen=ended.version)


def test_procedures_are_read_a_line_each() -> None:
    assert read_procedures("1.004873 – Tình trạng hôn nhân\n\n Chứng thực bản sao ") == [
        ("1.004873", "Tình trạng hôn nhân"), ("", "Chứng thực bản sao"),
    ]  # fmt: skip
