"""The cast itself: what other tests take for granted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.test import Client

from tests.cast import PASSWORD, Cast, kept, rows_by_table
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import roles_in
from thanthien.platform.people.roles import LOCAL_ROLES, Role


def test_there_is_one_person_a_role(cast: Cast) -> None:
    for role, person in cast.by_role().items():
        unit = cast.unit if role in LOCAL_ROLES else cast.city
        assert roles_in(person, unit) == {role}
    assert set(cast.by_role()) == set(Role)


def test_everyone_knows_the_password_of_the_cast(cast: Cast) -> None:
    assert cast.officer.check_password(PASSWORD)


def test_a_client_is_signed_in(cast: Cast, client_of: Callable[..., Client], now: datetime) -> None:
    answer = client_of(cast.coordinator).get("/")
    assert answer.status_code == 302
    assert answer["Location"] == f"/desk/{cast.unit.code}/"
    assert now.isoformat() == "2026-07-01T09:00:00+07:00"


def test_put_back_it_is_the_cast_that_the_actions_made(cast: Cast) -> None:
    """Rows of every table that the actions write to, their audit rows among them."""
    first, now_there = kept[0], rows_by_table()
    assert {"units_unit", "people_person", "audit_entry"} <= set(first.counts)
    assert {table: now_there[table] for table in first.counts} == first.counts
    assert cast.officer == Person.objects.get(username="an.vhxh")
    assert cast.officer is not first.cast.officer
