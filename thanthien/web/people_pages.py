"""People of a unit: who they are, their roles, their accounts. The desk and the city open the same pages.

Each surface mounts `urlpatterns` under its own namespace; the pages lead back into the one they are in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone

from thanthien.lib.vietnamese import whole_number
from thanthien.platform.people import actions
from thanthien.platform.people.models import Membership, Person
from thanthien.platform.people.passwords import readable_password
from thanthien.platform.people.permissions import may, may_manage
from thanthien.platform.people.queries import (
    former_people_of,
    given_name_first,
    has_second_step,
    people_of,
    person_of,
)
from thanthien.platform.people.roles import Action
from thanthien.platform.people.sealing import seal, unseal
from thanthien.platform.units.queries import agencies_of
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.people_forms import DetailsForm, EndRoleForm, NewPersonForm, RoleForm, details_of

_REFUSALS = (actions.CannotGiveRole, actions.CannotEndRole, actions.CannotCloseAccount)
_GIVEN = "password_given"  # session key: shown once, then gone


@unit_page(Action.PEOPLE_VIEW)
def people(request: UnitRequest) -> HttpResponse:
    text, agency = request.GET.get("q", ""), request.GET.get("agency", "")
    former = request.GET.get("former") == "1"
    found = former_people_of(request.unit) if former else people_of(request.unit, text)
    agency_id = whole_number(agency)
    if agency_id is not None and not former:
        found = found.filter(memberships__agency_id=agency_id, memberships__unit=request.unit)
    context = {
        "people": sorted(found, key=given_name_first),
        "q": text,
        "agency": agency,
        "former": former,
        "agencies": agencies_of(request.unit) if request.unit.is_local else (),
        "manages": may(request.user, Action.PEOPLE_MANAGE, request.unit),
        "ns": _surface(request),
    }
    template = "desk/people/_people.html" if request.htmx else "desk/people/people.html"
    return render(request, template, context)


@unit_page(Action.PEOPLE_MANAGE, "GET", "POST")
def person_add(request: UnitRequest) -> HttpResponse:
    form = NewPersonForm(
        request.POST or None, unit=request.unit, initial={"role": request.GET.get("role", "")}
    )
    if form.is_valid():
        password = readable_password()
        try:
            person = _open_account(request, form.cleaned_data, password)
        except (actions.CannotAddPerson, actions.CannotGiveRole) as refusal:
            about_name = isinstance(refusal, actions.CannotAddPerson)
            form.add_error("username" if about_name else "role", str(refusal))
        else:
            return _show_once(request, person, password)
    context = {"form": form, "ns": _surface(request)}
    return render(request, "desk/people/add.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _open_account(request: UnitRequest, typed: dict[str, Any], password: str) -> Person:
    """Account and first role together, or neither."""
    person = actions.add_person(
        actor=request.user,
        at=timezone.now(),
        unit=request.unit,
        username=typed["username"] or actions.suggest_username(typed["full_name"]),
        full_name=typed["full_name"],
        phone=typed["phone"],
        email=typed["email"],
        password=password,
    )
    _give(request, person, typed)
    return person


def _give(request: UnitRequest, person: Person, typed: dict[str, Any]) -> Membership:
    return actions.give_role(
        actor=request.user,
        at=timezone.now(),
        person=person,
        unit=request.unit,
        role=typed["role"],
        agency=typed.get("agency"),
        title=typed["title"],
        is_focal_point=typed.get("is_focal_point", False),
        start_date=typed["start_date"],
    )


@unit_page(Action.PEOPLE_VIEW)
def person(request: UnitRequest, username: str) -> HttpResponse:
    return _person_page(request, _found(request, username))


@unit_page(Action.PEOPLE_MANAGE, "POST")
def person_change(request: UnitRequest, username: str) -> HttpResponse:
    found = _found(request, username)
    form = DetailsForm(request.POST)
    if not form.is_valid():
        return _person_page(request, found, details=form, status=422)
    actions.change_person(
        actor=request.user, at=timezone.now(), unit=request.unit, person=found, **form.cleaned_data
    )
    messages.success(request, "Đã lưu thông tin.")
    return _back(request, found)


@unit_page(Action.PEOPLE_MANAGE, "POST")
def role_give(request: UnitRequest, username: str) -> HttpResponse:
    found = _found(request, username)
    form = RoleForm(request.POST, unit=request.unit)
    if not form.is_valid():
        return _person_page(request, found, role=form, status=422)
    return _try(request, found, lambda: _give(request, found, form.cleaned_data), "Đã cấp vai trò.")


@unit_page(Action.PEOPLE_MANAGE, "POST")
def role_end(request: UnitRequest, username: str, role_id: int) -> HttpResponse:
    found = _found(request, username)
    role = get_object_or_404(Membership, pk=role_id, unit=request.unit, person=found)
    form = EndRoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["end_date"][0]))
        return _back(request, found)
    end_date = form.cleaned_data["end_date"]
    return _try(
        request,
        found,
        lambda: actions.end_role(actor=request.user, at=timezone.now(), membership=role, end_date=end_date),
        "Đã ghi ngày thôi vai trò.",
    )


@unit_page(Action.PEOPLE_MANAGE, "POST")
def role_focal(request: UnitRequest, username: str, role_id: int) -> HttpResponse:
    """Make the person a focal point of the agency, or no longer."""
    found = _found(request, username)
    role = get_object_or_404(Membership, pk=role_id, unit=request.unit, person=found)
    wanted = request.POST.get("focal") == "1"
    return _try(
        request,
        found,
        lambda: actions.change_role(
            actor=request.user, at=timezone.now(), membership=role, is_focal_point=wanted
        ),
        "Đã đặt làm đầu mối." if wanted else "Đã thôi làm đầu mối.",
    )


@unit_page(Action.PEOPLE_MANAGE, "POST")
def password_reset(request: UnitRequest, username: str) -> HttpResponse:
    found = _found(request, username)
    if found.pk == request.user.pk:
        return redirect("account_change_password")
    password = readable_password()
    actions.set_password(
        actor=request.user,
        at=timezone.now(),
        unit=request.unit,
        person=found,
        password=password,
        must_change=True,
    )
    return _show_once(request, found, password)


@unit_page(Action.PEOPLE_MANAGE)
def password_given(request: UnitRequest, username: str) -> HttpResponse:
    found = _found(request, username)
    given = request.session.pop(_GIVEN, {})
    password = unseal(given["password"]) if given.get("username") == found.username else None
    context = {"person": found, "password": password, "ns": _surface(request)}
    return render(request, "desk/people/given.html", context)


@unit_page(Action.PEOPLE_MANAGE, "POST")
def account_close(request: UnitRequest, username: str) -> HttpResponse:
    found = _found(request, username)
    return _try(request, found, _account(request, found, actions.close_account), "Đã đóng tài khoản.")


@unit_page(Action.PEOPLE_MANAGE, "POST")
def account_reopen(request: UnitRequest, username: str) -> HttpResponse:
    found = _found(request, username)
    return _try(request, found, _account(request, found, actions.reopen_account), "Đã mở lại tài khoản.")


@unit_page(Action.PEOPLE_MANAGE, "POST")
def second_step_remove(request: UnitRequest, username: str) -> HttpResponse:
    found = _found(request, username)
    return _try(request, found, _account(request, found, actions.remove_second_step), "Đã gỡ bước thứ hai.")


def _account(request: UnitRequest, found: Person, action: Callable[..., Any]) -> Callable[[], Any]:
    return lambda: action(actor=request.user, at=timezone.now(), unit=request.unit, person=found)


def _try(request: UnitRequest, found: Person, act: Callable[[], Any], done: str) -> HttpResponse:
    """Act, and say in one message what was done or why it cannot be."""
    try:
        act()
    except _REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return _back(request, found)


def _person_page(
    request: UnitRequest,
    found: Person,
    *,
    details: DetailsForm | None = None,
    role: RoleForm | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    manages = may(request.user, Action.PEOPLE_MANAGE, request.unit)
    manages_account = manages and may_manage(request.user, found)
    context = {
        "person": found,
        "roles": found.roles_here,  # type: ignore[attr-defined]
        "today": today,
        "manages": manages,
        "manages_account": manages_account,
        "is_self": found.pk == request.user.pk,
        "details": details or DetailsForm(initial=details_of(found)),
        "role_form": role or RoleForm(unit=request.unit),
        "has_second_step": manages_account and has_second_step(found),
        "ns": _surface(request),
    }
    return render(request, "desk/people/person.html", context, status=status)


def _found(request: UnitRequest, username: str) -> Person:
    found = person_of(request.unit, username)
    if found is None:
        raise Http404
    return found


def _show_once(request: UnitRequest, person: Person, password: str) -> HttpResponse:
    request.session[_GIVEN] = {"username": person.username, "password": seal(password)}
    return redirect(f"{_surface(request)}:people_given", request.unit.code, person.username)


def _back(request: UnitRequest, found: Person) -> HttpResponse:
    return redirect(f"{_surface(request)}:people_person", request.unit.code, found.username)


def _surface(request: UnitRequest) -> str:
    return "desk" if request.unit.is_local else "oversight"


urlpatterns = [
    path("people/", people, name="people"),
    path("people/add/", person_add, name="people_add"),
    path("people/of/<str:username>/", person, name="people_person"),
    path("people/of/<str:username>/change/", person_change, name="people_change"),
    path("people/of/<str:username>/role/", role_give, name="people_role"),
    path("people/of/<str:username>/role/<int:role_id>/end/", role_end, name="people_role_end"),
    path("people/of/<str:username>/role/<int:role_id>/focal/", role_focal, name="people_role_focal"),
    path("people/of/<str:username>/password/", password_reset, name="people_password"),
    path("people/of/<str:username>/password/given/", password_given, name="people_given"),
    path("people/of/<str:username>/close/", account_close, name="people_close"),
    path("people/of/<str:username>/reopen/", account_reopen, name="people_reopen"),
    path("people/of/<str:username>/second-step/", second_step_remove, name="people_second_step"),
]
