"""Reports about leaders of communes: seen and handled by the city alone."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone

from thanthien.operations.feedback.models import Report
from thanthien.operations.feedback.queries import reports_about_leaders
from thanthien.operations.feedback.senders import look_at_sender
from thanthien.operations.feedback.states import OPEN
from thanthien.platform.people.roles import Action
from thanthien.web.feedback_lines import lines_of
from thanthien.web.feedback_page import DECIDE, SORT, WORK, Doors, do, show_report
from thanthien.web.pages import UnitRequest, unit_page

PAGE = 50
TABS = (("open", "Đang xử lý"), ("ended", "Đã trả lời"))


@unit_page(Action.FEEDBACK_ABOUT_LEADER)
def feedback(request: UnitRequest) -> HttpResponse:
    tab = "ended" if request.GET.get("tab") == "ended" else "open"
    rows = reports_about_leaders(request.user, request.unit)
    rows = rows.filter(state__in=OPEN) if tab == "open" else rows.exclude(state__in=OPEN)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    lines = lines_of(page, timezone.localdate(), request.unit, "oversight:feedback_report")
    context = {"rows": lines, "page": page, "tab": tab, "tabs": TABS}
    return render(request, "oversight/feedback.html", context)


@unit_page(Action.FEEDBACK_ABOUT_LEADER)
def report(request: UnitRequest, pk: int) -> HttpResponse:
    return show_report(request, _found(request, pk), _doors(request, pk))


@unit_page(Action.FEEDBACK_ABOUT_LEADER, "POST")
def handle(request: UnitRequest, pk: int) -> HttpResponse:
    return do(request, _found(request, pk), {**WORK, **SORT, **DECIDE}, _doors(request, pk))


@unit_page(Action.FEEDBACK_ABOUT_LEADER, "POST")
def sender(request: UnitRequest, pk: int) -> HttpResponse:
    """Who sent it. By POST, for the look is noted."""
    found = _found(request, pk)
    kept = look_at_sender(actor=request.user, at=timezone.now(), report=found)
    return show_report(request, found, _doors(request, pk), sender=kept, looked=True)


def _doors(request: UnitRequest, pk: int) -> Doors:
    code = request.unit.code
    form = reverse("oversight:feedback_handle", args=[code, pk])
    here = reverse("oversight:feedback_report", args=[code, pk])
    look = reverse("oversight:feedback_sender", args=[code, pk])
    return Doors(reverse("oversight:feedback", args=[code]), here, form, form, form, look)


def _found(request: UnitRequest, pk: int) -> Report:
    found = reports_about_leaders(request.user, request.unit).select_related("agency", "received_by")
    one = found.filter(pk=pk).first()
    if one is None:
        raise Http404
    return one


urlpatterns = [
    path("feedback/", feedback, name="feedback"),
    path("feedback/<int:pk>/", report, name="feedback_report"),
    path("feedback/<int:pk>/sender/", sender, name="feedback_sender"),
    path("feedback/<int:pk>/handle/", handle, name="feedback_handle"),
]
