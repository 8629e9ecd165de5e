"""Occurrences in the database: made once, kept when moved, withdrawn when the timing no longer asks."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.programme.plans.factories import facts, make_plan
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.workdays.actions import load_holidays
from thanthien.programme.occurrences.actions import (
    CannotMoveOccurrence,
    Refreshed,
    move_occurrence,
    refresh_task,
    refresh_year,
    years_to_fill,
)
from thanthien.programme.occurrences.models import Occurrence
from thanthien.programme.occurrences.queries import live_occurrences
from thanthien.programme.plans.editing import TaskFields, change_task
from thanthien.programme.plans.models import Plan, Task


@pytest.fixture
def task(cast: Cast, now: datetime) -> Task:
    task = make_plan(cast.unit, facts("Họp giao ban", cast.culture, timing="Hằng tháng"))[0]
    refresh_year(at=now, unit=cast.unit, year=2026)
    return task


def april(task: Task) -> Occurrence:
    return Occurrence.objects.get(task=task, last_date=date(2026, 4, 30))


def move(cast: Cast, now: datetime, one: Occurrence, to: date, **changes: object) -> Occurrence:
    given = {
        "actor": cast.coordinator,
        "at": now,
        "reason": "Lịch họp của Đảng ủy thay đổi",
        "seen": one.due_date,
    }
    return move_occurrence(occurrence=one, to=to, **(given | changes))  # type: ignore[arg-type]


def test_made_once_however_often_it_is_asked(cast: Cast, task: Task, now: datetime) -> None:
    keys = set(Occurrence.objects.values_list("pk", flat=True))
    assert len(keys) == 12
    assert refresh_year(at=now, unit=cast.unit, year=2026) == Refreshed()
    assert refresh_task(at=now, task=task) == Refreshed()
    assert set(Occurrence.objects.values_list("pk", flat=True)) == keys


def test_holidays_move_the_last_good_day(cast: Cast, task: Task, now: datetime) -> None:
    assert april(task).due_date == date(2026, 4, 30)
    load_holidays(path=settings.REFERENCE_DIR / "holidays/2026.yaml", at=now)
    assert refresh_year(at=now, unit=cast.unit, year=2026).changed == 2  # April and August
    assert (april(task).due_date, april(task).original_date) == (date(2026, 4, 29), date(2026, 4, 29))


def test_a_moved_day_stays_moved_and_keeps_the_original_for_ever(
    cast: Cast, task: Task, now: datetime
) -> None:
    move(cast, now, april(task), date(2026, 5, 6))
    load_holidays(path=settings.REFERENCE_DIR / "holidays/2026.yaml", at=now)
    refresh_year(at=now, unit=cast.unit, year=2026)
    change_task(
        actor=cast.coordinator,
        at=now,
        task=task,
        fields=TaskFields(title=task.title, timing="Hằng quý", leads=(cast.culture,)),
    )
    assert refresh_task(at=now, task=task) == Refreshed(made=4, withdrawn=11)
    row = april(task)
    assert (row.due_date, row.original_date) == (date(2026, 5, 6), date(2026, 4, 30))
    assert (row.moved_by, row.withdrawn_at) == (cast.coordinator, None)
    assert live_occurrences(cast.unit).count() == 5
    entry = Entry.objects.get(action="occurrence.move")
    assert (entry.before, entry.after) == ({"due_date": "2026-04-30"}, {"due_date": "2026-05-06"})
    assert entry.remark == "Lịch họp của Đảng ủy thay đổi"


def test_a_timing_that_comes_back_finds_its_rows_again(cast: Cast, task: Task, now: datetime) -> None:
    before = set(live_occurrences(cast.unit).values_list("pk", flat=True))
    for timing in ("Hằng quý", "Hằng tháng"):
        fields = TaskFields(title=task.title, timing=timing, leads=(cast.culture,))
        change_task(actor=cast.coordinator, at=now, task=task, fields=fields)
        refresh_task(at=now, task=task)
    assert set(live_occurrences(cast.unit).values_list("pk", flat=True)) == before


@pytest.mark.parametrize(
    ("to", "changes", "words"),
    [
        (date(2026, 5, 9), {}, "ngày nghỉ"),
        (date(2026, 5, 6), {"reason": " x "}, "lý do dời ngày"),
        (date(2026, 5, 6), {"seen": date(2026, 4, 1)}, "vừa được đổi"),
        (date(2026, 3, 31), {}, "không thể sớm hơn"),
        (date(2026, 4, 30), {}, "trùng"),
        (date(2027, 1, 4), {}, "trong năm 2026"),
    ],
)
def test_a_move_that_makes_no_sense_is_refused(
    cast: Cast, task: Task, now: datetime, to: date, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(CannotMoveOccurrence, match=words):
        move(cast, now, april(task), to, **changes)
    assert april(task).moved_at is None


def test_back_to_the_original_day_takes_the_move_back(cast: Cast, task: Task, now: datetime) -> None:
    moved = move(cast, now, april(task), date(2026, 5, 6))
    row = move(cast, now, moved, date(2026, 4, 30), reason="Họp đúng lịch cũ")
    assert (row.is_moved, row.moved_by, row.move_reason) == (False, None, "")


def test_officers_and_the_city_do_not_move_days(cast: Cast, task: Task, now: datetime) -> None:
    for person in (cast.officer, cast.head, cast.city_admin, cast.other_coordinator):
        with pytest.raises(NotAllowed):
            move(cast, now, april(task), date(2026, 5, 6), actor=person)


def test_nothing_is_asked_for_before_the_programme_began(cast: Cast, now: datetime) -> None:
    make_plan(cast.unit, facts("Họp giao ban", cast.culture, timing="Hằng tháng"))
    Plan.objects.update(issued_date="2026-03-10")
    assert [unit for unit, _ in years_to_fill()] == [cast.unit]
    refresh_year(at=now, unit=cast.unit, year=2026)
    assert live_occurrences(cast.unit).earliest("first_date").first_date == date(2026, 3, 1)
    assert years_to_fill() == []


def test_the_number_of_queries_does_not_grow_with_tasks(cast: Cast, task: Task, now: datetime) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            refresh_year(at=now + timedelta(hours=1), unit=cast.unit, year=2026)
        return len(seen)

    first = queries()
    for n in range(3):
        Task.objects.create(
            unit=cast.unit, plan=task.plan, year=2026, position=10 + n, title=f"Việc {n}", timing="Hằng quý",
            timing_rule={"kind": "every", "period": "quarter"}, created_at=now, changed_at=now,
        )  # fmt: skip
    queries()
    assert queries() == first
    assert Occurrence.objects.count() == 12 + 3 * 4
