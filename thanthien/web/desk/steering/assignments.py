"""Who has which task: persons, agencies, the committee; what has nobody; many given at once; on paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.lib.documents.write import write_docx, write_xlsx
from thanthien.lib.vietnamese import whole_number
from thanthien.platform.people.queries import staff_by_agency
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.platform.units.queries import agencies_of
from thanthien.programme.plans.models import Task
from thanthien.programme.plans.queries import rows_of
from thanthien.programme.steering.assigning import CannotAssign, Doer, assign_tasks, take_charge_away
from thanthien.programme.steering.papers import assignment_document, assignment_workbook
from thanthien.programme.steering.queries import (
    Duty,
    charge_of_unit,
    committee_in,
    duties_of,
    member_of_unit,
    seats_of,
)
from thanthien.web.desk.steering.frame import steering_frame
from thanthien.web.kept_files import as_download
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import agency_choices, agency_chosen, people_choices, person_chosen

SHOWN = 6  # refusals told one by one


@unit_page(Action.STEERING_VIEW)
def assignments(request: UnitRequest) -> HttpResponse:
    year, context = steering_frame(request, "desk:assignments")
    duties = duties_of(request.unit, year)
    agency = whole_number(request.GET.get("agency")) or 0
    only_lacking = request.GET.get("only") == "lacking"
    context |= {
        "duties": [one for one in duties if _wanted(one, agency, only_lacking)],
        "total": len(duties),
        "lacking": sum(one.lacks_person for one in duties),
        "only_lacking": only_lacking,
        "agency": str(agency or ""),
        "agencies": agency_choices(request.unit),
        "without_contact": _without_contact(request.unit),
        "receivers": _receivers(request.unit, year) if context["manages"] else [],
        "query": request.GET.urlencode(),
    }
    return render(request, "desk/steering/assignments.html", context)


def _wanted(duty: Duty, agency: int, only_lacking: bool) -> bool:
    if only_lacking and not duty.lacks_person:
        return False
    return not agency or any(lead.agency_id == agency for lead in duty.leads)


def _without_contact(unit: Unit) -> list[Any]:
    """Agencies that have named no focal point (đầu mối)."""
    staff = staff_by_agency(unit)
    return [a for a in agencies_of(unit) if a.pk not in staff or not staff[a.pk].focal_points]


def _receivers(unit: Unit, year: int) -> list[tuple[str, list[tuple[str, str]]]]:
    """To whom tasks can be given: (heading, [(code, name)]); the code says what kind it is."""
    committee = committee_in(unit, year)
    members = seats_of(committee, timezone.localdate()).in_office if committee else []
    groups: list[tuple[str, list[tuple[str, str]]]] = [
        ("Cơ quan chủ trì", [(f"agency:{pk}", name) for pk, name in agency_choices(unit)]),
        *(
            (f"Người thực hiện – {group}", [(f"person:{pk}", said) for pk, said in people])
            for group, people in people_choices(unit)
        ),
        (
            "Ban Chỉ đạo theo dõi",
            [(f"member:{m.pk}", f"{m} ({m.get_role_display().lower()})") for m in members],
        ),
    ]
    return [(heading, choices) for heading, choices in groups if choices]


@unit_page(Action.STEERING_MANAGE, "POST")
def assign(request: UnitRequest) -> HttpResponse:
    """The tasks ticked in the table go to one receiver; what could not be given is said, with the reason."""
    year, _ = steering_frame(request, "desk:assignments")
    keys = {whole_number(value) or 0 for value in request.POST.getlist("tasks")}
    tasks = list(rows_of(request.unit, year).filter(pk__in=keys).select_related("unit"))
    back = redirect("desk:assignments", request.unit.code)
    back["Location"] += f"?{request.GET.urlencode()}" if request.GET else ""
    doer = _doer(request, request.POST.get("to", ""))
    try:
        if doer is None:
            raise CannotAssign("Anh/chị chọn giao cho ai.")
        outcome = assign_tasks(actor=request.user, at=timezone.now(), unit=request.unit, tasks=tasks, to=doer)
    except CannotAssign as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
        return back
    if outcome.given:
        messages.success(request, f"Đã giao {len(outcome.given)} nhiệm vụ cho {doer}.")
    for words in outcome.refused[:SHOWN]:
        messages.warning(request, f"Chưa giao được {words}")
    if len(outcome.refused) > SHOWN:
        messages.warning(request, f"Và {len(outcome.refused) - SHOWN} nhiệm vụ khác chưa giao được.")
    return back


def _doer(request: UnitRequest, code: str) -> Doer | None:
    kind, _, pk = code.partition(":")
    if kind == "agency":
        return agency_chosen(request.unit, pk)
    if kind == "person":
        return person_chosen(request.unit, pk)
    number = whole_number(pk)
    return member_of_unit(request.unit, number) if kind == "member" and number is not None else None


@unit_page(Action.STEERING_MANAGE, "POST")
def charge_remove(request: UnitRequest, pk: int) -> HttpResponse:
    charge = charge_of_unit(request.unit, pk)
    if charge is None:
        raise Http404
    task: Task = charge.task
    take_charge_away(actor=request.user, at=timezone.now(), charge=charge)
    messages.success(request, f"{charge.member} thôi theo dõi “{task.title[:80]}”.")
    return redirect("desk:assignments", request.unit.code)


@unit_page(Action.STEERING_VIEW)
def paper(request: UnitRequest, form: str) -> HttpResponse:
    """The assignment table as Word (to be signed) or Excel."""
    year, _ = steering_frame(request, "desk:assignments")
    duties, committee = duties_of(request.unit, year), committee_in(request.unit, year)
    members = seats_of(committee, timezone.localdate()).in_office if committee else []
    name = f"Phân công nhiệm vụ {request.unit.name} {year}"
    if form == "docx":
        made = assignment_document(request.unit, year, duties, committee, members)
        return as_download(write_docx(made), f"{name}.docx")
    if form == "xlsx":
        sheets = assignment_workbook(request.unit, year, duties, members)
        return as_download(write_xlsx(sheets), f"{name}.xlsx")
    raise Http404
