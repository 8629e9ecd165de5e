"""Appointments: times that a unit opens, places that are booked, and whoever comes.

A place is taken by one conditional write, and the database refuses more bookings than places: two who book the last one
at once do not both get it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from thanthien.lib.codes import new_code
from thanthien.lib.vietnamese import tidy
from thanthien.operations.queueing.actions import CannotSetUp
from thanthien.operations.queueing.models import Booking, Service, Slot, Ticket
from thanthien.operations.queueing.rules import rules_of
from thanthien.operations.queueing.standing import require_manager
from thanthien.operations.queueing.taking import taken_for_booking
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit

EARLY = timedelta(minutes=60)  # before the time, from when on one may check in
MOST_SLOTS = 60
FARTHEST = 60  # days ahead


class CannotBook(Refusal):
    """Nothing was booked, cancelled or checked in."""


@dataclass(frozen=True, slots=True)
class SlotFields:
    """`every`: minutes from one time to the next, between `begins` and `ends`."""

    day: date
    begins: time
    ends: time
    every: int
    places: int


@transaction.atomic
def open_slots(
    *, actor: Person | None, at: datetime, unit: Unit, service: Service, fields: SlotFields
) -> list[Slot]:
    """Times that are there already get the new number of places, never fewer than are booked."""
    require_manager(actor, unit)
    today = timezone.localdate(at)
    if service.unit_id != unit.pk or not service.is_open:
        raise CannotSetUp("Anh/chị chọn một việc đang nhận số.", "service")
    if not today <= fields.day <= today + timedelta(days=FARTHEST):
        raise CannotSetUp(f"Ngày hẹn từ hôm nay đến {FARTHEST} ngày tới.", "day")
    if not 5 <= fields.every <= 240:
        raise CannotSetUp("Khoảng cách giữa hai giờ hẹn từ 5 đến 240 phút.", "every")
    if not 1 <= fields.places <= 50:
        raise CannotSetUp("Số chỗ mỗi giờ hẹn từ 1 đến 50.", "places")
    begins, ends = (
        timezone.make_aware(datetime.combine(fields.day, one)) for one in (fields.begins, fields.ends)
    )
    moments: list[datetime] = []
    step = timedelta(minutes=fields.every)
    while begins + step <= ends and len(moments) <= MOST_SLOTS:
        moments.append(begins)
        begins += step
    if not moments or len(moments) > MOST_SLOTS:
        raise CannotSetUp(f"Từ giờ đầu đến giờ cuối phải có từ 1 đến {MOST_SLOTS} giờ hẹn.", "ends")
    made = [_opened(service, one, fields.places) for one in moments]
    record(
        actor=actor, at=at, action="queue.slots", subject=service, unit=unit,
        after={"day": fields.day, "places": fields.places, "count": len(made)},
    )  # fmt: skip
    return made


@transaction.atomic
def book(*, at: datetime, unit: Unit, slot: Slot, name: str = "", phone: str = "") -> Booking:
    """A place, with a code. Raises `CannotBook` where the last was taken meanwhile."""
    if unit.is_merged or slot.service.unit_id != unit.pk or not slot.service.is_open or slot.begins_at <= at:
        raise CannotBook(_("Giờ hẹn này không còn nhận. Ông/bà chọn giờ khác."))
    phone = "".join(letter for letter in phone if letter.isdigit() or letter == "+")
    if phone and not 9 <= len(phone) <= 15:
        raise CannotBook(_("Số điện thoại chưa đúng. Ông/bà ghi lại hoặc để trống."), "phone")
    taken = Slot.objects.filter(pk=slot.pk, booked__lt=F("places")).update(booked=F("booked") + 1)
    if not taken:
        raise CannotBook(_("Giờ này vừa hết chỗ. Ông/bà chọn giờ khác."))
    return Booking.objects.create(slot=slot, code=new_code(), name=tidy(name)[:80], phone=phone, made_at=at)


@transaction.atomic
def cancel(*, at: datetime, booking: Booking) -> Booking:
    """The place is free again. A second press changes nothing."""
    wrote = Booking.objects.filter(pk=booking.pk, state=Booking.State.BOOKED).update(
        state=Booking.State.CANCELLED
    )
    if wrote:
        Slot.objects.filter(pk=booking.slot_id, booked__gt=0).update(booked=F("booked") - 1)
    booking.refresh_from_db()
    return booking


@transaction.atomic
def check_in(*, at: datetime, unit: Unit, booking: Booking, language: str = "vi") -> Ticket:
    """The number of whoever came by appointment; a second time, the same number. Raises `CannotBook`, `CannotTake`."""
    rows = Booking.objects.select_for_update(of=("self",)).select_related("slot__service")
    held = rows.get(pk=booking.pk)
    if held.ticket_id is not None:  # asked for apart: what was joined while another held the row is of before
        return Ticket.objects.select_related("service").get(pk=held.ticket_id)
    begins = held.slot.begins_at
    if held.slot.service.unit_id != unit.pk or held.state != Booking.State.BOOKED:
        raise CannotBook(_("Lịch hẹn này đã bỏ. Ông/bà lấy số như bình thường."))
    if timezone.localdate(at) != held.slot.day:
        words = _("Lịch hẹn này của ngày %(day)s, hôm nay chưa dùng được.") % {
            "day": f"{held.slot.day:%d/%m/%Y}"
        }
        raise CannotBook(words)
    if at < begins - EARLY:
        raise CannotBook(_("Ông/bà đến sớm. Máy nhận mã hẹn từ một tiếng trước giờ hẹn."))
    in_time = at <= begins + timedelta(minutes=rules_of(unit.pk).booking_grace)
    ticket = taken_for_booking(
        at=at, unit=unit, service=held.slot.service, in_time=in_time, language=language
    )
    held.state, held.ticket = Booking.State.CAME, ticket
    held.save(update_fields=["state", "ticket"])
    return ticket


def _opened(service: Service, begins_at: datetime, places: int) -> Slot:
    slot, is_new = Slot.objects.get_or_create(
        service=service, begins_at=begins_at,
        defaults={"day": timezone.localdate(begins_at), "places": places},
    )  # fmt: skip
    if not is_new:
        if slot.booked > places:
            raise CannotSetUp(
                f"Giờ {timezone.localtime(begins_at):%H:%M} đã có {slot.booked} người hẹn, không đặt ít chỗ hơn được.",
                "places",
            )
        slot.places = places
        slot.save(update_fields=["places"])
    return slot
