"""Services, hours, priorities, screens, appointments: what is kept and what is refused."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from django.core.cache import caches

from tests.cast import NOW, Cast
from tests.operations.queueing.factories import HallOfTwo, hall, kiosk, taken
from thanthien.operations.queueing.actions import (
    CannotSetUp,
    ServiceFields,
    keep_service,
    new_pairing,
    pair,
    register_screen,
    revoke,
    set_rules,
)
from thanthien.operations.queueing.booking import (
    CannotBook,
    SlotFields,
    book,
    cancel,
    check_in,
    open_slots,
)
from thanthien.operations.queueing.models import Screen, Slot, Ticket
from thanthien.operations.queueing.queries import free_slots, kiosk_of
from thanthien.operations.queueing.rules import rules_of
from thanthien.operations.queueing.taking import CannotTake
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.permissions import NotAllowed

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
HOURS = {0: [(time(8), time(11))], 5: [(time(8), time(10))]}


@pytest.fixture
def hot(cast: Cast) -> HallOfTwo:
    caches["objects"].clear()
    return hall(cast)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"name": " "}, "name"), ({"prefix": "AB"}, "letter"), ({"prefix": "Đ"}, "letter"), ({"prefix": "B"}, "letter"),
     ({"name": "Đất đai"}, "name"), ({"counters": ()}, "counters"), ({"minutes": 0}, "minutes")],
)  # fmt: skip
def test_a_service_that_cannot_be_says_which_field(
    cast: Cast, hot: HallOfTwo, wrong: dict[str, Any], field: str
) -> None:
    fields = ServiceFields(**{"name": "Việc mới", "prefix": "C", "counters": (hot.one,), **wrong})
    with pytest.raises(CannotSetUp) as refused:
        keep_service(actor=cast.coordinator, at=NOW, unit=cast.unit, fields=fields)
    assert refused.value.field == field


def test_who_may_set_up(cast: Cast, hot: HallOfTwo) -> None:
    fields = ServiceFields("Việc mới", "C", (hot.one,))
    for person in (cast.one_stop, cast.head, cast.other_coordinator):
        with pytest.raises(NotAllowed):
            keep_service(actor=person, at=NOW, unit=cast.unit, fields=fields)
    with pytest.raises(CannotSetUp):  # a counter of another unit
        keep_service(actor=cast.other_coordinator, at=NOW, unit=cast.other_unit, fields=fields)
    assert Entry.objects.filter(action="queue.service").count() == 2


def set_up(cast: Cast, **more: Any) -> None:
    asked = {"hours": HOURS, "priorities": "Người từ đủ 80 tuổi | 80+\nMới | New", "priority_run": 1}
    set_rules(actor=cast.coordinator, at=NOW, unit=cast.unit, **{**asked, "last_minutes": 0, **more})


def test_hours_and_priorities_of_the_unit_stand_over_those_of_the_file(cast: Cast, hot: HallOfTwo) -> None:
    taken(cast, hot.a)
    set_up(cast)
    rules = rules_of(cast.unit.pk)
    assert rules.hours[5] == ((time(8), time(10)),)
    assert next((one.key, one.en) for one in rules.priorities) == ("elderly", "80+")
    assert rules.recalls == 1
    with pytest.raises(CannotTake):
        taken(cast, hot.a)  # Wednesdays have no hours any more
    for wrong, field in (
        ({"hours": {}}, "hours"), ({"hours": {0: [(time(9), time(8))]}}, "hours"),
        ({"priority_run": 0}, "priority_run"),
        ({"priorities": "\n".join(f"Diện {n}" for n in range(9))}, "priorities"),
    ):  # fmt: skip
        with pytest.raises(CannotSetUp) as refused:
            set_up(cast, **wrong)
        assert refused.value.field == field


def test_a_kiosk_is_paired_once_by_a_code_that_lives_minutes(cast: Cast, hot: HallOfTwo) -> None:
    screen = register_screen(actor=cast.coordinator, at=NOW, unit=cast.unit, kind="kiosk", name="Máy 1")
    code = new_pairing(actor=cast.coordinator, at=NOW, screen=screen)
    with pytest.raises(CannotSetUp):
        pair(at=NOW + 16 * MINUTE, typed=code)
    _, token = pair(at=NOW + 14 * MINUTE, typed=f" {code[:4].lower()} {code[4:]}")
    with pytest.raises(CannotSetUp):
        pair(at=NOW, typed=code)
    assert kiosk_of(token) == screen
    assert token not in str(Screen.objects.values().get())
    revoke(actor=cast.coordinator, at=NOW, screen=screen)
    assert kiosk_of(token) is None
    assert kiosk_of("") is None
    assert kiosk(cast)[0].pk != screen.pk


def opened(cast: Cast, hot: HallOfTwo, **more: Any) -> list[Slot]:
    asked = {"day": NOW.date(), "begins": time(10), "ends": time(11), "every": 20, "places": 1, **more}
    fields = SlotFields(**asked)
    return open_slots(actor=cast.coordinator, at=NOW, unit=cast.unit, service=hot.a, fields=fields)


def test_whoever_comes_in_time_is_called_before_those_without_an_appointment(
    cast: Cast, hot: HallOfTwo
) -> None:
    slots = opened(cast, hot)
    assert [f"{one}"[-5:] for one in free_slots(cast.unit, NOW)] == ["03:00", "03:20", "03:40"]  # UTC inside
    first = book(at=NOW, unit=cast.unit, slot=slots[0], name="Phạm Thị Mơ", phone="0912 345 678")
    late = book(at=NOW, unit=cast.unit, slot=slots[1])
    assert len(free_slots(cast.unit, NOW)) == 1
    with pytest.raises(CannotBook, match="hết chỗ"):
        book(at=NOW, unit=cast.unit, slot=slots[0])
    ticket = check_in(at=slots[0].begins_at, unit=cast.unit, booking=first)
    assert (ticket.goes_first, ticket.channel) == (True, Ticket.Channel.BOOKING)
    assert check_in(at=slots[0].begins_at, unit=cast.unit, booking=first) == ticket
    assert not check_in(at=slots[1].begins_at + 16 * MINUTE, unit=cast.unit, booking=late).goes_first


def test_what_is_no_appointment_now_gives_no_number(cast: Cast, hot: HallOfTwo) -> None:
    [slot] = opened(cast, hot, day=NOW.date() + timedelta(days=1), ends=time(10, 20))
    mine = book(at=NOW, unit=cast.unit, slot=slot)
    with pytest.raises(CannotBook, match="hôm nay chưa"):
        check_in(at=NOW, unit=cast.unit, booking=mine)
    with pytest.raises(CannotBook, match="đến sớm"):
        check_in(at=slot.begins_at - 61 * MINUTE, unit=cast.unit, booking=mine)
    with pytest.raises(CannotBook):
        check_in(at=slot.begins_at, unit=cast.other_unit, booking=mine)
    cancel(at=NOW, booking=mine)
    cancel(at=NOW, booking=mine)
    slot.refresh_from_db()
    assert slot.booked == 0
    with pytest.raises(CannotBook, match="đã bỏ"):
        check_in(at=slot.begins_at, unit=cast.unit, booking=mine)
    with pytest.raises(CannotBook):
        book(at=slot.begins_at, unit=cast.unit, slot=slot)
    with pytest.raises(CannotBook, match="điện thoại"):
        book(at=NOW, unit=cast.unit, slot=slot, phone="12")


def test_fewer_places_than_are_booked_are_refused(cast: Cast, hot: HallOfTwo) -> None:
    [slot] = opened(cast, hot, ends=time(10, 20), places=3)
    for _ in range(2):
        book(at=NOW, unit=cast.unit, slot=slot)
    with pytest.raises(CannotSetUp, match="đã có 2 người hẹn"):
        opened(cast, hot, ends=time(10, 20), places=1)
    opened(cast, hot, ends=time(10, 20), places=2)
    assert Slot.objects.get().places == 2
    for wrong in ({"every": 1}, {"places": 0}, {"ends": time(9)}, {"day": NOW.date() - timedelta(days=1)}):
        with pytest.raises(CannotSetUp):
            opened(cast, hot, **wrong)
