"""A face pressed: on a tablet with or without a line, or on the citizen's own phone.

Nothing is written to the audit log: its hour would tell who stood at the counter. A rating that comes again under
its key is the same rating; reasons are added where none were told. A tablet's send asks once (device with seat and
repeat) and writes once (the device, the rating).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.cache import caches
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from thanthien.lib.vietnamese import tidy
from thanthien.operations.ratings.actions import hashed
from thanthien.operations.ratings.models import LOWEST_TO_ASK, MARKS, Device, Rating
from thanthien.operations.ratings.terms import Held, kept_terms
from thanthien.platform.counters.models import Counter
from thanthien.platform.counters.queries import seats_at
from thanthien.platform.inserting import row_of
from thanthien.platform.refusals import Refusal
from thanthien.platform.statements import ask, put
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.queries import kept_calendar

LONGEST = 300
MOST_WAITING = 1_000_000
CLOCK_WRONG = timedelta(hours=1)  # told where the tablet's clock is off by so much
ON_THE_WAY = timedelta(minutes=2)  # less is no wrong clock: the way over the line
FARTHEST = timedelta(days=3650)
OLDEST = timedelta(days=60)  # no tablet keeps a rating longer
_REMEMBERED = 5  # seconds
_STANDING = """SELECT d.latest_at,
    (SELECT s.person_id FROM counters_seat s WHERE s.counter_id = %s AND s.begins_at <= %s
        AND (s.ends_at IS NULL OR s.ends_at > %s) ORDER BY s.begins_at DESC LIMIT 1),
    EXISTS (SELECT 1 FROM ratings_rating r WHERE r.id = %s)
FROM ratings_device d WHERE d.id = %s"""

_SEEN = """UPDATE ratings_device SET seen_at = %s, waiting = %s, offset_seconds = %s, latest_at = %s
WHERE id = %s AND token_hash = %s AND state = %s"""


class CannotRate(Refusal):
    """The rating was not kept."""


class UnknownDevice(CannotRate):
    """The tablet is not paired, or not any more: what it keeps stays on it."""

    def __init__(self) -> None:
        super().__init__("Máy này chưa được ghép hoặc đã ngừng dùng.")


class SentAtOnce(CannotRate):
    """The other of two equal sends is being kept; sent again, this one finds it."""


@dataclass(frozen=True, slots=True)
class Given:
    """One rating as it comes in. `key` is the device's own; `device` the code of the registration it was given on.

    `given_at` and `sent_at` are by the device's clock, None: now. `waiting`: how many more the device keeps.
    """

    key: str
    mark: int
    reasons: Sequence[str] = ()
    comment: str = ""
    language: str = "vi"
    given_at: datetime | None = None
    sent_at: datetime | None = None
    is_office: bool = False
    waiting: int = 0
    device: str = ""


def rate_on_device(*, at: datetime, token: str, given: Given) -> Rating:
    """Keep what a tablet sends. Raises `UnknownDevice`, `CannotRate`."""
    check(given)
    offset = _offset(at, given.sent_at)
    when, is_lost = _put_right(at, given, offset)
    pk = key_of(given.device or token, given.key)
    device = _known_device(token)
    latest, person_id, is_known = _standing(device, when, pk)
    first = device
    if given.device and given.device != device.code and (earlier := _earlier(device, given.device)):
        first = earlier
        person_id = seats_at(earlier.counter_id, when).values_list("person", flat=True).first()
    made = Rating(
        pk=pk, counter=first.counter, device=first, person_id=person_id, channel=Rating.Channel.TABLET,
        is_clock_off=is_lost or abs(offset) >= CLOCK_WRONG,
    )  # fmt: skip
    terms = kept_terms(first.counter.unit_id)
    _fill(made, given, terms, when, at)
    made.is_dense = latest is not None and abs((when - latest).total_seconds()) < terms.dense
    moment = connection.ops.adapt_datetimefield_value
    seen = _SEEN, [
        moment(at), _bounded(given.waiting), _seconds(offset), moment(max(when, latest or when)),
        device.pk, device.token_hash, Device.State.PAIRED.value,
    ]  # fmt: skip
    with transaction.atomic():
        if is_known:
            made, changed = _add_reasons(made), put([seen])
        else:
            changed = _insert(made, seen)
        if not changed[0]:
            raise UnknownDevice  # taken out of use within the seconds for which it was remembered
    return made


def rate_by_phone(*, at: datetime, counter: Counter, given: Given, channel: str, is_dense: bool) -> Rating:
    """Keep what a citizen's own phone says of a counter; `is_dense`: this phone, or its line, sends many."""
    check(given)
    if not counter.is_open or counter.unit.is_merged:
        raise CannotRate(_("Quầy này không còn nhận đánh giá."))
    person_id = seats_at(counter.pk, at).values_list("person", flat=True).first()
    pk = key_of(counter.code, given.key)
    made = Rating(pk=pk, counter=counter, person_id=person_id, channel=channel, is_dense=is_dense)
    _fill(made, given, kept_terms(counter.unit_id), at, at)
    with transaction.atomic():
        if Rating.objects.filter(pk=pk).exists():
            return _add_reasons(made)
        _insert(made)
    return made


def note_seen(*, at: datetime, token: str, waiting: int, sent_at: datetime | None) -> Device:
    """The tablet has a line and tells how many ratings it still keeps. Raises `UnknownDevice`."""
    device = device_of(token)
    Device.objects.filter(pk=device.pk).update(
        seen_at=at, waiting=_bounded(waiting), offset_seconds=_seconds(_offset(at, sent_at))
    )
    return device


def device_of(token: str) -> Device:
    """The paired tablet of that token, with counter and unit. Raises `UnknownDevice`."""
    found = _paired(token).first()
    if found is None:
        raise UnknownDevice
    return found


def check(given: Given) -> None:
    """Raises `CannotRate`."""
    if given.mark not in MARKS:
        raise CannotRate(_("Ông/bà chọn một trong năm khuôn mặt."), "mark")
    if not 8 <= len(given.key) <= 64:
        raise CannotRate(_("Lượt đánh giá chưa gửi được. Ông/bà bấm lại giúp."), "key")


def key_of(place: str, key: str) -> UUID:
    """The same key of the same device is the same rating; from the row nobody comes back to the key."""
    return UUID(bytes=hashlib.sha256(f"{place}\0{key}".encode()).digest()[:16], version=4)


def _paired(token: str) -> QuerySet[Device]:
    rows = Device.objects.select_related("counter__unit__parent")
    return rows.filter(token_hash=hashed(token), state=Device.State.PAIRED, counter__unit__successor=None)


def _known_device(token: str) -> Device:
    """`device_of`, remembered for a few seconds; whether it is still in use the write asks. Raises `UnknownDevice`."""
    key, objects = f"tablet-{hashed(token)}", caches["objects"]
    kept: Device | None = objects.get(key)
    if kept is None:
        kept = device_of(token)
        objects.set(key, kept, _REMEMBERED)
    return kept


def _standing(device: Device, when: datetime, pk: UUID) -> tuple[datetime | None, int | None, bool]:
    """When the tablet's latest rating was given, who sat at its counter then, whether this rating is there already."""
    moment = connection.ops.adapt_datetimefield_value(when)
    rating = Rating._meta.pk.get_db_prep_value(pk, connection)
    with connection.cursor() as cursor:
        ask(cursor, _STANDING, [device.counter_id, moment, moment, rating, device.pk])
        latest, person, is_known = cursor.fetchone() or (None, None, False)
    if latest is not None and latest.tzinfo is None:  # SQLite keeps times without their zone, in UTC
        latest = latest.replace(tzinfo=UTC)
    return latest, person, bool(is_known)


def _earlier(device: Device, code: str) -> Device | None:
    """The registration on which a rating was given before the tablet was paired anew; of the same unit."""
    rows = Device.objects.select_related("counter__unit__parent")
    return rows.filter(counter__unit=device.counter.unit_id, code=code).first()


def _fill(made: Rating, given: Given, terms: Held, when: datetime, at: datetime) -> None:
    """What is kept of a rating; hours to the minute. Reasons and words belong to low marks alone."""
    unit: Unit = made.counter.unit
    made.unit, made.mark = unit, given.mark
    if given.mark <= LOWEST_TO_ASK:
        made.reasons = [one.key for one in terms.reasons if one.key in given.reasons]
        made.comment = tidy(given.comment)[:LONGEST]
    made.language = "en" if given.language == "en" else "vi"
    made.day = timezone.localdate(when)
    made.given_at, made.received_at = _minute(when), _minute(at)
    made.is_office = given.is_office
    made.is_outside = terms.is_outside(when, kept_calendar(unit, made.day.year))


def _insert(made: Rating, *before: tuple[str, list[Any]]) -> list[int]:
    """Keep a new rating after other statements; how many rows each changed.

    Raises `SentAtOnce`, and nothing of this send is kept, where the same rating came twice at once.
    """
    try:
        return put([*before, row_of(made)])
    except IntegrityError:
        raise SentAtOnce(_("Lượt này vừa được gửi. Ông/bà không cần gửi lại.")) from None


def _add_reasons(made: Rating) -> Rating:
    """The rating that is there; why a low mark was given is added where it was not told before."""
    kept = Rating.objects.get(pk=made.pk)
    if kept.mark == made.mark and (made.reasons or made.comment) and not (kept.reasons or kept.comment):
        kept.reasons, kept.comment = made.reasons, made.comment
        kept.save(update_fields=["reasons", "comment"])
    return kept


def _offset(at: datetime, sent_at: datetime | None) -> timedelta:
    """What to add to the device's clock; nothing where it is right but for the way over the line."""
    if sent_at is None:
        return timedelta()
    offset = at - sent_at
    return offset if ON_THE_WAY <= abs(offset) <= FARTHEST else timedelta()


def _put_right(at: datetime, given: Given, offset: timedelta) -> tuple[datetime, bool]:
    """When it was given; (now, True) where the device's clock says what cannot be."""
    if given.given_at is None:
        return at, False
    when = given.given_at + offset
    if at - OLDEST <= when <= at + ON_THE_WAY:
        return min(when, at), False
    return at, True


def _seconds(offset: timedelta) -> int:
    return round(offset.total_seconds())


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _bounded(waiting: int) -> int:
    return min(max(waiting, 0), MOST_WAITING)
