"""Writes about counters and who works there. What is done at a counter is told in the room that does it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from thanthien.lib.codes import new_code
from thanthien.lib.vietnamese import tidy
from thanthien.platform.audit.actions import record
from thanthien.platform.counters.models import Counter, Seat
from thanthien.platform.counters.standing import manages_centre, require_centre_manager
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, check_open, require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit


class CannotChangeCounters(Refusal):
    """Nothing was changed."""


@transaction.atomic
def keep_counter(
    *, actor: Person | None, at: datetime, unit: Unit, name: str, name_en: str = "", place: str = "",
    counter: Counter | None = None, is_open: bool = True,
) -> Counter:  # fmt: skip
    """A counter new or changed. A closed one calls nobody and takes no ratings; its past stays."""
    require_centre_manager(actor, unit)
    check_open(unit)
    name, place, name_en = tidy(name)[:80], tidy(place)[:120], tidy(name_en)[:80]
    if not name:
        raise CannotChangeCounters("Anh/chị ghi tên quầy.", "name")
    same = Counter.objects.filter(unit=unit, name=name)
    if (same.exclude(pk=counter.pk) if counter else same).exists():
        raise CannotChangeCounters(f"Đơn vị đã có “{name}”.", "name")
    found = counter or Counter(unit=unit, code=new_code(), made_at=at)
    before = {"name": found.name, "place": found.place, "is_open": found.is_open} if counter else None
    found.name, found.name_en, found.place, found.is_open = name, name_en, place, is_open
    found.save()
    record(
        actor=actor, at=at, action="counter.keep", subject=found, unit=unit, before=before,
        after={"name": name, "place": place, "is_open": is_open},
    )  # fmt: skip
    return found


@transaction.atomic
def seat(*, actor: Person | None, at: datetime, counter: Counter, person: Person) -> Seat:
    """From now on this person works at the counter; who sat there before has gone. Oneself, or who manages anyone."""
    held = held_counter(counter)
    if actor is not None:
        require(actor, Action.COUNTER_WORK, held.unit)
        if person.pk != actor.pk and not manages_centre(actor, held.unit):
            raise NotAllowed("Anh/chị chỉ ghi được chính mình vào quầy.")
    if not held.is_open:
        raise CannotChangeCounters(f"{held.name} đã đóng.")
    if not person.is_active or not person.memberships.in_force(at.date()).filter(unit=held.unit).exists():
        raise CannotChangeCounters("Người này không còn làm việc ở đơn vị.", "person")
    now_there = held.seats.filter(ends_at=None).first()
    if now_there is not None:
        if now_there.person_id == person.pk:
            return now_there
        _leave(now_there, at)
    made = Seat.objects.create(counter=held, person=person, begins_at=at, made_by=actor)
    record(
        actor=actor, at=at, action="counter.sit", subject=held, unit=held.unit,
        before={"person": str(now_there.person)} if now_there else None, after={"person": str(person)},
    )  # fmt: skip
    return made


@transaction.atomic
def leave(*, actor: Person | None, at: datetime, counter: Counter) -> None:
    """Nobody works at the counter any more: the one who sits there says so, or who manages."""
    held = held_counter(counter)
    there = held.seats.filter(ends_at=None).select_related("person").first()
    if there is None:
        raise CannotChangeCounters(f"{held.name} đang không có ai.")
    if actor is not None:
        require(actor, Action.COUNTER_WORK, held.unit)
        if there.person_id != actor.pk and not manages_centre(actor, held.unit):
            raise NotAllowed("Anh/chị chỉ rời được quầy của chính mình.")
    _leave(there, at)
    record(
        actor=actor, at=at, action="counter.leave", subject=held, unit=held.unit,
        before={"person": str(there.person)},
    )  # fmt: skip


def _leave(there: Seat, at: datetime) -> None:
    there.ends_at = max(at, there.begins_at)
    there.save(update_fields=["ends_at"])


def held_counter(counter: Counter) -> Counter:
    """The counter as it stands now, its row held until the transaction ends."""
    rows = Counter.objects.select_for_update(of=("self",)).select_related("unit__parent", "unit__successor")
    return rows.get(pk=counter.pk)
