"""Reads of what goes out. They start from a unit the caller was let into."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from thanthien.platform.outbox.models import GatewayRest, Message
from thanthien.platform.units.models import Unit

STUCK = (Message.State.FAILED, Message.State.GIVEN_UP)


WAITING = (Message.State.QUEUED, Message.State.SENDING)


def messages_of(unit: Unit, hidden: QuerySet[Any], states: Iterable[str] = ()) -> QuerySet[Message]:
    """The unit's messages, the newest first, without those about what the reader may not see (`hidden` marks)."""
    rows = Message.objects.filter(unit=unit).exclude(about__in=hidden)
    return rows.filter(state__in=list(states)) if states else rows


def due_messages(at: datetime) -> QuerySet[Message]:
    """What is to be tried now; a message claimed long ago is that of a worker that died."""
    return Message.objects.filter(state__in=[*WAITING, Message.State.FAILED], next_try_at__lte=at)


def is_any_due(at: datetime) -> bool:
    resting = GatewayRest.objects.filter(until__gt=at).values("channel")
    return due_messages(at).exclude(channel__in=resting).order_by().exists()


def stuck_everywhere(since: datetime) -> int:
    """Messages of any unit, made since a moment, that were tried and have not gone out."""
    return Message.objects.filter(state__in=STUCK, made_at__gte=since).count()


def resting_gateways(at: datetime) -> QuerySet[GatewayRest]:
    """Gateways that failed for everybody and are left alone until a moment."""
    return GatewayRest.objects.filter(until__gt=at).order_by("channel")


def messages_about(unit: Unit, about: str) -> QuerySet[Message]:
    return Message.objects.filter(unit=unit, about=about).order_by("pk")
