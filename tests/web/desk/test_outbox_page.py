"""Messages on the desk: what is stuck and why, sent again, given up; addresses are never shown whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from tests.cast import Cast
from tests.operations.feedback.factories import sent
from thanthien.operations.feedback.intake import Contact
from thanthien.platform.audit.models import Entry
from thanthien.platform.outbox.models import Message
from thanthien.platform.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(cast: Cast, now: datetime) -> Message:
    sent(cast, now, contact=Contact("Phạm Thị Mơ", email="phammo@example.vn", tell_by="email"))
    Message.objects.update(state="given_up", tries=7, problem="Máy chủ thư không nhận địa chỉ này.")
    return Message.objects.get()


def test_a_stuck_message_goes_out_again_to_a_corrected_address(
    cast: Cast, client_of: Callable[[Person], Client], message: Message
) -> None:
    browser, home = client_of(cast.coordinator), f"/desk/{cast.unit.code}/messages/"
    page = browser.get(home).content.decode()
    assert "Máy chủ thư không nhận địa chỉ này." in page
    assert "p…@example.vn" in page
    assert "phammo@" not in page
    browser.post(f"{home}{message.pk}/again/", {"address": "mo.moi@example.vn"})
    message.refresh_from_db()
    assert (message.state, message.tries, message.address) == ("queued", 0, "mo.moi@example.vn")
    entry = Entry.objects.get(action="message.again")
    assert "example.vn" not in f"{entry.subject}{entry.before}{entry.after}"


def test_a_message_is_cancelled_and_stays_in_the_list(
    cast: Cast, client_of: Callable[[Person], Client], message: Message
) -> None:
    browser, home = client_of(cast.leader), f"/desk/{cast.unit.code}/messages/"
    browser.post(f"{home}{message.pk}/cancel/")
    assert "Đã thôi gửi" in browser.get(f"{home}?tab=all").content.decode()
    assert "Không có tin nào bị kẹt" in browser.get(home).content.decode()


def test_a_message_that_went_out_is_not_sent_again(
    cast: Cast, client_of: Callable[[Person], Client], message: Message
) -> None:
    Message.objects.update(state="sent")
    browser = client_of(cast.coordinator)
    answer = browser.post(f"/desk/{cast.unit.code}/messages/{message.pk}/again/", follow=True)
    assert "Tin này đã gửi hoặc đang gửi." in answer.content.decode()
    message.refresh_from_db()
    assert message.state == "sent"
