"""Writes of what people are told: the rhythm of the mail, one mail a day, the private calendar address."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import date, datetime, timedelta
from smtplib import SMTPException

from django.db import transaction

from thanthien.platform.audit.actions import record
from thanthien.platform.notices.models import CalendarFeed, Digest, MailChoice, Rhythm
from thanthien.platform.notices.queries import MAX_TRIES, rhythm_of
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import home_unit
from thanthien.platform.people.sealing import seal

_PAUSES = (timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=3))


class CannotTell(Exception):
    """The choice cannot be kept. The message is for people, in Vietnamese."""


@transaction.atomic
def choose_rhythm(*, actor: Person, at: datetime, rhythm: Rhythm) -> None:
    """Keep how often the actor wants mail. Raises `CannotTell` where the account has no address."""
    if rhythm is not Rhythm.NONE and not actor.email:
        raise CannotTell("Tài khoản chưa có thư điện tử. Anh/chị ghi địa chỉ ở trang Tài khoản trước.")
    before = rhythm_of(actor)
    if before is rhythm:
        return
    MailChoice.objects.update_or_create(person=actor, defaults={"rhythm": rhythm, "changed_at": at})
    record(
        actor=actor, at=at, action="person.mail", subject=actor, unit=home_unit(actor),
        before={"rhythm": before.value}, after={"rhythm": rhythm.value},
    )  # fmt: skip


def send_once(
    *, at: datetime, day: date, person: Person, items: int, send: Callable[[], object]
) -> Digest | None:
    """Send the day's digest to a person by calling `send`, unless it went out or is on its way.

    A mail server that refuses is asked again after five minutes, a quarter, one and three hours. Returns
    what became of it, None where there was nothing to do. Safe with several workers.
    """
    digest = _claim(at, day, person, items)
    if digest is None:
        return None
    try:
        send()
    except (SMTPException, OSError) as error:
        digest.state, digest.problem = Digest.State.FAILED, f"{type(error).__name__}: {error}"[:500]
    else:
        digest.state, digest.problem = Digest.State.SENT, ""
    digest.ended_at = at
    digest.save(update_fields=["state", "problem", "ended_at"])
    return digest


@transaction.atomic
def _claim(at: datetime, day: date, person: Person, items: int) -> Digest | None:
    """The row that says “I send it”: made new, or taken again after a failure whose pause is over."""
    digest, is_new = Digest.objects.get_or_create(
        person=person, day=day, defaults={"address": person.email, "items": items, "begun_at": at}
    )
    if is_new:
        return digest
    if digest.state != Digest.State.FAILED or digest.tries >= MAX_TRIES:
        return None
    if digest.ended_at and at < digest.ended_at + _PAUSES[digest.tries - 1]:
        return None
    taken = Digest.objects.filter(pk=digest.pk, state=Digest.State.FAILED, tries=digest.tries).update(
        state=Digest.State.SENDING, tries=digest.tries + 1, address=person.email, items=items, begun_at=at
    )
    digest.refresh_from_db()
    return digest if taken else None


@transaction.atomic
def trust_clock(*, at: datetime, today: date) -> int:
    """Free the days to come under which a clock that ran ahead sent digests; returns how many there were.

    Each person's latest one counts as today's, so that the mended clock brings no second mail; the others go.
    """
    ahead = list(Digest.objects.select_for_update().filter(day__gt=today).order_by("-day"))
    if not ahead:
        return 0
    record(
        actor=None, at=at, action="digest.trust_clock", subject=ahead[0], unit=None,
        before={"day": ahead[0].day}, after={"day": today, "rows": len(ahead)},
    )  # fmt: skip
    served = set(Digest.objects.filter(day=today).values_list("person", flat=True))
    for digest in ahead:
        if digest.person_id in served:
            digest.delete()
            continue
        served.add(digest.person_id)
        digest.day, digest.begun_at, digest.ended_at = today, at, at if digest.ended_at else None
        digest.save(update_fields=["day", "begun_at", "ended_at"])
    return len(ahead)


@transaction.atomic
def make_feed(*, actor: Person, at: datetime) -> tuple[str, bool]:
    """A new private calendar address for the actor; the one before stops at once.

    (its secret, whether there was one before).
    """
    replaced = _revoke(actor, at) > 0
    secret = secrets.token_urlsafe(24)
    feed = CalendarFeed.objects.create(
        person=actor, digest=hashlib.sha256(secret.encode()).hexdigest(), sealed=seal(secret), made_at=at
    )
    record(
        actor=actor,
        at=at,
        action="person.feed_on",
        subject=actor,
        unit=home_unit(actor),
        after={"feed": feed.pk},
    )
    return secret, replaced


@transaction.atomic
def revoke_feed(*, actor: Person, at: datetime) -> None:
    """Stop the actor's calendar address for good."""
    if _revoke(actor, at):
        record(actor=actor, at=at, action="person.feed_off", subject=actor, unit=home_unit(actor))


def _revoke(person: Person, at: datetime) -> int:
    live = CalendarFeed.objects.select_for_update().filter(person=person, revoked_at=None)
    return live.update(revoked_at=at)


def note_read(*, feed: CalendarFeed, at: datetime) -> None:
    """Remember that a calendar asked, at most once an hour; a clock that was set back counts as well."""
    if feed.last_read_at is None or abs(at - feed.last_read_at) > timedelta(hours=1):
        CalendarFeed.objects.filter(pk=feed.pk).update(last_read_at=at)
