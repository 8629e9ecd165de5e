"""The server's clock jumps: no storm of mail, no second mail, no lost week, and the dates stay what they are."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.management import call_command
from django.utils import timezone

from tests.cast import VIETNAM, Cast
from tests.programme.plans.factories import facts, make_plan
from thanthien.cli.management.commands.doctor import check_reminders
from thanthien.platform.audit.models import Entry
from thanthien.platform.notices.actions import choose_rhythm, trust_clock
from thanthien.platform.notices.models import Digest, Rhythm
from thanthien.platform.people.models import Person
from thanthien.platform.workdays.actions import load_holidays
from thanthien.programme.evidence.fulfilment import stands_of
from thanthien.programme.occurrences.actions import Refreshed, refresh_year
from thanthien.programme.occurrences.queries import occurrences_of_year
from thanthien.workflows.digest import send_due
from thanthien.workflows.inbox import inbox_of

WEDNESDAY = datetime(2026, 7, 1, 7, 0, tzinfo=VIETNAM)
MONDAY = datetime(2026, 7, 6, 7, 0, tzinfo=VIETNAM)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def work(cast: Cast) -> None:
    """A weekly and a monthly task, and one that is overdue."""
    load_holidays(path=settings.REFERENCE_DIR / "holidays" / "2026.yaml", at=WEDNESDAY)
    rows = [
        facts(f"Việc {t}", cast.culture, timing=t) for t in ("Hằng tuần", "Hằng tháng", "Trước 15/1/2026")
    ]
    make_plan(cast.unit, *rows)
    refresh_year(at=WEDNESDAY, unit=cast.unit, year=2026)


def wants(person: Person, rhythm: Rhythm = Rhythm.DAILY, at: datetime = WEDNESDAY) -> None:
    person.email = f"{person.username}@example.vn"
    person.save()
    choose_rhythm(actor=person, at=at, rhythm=rhythm)


def rounds(start: datetime, hours: int) -> int:
    """Mails of so many hours in which the server looks every hour."""
    before = len(mail.outbox)
    for n in range(hours):
        send_due(at=start + timedelta(hours=n))
    return len(mail.outbox) - before


def test_months_that_pass_at_once_bring_one_mail(cast: Cast) -> None:
    wants(cast.officer)
    assert rounds(WEDNESDAY, 3) == 1
    later = datetime(2026, 10, 14, 9, tzinfo=VIETNAM)
    assert rounds(later, 10) == 1
    body = mail.outbox[-1].body
    lines = [line for line in body.splitlines() if line.startswith("- Việc Hằng tuần")]
    assert len(lines) <= 2  # the missed weeks are one line, the running one another
    assert "kỳ đã qua chưa có minh chứng" in body


def test_a_day_back_brings_no_second_mail_and_the_next_day_its_own(cast: Cast) -> None:
    wants(cast.officer)
    thursday = WEDNESDAY + DAY
    assert rounds(thursday, 1) == 1  # the clock is a day ahead
    assert rounds(WEDNESDAY, 12) == 0  # and is mended
    assert rounds(thursday, 12) == 0  # that day has had its mail
    assert rounds(thursday + DAY, 12) == 1


def test_a_clock_gone_to_the_past_sends_nothing(cast: Cast) -> None:
    """An empty battery: the machine wakes years ago until the network tells it the time."""
    wants(cast.officer)
    assert rounds(WEDNESDAY, 1) == 1
    assert rounds(datetime(2020, 1, 2, 7, tzinfo=VIETNAM), 5) == 0
    assert rounds(WEDNESDAY + timedelta(hours=3), 5) == 0
    assert rounds(WEDNESDAY + DAY, 5) == 1


def test_after_months_ahead_a_person_says_that_the_clock_is_right(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    wants(cast.officer)
    wants(cast.head)
    rounds(WEDNESDAY, 1)
    for n in (98, 99):  # two days in October, with a wrong clock
        rounds(WEDNESDAY + n * DAY, 1)
    thursday = WEDNESDAY + DAY
    assert rounds(thursday, 2) == 0
    monkeypatch.setattr(timezone, "now", lambda: thursday)
    found = check_reminders()
    assert (found.state, "08/10/2026" in found.says, "--clock-is-right" in found.advice) == (
        "error",
        True,
        True,
    )
    out = io.StringIO()
    call_command("digest_send", stdout=out)
    assert "Chưa gửi thư nào" in out.getvalue()
    sent = len(mail.outbox)
    call_command("digest_send", "--clock-is-right", stdout=out)
    assert len(mail.outbox) == sent  # the last one counts as today's
    assert set(Digest.objects.values_list("day", flat=True)) == {WEDNESDAY.date(), thursday.date()}
    assert Entry.objects.get(action="digest.trust_clock").after == {"day": "2026-07-02", "rows": 4}
    assert check_reminders().state == "ok"
    assert rounds(thursday + DAY, 3) == 2
    assert rounds(WEDNESDAY + 98 * DAY, 3) == 2  # October comes, and has its mail
    assert trust_clock(at=thursday, today=WEDNESDAY.date() + 200 * DAY) == 0


def test_a_week_whose_monday_was_slept_has_its_mail_on_tuesday(cast: Cast) -> None:
    wants(cast.officer, Rhythm.WEEKLY)
    assert rounds(MONDAY + DAY, 2) == 1
    assert rounds(MONDAY + 2 * DAY, 2) == 0
    assert rounds(MONDAY + 7 * DAY, 2) == 1
    assert rounds(MONDAY + 8 * DAY, 2) == 0


def test_a_week_whose_monday_found_no_mail_server_is_told_on_tuesday(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    wants(cast.officer, Rhythm.WEEKLY)

    def refuse(self: EmailMultiAlternatives, *args: Any, **kwargs: Any) -> int:
        raise SMTPServerDisconnected("gone")

    with monkeypatch.context() as broken:
        broken.setattr(EmailMultiAlternatives, "send", refuse)
        assert rounds(MONDAY, 12) == 0
    assert rounds(MONDAY + DAY, 2) == 1


def test_who_chose_the_weekly_mail_on_a_wednesday_waits_for_monday(cast: Cast) -> None:
    wants(cast.officer, Rhythm.WEEKLY, at=MONDAY + 2 * DAY)
    assert rounds(MONDAY + 3 * DAY, 2) == 0
    assert rounds(MONDAY + 7 * DAY, 2) == 1


@pytest.mark.parametrize("jump", [timedelta(days=200), timedelta(days=-1), timedelta(days=-2000)])
def test_no_clock_changes_what_is_asked_for(cast: Cast, jump: timedelta) -> None:
    before = occurrences_of_year(cast.unit, 2026)
    days = [(one.pk, one.due_date) for one in before]
    states = [stand.state for stand in stands_of(before, WEDNESDAY.date())]
    list(inbox_of(cast.officer, cast.unit, (WEDNESDAY + jump).date()))
    assert refresh_year(at=WEDNESDAY + jump, unit=cast.unit, year=2026) == Refreshed()
    after = occurrences_of_year(cast.unit, 2026)
    assert [(one.pk, one.due_date) for one in after] == days
    assert [stand.state for stand in stands_of(after, WEDNESDAY.date())] == states


def test_the_turn_of_the_year_loses_no_old_year(cast: Cast) -> None:
    """In January the plan of the new year may be missing; what the old one lacks still waits."""
    wants(cast.officer)
    january = datetime(2027, 1, 5, 7, tzinfo=VIETNAM)
    assert rounds(january, 2) == 1
    assert "Việc Trước 15/1/2026" in mail.outbox[0].body
    assert Digest.objects.get().day == january.date()
