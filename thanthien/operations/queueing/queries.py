"""Reads of the queue. What a board or a phone shows holds numbers and counters, never names of who waits or works."""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain

from django.core.cache import caches
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from thanthien.lib.vietnamese import sort_key
from thanthien.operations.queueing.actions import hashed
from thanthien.operations.queueing.estimates import Waits, laden, soonest, staffed_by_service
from thanthien.operations.queueing.models import Booking, Hall, Screen, Service, Slot, Ticket, TicketStep
from thanthien.operations.queueing.states import AT_COUNTER, OPEN, Move, State
from thanthien.platform.counters.models import Counter, Seat
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit

CALLS_SHOWN = 6
KEPT = 300  # seconds
CLOCK_WRONG = 180  # seconds
CLOCK_STEP = 30  # seconds; less is the way over the network
CALLS = (Move.CALL, Move.RECALL, Move.RESUME)  # what a board shows and says


@dataclass(frozen=True, slots=True)
class Line:
    """A service on a board: how many wait, counters with somebody there, minutes for who comes now (None: unknown)."""

    service: Service
    waiting: int
    staffed: int
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Call:
    """One call: `number` grows with every call of the unit."""

    number: int
    ticket: Ticket
    counter: Counter
    at: datetime
    is_now: bool  # still being called or served there


@dataclass(frozen=True, slots=True)
class Board:
    version: int
    calls: Sequence[Call]  # the latest first
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number stands: how many are called before it, and in about how many minutes it is its turn."""

    ahead: int
    minutes: int | None
    staffed: int


def version_of(unit_id: int) -> int:
    """One query; 0 where the unit has no queue."""
    return Hall.objects.filter(unit=unit_id).values_list("version", flat=True).first() or 0


def services_of(unit: Unit) -> list[Service]:
    """With counters as `at`, open ones first. Two queries."""
    rows = Service.objects.filter(unit=unit).prefetch_related(Prefetch("counters", to_attr="at"))
    return sorted(rows, key=lambda one: (not one.is_open, one.position, one.prefix))


def open_services(unit: Unit) -> list[Service]:
    return list(Service.objects.filter(unit=unit, is_open=True))


def board_of(unit: Unit, at: datetime) -> Board:
    """The same number of queries whatever waits."""
    day, version = (
        timezone.localdate(at),
        version_of(unit.pk),
    )  # read first: what changes after it is shown twice
    steps = TicketStep.objects.filter(unit=unit, day=day, move__in=CALLS)
    latest: dict[int, Call] = {}
    for step in steps.select_related("ticket", "counter").order_by("-pk")[:40]:
        if step.counter is None or step.ticket_id in latest or len(latest) >= CALLS_SHOWN:
            continue
        is_now = step.ticket.state in AT_COUNTER and step.ticket.counter_id == step.counter_id
        latest[step.ticket_id] = Call(step.pk, step.ticket, step.counter, step.at, is_now)
    return Board(version, list(latest.values()), lines_of(unit, day))


def lines_of(unit: Unit, day: date) -> list[Line]:
    """Every open service with what waits and how long it takes. Three queries."""
    waiting, staffed = _waiting(Q(unit=unit, day=day)), staffed_by_service(unit)
    minutes, number = laden(waiting, staffed), Count(one.service for one in waiting)
    return [
        Line(one, number[one.pk], len(at := staffed.get(one.pk, ())), soonest(at, minutes))
        for one in open_services(unit)
    ]


def place_of(ticket: Ticket) -> Place:
    """Two queries. A number that is not waiting has nobody before it."""
    if ticket.state != State.WAITING:
        return Place(0, None, 0)
    before = Q(waits_from__lt=ticket.waits_from) | Q(waits_from=ticket.waits_from, pk__lt=ticket.pk)
    if ticket.goes_first:
        before &= Q(goes_first=True)
    else:
        before |= Q(goes_first=True)
    waiting = _waiting(before & ~Q(pk=ticket.pk) & Q(unit=ticket.unit_id, day=ticket.day))
    staffed = staffed_by_service(ticket.unit)
    at = staffed.get(ticket.service_id, ())
    if ticket.for_counter_id is not None:
        at = [one for one in {*chain(*staffed.values())} if one == ticket.for_counter_id]
    ahead = sum(one.service == ticket.service_id for one in waiting)
    return Place(ahead, soonest(at, laden(waiting, staffed)), len(at))


def _waiting(which: Q) -> list[Waits]:
    """In the order in which they are called, whoever goes first before the others. One query."""
    rows = Ticket.objects.filter(which, state=State.WAITING).order_by("-goes_first", "waits_from", "pk")
    return [Waits(*row) for row in rows.values_list("service_id", "service__minutes", "for_counter_id")]


def ticket_by_code(unit: Unit, code: str) -> Ticket | None:
    rows = Ticket.objects.select_related("service", "counter", "unit__parent")
    return rows.filter(unit=unit, code=code).first()


def ticket_seen_by(person: Person, unit: Unit, pk: int) -> Ticket | None:
    if not may(person, Action.QUEUE_VIEW, unit):
        return None
    rows = Ticket.objects.select_related("service", "counter", "unit__parent", "unit__successor")
    return rows.filter(unit=unit, pk=pk).first()


def open_on_phone(codes: Sequence[str]) -> int:
    """How many of the numbers that a phone remembers still wait."""
    return Ticket.objects.filter(code__in=codes, state__in=OPEN).count() if codes else 0


def at_counter(counter: Counter) -> Ticket | None:
    rows = Ticket.objects.select_related("service", "counter", "unit")
    return rows.filter(counter=counter, state__in=AT_COUNTER).first()


def set_aside(unit: Unit, day: date) -> QuerySet[Ticket]:
    """Parked ones, and those of the day who were called in vain."""
    rows = Ticket.objects.filter(unit=unit).filter(Q(state=State.PARKED) | Q(state=State.MISSED, day=day))
    return rows.select_related("service", "counter").order_by("state", "called_at")


def left_over(unit: Unit, day: date) -> QuerySet[Ticket]:
    """Numbers of the last days with which nobody was served: the queue is kept overnight."""
    rows = Ticket.objects.filter(unit=unit, day__lt=day, day__gte=day - timedelta(days=14))
    return rows.filter(state=State.WAITING).select_related("service").order_by("day", "waits_from")


def seated_counters(unit: Unit) -> list[Counter]:
    """Open counters with who sits there as `there`, and the number there as `holds`. Three queries."""
    now = Prefetch("seats", Seat.objects.filter(ends_at=None).select_related("person"), to_attr="there")
    rows = Counter.objects.filter(unit=unit, is_open=True).prefetch_related(now)
    held = {one.counter_id: one for one in Ticket.objects.filter(unit=unit, state__in=AT_COUNTER)}
    found: list[Counter] = sorted(rows, key=lambda one: sort_key(one.name))
    for one in found:
        one.holds = held.get(one.pk)  # type: ignore[attr-defined]
    return found


def screens_of(unit: Unit) -> QuerySet[Screen]:
    return Screen.objects.filter(unit=unit, revoked_at=None)


def screen_seen_by(person: Person, unit: Unit, pk: int) -> Screen | None:
    if not may(person, Action.QUEUE_VIEW, unit):
        return None
    return Screen.objects.select_related("unit__parent").filter(unit=unit, pk=pk).first()


def kiosk_of(token: str) -> Screen | None:
    """The paired kiosk of that token, with its unit."""
    rows = Screen.objects.select_related("unit__parent").filter(kind=Screen.Kind.KIOSK, revoked_at=None)
    return rows.filter(token_hash=hashed(token), unit__successor=None).first() if token else None


def kept_kiosk(token: str) -> Screen | None:
    """`kiosk_of` as it was some minutes ago, for the press of a number: what is written asks whether it still holds."""
    key, objects = f"queue-kiosk-{hashed(token)}", caches["objects"]
    kept: Screen | None = objects.get(key)
    if kept is None:
        kept = kiosk_of(token)
        if kept is not None:
            objects.set(key, kept, KEPT)
    return kept


def forget_kiosk(token: str) -> None:
    caches["objects"].delete(f"queue-kiosk-{hashed(token)}")


def board_by_code(code: str) -> Screen | None:
    rows = Screen.objects.select_related("unit__parent").filter(kind=Screen.Kind.BOARD, revoked_at=None)
    return rows.filter(code=code).first()


def note_screen(screen: Screen, at: datetime, clock_off: int | None = None) -> None:
    """A sign of life, written once a minute at the most, or when the clock of the machine was set."""
    off = screen.clock_off if clock_off is None else clock_off
    is_set = abs(off - screen.clock_off) >= CLOCK_STEP
    if is_set or screen.seen_at is None or at - screen.seen_at >= timedelta(minutes=1):
        Screen.objects.filter(pk=screen.pk).update(seen_at=at, clock_off=off)
        screen.seen_at, screen.clock_off = at, off


def clock_words(off: int) -> str:
    """How a machine's clock differs from the server's, where it matters."""
    if abs(off) < CLOCK_WRONG:
        return ""
    hours, minutes = divmod(round(abs(off) / 60), 60)
    said = (
        f"{hours} giờ {minutes} phút" if hours and minutes else f"{hours} giờ" if hours else f"{minutes} phút"
    )
    return f"{'nhanh' if off > 0 else 'chậm'} {said} so với máy chủ"


def call_said(unit: Unit, number: int, day: date) -> TicketStep | None:
    """The call of that number (`Call.number`) of the unit and day."""
    rows = TicketStep.objects.filter(unit=unit, day=day, move__in=CALLS, counter__isnull=False)
    return rows.select_related("ticket", "counter").filter(pk=number).first()


def closed_lately(unit: Unit, at: datetime) -> QuerySet[Ticket]:
    """Numbers of the last days with which nobody was served and which were closed for it."""
    rows = Ticket.objects.filter(unit=unit, state=State.LAPSED, ended_at__gte=at - timedelta(days=4))
    return rows.select_related("service").order_by("day", "waits_from")


def screens_without_paper(unit: Unit) -> QuerySet[Screen]:
    return screens_of(unit).exclude(paper_out_at=None)


def service_seen_by(person: Person, unit: Unit, pk: int) -> Service | None:
    if not may(person, Action.QUEUE_VIEW, unit):
        return None
    return Service.objects.select_related("unit__parent").filter(unit=unit, pk=pk).first()


def free_slots(unit: Unit, at: datetime) -> list[Slot]:
    """Times that still have a place."""
    rows = Slot.objects.select_related("service").filter(service__unit=unit, service__is_open=True)
    return [one for one in rows.filter(begins_at__gt=at).order_by("begins_at", "service")[:200]
            if one.booked < one.places]  # fmt: skip


def slot_of(unit: Unit, pk: int) -> Slot | None:
    return Slot.objects.select_related("service__unit").filter(service__unit=unit, pk=pk).first()


def booking_by_code(unit: Unit, code: str) -> Booking | None:
    rows = Booking.objects.select_related("slot__service", "ticket")
    return rows.filter(slot__service__unit=unit, code=code).first() if code else None


def slots_ahead(unit: Unit, day: date) -> QuerySet[Slot]:
    """Times of today and later with their bookings."""
    rows = Slot.objects.filter(service__unit=unit, day__gte=day).select_related("service")
    return rows.prefetch_related("bookings").order_by("begins_at", "service")
