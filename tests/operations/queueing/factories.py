"""A hall with counters and services as a unit sets it up, and numbers as people take them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.cast import NOW, Cast
from thanthien.operations.queueing.actions import (
    ServiceFields,
    keep_service,
    new_pairing,
    pair,
    register_screen,
)
from thanthien.operations.queueing.models import Screen, Service, Ticket
from thanthien.operations.queueing.taking import Wish, take
from thanthien.platform.counters.actions import keep_counter, seat
from thanthien.platform.counters.models import Counter

EARLIER = NOW - timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class HallOfTwo:
    """Two counters with one person each; service A at both, B at the second alone."""

    one: Counter
    two: Counter
    a: Service
    b: Service


def hall(cast: Cast, at: datetime = EARLIER) -> HallOfTwo:
    one, two = (keep_counter(actor=None, at=at, unit=cast.unit, name=f"Quầy {n} – Tiếp nhận") for n in (1, 2))
    seat(actor=None, at=at, counter=one, person=cast.one_stop)
    seat(actor=None, at=at, counter=two, person=cast.centre_officer)
    made = [
        keep_service(
            actor=cast.coordinator, at=at, unit=cast.unit,
            fields=ServiceFields(name, prefix, counters, name_en=name_en, minutes=10, position=position),
        )
        for position, (name, name_en, prefix, counters) in enumerate(
            (("Hộ tịch, chứng thực", "Civil status", "A", (one, two)), ("Đất đai", "Land", "B", (two,)))
        )
    ]  # fmt: skip
    return HallOfTwo(one, two, *made)


def taken(cast: Cast, *services: Service, at: datetime = NOW, **more: Any) -> Ticket:
    wish = Wish(tuple(one.pk for one in services), more.pop("channel", Ticket.Channel.KIOSK), **more)
    return take(at=at, unit=cast.unit, wish=wish)


def kiosk(cast: Cast, at: datetime = EARLIER) -> tuple[Screen, str]:
    """A paired kiosk and its token."""
    made = register_screen(actor=None, at=at, unit=cast.unit, kind=Screen.Kind.KIOSK, name="Máy ở cửa")
    return pair(at=at, typed=new_pairing(actor=None, at=at, screen=made))


def board(cast: Cast, at: datetime = EARLIER) -> Screen:
    return register_screen(actor=None, at=at, unit=cast.unit, kind=Screen.Kind.BOARD, name="Bảng ở sảnh")
