"""A citizen sends, follows, is answered, says it did not help, and is answered again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast
from thanthien.operations.feedback.acting import Act, version_of
from thanthien.operations.feedback.actions import approve, draft, take
from thanthien.operations.feedback.models import Report, Sender, Step
from thanthien.operations.feedback.setting_up import RuleFields, add_rule
from thanthien.platform.audit.models import Entry
from thanthien.platform.outbox.models import Message
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit

pytestmark = pytest.mark.django_db
TEXT = "Đèn đường trước nhà văn hóa tắt ba tối nay"


def send(cast: Cast, **more: str) -> Report:
    typed = {"text": TEXT, "category": "roads", "client_key": "may-cua-toi-1", **more}
    answer = Client().post(f"/{cast.unit.code}/send/", typed)
    assert answer.status_code == 302, answer.content.decode()
    return Report.objects.get(code=answer["Location"].split("/follow/")[1].split("/")[0])


def act(actor: Person, report: Report) -> Act:
    report.refresh_from_db()
    return Act(actor, timezone.now(), report, version_of(report))


def test_what_is_sent_is_kept_with_code_history_clock_and_notice(cast: Cast) -> None:
    report = send(cast, name="Phạm Thị Mơ", email="mo@example.vn", tell_by="email")
    page = Client().get(f"/{cast.unit.code}/follow/{report.code}/?sent=1").content.decode()
    assert report.said_code in page
    assert "Đã nhận ý kiến của ông/bà" in page
    assert report.agency == cast.economy  # street lights are the economy division's
    assert report.due_date > timezone.localdate(report.received_at)
    assert [step.move for step in report.steps.all()] == [Step.Move.SEND]
    message = Message.objects.get()
    assert (message.address, message.state) == ("mo@example.vn", Message.State.QUEUED)
    assert report.said_code in message.text
    entry = Entry.objects.filter(action="feedback.send").get()
    assert (entry.actor_name, "Mơ" in str(entry.after)) == ("Người dân", False)


def test_the_same_send_twice_is_one(cast: Cast) -> None:
    first = send(cast)
    assert send(cast) == first
    assert Report.objects.count() == Step.objects.count() == 1


def test_without_a_name_nothing_of_the_sender_is_kept(cast: Cast) -> None:
    report = send(cast)
    assert report.is_anonymous
    assert not Sender.objects.exists()
    assert not Message.objects.exists()


def test_answered_not_solved_reopened(cast: Cast, now: datetime) -> None:
    report = send(cast)
    take(act=act(cast.coordinator, report))
    draft(act=act(cast.coordinator, report), outcome="solved", text="Đã thay bóng đèn.")
    approve(act=act(cast.leader, report))
    there = f"/{cast.unit.code}/follow/{report.code}/"
    assert "Đã thay bóng đèn." in Client().get(there).content.decode()
    Client().post(f"{there}word/", {"move": "say", "is_solved": "no", "satisfaction": "2", "text": "Vẫn tối"})
    report.refresh_from_db()
    assert (report.state, report.is_solved, report.satisfaction) == (Report.State.IN_HAND, False, 2)
    assert report.due_date > timezone.localdate() + timedelta(days=7)
    assert "Vẫn tối" in Client().get(there).content.decode()


def test_in_english(cast: Cast) -> None:
    page = Client().get(f"/{cast.unit.code}/en/send/").content.decode()
    assert '<html lang="en">' in page
    assert "Roads, pavements, street lights" in page
    assert f'href="/{cast.unit.code}/en/"' in page


def test_what_changed_since_the_unit_was_asked_for_decides(cast: Cast) -> None:
    """Nobody asks for the unit between two sends: the write itself sees that an official has acted meanwhile."""
    assert send(cast, client_key="một").agency == cast.economy
    with CaptureQueriesContext(connection) as seen:
        send(cast, client_key="hai")
    assert not [one for one in seen if 'FROM "units_unit" u WHERE u.code' in one["sql"]]
    add_rule(
        actor=cast.coordinator, at=timezone.now(), unit=cast.unit, fields=RuleFields(cast.culture, "roads")
    )
    assert send(cast, client_key="ba").agency == cast.culture
    assert Report.objects.count() == Step.objects.count() == 3
    assert Entry.objects.filter(action="feedback.send").count() == 3


def test_a_unit_merged_since_takes_nothing_more(cast: Cast) -> None:
    send(cast, client_key="một")
    Unit.objects.filter(pk=cast.unit.pk).update(successor=cast.other_unit, merged_date=timezone.localdate())
    answer = Client().post(
        f"/{cast.unit.code}/send/", {"text": TEXT, "category": "roads", "client_key": "hai"}
    )
    assert answer["Location"] == f"/{cast.unit.code}/"
    assert Report.objects.count() == 1


def test_a_number_given_to_another_unit_since_takes_nothing_for_it(cast: Cast) -> None:
    """A demo made anew while the program runs: what was remembered bears a number that is another's now."""
    send(cast, client_key="một")
    kept: tuple[Unit, int] = caches["objects"].get(f"asked-{cast.unit.code}")
    stranger = Unit.objects.get(pk=kept[0].pk)
    stranger.pk = cast.other_unit.pk
    caches["objects"].set(f"asked-{cast.unit.code}", (stranger, 0))
    assert send(cast, client_key="hai").unit == cast.unit
