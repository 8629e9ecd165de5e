"""What pages of their own showed in a quarter: numbers to call, schedules, results of online handling."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi, number_vi
from thanthien.operations.disclosure.definition import definition
from thanthien.operations.disclosure.models import Channel, Contact, Schedule
from thanthien.operations.disclosure.quarter_shapes import Line, Quarter, Shown
from thanthien.operations.disclosure.standing import ONLINE
from thanthien.platform.units.models import Unit
from thanthien.programme.measures.models import Reading

_WEEK = timedelta(days=7)
_WHERE = "trang của đơn vị"


def page_lines(unit: Unit, quarter: Quarter) -> dict[str, list[Line]]:
    """By the item's code; an item without a line had nothing on its page. Three queries."""
    found = {
        "contacts": _contacts(unit, quarter),
        **_schedules(unit, quarter),
        "online_results": _online(unit, quarter),
    }
    return {code: list(lines) for code, lines in found.items()}


def _line(code: str, title: str, shown: list[Shown], lacks: list[str]) -> Line:
    item = definition().items[code]
    return Line(code, item.title, title, shown=tuple(shown), lacks=tuple(lacks))


def _contacts(unit: Unit, quarter: Quarter) -> Iterator[Line]:
    rows = list(
        Contact.objects.filter(unit=unit, began_at__lt=quarter.ends_at)
        .filter(Q(ended_at=None) | Q(ended_at__gte=quarter.ends_at))
        .select_related("entered_by")
        .order_by("began_at", "pk")
    )
    if not rows:
        return
    first = timezone.localdate(rows[0].began_at)
    shown = [Shown(Channel.PORTAL.label, "", first, None, rows[-1].entered_by.full_name, _WHERE)]
    hotline = any(one.kind == Contact.Kind.HOTLINE for one in rows)
    lacks = [] if hotline else ["Chưa có số đường dây nóng"]
    yield _line("contacts", f"Danh bạ liên hệ: {number_vi(len(rows))} số", shown, lacks)


def _schedules(unit: Unit, quarter: Quarter) -> dict[str, Iterator[Line]]:
    rows = Schedule.objects.filter(
        unit=unit, first_date__gte=quarter.first - _WEEK, first_date__lte=quarter.last,
        published_at__lt=quarter.ends_at,
    )  # fmt: skip
    held: dict[str, dict[date, Schedule]] = {}
    for one in rows.select_related("published_by").order_by("first_date"):
        held.setdefault(one.kind, {})[one.first_date] = one
    week, month = Schedule.Kind.WEEK, Schedule.Kind.RECEPTION
    return {
        "week_schedule": _periods(
            "week_schedule", "Lịch công tác tuần", held.get(week, {}), _mondays(quarter), "tuần từ"
        ),
        "reception_schedule": _periods(
            "reception_schedule", "Lịch tiếp công dân tháng", held.get(month, {}), _months(quarter), "tháng từ"
        ),
    }  # fmt: skip


def _periods(
    code: str, title: str, held: dict[date, Schedule], wanted: list[date], said: str
) -> Iterator[Line]:
    there = [held[day] for day in wanted if day in held]
    if not there:
        return
    newest = there[-1]
    by = newest.published_by.full_name if newest.published_by else ""
    shown = [Shown(Channel.PORTAL.label, "", there[0].first_date, None, by, _WHERE)]
    missing = [date_vi(day) for day in wanted if day not in held]
    lacks = [f"Chưa công bố lịch {said}: {', '.join(missing)}"] if missing else []
    yield _line(code, f"{title}: {len(there)}/{len(wanted)} kỳ", shown, lacks)


def _mondays(quarter: Quarter) -> list[date]:
    first = quarter.first + timedelta(days=-quarter.first.weekday() % 7)
    return [first + n * _WEEK for n in range(14) if first + n * _WEEK <= quarter.last]


def _months(quarter: Quarter) -> list[date]:
    return [quarter.first.replace(month=quarter.first.month + n) for n in range(3)]


def _online(unit: Unit, quarter: Quarter) -> Iterator[Line]:
    rows = Reading.objects.filter(
        unit=unit, measure=ONLINE, day__gte=quarter.first, day__lte=quarter.last, denominator__gt=0
    )
    months: dict[int, list[float]] = {}
    for one in rows.order_by("day"):
        both = months.setdefault(one.day.month, [0, 0])
        both[0] += float(one.numerator)
        both[1] += float(one.denominator or 0)
    if not months:
        return
    said = "; ".join(
        f"tháng {month}: {number_vi(round(done))}/{number_vi(round(whole))} "
        f"({number_vi(round(done / whole * 100, 1))}%)"
        for month, (done, whole) in months.items()
    )
    shown = [Shown(Channel.PORTAL.label, "", quarter.first, None, "", _WHERE)]
    wanted = [day.month for day in _months(quarter)]
    missing = [str(month) for month in wanted if month not in months]
    lacks = [f"Chưa có số liệu tháng {', '.join(missing)}"] if missing else []
    yield _line("online_results", f"Hồ sơ trực tuyến {said}", shown, lacks)
