"""A person's calendar as iCalendar (RFC 5545), behind a private address: no sign-in, so that phones can ask."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from icalendar import Alarm, Calendar, Event

from thanthien.lib.vietnamese import date_vi
from thanthien.platform.notices.actions import note_read
from thanthien.platform.notices.queries import feed_by_secret
from thanthien.workflows import calendar

BEHIND, AHEAD = timedelta(days=60), timedelta(days=400)
REFRESH = timedelta(hours=6)


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar of the person behind the secret; an unknown or revoked one is not found."""
    found = feed_by_secret(secret)
    if found is None:
        raise Http404
    now = timezone.now()
    today = timezone.localdate(now)
    note_read(feed=found, at=now)
    events = calendar.events_of(found.person, today - BEHIND, today + AHEAD, today=today)
    made = as_icalendar(events, name="Việc Thân Thiện")
    response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="than-thien.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response


def as_icalendar(events: list[calendar.Event], *, name: str) -> bytes:
    """Whole-day events with a stable UID; what is still to be done has an alarm the morning before."""
    made = Calendar()
    made.add("prodid", "-//Than Thien//Lich viec//VI")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", settings.TIME_ZONE)
    made.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    stamp = timezone.now()
    for one in events:
        made.add_component(_event(one, stamp.date(), stamp))
    return bytes(made.to_ical())


def _event(one: calendar.Event, today: date, stamp: object) -> Event:
    address = settings.SITE_URL + reverse(one.page, args=[one.unit.code, *one.args])
    event = Event()
    event.add("uid", f"{one.uid}@{one.unit.code}.thanthien")
    event.add("dtstamp", stamp)
    event.add("dtstart", one.day)
    event.add("dtend", one.day + timedelta(days=1))
    event.add("summary", one.title)
    said = [one.said, one.unit.heading, address]
    if (
        one.original
    ):  # each time is an event of its own, so there is no series for a RECURRENCE-ID to point into
        said.insert(1, f"Hạn ban đầu: {date_vi(one.original)}, đã dời.")
        event.add("x-thanthien-original-date", one.original.strftime("%Y%m%d"), {"value": "DATE"})
    event.add("description", "\n".join(said))
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    if one.day > today and one.is_open:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", one.title)
        alarm.add("trigger", timedelta(hours=-16))  # eight in the morning of the day before
        event.add_component(alarm)
    return event
