"""Writes of what stands behind the schedule: the place and its rules, the recurring rule, who receives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from thanthien.lib.vietnamese import tidy
from thanthien.operations.reception.actions import CannotPlanReception
from thanthien.operations.reception.models import Post, Receiver, ReceptionRoom, Rhythm
from thanthien.operations.reception.standing import receivers_of
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may, require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import CHANGED
from thanthien.platform.units.models import Unit

LONGEST_RULES = 4000
MOST_SEATS = 60


@dataclass(frozen=True, slots=True)
class RhythmFields:
    post: str
    kind: str
    starts: time
    ends: time
    since: date
    weekday: int = 0
    numbers: tuple[int, ...] = ()
    person: Person | None = None


@transaction.atomic
def set_room(
    *, actor: Person, at: datetime, unit: Unit, seen: int, place: str, phone: str, rules: str, seats: int = 0
) -> ReceptionRoom:  # fmt: skip
    """Where citizens are received, by which rules, and how many may make an appointment for each day (0: nobody).

    `seen` is the version that was read, 0 for the first.
    """
    require(actor, Action.RECEPTION_MANAGE, unit)
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    room = ReceptionRoom.objects.filter(unit=unit).first() or ReceptionRoom(unit=unit, version=0)
    if room.version != seen:
        raise CannotPlanReception(CHANGED)
    if not tidy(place):
        raise CannotPlanReception("Anh/chị ghi nơi tiếp công dân.", "place")
    if not 0 <= seats <= MOST_SEATS:
        raise CannotPlanReception(f"Số lượt hẹn mỗi buổi từ 0 đến {MOST_SEATS}.", "seats")
    room.place, room.phone = tidy(place)[:200], tidy(phone)[:20]
    room.rules = tidy(rules, keep_lines=True)[:LONGEST_RULES]
    room.seats = seats
    room.version += 1
    room.save()
    record(
        actor=actor,
        at=at,
        action="reception.room",
        subject=room,
        unit=unit,
        after={"place": room.place, "seats": room.seats},
    )
    return room


@transaction.atomic
def add_rhythm(*, actor: Person, at: datetime, unit: Unit, fields: RhythmFields) -> Rhythm:
    require(actor, Action.RECEPTION_MANAGE, unit)
    if fields.post not in Post.values:
        raise CannotPlanReception("Anh/chị chọn người tiếp.", "post")
    if fields.kind not in Rhythm.Kind.values or not 0 <= fields.weekday <= 6:
        raise CannotPlanReception("Anh/chị chọn cách lặp.", "kind")
    if fields.starts >= fields.ends:
        raise CannotPlanReception("Giờ kết thúc phải sau giờ bắt đầu.", "ends")
    numbers = sorted(set(fields.numbers))
    most = {Rhythm.Kind.NTH: 5, Rhythm.Kind.DATES: 31}.get(Rhythm.Kind(fields.kind), 0)
    if most and (not numbers or numbers[0] < 1 or numbers[-1] > most):
        what = "các tuần từ 1 đến 5" if most == 5 else "các ngày từ 1 đến 31"
        raise CannotPlanReception(f"Anh/chị ghi {what} của tháng, cách nhau dấu phẩy, ví dụ 1, 3.", "numbers")
    rule = Rhythm.objects.create(
        unit=unit, post=fields.post, person=fields.person, kind=fields.kind, weekday=fields.weekday,
        numbers=",".join(map(str, numbers)) if most else "", starts=fields.starts, ends=fields.ends,
        since_date=fields.since,
    )  # fmt: skip
    record(actor=actor, at=at, action="reception.rule", subject=rule, unit=unit)
    return rule


@transaction.atomic
def end_rhythm(*, actor: Person, at: datetime, rhythm: Rhythm) -> None:
    """The rule makes no more days; those that were made stay in the schedule."""
    require(actor, Action.RECEPTION_MANAGE, rhythm.unit)
    rhythm.until_date = timezone.localdate(at) - timedelta(days=1)
    rhythm.save(update_fields=["until_date"])
    record(actor=actor, at=at, action="reception.rule_end", subject=rhythm, unit=rhythm.unit)


@transaction.atomic
def appoint_receiver(*, actor: Person, at: datetime, unit: Unit, person: Person) -> Receiver:
    """From today on the person receives citizens and reads the book."""
    require(actor, Action.RECEPTION_MANAGE, unit)
    if not may(person, Action.RECEPTION_WORK, unit):
        raise CannotPlanReception("Người được chọn không làm việc ở đơn vị này.", "person")
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    today = timezone.localdate(at)
    known = receivers_of(unit, today).filter(person=person).first()
    if known is not None:
        return known
    made = Receiver.objects.create(unit=unit, person=person, since_date=today)
    record(actor=actor, at=at, action="reception.appoint", subject=made, unit=unit)
    return made


@transaction.atomic
def dismiss_receiver(*, actor: Person, at: datetime, receiver: Receiver) -> None:
    """From now on the person reads the book no more."""
    require(actor, Action.RECEPTION_MANAGE, receiver.unit)
    receiver.until_date = timezone.localdate(at) - timedelta(days=1)
    receiver.save(update_fields=["until_date"])
    record(actor=actor, at=at, action="reception.dismiss", subject=receiver, unit=receiver.unit)
