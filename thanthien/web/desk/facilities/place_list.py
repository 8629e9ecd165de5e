"""Which places are looked at, who looks after each, how often: what who manages the centre sets."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from thanthien.operations.facilities.models import Place
from thanthien.operations.facilities.premises.actions import (
    CannotChangePlace,
    PlaceFields,
    begin_places,
    end_place,
    keep_place,
    set_rhythm,
)
from thanthien.operations.facilities.premises.definition import definition
from thanthien.platform.people.roles import Action
from thanthien.platform.units.queries import agencies_of
from thanthien.web.desk.facilities.frame import away
from thanthien.web.desk.facilities.places import item_asked, place_asked
from thanthien.web.desk.form_page import form_page
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.plain_form import PlainForm, choice_field, text_field


class PlaceForm(PlainForm):
    kind = choice_field("Loại nơi", hint="Loại quyết định xem những nội dung nào.")
    label = text_field(
        "Tên nơi này", missing="Anh/chị ghi tên nơi này.", length=120, hint="Ví dụ: Phòng họp tầng 2."
    )
    agency = choice_field("Cơ quan phụ trách", hint="Việc nhắc hiện ở người của cơ quan này.")

    def __init__(self, request: UnitRequest, place: Place | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(one.code, one.label) for one in definition().kinds.values()]
        if place is not None:
            del self.fields["kind"]
        else:
            self.set_choices("kind", kinds)
        agencies = [(str(one.pk), one.name) for one in agencies_of(request.unit)]
        self.set_choices("agency", [("", "Chưa giao cơ quan nào"), *agencies])


@unit_page(Action.FACILITY_MANAGE, "POST")
def begin(request: UnitRequest) -> HttpResponse:
    try:
        made = begin_places(actor=request.user, at=timezone.now(), unit=request.unit)
    except CannotChangePlace as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
    else:
        messages.success(request, f"Đã lập {made} nơi; anh/chị sửa tên, thêm, bỏ cho đúng với trụ sở.")
    return redirect("desk:premises", request.unit.code)


@unit_page(Action.FACILITY_MANAGE, "GET", "POST")
def add(request: UnitRequest) -> HttpResponse:
    return _form(request, None)


@unit_page(Action.FACILITY_MANAGE, "GET", "POST")
def edit(request: UnitRequest, pk: int) -> HttpResponse:
    return _form(request, place_asked(request, pk))


def _form(request: UnitRequest, place: Place | None) -> HttpResponse:
    if back := away(request):
        return back
    first = {"label": place.label, "agency": str(place.agency_id or "")} if place else {}
    form = PlaceForm(request, place, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        agency = agencies_of(request.unit).filter(pk=data["agency"]).first() if data["agency"] else None
        fields = PlaceFields(data.get("kind", ""), data["label"], agency)
        try:
            kept = keep_place(
                actor=request.user, at=timezone.now(), unit=request.unit, fields=fields, place=place,
                seen=seen_version(request),
            )  # fmt: skip
        except CannotChangePlace as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lưu.")
            return redirect("desk:premises_place", request.unit.code, kept.pk)
    up = reverse("desk:premises", args=[request.unit.code])
    return form_page(
        request, form, title="Sửa nơi cần xem" if place else "Thêm nơi cần xem", back=up,
        back_words="Nơi làm việc, tiện nghi", seen=place.version if place else 0,
    )  # fmt: skip


@unit_page(Action.FACILITY_MANAGE, "POST")
def end(request: UnitRequest, pk: int) -> HttpResponse:
    place = place_asked(request, pk)
    try:
        end_place(actor=request.user, at=timezone.now(), place=place)
    except CannotChangePlace as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
    else:
        messages.success(request, f"Đã bỏ “{place}” khỏi danh sách; các lượt đã xem vẫn giữ.")
    return redirect("desk:premises", request.unit.code)


@unit_page(Action.FACILITY_MANAGE, "POST")
def rhythm(request: UnitRequest, pk: int) -> HttpResponse:
    item = item_asked(request, pk)
    try:
        set_rhythm(actor=request.user, at=timezone.now(), item=item, rhythm=request.POST.get("rhythm", ""))
    except CannotChangePlace as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
    else:
        messages.success(request, "Đã đổi nhịp xem.")
    return redirect("desk:premises_item", request.unit.code, pk)
