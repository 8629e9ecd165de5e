"""The centre in a month beside the month before, against numbers worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, Cast
from tests.operations.casework.factories import case, move
from tests.operations.queueing.factories import HallOfTwo, hall, taken
from thanthien.lib.sampling import Share
from thanthien.operations.casework.figures import CaseSpan, case_span
from thanthien.operations.casework.models import Case
from thanthien.operations.queueing.calling import call_next, finish, miss, recall, send_on, serve
from thanthien.operations.queueing.models import Ticket
from thanthien.operations.queueing.months import QueueSpan, queue_span
from thanthien.workflows.centre import Line, Span, centre_month
from thanthien.workflows.measuring import count_figures

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
TODAY = NOW.date()
THIS = Span(TODAY.replace(day=1), TODAY)
JUNE = Span(date(2026, 6, 1), date(2026, 6, 30))


@pytest.fixture
def hot(cast: Cast) -> HallOfTwo:
    caches["objects"].clear()
    return hall(cast)


def one_day(cast: Cast, hot: HallOfTwo) -> None:
    """Two things at once, waited for 4 and 6 minutes; one sent on, called after 20; one taken at home and missed."""
    clerk, other = cast.one_stop, cast.centre_officer
    both = taken(cast, hot.a, hot.b)
    call_next(actor=clerk, at=NOW + 4 * MINUTE, counter=hot.one)
    serve(actor=clerk, at=NOW + 5 * MINUTE, ticket=both)
    finish(actor=clerk, at=NOW + 10 * MINUTE, ticket=both)
    call_next(actor=other, at=NOW + 16 * MINUTE, counter=hot.two)
    serve(actor=other, at=NOW + 17 * MINUTE, ticket=both)
    finish(actor=other, at=NOW + 20 * MINUTE, ticket=both)
    wrong = taken(cast, hot.a)
    call_next(actor=clerk, at=NOW + 20 * MINUTE, counter=hot.one)
    serve(actor=clerk, at=NOW + 21 * MINUTE, ticket=wrong)
    send_on(actor=clerk, at=NOW + 22 * MINUTE, ticket=wrong, service=hot.b)
    gone = taken(cast, hot.a)
    call_next(actor=clerk, at=NOW + 23 * MINUTE, counter=hot.one)
    recall(actor=clerk, at=NOW + 23 * MINUTE, ticket=gone)
    miss(actor=clerk, at=NOW + 24 * MINUTE, ticket=gone)
    taken(cast, hot.a)
    Ticket.objects.filter(pk=gone.pk).update(channel=Ticket.Channel.PHONE)


def test_a_queue_is_counted_by_its_numbers(cast: Cast, hot: HallOfTwo) -> None:
    one_day(cast, hot)
    assert queue_span(cast.unit, TODAY, TODAY) == QueueSpan(taken=4, ahead=1, several=1, sent_on=1, missed=1)
    yesterday = TODAY - timedelta(days=1)
    assert queue_span(cast.unit, yesterday, yesterday) == QueueSpan(0, 0, 0, 0, 0)
    assert queue_span(cast.other_unit, TODAY, TODAY) == QueueSpan(0, 0, 0, 0, 0)


def test_cases_are_counted_by_what_they_cost(cast: Cast) -> None:
    """Two days early and on the day; asked for more, late; one without a due date; one whose way is not known."""
    rows = [case(cast, number) for number in range(1, 6)]
    early, on_day, asked, undated, unknown = rows
    due = on_day.due_at
    assert due is not None
    Case.objects.filter(pk=early.pk).update(channel=Case.Channel.ONLINE_FULL, end_at=due - timedelta(days=2))
    Case.objects.filter(pk=on_day.pk).update(channel=Case.Channel.DIRECT, end_at=due)
    Case.objects.filter(pk=asked.pk).update(channel=Case.Channel.POST, end_at=due, supplements=1)
    Case.objects.filter(pk=undated.pk).update(channel=Case.Channel.ONLINE_PARTIAL, end_at=due, due_at=None)
    Case.objects.filter(pk=unknown.pk).update(channel="")
    found = case_span(cast.unit, JUNE.first, JUNE.last)
    assert found == CaseSpan(known=4, online=2, ended=3, early=1, supplemented=1)


def test_the_month_stands_beside_the_month_before(cast: Cast, hot: HallOfTwo) -> None:
    one_day(cast, hot)
    found = centre_month(cast.unit, THIS)
    lines = {line.key: line for group in found.groups.values() for line in group}
    assert list(found.groups) == ["faster", "cheaper", "sensible", "friendlier"]
    assert (lines["several"].share, lines["several"].share_before) == (Share(1, 4), Share(0, 0))
    assert (lines["wait"].minutes, lines["wait"].minutes_before) == (6.0, None)
    assert [(one.name, one.served, one.share) for one in found.counters] == [
        (hot.one.name, 2, 100),
        (hot.two.name, 1, 50),
    ]
    assert found.busiest_hour == 9
    assert not found.is_empty
    after = Span((TODAY.replace(day=1) + timedelta(days=31)).replace(day=1), TODAY + timedelta(days=40))
    later = {line.key: line for group in centre_month(cast.unit, after).groups.values() for line in group}
    assert (later["wait"].minutes, later["wait"].minutes_before) == (None, 6.0)
    assert centre_month(cast.other_unit, THIS).is_empty


def test_what_is_measured_is_the_measure_of_that_month_alone(cast: Cast) -> None:
    move(cast, case(cast, 1), "handle", "2026-06-25 16:00")
    move(cast, case(cast, 2), "handle", "2026-06-29 16:00")
    count_figures(at=NOW, first=JUNE.first, last=JUNE.last)
    lines = {line.key: line for group in centre_month(cast.unit, JUNE).groups.values() for line in group}
    assert lines["case_on_time"].share == Share(1, 2)
    july = Span(date(2026, 7, 1), date(2026, 7, 1))
    lines = {line.key: line for group in centre_month(cast.unit, july).groups.values() for line in group}
    assert (lines["case_on_time"].share, lines["case_on_time"].share_before) == (Share(0, 0), Share(1, 2))


@pytest.mark.parametrize(
    ("now", "before", "more_is_better", "told"),
    [
        (Share(90, 100), Share(60, 100), True, True),
        (Share(60, 100), Share(90, 100), True, False),
        (Share(60, 100), Share(90, 100), False, True),
        (Share(62, 100), Share(60, 100), True, None),
        (Share(1, 1), Share(0, 1), True, None),
        (Share(5, 10), Share(0, 0), True, None),
    ],
)
def test_a_difference_is_told_where_it_is_no_chance(
    now: Share, before: Share, more_is_better: bool, told: bool | None
) -> None:
    assert Line("x", now, before, more_is_better=more_is_better).is_better is told


def test_the_number_of_queries_stays_the_same(cast: Cast, hot: HallOfTwo) -> None:
    one_day(cast, hot)
    with CaptureQueriesContext(connection) as few:
        centre_month(cast.unit, THIS)
    for number in range(5):
        taken(cast, hot.a, hot.b)
        case(cast, number)
    with CaptureQueriesContext(connection) as many:
        centre_month(cast.unit, THIS)
    assert len(many) == len(few)
