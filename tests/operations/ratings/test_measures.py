"""Figures, what waits, and who reads which ratings."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, VIETNAM, Cast
from tests.operations.ratings.factories import counter, rated, tablet
from thanthien.operations.ratings.actions import CannotChangeRatings, handle
from thanthien.operations.ratings.giving import note_seen
from thanthien.operations.ratings.measures import RECEIVED, SATISFACTION, collect
from thanthien.operations.ratings.models import Rating
from thanthien.operations.ratings.queries import own_words, results_of, silent_devices
from thanthien.operations.ratings.waiting import waiting_for
from thanthien.platform.counters.actions import keep_counter, seat
from thanthien.platform.people.permissions import NotAllowed
from thanthien.programme.measures.registry import measure_of
from thanthien.workflows.figure_records import records_behind

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DAY = timedelta(days=1)


def test_satisfied_of_all_valid_ones_and_a_day_without_any_is_zero(cast: Cast) -> None:
    device, token = tablet(counter(cast, NOW - DAY), NOW - DAY)
    for minutes, mark in ((1, 5), (3, 4), (5, 3), (7, 1)):
        rated(device, token, NOW + timedelta(minutes=minutes), mark)
    rated(device, token, NOW + timedelta(minutes=7, seconds=3), 5)  # in a row
    rated(device, token, NOW + timedelta(minutes=9), 5, is_office=True)
    rated(device, token, NOW + timedelta(hours=10), 5)  # in the evening
    found = {
        (one.day, one.measure): (one.numerator, one.denominator) for one in collect(TODAY - 5 * DAY, TODAY)
    }
    assert found == {
        (TODAY - DAY, SATISFACTION): (0, 0), (TODAY - DAY, RECEIVED): (0, None),
        (TODAY, SATISFACTION): (2, 4), (TODAY, RECEIVED): (4, None),
    }  # fmt: skip
    behind = records_behind(cast.coordinator, cast.unit, measure_of(SATISFACTION), TODAY - DAY, TODAY)
    assert [(one.title, one.detail) for one in behind.items] == [
        ("Quầy 1", "2/4 lượt ở mức 4–5; 3 lượt bị đánh dấu, không tính")
    ]


def test_results_name_no_share_under_the_minimum_and_keep_their_queries(cast: Cast) -> None:
    one = counter(cast, NOW - DAY)
    seat(actor=None, at=NOW - DAY, counter=one, person=cast.one_stop)
    device, token = tablet(one, NOW - DAY)
    rated(device, token, NOW, 5)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            results_of(cast.unit, TODAY, TODAY)
        return len(seen)

    few = queries()
    assert not results_of(cast.unit, TODAY, TODAY).may_compare(results_of(cast.unit, TODAY, TODAY).all)
    for n in range(1, 40):
        rated(device, token, NOW + n * timedelta(minutes=1), 5 if n % 4 else 2, reasons=["waiting"])
    results = results_of(cast.unit, TODAY, TODAY)
    assert queries() == few
    assert results.may_compare(results.all)
    assert results.reasons == [("Chờ lâu", 9)]
    assert [(person, tally.total) for person, tally in results.people] == [(cast.one_stop, 40)]


def test_a_person_reads_the_own_alone_and_words_not_of_few(cast: Cast) -> None:
    one, two = counter(cast, NOW - DAY), counter(cast, NOW - DAY, "Quầy 2")
    seat(actor=None, at=NOW - DAY, counter=one, person=cast.one_stop)
    seat(actor=None, at=NOW - DAY, counter=two, person=cast.centre_officer)
    (first, token), (second, other) = tablet(one, NOW - DAY), tablet(two, NOW - DAY, "Máy 2")
    rated(second, other, NOW, 1, comment="Của quầy khác")
    for n in range(4):
        rated(first, token, NOW + n * timedelta(minutes=1), 2, comment=f"Lời {n}")
    assert own_words(cast.one_stop, cast.unit, TODAY, TODAY) == []
    rated(first, token, NOW + timedelta(minutes=9), 5)
    said = own_words(cast.one_stop, cast.unit, TODAY, TODAY)
    assert {rating.comment for rating in said} == {f"Lời {n}" for n in range(4)}
    own = results_of(cast.unit, TODAY, TODAY, of=cast.one_stop)
    assert own.all.total == 5


def test_a_tablet_silent_for_a_whole_working_day_waits_for_the_head(cast: Cast) -> None:
    device, token = tablet(counter(cast, NOW), NOW)
    friday = datetime.combine(date(2026, 7, 3), time(16), VIETNAM)
    note_seen(at=friday, token=token, waiting=3, sent_at=None)
    assert silent_devices(cast.unit, date(2026, 7, 6)) == []  # over a week-end nobody is there
    assert silent_devices(cast.unit, date(2026, 7, 7)) == [device]
    [told] = waiting_for(cast.coordinator, cast.unit, date(2026, 7, 7))
    assert told.page == "desk:rating_device"
    assert "03/07/2026" in told.why
    assert "3 lượt" in told.why
    assert list(waiting_for(cast.one_stop, cast.unit, date(2026, 7, 7))) == []
    assert list(waiting_for(cast.head, cast.unit, date(2026, 7, 7))) == []  # of another agency


def test_low_marks_wait_until_somebody_says_what_was_done(cast: Cast) -> None:
    device, token = tablet(counter(cast, NOW), NOW)
    rated(device, token, NOW, 3)
    low = rated(device, token, NOW + timedelta(minutes=1), 2)
    [told] = waiting_for(cast.leader, cast.unit, TODAY)
    assert told.title == "1 lượt không hài lòng ở Quầy 1"
    with pytest.raises(NotAllowed):
        handle(actor=cast.one_stop, at=NOW, rating=low, note="Tự xóa")
    handle(actor=cast.leader, at=NOW, rating=low, note="Đã nhắc cán bộ quầy")
    with pytest.raises(CannotChangeRatings):
        handle(actor=cast.leader, at=NOW, rating=low, note="Lần nữa")
    assert list(waiting_for(cast.leader, cast.unit, TODAY)) == []
    assert Rating.objects.get(pk=low.pk).mark == 2


def test_another_unit_shares_nothing(cast: Cast) -> None:
    device, token = tablet(counter(cast, NOW), NOW)
    rated(device, token, NOW, 1)
    with pytest.raises(NotAllowed):
        keep_counter(actor=cast.other_coordinator, at=NOW, unit=cast.unit, name="Quầy lạ")
    assert results_of(cast.other_unit, TODAY, TODAY).all.total == 0
    assert list(waiting_for(cast.other_coordinator, cast.other_unit, TODAY)) == []
