"""Reads of what people are told. Each person sees the own rows alone; callers pass the person signed in."""

from __future__ import annotations

import hashlib
from datetime import date

from django.db.models import Q, QuerySet

from thanthien.platform.notices.models import CalendarFeed, Digest, MailChoice, Rhythm
from thanthien.platform.people.models import Person
from thanthien.platform.people.sealing import unseal

MAX_TRIES = 5


def rhythm_of(person: Person) -> Rhythm:
    found = MailChoice.objects.filter(person=person).first()
    return Rhythm(found.rhythm) if found else Rhythm.NONE


def people_to_tell() -> list[MailChoice]:
    """What those with an open account and a mail address chose, who asked for a digest."""
    choices = (
        MailChoice.objects.exclude(rhythm=Rhythm.NONE)
        .filter(person__is_active=True)
        .exclude(person__email="")
    )
    return list(choices.select_related("person").order_by("pk"))


def settled_on(day: date) -> set[int]:
    """Keys of the people whose digest of the day went out, is on its way, or was given up. One query."""
    open_ = Q(state=Digest.State.FAILED, tries__lt=MAX_TRIES)
    return {*Digest.objects.filter(day=day).exclude(open_).values_list("person_id", flat=True)}


def missed_since(person: Person, day: date) -> bool:
    """No digest reached the person on that day or later though one should have: the mail server refused it, or
    the day passed without any digest at all.
    """
    states = {*Digest.objects.filter(person=person, day__gte=day).values_list("state", flat=True)}
    if states:
        return states == {Digest.State.FAILED}
    return not Digest.objects.filter(day=day).exists()


def day_ahead(today: date) -> date | None:
    """The latest day under which a digest stands that is still to come: then the clock is wrong, or it was."""
    found = Digest.objects.filter(day__gt=today).order_by("-day").first()
    return found.day if found else None


def last_digest(person: Person) -> Digest | None:
    return Digest.objects.filter(person=person).first()


def stuck_digests(day: date) -> QuerySet[Digest]:
    """Digests of the day and the week before that did not go out and are not tried again, or broke off."""
    given_up = Q(state=Digest.State.FAILED, tries__gte=MAX_TRIES)
    return Digest.objects.filter(
        given_up | Q(state=Digest.State.SENDING, day__lt=day), day__gt=_week_before(day)
    )


def _week_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 7)


def feed_of(person: Person) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(person=person, revoked_at=None).first()


def secret_of(feed: CalendarFeed) -> str:
    return unseal(feed.sealed)


def feed_by_secret(secret: str) -> CalendarFeed | None:
    """The feed behind an address, of an open account; None for one that was revoked or never was."""
    digest = hashlib.sha256(secret.encode()).hexdigest()
    found = CalendarFeed.objects.filter(digest=digest, revoked_at=None, person__is_active=True)
    return found.select_related("person").first()
