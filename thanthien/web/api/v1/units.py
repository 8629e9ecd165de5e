"""Communes that run the programme, who to call in them, and how they receive citizens."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from thanthien.operations.disclosure.models import Contact, ScheduleEntry
from thanthien.operations.disclosure.online import online_months
from thanthien.operations.disclosure.queries import public_contacts
from thanthien.operations.disclosure.schedules import public_lines
from thanthien.platform.units.models import Unit
from thanthien.platform.units.queries import find_units, neighbourhoods_of
from thanthien.web.api.paging import as_json, page_by_code
from thanthien.web.api.problems import Problem
from thanthien.web.api.v1.asking import Cursor, Limit, Words, answers, there, unit_of
from thanthien.web.api.v1.shapes import ContactOut, LineOut, MonthOut, Page, UnitOut, UnitWhole

router = Router(tags=["units"])
LOCAL = (Unit.Kind.COMMUNE, Unit.Kind.WARD, Unit.Kind.SPECIAL_ZONE)
WEEK, MOST_DAYS = 7, 92


@router.get("/units", response=answers(Page[UnitOut]), operation_id="units", summary="Communes")
def units(request: HttpRequest, q: Words, cursor: Cursor, limit: Limit) -> Any:
    """Communes by code; `q` searches names with or without tone marks."""
    rows = find_units(q).filter(kind__in=LOCAL).select_related("parent", "successor")
    found, after = page_by_code(rows, cursor=cursor, limit=limit, code=lambda one: one.code)
    return as_json([_unit(request, one) for one in found], after)


@router.get("/units/{code}", response=answers(UnitWhole), operation_id="unit", summary="One commune")
def unit(request: HttpRequest, code: str) -> Any:
    found = unit_of(code)
    places = [{"name": str(one), "kind": one.kind} for one in neighbourhoods_of(found)]
    return {
        **_unit(request, found),
        "latitude": found.latitude,
        "longitude": found.longitude,
        "neighbourhoods": places,
    }


@router.get(
    "/units/{code}/contacts",
    response=answers(list[ContactOut]),
    operation_id="contacts",
    summary="Who to call",
)
def contacts(request: HttpRequest, code: str) -> Any:
    """The hotline first, then leaders, who is on duty, offices."""
    return [said_contact(one) for one in public_contacts(unit_of(code))]


@router.get(
    "/units/{code}/schedule", response=answers(list[LineOut]), operation_id="schedule", summary="Schedules"
)
def schedule(
    request: HttpRequest,
    code: str,
    since: Annotated[date | None, Query(None)],
    days: Annotated[int, Query(WEEK, ge=1, le=MOST_DAYS)],
) -> Any:
    """Published lines of the weekly schedule and of receptions; from this Monday on where no day is given."""
    today = timezone.localdate()
    first = since or today - timedelta(days=today.weekday())
    if not 2000 <= first.year <= 2100:
        raise Problem("invalid", "Ngày bắt đầu trong khoảng năm 2000 đến 2100.", field="since")
    lines = public_lines(unit_of(code), since=first, until=first + timedelta(days=days))
    return [said_line(one) for one in lines]


@router.get(
    "/units/{code}/online", response=answers(list[MonthOut]), operation_id="online", summary="Online results"
)
def online(request: HttpRequest, code: str) -> Any:
    """Files handled online by month: the quantity, the whole and the share."""
    return [
        {
            "year": one.year, "month": one.month, "online": round(one.done), "all": round(one.whole),
            "share": round(one.share, 4) if one.share is not None else None,
        }
        for one in online_months(unit_of(code), timezone.localdate())
    ]  # fmt: skip


def said_contact(one: Contact) -> dict[str, Any]:
    return {
        "kind": one.kind, "name": one.name, "title": one.title, "phone": one.phone, "hours": one.hours,
        "agency": one.agency.name if one.agency else "",
    }  # fmt: skip


def said_line(one: ScheduleEntry) -> dict[str, Any]:
    return {
        "kind": one.schedule.kind, "date": one.date, "begins": one.begins, "ends": one.ends, "text": one.text,
        "who": one.who, "place": one.place, "is_chair": one.is_chair,
    }  # fmt: skip


def _ref(unit: Unit | None) -> dict[str, str] | None:
    return {"code": unit.code, "name": unit.full_name} if unit else None


def _unit(request: HttpRequest, one: Unit) -> dict[str, Any]:
    return {
        "code": one.code,
        "kind": one.kind,
        "name": one.name,
        "full_name": one.full_name,
        "name_en": one.name_en,
        "parent": _ref(one.parent),
        "successor": _ref(one.successor),
        "portal": there(request, "home", one.code),
    }
