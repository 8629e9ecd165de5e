"""Reads of keys. Officials with `key.view` see the keys of their unit; a program is known by its secret alone."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Max, Model, Q, QuerySet, Sum

from thanthien.platform.audit.actions import thread_of
from thanthien.platform.keys.models import Key, KeySending, KeyUse
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit


def hashed(secret: str) -> str:
    """The secret has 256 random bits, so a plain hash cannot be turned back."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def key_by_secret(secret: str) -> Key | None:
    """The key of that secret, whether it still holds or not."""
    found = Key.objects.filter(digest=hashed(secret))
    return found.select_related("unit__parent", "unit__successor").first()


def keys_of(person: Person, unit: Unit) -> QuerySet[Key]:
    """The keys of a unit, the newest first."""
    if not may(person, Action.KEY_VIEW, unit):
        return Key.objects.none()
    return Key.objects.filter(unit=unit).select_related("made_by", "revoked_by", "unit__parent")


def uses_of(keys: Collection[Key], today: date) -> dict[int, tuple[datetime, int]]:
    """By the id of a key: when it was last used, and how often today; those never used left out. One query."""
    of_today = Sum("count", filter=Q(day=today), default=0)
    rows = KeyUse.objects.filter(key__in=[key.pk for key in keys]).order_by()
    found = rows.values("key").annotate(last=Max("last_at"), today=of_today)
    return {row["key"]: (row["last"], row["today"]) for row in found}


def sent_by(key: Key) -> QuerySet[KeySending]:
    """What a key sent, the newest first."""
    return KeySending.objects.filter(key=key)


def has_sent(key: Key, thing: Model) -> bool:
    return KeySending.objects.filter(key=key, about=thread_of(thing)).exists()
