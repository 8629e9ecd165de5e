"""What disclosure measures, by hand: contents by the day, channels, publishing in time, weeks with a schedule."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from tests.cast import Cast
from tests.operations.disclosure.factories import drafted, posted, published
from thanthien.operations.disclosure.measures import collect, collect_weeks, coverage_of, publications_behind
from thanthien.operations.disclosure.models import Channel, Schedule
from thanthien.operations.disclosure.schedules import Line, add_line, publish_schedule

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def told(first: date, last: date) -> dict[tuple[str, date], tuple[int, int | None]]:
    return {
        (one.measure, one.day): (
            int(one.numerator),
            None if one.denominator is None else int(one.denominator),
        )
        for one in collect(first, last)
    }


def test_a_content_counts_every_day_on_every_channel(cast: Cast, now: datetime) -> None:
    """Public from the first day; on the board of the centre from the third."""
    day = now.date()
    one = published(cast, now, item="commitment", title="Cam kết", document_date=day)
    posted(cast, now + 2 * DAY, one, Channel.NOTICE_CENTRE, day + 2 * DAY)
    rows = told(day - DAY, day + 3 * DAY)
    assert ("disclosed_commitment", day - DAY) not in rows  # not measured before the first posting
    assert [rows["disclosed_commitment", day + n * DAY] for n in range(4)] == [(1, 1)] * 4
    assert [rows["shown_notice_centre", day + n * DAY][0] for n in range(4)] == [0, 0, 1, 1]
    assert rows["disclosed_fees", day] == (0, 1)
    assert rows["disclosed_land", day] == (0, 0)
    behind = coverage_of(cast.unit, "shown_notice_centre", day, day + 3 * DAY)
    assert behind["commitment", Channel.NOTICE_CENTRE] == (2, 4)
    assert sum(good for good, _ in behind.values()) == 2


def test_publishing_late_counts_once_on_the_day_after_the_limit(cast: Cast, now: datetime) -> None:
    day = now.date()
    in_time = published(cast, now, item="law_4", document_date=day)
    late = drafted(cast, now, item="law_6", document_date=day)
    rows = told(day, late.due_date + 2 * DAY)
    counted = {key[1]: value for key, value in rows.items() if key[0] == "published_on_time" and any(value)}
    assert counted == {day: (1, 1), late.due_date + DAY: (0, 1)}
    assert publications_behind(cast.unit, "published_on_time", day, late.due_date + DAY) == [
        (in_time, True),
        (late, False),
    ]


def test_broadcasts_are_counted_on_the_day_they_begin(cast: Cast, now: datetime) -> None:
    day = now.date()
    one = published(cast, now)
    posted(cast, now, one, Channel.LOUDSPEAKER, day, last_date=day + 3 * DAY)
    rows = told(day, day + DAY)
    assert (rows["posted_loudspeaker", day], rows["posted_loudspeaker", day + DAY]) == ((1, None), (0, None))


def test_weeks_with_a_public_schedule(cast: Cast, now: datetime) -> None:
    """Public in its week, entered but not public, public only when the week was over."""
    published(cast, datetime.combine(date(2026, 6, 1), time(9), now.tzinfo), document_date=date(2026, 6, 1))
    mondays = [date(2026, 6, 1), date(2026, 6, 8), date(2026, 6, 15)]
    for monday, at in ((mondays[0], mondays[0] + DAY), (mondays[2], mondays[2] + 8 * DAY)):
        when = datetime.combine(at, time(9), now.tzinfo)
        line = Line(monday, time(8), "Giao ban")
        add_line(actor=cast.officer, at=when, unit=cast.unit, kind=Schedule.Kind.WEEK, line=line)
        publish_schedule(
            actor=cast.coordinator, at=when, unit=cast.unit, kind=Schedule.Kind.WEEK, first=monday
        )
    rows = [
        (one.day, one.numerator, one.denominator) for one in collect_weeks(mondays[0], mondays[2] + 6 * DAY)
    ]
    assert rows == [(mondays[0], 1, 1), (mondays[1], 0, 1), (mondays[2], 0, 1)]
