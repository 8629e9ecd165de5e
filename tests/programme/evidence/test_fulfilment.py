"""How an occurrence stands is read from proof, lead by lead; what waits for a person follows from it."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.programme.plans.factories import facts, make_plan
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Agency
from thanthien.programme.evidence.fulfilment import stands_of
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.evidence.occurrences_waiting import waiting_for
from thanthien.programme.occurrences.actions import move_occurrence, refresh_year
from thanthien.programme.occurrences.models import Occurrence
from thanthien.programme.occurrences.queries import due_between
from thanthien.programme.plans.models import Task, TaskAgency

TODAY = date(2026, 7, 1)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def task(cast: Cast, now: datetime) -> Task:
    rows = [
        facts("Họp giao ban", cast.culture, cast.centre, timing="Hằng tháng"),
        facts("Báo cáo năm", cast.culture, timing="Trước ngày 15/12/2026"),
        facts("Niêm yết", cast.office, timing="Hằng tuần"),
    ]
    task = make_plan(cast.unit, *rows)[0]
    refresh_year(at=now, unit=cast.unit, year=2026)
    return task


def prove(cast: Cast, task: Task, day: date, agency: Agency | None, *, state: str = "accepted") -> Evidence:
    return Evidence.objects.create(
        unit=cast.unit, task=task, part=TaskAgency.objects.filter(task=task, agency=agency).first() if agency else None,
        kind="link", title="Biên bản", url="https://thanhbinh.example.vn/a", effective_date=day, state=state,
        added_at=datetime.fromisoformat("2026-06-01T08:00:00+07:00"), added_by=cast.officer,
    )  # fmt: skip


def states(cast: Cast, task: Task) -> dict[str, str]:
    rows = [one for one in due_between(cast.unit, *YEAR) if one.task_id == task.pk]
    return {stand.occurrence.label: stand.state for stand in stands_of(rows, TODAY)}


def test_each_lead_has_to_bring_proof_of_the_period(cast: Cast, task: Task) -> None:
    prove(cast, task, date(2026, 3, 5), cast.culture)
    prove(cast, task, date(2026, 4, 6), cast.culture)
    prove(cast, task, date(2026, 4, 7), cast.centre, state="waiting")
    prove(cast, task, date(2026, 5, 8), None)
    prove(cast, task, date(2026, 6, 8), None, state="returned")
    found = states(cast, task)
    assert [found[f"tháng {n}"] for n in (3, 4, 5, 6, 7, 8)] == [
        "late", "waiting", "accepted", "late", "now", "ahead",
    ]  # fmt: skip


def test_a_moved_day_makes_the_period_longer(cast: Cast, task: Task, now: datetime) -> None:
    june = Occurrence.objects.get(task=task, last_date=date(2026, 6, 30))
    move_occurrence(
        actor=cast.coordinator,
        at=now,
        occurrence=june,
        to=date(2026, 7, 3),
        reason="Họp Đảng ủy",
        seen=june.due_date,
    )
    assert states(cast, task)["tháng 6"] == "now"
    prove(cast, task, date(2026, 7, 2), None)
    assert states(cast, task)["tháng 6"] == "accepted"


def test_moving_the_one_day_of_a_task_moves_the_task(cast: Cast, task: Task, now: datetime) -> None:
    report = Task.objects.get(title="Báo cáo năm")
    assert report.due_date == date(2026, 12, 14)
    one = Occurrence.objects.get(task=report)
    move_occurrence(
        actor=cast.leader,
        at=now,
        occurrence=one,
        to=date(2026, 12, 21),
        reason="Sở cho gửi muộn",
        seen=one.due_date,
    )
    report.refresh_from_db()
    assert report.due_date == date(2026, 12, 21)
    refresh_year(at=now, unit=cast.unit, year=2026)
    report.refresh_from_db()
    assert report.due_date == date(2026, 12, 21)


def said(person: Person, cast: Cast, today: date = TODAY) -> list[tuple[str, str, date | None]]:
    return [(one.title, one.why, one.due_date) for one in waiting_for(person, cast.unit, today)]


def test_missed_periods_are_one_line_and_reminders_fit_the_rhythm(cast: Cast, task: Task) -> None:
    prove(cast, task, date(2026, 5, 8), None)
    missed = ("Họp giao ban", "Còn 5 kỳ đã qua chưa có minh chứng, gần nhất là tháng 6", date(2026, 6, 30))
    assert said(cast.officer, cast) == [missed]  # July is asked for five working days before its end
    assert ("Họp giao ban", "Cần minh chứng tháng 7", date(2026, 7, 31)) in said(
        cast.officer, cast, date(2026, 7, 24)
    )
    assert said(cast.council, cast) == []
    assert said(cast.other_officer, cast) == []


def test_the_number_of_queries_does_not_grow(cast: Cast, task: Task) -> None:
    def queries() -> int:
        person = Person.objects.get(pk=cast.officer.pk)
        with CaptureQueriesContext(connection) as seen:
            list(waiting_for(person, cast.unit, TODAY))
        return len(seen)

    first = queries()
    for month in range(1, 6):
        prove(cast, task, date(2026, month, 5), cast.culture)
    TaskAgency.objects.create(task=Task.objects.get(title="Niêm yết"), agency=cast.culture, part="lead")
    assert queries() == first
