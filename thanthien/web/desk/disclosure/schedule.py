"""The schedule of a week, and of the receptions of a month: lines, last week's copied, published."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from thanthien.lib.rules.deadlines import weekday_vi
from thanthien.operations.disclosure.models import Schedule
from thanthien.operations.disclosure.schedules import (
    Line,
    add_line,
    after_last,
    copy_week,
    drop_line,
    entry_of_unit,
    first_of,
    publish_schedule,
    reception_warning,
    schedule_on,
)
from thanthien.platform.people.permissions import may, require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm, date_field, text_field

Kind = Schedule.Kind
_TIME = {"invalid": "Anh/chị ghi giờ như 08:30."}


class LineForm(PlainForm):
    date = date_field("Ngày", missing="Anh/chị ghi ngày.")
    begins = forms.TimeField(
        label="Từ",
        error_messages={"required": "Anh/chị ghi giờ.", **_TIME},
        widget=forms.TimeInput(attrs={"type": "time"}),
    )
    ends = forms.TimeField(
        label="Đến", required=False, error_messages=_TIME, widget=forms.TimeInput(attrs={"type": "time"})
    )
    text = text_field("Nội dung", missing="Anh/chị ghi nội dung.")
    who = text_field("Ai", length=200)
    place = text_field("Ở đâu", length=200)
    is_chair = forms.BooleanField(label="Chủ tịch UBND dự", required=False)


@unit_page(Action.DISCLOSURE_VIEW)
def schedule(request: UnitRequest) -> HttpResponse:
    kind, first = _asked(request, request.GET)
    return _show(request, kind, first, LineForm(initial={"date": max(first, timezone.localdate())}))


@unit_page(Action.DISCLOSURE_WORK, "POST")
def change(request: UnitRequest) -> HttpResponse:
    """Add a line, copy last week, publish."""
    kind, first = _asked(request, request.POST)
    form, move = (
        LineForm(request.POST if request.POST.get("move") == "add" else None),
        request.POST.get("move"),
    )
    who: dict[str, Any] = {"actor": request.user, "at": timezone.now(), "unit": request.unit}
    try:
        if move == "copy":
            said = f"Đã chép {copy_week(**who, first=first)} dòng từ tuần trước."
        elif move == "publish":
            require(request.user, Action.DISCLOSURE_MANAGE, request.unit)
            publish_schedule(**who, kind=kind, first=first)
            said = "Đã công bố; dòng thêm sau cũng hiện ngay."
        elif form.is_valid():
            entry = add_line(**who, kind=kind, line=Line(**form.cleaned_data))
            first, said = first_of(kind, entry.date), "Đã thêm."
        else:
            return _show(request, kind, first, form, status=422)
    except Refusal as refusal:
        if form.is_bound:
            form.refuse(refusal)
            return _show(request, kind, first, form, status=422)
        return _show(request, kind, first, LineForm(), status=422, refused=str(refusal))
    messages.success(request, said)
    return redirect(_there(request, kind, first))


@unit_page(Action.DISCLOSURE_WORK, "POST")
def drop(request: UnitRequest, pk: int) -> HttpResponse:
    entry = entry_of_unit(request.unit, pk)
    if entry is None:
        raise Http404
    kind, first = entry.schedule.kind, entry.schedule.first_date
    try:
        drop_line(actor=request.user, at=timezone.now(), entry=entry)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã bỏ dòng.")
    return redirect(_there(request, kind, first))


def _show(
    request: UnitRequest, kind: str, first: date, form: LineForm, *, status: int = 200, refused: str = ""
) -> HttpResponse:
    one = schedule_on(request.unit, kind, first)
    lines = list(one.entries.all()) if one else []
    days: dict[date, list[Any]] = {}
    for line in lines:
        days.setdefault(line.date, []).append(line)
    after = after_last(kind, first)
    context = {
        "kind": kind,
        "first": first,
        "last": after - timedelta(days=1),
        "one": one,
        "days": [(weekday_vi(day), rows) for day, rows in days.items()],
        "form": form,
        "refused": refused,
        "warning": reception_warning(one) if one else "",
        "before": first_of(kind, first - timedelta(days=1)),
        "after": after,
        "kinds": Kind.choices,
        "works": may(request.user, Action.DISCLOSURE_WORK, request.unit),
        "manages": may(request.user, Action.DISCLOSURE_MANAGE, request.unit),
    }
    return render(request, "desk/disclosure/schedule.html", context, status=status)


def _asked(request: UnitRequest, data: Any) -> tuple[str, date]:
    """Kind and first day from the address or the form; what cannot be read is this week."""
    kind = data.get("kind", "")
    kind = kind if kind in Kind.values else Kind.WEEK
    try:
        day = parse_date(data.get("on", "")) or timezone.localdate()
    except ValueError:
        day = timezone.localdate()
    return kind, first_of(kind, day if 2000 <= day.year <= 2100 else timezone.localdate())


def _there(request: UnitRequest, kind: str, first: date) -> str:
    return (
        f"{reverse('desk:disclosure_schedule', args=[request.unit.code])}?kind={kind}&on={first.isoformat()}"
    )
