"""Appointments: no more than a day has room for, one for two who press at once, a line without typing again."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.cast import NOW, Cast
from tests.operations.engagement.test_at_once import at_once
from tests.operations.reception.factories import planned, recorded
from thanthien.operations.reception.actions import cancel_day
from thanthien.operations.reception.booking import (
    Caller,
    CannotBook,
    appointment_by_code,
    appointments_of,
    book_appointment,
    bookable_days,
    caller_of,
    cancel_appointment,
    hour_of,
)
from thanthien.operations.reception.models import Appointment, ReceptionDay
from thanthien.operations.reception.setting_up import set_room
from thanthien.platform.audit.models import Entry as AuditEntry
from thanthien.platform.people.permissions import NotAllowed

pytestmark = pytest.mark.django_db
NAME = "Bùi Thị Gấm"


def open_day(cast: Cast, *, seats: int = 2, days: int = 7, public: bool = True) -> ReceptionDay:
    """A public day a week from now with so many places."""
    set_room(
        actor=cast.coordinator, at=NOW, unit=cast.unit, seen=0, place="Phòng 1", phone="", rules="", seats=seats
    )  # fmt: skip
    return planned(cast, NOW.date() + timedelta(days=days), public=public, is_extra=True)


def booked(
    day: ReceptionDay, name: str = NAME, key: str = "mot", at: datetime = NOW, **more: str
) -> Appointment:
    return book_appointment(at=at, day=day, caller=Caller(name, **more), client_key=key)


def test_as_many_as_there_is_room_for(cast: Cast) -> None:
    day = open_day(cast)
    first = booked(day, phone="0912 345 678", about="Ranh giới đất")
    assert booked(day, phone="0912 345 678") == first  # the same form sent twice
    second = booked(day, "Lê Văn Tám", "hai")
    assert [hour_of(one).strftime("%H:%M") for one in (first, second)] == ["08:00", "09:45"]
    assert [one.free for one in bookable_days(cast.unit, NOW)] == [0]
    with pytest.raises(CannotBook, match="đủ chỗ"):
        booked(day, "Người thứ ba", "ba")
    cancel_appointment(at=NOW, appointment=first)
    assert booked(day, "Người thứ ba", "ba").number == 1
    assert caller_of(first) == Caller(NAME, "0912 345 678", "", "Ranh giới đất")
    first.refresh_from_db()
    assert (first.state, first.sealed) == ("cancelled", "")  # nobody is kept who does not come
    with pytest.raises(CannotBook):
        cancel_appointment(at=NOW, appointment=first)


def test_never_for_a_day_nobody_was_told_of_that_is_off_or_has_begun(cast: Cast) -> None:
    day = open_day(cast, public=False)
    assert bookable_days(cast.unit, NOW) == []
    with pytest.raises(CannotBook, match="không còn nhận"):
        booked(day)
    day.published_at = NOW
    day.save()
    with pytest.raises(CannotBook, match="không còn nhận"):
        booked(day, at=NOW + timedelta(days=7, hours=4))
    with pytest.raises(CannotBook, match="họ tên"):
        booked(day, " ")
    booked(day)
    cancel_day(actor=cast.coordinator, at=NOW, day=day, seen=day.version, reason="Bão số 3")
    with pytest.raises(CannotBook):
        booked(day, "Lê Văn Tám", "hai")
    assert Appointment.objects.count() == 1


def test_units_that_take_none_offer_none(cast: Cast) -> None:
    day = open_day(cast, seats=0)
    assert bookable_days(cast.unit, NOW) == []
    with pytest.raises(CannotBook):
        booked(day)


def test_nobody_is_named_on_disk_and_codes_open_their_own_unit_alone(cast: Cast) -> None:
    one = booked(open_day(cast), phone="0912 345 678", about="Ranh giới đất")
    for secret in ("Gấm", "0912", "Ranh"):
        assert secret not in one.sealed
        assert not AuditEntry.objects.filter(after__icontains=secret).exists()
    assert appointment_by_code(cast.unit, one.code) == one
    assert appointment_by_code(cast.other_unit, one.code) is None
    with pytest.raises(NotAllowed):
        cancel_appointment(at=NOW, appointment=one, by=cast.officer)
    cancel_appointment(at=NOW, appointment=one, by=cast.leader)
    assert appointments_of(one.day) == []


def test_it_becomes_one_line_of_the_book(cast: Cast) -> None:
    day = open_day(cast)
    one = booked(day, about="Ranh giới đất")
    then = NOW + timedelta(days=7)
    entry = recorded(cast, then, day=day, appointment=one)
    one.refresh_from_db()
    assert (one.state, one.entry, one.sealed) == ("came", entry, "")
    with pytest.raises(CannotBook):
        recorded(cast, then, day=day, appointment=one, client_key="hai")
    assert [row.entry for row in appointments_of(day)] == [entry]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_for_the_last_place(cast: Cast) -> None:
    day = open_day(cast, seats=1)
    works = [lambda name=name: booked(day, name, name) for name in ("Người một", "Người hai", "Người ba")]
    assert at_once(*works) == [False, True, True]
    assert Appointment.objects.count() == 1


def test_the_days_of_the_page_need_two_queries(cast: Cast, django_assert_num_queries: object) -> None:
    booked(open_day(cast))
    for more in range(3):
        planned(cast, date(2026, 7, 20) + timedelta(days=more), public=True, is_extra=True)
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(bookable_days(cast.unit, NOW)) == 4
