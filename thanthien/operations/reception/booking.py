"""Writes of appointments: made and cancelled by a citizen with a code, cancelled by the desk, turned into a line.

Nobody needs one: who comes without is received as well. Audit rows name nobody.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from thanthien.lib.codes import new_code
from thanthien.lib.vietnamese import tidy
from thanthien.operations.reception.models import Appointment, Entry, ReceptionDay
from thanthien.operations.reception.queries import days_between, room_of
from thanthien.operations.reception.standing import require_keeper
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.sealing import seal, unseal
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Unit

State = Appointment.State
AHEAD = timedelta(days=70)  # as far as the public schedule goes


class CannotBook(Refusal):
    """No appointment was made or changed."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who makes an appointment and, in a few words, what about."""

    name: str = ""
    phone: str = ""
    address: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Bookable:
    """A day with the number of places that are left."""

    day: ReceptionDay
    free: int

    @property
    def key(self) -> str:
        """Says which day without its id, as the public sees none: "20260716-0800-chair"."""
        return f"{self.day.date:%Y%m%d}-{self.day.starts:%H%M}-{self.day.post}"


def seats_of(unit: Unit) -> int:
    room = room_of(unit)
    return room.seats if room else 0


def bookable_days(unit: Unit, at: datetime) -> list[Bookable]:
    """Published days that have not begun, the full ones too; none where the unit takes no appointments. Two queries."""
    seats, today = seats_of(unit), timezone.localdate(at)
    if not seats:
        return []
    taken = Count("appointments", filter=~Q(appointments__state=State.CANCELLED))
    rows = days_between(unit, today, today + AHEAD).filter(
        published_at__isnull=False, state=ReceptionDay.State.PLANNED
    )
    found = rows.annotate(taken=taken)
    return [Bookable(one, max(0, seats - one.taken)) for one in found if not _has_begun(one, at)]


def hour_of(appointment: Appointment) -> datetime:
    """About when: the hours of the day shared out evenly among its places."""
    day = appointment.day
    starts, ends = (datetime.combine(day.date, one) for one in (day.starts, day.ends))
    minutes = (ends - starts).total_seconds() / 60 * (appointment.number - 1) / appointment.seats
    return timezone.make_aware(starts + timedelta(minutes=minutes // 5 * 5))


@transaction.atomic
def book_appointment(*, at: datetime, day: ReceptionDay, caller: Caller, client_key: str) -> Appointment:
    """The first free place of a day. The same form sent twice is one appointment; of two for the last place one."""
    name = tidy(caller.name)[:100]
    if len(name) < 2:
        raise CannotBook(_("Ông/bà ghi họ tên."), "name")
    key = hashlib.sha256(f"{day.pk}\0{client_key}\0{name}".encode()).hexdigest()
    rows = ReceptionDay.objects.select_for_update(of=("self",)).select_related("unit")
    day = rows.get(pk=day.pk)
    known = Appointment.objects.filter(client_key=key).first()
    if known is not None:
        return known
    if day.published_at is None or day.state != ReceptionDay.State.PLANNED or _has_begun(day, at):
        raise CannotBook(_("Buổi này không còn nhận hẹn. Xin chọn buổi khác."), "day")
    seats = seats_of(day.unit)
    kept = day.appointments.exclude(state=State.CANCELLED).values_list("number", flat=True)
    free = set(range(1, seats + 1)) - set(kept)
    if not free:
        raise CannotBook(
            _("Buổi này vừa đủ chỗ hẹn. Xin chọn buổi khác; không hẹn trước vẫn được tiếp."), "day"
        )
    told = Caller(name, tidy(caller.phone)[:20], tidy(caller.address)[:200], tidy(caller.about)[:500])
    made = Appointment.objects.create(
        day=day, number=min(free), seats=seats, code=new_code(), client_key=key, made_at=at,
        sealed=seal(json.dumps(asdict(told))),
    )  # fmt: skip
    record(
        actor=None, at=at, action="reception.book", subject=made, unit=day.unit, thread=day, said_actor="Người dân",
        after={"day": day.date},
    )  # fmt: skip
    return made


def may_cancel(appointment: Appointment, at: datetime) -> bool:
    return appointment.state == State.BOOKED and appointment.day.date >= timezone.localdate(at)


@transaction.atomic
def cancel_appointment(*, at: datetime, appointment: Appointment, by: Person | None = None) -> Appointment:
    """By who made it (`by` None: the code was shown) or by who keeps the book; who it was is taken out."""
    one = locked_appointment(appointment)
    if by is not None:
        require_keeper(by, one.day.unit)
    if not may_cancel(one, at):
        raise CannotBook(_("Lượt hẹn này đã xong hoặc đã hủy."))
    one.state, one.sealed, one.ended_at, one.ended_by = State.CANCELLED, "", at, by
    one.save()
    record(
        actor=by, at=at, action="reception.unbook", subject=one, unit=one.day.unit, thread=one.day,
        said_actor="Người dân", after={"day": one.day.date},
    )  # fmt: skip
    return one


def tie_entry(*, at: datetime, actor: Person, appointment: Appointment, entry: Entry) -> None:
    """The appointment became a line of the book; called in the transaction that wrote the line."""
    one = locked_appointment(appointment)
    if one.day.unit_id != entry.unit_id or one.state != State.BOOKED:
        raise CannotBook(CHANGED)
    one.state, one.sealed, one.ended_at, one.ended_by, one.entry = State.CAME, "", at, actor, entry
    one.save()


def locked_appointment(appointment: Appointment) -> Appointment:
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("day__unit__parent")
    return rows.get(pk=appointment.pk)


def caller_of(appointment: Appointment) -> Caller:
    """Whole; callers have asked whether the person keeps the book."""
    try:
        return Caller(**json.loads(unseal(appointment.sealed))) if appointment.sealed else Caller()
    except (ValueError, TypeError):  # no key opens it any more
        return Caller(name="(không mở được)")


def appointments_of(day: ReceptionDay) -> list[Appointment]:
    """Those that stand, in the order of their hours."""
    rows = day.appointments.exclude(state=State.CANCELLED).select_related("day", "entry")
    return list(rows.order_by("number"))


def appointment_of_unit(unit: Unit, pk: int) -> Appointment | None:
    rows = Appointment.objects.filter(day__unit=unit, pk=pk)
    return rows.select_related("day__unit__parent", "entry").first()


def appointment_by_code(unit: Unit, code: str) -> Appointment | None:
    if not code:
        return None
    rows = Appointment.objects.filter(day__unit=unit, code=code)
    return rows.select_related("day__unit", "day__person", "day__substitute").first()


def booked_between(unit: Unit, first: date, last: date) -> int:
    rows = Appointment.objects.filter(day__unit=unit, day__date__gte=first, day__date__lte=last)
    return rows.exclude(state=State.CANCELLED).count()


def _has_begun(day: ReceptionDay, at: datetime) -> bool:
    return timezone.make_aware(datetime.combine(day.date, day.starts)) <= at
