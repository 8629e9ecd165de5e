"""What is done with a number at a counter. Every step holds the unit's row of the queue until it is committed, asks for
the state it starts from in the write itself, and a counter can have one number in the database: so no number is called
at two counters.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from thanthien.lib.vietnamese import tidy
from thanthien.operations.queueing.models import Service, Ticket, TicketStep
from thanthien.operations.queueing.rules import rules_of
from thanthien.operations.queueing.standing import require_worker, sits_at
from thanthien.operations.queueing.states import AT_COUNTER, CannotMove, Move, State, require_way
from thanthien.operations.queueing.taking import changed
from thanthien.platform.counters.models import Counter
from thanthien.platform.people.models import Person

SHORTEST, LONGEST = timedelta(seconds=20), timedelta(hours=2)  # of a service that teaches how long one takes


class NobodyWaits(CannotMove):
    """There is no number for this counter now."""


@transaction.atomic
def call_next(*, actor: Person, at: datetime, counter: Counter) -> Ticket:
    """The next number of the services of this counter. Raises `NobodyWaits`, `CannotMove`."""
    _begin(actor, counter)
    found = next_for(counter, at)
    if found is None:
        raise NobodyWaits("Chưa có ai chờ ở quầy này. Khi có người lấy số, danh sách bên dưới tự hiện.")
    return _called(actor, at, counter, found, Move.CALL)


@transaction.atomic
def call_this(*, actor: Person, at: datetime, counter: Counter, ticket: Ticket) -> Ticket:
    """A certain number: one that waits, also of a day before, or one that was parked and is back."""
    _begin(actor, counter)
    held = _held(ticket)
    move = Move.RESUME if held.state == State.PARKED else Move.CALL
    require_way(held, move)
    return _called(actor, at, counter, held, move)


@transaction.atomic
def recall(*, actor: Person, at: datetime, ticket: Ticket) -> Ticket:
    held = _at_counter(actor, ticket, Move.RECALL)
    return _put(actor, at, held, Move.RECALL, called_at=at, recalls=held.recalls + 1)


@transaction.atomic
def serve(*, actor: Person, at: datetime, ticket: Ticket) -> Ticket:
    """The person is at the counter."""
    held = _at_counter(actor, ticket, Move.SERVE)
    return _put(actor, at, held, Move.SERVE, serving_at=at)


@transaction.atomic
def park(*, actor: Person, at: datetime, ticket: Ticket, note: str) -> Ticket:
    held, note = _at_counter(actor, ticket, Move.PARK), tidy(note)[:200]
    if not note:
        raise CannotMove(require_way(held, Move.PARK).needs_text, "note")
    return _put(actor, at, held, Move.PARK, note)


@transaction.atomic
def miss(*, actor: Person, at: datetime, ticket: Ticket) -> Ticket:
    """Nobody came, and the number was called again before."""
    held = _at_counter(actor, ticket, Move.MISS)
    if held.recalls < (least := rules_of(held.unit_id).recalls):
        raise CannotMove(f"Anh/chị gọi lại số {held.label} ít nhất {least} lần trước khi ghi vắng.")
    return _put(actor, at, held, Move.MISS, ended_at=at)


@transaction.atomic
def restore(*, actor: Person, at: datetime, ticket: Ticket) -> Ticket:
    """Whoever was called in vain and came after all stands in the queue again by the hour of the number, that day.

    So does, days later too, whose number was closed before anybody served them.
    """
    changed(ticket.unit_id)
    require_worker(actor, ticket.unit)
    held = _held(ticket)
    require_way(held, Move.RESTORE)
    if held.state == State.MISSED and held.day != timezone.localdate(at):
        raise CannotMove(f"Số {held.label} của ngày {held.day:%d/%m/%Y}. Anh/chị lấy số mới cho người dân.")
    return _put(actor, at, held, Move.RESTORE, counter=None, ended_at=None, recalls=0)


@transaction.atomic
def send_on(
    *, actor: Person, at: datetime, ticket: Ticket, service: Service | None = None,
    to_counter: Counter | None = None, note: str = "",
) -> Ticket:  # fmt: skip
    """To another service, or to one counter. The person has waited already, so the hour of the number counts."""
    held = _at_counter(actor, ticket, Move.SEND_ON)
    service = service or held.service
    if service.unit_id != held.unit_id or (to_counter and to_counter.unit_id != held.unit_id):
        raise CannotMove("Anh/chị chọn việc hoặc quầy trong danh sách.", "to")
    if to_counter is not None and not to_counter.is_open:
        raise CannotMove(f"{to_counter} đã đóng.", "to")
    if service.pk == held.service_id and (to_counter is None or to_counter.pk == held.counter_id):
        raise CannotMove("Anh/chị chọn việc khác hoặc quầy khác.", "to")
    return _put(
        actor, at, held, Move.SEND_ON, tidy(note)[:200], service=service, for_counter=to_counter, counter=None,
        waits_from=held.taken_at, recalls=0, called_at=None, serving_at=None,
    )  # fmt: skip


@transaction.atomic
def finish(*, actor: Person, at: datetime, ticket: Ticket) -> Ticket:
    """Done at this counter: the number ends, or waits for the next of its services."""
    held = _at_counter(actor, ticket, Move.FINISH)
    _learn(held, at)
    rest = list(Service.objects.filter(pk__in=held.rest, is_open=True))
    after = next((one for pk in held.rest for one in rest if one.pk == pk), None)
    if after is None:
        return _put(actor, at, held, Move.FINISH, ended_at=at)
    left = held.rest[held.rest.index(after.pk) + 1 :]
    return _put(
        actor, at, held, Move.NEXT, service=after, rest=left, counter=None, for_counter=None, waits_from=at,
        recalls=0, called_at=None, serving_at=None,
    )  # fmt: skip


@transaction.atomic
def give_back(*, at: datetime, ticket: Ticket) -> Ticket:
    """The citizen does not wait any longer. Raises `CannotMove` where the number is being called or has ended."""
    changed(ticket.unit_id)
    held = _held(ticket)
    require_way(held, Move.RETURN)
    return _put(None, at, held, Move.RETURN, ended_at=at)


@transaction.atomic
def lapse(*, actor: Person, at: datetime, unit_id: int, ticket: Ticket) -> Ticket:
    """A number of a day before that nobody waits with any more."""
    changed(unit_id)
    require_worker(actor, ticket.unit)
    held = _held(ticket)
    require_way(held, Move.LAPSE)
    if held.day >= timezone.localdate(at):
        raise CannotMove("Chỉ đóng số của ngày trước. Số hôm nay, anh/chị gọi rồi ghi xong hoặc ghi vắng.")
    return _put(actor, at, held, Move.LAPSE, ended_at=at)


@transaction.atomic
def close_over(*, at: datetime, ticket: Ticket, note: str) -> Ticket:
    """What the day left open: who was being served is done, who was not is told so. Raises `CannotMove`."""
    changed(ticket.unit_id)
    held = _held(ticket)
    move = Move.CLOSE if held.state == State.SERVING else Move.LAPSE
    require_way(held, move)
    return _put(None, at, held, move, note, ended_at=at)


def next_for(counter: Counter, at: datetime) -> Ticket | None:
    """Who would be called next: priority first, but after so many in a row one who has none."""
    waiting = waiting_for_counter(counter, timezone.localdate(at))
    first = waiting.filter(goes_first=True).first()
    other = waiting.filter(goes_first=False).first()
    if first is None or other is None:
        return first or other
    run = rules_of(counter.unit_id).priority_run
    calls = TicketStep.objects.filter(
        unit=counter.unit_id, day=first.day, move=Move.CALL, counter=counter
    ).order_by("-pk")
    latest = list(calls.values_list("ticket__goes_first", flat=True)[:run])
    return other if len(latest) == run and all(latest) else first


def waiting_for_counter(counter: Counter, day: date) -> QuerySet[Ticket]:
    """Those whom this counter may call, in the order of the hour of their numbers."""
    rows = Ticket.objects.filter(unit=counter.unit_id, day=day, state=State.WAITING)
    return rows.filter(
        Q(for_counter=counter) | Q(for_counter=None, service__in=_services_at(counter))
    ).order_by("waits_from", "pk")


def _services_at(counter: Counter) -> QuerySet[Service]:
    return Service.objects.filter(unit=counter.unit_id, counters=counter)


def _begin(actor: Person, counter: Counter) -> None:
    changed(counter.unit_id)
    require_worker(actor, counter.unit)
    if not counter.is_open:
        raise CannotMove(f"{counter} đã đóng.")
    if not sits_at(actor, counter):
        raise CannotMove(f"Anh/chị không còn ngồi {counter}. Anh/chị ngồi vào quầy rồi gọi.")
    there = Ticket.objects.filter(counter=counter, state__in=AT_COUNTER).first()
    if there is not None:
        raise CannotMove(
            f"{counter} đang có số {there.label}. Anh/chị làm xong, tạm dừng hoặc ghi vắng số đó rồi gọi tiếp."
        )


def _called(actor: Person, at: datetime, counter: Counter, ticket: Ticket, move: str) -> Ticket:
    return _put(actor, at, ticket, move, counter=counter, called_at=at, serving_at=None)


def _held(ticket: Ticket) -> Ticket:
    rows = Ticket.objects.select_for_update(of=("self",)).select_related("service", "counter", "unit")
    return rows.get(pk=ticket.pk)


def _at_counter(actor: Person, ticket: Ticket, move: str) -> Ticket:
    """The number as it stands now, where the actor is the one who sits before it."""
    changed(ticket.unit_id)
    require_worker(actor, ticket.unit)
    held = _held(ticket)
    require_way(held, move)
    if held.counter is None or not sits_at(actor, held.counter):
        raise CannotMove(f"Số {held.label} đang ở {held.counter}, do người ngồi quầy đó làm tiếp.")
    return held


def _put(
    actor: Person | None, at: datetime, ticket: Ticket, move: str, note: str = "", /, **changes: Any
) -> Ticket:
    """The write: from the state the number was read in, so that of two at once one fails; and the entry."""
    counter, service = ticket.counter or changes.get("counter"), ticket.service
    state = require_way(ticket, move).to
    wrote = Ticket.objects.filter(pk=ticket.pk, state=ticket.state).update(state=state, **changes)
    if not wrote:
        raise CannotMove(f"Số {ticket.label} vừa được quầy khác làm. Trang đã hiện trạng thái mới nhất.")
    if move in (Move.CALL, Move.RESUME):
        counter = changes["counter"]
    TicketStep.objects.create(
        unit=ticket.unit, ticket=ticket, move=move, at=at, day=timezone.localdate(at), service=service,
        counter=counter, person=actor, note=note,
    )  # fmt: skip
    ticket.state = state
    for name, value in changes.items():
        setattr(ticket, name, value)
    return ticket


def _learn(ticket: Ticket, at: datetime) -> None:
    """Let the service know how long this one took; what was forgotten open for hours teaches nothing."""
    took = at - ticket.serving_at if ticket.serving_at else timedelta()
    if not SHORTEST <= took <= LONGEST:
        return
    service = Service.objects.select_for_update().get(pk=ticket.service_id)
    weight = min(service.learned_from + 5, rules_of(ticket.unit_id).steady)  # the guess counts like five
    service.minutes += (took.total_seconds() / 60 - service.minutes) / (weight + 1)
    service.learned_from += 1
    service.save(update_fields=["minutes", "learned_from"])
