"""What became of each day: the measure, the strip of a month, what waits for whom."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from tests.cast import VIETNAM, Cast
from tests.operations.facilities.conftest import MORNING, broken, moved
from thanthien.operations.facilities.actions import RuleFields, set_rule
from thanthien.operations.facilities.marking import Look, mark_item, mark_rest
from thanthien.operations.facilities.measures import OPENING, WORKING, collect, collect_working
from thanthien.operations.facilities.models import ChecklistItem
from thanthien.operations.facilities.queries import DayState, days_between
from thanthien.operations.facilities.waiting import waiting_for
from thanthien.platform.people.models import Person
from thanthien.programme.measures.registry import measure_of
from thanthien.workflows.figure_records import records_behind

pytestmark = pytest.mark.django_db
Items = dict[str, ChecklistItem]
TUESDAY, WEDNESDAY, THURSDAY = date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 2)


def done(cast: Cast, day: date, hour: int, minute: int) -> None:
    mark_rest(
        actor=cast.one_stop,
        at=datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIETNAM),
        unit=cast.unit,
    )


def stand(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: at)


def told(person: Person, cast: Cast, today: date) -> list[tuple[str, str]]:
    return [(one.title, one.why) for one in waiting_for(person, cast.unit, today)]


def test_each_working_day_is_a_figure_in_time_or_not(
    cast: Cast, items: Items, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(cast, TUESDAY, 7, 15)
    done(cast, WEDNESDAY, 7, 40)
    stand(monkeypatch, datetime(2026, 7, 3, 7, 0, tzinfo=VIETNAM))
    found = {
        one.day: (one.numerator, one.denominator) for one in collect(date(2026, 6, 27), date(2026, 7, 3))
    }
    assert found == {date(2026, 6, 29): (0, 1), TUESDAY: (1, 1), WEDNESDAY: (0, 1), THURSDAY: (0, 1)}
    assert {one.measure for one in collect(TUESDAY, TUESDAY)} == {OPENING}
    stand(monkeypatch, datetime(2026, 7, 3, 7, 31, tzinfo=VIETNAM))
    assert [one.numerator for one in collect(date(2026, 7, 3), date(2026, 7, 3))] == [0]


def test_nothing_is_measured_before_a_list_was_taken_up(cast: Cast, items: Items) -> None:
    assert list(collect(date(2026, 5, 1), date(2026, 5, 31))) == []
    assert {one.unit_id for one in collect(date(2026, 6, 1), TUESDAY)} == {cast.unit.pk}


def test_the_figure_opens_its_days_those_that_failed_first(
    cast: Cast, items: Items, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(cast, TUESDAY, 7, 15)
    stand(monkeypatch, datetime(2026, 7, 1, 7, 0, tzinfo=VIETNAM))
    measure = measure_of(OPENING)
    found = records_behind(cast.leader, cast.unit, measure, date(2026, 6, 29), WEDNESDAY)
    assert [(one.title, one.is_good) for one in found.items] == [("29/06/2026", False), ("30/06/2026", True)]
    assert records_behind(cast.city_admin, cast.unit, measure, TUESDAY, TUESDAY).items == ()


def test_what_was_found_working_is_a_figure_and_opens_what_is_broken_first(cast: Cast, items: Items) -> None:
    mark_item(actor=cast.one_stop, at=MORNING, item=items["printers"], look=Look("fault", said="Kẹt giấy"))
    mark_item(actor=cast.one_stop, at=MORNING, item=items["power"], look=Look("not_used"))
    mark_rest(actor=cast.one_stop, at=MORNING, unit=cast.unit)
    day = MORNING.date()
    [one] = collect_working(day, day)
    assert (one.unit_id, one.measure, one.day, one.numerator, one.denominator) == (
        cast.unit.pk,
        WORKING,
        day,
        21,
        22,
    )
    assert list(collect_working(THURSDAY, THURSDAY)) == []
    found = records_behind(cast.leader, cast.unit, measure_of(WORKING), day, day)
    assert (len(found.items), found.hidden) == (22, 0)
    assert [one.is_good for one in found.items[:2]] == [False, True]
    assert found.items[0].title == items["printers"].label
    assert records_behind(cast.city_admin, cast.unit, measure_of(WORKING), day, day).items == ()


def test_the_strip_of_a_month(cast: Cast, items: Items) -> None:
    done(cast, TUESDAY, 7, 15)
    now = datetime(2026, 7, 1, 7, 10, tzinfo=VIETNAM)
    days = {one.date: one.state for one in days_between(cast.unit, date(2026, 5, 31), THURSDAY, now)}
    assert days[date(2026, 5, 31)] == DayState.OUTSIDE
    assert days[date(2026, 6, 28)] == DayState.DAY_OFF
    assert days[date(2026, 6, 29)] == DayState.MISSING
    assert (days[TUESDAY], days[WEDNESDAY], days[THURSDAY]) == (
        DayState.ON_TIME,
        DayState.OPEN,
        DayState.OUTSIDE,
    )


def test_who_does_it_is_told_before_the_hour_and_the_head_after(
    cast: Cast, items: Items, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(cast, TUESDAY, 7, 15)
    stand(monkeypatch, datetime(2026, 7, 1, 7, 10, tzinfo=VIETNAM))
    assert told(cast.one_stop, cast, WEDNESDAY) == [("Kiểm tra đầu ngày", "cần xong trước 07:30")]
    assert told(cast.leader, cast, WEDNESDAY) == []
    stand(monkeypatch, datetime(2026, 7, 1, 7, 45, tzinfo=VIETNAM))
    late = ("Kiểm tra đầu ngày hôm nay", "quá 07:30 mà chưa ai kiểm tra")
    assert told(cast.leader, cast, WEDNESDAY) == told(cast.coordinator, cast, WEDNESDAY) == [late]
    assert told(cast.head, cast, WEDNESDAY) == []  # heads another agency
    done(cast, WEDNESDAY, 7, 50)
    assert told(cast.leader, cast, WEDNESDAY) == []


def test_a_day_without_a_list_is_told_to_the_head_on_the_next_working_day(
    cast: Cast, items: Items, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand(monkeypatch, datetime(2026, 7, 1, 7, 0, tzinfo=VIETNAM))
    title = "Kiểm tra đầu ngày thứ Ba 30/06/2026"
    assert (title, "không kiểm tra") in told(cast.coordinator, cast, WEDNESDAY)
    assert title not in dict(told(cast.one_stop, cast, WEDNESDAY))


def test_the_list_may_be_one_persons(cast: Cast, items: Items, monkeypatch: pytest.MonkeyPatch) -> None:
    fields = RuleFields(time(8), person=cast.officer)
    set_rule(actor=cast.coordinator, at=MORNING, unit=cast.unit, fields=fields, seen=1)
    stand(monkeypatch, MORNING)
    assert dict(told(cast.officer, cast, WEDNESDAY)) == {"Kiểm tra đầu ngày": "cần xong trước 08:00"}
    assert told(cast.one_stop, cast, WEDNESDAY) == []


def test_repairs_wait_for_who_gives_and_who_mends_them(
    cast: Cast, items: Items, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(cast, TUESDAY, 7, 0)
    done(cast, WEDNESDAY, 7, 0)
    stand(monkeypatch, MORNING)
    repair = broken(cast, items["printers"])
    assert told(cast.coordinator, cast, WEDNESDAY) == [("Máy in: Kẹt giấy", "mới báo hỏng, chưa giao ai sửa")]
    assert told(cast.officer, cast, WEDNESDAY) == []
    moved(repair, cast.coordinator, "assign", assignee=cast.officer)
    assert told(cast.officer, cast, WEDNESDAY) == [("Máy in: Kẹt giấy", "giao anh/chị sửa")]
    assert told(cast.coordinator, cast, WEDNESDAY) == []
    stand(monkeypatch, MORNING + timedelta(days=7))
    week_later = dict(told(cast.coordinator, cast, WEDNESDAY + timedelta(days=7)))
    assert week_later["Máy in: Kẹt giấy"] == "quá hạn sửa (Nguyễn Văn An)"
