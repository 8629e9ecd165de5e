"""The digest by mail: what waits for a person in every unit the person works in. Never empty, once a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi
from thanthien.platform.notices.actions import send_once
from thanthien.platform.notices.models import Digest, MailChoice, Rhythm
from thanthien.platform.notices.queries import day_ahead, missed_since, people_to_tell, settled_on
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import current_memberships, home_unit
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.queries import calendar_of
from thanthien.workflows.inbox import Group, groups_of, inbox_of

FIRST_HOUR = 6  # of the day, in the country's time: nobody is told at night
SHOWN = 15  # lines a group


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one round: mails out, refused by the server, people with nothing to tell.

    `ahead` is a day to come that already has its digests: the clock is wrong or was, and nothing is sent.
    """

    sent: int = 0
    failed: int = 0
    empty: int = 0
    ahead: date | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    unit: Unit
    groups: list[Group]
    count: int


def send_due(*, at: datetime) -> Told:
    """Send the digests of the day that are due and did not go out yet; nothing before six or on a day off.

    Days that the server slept or its clock left out are not made up for: one digest tells of all that waits.
    """
    here = timezone.localtime(at)
    sent = failed = empty = 0
    if ahead := day_ahead(here.date()):
        return Told(ahead=ahead)
    if here.hour < FIRST_HOUR:
        return Told()
    settled = settled_on(here.date())
    for choice in people_to_tell():
        if choice.person_id in settled:
            continue
        person, unit = choice.person, home_unit(choice.person)
        if unit is None or not is_due(choice, unit, here.date()):
            continue
        parts = list(_parts(person, here.date()))
        if not parts:
            empty += 1
            continue
        digest = _send(person, parts, at, here.date())
        if digest is not None:
            sent += digest.state == Digest.State.SENT
            failed += digest.state != Digest.State.SENT
    return Told(sent, failed, empty)


def is_due(choice: MailChoice, unit: Unit, day: date) -> bool:
    """Whether a person's digest goes out on a day: none on a day off, the weekly one on the first working day
    of the week. Where that one was missed (no server, no mail, a clock that jumped) it goes on the next.
    """
    calendar = calendar_of(unit, day.year - 1, day.year)
    if not calendar.is_workday(day):
        return False
    if choice.rhythm == Rhythm.DAILY:
        return True
    monday = day - timedelta(days=day.weekday())
    week = (monday + timedelta(days=n) for n in range(7))
    first = next(one for one in week if calendar.is_workday(one))
    if day == first:
        return True
    return timezone.localdate(choice.changed_at) <= first and missed_since(choice.person, first)


def _parts(person: Person, today: date) -> Iterable[_Part]:
    units = {m.unit_id: m.unit for m in current_memberships(person, on=today)}
    for unit in units.values():
        if unit.is_local and (found := inbox_of(person, unit, today)):
            yield _Part(unit, groups_of(found, today), len(found))


def _send(person: Person, parts: list[_Part], at: datetime, day: date) -> Digest | None:
    count = sum(part.count for part in parts)
    late = sum(len(group.items) for part in parts for group in part.groups if group.code == "overdue")
    subject = f"{count} việc đang chờ anh/chị" + (f", {late} việc quá hạn" if late else "")
    context = {
        "person": person,
        "said_day": date_vi(day),
        "subject": subject,
        "parts": [(part, [(group, group.items[:SHOWN]) for group in part.groups]) for part in parts],
        "site": settings.SITE_URL,
        "choices": f"{settings.SITE_URL}{reverse('account_notices')}",
        "shown": SHOWN,
    }
    mail = EmailMultiAlternatives(
        subject=f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}",
        body=render_to_string("mail/digest.txt", context),
        to=[person.email],
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )
    mail.attach_alternative(render_to_string("mail/digest.html", context), "text/html")
    return send_once(at=at, day=day, person=person, items=count, send=mail.send)
