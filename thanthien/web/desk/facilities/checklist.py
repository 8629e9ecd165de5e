"""Today's list on a phone: one tap an item, kept at once; the same page without script, one page a tap."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.rules.deadlines import weekday_vi
from thanthien.lib.vietnamese import whole_number
from thanthien.operations.facilities.definition import definition
from thanthien.operations.facilities.marking import CannotMark, Look, mark_item, mark_rest
from thanthien.operations.facilities.models import Mark
from thanthien.operations.facilities.queries import Line, list_of, rule_of
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.workdays.queries import calendar_of
from thanthien.web.desk.facilities.frame import item_asked, tabs
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.pictures import keep_picture


@unit_page(Action.FACILITY_VIEW)
def checklist(request: UnitRequest) -> HttpResponse:
    asked = whole_number(request.GET.get("fault", ""))
    if request.htmx and asked is not None:
        return _line(request, asked)
    return _show(request, asking=asked)


def _show(
    request: UnitRequest, *, asking: int | None = None, refused: str = "", typed: str = "", status: int = 200
) -> HttpResponse:
    today, unit = timezone.localdate(), request.unit
    rule = rule_of(unit)
    context: dict[str, Any] = {
        **tabs(request, "desk:checklist"),
        "rule": rule,
        "works": may(request.user, Action.FACILITY_WORK, unit),
        "sample_count": len(definition().items),
        "said_day": weekday_vi(today),
        "today": today,
        "asking": asking,
        "refused": refused,
        "typed": typed,
    }
    if rule is not None:
        whole = list_of(unit, today)
        now = timezone.localtime()
        context |= {
            "list": whole,
            "is_workday": calendar_of(unit, today.year).is_workday(today),
            "is_past": now.time() > rule.due_time,
        }
    return render(request, "desk/facilities/checklist.html", context, status=status)


@unit_page(Action.FACILITY_WORK, "POST")
def mark(request: UnitRequest, pk: int) -> HttpResponse:
    """One tap. With a script the line comes back alone, else the page at that line."""
    item, sent, now = item_asked(request, pk), request.POST, timezone.now()
    try:
        photo = keep_picture(request.FILES.get("photo"), now)
        look = Look(sent.get("seen", ""), sent.get("was", ""), sent.get("said", "")[:300], photo)
        mark_item(actor=request.user, at=now, item=item, look=look)
    except Refusal as refusal:
        said = str(refusal)
        asks = pk if sent.get("seen") == Mark.Seen.FAULT else None
        if request.htmx:
            return _line(request, pk, asking=asks, refused=said, typed=sent.get("said", ""))
        return _show(request, asking=asks, refused=said, typed=sent.get("said", ""), status=422)
    if request.htmx:
        return _line(request, pk, asking=None)
    return redirect(f"{reverse('desk:checklist', args=[request.unit.code])}#item-{pk}")


def _line(
    request: UnitRequest, pk: int, *, asking: int | None = -1, refused: str = "", typed: str = ""
) -> HttpResponse:
    """One line of the list and, beside it, how far the list is. `asking` -1: the line asks what is broken."""
    whole = list_of(request.unit, timezone.localdate())
    line: Line | None = next((one for one in whole.lines if one.item.pk == pk), None)
    if line is None:
        return HttpResponse(status=204)
    context = {
        "line": line, "list": whole, "works": True, "asking": pk if asking == -1 else asking,
        "line_refused": refused, "typed": typed, "rule": rule_of(request.unit), "is_part": True,
        "is_past": False,
    }  # fmt: skip
    return render(request, "desk/facilities/_line_answer.html", context, status=422 if refused else 200)


@unit_page(Action.FACILITY_WORK, "POST")
def rest(request: UnitRequest) -> HttpResponse:
    try:
        number = mark_rest(actor=request.user, at=timezone.now(), unit=request.unit)
    except CannotMark as refusal:
        return _show(request, refused=str(refusal), status=422)
    messages.success(request, f"Đã ghi {number} nội dung còn lại là tốt.")
    return redirect("desk:checklist", request.unit.code)
