"""The reader in the background: claimed once, progress, failures kept as words, recovery after a crash."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.cast import Cast
from tests.programme.imports.conftest import HandIn
from tests.programme.imports.plans import LETTER, TABLE_PLAN
from thanthien.lib.documents import read
from thanthien.platform.files.actions import keep_file
from thanthien.programme.imports import reading as reader
from thanthien.programme.imports.actions import (
    CannotImport,
    discard,
    hand_in,
    read_again,
    restore,
)
from thanthien.programme.imports.models import PlanReading
from thanthien.programme.imports.reading import BROKEN, read_plan_file
from thanthien.programme.imports.states import SILENCE, has_stalled

State = PlanReading.State


@pytest.fixture
def dead(handed_in: HandIn, now: datetime) -> PlanReading:
    """A reading whose worker was killed in the middle of page 3 of 12."""
    made = handed_in()
    made.rows.all().delete()
    PlanReading.objects.filter(pk=made.pk).update(
        state=State.READING, started_at=now, progress_at=now, pages_done=3, pages=12
    )
    made.refresh_from_db()
    return made


def _at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def test_a_reading_is_claimed_once(handed_in: HandIn, now: datetime) -> None:
    made = handed_in()
    rows = set(made.rows.values_list("pk", flat=True))
    read_plan_file(reading_id=made.pk, clock=_at(now))  # the queue may deliver twice
    assert set(made.rows.values_list("pk", flat=True)) == rows


def test_nobody_starts_again_while_the_reader_lives(cast: Cast, dead: PlanReading, now: datetime) -> None:
    assert not has_stalled(dead, now + timedelta(seconds=60))
    with pytest.raises(CannotImport, match="đang được đọc"):
        read_again(actor=cast.coordinator, at=now + timedelta(seconds=60), reading=dead)


def test_after_a_crash_it_is_started_again(cast: Cast, dead: PlanReading, now: datetime) -> None:
    later = now + SILENCE + timedelta(seconds=1)
    assert has_stalled(dead, later)
    again = read_again(actor=cast.coordinator, at=later, reading=dead)
    assert (again.state, again.rows.count()) == (State.READY, 5)


def test_a_reader_given_up_for_dead_writes_nothing(dead: PlanReading, now: datetime) -> None:
    PlanReading.objects.filter(pk=dead.pk).update(started_at=now + timedelta(hours=1))
    assert not reader._still_mine(dead, state=State.FAILED, error="muộn")
    dead.refresh_from_db()
    assert (dead.state, dead.error) == (State.READING, "")


def test_an_unforeseen_error_becomes_words(
    cast: Cast, handed_in: HandIn, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(reader, "read_plan", broken)
    failed = handed_in()
    assert (failed.state, failed.error) == (State.FAILED, BROKEN)
    monkeypatch.undo()
    again = read_again(actor=cast.coordinator, at=now, reading=failed)
    assert (again.state, again.error, again.rows.count()) == (State.READY, "", 5)


def test_progress_is_told_while_pages_are_read(handed_in: HandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, int]] = []

    def slowly(data: bytes, *, filename: str, progress: Callable[[int, int], None]) -> object:
        for page in range(1, 4):
            progress(page, 3)
            known = PlanReading.objects.values_list("pages_done", "pages").get(filename=filename)
            seen.append((known[0] or 0, known[1] or 0))
        return read(data, filename=filename)

    monkeypatch.setattr("thanthien.programme.imports.reading.read", slowly)
    handed_in()
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_put_aside_while_read_stops_the_reader(
    cast: Cast, handed_in: HandIn, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def put_aside(data: bytes, *, filename: str, progress: Callable[[int, int], None]) -> object:
        discard(actor=cast.coordinator, at=now, reading=PlanReading.objects.get(filename=filename))
        progress(1, 2)
        return read(data, filename=filename)

    monkeypatch.setattr("thanthien.programme.imports.reading.read", put_aside)
    made = handed_in()
    assert (made.state, made.rows.count()) == (State.DISCARDED, 0)
    monkeypatch.undo()
    assert restore(actor=cast.coordinator, at=now, reading=made).state == State.READY


def test_the_same_file_leads_to_the_reading_there_is(handed_in: HandIn) -> None:
    first = handed_in()
    with pytest.raises(CannotImport, match="đã được tải lên trước đó") as refused:
        handed_in()
    assert refused.value.reading == first
    assert handed_in(year=2027) != first  # a plan of several years is taken in once a year


def test_what_was_put_aside_can_be_handed_in_anew(cast: Cast, handed_in: HandIn, now: datetime) -> None:
    first = handed_in()
    discard(actor=cast.coordinator, at=now, reading=first)
    second = handed_in()
    assert second != first
    with pytest.raises(CannotImport, match="bản mới đang mở"):
        restore(actor=cast.coordinator, at=now, reading=PlanReading.objects.get(pk=first.pk))


def test_a_letter_is_no_plan_and_says_so(handed_in: HandIn) -> None:
    made = handed_in(LETTER)
    assert (made.state, made.is_plan) == (State.FAILED, False)
    assert "kế hoạch" in made.error.lower()


@pytest.mark.parametrize("year", [1999, 2101])
def test_a_year_that_is_none(handed_in: HandIn, year: int) -> None:
    with pytest.raises(CannotImport, match=f"Năm {year} không hợp lệ"):
        handed_in(year=year)


def test_a_city_has_no_plan_of_its_own(cast: Cast, now: datetime) -> None:
    file = keep_file(data=TABLE_PLAN.encode(), at=now)
    with pytest.raises(Exception, match="không bao gồm việc này"):
        hand_in(actor=cast.city_admin, at=now, unit=cast.city, year=2026, file=file, filename="a.txt")
