"""The feed of a person's calendar: what is in it, in what form, and what a stranger gets."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar, Component

from tests.cast import Cast
from tests.programme.plans.factories import add_picture, facts, make_plan
from thanthien.platform.notices.actions import make_feed, revoke_feed
from thanthien.platform.people.models import Person
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.occurrences.actions import move_occurrence, refresh_year
from thanthien.programme.occurrences.models import Occurrence
from thanthien.programme.plans.models import Task, TaskAgency

LONG = "Tổ chức họp giao ban, kiểm điểm tiến độ thực hiện Chính quyền thân thiện của các cơ quan, đơn vị"
JULY = date(2026, 7, 31)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def task(cast: Cast, now: datetime) -> Task:
    """Monthly of the culture office; weekly and daily ones, and one of another office, beside it."""
    tasks = make_plan(
        cast.unit,
        facts(LONG, cast.culture, timing="Hằng tháng"),
        facts("Chấm công", cast.culture, timing="Hằng ngày"),
        facts("Việc của phòng khác", cast.economy, timing="Hằng tuần"),
        facts("Báo cáo", cast.culture, timing="Trước ngày 16/6, 16/12"),
    )
    refresh_year(at=now, unit=cast.unit, year=2026)
    return tasks[0]


def address(person: Person) -> str:
    return f"/api/calendar/{make_feed(actor=person, at=timezone.now())[0]}.ics"


def events(person: Person) -> list[Component]:
    answer = Client().get(address(person))
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content).walk("VEVENT")


def of(found: list[Component], title: str, day: date) -> Component:
    return next(e for e in found if str(e["summary"]) == title and e.decoded("dtstart") == day)


def test_each_period_is_an_event_on_its_last_good_day(cast: Cast, task: Task) -> None:
    found = events(cast.officer)
    months = [e.decoded("dtstart") for e in found if str(e["summary"]) == LONG]
    assert months[:4] == [date(2026, 5, 29), date(2026, 6, 30), JULY, date(2026, 8, 31)]
    assert {str(e["summary"]) for e in found} == {LONG, "Báo cáo"}  # neither daily work nor another office's
    july = of(found, LONG, JULY)
    assert "Đang diễn ra. Hạn của tháng 7." in str(july["description"])
    assert str(july["uid"]).startswith("occurrence-")
    assert len({str(e["uid"]) for e in found}) == len(found)


def test_a_moved_day_says_the_original_one_and_keeps_its_uid(cast: Cast, task: Task, now: datetime) -> None:
    before = str(of(events(cast.officer), LONG, JULY)["uid"])
    one = Occurrence.objects.get(task=task, last_date=JULY)
    move_occurrence(
        actor=cast.coordinator, at=now, occurrence=one, to=date(2026, 8, 5), seen=JULY,
        reason="Bà Nguyễn Thị Tư ốm",
    )  # fmt: skip
    moved = of(events(cast.officer), LONG, date(2026, 8, 5))
    assert str(moved["uid"]) == before
    assert "Hạn ban đầu: 31/07/2026, đã dời." in str(moved["description"])
    assert moved["x-thanthien-original-date"].to_ical() == b"20260731"


def test_nothing_of_other_people_leaves_the_house(cast: Cast, task: Task, now: datetime) -> None:
    one = Occurrence.objects.get(task=task, last_date=JULY)
    move_occurrence(
        actor=cast.coordinator, at=now, occurrence=one, to=date(2026, 8, 5), seen=JULY,
        reason="Bà Nguyễn Thị Tư ốm",
    )  # fmt: skip
    TaskAgency.objects.filter(task=task).update(assignee=cast.head, remark="Gọi ông Năm 0912345678")
    text = Calendar.from_ical(Client().get(address(cast.officer)).content).to_ical().decode()
    plain = text.replace("\r\n ", "")
    assert LONG.replace(",", "\\,") in plain
    for person in Person.objects.all():
        assert person.full_name not in plain
        assert person.username not in plain
    assert "Nguyễn Thị Tư" not in plain
    assert "0912345678" not in plain


def test_the_form_is_icalendar(cast: Cast, task: Task) -> None:
    answer = Client().get(address(cast.officer))
    raw = answer.content
    lines = raw.split(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75  # octets, RFC 5545 3.1
    raw.decode("utf-8")
    calendar = Calendar.from_ical(raw)
    assert not calendar.errors
    for event in calendar.walk("VEVENT"):
        assert not event.errors
        for name in ("uid", "dtstamp", "dtstart", "summary"):
            assert name in event
    assert LONG in {str(e["summary"]) for e in calendar.walk("VEVENT")}
    assert answer["X-Robots-Tag"] == "noindex"


def test_what_is_done_rings_no_more(cast: Cast, task: Task) -> None:
    assert of(events(cast.officer), LONG, JULY).walk("VALARM")
    proof = add_picture(cast, task)
    Evidence.objects.filter(pk=proof.pk).update(effective_date=date(2026, 7, 1), state="accepted")
    done = of(events(cast.officer), LONG, JULY)
    assert done.walk("VALARM") == []
    assert "Đã chấp nhận" in str(done["description"])


def test_every_printed_day_is_there(cast: Cast, task: Task) -> None:
    """A task with two printed days ends on the second; the first is a day of its own."""
    days = [e.decoded("dtstart") for e in events(cast.officer) if str(e["summary"]) == "Báo cáo"]
    assert days == [date(2026, 6, 15), date(2026, 12, 15)]


def test_a_stranger_learns_nothing_and_costs_one_query(cast: Cast, task: Task) -> None:
    revoked = address(cast.officer)
    revoke_feed(actor=cast.officer, at=timezone.now())
    closed = address(cast.head)
    Person.objects.filter(pk=cast.head.pk).update(is_active=False)
    for path in (revoked, closed, "/api/calendar/abc.ics", "/api/calendar/%F0%9F%92%A3.ics"):
        with CaptureQueriesContext(connection) as seen:
            answer = Client().get(path)
        assert (answer.status_code, len(seen)) == (404, 1), path
        assert LONG not in answer.content.decode()
    assert Client().post(revoked).status_code == 405


def test_the_number_of_queries_does_not_grow_with_tasks(cast: Cast, task: Task, now: datetime) -> None:
    def queries() -> int:
        path = address(cast.officer)
        Client().get(path)
        with CaptureQueriesContext(connection) as seen:
            Client().get(path)
        return len(seen)

    first = queries()
    for n in range(3):
        row = Task.objects.create(
            unit=cast.unit, plan=task.plan, year=2026, position=10 + n, title=f"Việc {n}", timing="Hằng quý",
            timing_rule={"kind": "every", "period": "quarter"}, created_at=now, changed_at=now,
        )  # fmt: skip
        TaskAgency.objects.create(task=row, agency=cast.culture, part="lead")
    refresh_year(at=now, unit=cast.unit, year=2026)
    assert queries() == first
