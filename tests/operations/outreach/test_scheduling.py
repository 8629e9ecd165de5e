"""Broadcasts: planned by the unit's hours, never two at once on a cluster, recorded by hand or from a file."""

from __future__ import annotations

import threading
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection

from tests.cast import NOW, VIETNAM, Cast
from tests.operations.outreach.factories import TODAY, bulletin, cluster, planned
from thanthien.operations.outreach import measures
from thanthien.operations.outreach.actions import (
    BulletinFields,
    CannotWrite,
    change_bulletin,
    withdraw_bulletin,
)
from thanthien.operations.outreach.clusters import (
    CannotChangeLoudspeakers,
    ClusterFields,
    HoursFields,
    keep_cluster,
    set_quiet_hours,
)
from thanthien.operations.outreach.exporting import read_log, schedule_csv
from thanthien.operations.outreach.models import Broadcast
from thanthien.operations.outreach.papers import month_broadcasts
from thanthien.operations.outreach.queries import broadcasts_between, reach_of
from thanthien.operations.outreach.scheduling import (
    CannotBroadcast,
    Heard,
    cancel_broadcasts,
    in_quiet,
    record_heard,
)
from thanthien.operations.outreach.telling import ActivityFields, record_activity, withdraw_activity
from thanthien.operations.outreach.waiting import waiting_for
from thanthien.platform.units.actions import add_neighbourhood

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NIGHT = ((time(21), time(5)), (time(11, 30), time(13, 30)))


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 7, 1, hour, minute, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("begins_at", "seconds", "rests"),
    [
        (at(20, 58), 60, False), (at(20, 59), 120, True), (at(21), 10, True), (at(2), 10, True), (at(5), 10, False),
        (at(11, 29), 60, False), (at(11, 29), 90, True), (at(13, 30), 10, False), (at(23, 59), 3600, True),
    ],
)  # fmt: skip
def test_night_and_noon_rest(begins_at: datetime, seconds: int, rests: bool) -> None:
    assert (in_quiet(NIGHT, begins_at, seconds) is not None) is rests


def test_a_broadcast_at_night_is_refused_unless_it_is_urgent(cast: Cast) -> None:
    what, where = bulletin(cast), cluster(cast)
    with pytest.raises(CannotBroadcast, match="giờ không phát loa"):
        planned(cast, what, where, hours=(time(22),))
    assert not Broadcast.objects.exists()
    rows = planned(cast, what, where, hours=(time(17), time(22)), urgent="Bão số 3, di dời dân")
    assert [one.urgent_reason for one in rows] == ["", "Bão số 3, di dời dân"]


def test_a_unit_sets_its_own_hours(cast: Cast) -> None:
    fields = HoursFields(time(20), time(6), time(12), time(13))
    set_quiet_hours(actor=cast.coordinator, at=NOW, unit=cast.unit, fields=fields, seen=0)
    what, where = bulletin(cast), cluster(cast)
    with pytest.raises(CannotBroadcast):
        planned(cast, what, where, hours=(time(20, 30),))
    assert planned(cast, what, where, hours=(time(11, 40),))


def test_a_cluster_says_one_thing_at_a_time(cast: Cast) -> None:
    what, where = bulletin(cast, "Mời bà con họp. " * 40), cluster(cast)
    rows = planned(cast, what, where)
    assert rows[0].seconds > 30
    for hour in (time(17, 30), time(17, 30, 20)):
        with pytest.raises(CannotBroadcast, match="chưa phát xong"):
            planned(cast, bulletin(cast), where, hours=(hour,))
    assert planned(cast, bulletin(cast), cluster(cast, "Cụm Tây"), hours=(time(17, 30),))
    cancel_broadcasts(actor=cast.officer, at=NOW, broadcasts=rows)
    assert planned(cast, bulletin(cast), where)


@pytest.mark.parametrize(
    ("days", "hours", "field"),
    [
        ((TODAY, TODAY - DAY), (time(17),), "last_date"),
        ((TODAY, TODAY + DAY * 40), (time(17),), "last_date"),
        ((TODAY, TODAY), (), "hours"),
        ((TODAY, TODAY), (time(17), time(17)), "hours"),
        ((TODAY - DAY * 60, TODAY - DAY * 60), (time(17),), "first_date"),
    ],
)
def test_a_plan_that_does_not_go_is_refused_whole(
    cast: Cast, days: tuple[date, date], hours: tuple[time, ...], field: str
) -> None:
    with pytest.raises(CannotBroadcast) as refusal:
        planned(cast, bulletin(cast), cluster(cast), days=days, hours=hours)
    assert refusal.value.field == field
    assert not Broadcast.objects.exists()


def test_a_broken_cluster_and_a_foreign_one_are_not_planned(cast: Cast) -> None:
    where = cluster(cast)
    broken = ClusterFields("Cụm Đông", "smart", date(2026, 1, 5), state="broken", said="Mất nguồn")
    keep_cluster(actor=cast.coordinator, at=NOW, unit=cast.unit, fields=broken, cluster=where, seen=1)
    where.refresh_from_db()
    with pytest.raises(CannotBroadcast, match="đang hỏng"):
        planned(cast, bulletin(cast), where)
    fields = ClusterFields("Cụm lạ", "smart", date(2026, 1, 5))
    strange = keep_cluster(actor=cast.other_coordinator, at=NOW, unit=cast.other_unit, fields=fields)
    with pytest.raises(CannotBroadcast, match="không thuộc đơn vị"):
        planned(cast, bulletin(cast), strange)


def test_a_cluster_with_broadcasts_to_come_is_not_ended(cast: Cast) -> None:
    where = cluster(cast)
    planned(cast, bulletin(cast), where)
    ended = ClusterFields("Cụm Đông", "smart", date(2026, 1, 5), state="ended")
    with pytest.raises(CannotChangeLoudspeakers, match="còn lịch phát"):
        keep_cluster(actor=cast.coordinator, at=NOW, unit=cast.unit, fields=ended, cluster=where, seen=1)


def test_what_was_heard_is_recorded_counted_and_put_on_paper(cast: Cast) -> None:
    place = add_neighbourhood(actor=None, at=NOW, unit=cast.unit, kind="village", name="Đông")
    add_neighbourhood(actor=None, at=NOW, unit=cast.unit, kind="village", name="Tây")
    one, two = cluster(cast, "Cụm Đông", place), cluster(cast, "Cụm Tây")
    what = bulletin(cast)
    rows = planned(cast, what, one, two)
    with pytest.raises(CannotBroadcast, match="chưa tới giờ"):
        record_heard(actor=cast.officer, at=NOW, heard={rows[0]: Heard("played")})
    evening = at(18)
    with pytest.raises(CannotBroadcast, match="vì sao"):
        record_heard(actor=cast.officer, at=evening, heard={rows[1]: Heard("missed")})
    told = {rows[0]: Heard("played"), rows[1]: Heard("missed", "Mất điện")}
    record_heard(actor=cast.officer, at=evening, heard=told)
    figures = {(c.measure, c.day): c.numerator for c in measures.collect_told(TODAY - DAY, TODAY + DAY)}
    assert figures == {("bulletins_played", TODAY): 1, ("bulletins_played", TODAY + DAY): 0}
    reached = [(c.day, c.numerator, c.denominator) for c in measures.collect_reached(TODAY, TODAY)]
    assert reached == [(TODAY, 1, 2)]
    assert [(str(r.place), r.bulletins) for r in reach_of(cast.unit, TODAY, TODAY)] == [
        ("Thôn Đông", 1),
        ("Thôn Tây", 0),
    ]
    paper = month_broadcasts(cast.unit, date(2026, 7, 1), date(2026, 7, 31))
    assert paper is not None
    assert paper.annexes[0].blocks[0].rows[0].cells == (  # type: ignore[union-attr]
        "1", "01/07/2026, 17:30", "Số 1: Mời họp", "Cụm Đông", "Cụm Tây: Mất điện",
    )  # fmt: skip
    changed = BulletinFields("Mời họp", "Lời khác.")
    with pytest.raises(CannotWrite, match="đã phát"):
        change_bulletin(actor=cast.officer, at=evening, bulletin=what, fields=changed, seen=1)


def test_today_and_a_missing_log_wait(cast: Cast, now: datetime) -> None:
    rows = planned(cast, bulletin(cast), cluster(cast), days=(TODAY - DAY, TODAY))
    waits = [(one.page, one.why) for one in waiting_for(cast.coordinator, cast.unit, TODAY)]
    Broadcast.objects.filter(pk=rows[1].pk).update(begins_at=now + timedelta(hours=1))
    assert ("desk:outreach_log", "1 buổi chưa ghi đã phát hay chưa") in waits


def test_a_log_goes_out_and_comes_back(cast: Cast) -> None:
    one = cluster(cast)
    planned(cast, bulletin(cast), one, hours=(time(6, 30), time(17, 30)))
    sheet = schedule_csv(broadcasts_between(cast.unit, TODAY, TODAY)).decode("utf-8-sig")
    lines = sheet.splitlines()
    assert lines[1].startswith("01/07/2026,06:30,Cụm Đông,1,Mời họp,")
    filled = [
        lines[0],
        lines[1].rstrip(",") + ",Đã phát,",
        lines[2].rstrip(",") + ",Không phát được,Mất điện",
    ]
    filled += ["02/07/2026,06:30,Cụm Đông,1,Mời họp,4,Đã phát,", "01/07/2026,17:30,Cụm Đông,1,x,4,có lẽ,"]
    found, problems = read_log(cast.unit, "\n".join(filled).encode("utf-8-sig"))
    assert sorted((row.begins_at.hour, told.state, told.said) for row, told in found.items()) == [
        (10, "missed", "Mất điện"), (23, "played", ""),
    ]  # fmt: skip
    assert len(problems) == 2
    for wrong in (b"\xff\xfe\x00", b"a,b,c", b"\0", b"x" * 3_000_000):
        with pytest.raises(CannotBroadcast):
            read_log(cast.unit, wrong)
    assert read_log(cast.other_unit, "\n".join(filled).encode())[0] == {}


def test_a_bulletin_withdrawn_takes_its_plan_with_it(cast: Cast) -> None:
    what = bulletin(cast)
    planned(cast, what, cluster(cast))
    withdraw_bulletin(actor=cast.officer, at=NOW, bulletin=what)
    assert Broadcast.objects.get().state == "cancelled"
    with pytest.raises(CannotBroadcast, match="đã bỏ"):
        planned(cast, what, cluster(cast, "Cụm Tây"))


def test_activities_count_until_they_are_withdrawn(cast: Cast) -> None:
    place = add_neighbourhood(actor=None, at=NOW, unit=cast.unit, kind="village", name="Đông")
    fields = ActivityFields("conference", "Hội nghị", TODAY, neighbourhoods=(place,), people=120)
    made = record_activity(actor=cast.officer, at=NOW, unit=cast.unit, fields=fields)
    assert [c.numerator for c in measures.collect_told(TODAY, TODAY)] == [1]
    assert [(c.numerator, c.denominator) for c in measures.collect_reached(TODAY, TODAY)] == [(1, 1)]
    assert [c.numerator for c in measures.collect_reached(TODAY + DAY * 92, TODAY + DAY * 92)] == [0]
    withdraw_activity(actor=cast.officer, at=NOW, activity=made, reason="Ghi nhầm")
    assert not list(measures.collect_told(TODAY, TODAY))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_plan_one_time_at_once_one_is_told(cast: Cast) -> None:
    where, first, second = cluster(cast), bulletin(cast), bulletin(cast)
    gate, told = threading.Barrier(2), []

    def plan(what: object) -> None:
        try:
            gate.wait()
            planned(cast, what, where)  # type: ignore[arg-type]
        except CannotBroadcast as refusal:
            told.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=plan, args=(one,)) for one in (first, second)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(told) == 1
    assert Broadcast.objects.count() == 1
