"""How long people wait, worked out by hand: one service, several, shared counters, one sent to a certain counter."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import caches
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import NOW, Cast
from tests.operations.queueing.factories import HallOfTwo, hall, taken
from thanthien.operations.queueing.calling import call_next, send_on
from thanthien.operations.queueing.estimates import Waits, laden, soonest
from thanthien.operations.queueing.models import Service
from thanthien.operations.queueing.queries import lines_of, place_of

A, B = 1, 2  # services
ONE, TWO, THREE = 11, 12, 13  # counters
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("waiting", "staffed", "for_a", "for_b"),
    [
        # nobody before
        ([], {A: [ONE]}, 0, None),
        # 4 × 10 ÷ 1, and ÷ 2, and ÷ 3
        ([(A, 10)] * 4, {A: [ONE]}, 40, None),
        ([(A, 10)] * 4, {A: [ONE, TWO]}, 20, None),
        ([(A, 10)] * 4, {A: [ONE, TWO, THREE]}, 14, None),  # 13.33 is not yet over in 13
        # counter two serves both: A before B leaves it 20 minutes of A, and B comes on top
        ([(A, 10)] * 4 + [(B, 10)] * 2, {A: [ONE, TWO], B: [TWO]}, 20, 40),
        # B before A: 20 minutes of B at two; A gets 20 at one alone, then 10 at each
        ([(B, 10)] * 2 + [(A, 10)] * 4, {A: [ONE, TWO], B: [TWO]}, 30, 30),
        # nobody waits for B, but its only counter is busy with A
        ([(A, 6)] * 5, {A: [ONE], B: [ONE]}, 30, 30),
        # services take different times: 2 × 15 + 3 × 5 at one counter
        ([(A, 15), (B, 5), (B, 5), (A, 15), (B, 5)], {A: [ONE], B: [ONE]}, 45, 45),
        # nobody sits where B is served: no guess, and A is not held up by it
        ([(B, 10)] * 9 + [(A, 8)], {A: [ONE]}, 8, None),
    ],
)
def test_worked_by_hand(
    waiting: list[tuple[int, float]], staffed: dict[int, list[int]], for_a: int, for_b: int | None
) -> None:
    minutes = laden([Waits(*one) for one in waiting], staffed)
    assert soonest(staffed.get(A, []), minutes) == for_a
    assert soonest(staffed.get(B, []), minutes) == for_b


def test_who_was_sent_to_one_counter_ladens_that_one() -> None:
    waiting = [Waits(A, 10, TWO), Waits(A, 10), Waits(A, 10, THREE)]
    minutes = laden(waiting, {A: [ONE, TWO]})
    assert minutes == {ONE: 10, TWO: 10}  # the first at two, the second at one; nobody sits at three


@given(
    st.lists(st.tuples(st.sampled_from([A, B]), st.floats(1, 60)), max_size=30),
    st.sets(st.sampled_from([ONE, TWO, THREE]), min_size=1),
    st.sets(st.sampled_from([ONE, TWO, THREE]), min_size=1),
)
def test_no_minute_is_lost_and_each_service_bears_its_own(
    waiting: list[tuple[int, float]], at_a: set[int], at_b: set[int]
) -> None:
    minutes = laden([Waits(*one) for one in waiting], {A: sorted(at_a), B: sorted(at_b)})
    assert sum(minutes.values()) == pytest.approx(sum(one for _, one in waiting))
    only_a = sum(one for service, one in waiting if service == A)
    assert sum(minutes[one] for one in at_a) >= only_a - 1e-6


@pytest.fixture
def hot(cast: Cast) -> HallOfTwo:
    caches["objects"].clear()
    return hall(cast)


@pytest.mark.django_db
def test_the_hall_and_a_number_say_the_same(cast: Cast, hot: HallOfTwo) -> None:
    """A (10 minutes) at counters one and two, B (12 minutes) at two alone."""
    Service.objects.filter(pk=hot.b.pk).update(minutes=12)
    lands = [taken(cast, hot.b, at=NOW + n * MINUTE) for n in range(2)]
    papers = [taken(cast, hot.a, at=NOW + (2 + n) * MINUTE) for n in range(4)]
    # two: 24 of B; one: 24 of A; the last 16 of A are 8 at each
    assert [(one.waiting, one.staffed, one.minutes) for one in lines_of(cast.unit, NOW.date())] == [
        (4, 2, 32), (2, 1, 32),
    ]  # fmt: skip
    assert [place_of(one).minutes for one in lands] == [0, 12]
    assert [place_of(one).minutes for one in papers] == [
        0,
        10,
        20,
        27,
    ]  # 10, 20, then 24 and 30 before the last
    assert [place_of(one).ahead for one in papers] == [0, 1, 2, 3]
    called = call_next(actor=cast.one_stop, at=NOW + 9 * MINUTE, counter=hot.one)
    sent = send_on(actor=cast.one_stop, at=NOW + 9 * MINUTE, ticket=called, to_counter=hot.two)
    assert place_of(sent).minutes == 24  # behind both of B at counter two
