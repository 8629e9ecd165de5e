"""A task that a leader gives stands wherever a day is looked for: calendar, feed, My work, the mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.cast import VIETNAM, Cast
from tests.programme.plans.factories import one_task
from thanthien.platform.audit.models import Entry
from thanthien.platform.notices.actions import choose_rhythm
from thanthien.platform.notices.models import Rhythm
from thanthien.programme.occurrences.actions import move_occurrence, refresh_year, years_to_fill
from thanthien.programme.occurrences.models import Occurrence
from thanthien.programme.plans.giving import GivenFields, give_task
from thanthien.programme.plans.history import tell
from thanthien.programme.plans.models import Task
from thanthien.workflows.calendar import events_of
from thanthien.workflows.digest import send_due
from thanthien.workflows.inbox import inbox_of

TODAY = date(2026, 7, 1)
DUE = date(2026, 7, 10)
TITLE = "Thay biển chỉ dẫn bị mờ"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def given(cast: Cast, clock: None, client_of: Callable[..., Client]) -> Task:
    """Given on the page by the Chair to an officer."""
    one_task(cast, cast.economy)
    said = {"title": TITLE, "to": f"person:{cast.officer.pk}", "due_date": DUE.isoformat()}
    answer = client_of(cast.leader).post(f"/desk/{cast.unit.code}/given/new/", said)
    assert answer.status_code == 302
    return Task.objects.get(is_ad_hoc=True)


def test_it_stands_in_calendar_feed_list_and_mail(
    cast: Cast, given: Task, client_of: Callable[..., Client]
) -> None:
    one = Occurrence.objects.get(task=given)
    assert (one.due_date, one.original_date, one.rhythm) == (DUE, DUE, "once")
    page = client_of(cast.officer).get(f"/desk/{cast.unit.code}/calendar/?month=2026-07&whose=mine")
    assert TITLE in page.content.decode()
    events = events_of(cast.officer, TODAY, DUE, today=TODAY)
    assert [(e.uid, e.day, e.said) for e in events] == [
        (f"task-{given.pk}", DUE, "Chưa làm. Hạn của việc đột xuất.")
    ]
    waiting = inbox_of(cast.officer, cast.unit, TODAY)
    assert [(w.title, w.why, w.due_date) for w in waiting] == [(TITLE, "Việc đột xuất giao cho anh/chị", DUE)]
    cast.officer.email = "an@example.vn"
    cast.officer.save()
    choose_rhythm(actor=cast.officer, at=timezone.now(), rhythm=Rhythm.DAILY)
    assert send_due(at=datetime(2026, 7, 1, 7, tzinfo=VIETNAM)).sent == 1
    assert TITLE in mail.outbox[0].body


def test_its_day_is_moved_like_any_other(cast: Cast, given: Task, client_of: Callable[..., Client]) -> None:
    one = Occurrence.objects.get(task=given)
    said = {"to": "2026-07-14", "seen": DUE.isoformat(), "reason": "Xưởng giao biển chậm"}
    browser = client_of(cast.coordinator)
    browser.post(f"/desk/{cast.unit.code}/tasks/{given.pk}/occurrences/{one.pk}/", said)
    given.refresh_from_db()
    assert given.due_date == date(2026, 7, 14)
    page = browser.get(f"/desk/{cast.unit.code}/tasks/{given.pk}/").content.decode()
    assert "dời hạn từ 10/07/2026 sang 14/07/2026" in page
    assert "Xưởng giao biển chậm" in page
    event = events_of(cast.officer, TODAY, date(2026, 7, 31), today=TODAY)[0]
    assert (event.day, event.original) == (date(2026, 7, 14), DUE)


def test_tasks_given_before_this_version_are_filled_in(cast: Cast, now: datetime) -> None:
    one_task(cast)
    refresh_year(at=now, unit=cast.unit, year=2026)
    fields = GivenFields(title=TITLE, due_date=DUE, officer=cast.officer)
    task = give_task(actor=cast.leader, at=now, unit=cast.unit, fields=fields)
    assert years_to_fill() == [(cast.unit, 2026)]
    refresh_year(at=now, unit=cast.unit, year=2026)
    assert years_to_fill() == []
    assert Occurrence.objects.get(task=task).due_date == DUE


def test_the_history_says_which_period_was_moved(cast: Cast, now: datetime) -> None:
    task = one_task(cast, timing="Hằng tháng")
    refresh_year(at=now, unit=cast.unit, year=2026)
    one = Occurrence.objects.get(task=task, last_date=date(2026, 7, 31))
    move_occurrence(
        actor=cast.coordinator, at=now + timedelta(hours=1), occurrence=one, to=date(2026, 8, 5),
        reason="Chờ số liệu của Sở", seen=one.due_date,
    )  # fmt: skip
    told = tell(Entry.objects.filter(action="occurrence.move"))[0]
    assert told.did == "dời hạn tháng 7 từ 31/07/2026 sang 05/08/2026"
    assert (told.who, told.remark) == ("Trần Thị Hòa", "Chờ số liệu của Sở")
