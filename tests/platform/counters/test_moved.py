"""Counters of a unit that was rated before counters moved to the platform: the same numbers, nothing lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.cast import NOW, make_cast
from tests.platform.moving import as_it_was
from thanthien.platform.counters.actions import keep_counter, leave
from thanthien.platform.counters.models import Counter, Seat

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE, AFTER = ("ratings", "0002_fewer_indexes"), ("ratings", "0004_counters_elsewhere")


@pytest.fixture
def old() -> Iterator[Any]:
    with as_it_was(BEFORE, AFTER) as models:
        yield models


def test_counters_seats_tablets_and_ratings_keep_their_numbers(old: Any) -> None:
    cast = make_cast()
    for_counter = {"name_en": "Counter", "place": "Cửa vào", "made_at": NOW}
    shut = old.get_model("ratings", "Counter").objects.create(
        unit_id=cast.unit.pk, name="Quầy 7", code="AAAABBBB", is_open=False, **for_counter
    )
    there = old.get_model("ratings", "Counter").objects.create(
        unit_id=cast.unit.pk, name="Quầy 8", code="CCCCDDDD", **for_counter
    )
    shut_pk, pk = shut.pk, there.pk
    Seats = old.get_model("ratings", "Seat").objects
    gone = Seats.create(
        counter=there, person_id=cast.officer.pk, begins_at=NOW - timedelta(hours=2), ends_at=NOW
    )
    Seats.create(counter=there, person_id=cast.one_stop.pk, begins_at=NOW, made_by_id=cast.leader.pk)
    device = old.get_model("ratings", "Device").objects.create(
        counter=there, name="Máy 1", code="EEEEFFFF", made_at=NOW
    )

    executor = MigrationExecutor(connection)
    executor.migrate([AFTER])
    new = executor.loader.project_state([AFTER]).apps

    assert new.get_model("ratings", "Device").objects.get(pk=device.pk).counter_id == pk
    assert list(Counter.objects.order_by("pk").values_list("pk", "code", "is_open")) == [
        (shut_pk, "AAAABBBB", False), (pk, "CCCCDDDD", True),
    ]  # fmt: skip
    assert Seat.objects.get(pk=gone.pk).ends_at == NOW
    leave(actor=cast.one_stop, at=NOW + timedelta(hours=1), counter=Counter.objects.get(pk=pk))
    fresh = keep_counter(actor=cast.coordinator, at=NOW, unit=cast.unit, name="Quầy 9")
    assert fresh.pk > pk
    assert "ratings_counter" not in connection.introspection.table_names()
