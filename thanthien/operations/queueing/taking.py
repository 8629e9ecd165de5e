"""A number is taken: at the kiosk, on a phone, at the desk, or by an appointment that is kept.

The number comes from one statement that adds one to the roll of the day; a press that comes again under its key is the
same number. What a page shows has been committed before. The day is Vietnam's, by the server's clock: a kiosk whose
clock is off gives the same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import caches
from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from thanthien.lib.codes import new_code
from thanthien.operations.queueing.models import Hall, Screen, Service, Ticket
from thanthien.operations.queueing.numbering import write_number
from thanthien.operations.queueing.rules import kept_rules
from thanthien.operations.queueing.standing import require_worker
from thanthien.platform.people.models import Person
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.queries import kept_calendar

MOST_SERVICES = 4
_KEPT = 3  # seconds


class CannotTake(Refusal):
    """No number was given."""


@dataclass(frozen=True, slots=True)
class Wish:
    """`services`: ids in the order in which they are wanted. `key`: the device's own name of this press, or ""."""

    services: Sequence[int]
    channel: str
    priority: str = ""
    language: str = "vi"
    key: str = ""


def take(*, at: datetime, unit: Unit, wish: Wish, kiosk: Screen | None = None) -> Ticket:
    """A number from a machine or a phone, within the hours. Raises `CannotTake`; of a `kiosk`, `NoLongerGives`."""
    try:
        if not kept_rules(unit.pk).is_giving(at, kept_calendar(unit, timezone.localdate(at).year)):
            raise CannotTake(_("Trung tâm phát số trong giờ làm việc; bây giờ chưa đến giờ hoặc đã hết giờ."))
        return _taken(at, unit, wish, None, kiosk=kiosk)
    except CannotTake:
        known = _again(unit, wish.key)  # a press that was heard in time is answered whatever has closed since
        if known is None:
            raise
        return known


def take_for(*, actor: Person | None, at: datetime, unit: Unit, wish: Wish) -> Ticket:
    """A number that an official takes for somebody, whatever the hour. Raises `CannotTake`, `NotAllowed`."""
    require_worker(actor, unit)
    return _again(unit, wish.key) or _taken(at, unit, wish, actor)


def taken_for_booking(*, at: datetime, unit: Unit, service: Service, in_time: bool, language: str) -> Ticket:
    """The number of an appointment: called like one with priority where the person came in time."""
    wish = Wish((service.pk,), Ticket.Channel.BOOKING, language=language)
    return _taken(at, unit, wish, None, goes_first=in_time)


def changed(unit_id: int) -> None:
    """Tell the screens. The row is held until the transaction ends, so steps of a unit come one after the other."""
    Hall.objects.filter(unit=unit_id).update(version=F("version") + 1)


def offered(unit_id: int) -> dict[int, Service]:
    """Open services by id, as they were a few seconds ago at the most."""
    key, objects = f"queue-services-{unit_id}", caches["objects"]
    kept: dict[int, Service] | None = objects.get(key)
    if kept is None:
        kept = {one.pk: one for one in Service.objects.filter(unit=unit_id, is_open=True)}
        objects.set(key, kept, _KEPT)
    return kept


def forget_offered(unit_id: int) -> None:
    caches["objects"].delete(f"queue-services-{unit_id}")


def _again(unit: Unit, key: str) -> Ticket | None:
    return Ticket.objects.filter(key=key, unit=unit).select_related("service").first() if key else None


def _taken(
    at: datetime, unit: Unit, wish: Wish, actor: Person | None, *, goes_first: bool = False,
    kiosk: Screen | None = None,
) -> Ticket:  # fmt: skip
    if unit.is_merged:
        raise CannotTake(_("Đơn vị này đã nhập vào đơn vị khác, không phát số nữa."))
    wanted = list(dict.fromkeys(wish.services))[:MOST_SERVICES]
    services = [one for pk in wanted if (one := offered(unit.pk).get(pk))]
    if not services or len(services) < len(wanted):
        raise CannotTake(_("Việc này hiện không nhận số. Ông/bà chọn việc khác hoặc hỏi cán bộ hướng dẫn."))
    rules, first = kept_rules(unit.pk), services[0]
    priority = wish.priority if rules.priority(wish.priority) else ""
    made = Ticket(
        unit=unit, day=timezone.localdate(at), prefix=first.prefix, code=new_code(), key=wish.key[:64] or None,
        service=first, rest=[one.pk for one in services[1:]], channel=wish.channel, priority=priority,
        goes_first=goes_first or bool(priority), language="en" if wish.language == "en" else "vi",
        taken_at=at, waits_from=at,
    )  # fmt: skip
    try:
        write_number(made, actor, kiosk)
    except IntegrityError:
        known = _again(unit, wish.key)  # the same press came twice at once
        if known is None:
            raise
        return known
    return made
