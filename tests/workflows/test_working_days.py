"""A change of the city's working days reaches every commune's dates, and only what should move moves."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.cast import Cast
from tests.programme.plans.factories import add_picture, facts, make_plan
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.permissions import NotAllowed
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.occurrences.actions import move_occurrence, refresh_year
from thanthien.programme.occurrences.models import Occurrence, Recount
from thanthien.programme.occurrences.recounts import ask_recount, begin_recount, has_stalled
from thanthien.programme.plans.models import Task
from thanthien.workflows import recounting
from thanthien.workflows.recounting import recount
from thanthien.workflows.working_days import drop_day, recount_again, set_day

JULY = date(2026, 7, 31)  # a Friday: the last working day of the month
EVE = date(2026, 7, 30)


@pytest.fixture
def task(cast: Cast, now: datetime) -> Task:
    """Monthly in Thanh Bình; Đông Hải has the same."""
    rows = [facts("Họp giao ban", cast.culture, timing="Hằng tháng")]
    there = [facts("Họp giao ban", cast.other_agencies["culture_social"], timing="Hằng tháng")]
    task = make_plan(cast.unit, *rows)[0]
    make_plan(cast.other_unit, *there)
    for unit in (cast.unit, cast.other_unit):
        refresh_year(at=now, unit=unit, year=2026)
    return task


def close(
    cast: Cast, now: datetime, day: date = JULY, name: str = "Nghỉ ngày truyền thống"
) -> Recount | None:
    return set_day(
        actor=cast.city_admin, at=now, unit=cast.city, day=day, kind="day_off", name=name, seen_at=None
    )[1]


def july(task: Task) -> Occurrence:
    return Occurrence.objects.get(task=task, last_date=JULY)


def test_all_communes_follow_and_the_round_says_what_moved(cast: Cast, task: Task, now: datetime) -> None:
    close(cast, now)
    assert set(Occurrence.objects.filter(last_date=JULY).values_list("due_date", "original_date")) == {
        (EVE, EVE)
    }
    row = Recount.objects.get()
    assert (row.unit, row.units_total, row.units_done, row.moved, row.units_failed) == (cast.city, 2, 2, 2, 0)
    assert row.ended_at is not None
    entries = Entry.objects.filter(action="occurrence.recount")
    assert {entry.unit_id for entry in entries} == {cast.unit.pk, cast.other_unit.pk}
    assert entries[0].after == {"year": 2026, "times_moved": 1, "times_made": 0, "times_dropped": 0}


def test_the_day_taken_back_brings_the_dates_back(cast: Cast, task: Task, now: datetime) -> None:
    keys = set(Occurrence.objects.values_list("pk", flat=True))
    close(cast, now)
    drop_day(actor=cast.city_admin, at=now, unit=cast.city, day=JULY)
    assert july(task).due_date == JULY
    assert set(Occurrence.objects.values_list("pk", flat=True)) == keys


def test_moved_days_keep_both_days(cast: Cast, task: Task, now: datetime) -> None:
    to = date(2026, 8, 5)
    move_occurrence(
        actor=cast.coordinator, at=now, occurrence=july(task), to=to, reason="Chờ số liệu của Sở", seen=JULY
    )
    close(cast, now)
    row = july(task)
    assert (row.due_date, row.original_date, row.is_moved) == (to, JULY, True)


@pytest.mark.parametrize("state", ["waiting", "accepted"])
def test_what_is_done_stays_untouched(cast: Cast, task: Task, now: datetime, state: str) -> None:
    proof = add_picture(cast, task, at=now)
    Evidence.objects.filter(pk=proof.pk).update(effective_date=date(2026, 7, 1), state=state)
    close(cast, now)
    assert july(task).due_date == JULY
    assert Recount.objects.get().moved == 1  # the other commune's


def test_a_new_name_alone_counts_nothing(cast: Cast, task: Task, now: datetime) -> None:
    close(cast, now)
    Recount.objects.all().delete()
    seen = now
    _, round_ = set_day(
        actor=cast.city_admin, at=now + timedelta(hours=1), unit=cast.city, day=JULY, kind="day_off",
        name="Tên khác", seen_at=seen,
    )  # fmt: skip
    assert round_ is None
    assert not Recount.objects.exists()


def test_a_city_without_plans_has_nothing_to_count(cast: Cast, now: datetime) -> None:
    assert close(cast, now) is None


def test_running_it_again_changes_nothing(cast: Cast, task: Task, now: datetime) -> None:
    close(cast, now)
    before = list(Occurrence.objects.order_by("pk").values())
    row = ask_recount(at=now, city=cast.city, year=2026)
    assert row is not None
    recount(recount_id=row.pk, clock=lambda: now)
    recount(recount_id=row.pk, clock=lambda: now)  # delivered twice
    row.refresh_from_db()
    assert (row.changed, row.units_done) == (0, 2)
    assert list(Occurrence.objects.order_by("pk").values()) == before


def test_changes_before_the_worker_comes_share_one_round(cast: Cast, task: Task, now: datetime) -> None:
    first = ask_recount(at=now, city=cast.city, year=2026)
    assert ask_recount(at=now, city=cast.city, year=2026) == first
    assert first is not None
    assert begin_recount(at=now, recount_id=first.pk)
    assert begin_recount(at=now, recount_id=first.pk) is None  # one runner
    assert ask_recount(at=now, city=cast.city, year=2026) != first


def test_a_commune_that_fails_does_not_hold_up_the_others(
    cast: Cast, task: Task, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = refresh_year

    def broken(**said: object) -> object:
        if said["unit"] == cast.unit:
            raise RuntimeError("disk full")
        return whole(**said)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(recounting, "refresh_year", broken)
        close(cast, now)
    row = Recount.objects.get()
    assert (row.units_done, row.units_failed, row.moved, row.ended_at is None) == (2, 1, 1, False)
    assert july(task).due_date == JULY
    assert recount_again(actor=cast.city_admin, at=now, city=cast.city, year=2026)
    assert july(task).due_date == EVE
    assert recount_again(actor=cast.city_admin, at=now, city=cast.city, year=2026) is None


def test_a_round_whose_worker_died_is_told_of_and_begun_again(cast: Cast, task: Task, now: datetime) -> None:
    row = ask_recount(at=now, city=cast.city, year=2026)
    assert row is not None
    assert not has_stalled(row, now + timedelta(seconds=5))
    assert has_stalled(row, now + timedelta(minutes=1))  # nobody came
    running = begin_recount(at=now, recount_id=row.pk)
    assert running is not None
    later = now + timedelta(minutes=3)
    assert has_stalled(running, later)
    with pytest.raises(NotAllowed):
        recount_again(actor=cast.appraiser, at=later, city=cast.city, year=2026)
    recount_again(actor=cast.city_admin, at=later, city=cast.city, year=2026)
    assert Recount.objects.first().ended_at is not None  # type: ignore[union-attr]
