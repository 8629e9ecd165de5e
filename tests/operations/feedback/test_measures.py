"""What feedback measures, by hand: in time, late once, said, reopened, handed on – and what is protected apart."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.cast import Cast
from tests.operations.feedback.factories import act, sent
from thanthien.operations.feedback.actions import approve, draft, forward, take
from thanthien.operations.feedback.following import say
from thanthien.operations.feedback.intake import Contact
from thanthien.operations.feedback.measures import collect
from thanthien.operations.feedback.models import Report

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def answered(cast: Cast, report: Report, at: datetime) -> Report:
    draft(act=act(cast.coordinator, report, at), outcome="solved", text="Đã dọn xong.", who_is="")
    return approve(act=act(cast.leader, report, at))


def figures(first: date, last: date, *codes: str) -> dict[tuple[str, date], tuple[int, int | None]]:
    """What is not zero, of the measures named."""
    found: Iterable[tuple[tuple[str, date], tuple[int, int | None]]] = (
        (
            (one.measure, one.day),
            (int(one.numerator), None if one.denominator is None else int(one.denominator)),
        )
        for one in collect(first, last)
    )
    return {key: value for key, value in found if key[0] in codes and any(value)}


def test_an_answer_in_time_counts_on_its_day_and_a_late_one_once(cast: Cast, now: datetime) -> None:
    day = now.date()
    quick, slow = sent(cast, now), sent(cast, now)
    limit = slow.due_date
    answered(cast, quick, now + 2 * DAY)
    span = (day, limit + 30 * DAY)
    assert figures(day, limit, "feedback_on_time", "feedback_late", "feedback_received") == {
        ("feedback_received", day): (2, None),
        ("feedback_on_time", day + 2 * DAY): (1, 1),
    }
    late = {
        ("feedback_on_time", day + 2 * DAY): (1, 1),
        ("feedback_on_time", limit + DAY): (0, 1),
        ("feedback_late", limit + DAY): (1, None),
    }
    assert figures(*span, "feedback_on_time", "feedback_late") == late
    answered(cast, slow, now + (limit - day) + 5 * DAY)
    assert figures(*span, "feedback_on_time", "feedback_late") == late  # not a second time


def test_what_senders_say_and_who_comes_back(cast: Cast, now: datetime) -> None:
    glad, cross = sent(cast, now), sent(cast, now)
    for report in (glad, cross):
        answered(cast, report, now + DAY)
    say(at=now + 2 * DAY, report=glad, is_solved=True, satisfaction=5, text="")
    say(at=now + 2 * DAY, report=cross, is_solved=False, satisfaction=2, text="Rác vẫn còn")
    day = now.date()
    assert figures(day, day + 3 * DAY, "feedback_satisfied", "feedback_reopened") == {
        ("feedback_satisfied", day + 2 * DAY): (1, 2),
        ("feedback_reopened", day + DAY): (0, 2),
        ("feedback_reopened", day + 2 * DAY): (1, 0),
    }


def test_a_word_on_regulations_is_handed_on_in_five_working_days(cast: Cast, now: datetime) -> None:
    named: dict[str, Any] = {"path": "regulation", "contact": Contact(name="Bà Hà", address="Thôn Đông")}
    handed, kept = sent(cast, now, **named), sent(cast, now, **named)
    take(act=act(cast.coordinator, handed, now))
    forward(act=act(cast.coordinator, handed, now + DAY), body="Sở Tư pháp", text="Thuộc thẩm quyền của Sở")
    day, limit = now.date(), kept.due_date
    assert figures(day, limit + DAY, "regulation_forwarded", "feedback_on_time") == {
        ("regulation_forwarded", day + DAY): (1, 1),
        ("regulation_forwarded", limit + DAY): (0, 1),
    }


def test_reports_about_staff_are_counted_where_nobody_else_looks(cast: Cast, now: datetime) -> None:
    report = sent(cast, now, category="staff")
    above = sent(cast, now, category="staff", about_leader=True)
    day, limit = now.date(), report.due_date
    assert above.due_date == limit
    seen = figures(day, limit + DAY, "feedback_received", "feedback_on_time", "feedback_late")
    assert seen == {}
    hidden = figures(day, limit + DAY, "feedback_protected", "feedback_about_leader")
    assert hidden == {
        ("feedback_protected", limit + DAY): (0, 1),
        ("feedback_about_leader", limit + DAY): (0, 1),
    }


def test_a_unit_is_measured_from_its_first_report_and_zero_is_told(cast: Cast, now: datetime) -> None:
    sent(cast, now)
    rows = list(collect(now.date() - 2 * DAY, now.date() + DAY))
    assert {one.unit_id for one in rows} == {cast.unit.pk}
    assert {one.day for one in rows} == {now.date(), now.date() + DAY}
    tomorrow = [one for one in rows if one.day > now.date() and one.measure == "feedback_received"]
    assert [one.numerator for one in tomorrow] == [0]
