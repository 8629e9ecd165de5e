"""The party committee's schedule of visits, reception and dialogue, by month."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.rules.deadlines import weekday_vi
from thanthien.operations.engagement.actions import CannotEngage
from thanthien.operations.engagement.models import PartyEntry
from thanthien.operations.engagement.queries import monday_of, schedule_of
from thanthien.operations.engagement.visiting import EntryFields, cancel_entry, keep_entry
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.web.desk.engagement.frame import asked, tabs, time_field
from thanthien.web.desk.form_page import form_page
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.plain_form import (
    PlainForm,
    choice_field,
    date_field,
    people_choices,
    person_chosen,
    text_field,
)


class EntryForm(PlainForm):
    kind = choice_field("Loại việc", missing="Anh/chị chọn loại việc.")
    date = date_field("Ngày", missing="Anh/chị chọn ngày.")
    starts = time_field("Giờ")
    title = text_field("Nội dung", missing="Anh/chị ghi nội dung.", length=200)
    place = text_field("Nơi", length=200)
    person = choice_field("Người thực hiện", missing="Anh/chị chọn người thực hiện.")
    is_public = forms.BooleanField(label="Công bố trên trang của đơn vị", required=False)

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        self.set_choices("kind", PartyEntry.Kind.choices)
        self.set_choices("person", [("", "Chọn người"), *people_choices(unit, Action.ENGAGEMENT_WORK)])

    def entry(self) -> EntryFields:
        data = dict(self.cleaned_data)
        person = person_chosen(self.unit, data.pop("person"))
        if person is None:
            raise CannotEngage("Người này không còn ở đơn vị.", "person")
        return EntryFields(person=person, **data)


def month_asked(text: str) -> date:
    """The first day of a month written 2026-07; this month where it cannot be read."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return timezone.localdate().replace(day=1)


@unit_page(Action.ENGAGEMENT_VIEW)
def month(request: UnitRequest) -> HttpResponse:
    first = month_asked(request.GET.get("month", ""))
    after = (first + timedelta(days=32)).replace(day=1)
    lines = schedule_of(request.unit, first, after - timedelta(days=1))
    weeks: dict[date, list[Any]] = {}
    for line in lines:
        weeks.setdefault(monday_of(line.date), []).append((line, weekday_vi(line.date)))
    context = {
        **tabs(request, "desk:party_schedule"),
        "first": first,
        "weeks": [(monday, monday + timedelta(days=6), rows) for monday, rows in weeks.items()],
        "before": (first - timedelta(days=1)).replace(day=1),
        "after": after,
        "today": timezone.localdate(),
    }
    return render(request, "desk/engagement/schedule.html", context)


@unit_page(Action.ENGAGEMENT_MANAGE, "GET", "POST")
def add(request: UnitRequest) -> HttpResponse:
    form = EntryForm(
        request.unit, request.POST or None, initial={"date": timezone.localdate(), "is_public": True}
    )
    return _keep(request, form, None, "Thêm vào lịch")


@unit_page(Action.ENGAGEMENT_MANAGE, "GET", "POST")
def edit(request: UnitRequest, pk: int) -> HttpResponse:
    one = asked(request, PartyEntry, pk)
    first = {name: getattr(one, name) for name in EntryForm.base_fields} | {"person": str(one.person_id)}
    form = EntryForm(request.unit, request.POST or None, initial=first)
    return _keep(
        request,
        form,
        one,
        "Sửa lịch",
        seen=one.version,
        entry=one,
        below="desk/engagement/_entry_cancel.html",
    )


def _keep(
    request: UnitRequest, form: EntryForm, row: PartyEntry | None, title: str, **more: Any
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            kept = keep_entry(
                actor=request.user, at=timezone.now(), unit=request.unit, fields=form.entry(), entry=row,
                seen=seen_version(request),
            )  # fmt: skip
        except CannotEngage as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lưu lịch.")
            there = reverse("desk:party_schedule", args=[request.unit.code])
            return redirect(f"{there}?month={kept.date:%Y-%m}")
    back = reverse("desk:party_schedule", args=[request.unit.code])
    return form_page(request, form, title=title, back=back, back_words="Lịch của cấp ủy", **more)


@unit_page(Action.ENGAGEMENT_MANAGE, "POST")
def cancel(request: UnitRequest, pk: int) -> HttpResponse:
    one = asked(request, PartyEntry, pk)
    try:
        cancel_entry(actor=request.user, at=timezone.now(), entry=one, text=request.POST.get("text", ""))
    except CannotEngage as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:party_entry", request.unit.code, pk)
    messages.success(request, "Đã bỏ khỏi lịch.")
    return redirect("desk:party_schedule", request.unit.code)
