"""Many at once, each on a connection of its own: no number twice, no call twice, no place twice."""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import time
from threading import Barrier

import pytest
from django.core.cache import caches
from django.db import IntegrityError, connections, transaction

from tests.cast import NOW, Cast
from tests.operations.queueing.factories import HallOfTwo, hall, taken
from thanthien.operations.queueing.booking import SlotFields, book, check_in, open_slots
from thanthien.operations.queueing.calling import call_next, give_back
from thanthien.operations.queueing.models import Booking, Roll, Slot, Ticket, TicketStep
from thanthien.platform.refusals import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hot(cast: Cast) -> HallOfTwo:
    caches["objects"].clear()
    return hall(cast)


def at_once(*works: Callable[[], object]) -> list[str]:
    """What each was refused with, "" where it went through."""
    start = Barrier(len(works))

    def press(work: Callable[[], object]) -> str:
        start.wait()
        try:
            work()
        except Refusal as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(len(works)) as pool:
        return [answer.result() for answer in [pool.submit(press, work) for work in works]]


def test_twelve_kiosks_get_twelve_numbers_in_a_row(cast: Cast, hot: HallOfTwo) -> None:
    said = at_once(*[lambda: taken(cast, hot.a) for _ in range(12)])
    assert said == [""] * 12
    assert sorted(Ticket.objects.values_list("number", flat=True)) == list(range(1, 13))
    assert Roll.objects.get().last == 12


def test_one_press_sent_four_times_at_once_is_one_number(cast: Cast, hot: HallOfTwo) -> None:
    said = at_once(*[lambda: taken(cast, hot.a, key="one-press") for _ in range(4)])
    assert said == [""] * 4
    assert Ticket.objects.get().label == "A001"


def test_two_counters_never_call_the_same_number(cast: Cast, hot: HallOfTwo) -> None:
    for _ in range(6):
        taken(cast, hot.a)
    pairs = ((cast.one_stop, hot.one), (cast.centre_officer, hot.two))

    def press(n: int) -> Callable[[], object]:
        actor, counter = pairs[n % 2]
        return lambda: call_next(actor=actor, at=NOW, counter=counter)

    said = at_once(*[press(n) for n in range(8)])
    called = TicketStep.objects.filter(move="call").values_list("ticket__number", flat=True)
    assert max(Count(called).values()) == 1
    assert said.count("") == len(called) == 2  # each counter has one; the presses after it were refused
    assert set(Ticket.objects.filter(state="called").values_list("counter", flat=True)) == {
        hot.one.pk, hot.two.pk,
    }  # fmt: skip


def test_the_last_who_waits_is_called_by_one_counter_or_gives_the_number_back(
    cast: Cast, hot: HallOfTwo
) -> None:
    ticket = taken(cast, hot.a)
    said = at_once(
        lambda: call_next(actor=cast.one_stop, at=NOW, counter=hot.one),
        lambda: call_next(actor=cast.centre_officer, at=NOW, counter=hot.two),
        lambda: give_back(at=NOW, ticket=ticket),
    )
    assert said.count("") == 1
    assert TicketStep.objects.exclude(move="take").count() == 1


def test_the_database_itself_refuses_a_number_twice_and_two_numbers_at_a_counter(
    cast: Cast, hot: HallOfTwo
) -> None:
    one, two = taken(cast, hot.a), taken(cast, hot.a)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=two.pk).update(number=one.number)
    call_next(actor=cast.one_stop, at=NOW, counter=hot.one)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=two.pk).update(state="called", counter=hot.one)


def test_the_last_place_is_booked_by_one_and_comes_once(cast: Cast, hot: HallOfTwo) -> None:
    fields = SlotFields(NOW.date(), time(10), time(10, 30), 30, 2)
    [slot] = open_slots(actor=cast.coordinator, at=NOW, unit=cast.unit, service=hot.a, fields=fields)
    said = at_once(*[lambda: book(at=NOW, unit=cast.unit, slot=slot) for _ in range(5)])
    assert said.count("") == 2
    assert (Slot.objects.get().booked, Booking.objects.count()) == (2, 2)
    one = Booking.objects.first()
    assert one is not None
    assert at_once(*[lambda: check_in(at=NOW, unit=cast.unit, booking=one) for _ in range(3)]) == [""] * 3
    assert Ticket.objects.count() == 1
