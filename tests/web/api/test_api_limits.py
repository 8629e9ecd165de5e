"""How often an address without a key, and a key, may ask: told when it may ask again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.platform.keys.factories import made
from tests.web.api.conftest import Program
from thanthien.platform.keys.models import KeyUse
from thanthien.web import limits
from thanthien.web.api import keyed

pytestmark = pytest.mark.django_db


def test_an_address_without_a_key_waits_a_minute(
    cast: Cast, anyone: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyed, "READS", 3)
    assert [anyone.ask("/contacts").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = anyone.ask("/contacts")
    assert (refused["Retry-After"], refused.json()["code"]) == ("60", "too_many")
    assert refused["Access-Control-Allow-Origin"] == "*"  # a page elsewhere can read why
    elsewhere = Client(REMOTE_ADDR="10.9.8.7").get(anyone.address("/contacts"))
    assert elsewhere.status_code == 200
    monkeypatch.setattr(limits, "_windows", lambda within: 8)
    assert anyone.ask("/contacts").status_code == 200


def test_a_key_that_reads_has_its_own_limit(
    cast: Cast, frozen: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyed, "READS", 0)
    reader = Program(cast.unit, made(cast, frozen, scopes=("read",), per_minute=2)[1])
    first = reader.ask("/contacts")
    assert (first.status_code, first["RateLimit-Remaining"]) == (200, "1")
    reader.get("/contacts")
    refused = reader.ask("/contacts")
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    monkeypatch.setattr(timezone, "now", lambda: frozen + timedelta(minutes=1))
    reader.get("/contacts")
    assert KeyUse.objects.get().count == 4


def test_a_key_without_the_scope_reads_as_anybody_does(
    cast: Cast, sender: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyed, "READS", 1)
    sender.get("/contacts")
    assert sender.get("/contacts", status=429)["code"] == "too_many"


def test_guessing_keys_is_counted_by_address(
    cast: Cast, anyone: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyed, "READS", 2)
    guess = Program(cast.unit, "tt_doan")
    codes = [guess.post("/reports", {}, status=status)["code"] for status in (401, 401, 429)]
    assert codes == ["key_unknown", "key_unknown", "too_many"]


def test_the_day_of_a_key_ends_at_midnight_here(
    cast: Cast, frozen: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Program(cast.unit, made(cast, frozen, scopes=("read",), per_minute=1, per_day=1)[1])
    reader.get("/contacts")
    monkeypatch.setattr(timezone, "now", lambda: frozen + timedelta(hours=14, minutes=59))
    assert reader.ask("/contacts")["Retry-After"] == "61"
    monkeypatch.setattr(timezone, "now", lambda: frozen + timedelta(hours=15))
    assert reader.ask("/contacts").status_code == 200
