"""Writes of what goes out to citizens: queued beside what it tells of, sent after, tried again, given up."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from thanthien.platform.audit.actions import record
from thanthien.platform.inserting import add_unless_there
from thanthien.platform.outbox.gateways import gateway_of
from thanthien.platform.outbox.models import Channel, GatewayRest, Message
from thanthien.platform.outbox.providers import CannotSend
from thanthien.platform.outbox.queries import due_messages
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit

_log = logging.getLogger(__name__)
State = Message.State
MAX_TRIES = 7
_PAUSES = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=20), timedelta(hours=1), timedelta(hours=4),
    timedelta(hours=12),
)  # fmt: skip
_CLAIMED = timedelta(minutes=10)  # a worker that died while sending is taken to have failed after this
_TIRED = 5  # failures one after the other of a whole gateway before it rests
_REST = timedelta(minutes=15)


class CannotResend(Refusal):
    """The message is not sent again."""


@dataclass(frozen=True, slots=True)
class Told:
    sent: int = 0
    failed: int = 0


def queue_message(
    *,
    at: datetime,
    unit: Unit,
    channel: str,
    address: str,
    template: str,
    fields: Mapping[str, str],
    subject: str,
    text: str,
    about: str,
    key: str,
) -> None:
    """One insert, in the caller's transaction; the same `key` twice is one message."""
    add_unless_there(
        Message,
        unit_id=unit.pk, channel=channel, address=address, template=template, fields=dict(fields),
        subject=subject[:200], text=text, about=about, key=key, made_at=at, next_try_at=at,
    )  # fmt: skip


def send_due(*, at: datetime, limit: int = 200) -> Told:
    """Send what is due, the oldest first. Safe with several workers: each row is claimed before it is sent."""
    sent = failed = 0
    due = due_messages(at).exclude(channel__in=_resting(at)).order_by("next_try_at", "pk")
    for pk, channel in list(due.values_list("pk", "channel")[:limit]):
        if channel in _resting(at):  # since this round began; no try is lost to a gateway that rests
            continue
        message = _claim(pk, at)
        if message is None:
            continue
        if _send(message, at):
            sent += 1
        else:
            failed += 1
    return Told(sent, failed)


def _claim(pk: int, at: datetime) -> Message | None:
    waiting = due_messages(at).filter(pk=pk)
    found = waiting.first()
    if found is None:
        return None
    if found.tries >= MAX_TRIES:  # only where every try ended with the program itself
        waiting.update(
            state=State.GIVEN_UP, next_try_at=None, ended_at=at, problem="Chương trình gửi dừng giữa chừng."
        )
        return None
    taken = waiting.filter(tries=found.tries).update(
        state=State.SENDING, tries=found.tries + 1, next_try_at=at + _CLAIMED
    )
    if not taken:
        return None
    found.refresh_from_db()
    return found


def _resting(at: datetime) -> list[str]:
    return list(GatewayRest.objects.filter(until__gt=at).values_list("channel", flat=True))


def _send(message: Message, at: datetime) -> bool:
    try:
        message.provider_id = gateway_of(message.channel).send(message, at)[:120]
    except CannotSend as error:
        _note_failure(message, error, at)
        return False
    except Exception as error:  # a gateway's own mistake keeps no other message waiting
        _log.exception("message %s (%s)", message.pk, message.channel)
        _note_failure(message, CannotSend(f"Lỗi khi gửi: {type(error).__name__}."), at)
        return False
    message.state, message.ended_at, message.next_try_at, message.problem = State.SENT, at, None, ""
    message.save(update_fields=["state", "ended_at", "next_try_at", "problem", "provider_id"])
    GatewayRest.objects.filter(channel=message.channel, failures__gt=0).update(
        failures=0, until=None, problem=""
    )
    return True


def _note_failure(message: Message, error: CannotSend, at: datetime) -> None:
    message.problem = str(error)[:500]
    if error.is_final or message.tries >= MAX_TRIES:
        message.state, message.next_try_at, message.ended_at = State.GIVEN_UP, None, at
    else:
        message.state = State.FAILED
        message.next_try_at = at + _PAUSES[min(message.tries, len(_PAUSES)) - 1]
    message.save(update_fields=["state", "next_try_at", "ended_at", "problem"])
    if not error.is_final:
        _tire(message.channel, str(error), at)


@transaction.atomic
def _tire(channel: str, problem: str, at: datetime) -> None:
    GatewayRest.objects.get_or_create(channel=channel)
    pause = GatewayRest.objects.select_for_update().get(channel=channel)
    pause.failures += 1
    pause.problem = problem[:500]
    if pause.failures >= _TIRED:
        pause.until = at + _REST
    pause.save()


@transaction.atomic
def send_again(*, actor: Person, at: datetime, message: Message, address: str = "") -> None:
    """Put a message that was given up back into the queue, to a corrected address where one is given."""
    require(actor, Action.MESSAGE_MANAGE, message.unit)
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if message.state not in (State.GIVEN_UP, State.FAILED, State.CANCELLED):
        raise CannotResend("Tin này đã gửi hoặc đang gửi.")
    before = {"state": message.state}
    message.state, message.tries, message.next_try_at, message.ended_at = State.QUEUED, 0, at, None
    message.address = address.strip() or message.address
    message.save(update_fields=["state", "tries", "next_try_at", "ended_at", "address"])
    record(
        actor=actor, at=at, action="message.again", subject=message, unit=message.unit, before=before,
        after={"state": message.state},
    )  # fmt: skip


@transaction.atomic
def cancel_message(*, actor: Person, at: datetime, message: Message) -> None:
    """Stop trying; the row stays."""
    require(actor, Action.MESSAGE_MANAGE, message.unit)
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if message.state not in (State.QUEUED, State.FAILED, State.GIVEN_UP):
        raise CannotResend("Tin này đã gửi hoặc đang gửi.")
    before = {"state": message.state}
    message.state, message.next_try_at, message.ended_at = State.CANCELLED, None, at
    message.save(update_fields=["state", "next_try_at", "ended_at"])
    record(
        actor=actor, at=at, action="message.cancel", subject=message, unit=message.unit, before=before,
        after={"state": message.state},
    )  # fmt: skip


def channels_for(phone: str, email: str, zalo: str) -> list[str]:
    """Which channels reach a person, the cheapest first."""
    found = [(Channel.EMAIL, email), (Channel.ZNS, phone or zalo), (Channel.SMS, phone)]
    return [channel for channel, address in found if address]
