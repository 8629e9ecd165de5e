"""The cast itself: what other tests take for granted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.test import Client

from tests.cast import PASSWORD, Cast
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
