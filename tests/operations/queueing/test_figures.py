"""Waiting and serving are computed from the steps, by service, hour and counter."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import NOW, Cast
from tests.operations.queueing.factories import HallOfTwo, hall, taken
from thanthien.operations.queueing.calling import (
    call_next,
    call_this,
    finish,
    give_back,
    miss,
    park,
    recall,
    serve,
)
from thanthien.operations.queueing.figures import Times, figures_of

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
TODAY = NOW.date()


@pytest.fixture
def hot(cast: Cast) -> HallOfTwo:
    caches["objects"].clear()
    return hall(cast)


def test_every_stretch_counts_where_it_belongs(cast: Cast, hot: HallOfTwo) -> None:
    clerk = cast.one_stop
    ticket = taken(cast, hot.a, hot.b, priority="merit")
    call_next(actor=clerk, at=NOW + 4 * MINUTE, counter=hot.one)
    serve(actor=clerk, at=NOW + 5 * MINUTE, ticket=ticket)
    park(actor=clerk, at=NOW + 8 * MINUTE, ticket=ticket, note="Phô tô")
    call_this(actor=clerk, at=NOW + 18 * MINUTE, counter=hot.one, ticket=ticket)
    serve(actor=clerk, at=NOW + 19 * MINUTE, ticket=ticket)
    finish(actor=clerk, at=NOW + 24 * MINUTE, ticket=ticket)
    call_next(actor=cast.centre_officer, at=NOW + 30 * MINUTE, counter=hot.two)
    serve(actor=cast.centre_officer, at=NOW + 31 * MINUTE, ticket=ticket)
    finish(actor=cast.centre_officer, at=NOW + 41 * MINUTE, ticket=ticket)
    figures = figures_of(cast.unit, TODAY, TODAY)
    by_service = {one.prefix: stages for one, stages in figures.services}
    assert (by_service["A"].waiting.values, by_service["A"].serving.values) == ([4.0], [3.0, 5.0])
    assert (by_service["B"].waiting.values, by_service["B"].serving.values) == ([6.0], [10.0])
    by_counter = {one.pk: stages for one, stages in figures.counters}
    assert (by_counter[hot.one.pk].waiting.values, by_counter[hot.two.pk].serving.values) == ([4.0], [10.0])
    assert [(hour, len(stages.waiting.values)) for hour, stages in figures.hours] == [(9, 2)]
    assert figures.parked.values == [10.0]
    assert (figures.taken, figures.finished, figures.first_served, figures.by_machine) == (1, 1, 1, 1)


def test_who_never_came_and_who_gave_back_are_told_and_another_day_is_not(cast: Cast, hot: HallOfTwo) -> None:
    taken(cast, hot.a)
    gone = call_next(actor=cast.one_stop, at=NOW, counter=hot.one)
    recall(actor=cast.one_stop, at=NOW, ticket=gone)
    miss(actor=cast.one_stop, at=NOW, ticket=gone)
    give_back(at=NOW, ticket=taken(cast, hot.a))
    taken(cast, hot.a, at=NOW + timedelta(days=1))
    figures = figures_of(cast.unit, TODAY, TODAY)
    assert (figures.taken, figures.missed, figures.returned, figures.finished) == (2, 1, 1, 0)
    assert figures_of(cast.other_unit, TODAY, TODAY).taken == 0


def test_as_many_queries_whatever_the_number_of_numbers(cast: Cast, hot: HallOfTwo) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            figures_of(cast.unit, TODAY, TODAY)
        return len(seen)

    taken(cast, hot.a)
    few = queries()
    for _ in range(5):
        taken(cast, hot.b)
    assert queries() == few


@given(st.lists(st.floats(0, 500), min_size=1, max_size=40))
def test_so_many_lie_at_or_below(values: list[float]) -> None:
    times = Times(values)
    assert times.median in values
    assert times.p90 is not None
    assert sum(value <= times.p90 for value in values) * 100 >= 90 * len(values)


def test_nothing_measured_is_nothing() -> None:
    assert (Times().median, Times().p90) == (None, None)
