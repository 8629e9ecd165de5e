"""What the channels measure, by hand: weeks of the relay, half days of duty, boxes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from tests.cast import Cast
from thanthien.operations.channels.actions import ShiftFields, plan_shifts
from thanthien.operations.channels.boxes import BoxFields, OpeningFields, keep_box, record_opening
from thanthien.operations.channels.measures import collect_boxes, collect_duty, collect_relay, half_days
from thanthien.operations.channels.models import Post, Relayer
from thanthien.operations.channels.relaying import RelayerFields, add_relayer, say_nothing
from thanthien.platform.units.actions import add_neighbourhood
from thanthien.programme.measures.collecting import Counted

pytestmark = pytest.mark.django_db
DAY, WEEK = timedelta(days=1), timedelta(days=7)
MONDAY = date(2026, 6, 8)


def told(rows: list[Counted]) -> list[tuple[str, date, int, int]]:
    return [(one.measure, one.day, int(one.numerator), int(one.denominator or 0)) for one in rows]


def test_three_weeks_of_the_relay(cast: Cast, now: datetime) -> None:
    """Two relayers, the second from the second week on: heard 1 of 1, 2 of 2, silence."""
    for since, weeks in ((MONDAY, (0, 1)), (MONDAY + WEEK, (1,))):
        fields = RelayerFields(Relayer.Kind.VILLAGE_HEAD, f"Ông Mão {since}", since)
        relayer = add_relayer(actor=cast.coordinator, at=now, unit=cast.unit, fields=fields)
        for n in weeks:
            say_nothing(actor=cast.coordinator, at=now, relayer=relayer, monday=MONDAY + n * WEEK)
    rows = told(list(collect_relay(MONDAY - WEEK, MONDAY + 20 * DAY)))
    assert rows == [
        ("weekly_relay", MONDAY, 1, 1),
        ("weekly_relay", MONDAY + WEEK, 2, 2),
        ("weekly_relay", MONDAY + 2 * WEEK, 0, 2),
    ]


def test_half_days_with_a_gap_do_not_count_and_weekends_are_not_asked(cast: Cast, now: datetime) -> None:
    friday = date(2026, 6, 5)
    for post, starts, ends in (
        (Post.HOTLINE, time(7, 30), time(17)),
        (Post.ZALO, time(8), time(11, 30)),
        (Post.FACEBOOK, time(13, 30), time(17)),
    ):
        fields = ShiftFields(post, (friday,), starts, ends, cast.one_stop)
        plan_shifts(actor=cast.coordinator, at=now - 30 * DAY, unit=cast.unit, fields=fields)
    rows = told(list(collect_duty(friday - DAY, friday + 3 * DAY)))
    assert rows == [("duty_covered", friday, 3, 6), ("duty_covered", friday + 3 * DAY, 0, 6)]
    behind = half_days(cast.unit, friday, friday)
    assert (len(behind), sum(is_covered for *_, is_covered in behind)) == (6, 3)


def test_boxes_that_stand_and_boxes_that_are_opened(cast: Cast, now: datetime) -> None:
    village = add_neighbourhood(actor=None, at=now, unit=cast.unit, kind="village", name="Đông")
    add_neighbourhood(actor=None, at=now, unit=cast.unit, kind="village", name="Đoài")
    first = date(2026, 6, 1)
    at_home = keep_box(
        actor=cast.coordinator, at=now, unit=cast.unit, fields=BoxFields("Trụ sở", "Cổng trụ sở", first, 7)
    )
    fields = BoxFields("Thôn Đông", "Nhà văn hóa", first + 2 * DAY, 30, village)
    keep_box(actor=cast.coordinator, at=now, unit=cast.unit, fields=fields)
    opened = OpeningFields(
        datetime.combine(first + 9 * DAY, time(9), now.tzinfo),
        cast.officer,
        "Bà Hiên",
        "còn nguyên",
        "021",
        0,
        "một",
    )
    record_opening(actor=cast.officer, at=now, box=at_home, fields=opened)
    rows = {
        (code, day): (good, whole)
        for code, day, good, whole in told(list(collect_boxes(first, first + 9 * DAY)))
    }
    assert rows["letter_box_places", first] == (1, 3)
    assert rows["letter_box_places", first + 2 * DAY] == (2, 3)
    assert rows["letter_box_opened", first + 7 * DAY] == (2, 2)
    assert rows["letter_box_opened", first + 8 * DAY] == (1, 2)  # eight days without an opening
    assert rows["letter_box_opened", first + 9 * DAY] == (2, 2)
