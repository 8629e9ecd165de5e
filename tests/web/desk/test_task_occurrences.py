"""The times of a task on its page: how each stands, and moving one of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.programme.plans.factories import facts, make_plan
from thanthien.platform.people.models import Person
from thanthien.programme.occurrences.actions import refresh_year
from thanthien.programme.occurrences.models import Occurrence
from thanthien.programme.plans.models import Task

ClientOf = Callable[[Person], Client]


def text(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def task(cast: Cast, now: datetime) -> Task:
    year = timezone.localdate().year
    task = make_plan(cast.unit, facts("Họp giao ban", cast.culture, timing="Hằng quý"), year=year)[0]
    refresh_year(at=now, unit=cast.unit, year=year)
    return task


def last(task: Task) -> Occurrence:
    return Occurrence.objects.get(task=task, last_date=date(task.year, 12, 31))


def url(task: Task, end: str = "") -> str:
    return f"/desk/{task.unit.code}/tasks/{task.pk}/{end}"


def test_the_page_shows_the_times_and_who_may_move_them(task: Task, cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.coordinator).get(url(task))
    assert f"Các kỳ trong năm {task.year}" in text(page)
    assert "Quý IV" in text(page)
    assert "Dời ngày" in text(page)
    assert "Dời ngày" not in text(client_of(cast.officer).get(url(task)))


def test_a_time_is_moved_with_a_reason_and_the_old_day_stays_to_be_seen(
    task: Task, cast: Cast, client_of: ClientOf
) -> None:
    one, to = (
        last(task),
        next(d for d in (date(task.year, 12, 21), date(task.year, 12, 22)) if d.weekday() < 5),
    )
    browser = client_of(cast.coordinator)
    said = {"to": to.isoformat(), "seen": one.due_date.isoformat(), "reason": "Sở hẹn kiểm tra sớm"}
    answer = browser.post(url(task, f"occurrences/{one.pk}/"), said, follow=True)
    assert "Đã dời hạn của quý IV" in text(answer)
    assert f"Dời từ {one.original_date:%d/%m/%Y}: Sở hẹn kiểm tra sớm (Trần Thị Hòa" in text(answer)
    assert last(task).due_date == to


def test_a_refused_move_keeps_what_was_typed(task: Task, cast: Cast, client_of: ClientOf) -> None:
    one = last(task)
    said = {"to": f"{task.year}-12-20", "seen": one.due_date.isoformat(), "reason": "vì"}
    answer = client_of(cast.coordinator).post(url(task, f"occurrences/{one.pk}/"), said)
    assert answer.status_code == 422
    assert 'value="vì"' in answer.content.decode()
    assert last(task).due_date == one.due_date


def test_a_time_of_another_task_is_not_found(task: Task, cast: Cast, client_of: ClientOf) -> None:
    other = make_plan(cast.other_unit, facts("Việc khác"), year=task.year)[0]
    refresh_year(at=timezone.now(), unit=cast.other_unit, year=task.year)
    theirs = Occurrence.objects.filter(task=other).earliest("pk")
    said = {"to": f"{task.year}-12-21", "seen": theirs.due_date.isoformat(), "reason": "thử xem sao"}
    assert client_of(cast.coordinator).post(url(task, f"occurrences/{theirs.pk}/"), said).status_code == 404


def test_editing_the_timing_changes_the_times(task: Task, cast: Cast, client_of: ClientOf) -> None:
    said = {"title": task.title, "timing": "Hằng tháng", "leads": [cast.culture.pk]}
    answer = client_of(cast.coordinator).post(url(task, "edit/"), said)
    assert answer.status_code == 302
    assert Occurrence.objects.filter(task=task, withdrawn_at=None).count() == 12


def test_while_periods_remain_proof_comes_first_and_the_end_of_the_year_is_named(
    task: Task, cast: Cast, client_of: ClientOf
) -> None:
    officer = client_of(cast.officer)
    page = officer.get(f"/desk/{cast.unit.code}/tasks/{task.pk}/").content.decode()
    assert "Thêm minh chứng kỳ này" in page
    assert "Kết thúc cả năm" in page
    assert re.search(r"Việc này còn \d+ kỳ trong năm", page)
    assert "Báo đã làm xong" not in page
    Occurrence.objects.filter(task=task).delete()  # as a task that is done once
    Task.objects.filter(pk=task.pk).update(timing_rule=None)
    single = officer.get(f"/desk/{cast.unit.code}/tasks/{task.pk}/").content.decode()
    assert "Báo đã làm xong" in single
    assert "Kết thúc cả năm" not in single
