"""Agencies and neighbourhoods of a commune; its people are in web.people_pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone

from thanthien.platform.people.permissions import may
from thanthien.platform.people.queries import Staff, staff_by_agency
from thanthien.platform.people.roles import Action
from thanthien.platform.units.actions import (
    CannotKeepAgency,
    add_agency,
    add_neighbourhoods,
    change_agency,
    remove_neighbourhood,
)
from thanthien.platform.units.models import Agency, Neighbourhood
from thanthien.platform.units.queries import agencies_of, neighbourhoods_of, retired_agencies_of
from thanthien.web import people_pages
from thanthien.web.pages import UnitRequest, unit_page

# Kinds of bodies by which criteria sets name a lead (data/criteria), in the words of this page.
AGENCY_KINDS = {
    "": "Khác",
    "culture_social": "Phòng Văn hóa - Xã hội",
    "council_office": "Văn phòng HĐND và UBND",
    "economy": "Phòng Kinh tế (Kinh tế, Hạ tầng và Đô thị)",
    "one_stop_centre": "Trung tâm Phục vụ hành chính công",
    "public_service_centre": "Trung tâm Dịch vụ sự nghiệp công",
    "general_service_centre": "Trung tâm Dịch vụ tổng hợp",
    "party_office": "Văn phòng Đảng ủy",
    "party_building": "Ban Xây dựng Đảng",
    "fatherland_front": "Ủy ban MTTQ Việt Nam",
    "youth_union": "Đoàn Thanh niên",
    "police": "Công an",
    "home_affairs": "Phòng Nội vụ",
}
_INPUT = {"class": "form-control"}
_MISSING = {"required": "Anh/chị chưa nhập ô này."}


class AgencyForm(forms.Form):
    name = forms.CharField(
        label="Tên đầy đủ", max_length=150, widget=forms.TextInput(_INPUT), error_messages=_MISSING
    )
    short_name = forms.CharField(
        label="Tên tắt",
        max_length=60,
        required=False,
        widget=forms.TextInput(_INPUT),
        help_text="Dùng ở bảng và biểu đồ hẹp, ví dụ VHXH.",
    )
    role_code = forms.ChoiceField(
        label="Tương ứng trong bộ tiêu chí",
        required=False,
        choices=list(AGENCY_KINDS.items()),
        widget=forms.Select({"class": "form-select"}),
        help_text="Nhờ đó bộ tiêu chí biết cơ quan nào chủ trì nội dung nào.",
    )
    aliases = forms.CharField(
        label="Tên gọi khác trong kế hoạch, mỗi dòng một tên",
        required=False,
        widget=forms.Textarea({"class": "form-control", "rows": 4}),
        help_text="Ví dụ: Phòng VHXH, P. Văn hóa - Xã hội. Khi đọc kế hoạch, hệ thống nhận ra cơ quan qua các tên này.",
    )

    def clean_aliases(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["aliases"].splitlines() if line.strip()]


@unit_page(Action.PEOPLE_VIEW)
def agencies(request: UnitRequest) -> HttpResponse:
    staff = staff_by_agency(request.unit)
    context = {
        "rows": [(agency, staff.get(agency.pk, Staff())) for agency in agencies_of(request.unit)],
        "retired": retired_agencies_of(request.unit),
        "manages": may(request.user, Action.AGENCY_MANAGE, request.unit),
    }
    return render(request, "desk/people/agencies.html", context)


@unit_page(Action.AGENCY_MANAGE, "GET", "POST")
def agency_add(request: UnitRequest) -> HttpResponse:
    form = AgencyForm(request.POST or None)
    if form.is_valid():
        last = agencies_of(request.unit).last()
        try:
            agency = add_agency(
                actor=request.user,
                at=timezone.now(),
                unit=request.unit,
                position=last.position + 1 if last else 0,
                **form.cleaned_data,
            )
        except CannotKeepAgency as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"Đã thêm {agency.name}.")
            return redirect("desk:people_agencies", request.unit.code)
    return _agency_form(request, form, None)


@unit_page(Action.AGENCY_MANAGE, "GET", "POST")
def agency_change(request: UnitRequest, agency_id: int) -> HttpResponse:
    agency = get_object_or_404(Agency, pk=agency_id, unit=request.unit)
    form = AgencyForm(request.POST or None, initial=_initial(agency))
    if form.is_valid():
        try:
            change_agency(actor=request.user, at=timezone.now(), agency=agency, **form.cleaned_data)
        except CannotKeepAgency as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"Đã lưu {agency.name}.")
            return redirect("desk:people_agencies", request.unit.code)
    return _agency_form(request, form, agency)


def _initial(agency: Agency) -> dict[str, Any]:
    return {
        "name": agency.name,
        "short_name": agency.short_name,
        "role_code": agency.role_code,
        "aliases": "\n".join(agency.aliases),
    }


def _agency_form(request: UnitRequest, form: AgencyForm, agency: Agency | None) -> HttpResponse:
    staff = staff_by_agency(request.unit).get(agency.pk, Staff()) if agency else Staff()
    status = 422 if form.errors else 200
    return render(
        request, "desk/people/agency.html", {"form": form, "agency": agency, "staff": staff}, status=status
    )


@unit_page(Action.AGENCY_MANAGE, "POST")
def agency_retire(request: UnitRequest, agency_id: int) -> HttpResponse:
    """Retire a body, or take it back into use (`active=1`)."""
    agency = get_object_or_404(Agency, pk=agency_id, unit=request.unit)
    active = request.POST.get("active") == "1"
    try:
        change_agency(actor=request.user, at=timezone.now(), agency=agency, is_active=active)
    except CannotKeepAgency as refusal:
        messages.error(request, str(refusal))
    else:
        done = "Đã dùng lại" if active else "Đã ngừng dùng"
        messages.success(request, f"{done} {agency.name}.")
    return redirect("desk:people_agencies", request.unit.code)


class NeighbourhoodsForm(forms.Form):
    kind = forms.ChoiceField(
        label="Loại", choices=Neighbourhood.Kind.choices, widget=forms.Select({"class": "form-select"})
    )
    names = forms.CharField(
        label="Tên, mỗi dòng một nơi",
        widget=forms.Textarea({"class": "form-control", "rows": 5}),
        error_messages=_MISSING,
    )

    def clean_names(self) -> list[str]:
        names = [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]
        if any(len(name) > 100 for name in names):
            raise forms.ValidationError("Có tên dài quá 100 chữ. Anh/chị kiểm tra lại các dòng.")
        return names


@unit_page(Action.PEOPLE_VIEW)
def neighbourhoods(request: UnitRequest) -> HttpResponse:
    return _neighbourhoods_page(request, NeighbourhoodsForm())


@unit_page(Action.AGENCY_MANAGE, "POST")
def neighbourhoods_add(request: UnitRequest) -> HttpResponse:
    form = NeighbourhoodsForm(request.POST)
    if not form.is_valid():
        return _neighbourhoods_page(request, form, status=422)
    added = add_neighbourhoods(actor=request.user, at=timezone.now(), unit=request.unit, **form.cleaned_data)
    passed = len(form.cleaned_data["names"]) - len(added)
    words = f"Đã thêm {len(added)} nơi."
    messages.success(request, f"{words} {passed} nơi đã có sẵn nên bỏ qua." if passed else words)
    return redirect("desk:people_neighbourhoods", request.unit.code)


@unit_page(Action.AGENCY_MANAGE, "POST")
def neighbourhood_remove(request: UnitRequest, place_id: int) -> HttpResponse:
    place = get_object_or_404(Neighbourhood, pk=place_id, unit=request.unit)
    words = f"Đã bỏ {place}."
    remove_neighbourhood(actor=request.user, at=timezone.now(), place=place)
    messages.success(request, words)
    return redirect("desk:people_neighbourhoods", request.unit.code)


def _neighbourhoods_page(
    request: UnitRequest, form: NeighbourhoodsForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "places": neighbourhoods_of(request.unit),
        "form": form,
        "manages": may(request.user, Action.AGENCY_MANAGE, request.unit),
    }
    return render(request, "desk/people/neighbourhoods.html", context, status=status)


urlpatterns = [
    *people_pages.urlpatterns,
    path("agencies/", agencies, name="people_agencies"),
    path("agencies/add/", agency_add, name="people_agency_add"),
    path("agencies/<int:agency_id>/", agency_change, name="people_agency"),
    path("agencies/<int:agency_id>/retire/", agency_retire, name="people_agency_retire"),
    path("neighbourhoods/", neighbourhoods, name="people_neighbourhoods"),
    path("neighbourhoods/add/", neighbourhoods_add, name="people_neighbourhoods_add"),
    path("neighbourhoods/<int:place_id>/remove/", neighbourhood_remove, name="people_neighbourhood_remove"),
]
