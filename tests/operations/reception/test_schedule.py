"""The schedule: made by rule, published in time or late, moved, cancelled, given to a substitute, held."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from tests.cast import NOW, Cast
from tests.operations.reception.factories import held, planned, receiving, recorded
from thanthien.operations.reception.actions import (
    CannotPlanReception,
    cancel_day,
    hold_day,
    move_day,
    name_substitute,
    plan_month,
    publish_month,
    restore_day,
)
from thanthien.operations.reception.measures import collect_head, collect_held
from thanthien.operations.reception.models import Post, ReceptionDay, Rhythm
from thanthien.operations.reception.queries import month_of, public_days
from thanthien.operations.reception.setting_up import RhythmFields, add_rhythm
from thanthien.operations.reception.waiting import waiting_for
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.workdays.models import SpecialDay

pytestmark = pytest.mark.django_db
TODAY = NOW.date()  # Wednesday 1 July 2026
LATER = date(2026, 7, 16)


def by_rule(cast: Cast, **more: object) -> Rhythm:
    fields = RhythmFields(Post.CHAIR, "nth", time(8), time(11, 30), TODAY, 3, (1, 3), cast.leader)
    return add_rhythm(actor=cast.coordinator, at=NOW, unit=cast.unit, fields=fields)


def test_a_month_is_made_once_and_published(cast: Cast) -> None:
    by_rule(cast)
    made = plan_month(actor=cast.coordinator, at=NOW, unit=cast.unit, first=date(2026, 7, 1))
    assert [one.date for one in made] == [date(2026, 7, 2), date(2026, 7, 16)]
    with pytest.raises(CannotPlanReception, match="không còn ngày nào"):
        plan_month(actor=cast.coordinator, at=NOW, unit=cast.unit, first=date(2026, 7, 1))
    assert not public_days(cast.unit, TODAY)
    assert publish_month(actor=cast.coordinator, at=NOW, unit=cast.unit, first=date(2026, 7, 1)) == 2
    month = month_of(cast.unit, date(2026, 7, 1), TODAY)
    assert [one.is_late for one in month.days] == [True, False]  # the first is tomorrow
    assert [one.publish_by for one in month.days] == [date(2026, 6, 25), date(2026, 7, 9)]
    assert not month.check.is_short
    assert len(public_days(cast.unit, TODAY)) == 2


def test_a_moved_day_is_not_made_again_and_says_why(cast: Cast) -> None:
    by_rule(cast)
    plan_month(actor=cast.coordinator, at=NOW, unit=cast.unit, first=date(2026, 7, 1))
    publish_month(actor=cast.coordinator, at=NOW, unit=cast.unit, first=date(2026, 7, 1))
    day = ReceptionDay.objects.get(date=LATER)
    to: dict[str, Any] = {"to": date(2026, 7, 17), "starts": time(14), "ends": time(17)}
    with pytest.raises(CannotPlanReception, match="lý do"):
        move_day(actor=cast.coordinator, at=NOW, day=day, seen=1, reason="", **to)
    moved = move_day(actor=cast.coordinator, at=NOW, day=day, seen=1, reason="Họp HĐND bất thường", **to)
    assert moved.is_moved
    with pytest.raises(CannotPlanReception, match="người khác sửa"):
        move_day(actor=cast.coordinator, at=NOW, day=day, seen=1, reason="Họp khác", **to)
    with pytest.raises(CannotPlanReception, match="không còn ngày nào"):
        plan_month(actor=cast.coordinator, at=NOW, unit=cast.unit, first=date(2026, 7, 1))
    assert [one.date for one in public_days(cast.unit, TODAY)] == [date(2026, 7, 2), date(2026, 7, 17)]


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (date(2026, 6, 30), "từ hôm nay"),
        (date(2028, 7, 3), "quá một năm"),
        (date(2026, 7, 4), "Thứ Bảy"),
        (date(2026, 9, 2), "quốc khánh"),
    ],
)
def test_bad_dates_are_refused(cast: Cast, day: date, says: str) -> None:
    SpecialDay.objects.update_or_create(
        unit=None,
        date=date(2026, 9, 2),
        defaults={"kind": "day_off", "name": "Quốc khánh", "changed_at": NOW},
    )
    with pytest.raises(CannotPlanReception, match=says):
        planned(cast, day)
    assert not ReceptionDay.objects.exists()


def test_an_urgent_matter_may_be_heard_on_a_sunday(cast: Cast) -> None:
    day = planned(cast, date(2026, 7, 5), is_extra=True)
    assert day.is_extra
    with pytest.raises(CannotPlanReception, match="đã có lịch"):
        planned(cast, date(2026, 7, 5), is_extra=True)


def test_a_day_nobody_was_told_of_is_dropped_a_public_one_cancelled(cast: Cast) -> None:
    quiet, told = planned(cast, LATER), planned(cast, LATER + timedelta(days=1))
    cancel_day(actor=cast.coordinator, at=NOW, day=quiet, seen=1, reason="")
    publish_month(actor=cast.coordinator, at=NOW, unit=cast.unit, first=date(2026, 7, 1))
    with pytest.raises(CannotPlanReception):
        cancel_day(actor=cast.coordinator, at=NOW, day=told, seen=1, reason=" ")
    cancel_day(actor=cast.coordinator, at=NOW, day=told, seen=1, reason="Bão số 3")
    assert [one.state for one in ReceptionDay.objects.all()] == ["cancelled"]
    restored = restore_day(actor=cast.coordinator, at=NOW, day=told, seen=2)
    assert restored.state == "planned"


def test_held_in_person_with_nobody_coming_counts_and_by_a_substitute_does_not(cast: Cast) -> None:
    receiving(cast)
    mine, theirs = planned(cast, TODAY, public=True), planned(cast, date(2026, 7, 2), public=True)
    held(cast, mine, nobody_came=True)
    tomorrow = NOW + timedelta(days=1)
    with pytest.raises(CannotPlanReception, match="đến ngày đó"):
        held(cast, theirs)
    with pytest.raises(CannotPlanReception, match="giấy ủy quyền"):
        held(cast, theirs, at=tomorrow, in_person=False)
    name_substitute(
        actor=cast.coordinator, at=NOW, day=theirs, seen=1, person=cast.head, authority="Giấy ủy quyền số 4",
        reason="Chủ tịch đi họp",
    )  # fmt: skip
    theirs.refresh_from_db()
    hold_day(actor=cast.officer, at=tomorrow, day=theirs, seen=2, in_person=False, nobody_came=False)
    head = {one.day: one.numerator for one in collect_head(TODAY, TODAY)}
    assert head == {TODAY: 1}
    whole = {one.day: (one.numerator, one.denominator) for one in collect_held(TODAY, date(2026, 7, 2))}
    assert whole[TODAY] == (1, 1)


def test_a_day_with_visits_was_not_without_citizens(cast: Cast) -> None:
    day = held(cast, planned(cast, TODAY), nobody_came=True)
    recorded(cast, day=day)
    day.refresh_from_db()
    assert not day.nobody_came
    with pytest.raises(CannotPlanReception, match="đã ghi lượt tiếp"):
        held(cast, day, nobody_came=True)


def test_a_cancelled_public_day_lowers_the_share(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    told = planned(cast, TODAY, public=True)
    cancel_day(actor=cast.coordinator, at=NOW, day=told, seen=told.version, reason="Mất điện")
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 7, 3, 2, tzinfo=NOW.tzinfo))
    assert [(one.numerator, one.denominator) for one in collect_held(TODAY, TODAY)] == [(0, 1)]


def test_who_may_not_plan_is_refused(cast: Cast) -> None:
    day = planned(cast, TODAY)
    for person in (cast.officer, cast.other_coordinator, cast.city_admin):
        with pytest.raises(NotAllowed):
            publish_month(actor=person, at=NOW, unit=cast.unit, first=TODAY)
        with pytest.raises(NotAllowed):
            hold_day(actor=person, at=NOW, day=day, seen=1, in_person=True, nobody_came=True)


def test_what_waits_for_whom(cast: Cast) -> None:
    planned(cast, TODAY)
    planned(cast, LATER)
    said = {person: [one.why for one in waiting_for(person, cast.unit, TODAY)]
            for person in (cast.coordinator, cast.leader, cast.officer, cast.city_admin)}  # fmt: skip
    assert any("2 ngày tiếp chưa công bố" in why for why in said[cast.coordinator])
    assert any("ghi ai đã tiếp" in why for why in said[cast.leader])
    assert any("anh/chị tiếp công dân" in why for why in said[cast.leader])
    assert said[cast.officer] == said[cast.city_admin] == []
