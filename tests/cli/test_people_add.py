"""`thanthien people add`: the first account of an installation."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.management import call_command

from tests.cast import Cast
from thanthien.cli.main import joined
from thanthien.cli.refusal import Refusal
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.models import Person
from thanthien.platform.people.roles import Role

pytestmark = pytest.mark.django_db


def _add(cast: Cast, **changed: Any) -> dict[str, str]:
    options = {
        "name": "Trịnh Thu Hằng",
        "unit": cast.unit.code,
        "role": "coordinator",
        "json": True,
        **changed,
    }
    out = io.StringIO()
    call_command("people_add", options.pop("username", "hang.tt"), stdout=out, **options)
    said: dict[str, str] = json.loads(out.getvalue())
    return said


def test_the_account_works_once_with_the_printed_password(cast: Cast) -> None:
    said = _add(cast)
    person = Person.objects.get(username="hang.tt")
    assert person.check_password(said["password"])
    assert person.must_change_password
    (membership,) = person.memberships.all()
    assert (membership.unit, membership.role) == (cast.unit, Role.COORDINATOR)
    assert Entry.objects.filter(actor=None, subject__contains="Hằng").exists()


def test_a_city_gets_its_administrator(cast: Cast) -> None:
    _add(cast, unit=cast.city.code, role="city_admin")
    assert Person.objects.get(username="hang.tt").memberships.get().role == Role.CITY_ADMIN


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"unit": "không-có"}, "Không có đơn vị"),
        ({"role": "king"}, "Không có vai trò"),
        ({"role": "city_admin"}, "ai trò"),
        ({"username": "Hằng"}, "Tên đăng nhập"),
    ],
)
def test_what_does_not_fit_is_refused_and_leaves_nothing(
    cast: Cast, changed: dict[str, str], said: str
) -> None:
    before = Person.objects.count()
    with pytest.raises(Refusal, match=said):
        _add(cast, **changed)
    assert Person.objects.count() == before


def test_a_name_taken_is_refused(cast: Cast) -> None:
    _add(cast)
    with pytest.raises(Refusal):
        _add(cast)


def test_the_two_words_are_one_command() -> None:
    assert joined(["thanthien", "people", "add", "hang.tt"]) == ["thanthien", "people_add", "hang.tt"]
