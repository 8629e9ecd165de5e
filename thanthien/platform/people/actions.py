"""Writes of people, their accounts and their roles.

`actor` is None when the system itself acts (loading, the demo); a person needs `people.manage` in the
unit, and may touch an account only where `may_manage` says so. Nobody changes their own roles.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from thanthien.lib.vietnamese import search_key, tidy
from thanthien.platform.audit.actions import differences, record
from thanthien.platform.people.models import Membership, Person
from thanthien.platform.people.permissions import (
    NotAllowed,
    forget_memberships,
    home_unit,
    may,
    may_manage,
    require,
)
from thanthien.platform.people.roles import CITY_ROLES, LOCAL_ROLES, Action, Role
from thanthien.platform.units.models import Agency, Unit

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")
_KEEPERS = {Role.COORDINATOR, Role.CITY_ADMIN}  # a unit without one could not help itself any more


class CannotAddPerson(Exception):
    """The account cannot be opened; nothing was kept."""


class CannotGiveRole(Exception):
    """The role and the place, or the role and the person, do not fit."""


class CannotEndRole(Exception):
    """The role has to stay, at least for now."""


class CannotCloseAccount(Exception):
    """The account has to stay open, at least for now."""


def username_stem(full_name: str) -> str:
    """The given name and the initials of a person, as an account name: Nguyễn Văn An → `an.nv`."""
    words = re.findall(r"[a-z]+", search_key(full_name)) or ["nguoi"]
    stem = f"{words[-1]}.{''.join(word[0] for word in words[:-1])}".strip(".")[:50]
    return stem if USERNAME.fullmatch(stem) else f"{stem}.tk"


def suggest_username(full_name: str) -> str:
    """A free account name for a person: `an.nv`, then `an.nv2` …"""
    stem = username_stem(full_name)
    taken = set(Person.objects.filter(username__startswith=stem).values_list("username", flat=True))
    number = 1
    while (name := stem if number == 1 else f"{stem}{number}") in taken:
        number += 1
    return name


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
    """A new account. Raises CannotAddPerson, and django's ValidationError when the password is too weak."""
    if actor is not None:
        require(actor, Action.PEOPLE_MANAGE, unit)
    person = Person(
        username=username.strip().lower(),
        full_name=tidy(full_name),
        email=email.strip(),
        phone=tidy(phone),
        must_change_password=must_change_password,
    )
    if not USERNAME.fullmatch(person.username):
        raise CannotAddPerson(
            "Tên đăng nhập gồm từ 3 chữ thường không dấu, chữ số, dấu chấm hoặc gạch nối, ví dụ an.nv."
        )
    validate_password(password, person)
    person.set_password(password)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        raise CannotAddPerson(
            f"Tên đăng nhập “{person.username}” đã có người dùng. Anh/chị chọn tên khác."
        ) from error
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
def change_person(
    *, actor: Person, at: datetime, unit: Unit | None, person: Person, **changes: Any
) -> Person:
    """Change full_name, email or phone: of oneself, or as one who manages the person."""
    if actor.pk != person.pk:
        _require_management(actor, person)
    before, after = differences(person, changes)
    if after:
        for name in after:
            setattr(person, name, changes[name])
        # These columns alone: an account closed, or a password changed, meanwhile stays so.
        person.save(update_fields=[*after, "search_key"])
        record(
            actor=actor, at=at, action="person.change", subject=person, unit=unit, before=before, after=after
        )
    return person


@transaction.atomic
def close_account(*, actor: Person, at: datetime, unit: Unit, person: Person) -> None:
    """Nobody signs in with the account any more, and open sessions end at once. Nothing is deleted."""
    _require_management(actor, person)
    if actor.pk == person.pk:
        raise CannotCloseAccount(
            "Anh/chị không tự đóng tài khoản của mình được. Hãy nhờ điều phối viên khác hoặc cấp trên."
        )
    for membership in _keeper_roles(person, timezone.localdate(at)):
        if not _others_keep(membership, timezone.localdate(at)):
            raise CannotCloseAccount(_last_keeper(membership))
    if Person.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
        person.is_active = False
        record(actor=actor, at=at, action="person.close", subject=person, unit=unit)


@transaction.atomic
def reopen_account(*, actor: Person, at: datetime, unit: Unit, person: Person) -> None:
    _require_management(actor, person)
    if Person.objects.filter(pk=person.pk, is_active=False).update(is_active=True):
        person.is_active = True
        record(actor=actor, at=at, action="person.reopen", subject=person, unit=unit)


@transaction.atomic
def set_password(
    *, actor: Person, at: datetime, unit: Unit | None, person: Person, password: str, must_change: bool
) -> None:
    """A new password, one's own or that of a person one manages; sessions elsewhere end.

    The audit row says that it was set, never what it is.
    """
    if actor.pk != person.pk:
        _require_management(actor, person)
    validate_password(password, person)
    person.set_password(password)
    person.must_change_password = must_change
    person.save(update_fields=["password", "must_change_password"])
    action = "person.password" if actor.pk == person.pk else "person.password_reset"
    record(actor=actor, at=at, action=action, subject=person, unit=unit)


@transaction.atomic
def remove_second_step(*, actor: Person, at: datetime, unit: Unit, person: Person) -> bool:
    """For a lost telephone or key: the person signs in by password alone again. True if there was one."""
    _require_management(actor, person)
    removed, _ = Authenticator.objects.filter(user=person).delete()
    if removed:
        record(actor=actor, at=at, action="person.second_step_removed", subject=person, unit=unit)
    return bool(removed)


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
    """Give a role in a unit from a day on. Raises CannotGiveRole, NotAllowed."""
    if actor is not None:
        require(actor, Action.PEOPLE_MANAGE, unit)
        if actor.pk == person.pk:
            raise CannotGiveRole(
                "Không ai tự cấp vai trò cho mình. Hãy nhờ điều phối viên khác hoặc cấp trên."
            )
        if person.memberships.exists() and not _knows(actor, person):
            raise NotAllowed
    _check_place(unit, role, agency)
    membership = Membership(
        person=person,
        unit=unit,
        role=role,
        agency=agency,
        title=tidy(title),
        is_focal_point=is_focal_point and agency is not None,
        start_date=start_date,
    )
    same = Membership.objects.filter(person=person, unit=unit, role=role, agency=agency)
    if same.filter(Q(end_date__isnull=True) | Q(end_date__gte=start_date)).exists():
        raise CannotGiveRole(f"{person} đang có vai trò “{membership.get_role_display()}” này rồi.")
    membership.save()
    forget_memberships(person)
    record(
        actor=actor,
        at=at,
        action="role.give",
        subject=membership,
        unit=unit,
        thread=person,
        after={"role": role, "agency": str(agency or ""), "title": title, "start_date": start_date},
    )
    return membership


@transaction.atomic
def change_role(*, actor: Person, at: datetime, membership: Membership, **changes: Any) -> Membership:
    """Change title, is_focal_point or agency of a role; the role itself is ended and given anew."""
    require(actor, Action.PEOPLE_MANAGE, membership.unit)
    agency = changes.get("agency", membership.agency)
    _check_place(membership.unit, membership.role, agency)
    if agency is None:
        changes["is_focal_point"] = False
    before, after = differences(membership, changes)
    if after:
        for name in after:
            setattr(membership, name, changes[name])
        membership.save(update_fields=list(after))
        forget_memberships(membership.person)
        record(
            actor=actor,
            at=at,
            action="role.change",
            subject=membership,
            unit=membership.unit,
            thread=membership.person,
            before=before,
            after=after,
        )
    return membership


@transaction.atomic
def end_role(*, actor: Person, at: datetime, membership: Membership, end_date: date) -> Membership:
    """Let a role end; `end_date` is its last day. Raises CannotEndRole for the last who keeps the unit."""
    require(actor, Action.PEOPLE_MANAGE, membership.unit)
    if end_date < membership.start_date - timedelta(days=1):
        raise CannotEndRole("Ngày làm việc cuối cùng không thể trước ngày bắt đầu vai trò.")
    if membership.role in _KEEPERS and not _others_keep(membership, end_date + timedelta(days=1)):
        raise CannotEndRole(_last_keeper(membership))
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


def record_account_event(
    *, actor: Person | None, at: datetime, person: Person, action: str, remark: str = ""
) -> None:
    """An audit row about an account itself: signing in and out, second steps. See `sign_in`."""
    with transaction.atomic():
        record(actor=actor, at=at, action=action, subject=person, unit=home_unit(person), remark=remark)


def _require_management(actor: Person, person: Person) -> None:
    if not may_manage(actor, person):
        raise NotAllowed(
            "Anh/chị chỉ đổi được tài khoản của người làm việc trong đơn vị mình. "
            "Người này còn vai trò ở nơi khác; hãy nhờ cấp trên."
        )


def _knows(actor: Person, person: Person) -> bool:
    units = {m.unit_id: m.unit for m in person.memberships.select_related("unit__parent")}
    return any(may(actor, Action.PEOPLE_MANAGE, unit) for unit in units.values())


def _check_place(unit: Unit, role: str, agency: Agency | None) -> None:
    fits = LOCAL_ROLES if unit.is_local else CITY_ROLES
    if Role(role) not in fits:
        raise CannotGiveRole(f"Vai trò “{Role(role).label}” không dùng cho {unit.full_name}.")
    if agency is not None and agency.unit_id != unit.pk:
        raise CannotGiveRole(f"{agency.name} không thuộc {unit.full_name}.")
    if role == Role.AGENCY_HEAD and agency is None:
        raise CannotGiveRole("Người đứng đầu phải thuộc một cơ quan. Anh/chị chọn cơ quan.")


def _keeper_roles(person: Person, day: date) -> list[Membership]:
    roles = Membership.objects.in_force(day).filter(person=person, role__in=_KEEPERS)
    return list(roles.select_related("unit"))


def _others_keep(membership: Membership, day: date) -> bool:
    """True when somebody else with an open account keeps the unit on that day.

    The rows are locked, so that two keepers cannot remove each other at the same moment.
    """
    keepers = Membership.objects.filter(unit=membership.unit_id, role=membership.role)
    ids = [m.pk for m in keepers.order_by("pk").select_for_update()]
    in_force = Membership.objects.in_force(day).filter(pk__in=ids, person__is_active=True)
    return in_force.exclude(person=membership.person_id).exists()


def _last_keeper(membership: Membership) -> str:
    what = "điều phối viên" if membership.role == Role.COORDINATOR else "quản trị"
    return (
        f"{membership.person} là {what} duy nhất của {membership.unit.full_name}, nên chưa thôi được. "
        "Anh/chị cấp vai trò này cho người khác trước."
    )
