"""What the head of the centre is told: machines that need a hand, people who wait for nobody, numbers left over."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from tests.cast import NOW, Cast
from tests.operations.queueing.factories import HallOfTwo, hall, kiosk, taken
from thanthien.operations.queueing.actions import paper_is_in, tell_no_paper
from thanthien.operations.queueing.calling import call_next
from thanthien.operations.queueing.models import Screen
from thanthien.operations.queueing.queries import note_screen
from thanthien.operations.queueing.sweeping import sweep
from thanthien.operations.queueing.waiting import waiting_for
from thanthien.platform.audit.models import Entry
from thanthien.platform.counters.actions import leave
from thanthien.platform.people.models import Person

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def hot(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> HallOfTwo:
    for cache in caches.all():
        cache.clear()
    found = hall(cast)
    at(monkeypatch, NOW)
    return found


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


def told(person: Person, cast: Cast, day: datetime = NOW) -> list[tuple[str, str]]:
    return [(one.title, one.why) for one in waiting_for(person, cast.unit, day.date())]


def test_a_machine_that_is_silent_in_the_hours(
    cast: Cast, hot: HallOfTwo, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen, _ = kiosk(cast, NOW - timedelta(days=1))
    note_screen(screen, NOW - 9 * MINUTE)
    assert told(cast.coordinator, cast) == []
    at(monkeypatch, NOW + MINUTE)
    [(title, why)] = told(cast.coordinator, cast)
    assert title == "Máy ở cửa"
    assert "08:51" in why
    assert told(cast.one_stop, cast) == []  # who looks after the centre is told
    at(monkeypatch, NOW.replace(hour=12))
    assert told(cast.coordinator, cast) == []  # at noon it may be off
    at(monkeypatch, NOW.replace(hour=13, minute=39))
    assert told(cast.coordinator, cast) == []  # ten minutes from the beginning of the afternoon
    Screen.objects.update(revoked_at=NOW)
    at(monkeypatch, NOW.replace(hour=15))
    assert told(cast.coordinator, cast) == []


def test_no_paper_and_a_wrong_clock_until_they_are_put_right(cast: Cast, hot: HallOfTwo) -> None:
    screen, _ = kiosk(cast, NOW)
    tell_no_paper(at=NOW, screen=screen)
    tell_no_paper(at=NOW + MINUTE, screen=screen)
    note_screen(screen, NOW, 3720)
    said = told(cast.coordinator, cast)
    assert [one for one, _ in said] == ["Máy ở cửa"] * 2
    assert "hết giấy từ 09:00" in said[0][1]
    assert "nhanh 1 giờ 2 phút" in said[1][1]
    paper_is_in(actor=cast.one_stop, at=NOW, screen=screen)
    note_screen(screen, NOW, 2)  # at once, though the last sign of life was a moment ago
    assert told(cast.coordinator, cast) == []
    assert sorted(Entry.objects.filter(action__startswith="queue.paper").values_list("action", flat=True)) == [
        "queue.paper_in", "queue.paper_out",
    ]  # fmt: skip


def test_people_wait_and_nobody_calls(cast: Cast, hot: HallOfTwo, monkeypatch: pytest.MonkeyPatch) -> None:
    taken(cast, hot.a, at=NOW - 20 * MINUTE)
    taken(cast, hot.a, at=NOW - 20 * MINUTE)
    [one, two] = told(cast.coordinator, cast)  # both counters serve A
    assert one == ("Quầy 1 – Tiếp nhận", f"2 người chờ mà từ 08:00 chưa gọi ai ({cast.one_stop})")
    assert two[0] == "Quầy 2 – Tiếp nhận"
    call_next(actor=cast.one_stop, at=NOW, counter=hot.one)
    assert [title for title, _ in told(cast.coordinator, cast)] == ["Quầy 2 – Tiếp nhận"]
    taken(cast, hot.b, at=NOW - 20 * MINUTE)
    leave(actor=cast.centre_officer, at=NOW, counter=hot.two)
    assert told(cast.coordinator, cast) == [("Đất đai", "1 người chờ, chưa quầy nào có người ngồi")]
    at(monkeypatch, NOW.replace(hour=12))
    assert told(cast.coordinator, cast) == []


def test_what_is_left_over_at_closing_time_and_what_was_closed(
    cast: Cast, hot: HallOfTwo, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken(cast, hot.a)
    at(monkeypatch, NOW.replace(hour=17, minute=5))
    [(title, why)] = told(cast.coordinator, cast)
    assert title == "1 số chưa xong"
    assert "19:00" in why
    sweep(at=NOW.replace(hour=19))
    tomorrow = NOW + timedelta(days=1)
    at(monkeypatch, tomorrow)
    [(title, why)] = told(cast.coordinator, cast, tomorrow)
    assert title == f"1 số ngày {NOW:%d/%m/%Y} đóng vì hết giờ"
    taken(cast, hot.a, at=tomorrow)
    later = tomorrow + timedelta(days=1)
    at(monkeypatch, later)
    assert all("đóng vì hết giờ" not in title for title, _ in told(cast.coordinator, cast, later))
