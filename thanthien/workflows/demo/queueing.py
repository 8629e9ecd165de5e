"""The queue in the demo: three services at the counters of the ratings, some days behind, a small queue today."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from thanthien.operations.queueing.actions import ServiceFields, keep_service, register_screen
from thanthien.operations.queueing.booking import SlotFields, book, open_slots
from thanthien.operations.queueing.calling import call_next, finish, miss, recall, serve
from thanthien.operations.queueing.models import Screen, Service, Ticket
from thanthien.operations.queueing.taking import Wish, take_for
from thanthien.platform.counters.models import Counter
from thanthien.platform.counters.queries import open_counters
from thanthien.platform.people.models import Person
from thanthien.platform.workdays.queries import calendar_of
from thanthien.workflows.demo.people import Commune

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)
_SPAN = 8  # days before the last that are played
_SERVICES = (
    ("Hộ tịch, chứng thực", "Civil status, certification", "A", 9),
    ("Đất đai, xây dựng", "Land, building", "B", 16),
    ("Chính sách xã hội", "Social policy", "C", 12),
)
_POSTS = ("motcua", "kinhte", "sunghiep")  # who sits at the counters of `ratings.py`
_NOW = ("A", "A", "B", "A", "C")  # of today, the first being served


def play_queue(commune: Commune, *, until: date, at: datetime) -> None:
    """`at`: the moment of today's queue."""
    first, head = until - _SPAN * _DAY, commune.people["giamdocmotcua"]
    begins = timezone.make_aware(datetime.combine(first, time(7)))
    counters = open_counters(commune.unit)
    services = {}
    for position, (name, name_en, prefix, minutes) in enumerate(_SERVICES):
        fields = ServiceFields(name, prefix, (counters[position],), name_en, minutes, position)
        services[prefix] = keep_service(actor=head, at=begins, unit=commune.unit, fields=fields)
    for kind, name in (
        (Screen.Kind.KIOSK, "Máy lấy số ở cửa vào"),
        (Screen.Kind.BOARD, "Bảng gọi số ở sảnh"),
    ):
        register_screen(actor=head, at=begins, unit=commune.unit, kind=kind, name=name)
    draw = Random(f"{commune.unit.code} queue")  # noqa: S311  the same queue in every demo
    calendar = calendar_of(commune.unit, first.year, until.year)
    for n in range(_SPAN):
        if calendar.is_workday(day := first + n * _DAY):
            for prefix, counter, post in zip(services, counters, _POSTS, strict=False):
                _morning(commune, services[prefix], counter, commune.people[post], day, draw)
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(at), time()))
    begins = max(at - 30 * _MINUTE, midnight)  # today's queue is of today at any hour
    step = (at - begins) / 8
    for n, prefix in enumerate(_NOW):
        _take(commune, services[prefix], begins + n * step, "elderly" if n == 3 else "")
    clerk = commune.people[_POSTS[0]]
    ticket = call_next(actor=clerk, at=begins + 6 * step, counter=counters[0])
    serve(actor=clerk, at=begins + 7 * step, ticket=ticket)
    _appointments(commune, services["B"], head, at)


def _morning(
    commune: Commune, service: Service, counter: Counter, clerk: Person, day: date, draw: Random
) -> None:
    """Two people one after the other; now and then nobody comes."""
    at = timezone.make_aware(datetime.combine(day, time(8, draw.randint(0, 40))))
    for _ in range(2):
        _take(commune, service, at, draw.choice(("", "", "", "elderly", "merit")))
        called = at + draw.randint(1, 14) * _MINUTE
        ticket = call_next(actor=clerk, at=called, counter=counter)
        if draw.random() < 0.1:
            recall(actor=clerk, at=called + _MINUTE, ticket=ticket)
            miss(actor=clerk, at=called + 3 * _MINUTE, ticket=ticket)
        else:
            serve(actor=clerk, at=called + _MINUTE, ticket=ticket)
            ends = called + draw.randint(5, 18) * _MINUTE
            finish(actor=clerk, at=ends, ticket=ticket)
        at += draw.randint(35, 70) * _MINUTE


def _take(commune: Commune, service: Service, at: datetime, priority: str) -> None:
    wish = Wish((service.pk,), Ticket.Channel.KIOSK, priority)
    take_for(actor=None, at=at, unit=commune.unit, wish=wish)


def _appointments(commune: Commune, service: Service, head: Person, at: datetime) -> None:
    today = timezone.localdate(at)
    calendar = calendar_of(commune.unit, today.year, today.year + 1)
    day = next(one for n in range(1, 30) if calendar.is_workday(one := today + n * _DAY))
    fields = SlotFields(day, time(8), time(10), 30, 2)
    slots = open_slots(actor=head, at=at, unit=commune.unit, service=service, fields=fields)
    book(at=at, unit=commune.unit, slot=slots[1])
