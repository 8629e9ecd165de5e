"""The weekly relay: heard, nothing to report, or silence – told apart; entered by the relayer or the coordinator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from tests.cast import Cast
from thanthien.operations.channels.models import RelayedWeek, Relayer
from thanthien.operations.channels.queries import monday_of
from thanthien.operations.channels.registers import coverage_of, relay_of
from thanthien.operations.channels.relaying import CannotRelay, RelayerFields, add_relayer, say_nothing
from thanthien.operations.feedback.models import Channel, Report
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed
from thanthien.workflows.channels import Typed, relay_report
from thanthien.workflows.inbox import inbox_of

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
TYPED = Typed("Mương thoát nước xóm Chùa bị lấp", "water")


@pytest.fixture
def head(cast: Cast, now: datetime) -> Relayer:
    """A village head whose account is the officer's."""
    fields = RelayerFields(Relayer.Kind.VILLAGE_HEAD, "Ông Đỗ Văn Mão", date(2026, 6, 8), person=cast.officer)
    return add_relayer(actor=cast.coordinator, at=now, unit=cast.unit, fields=fields)


def test_silence_and_nothing_to_report_are_told_apart(cast: Cast, head: Relayer, now: datetime) -> None:
    today = now.date()
    monday = monday_of(today)
    say_nothing(actor=cast.officer, at=now, relayer=head, monday=monday - 2 * WEEK)
    relay_report(
        actor=cast.officer, at=now, relayer=head, monday=monday - 3 * WEEK, typed=TYPED, client_key="mot"
    )
    rows = relay_of(cast.unit, monday, today, 5)
    states = [cell.state for cell in rows[0].cells]
    assert states == ["outside", "heard", "nothing", "missing", "open"]
    coverage = coverage_of(rows, today)
    assert (coverage.weeks, coverage.covered) == (3, 2)


def test_what_was_heard_is_a_report_and_takes_nothing_back(cast: Cast, head: Relayer, now: datetime) -> None:
    monday = monday_of(now.date())
    say_nothing(actor=cast.officer, at=now, relayer=head, monday=monday)
    for _ in range(2):  # sent twice by a poor line
        relay_report(actor=cast.officer, at=now, relayer=head, monday=monday, typed=TYPED, client_key="mot")
    report = Report.objects.get()
    week = RelayedWeek.objects.get()
    assert (report.channel, week.nothing) == (Channel.RELAY, False)
    assert [one.report_code for one in week.reports.all()] == [report.code]
    with pytest.raises(CannotRelay):
        say_nothing(actor=cast.officer, at=now, relayer=head, monday=monday)


def test_only_the_relayer_and_the_coordinator_enter(cast: Cast, head: Relayer, now: datetime) -> None:
    monday = monday_of(now.date())
    with pytest.raises(NotAllowed):
        say_nothing(actor=cast.one_stop, at=now, relayer=head, monday=monday)
    with pytest.raises(NotAllowed):
        relay_report(actor=cast.one_stop, at=now, relayer=head, monday=monday, typed=TYPED, client_key="x")
    assert not Report.objects.exists()
    say_nothing(actor=cast.coordinator, at=now, relayer=head, monday=monday)


@pytest.mark.parametrize("away", [1, -9, -4])
def test_weeks_ahead_long_past_or_before_the_relayer_are_refused(
    cast: Cast, head: Relayer, now: datetime, away: int
) -> None:
    with pytest.raises(CannotRelay):
        say_nothing(actor=cast.officer, at=now, relayer=head, monday=monday_of(now.date()) + away * WEEK)


def test_the_week_waits_for_the_relayer_and_who_is_missing_for_the_coordinator(
    cast: Cast, head: Relayer, now: datetime
) -> None:
    thursday = monday_of(now.date()) + timedelta(days=3)
    own = [one.title for one in inbox_of(cast.officer, cast.unit, thursday)]
    assert "Ý kiến người dân trong tuần" in own
    why = [one.why for one in inbox_of(cast.coordinator, cast.unit, thursday)]
    assert "1 đầu mối chưa phản hồi tuần này" in why


def test_the_pages_enter_and_show(cast: Cast, client_of: Callable[[Person], Client], head: Relayer) -> None:
    home = f"/desk/{cast.unit.code}/relay/"
    typed = {
        "text": "Loa thôn nói nhỏ quá không nghe được",
        "category": "idea",
        "path": "petition",
        "client_key": "k",
    }
    answer = client_of(cast.officer).post(f"{home}{head.pk}/", typed, follow=True)
    assert Report.objects.get().said_code in answer.content.decode()
    assert "có ý kiến" in client_of(cast.coordinator).get(home).content.decode()
    assert client_of(cast.one_stop).post(f"{home}{head.pk}/", {"nothing": "1"}).status_code == 403
