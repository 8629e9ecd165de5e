"""What the queue puts before who looks after the centre: machines that need a hand, people who wait for nobody.

A number of queries that does not grow with the rows.
"""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi
from thanthien.operations.queueing.estimates import staffed_by_service
from thanthien.operations.queueing.models import Hall, Screen, Ticket, TicketStep
from thanthien.operations.queueing.queries import clock_words, open_services, screens_of
from thanthien.operations.queueing.rules import Rules, rules_from
from thanthien.operations.queueing.standing import manages
from thanthien.operations.queueing.states import AT_COUNTER, OPEN, State
from thanthien.platform.counters.models import Seat
from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.queries import kept_calendar

ROOM = "Xếp hàng"


def waiting_for(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    hall = Hall.objects.filter(unit=unit).first() if manages(person, unit) else None
    if hall is None:
        return
    now, rules, calendar = timezone.localtime(), rules_from(hall.rules), kept_calendar(unit, today.year)
    began = rules.began(now, calendar)
    yield from _screens(unit, rules, now, began)
    if now.date() == today:
        yield from _left_over(unit, rules, now, rules.ends_on(today, calendar))
        if began is not None:
            yield from _nobody_calls(unit, rules, now)
    yield from _closed(unit, today)


def _screens(unit: Unit, rules: Rules, now: datetime, began: datetime | None) -> Iterator[Waiting]:
    """Silence counts from the beginning of the hours: over night machines are off."""
    for one in screens_of(unit):
        args, since = (one.pk,), one.seen_at
        if one.paper_out_at is not None:
            why = f"báo hết giấy từ {timezone.localtime(one.paper_out_at):%H:%M}, số chỉ hiện trên màn hình"
            day = timezone.localdate(one.paper_out_at)
            yield Waiting(ROOM, one.name, why, "desk:queue_screen", args, None, day)
        if words := clock_words(one.clock_off):
            yield Waiting(ROOM, one.name, f"đồng hồ của máy {words}, cần chỉnh", "desk:queue_screen", args)
        is_used = one.kind == Screen.Kind.BOARD or one.token_hash is not None
        if not is_used or began is None or since is None:
            continue
        if now - max(since, began) >= timedelta(minutes=rules.silent):
            when = timezone.localtime(since)
            why = f"từ {when:%H:%M} ngày {date_vi(when.date())} không liên lạc, cần xem nguồn điện và mạng"
            yield Waiting(ROOM, one.name, why, "desk:queue_screen", args, None, when.date())


def _left_over(unit: Unit, rules: Rules, now: datetime, ends: datetime) -> Iterator[Waiting]:
    if now < ends:
        return
    number = Ticket.objects.filter(unit=unit, day=now.date(), state__in=OPEN).count()
    if number:
        closes = timezone.localtime(ends + timedelta(minutes=rules.closes_after))
        why = f"đã hết giờ: gọi nốt hoặc ghi rõ lý do; sau {closes:%H:%M} chương trình tự đóng"
        yield Waiting(ROOM, f"{number} số chưa xong", why, "desk:queue", (), now.date())


def _closed(unit: Unit, today: date) -> Iterator[Waiting]:
    """Of the last day on which numbers were given: on that day the room was left while people waited."""
    before = Ticket.objects.filter(unit=unit, day__lt=today, day__gte=today - timedelta(days=10))
    day = before.order_by("-day").values_list("day", flat=True).first()
    number = Ticket.objects.filter(unit=unit, day=day, state=State.LAPSED).count() if day else 0
    if day and number:
        why = "người dân đã lấy số mà chưa được phục vụ, cần xem vì sao"
        yield Waiting(
            ROOM, f"{number} số ngày {date_vi(day)} đóng vì hết giờ", why, "desk:queue", (), None, day
        )


def _nobody_calls(unit: Unit, rules: Rules, now: datetime) -> Iterator[Waiting]:
    """People who have waited for `idle` minutes, and nobody at the counters that serve them, or nobody who calls."""
    long_ago = now - timedelta(minutes=rules.idle)
    rows = Ticket.objects.filter(
        unit=unit, day=now.date(), state=State.WAITING, for_counter=None, waits_from__lte=long_ago
    )
    waiting = Count(rows.values_list("service_id", flat=True))
    if not waiting:
        return
    staffed = staffed_by_service(unit)
    for service in open_services(unit):
        if waiting[service.pk] and not staffed.get(service.pk):
            why = f"{waiting[service.pk]} người chờ, chưa quầy nào có người ngồi"
            yield Waiting(ROOM, service.name, why, "desk:queue", (), now.date())
    busy = set(Ticket.objects.filter(unit=unit, state__in=AT_COUNTER).values_list("counter_id", flat=True))
    steps = TicketStep.objects.filter(unit=unit, day=now.date()).exclude(counter=None).order_by()
    latest = dict(steps.values_list("counter_id").annotate(Max("at")))
    seats = Seat.objects.filter(
        ends_at=None, counter__unit=unit, counter__is_open=True, begins_at__lte=long_ago
    )
    for one in seats.select_related("counter", "person").order_by("counter__name"):
        number = sum(waiting[service] for service, at in staffed.items() if one.counter_id in at)
        at = latest.get(one.counter_id, one.begins_at)
        if number and one.counter_id not in busy and at <= long_ago:
            why = f"{number} người chờ mà từ {timezone.localtime(at):%H:%M} chưa gọi ai ({one.person})"
            yield Waiting(ROOM, str(one.counter), why, "desk:queue", (), now.date())
