"""Keys are made, shown once, counted and revoked."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models, transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone

from thanthien.lib.vietnamese import tidy
from thanthien.platform.audit.actions import record, thread_of
from thanthien.platform.keys.models import Key, KeySending, KeyUse, Scope
from thanthien.platform.keys.queries import hashed
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit

BEGINS = "tt_"  # so that a secret that got into a file or a log can be told for what it is
MOST_A_MINUTE, MOST_A_DAY = 6000, 1_000_000
MOST_KEYS = 50  # live ones of a unit
LONGEST_LIFE = timedelta(days=731)


class CannotMakeKey(Refusal):
    """No key was made, or none revoked."""


@dataclass(frozen=True, slots=True)
class KeyFields:
    """What a key is for: whose program, what it may, how often, until when (the last good day)."""

    name: str
    scopes: Collection[str]
    per_minute: int
    per_day: int
    last_date: date
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """A use that was counted. `wait`: seconds until the key may ask again, 0 where it may now."""

    left_minute: int
    left_day: int
    wait: int


@transaction.atomic
def make_key(*, actor: Person, at: datetime, unit: Unit, fields: KeyFields) -> tuple[Key, str]:
    """The key and its secret, which is told this once and kept nowhere. Raises CannotMakeKey."""
    require(actor, Action.KEY_MANAGE, unit)
    name = _checked(fields, timezone.localdate(at))
    Unit.objects.select_for_update().get(pk=unit.pk)
    live = Key.objects.filter(unit=unit, revoked_at=None, last_date__gte=timezone.localdate(at))
    if live.count() >= MOST_KEYS:
        raise CannotMakeKey(f"Đơn vị đã có {MOST_KEYS} khóa đang dùng. Anh/chị thu hồi khóa không còn cần.")
    secret = BEGINS + secrets.token_urlsafe(32)
    key = Key.objects.create(
        unit=unit, name=name, contact=tidy(fields.contact)[:200], shown=secret[:8], digest=hashed(secret),
        scopes=[one for one in Scope.values if one in fields.scopes], per_minute=fields.per_minute,
        per_day=fields.per_day, last_date=fields.last_date, made_at=at, made_by=actor,
    )  # fmt: skip
    record(
        actor=actor, at=at, action="key.make", subject=key, unit=unit,
        after={"name": name, "scopes": key.scopes, "per_minute": key.per_minute, "per_day": key.per_day,
               "last_date": key.last_date},
    )  # fmt: skip
    return key, secret


def _checked(fields: KeyFields, today: date) -> str:
    name = tidy(fields.name)
    if not name or len(name) > 120:
        raise CannotMakeKey("Anh/chị ghi tên ứng dụng và đơn vị vận hành, tối đa 120 chữ.", "name")
    if not fields.scopes or set(fields.scopes) - set(Scope.values):
        raise CannotMakeKey("Anh/chị chọn ít nhất một quyền cho khóa.", "scopes")
    if not 1 <= fields.per_minute <= MOST_A_MINUTE:
        raise CannotMakeKey(f"Số lần mỗi phút từ 1 đến {MOST_A_MINUTE}.", "per_minute")
    if not fields.per_minute <= fields.per_day <= MOST_A_DAY:
        raise CannotMakeKey("Số lần mỗi ngày không ít hơn số lần mỗi phút và tối đa một triệu.", "per_day")
    if not today <= fields.last_date <= today + LONGEST_LIFE:
        raise CannotMakeKey("Ngày hết hạn từ hôm nay đến tối đa hai năm sau.", "last_date")
    return name


@transaction.atomic
def revoke_key(*, actor: Person, at: datetime, key: Key) -> None:
    """The key stops at once and for good. Raises CannotMakeKey where it was revoked before."""
    require(actor, Action.KEY_MANAGE, key.unit)
    done = Key.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=at, revoked_by=actor)
    if not done:
        raise CannotMakeKey("Khóa này đã được thu hồi trước đó.")
    record(
        actor=actor, at=at, action="key.revoke", subject=key, unit=key.unit,
        before={"state": "live"}, after={"state": "revoked"},
    )  # fmt: skip


@transaction.atomic
def count_use(*, at: datetime, key: Key) -> Counted:
    """Count one use in the database, where all processes see it; what is over the limit is counted too."""
    day, minute = timezone.localdate(at), at.replace(second=0, microsecond=0)
    rows = KeyUse.objects.filter(key=key, day=day)
    within = Case(
        When(minute=minute, then=F("minute_count") + 1),
        default=Value(1),
        output_field=models.PositiveIntegerField(),
    )
    more = {"count": F("count") + 1, "minute_count": within, "minute": minute, "last_at": at}
    if not rows.update(**more):  # the first use of the day, by however many at once
        first = KeyUse(key=key, day=day, minute=minute, last_at=at)
        KeyUse.objects.bulk_create([first], ignore_conflicts=True)
        rows.update(**more)
    found = rows.get()
    left_minute, left_day = key.per_minute - found.minute_count, key.per_day - found.count
    wait = 0
    if left_day < 0:
        midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
        wait = int((midnight - at).total_seconds()) + 1
    elif left_minute < 0:
        wait = 60 - at.second
    return Counted(max(left_minute, 0), max(left_day, 0), wait)


def note_sent(*, at: datetime, key: Key, thing: models.Model) -> None:
    """Remember that the key sent it, in the transaction in which it was kept."""
    KeySending.objects.create(key=key, about=thread_of(thing), at=at)
