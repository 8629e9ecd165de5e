"""Who to call, the schedules by week, and how much was handled online."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from django.http import HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from thanthien.lib.vietnamese import date_vi, number_vi
from thanthien.operations.disclosure.models import Contact, Schedule, ScheduleEntry
from thanthien.operations.disclosure.online import OnlineMonth, online_months
from thanthien.operations.disclosure.queries import public_contacts
from thanthien.operations.disclosure.schedules import public_lines
from thanthien.web.fresh import fresh
from thanthien.web.portal.kept import kept
from thanthien.web.portal.pages import CitizenRequest, citizen_page, render

_WEEK = timedelta(days=7)
MONTHS = 12
_FULL = 150  # length of a bar of the chart at 100 %


@citizen_page()
@kept
@fresh
def contacts(request: CitizenRequest) -> HttpResponse:
    kinds = {
        Contact.Kind.HOTLINE: _("Đường dây nóng"),
        Contact.Kind.LEADER: _("Lãnh đạo"),
        Contact.Kind.DUTY: _("Công chức trực"),
        Contact.Kind.OFFICE: _("Cơ quan, bộ phận"),
    }
    rows = groupby(public_contacts(request.unit), key=lambda one: one.kind)
    groups = [(kinds[Contact.Kind(kind)], list(numbers)) for kind, numbers in rows]
    return render(request, "portal/disclosure/contacts.html", {"groups": groups})


def _weekday(day: date) -> str:
    names = (
        _("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"), _("Thứ Bảy"), _("Chủ nhật"),
    )  # fmt: skip
    return f"{names[day.weekday()]} {date_vi(day)}"


def _monday(request: CitizenRequest) -> date:
    """The Monday of the week asked for by any of its days; this week where it cannot be read."""
    today = timezone.localdate()
    try:
        day = parse_date(request.GET.get("on", "")) or today
    except ValueError:
        day = today
    day = day if 2000 <= day.year <= 2100 else today
    return day - timedelta(days=day.weekday())


@citizen_page()
@kept
@fresh
def schedule(request: CitizenRequest) -> HttpResponse:
    """One week, and with it the receptions of the four weeks from then on."""
    monday = _monday(request)
    lines = public_lines(request.unit, since=monday, until=monday + 5 * _WEEK)
    week = [one for one in lines if one.schedule.kind == Schedule.Kind.WEEK and one.date < monday + _WEEK]
    context = {
        "days": [(_weekday(day), list(rows)) for day, rows in groupby(week, key=lambda one: one.date)],
        "receptions": [
            (_weekday(one.date), one) for one in lines if one.schedule.kind == Schedule.Kind.RECEPTION
        ],
        "first": monday,
        "last": monday + timedelta(days=6),
        "before": monday - _WEEK,
        "after": monday + _WEEK,
    }
    return render(request, "portal/disclosure/schedule.html", context)


@citizen_page()
@kept
@fresh
def calendar(request: CitizenRequest) -> HttpResponse:
    """What is public of this week and the eight that follow, for the calendar of a phone (RFC 5545)."""
    monday = _monday(request)
    made = Calendar()
    made.add("prodid", "-//Than Thien//Lich cong tac//VI")
    made.add("version", "2.0")
    made.add("x-wr-calname", str(request.unit.heading))
    for one in public_lines(request.unit, since=monday, until=monday + 9 * _WEEK):
        made.add_component(_event(request, one))
    return HttpResponse(bytes(made.to_ical()), content_type="text/calendar; charset=utf-8")


def _event(request: CitizenRequest, one: ScheduleEntry) -> Event:
    """An hour long where nobody has said until when."""
    begins = timezone.make_aware(datetime.combine(one.date, one.begins))
    ends = (
        timezone.make_aware(datetime.combine(one.date, one.ends)) if one.ends else begins + timedelta(hours=1)
    )
    event = Event()
    event.add("uid", f"{one.pk}@{request.unit.code}.thanthien")
    event.add("dtstamp", (one.schedule.changed_at or one.schedule.published_at or begins).astimezone(UTC))
    event.add("dtstart", begins.astimezone(UTC))
    event.add("dtend", ends.astimezone(UTC))
    event.add("summary", f"{one.text} ({one.who})" if one.who else one.text)
    if one.place:
        event.add("location", one.place)
    return event


@dataclass(frozen=True, slots=True)
class Month:
    """What was handled online in a month: the quantity, the whole, and the share in words and as a bar."""

    when: str
    done: str
    whole: str
    share: str
    bar: int
    top: int


@citizen_page()
@kept
@fresh
def online(request: CitizenRequest) -> HttpResponse:
    """Rate and quantity by month, from the unit's own figures. A month's days are summed, never averaged."""
    found = online_months(request.unit, timezone.localdate())[-MONTHS:]
    months = [_month(n, one) for n, one in enumerate(found)]
    context = {"months": months, "height": 28 * len(months) + 4, "newest_first": months[::-1]}
    return render(request, "portal/disclosure/online.html", context)


def _month(number: int, one: OnlineMonth) -> Month:
    return Month(
        f"{one.month:02}/{one.year}",
        number_vi(round(one.done)),
        number_vi(round(one.whole)),
        f"{number_vi(round(one.share * 100, 1))} %" if one.share is not None else "–",
        round(_FULL * min(one.share or 0, 1)),
        28 * number,
    )
