"""Opening, changing and closing accounts: who may, and what the audit log keeps of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import PASSWORD, Cast, make_person
from thanthien.platform.audit.models import Entry
from thanthien.platform.people import actions
from thanthien.platform.people.models import Person
from thanthien.platform.people.passwords import WORDS, readable_password
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.people.roles import Role

FRESH = "sen-lua-tre-song-4827"


def open_account(cast: Cast, now: datetime, username: str = "moi.nguoi", password: str = FRESH) -> Person:
    return actions.add_person(
        actor=cast.coordinator,
        at=now,
        unit=cast.unit,
        username=username,
        full_name="Lê  Thị Mới",
        password=password,
    )


def test_an_account_is_opened_with_a_password_to_change(cast: Cast, now: datetime) -> None:
    person = open_account(cast, now, username=" Moi.Nguoi ")
    assert (person.username, person.full_name) == ("moi.nguoi", "Lê Thị Mới")
    assert person.must_change_password
    assert person.check_password(FRESH)
    entry = Entry.objects.get(action="person.add", actor=cast.coordinator)
    assert FRESH not in str(vars(entry))


def test_two_accounts_never_share_a_name(cast: Cast, now: datetime) -> None:
    before = Person.objects.count()
    with pytest.raises(actions.CannotAddPerson, match="đã có người dùng"):
        open_account(cast, now, username="AN.VHXH")
    assert Person.objects.count() == before


@pytest.mark.parametrize("username", ["an", "có dấu", "a b c", "<script>", "x" * 61, ".an", ""])
def test_a_strange_account_name_is_refused(cast: Cast, now: datetime, username: str) -> None:
    with pytest.raises(actions.CannotAddPerson, match="Tên đăng nhập gồm"):
        open_account(cast, now, username=username)


@pytest.mark.parametrize("password", ["ngan", "1234567890a", "password123", "moi.nguoi1"])
def test_a_weak_password_is_refused(cast: Cast, now: datetime, password: str) -> None:
    if password == "1234567890a":
        password = "1234567890"
    with pytest.raises(ValidationError):
        open_account(cast, now, password=password)


@pytest.mark.parametrize("who", ["officer", "head", "leader", "one_stop", "council", "other_coordinator"])
def test_others_open_no_account(cast: Cast, now: datetime, who: str) -> None:
    with pytest.raises(NotAllowed):
        actions.add_person(
            actor=getattr(cast, who),
            at=now,
            unit=cast.unit,
            username="moi.nguoi",
            full_name="M",
            password=FRESH,
        )


def test_names_are_suggested_from_the_person_and_stay_free(cast: Cast) -> None:
    assert actions.suggest_username("Nguyễn Văn Ân") == "an.nv"
    make_person(cast.unit, Role.OFFICER, "an.nv", "Nguyễn Văn Ân")
    assert actions.suggest_username("Nguyễn Văn An") == "an.nv2"
    assert actions.suggest_username("Ý") == "y.tk"


def test_nobody_closes_the_own_account(cast: Cast, now: datetime) -> None:
    with pytest.raises(actions.CannotCloseAccount, match="không tự đóng"):
        actions.close_account(actor=cast.coordinator, at=now, unit=cast.unit, person=cast.coordinator)


def test_the_last_coordinator_is_not_closed_and_the_page_says_why(cast: Cast, now: datetime) -> None:
    with pytest.raises(actions.CannotCloseAccount, match="điều phối viên duy nhất"):
        actions.close_account(actor=cast.city_admin, at=now, unit=cast.unit, person=cast.coordinator)
    cast.coordinator.refresh_from_db()
    assert cast.coordinator.is_active


def test_an_account_is_closed_once_and_opened_again(cast: Cast, now: datetime) -> None:
    for _ in range(2):
        actions.close_account(actor=cast.coordinator, at=now, unit=cast.unit, person=cast.officer)
    assert Entry.objects.filter(action="person.close").count() == 1
    actions.reopen_account(actor=cast.coordinator, at=now, unit=cast.unit, person=cast.officer)
    cast.officer.refresh_from_db()
    assert cast.officer.is_active


def test_a_coordinator_takes_over_no_account_that_reaches_beyond_the_unit(cast: Cast, now: datetime) -> None:
    """Whoever also works for the city, or elsewhere, is managed by the city alone."""
    actions.give_role(
        actor=None,
        at=now,
        person=cast.city_admin,
        unit=cast.unit,
        role=Role.OFFICER,
        agency=cast.culture,
        start_date=date(2026, 1, 1),
    )
    common = {"actor": cast.coordinator, "at": now, "unit": cast.unit, "person": cast.city_admin}
    with pytest.raises(NotAllowed):
        actions.set_password(**common, password=FRESH, must_change=True)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        actions.close_account(**common)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        actions.change_person(**common, email="ke.gian@example.org")  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        actions.remove_second_step(**common)  # type: ignore[arg-type]
    cast.city_admin.refresh_from_db()
    assert cast.city_admin.check_password(PASSWORD)
    assert cast.city_admin.email == ""


def test_details_change_with_before_and_after(cast: Cast, now: datetime) -> None:
    actions.change_person(
        actor=cast.coordinator, at=now, unit=cast.unit, person=cast.officer, phone="0901 234 567"
    )
    entry = Entry.objects.get(action="person.change")
    assert (entry.before, entry.after) == ({"phone": ""}, {"phone": "0901 234 567"})
    actions.change_person(
        actor=cast.coordinator, at=now, unit=cast.unit, person=cast.officer, phone="0901 234 567"
    )
    assert Entry.objects.filter(action="person.change").count() == 1


def test_a_lost_second_step_is_removed_by_the_coordinator(cast: Cast, now: datetime) -> None:
    Authenticator.objects.create(user=cast.officer, type=Authenticator.Type.TOTP, data={"secret": "x"})
    common = {"actor": cast.coordinator, "at": now, "unit": cast.unit, "person": cast.officer}
    assert actions.remove_second_step(**common)  # type: ignore[arg-type]
    assert not actions.remove_second_step(**common)  # type: ignore[arg-type]
    assert Entry.objects.filter(action="person.second_step_removed").count() == 1


def test_first_passwords_are_readable_and_differ() -> None:
    made = {readable_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        *words, number = password.split("-")
        assert set(words) <= set(WORDS)
        assert len(words) == 4
        assert number.isdigit()
    assert len(WORDS) >= 128
    assert all(word.isascii() for word in WORDS)


@given(st.text(max_size=60))
def test_a_suggested_stem_is_always_an_account_name(full_name: str) -> None:
    assert actions.USERNAME.fullmatch(actions.username_stem(full_name))


def test_a_name_saved_late_opens_no_account_that_was_closed_meanwhile(cast: Cast, now: datetime) -> None:
    """The page was open while a coordinator closed the account and set a new password."""
    seen = Person.objects.get(pk=cast.officer.pk)
    change: dict[str, Any] = {"actor": cast.coordinator, "at": now, "unit": cast.unit}
    actions.set_password(**change, person=cast.officer, password="bien-xanh-hai-minh-9", must_change=True)
    actions.close_account(**change, person=cast.officer)
    actions.change_person(**change, person=seen, full_name="Nguyễn Văn An B")
    kept = Person.objects.get(pk=cast.officer.pk)
    assert (kept.full_name, kept.is_active, kept.must_change_password) == ("Nguyễn Văn An B", False, True)
    assert kept.check_password("bien-xanh-hai-minh-9")
    assert kept.search_key == "nguyen van an b"
