"""A day is moved while somebody else moves it, or hands in proof for it: one comes first, the other is told."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connections

from tests.cast import Cast
from tests.programme.plans.factories import add_picture, one_task, picture
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.workdays.actions import load_holidays
from thanthien.programme.evidence.actions import add_files
from thanthien.programme.evidence.fulfilment import stands_of
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.evidence.moving import move_undone
from thanthien.programme.occurrences.actions import CannotMoveOccurrence, refresh_year
from thanthien.programme.occurrences.models import Occurrence
from thanthien.programme.plans.models import Task

LAST = date(2026, 7, 31)
LATER = date(2026, 8, 5)
LATEST = date(2026, 8, 6)


@pytest.fixture
def task(cast: Cast, now: datetime) -> Task:
    task = one_task(cast, timing="Hằng tháng")
    refresh_year(at=now, unit=cast.unit, year=2026)
    return task


def july(task: Task) -> Occurrence:
    return Occurrence.objects.get(task=task, last_date=LAST)


def move(person: Person, at: datetime, task: Task, to: date = LATER, seen: date = LAST) -> str:
    """What the person is told; nothing where the move was made."""
    try:
        move_undone(
            actor=person, at=at, occurrence=july(task), to=to, reason="Sở hẹn lại lịch", seen=seen
        )  # fmt: skip
    except CannotMoveOccurrence as refusal:
        return str(refusal)
    return ""


def at_once(*steps: Callable[[], str]) -> list[str]:
    start = Barrier(len(steps))

    def run(step: Callable[[], str]) -> str:
        start.wait()
        try:
            return step()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(steps)) as pool:
        return [answer.result() for answer in [pool.submit(run, step) for step in steps]]


@pytest.mark.django_db(transaction=True)
def test_two_move_the_same_day_one_is_told_who_was_first(cast: Cast, task: Task, now: datetime) -> None:
    said = at_once(
        lambda: move(cast.coordinator, now, task, LATER), lambda: move(cast.leader, now, task, LATEST)
    )
    assert sorted(map(bool, said)) == [False, True]
    winner = (cast.coordinator, cast.leader)[said.index("")]
    row = july(task)
    assert (row.moved_by, row.original_date) == (winner, LAST)
    told = "".join(said)
    assert f"vừa được đổi thành {row.due_date:%d/%m/%Y} ({winner} dời, lý do: Sở hẹn lại lịch)" in told
    assert "chưa được ghi" in told


@pytest.mark.django_db(transaction=True)
def test_a_move_and_proof_at_once_lose_neither_day_nor_proof(cast: Cast, task: Task, now: datetime) -> None:
    def prove() -> str:
        proof = add_files(
            actor=cast.officer, at=now, task=task, uploads=[picture()], effective_date=now.date()
        )  # fmt: skip
        return "".join(proof.refused)

    moved, proved = at_once(lambda: move(cast.coordinator, now, task), prove)
    assert proved == ""
    row = july(task)
    if moved:  # the proof was first
        assert "vừa được nộp đủ minh chứng (chờ kiểm tra)" in moved
        assert row.due_date == LAST
    else:
        assert row.due_date == LATER
    assert [stand.state for stand in stands_of([row], now.date())] == ["waiting"]


@pytest.mark.django_db(transaction=True)
def test_a_move_and_a_new_calendar_at_once_keep_the_move(cast: Cast, task: Task, now: datetime) -> None:
    """Both write the same rows; the day that a person gave is never written over."""
    load_holidays(path=settings.REFERENCE_DIR / "holidays/2026.yaml", at=now)

    def refresh() -> str:
        refresh_year(at=now, unit=cast.unit, year=2026)
        return ""

    assert at_once(lambda: move(cast.coordinator, now, task), refresh) == ["", ""]
    assert (july(task).due_date, july(task).original_date) == (LATER, LAST)


def test_what_was_proved_needs_no_move(cast: Cast, task: Task, now: datetime) -> None:
    proof = add_picture(cast, task)
    Evidence.objects.filter(pk=proof.pk).update(effective_date=now.date(), state="accepted")
    assert "vừa được nộp đủ minh chứng (đã chấp nhận)" in move(cast.coordinator, now, task)
    assert not july(task).is_moved


def test_no_proof_falls_out_of_its_period(cast: Cast, now: datetime) -> None:
    """Two leads, one has proof of a day that only the moved period holds."""
    task = one_task(cast, cast.culture, cast.economy, timing="Hằng tháng")
    refresh_year(at=now, unit=cast.unit, year=2026)
    assert move(cast.coordinator, now, task) == ""
    proof = add_picture(cast, task)
    Evidence.objects.filter(pk=proof.pk).update(effective_date=date(2026, 8, 4))
    later = now + timedelta(days=34)
    told = move(cast.coordinator, later, task, LAST, seen=LATER)
    assert "minh chứng của ngày 04/08/2026" in told
    assert july(task).due_date == LATER
    assert move(cast.coordinator, later, task, LATEST, seen=LATER) == ""


def test_the_right_is_asked_before_anything_is_said(cast: Cast, task: Task, now: datetime) -> None:
    add_picture(cast, task)
    with pytest.raises(NotAllowed):
        move(cast.officer, now, task)
