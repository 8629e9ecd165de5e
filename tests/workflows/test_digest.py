"""The digest by mail: at a decent hour, once a day, never empty, tried again when the mail server refuses."""

from __future__ import annotations

from datetime import datetime, timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from tests.cast import VIETNAM, Cast
from tests.programme.plans.factories import one_task
from thanthien.platform.notices.actions import CannotTell, choose_rhythm, send_once
from thanthien.platform.notices.models import Digest, Rhythm
from thanthien.platform.notices.queries import stuck_digests
from thanthien.platform.people.models import Person
from thanthien.platform.workdays.actions import load_holidays
from thanthien.workflows.digest import send_due

WEDNESDAY = datetime(2026, 7, 1, 7, 0, tzinfo=VIETNAM)
MONDAY = datetime(2026, 7, 6, 7, 0, tzinfo=VIETNAM)


@pytest.fixture(autouse=True)
def holidays(db: None) -> None:
    load_holidays(path=settings.REFERENCE_DIR / "holidays" / "2026.yaml", at=WEDNESDAY)


def wants(person: Person, rhythm: Rhythm, address: str = "an@example.vn") -> None:
    person.email = address
    person.save()
    choose_rhythm(actor=person, at=WEDNESDAY, rhythm=rhythm)


def test_a_mail_says_what_waits_and_where(cast: Cast) -> None:
    task = one_task(cast, timing="Trước 15/1/2026")
    wants(cast.officer, Rhythm.DAILY)
    assert send_due(at=WEDNESDAY).sent == 1
    sent = mail.outbox[0]
    assert isinstance(sent, EmailMultiAlternatives)
    assert sent.to == ["an@example.vn"]
    assert sent.subject == "Thân Thiện: 1 việc đang chờ anh/chị, 1 việc quá hạn"
    assert f"- {task.title}" in sent.body
    assert "hạn 14/01/2026" in sent.body
    assert f"/desk/{cast.unit.code}/my-work/" in sent.body
    html = sent.alternatives[0][0]
    assert task.title in str(html)
    assert "{{" not in sent.body + str(html)


def test_the_same_day_brings_no_second_mail(cast: Cast) -> None:
    one_task(cast, timing="Trước 15/1/2026")
    wants(cast.officer, Rhythm.DAILY)
    send_due(at=WEDNESDAY)
    send_due(at=WEDNESDAY + timedelta(hours=3))
    assert len(mail.outbox) == 1
    send_due(at=WEDNESDAY + timedelta(days=1))
    assert len(mail.outbox) == 2


def test_nothing_waits_nothing_is_sent(cast: Cast) -> None:
    wants(cast.officer, Rhythm.DAILY)
    told = send_due(at=WEDNESDAY)
    assert (told.sent, told.empty) == (0, 1)
    assert mail.outbox == []
    assert not Digest.objects.exists()


@pytest.mark.parametrize(
    ("when", "rhythm", "count"),
    [
        (WEDNESDAY, Rhythm.WEEKLY, 0),
        (MONDAY, Rhythm.WEEKLY, 1),
        (WEDNESDAY.replace(hour=5), Rhythm.DAILY, 0),
        (WEDNESDAY, Rhythm.NONE, 0),
        (datetime(2026, 7, 4, 9, tzinfo=VIETNAM), Rhythm.DAILY, 0),  # a Saturday
        (datetime(2026, 9, 2, 9, tzinfo=VIETNAM), Rhythm.DAILY, 0),  # the National Day
    ],
)
def test_each_rhythm_has_its_days(cast: Cast, when: datetime, rhythm: Rhythm, count: int) -> None:
    one_task(cast, timing="Trước 15/1/2026")
    wants(cast.officer, rhythm)
    assert send_due(at=when).sent == count


def test_a_closed_account_is_told_nothing(cast: Cast) -> None:
    one_task(cast, timing="Trước 15/1/2026")
    wants(cast.officer, Rhythm.DAILY)
    Person.objects.filter(pk=cast.officer.pk).update(is_active=False)
    assert send_due(at=WEDNESDAY).sent == 0


def test_a_mail_server_that_refuses_is_asked_again_later(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    one_task(cast, timing="Trước 15/1/2026")
    wants(cast.officer, Rhythm.DAILY)

    def refuse(self: EmailMultiAlternatives, *args: Any, **kwargs: Any) -> int:
        raise SMTPServerDisconnected("gone")

    with monkeypatch.context() as broken:
        broken.setattr(EmailMultiAlternatives, "send", refuse)
        assert send_due(at=WEDNESDAY).failed == 1
        at = WEDNESDAY
        for pause in (5, 15, 60, 180):
            at += timedelta(minutes=pause)
            assert send_due(at=at - timedelta(seconds=1)).failed == 0
            assert send_due(at=at).failed == 1
        assert send_due(at=at + timedelta(hours=9)).failed == 0
    digest = Digest.objects.get()
    assert (digest.state, digest.tries) == ("failed", 5)
    assert "gone" in digest.problem
    assert list(stuck_digests(WEDNESDAY.date())) == [digest]


def test_a_crash_while_sending_leads_to_no_second_mail(cast: Cast) -> None:
    def crash() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send_once(at=WEDNESDAY, day=WEDNESDAY.date(), person=cast.officer, items=1, send=crash)
    sent: list[int] = []
    again = send_once(
        at=WEDNESDAY + timedelta(hours=1), day=WEDNESDAY.date(), person=cast.officer, items=1,
        send=lambda: sent.append(1),
    )  # fmt: skip
    assert (again, sent) == (None, [])
    assert Digest.objects.get().state == "sending"


def test_mail_needs_an_address(cast: Cast) -> None:
    with pytest.raises(CannotTell, match="chưa có thư điện tử"):
        choose_rhythm(actor=cast.head, at=WEDNESDAY, rhythm=Rhythm.DAILY)
