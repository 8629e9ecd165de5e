"""A key is made by who may, shown once, counted in the database, and stops when it was revoked or is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.cast import Cast
from tests.platform.keys.factories import FIELDS, made
from thanthien.platform.audit.models import Entry
from thanthien.platform.keys.actions import CannotMakeKey, count_use, make_key, note_sent, revoke_key
from thanthien.platform.keys.models import Key, KeySending, KeyUse, Scope
from thanthien.platform.keys.queries import has_sent, key_by_secret, keys_of, uses_of
from thanthien.platform.people.permissions import NotAllowed

pytestmark = pytest.mark.django_db


def test_the_secret_is_kept_nowhere(cast: Cast, now: datetime) -> None:
    key, secret = made(cast, now)
    assert key_by_secret(secret) == key
    assert key_by_secret(secret + "x") is None
    assert key_by_secret("\ud800") is None
    row = str(Key.objects.values().get())
    assert secret not in row
    assert key.shown == secret[:8]
    entry = Entry.objects.get(action="key.make")
    assert secret not in str(entry.after) + entry.subject
    assert entry.after is not None
    assert entry.after["scopes"] == ["send", "follow"]


def test_only_who_may_makes_and_revokes(cast: Cast, now: datetime) -> None:
    key, _ = made(cast, now)
    for person in (cast.officer, cast.leader, cast.other_coordinator, cast.council):
        with pytest.raises(NotAllowed):
            make_key(actor=person, at=now, unit=cast.unit, fields=FIELDS)
        with pytest.raises(NotAllowed):
            revoke_key(actor=person, at=now, key=key)
    assert list(keys_of(cast.other_coordinator, cast.unit)) == []
    assert list(keys_of(cast.leader, cast.unit)) == [key]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        (replace(FIELDS, name=" "), "name"),
        (replace(FIELDS, scopes=()), "scopes"),
        (replace(FIELDS, scopes=("root",)), "scopes"),
        (replace(FIELDS, per_minute=0), "per_minute"),
        (replace(FIELDS, per_day=59), "per_day"),
        (replace(FIELDS, last_date=date(2026, 6, 30)), "last_date"),
        (replace(FIELDS, last_date=date(2029, 1, 1)), "last_date"),
    ],
)
def test_what_does_not_hold_makes_no_key(cast: Cast, now: datetime, fields: object, field: str) -> None:
    with pytest.raises(CannotMakeKey) as refused:
        make_key(actor=cast.coordinator, at=now, unit=cast.unit, fields=fields)  # type: ignore[arg-type]
    assert refused.value.field == field
    assert not Key.objects.exists()


def test_it_stands_until_its_last_day_and_not_after_it_was_revoked(cast: Cast, now: datetime) -> None:
    key, _ = made(cast, now)
    last = FIELDS.last_date
    assert key.standing(last) == Key.Standing.LIVE
    assert key.standing(last + timedelta(days=1)) == Key.Standing.EXPIRED
    revoke_key(actor=cast.coordinator, at=now, key=key)
    key.refresh_from_db()
    assert key.standing(last) == Key.Standing.REVOKED
    assert Entry.objects.filter(action="key.revoke", actor=cast.coordinator).count() == 1
    with pytest.raises(CannotMakeKey):
        revoke_key(actor=cast.coordinator, at=now, key=key)


def test_uses_are_counted_by_minute_and_by_day(cast: Cast, now: datetime) -> None:
    key, _ = made(cast, now, per_minute=2, per_day=4)
    at = now.replace(second=20)
    assert [count_use(at=at, key=key).wait for _ in range(3)] == [0, 0, 40]
    assert count_use(at=at + timedelta(minutes=1), key=key).wait == 0
    over = count_use(at=at + timedelta(minutes=2), key=key)
    assert over.wait == 15 * 3600 - 140 + 1  # until midnight of Vietnam, from 9:02:20
    assert count_use(at=at + timedelta(days=1), key=key).wait == 0
    assert [one.count for one in KeyUse.objects.order_by("day")] == [5, 1]
    assert uses_of([key], at.date() + timedelta(days=1)) == {key.pk: (at + timedelta(days=1), 1)}


def test_what_a_key_sent_is_its_own(cast: Cast, now: datetime) -> None:
    (key, _), (other, _) = made(cast, now), made(cast, now)
    note_sent(at=now, key=key, thing=cast.economy)
    assert has_sent(key, cast.economy)
    assert not has_sent(other, cast.economy)
    assert str(KeySending.objects.get()) == f"units.agency:{cast.economy.pk}"


def test_the_labels_of_scopes_are_words_for_people() -> None:
    assert all(" " in label for label in Scope.labels)
