"""Giving and ending roles: by whom, where, and what has to stay."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.cast import Cast, make_person
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.actions import CannotEndRole, CannotGiveRole, change_role, end_role, give_role
from thanthien.platform.people.models import Membership, Person
from thanthien.platform.people.permissions import NotAllowed, may_manage, roles_in
from thanthien.platform.people.roles import Role

DAY = date(2026, 7, 1)


def role_of(person: Person) -> Membership:
    return person.memberships.get()


def test_a_coordinator_gives_a_role_in_the_own_unit(cast: Cast, now: datetime) -> None:
    give_role(
        actor=cast.coordinator,
        at=now,
        person=cast.officer,
        unit=cast.unit,
        role=Role.AGENCY_HEAD,
        agency=cast.economy,
        start_date=DAY,
    )
    assert roles_in(cast.officer, cast.unit) == {Role.OFFICER, Role.AGENCY_HEAD}
    entry = Entry.objects.filter(action="role.give").latest("id")
    assert (entry.actor, entry.unit, entry.thread) == (
        cast.coordinator,
        cast.unit,
        f"people.person:{cast.officer.pk}",
    )
    assert entry.after is not None
    assert entry.after["agency"] == "Phòng Kinh tế"


@pytest.mark.parametrize("role", [Role.CITY_ADMIN, Role.APPRAISER])
def test_a_coordinator_gives_no_role_of_the_city(cast: Cast, now: datetime, role: Role) -> None:
    with pytest.raises(CannotGiveRole, match="không dùng cho xã Thanh Bình"):
        give_role(
            actor=cast.coordinator, at=now, person=cast.officer, unit=cast.unit, role=role, start_date=DAY
        )
    with pytest.raises(NotAllowed):
        give_role(
            actor=cast.coordinator, at=now, person=cast.officer, unit=cast.city, role=role, start_date=DAY
        )
    assert not Membership.objects.filter(person=cast.officer, role=role).exists()


def test_nobody_gives_a_role_to_oneself(cast: Cast, now: datetime) -> None:
    for actor, unit, role in (
        (cast.coordinator, cast.unit, Role.LEADER),
        (cast.city_admin, cast.city, Role.APPRAISER),
    ):
        with pytest.raises(CannotGiveRole, match="tự cấp vai trò"):
            give_role(actor=actor, at=now, person=actor, unit=unit, role=role, start_date=DAY)


@pytest.mark.parametrize("who", ["officer", "head", "leader", "one_stop", "council", "appraiser"])
def test_only_who_manages_people_gives_roles(cast: Cast, now: datetime, who: str) -> None:
    with pytest.raises(NotAllowed):
        give_role(
            actor=getattr(cast, who),
            at=now,
            person=cast.centre_officer,
            unit=cast.unit,
            role=Role.LEADER,
            start_date=DAY,
        )


def test_a_coordinator_draws_in_nobody_from_another_commune(cast: Cast, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        give_role(
            actor=cast.coordinator,
            at=now,
            person=cast.other_officer,
            unit=cast.unit,
            role=Role.OFFICER,
            start_date=DAY,
        )


def test_the_city_moves_a_person_from_one_commune_to_another(cast: Cast, now: datetime) -> None:
    give_role(
        actor=cast.city_admin,
        at=now,
        person=cast.other_officer,
        unit=cast.unit,
        role=Role.OFFICER,
        start_date=DAY,
    )
    assert roles_in(cast.other_officer, cast.unit) == {Role.OFFICER}
    assert not may_manage(cast.coordinator, cast.other_officer)
    assert may_manage(cast.city_admin, cast.other_officer)


def test_the_same_role_is_not_given_twice(cast: Cast, now: datetime) -> None:
    with pytest.raises(CannotGiveRole, match="đang có vai trò"):
        give_role(
            actor=cast.coordinator,
            at=now,
            person=cast.officer,
            unit=cast.unit,
            role=Role.OFFICER,
            agency=cast.culture,
            start_date=DAY,
        )


def test_an_agency_of_elsewhere_and_a_head_of_nothing_are_refused(cast: Cast, now: datetime) -> None:
    common = {"actor": cast.coordinator, "at": now, "person": cast.officer, "unit": cast.unit}
    elsewhere = cast.other_agencies["culture_social"]
    with pytest.raises(CannotGiveRole, match="không thuộc xã Thanh Bình"):
        give_role(**common, role=Role.OFFICER, agency=elsewhere, start_date=DAY)  # type: ignore[arg-type]
    with pytest.raises(CannotGiveRole, match="phải thuộc một cơ quan"):
        give_role(**common, role=Role.AGENCY_HEAD, start_date=DAY)  # type: ignore[arg-type]


def test_a_role_counts_through_its_last_day(cast: Cast, now: datetime) -> None:
    role = role_of(cast.officer)
    end_role(actor=cast.coordinator, at=now, membership=role, end_date=DAY)
    assert role in Membership.objects.in_force(DAY)
    assert role not in Membership.objects.in_force(date(2026, 7, 2))


def test_a_role_does_not_end_before_it_began(cast: Cast, now: datetime) -> None:
    with pytest.raises(CannotEndRole, match="trước ngày bắt đầu"):
        end_role(actor=cast.coordinator, at=now, membership=role_of(cast.officer), end_date=date(2025, 12, 1))


def test_the_last_coordinator_stays_until_there_is_another(cast: Cast, now: datetime) -> None:
    role = role_of(cast.coordinator)
    with pytest.raises(CannotEndRole, match="điều phối viên duy nhất của xã Thanh Bình"):
        end_role(actor=cast.city_admin, at=now, membership=role, end_date=DAY)
    make_person(cast.unit, Role.COORDINATOR, "nga.dieuphoi", "Lý Thúy Nga", agency=cast.culture)
    end_role(actor=cast.city_admin, at=now, membership=role, end_date=DAY)
    role.refresh_from_db()
    assert role.end_date == DAY


def test_one_whose_account_is_closed_or_whose_role_ends_too_does_not_keep_the_unit(
    cast: Cast, now: datetime
) -> None:
    other = make_person(cast.unit, Role.COORDINATOR, "nga.dieuphoi", "Lý Thúy Nga")
    Person.objects.filter(pk=other.pk).update(is_active=False)
    with pytest.raises(CannotEndRole):
        end_role(actor=cast.city_admin, at=now, membership=role_of(cast.coordinator), end_date=DAY)
    Person.objects.filter(pk=other.pk).update(is_active=True)
    Membership.objects.filter(person=other).update(end_date=DAY)
    with pytest.raises(CannotEndRole):
        end_role(actor=cast.city_admin, at=now, membership=role_of(cast.coordinator), end_date=DAY)


def test_the_last_administrator_of_the_city_stays(cast: Cast, now: datetime) -> None:
    with pytest.raises(CannotEndRole, match="quản trị duy nhất của thành phố Hải Minh"):
        end_role(actor=cast.city_admin, at=now, membership=role_of(cast.city_admin), end_date=DAY)


def test_a_focal_point_belongs_to_an_agency(cast: Cast, now: datetime) -> None:
    role = role_of(cast.officer)
    for changes, focal in (({"is_focal_point": True}, True), ({"agency": None}, False)):
        change_role(actor=cast.coordinator, at=now, membership=role, **changes)
        assert role_of(cast.officer).is_focal_point is focal
    with pytest.raises(NotAllowed):
        change_role(actor=cast.other_coordinator, at=now, membership=role, title="Chuyên viên")
