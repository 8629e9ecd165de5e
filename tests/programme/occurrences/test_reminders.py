"""Reminders fit the rhythm of the work: never long before, never for what is done, on no day off of their own."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.cast import Cast
from tests.programme.plans.factories import add_picture, facts, make_plan, one_task
from thanthien.lib.planreader.timing import TimingRule
from thanthien.lib.rules import Calendar
from thanthien.lib.rules.deadlines import workdays_between
from thanthien.platform.workdays.actions import load_holidays
from thanthien.platform.workdays.queries import calendar_of
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.evidence.occurrences_waiting import waiting_for
from thanthien.programme.occurrences.actions import refresh_year
from thanthien.programme.occurrences.models import Occurrence
from thanthien.programme.occurrences.recurrence import Rhythm, slots_of
from thanthien.programme.occurrences.reminders import InvalidReminders, leads, remind_from

DAY = timedelta(days=1)
# Calendar days before the due date that no reminder of a rhythm may exceed, a week of Tết between them or not.
FARTHEST = {"working_day": 0, "week": 6, "month": 30, "quarter": 40, "half_year": 50, "year": 60}
rules = st.builds(
    TimingRule,
    st.just("every"),
    period=st.sampled_from(["working_day", "week", "month", "quarter", "half_year", "year"]),
)


@given(
    rule=rules,
    year=st.integers(2024, 2031),
    off=st.frozensets(st.dates(date(2024, 1, 1), date(2031, 12, 31)), max_size=20),
)
def test_each_rhythm_is_reminded_in_its_own_time(rule: TimingRule, year: int, off: frozenset[date]) -> None:
    calendar, table = Calendar(off), leads()
    for slot in slots_of(rule, year, calendar):
        start = remind_from(slot.rhythm, slot.first, slot.due, calendar, table)
        assert slot.first <= start <= slot.due
        assert workdays_between(start, slot.due, calendar) <= table[slot.rhythm]
        assert calendar.is_workday(start)
        assert (slot.due - start).days <= FARTHEST[str(rule.period)]


@given(day=st.dates(date(2026, 1, 20), date(2026, 12, 20)), rhythm=st.sampled_from(list(Rhythm)))
def test_a_slower_rhythm_is_never_reminded_later_than_a_faster_one(day: date, rhythm: Rhythm) -> None:
    calendar, table = Calendar(frozenset()), leads()
    assume(calendar.is_workday(day))
    weekly = remind_from(Rhythm.WEEK, date.min, day, calendar, table)
    other = remind_from(rhythm, date.min, day, calendar, table)
    assert (other <= weekly) == (table[rhythm] >= table[Rhythm.WEEK])


def test_a_table_that_lacks_a_rhythm_is_refused(tmp_path: Path, settings: object) -> None:
    (tmp_path / "reminders.yaml").write_text("week: 2\n", encoding="utf-8")
    settings.REFERENCE_DIR = tmp_path  # type: ignore[attr-defined]
    with pytest.raises(InvalidReminders, match="cần đúng các nhịp"):
        leads()


@pytest.fixture
def year(cast: Cast, now: datetime) -> Cast:
    load_holidays(path=settings.REFERENCE_DIR / "holidays/2026.yaml", at=now)
    return cast


def reminded(cast: Cast, first: date, last: date) -> dict[date, list[str]]:
    """What a person is told of running periods on each day."""
    days = (first + DAY * n for n in range((last - first).days + 1))
    told = {day: [w.why for w in waiting_for(cast.officer, cast.unit, day)] for day in days}
    return {day: [why for why in whys if why.startswith("Cần")] for day, whys in told.items()}


def test_a_weekly_task_is_told_of_two_working_days_before(year: Cast, now: datetime) -> None:
    one_task(year, timing="Hằng tuần")
    refresh_year(at=now, unit=year.unit, year=2026)
    told = reminded(year, date(2026, 8, 17), date(2026, 9, 6))
    # Saturday 22/08 is worked in place of Monday 31/08; the National Day takes 31/08 to 02/09.
    assert [day.day for day, whys in told.items() if whys] == [20, 21, 22, 26, 27, 28, 3, 4]
    assert all(len(whys) <= 1 for whys in told.values())


@pytest.mark.parametrize("state", ["waiting", "accepted"])
def test_nothing_is_told_of_what_is_done(year: Cast, now: datetime, state: str) -> None:
    task = one_task(year, timing="Hằng tháng")
    refresh_year(at=now, unit=year.unit, year=2026)
    july = date(2026, 7, 1), date(2026, 7, 31)
    assert any(reminded(year, *july).values())
    proof = add_picture(year, task)
    Evidence.objects.filter(pk=proof.pk).update(effective_date=date(2026, 7, 1), state=state)
    assert not any(reminded(year, *july).values())


def test_a_returned_proof_is_told_of_again(year: Cast, now: datetime) -> None:
    task = one_task(year, timing="Hằng tháng")
    refresh_year(at=now, unit=year.unit, year=2026)
    proof = add_picture(year, task)
    Evidence.objects.filter(pk=proof.pk).update(effective_date=date(2026, 7, 1), state="returned")
    assert any(reminded(year, date(2026, 7, 24), date(2026, 7, 31)).values())


def test_no_reminder_begins_on_a_day_off_of_the_year(year: Cast, now: datetime) -> None:
    timings = ("Hằng tuần", "Hằng tháng", "Hằng quý")
    make_plan(year.unit, *[facts("Họp giao ban", year.culture, timing=timing) for timing in timings])
    refresh_year(at=now, unit=year.unit, year=2026)
    calendar, table = calendar_of(year.unit, 2025, 2026), leads()
    for one in Occurrence.objects.filter(withdrawn_at=None):
        start = remind_from(one.rhythm, one.first_date, one.due_date, calendar, table)
        assert calendar.is_workday(start)
