"""The forecast of a unit from its records: the figures, what cannot be won, what to do, what it costs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.assessment.year import Year
from tests.cast import Cast
from thanthien.assessment.forecast.queries import Forecast, Prospect, forecast_of
from thanthien.assessment.rounds.models import Registration
from thanthien.assessment.scoring.queries import score_sheet
from thanthien.lib.rules.forecast import Fate

JULY = date(2026, 7, 1)
END = date(2026, 12, 31)


def look(year: Year, day: date = JULY) -> Forecast:
    return forecast_of(year.unit, 2026, day)


def row(found: Forecast, key: str) -> Prospect:
    one = found.prospect(key)
    assert one is not None
    return one


def test_the_sum_is_that_of_its_rows_and_holds_what_is_certain(year: Year, cast: Cast) -> None:
    year.add_proof(year.add_task("I#2", cast.office), cast.office, date(2026, 5, 6))
    found = look(year)
    assert found.total.floor == row(found, "I#2").outlook.floor == 2
    assert found.total.ceiling == sum(one.outlook.ceiling for one in found.prospects)
    assert found.total.floor <= found.total.low <= found.total.likely <= found.total.high


def test_at_the_end_of_the_year_it_is_the_score(year: Year, cast: Cast) -> None:
    year.add_proof(year.add_task("I#2", cast.office), cast.office, date(2026, 5, 6))
    year.add_reading("case_on_time", date(2026, 3, 31), 40, 40)
    found, sheet = look(year, END), score_sheet(year.unit, 2026, END)
    total = found.total
    assert {total.floor, total.low, total.likely, total.high, total.ceiling} == {sheet.points}
    assert found.is_over
    assert found.steps == []


def test_quarters_that_passed_without_proof_are_gone(year: Year, cast: Cast) -> None:
    year.add_task("I#1", cast.office)
    found = row(look(year), "I#1")
    assert found.fate is Fate.REDUCED
    assert found.outlook.gone == found.outlook.whole / 2


def test_a_case_that_was_late_stays_late(year: Year) -> None:
    year.add_reading("case_on_time", date(2026, 3, 31), 39, 40)
    assert row(look(year), "II.1").fate is Fate.LOST


def test_a_proof_that_waits_is_the_first_thing_to_do(year: Year, cast: Cast) -> None:
    task = year.add_task("I#2", cast.office)
    year.add_proof(task, cast.office, date(2026, 5, 6), state="waiting")
    first = row(look(year), "I#2").steps[0]
    assert first.says == "Kiểm tra 1 minh chứng đang chờ"
    assert first.gain == 2
    assert first.target == ("task", str(task.pk))


def test_what_ends_within_a_week_comes_before_what_brings_more(year: Year, cast: Cast) -> None:
    year.add_task("I#1", cast.office)
    year.add_task("I#2", cast.office)
    steps = look(year, date(2026, 9, 26)).steps
    assert steps[0].line.key == "I#1"
    assert steps[0].until == date(2026, 9, 30)
    assert steps[0].is_urgent


def test_the_way_leads_to_the_level_registered_over_what_can_still_be_won(year: Year, cast: Cast) -> None:
    Registration.objects.create(
        unit=year.unit,
        year=2026,
        level=1,
        registered_date=date(2026, 2, 1),
        recorded_at="2026-02-01T08:00+07:00",
    )
    year.add_task("I#2", cast.office)
    found = look(year)
    assert found.target is not None
    assert found.target.level == 1
    assert found.way is not None
    by_key = {one.line.key: one for one in found.prospects}
    assert all(step.maximum == by_key[step.key].outlook.ceiling for step in found.way.steps)


def test_without_weights_criteria_are_counted(year: Year, cast: Cast) -> None:
    year.adopt(weights=False)
    year.add_proof(year.add_task("I#2", cast.office), cast.office, date(2026, 5, 6))
    found = look(year)
    assert found.total.floor == 1
    assert found.total.ceiling <= len(found.prospects)
    assert found.levels == ("", "", "")


def test_a_year_of_which_nothing_is_known_says_so(year: Year) -> None:
    assert look(year).is_empty


def test_a_unit_without_a_set_has_an_empty_forecast(cast: Cast) -> None:
    found = forecast_of(cast.island, 2026, JULY)
    assert found.prospects == ()
    assert found.sheet.adoption is None


def test_one_query_more_than_the_sheet_however_much_there_is(year: Year, cast: Cast) -> None:
    task = year.add_task("I#2", cast.office)
    with CaptureQueriesContext(connection) as sheet:
        score_sheet(year.unit, 2026, JULY)
    for month in range(1, 6):
        year.add_proof(task, cast.office, date(2026, month, 6))
    with CaptureQueriesContext(connection) as seen:
        look(year)
    assert len(seen) == len(sheet) + 1


@pytest.mark.parametrize("day", [date(2025, 11, 1), date(2026, 1, 1), date(2027, 2, 1)])
def test_days_outside_the_year_break_nothing(year: Year, cast: Cast, day: date) -> None:
    year.add_task("I#2", cast.office)
    total = look(year, day).total
    assert Decimal(0) <= total.low <= total.high <= 20
