"""What time does: an answered report ends, a pause is over, leaders hear once before the limit and once after."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.cast import Cast
from tests.operations.feedback.factories import act, sent
from thanthien.operations.feedback.actions import approve, ask, draft
from thanthien.operations.feedback.following import say
from thanthien.operations.feedback.intake import Contact
from thanthien.operations.feedback.models import Report, Step
from thanthien.operations.feedback.sweeping import Swept, sweep
from thanthien.operations.feedback.waiting import waiting_for
from thanthien.platform.outbox.models import Message

pytestmark = pytest.mark.django_db
MO = Contact("Phạm Thị Mơ", email="mo@example.vn", tell_by="email")


def test_an_answered_report_ends_after_the_time_for_reopening(cast: Cast, now: datetime) -> None:
    report = sent(cast, now, contact=MO)
    draft(act=act(cast.coordinator, report, now), outcome="solved", text="Đã thu gom")
    approve(act=act(cast.leader, report, now))
    assert sweep(at=now + timedelta(days=15)).closed == 0
    assert sweep(at=now + timedelta(days=16)).closed == 1
    report.refresh_from_db()
    assert report.state == Report.State.CLOSED
    assert report.closed_at
    assert Message.objects.filter(template="feedback-closed").count() == 1
    assert sweep(at=now + timedelta(days=17)) == Swept()
    later = now + timedelta(days=18)
    say(at=later, report=report, is_solved=False, satisfaction=1, text="Rác lại đầy")
    report.refresh_from_db()
    assert report.state == Report.State.CLOSED  # heard, but too late to begin anew


def test_a_sender_who_does_not_answer_is_waited_for_five_working_days(cast: Cast, now: datetime) -> None:
    report = sent(cast, now, contact=MO)
    due = report.due_date
    ask(act=act(cast.coordinator, report, now), text="Ở ngõ nào?")
    report.refresh_from_db()
    assert report.ask_until == date(2026, 7, 8)
    assert sweep(at=now + timedelta(days=7)).resumed == 0
    assert (
        sweep(at=now + timedelta(days=20)).resumed == 1
    )  # however late this looks, the clock ran from 9 July
    report.refresh_from_db()
    assert report.state == Report.State.IN_HAND
    pause = report.pauses.get()
    assert (pause.first_date, pause.last_date) == (date(2026, 7, 1), date(2026, 7, 8))
    assert (report.due_date - due).days == 7
    step = report.steps.filter(move=Step.Move.RESUME).get()
    assert (step.is_public, step.is_system) == (True, True)
    assert Message.objects.filter(template="feedback-resumed").count() == 1


def test_leaders_hear_once_before_the_limit_and_once_after(cast: Cast, now: datetime) -> None:
    report = sent(cast, now)
    at_due = now + timedelta(days=(report.due_date - now.date()).days)
    told = []
    for days in (-9, -4, -1, -1, 0, 1, 2):
        told.append(sweep(at=at_due + timedelta(days=days)).alarmed)
    assert told.count(1) == 2
    assert [step.text for step in report.steps.filter(move=Step.Move.ESCALATE)] == [
        "Sắp đến hạn trả lời.", "Đã quá hạn trả lời.",
    ]  # fmt: skip
    today = report.due_date + timedelta(days=2)
    assert any("đã quá hạn" in one.why for one in waiting_for(cast.leader, cast.unit, today))


def test_a_report_that_waits_for_the_sender_alarms_nobody(cast: Cast, now: datetime) -> None:
    report = sent(cast, now, contact=MO)
    ask(act=act(cast.coordinator, report, now), text="Ở ngõ nào?")
    assert sweep(at=now + timedelta(days=1)).alarmed == 0
