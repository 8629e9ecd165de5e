"""What goes out once, is tried again, is left alone, and is given up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from tests.cast import Cast
from thanthien.platform.outbox import actions
from thanthien.platform.outbox.actions import MAX_TRIES, queue_message, send_due
from thanthien.platform.outbox.models import GatewayRest, Message
from thanthien.platform.outbox.providers import CannotSend
from thanthien.platform.outbox.queries import is_any_due

pytestmark = pytest.mark.django_db
State = Message.State


class Post:
    """A gateway that keeps what it sent, and fails as it is told."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.problem: BaseException | None = None

    def send(self, message: Message, at: datetime) -> str:
        if self.problem is not None:
            raise self.problem
        self.sent.append(message.key)
        return f"p-{message.key}"


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Post:
    here = Post()
    monkeypatch.setattr(actions, "gateway_of", lambda channel: here)
    return here


@pytest.fixture
def queue(cast: Cast, now: datetime) -> Callable[..., None]:
    def one(key: str, channel: str = "email") -> None:
        queue_message(
            at=now, unit=cast.unit, channel=channel, address="mo@example.vn", template="feedback-answered",
            fields={}, subject="Đã trả lời", text="Xem trang", about="feedback.report:1", key=key,
        )  # fmt: skip

    return one


def test_sent_once_and_asked_for_twice_is_one(queue: Callable[..., None], post: Post, now: datetime) -> None:
    queue("a")
    queue("a")
    assert is_any_due(now)
    assert send_due(at=now).sent == 1
    assert send_due(at=now).sent == 0
    message = Message.objects.get()
    assert (message.state, message.provider_id, post.sent) == (State.SENT, "p-a", ["a"])
    assert not is_any_due(now + timedelta(days=9))


def test_a_worker_that_died_while_sending_is_taken_up_after_ten_minutes(
    queue: Callable[..., None], post: Post, now: datetime
) -> None:
    queue("a")
    post.problem = KeyboardInterrupt()  # the program itself is stopped
    with pytest.raises(KeyboardInterrupt):
        send_due(at=now)
    assert Message.objects.get().state == State.SENDING
    post.problem = None
    assert send_due(at=now + timedelta(minutes=9)).sent == 0
    assert send_due(at=now + timedelta(minutes=11)).sent == 1


def test_a_message_that_always_ends_the_program_is_given_up(
    queue: Callable[..., None], post: Post, now: datetime
) -> None:
    queue("a")
    post.problem = KeyboardInterrupt()
    for n in range(MAX_TRIES):
        with pytest.raises(KeyboardInterrupt):
            send_due(at=now + timedelta(hours=n))
    send_due(at=now + timedelta(days=2))
    assert Message.objects.get().state == State.GIVEN_UP


def test_tried_again_ever_later_then_given_up(queue: Callable[..., None], post: Post, now: datetime) -> None:
    queue("a")
    post.problem, at = CannotSend("Máy chủ bận."), now
    waits = []
    for _ in range(MAX_TRIES):
        GatewayRest.objects.all().delete()  # the gateway's own rest is another test's
        assert send_due(at=at).failed == 1
        message = Message.objects.get()
        if message.next_try_at:
            waits.append(message.next_try_at - at)
            at = message.next_try_at
    assert waits == sorted(waits)
    assert (message.state, message.problem) == (State.GIVEN_UP, "Máy chủ bận.")


def test_a_wrong_address_is_given_up_at_once_and_a_bug_keeps_nobody_waiting(
    queue: Callable[..., None], post: Post, now: datetime
) -> None:
    queue("a")
    post.problem = CannotSend("Không có số này.", is_final=True)
    send_due(at=now)
    queue("b")
    post.problem = KeyError("x")
    send_due(at=now)
    states = dict(Message.objects.values_list("key", "state"))
    assert states == {"a": State.GIVEN_UP, "b": State.FAILED}


def test_a_gateway_that_fails_for_everybody_rests_and_the_others_go_on(
    queue: Callable[..., None], post: Post, now: datetime
) -> None:
    for n in range(8):
        queue(f"sms-{n}", "sms")
    post.problem = CannotSend("Nhà cung cấp chưa trả lời.")
    assert send_due(at=now).failed == 5
    assert Message.objects.filter(tries=0).count() == 3  # the last three lost no try
    post.problem = None
    queue("mail")
    assert send_due(at=now).sent == 1
    assert not is_any_due(now)
    assert send_due(at=now + timedelta(minutes=16)).sent == 8
    assert GatewayRest.objects.get(channel="sms").failures == 0


def test_the_command_says_what_it_did(queue: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> None:
    queue("a")
    call_command("messages_send")
    assert "Đã gửi 1 tin, 0 tin chưa gửi được." in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_message_once(queue: Callable[..., None], post: Post, now: datetime) -> None:
    for n in range(20):
        queue(f"m-{n}")
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        send_due(at=now)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert sorted(post.sent) == sorted(f"m-{n}" for n in range(20))
