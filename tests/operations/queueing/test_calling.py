"""Numbers taken and called: order, priority, every move, and what cannot be."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches

from tests.cast import NOW, Cast
from tests.operations.queueing.factories import HallOfTwo, hall, taken
from thanthien.operations.queueing.actions import ServiceFields, keep_service
from thanthien.operations.queueing.calling import (
    NobodyWaits,
    call_next,
    call_this,
    finish,
    give_back,
    lapse,
    miss,
    park,
    recall,
    restore,
    send_on,
    serve,
)
from thanthien.operations.queueing.models import Ticket, TicketStep
from thanthien.operations.queueing.queries import board_of, left_over, place_of, set_aside, version_of
from thanthien.operations.queueing.states import CannotMove
from thanthien.operations.queueing.taking import CannotTake, Wish, take, take_for
from thanthien.platform.counters.actions import leave
from thanthien.platform.people.permissions import NotAllowed

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
State = Ticket.State


@pytest.fixture
def hot(cast: Cast) -> HallOfTwo:
    caches["objects"].clear()
    return hall(cast)


def call(cast: Cast, hot: HallOfTwo, minutes: int = 0, counter: str = "one") -> Ticket:
    actor = cast.one_stop if counter == "one" else cast.centre_officer
    return call_next(actor=actor, at=NOW + minutes * MINUTE, counter=getattr(hot, counter))


def test_numbers_run_by_letter_and_day(cast: Cast, hot: HallOfTwo) -> None:
    labels = [taken(cast, service).label for service in (hot.a, hot.a, hot.b, hot.a)]
    assert labels == ["A001", "A002", "B001", "A003"]
    assert taken(cast, hot.a, at=NOW + 24 * HOUR).label == "A001"
    codes = set(Ticket.objects.values_list("code", flat=True))
    assert len(codes) == 5
    assert all(len(code) == 12 for code in codes)


def test_of_two_who_press_together_the_lower_number_is_called_first(cast: Cast, hot: HallOfTwo) -> None:
    """The second pressed a moment earlier and came to the roll a moment later."""
    first, second = taken(cast, hot.b), taken(cast, hot.b, at=NOW - timedelta(milliseconds=40))
    assert (first.label, second.label) == ("B001", "B002")
    assert Ticket.objects.get(pk=second.pk).taken_at == NOW - timedelta(milliseconds=40)
    assert [place_of(one).ahead for one in (first, second)] == [0, 1]
    assert call(cast, hot, 1, "two").label == "B001"


def test_the_day_ends_at_midnight_in_vietnam(cast: Cast, hot: HallOfTwo) -> None:
    wish = Wish((hot.a.pk,), Ticket.Channel.DESK)
    late = NOW.replace(hour=23, minute=59)
    assert take_for(actor=cast.one_stop, at=late, unit=cast.unit, wish=wish).label == "A001"
    after = take_for(actor=cast.one_stop, at=late + 2 * MINUTE, unit=cast.unit, wish=wish)
    assert (after.label, after.day) == ("A001", NOW.date() + timedelta(days=1))


def test_a_press_that_comes_again_is_the_same_number(cast: Cast, hot: HallOfTwo) -> None:
    first = taken(cast, hot.a, key="press-1")
    assert taken(cast, hot.a, key="press-1").pk == first.pk
    assert Ticket.objects.count() == TicketStep.objects.count() == 1


@pytest.mark.parametrize("at", [NOW.replace(hour=6), NOW.replace(hour=16, minute=50), NOW + 72 * HOUR])
def test_machines_give_no_numbers_outside_the_hours_but_an_official_does(
    cast: Cast, hot: HallOfTwo, at: Any
) -> None:
    with pytest.raises(CannotTake):
        taken(cast, hot.a, at=at)
    wish = Wish((hot.a.pk,), Ticket.Channel.DESK)
    assert take_for(actor=cast.one_stop, at=at, unit=cast.unit, wish=wish).label == "A001"


def test_what_is_closed_or_anothers_gives_no_number(cast: Cast, hot: HallOfTwo) -> None:
    fields = ServiceFields("Đất đai", "B", (hot.two,), is_open=False)
    keep_service(actor=cast.coordinator, at=NOW, unit=cast.unit, fields=fields, service=hot.b)
    with pytest.raises(CannotTake):
        taken(cast, hot.b)
    with pytest.raises(CannotTake):
        taken(cast, hot.a, hot.b)
    with pytest.raises(CannotTake):
        take(at=NOW, unit=cast.other_unit, wish=Wish((hot.a.pk,), Ticket.Channel.PHONE))
    with pytest.raises(NotAllowed):
        take_for(
            actor=cast.officer, at=NOW, unit=cast.unit, wish=Wish((hot.a.pk,), Ticket.Channel.DESK)
        )  # neither of the centre nor at a counter


def test_the_next_is_called_in_order_and_only_what_the_counter_serves(cast: Cast, hot: HallOfTwo) -> None:
    for service in (hot.b, hot.a, hot.a):
        taken(cast, service)
    assert call(cast, hot).label == "A001"
    assert call(cast, hot, counter="two").label == "B001"
    with pytest.raises(CannotMove, match="đang có số A001"):
        call(cast, hot)


def test_two_with_priority_and_then_one_without(cast: Cast, hot: HallOfTwo) -> None:
    for n in range(6):
        taken(cast, hot.a, priority="elderly" if n > 1 else "", at=NOW + n * MINUTE)
    order = []
    for n in range(6):
        ticket = call(cast, hot, 10 + n)
        order.append(ticket.label)
        finish(actor=cast.one_stop, at=NOW + (10 + n) * MINUTE, ticket=ticket)
    assert order == ["A003", "A004", "A001", "A005", "A006", "A002"]
    with pytest.raises(NobodyWaits):
        call(cast, hot, 20)


def test_a_priority_that_is_on_no_list_is_none(cast: Cast, hot: HallOfTwo) -> None:
    assert not taken(cast, hot.a, priority="cousin-of-the-chair").goes_first


def test_nobody_there_is_written_after_calling_again_and_comes_back_by_the_number(
    cast: Cast, hot: HallOfTwo
) -> None:
    taken(cast, hot.a)
    taken(cast, hot.a)
    first = call(cast, hot)
    with pytest.raises(CannotMove, match="gọi lại"):
        miss(actor=cast.one_stop, at=NOW, ticket=first)
    recall(actor=cast.one_stop, at=NOW, ticket=first)
    gone = miss(actor=cast.one_stop, at=NOW, ticket=first)
    assert list(set_aside(cast.unit, NOW.date())) == [gone]
    with pytest.raises(CannotMove, match="lấy số mới"):
        restore(actor=cast.one_stop, at=NOW + 24 * HOUR, ticket=gone)
    restore(actor=cast.one_stop, at=NOW + MINUTE, ticket=gone)
    assert call(cast, hot, 2).label == "A001"


def test_a_parked_number_is_called_back_at_any_counter_and_the_counter_goes_on(
    cast: Cast, hot: HallOfTwo
) -> None:
    taken(cast, hot.a)
    taken(cast, hot.a)
    first = call(cast, hot)
    serve(actor=cast.one_stop, at=NOW, ticket=first)
    with pytest.raises(CannotMove, match="lý do"):
        park(actor=cast.one_stop, at=NOW, ticket=first, note="  ")
    parked = park(actor=cast.one_stop, at=NOW, ticket=first, note="Đi phô tô")
    assert call(cast, hot).label == "A002"
    back = call_this(actor=cast.centre_officer, at=NOW, counter=hot.two, ticket=parked)
    assert (back.state, back.counter) == (State.CALLED, hot.two)
    moves = list(back.steps.values_list("move", "note", "person__username"))
    assert moves[3:] == [("park", "Đi phô tô", cast.one_stop.username), ("resume", "", "binh.hcc")]


def test_one_number_goes_through_its_services_in_order(cast: Cast, hot: HallOfTwo) -> None:
    ticket = taken(cast, hot.a, hot.b)
    call(cast, hot)
    serve(actor=cast.one_stop, at=NOW, ticket=ticket)
    after = finish(actor=cast.one_stop, at=NOW + 5 * MINUTE, ticket=ticket)
    assert (after.state, after.service, after.rest) == (State.WAITING, hot.b, [])
    with pytest.raises(NobodyWaits):
        call(cast, hot, 6)
    again = call(cast, hot, 6, "two")
    assert again.label == "A001"
    assert finish(actor=cast.centre_officer, at=NOW + 9 * MINUTE, ticket=again).state == State.DONE


def test_who_was_sent_on_keeps_the_hour_of_the_number(cast: Cast, hot: HallOfTwo) -> None:
    wrong = taken(cast, hot.a)
    taken(cast, hot.b, at=NOW + MINUTE)
    ticket = call(cast, hot, 2)
    with pytest.raises(CannotMove, match="khác"):
        send_on(actor=cast.one_stop, at=NOW, ticket=ticket, service=hot.a)
    send_on(actor=cast.one_stop, at=NOW + 3 * MINUTE, ticket=ticket, service=hot.b, note="Nhầm việc")
    assert call(cast, hot, 4, "two").pk == wrong.pk


def test_who_was_sent_to_one_counter_is_called_there_alone(cast: Cast, hot: HallOfTwo) -> None:
    taken(cast, hot.a)
    sent = send_on(actor=cast.one_stop, at=NOW, ticket=call(cast, hot), to_counter=hot.two)
    with pytest.raises(NobodyWaits):
        call(cast, hot)
    assert call(cast, hot, 1, "two").pk == sent.pk


def test_only_who_sits_at_the_counter_works_there(cast: Cast, hot: HallOfTwo) -> None:
    taken(cast, hot.a)
    with pytest.raises(CannotMove, match="không còn ngồi"):
        call_next(actor=cast.centre_officer, at=NOW, counter=hot.one)
    with pytest.raises(NotAllowed):
        call_next(actor=cast.other_officer, at=NOW, counter=hot.one)
    ticket = call(cast, hot)
    with pytest.raises(CannotMove, match="người ngồi quầy đó"):
        finish(actor=cast.centre_officer, at=NOW, ticket=ticket)
    leave(actor=cast.one_stop, at=NOW, counter=hot.one)
    with pytest.raises(CannotMove):
        recall(actor=cast.one_stop, at=NOW, ticket=ticket)


def test_the_queue_is_kept_overnight_and_closed_by_hand(cast: Cast, hot: HallOfTwo) -> None:
    ticket, tomorrow = taken(cast, hot.a), NOW + 24 * HOUR
    assert list(left_over(cast.unit, tomorrow.date())) == [ticket]
    with pytest.raises(CannotMove, match="ngày trước"):
        lapse(actor=cast.one_stop, at=NOW, unit_id=cast.unit.pk, ticket=ticket)
    taken(cast, hot.a, at=tomorrow)
    back = call_this(actor=cast.one_stop, at=tomorrow, counter=hot.one, ticket=ticket)
    assert back.label == "A001"
    other = taken(cast, hot.b)
    lapse(actor=cast.one_stop, at=tomorrow, unit_id=cast.unit.pk, ticket=other)
    assert not left_over(cast.unit, tomorrow.date()).exists()


def test_who_waits_is_told_how_many_and_how_long(cast: Cast, hot: HallOfTwo) -> None:
    tickets = [taken(cast, hot.a, at=NOW + n * MINUTE) for n in range(4)]
    place = place_of(tickets[3])
    assert (place.ahead, place.staffed, place.minutes) == (3, 2, 15)  # 3 × 10 ÷ 2
    taken(cast, hot.a, at=NOW + 9 * MINUTE, priority="elderly")
    assert place_of(tickets[3]).ahead == 4
    leave(actor=cast.one_stop, at=NOW, counter=hot.one)
    leave(actor=cast.centre_officer, at=NOW, counter=hot.two)
    assert place_of(tickets[0]).minutes is None
    give_back(at=NOW, ticket=tickets[0])
    with pytest.raises(CannotMove):
        give_back(at=NOW, ticket=tickets[0])
    assert place_of(tickets[3]).ahead == 3


def test_minutes_are_learned_from_what_was_served(cast: Cast, hot: HallOfTwo) -> None:
    for n, minutes in enumerate((4, 4, 4, 300)):  # one was forgotten open
        taken(cast, hot.a)
        ticket = call(cast, hot, n)
        serve(actor=cast.one_stop, at=NOW, ticket=ticket)
        finish(actor=cast.one_stop, at=NOW + minutes * MINUTE, ticket=ticket)
    hot.a.refresh_from_db()
    assert hot.a.learned_from == 3
    assert 7 < hot.a.minutes < 8


def test_every_step_is_told_to_the_screens(cast: Cast, hot: HallOfTwo) -> None:
    before = version_of(cast.unit.pk)
    taken(cast, hot.a)
    ticket = call(cast, hot)
    shown = board_of(cast.unit, NOW)
    assert shown.version == version_of(cast.unit.pk) == before + 2
    assert [(one.ticket.label, one.counter, one.is_now) for one in shown.calls] == [("A001", hot.one, True)]
    assert [(one.service, one.waiting, one.staffed) for one in shown.lines] == [(hot.a, 0, 2), (hot.b, 0, 1)]
    finish(actor=cast.one_stop, at=NOW, ticket=ticket)
    assert not board_of(cast.unit, NOW).calls[0].is_now
    assert board_of(cast.other_unit, NOW).calls == []
