"""Writes of people and their roles."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from thanthien.lib.vietnamese import tidy
from thanthien.platform.audit.actions import differences, record
from thanthien.platform.people.models import Membership, Person
from thanthien.platform.people.permissions import forget_memberships
from thanthien.platform.people.roles import CITY_ROLES, LOCAL_ROLES, Role
from thanthien.platform.units.models import Agency, Unit


class CannotGiveRole(Exception):
    """The role and the place do not fit."""


@transaction.atomic
def add_person(
    *,
    actor: Person | None,
    at: datetime,
    unit: Unit,
    username: str,
    full_name: str,
    password: str,
    email: str = "",
    phone: str = "",
    must_change_password: bool = True,
) -> Person:
    """A new account. Raises django's ValidationError when the password is too weak."""
    person = Person(
        username=username.strip().lower(),
        full_name=tidy(full_name),
        email=email,
        phone=phone,
        must_change_password=must_change_password,
    )
    validate_password(password, person)
    person.set_password(password)
    person.save()
    record(
        actor=actor,
        at=at,
        action="person.add",
        subject=person,
        unit=unit,
        after={"username": person.username, "full_name": person.full_name},
    )
    return person


@transaction.atomic
def change_person(*, actor: Person, at: datetime, unit: Unit, person: Person, **changes: Any) -> Person:
    """Change full_name, email, phone or is_active (false closes the account; nothing is deleted)."""
    before, after = differences(person, changes)
    if after:
        for name in after:
            setattr(person, name, changes[name])
        person.save()
        record(
            actor=actor, at=at, action="person.change", subject=person, unit=unit, before=before, after=after
        )
    return person


@transaction.atomic
def set_password(
    *, actor: Person, at: datetime, unit: Unit, person: Person, password: str, must_change: bool
) -> None:
    """A new password; the audit row says that it was set, never what it is."""
    validate_password(password, person)
    person.set_password(password)
    person.must_change_password = must_change
    person.save()
    record(actor=actor, at=at, action="person.password", subject=person, unit=unit)


@transaction.atomic
def give_role(
    *,
    actor: Person | None,
    at: datetime,
    person: Person,
    unit: Unit,
    role: str,
    start_date: date,
    agency: Agency | None = None,
    title: str = "",
    is_focal_point: bool = False,
) -> Membership:
    fits = LOCAL_ROLES if unit.is_local else CITY_ROLES
    if Role(role) not in fits:
        raise CannotGiveRole(f"Vai trò “{Role(role).label}” không dùng cho {unit.full_name}.")
    if agency is not None and agency.unit_id != unit.pk:
        raise CannotGiveRole(f"{agency.name} không thuộc {unit.full_name}.")
    membership = Membership.objects.create(
        person=person,
        unit=unit,
        role=role,
        agency=agency,
        title=tidy(title),
        is_focal_point=is_focal_point,
        start_date=start_date,
    )
    forget_memberships(person)
    record(
        actor=actor,
        at=at,
        action="role.give",
        subject=membership,
        unit=unit,
        thread=person,
        after={"role": role, "agency": str(agency or ""), "title": title},
    )
    return membership


@transaction.atomic
def end_role(*, actor: Person, at: datetime, membership: Membership, end_date: date) -> Membership:
    before = {"end_date": membership.end_date}
    membership.end_date = end_date
    membership.save(update_fields=["end_date"])
    forget_memberships(membership.person)
    record(
        actor=actor,
        at=at,
        action="role.end",
        subject=membership,
        unit=membership.unit,
        thread=membership.person,
        before=before,
        after={"end_date": end_date},
    )
    return membership
