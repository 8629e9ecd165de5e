"""What a day leaves over is closed with the reason, once; whose number was closed may come back; old sounds go."""

from __future__ import annotations

import os
from datetime import time, timedelta
from pathlib import Path

import pytest
from django.core.cache import caches

from tests.cast import NOW, Cast
from tests.operations.queueing.factories import HallOfTwo, hall, taken
from thanthien.operations.queueing import speech
from thanthien.operations.queueing.booking import SlotFields, book, open_slots
from thanthien.operations.queueing.calling import call_next, call_this, park, restore, serve
from thanthien.operations.queueing.figures import figures_of
from thanthien.operations.queueing.models import Booking, Service, Ticket, TicketStep
from thanthien.operations.queueing.queries import closed_lately
from thanthien.operations.queueing.sweeping import Swept, sweep

pytestmark = pytest.mark.django_db
CLOSES = NOW.replace(hour=19, minute=0)  # two hours after the end of a Wednesday


@pytest.fixture
def hot(cast: Cast) -> HallOfTwo:
    caches["objects"].clear()
    return hall(cast)


def states() -> dict[str, str]:
    return {one.label: one.state for one in Ticket.objects.order_by("pk")}


def test_numbers_left_over_are_closed_two_hours_after_the_hours(cast: Cast, hot: HallOfTwo) -> None:
    for service in (hot.a, hot.a, hot.b, hot.a):
        taken(cast, service)
    served = call_next(actor=cast.one_stop, at=NOW, counter=hot.one)
    serve(actor=cast.one_stop, at=NOW, ticket=served)
    parked = call_next(actor=cast.centre_officer, at=NOW, counter=hot.two)
    park(actor=cast.centre_officer, at=NOW, ticket=parked, note="Phô tô")
    assert sweep(at=CLOSES - timedelta(minutes=1)) == Swept(0, 0)
    assert sweep(at=CLOSES) == Swept(4, 0)
    assert states() == {"A001": "done", "A002": "lapsed", "B001": "lapsed", "A003": "lapsed"}
    closing = TicketStep.objects.filter(move__in=("close", "lapse"))
    notes = {one.ticket.label: one.note for one in closing.select_related("ticket")}
    assert "quầy chưa ghi xong" in notes["A001"]
    assert "chưa được phục vụ" in notes["A002"]
    assert all("Hết giờ" in note for note in notes.values())
    assert sweep(at=CLOSES + timedelta(days=1)) == Swept(0, 0)
    figures = figures_of(cast.unit, NOW.date(), NOW.date())
    assert (figures.finished, figures.lapsed) == (1, 3)
    assert figures.all.serving.values == []  # nobody knows how long the forgotten one took
    assert Service.objects.get(pk=hot.a.pk).learned_from == 0


def test_who_works_late_is_not_disturbed(cast: Cast, hot: HallOfTwo) -> None:
    taken(cast, hot.a)
    call_next(actor=cast.one_stop, at=CLOSES + timedelta(minutes=10), counter=hot.one)
    assert sweep(at=CLOSES + timedelta(minutes=39)) == Swept(0, 0)
    assert sweep(at=CLOSES + timedelta(minutes=40)) == Swept(1, 0)


def test_whose_number_was_closed_comes_back_the_next_day(cast: Cast, hot: HallOfTwo) -> None:
    ticket = taken(cast, hot.a)
    sweep(at=CLOSES)
    tomorrow = NOW + timedelta(days=1)
    assert list(closed_lately(cast.unit, tomorrow)) == [ticket]
    back = restore(actor=cast.one_stop, at=tomorrow, ticket=ticket)
    assert sweep(at=tomorrow + timedelta(hours=1)) == Swept(0, 0)  # the hours of the new day count
    assert call_this(actor=cast.one_stop, at=tomorrow, counter=hot.one, ticket=back).label == "A001"


def test_old_sounds_go_and_the_oldest_where_they_are_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speech, "folder", lambda: tmp_path)
    monkeypatch.setattr(speech, "_LARGEST", 250)
    now = NOW.timestamp()
    for name, days in (("old", 31), ("third", 3), ("second", 2), ("first", 1)):
        path = tmp_path / f"{name}.wav"
        path.write_bytes(b"x" * 100)
        os.utime(path, (now - days * 86400,) * 2)
    assert speech.clear(now) == 2
    assert sorted(one.stem for one in tmp_path.iterdir()) == ["first", "second"]
    monkeypatch.setattr(speech, "folder", lambda: tmp_path / "none")
    assert speech.clear(now) == 0


def test_who_had_made_an_appointment_is_forgotten_a_month_after_it(cast: Cast, hot: HallOfTwo) -> None:
    fields = SlotFields((NOW + timedelta(days=1)).date(), time(8), time(9), 30, 2)
    slot, *_ = open_slots(actor=None, at=NOW, unit=cast.unit, service=hot.a, fields=fields)
    made = book(at=NOW, unit=cast.unit, slot=slot, name="Nguyễn Văn Sim", phone="0912345678")
    nobody = book(at=NOW, unit=cast.unit, slot=slot)
    assert sweep(at=NOW + timedelta(days=31)).forgotten == 0
    assert sweep(at=NOW + timedelta(days=32)).forgotten == 1
    made.refresh_from_db()
    assert (made.name, made.phone, made.state) == ("", "", "booked")
    assert Booking.objects.filter(pk__in=(made.pk, nobody.pk)).count() == 2
    assert sweep(at=NOW + timedelta(days=33)).forgotten == 0
