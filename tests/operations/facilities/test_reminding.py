"""No list by the hour: the heads see it on their first page and by mail, once, and never on a day off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from tests.cast import Cast
from tests.operations.facilities.conftest import MORNING
from thanthien.operations.facilities.marking import Look, mark_item, mark_rest
from thanthien.operations.facilities.models import ChecklistItem
from thanthien.operations.facilities.reminding import remind_heads
from thanthien.operations.facilities.waiting import alarm
from thanthien.platform.notices.models import MailChoice, Rhythm
from thanthien.platform.outbox.models import Message
from thanthien.platform.people.models import Person

pytestmark = pytest.mark.django_db
PAST = MORNING + timedelta(minutes=11)  # 07:31; the hour set is 07:30


def test_a_mail_a_head_a_morning(cast: Cast, items: dict[str, ChecklistItem]) -> None:
    for person in (cast.coordinator, cast.head, cast.one_stop):
        Person.objects.filter(pk=person.pk).update(email=f"{person.username}@example.vn")
        MailChoice.objects.create(person=person, rhythm=Rhythm.DAILY, changed_at=MORNING)
    assert remind_heads(at=MORNING) == 0
    remind_heads(at=PAST)
    mark_item(actor=cast.one_stop, at=PAST, item=items["power"], look=Look("ok"))
    remind_heads(at=PAST + timedelta(minutes=10))
    [mail] = Message.objects.all()
    assert mail.address == f"{cast.coordinator.username}@example.vn", (
        "who manages the centre, and asked for mail"
    )
    assert "đã quá 07:30 mà chưa ai kiểm tra đầu ngày" in mail.text
    mark_rest(actor=cast.one_stop, at=PAST + timedelta(minutes=20), unit=cast.unit)
    assert remind_heads(at=PAST + timedelta(hours=1)) == 0
    assert remind_heads(at=PAST + timedelta(days=3)) == 0, "a Saturday"


def test_only_heads_are_alarmed(cast: Cast, items: dict[str, ChecklistItem]) -> None:
    day = date(2026, 7, 1)  # asked about a day that is over
    found = alarm(cast.leader, cast.unit, day)
    assert found is not None
    assert found.why == "quá 07:30 mà chưa ai kiểm tra"
    assert alarm(cast.officer, cast.unit, day) is None
    assert alarm(cast.leader, cast.unit, day + timedelta(days=3)) is None, "a Saturday"


def test_the_first_page_shows_the_alarm(
    cast: Cast, items: dict[str, ChecklistItem], client_of: Callable[[Person], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    found = alarm(cast.leader, cast.unit, date(2026, 7, 1))
    monkeypatch.setattr("thanthien.web.desk.home.checklist_alarm", lambda *of: found)
    page = client_of(cast.leader).get(f"/desk/{cast.unit.code}/").content.decode()
    assert "quá 07:30 mà chưa ai kiểm tra" in page
    assert f"/desk/{cast.unit.code}/checklist/" in page
