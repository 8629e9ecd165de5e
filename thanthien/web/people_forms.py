"""The forms about people and their roles, for the desk of a commune and for the city alike."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from thanthien.platform.people.models import Person
from thanthien.platform.people.roles import CITY_ROLES, LOCAL_ROLES, Role
from thanthien.platform.units.models import Agency, Unit
from thanthien.platform.units.queries import agencies_of

_MISSING = "Anh/chị chưa nhập ô này."
_NOT_A_DAY = "Ngày chưa đúng. Anh/chị nhập theo mẫu 27/02/2026."


def _text(**attributes: str) -> forms.TextInput:
    return forms.TextInput({"class": "form-control", **attributes})


def day_field(label: str, **rest: Any) -> forms.DateField:
    """A day as people type it (27/02/2026), or as a date picker sends it."""
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput({"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _NOT_A_DAY, "required": _MISSING},
        **rest,
    )


class DetailsForm(forms.Form):
    full_name = forms.CharField(
        label="Họ và tên", max_length=100, widget=_text(), error_messages={"required": _MISSING}
    )
    phone = forms.CharField(
        label="Điện thoại", max_length=20, required=False, widget=_text(inputmode="tel", autocomplete="off")
    )
    email = forms.EmailField(
        label="Thư điện tử",
        required=False,
        widget=forms.EmailInput({"class": "form-control", "autocomplete": "off"}),
        error_messages={"invalid": "Địa chỉ thư chưa đúng, ví dụ an.nv@haiminh.gov.vn."},
    )


class RoleForm(forms.Form):
    """A role in a unit. Which roles there are, and whether agencies count, follows from the unit."""

    role = forms.ChoiceField(label="Vai trò", widget=forms.Select({"class": "form-select"}))
    agency = forms.ModelChoiceField(
        label="Cơ quan",
        queryset=Agency.objects.none(),
        required=False,
        empty_label="– không thuộc cơ quan nào –",
        widget=forms.Select({"class": "form-select"}),
    )
    title = forms.CharField(
        label="Chức danh như in trong văn bản",
        max_length=120,
        required=False,
        widget=_text(placeholder="Ví dụ: Phó Trưởng phòng"),
    )
    is_focal_point = forms.BooleanField(
        label="Là đầu mối của cơ quan",
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
        help_text="Nhận việc và tổng hợp minh chứng thay cho cơ quan.",
    )
    start_date = day_field("Từ ngày")

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("start_date", timezone.localdate())
        super().__init__(*args, **kwargs)
        fits = LOCAL_ROLES if unit.is_local else CITY_ROLES
        choices = [(role.value, role.label) for role in Role if role in fits]
        self.fields["role"] = forms.ChoiceField(
            label="Vai trò", choices=choices, widget=forms.Select({"class": "form-select"})
        )
        if unit.is_local:
            self.fields["agency"].queryset = agencies_of(unit)  # type: ignore[attr-defined]
        else:
            del self.fields["agency"], self.fields["is_focal_point"]


class NewPersonForm(DetailsForm, RoleForm):
    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=60,
        required=False,
        widget=_text(autocapitalize="none", autocomplete="off", spellcheck="false"),
        help_text="Để trống thì hệ thống tự đặt, ví dụ Nguyễn Văn An thành an.nv.",
    )
    field_order = (
        "full_name",
        "username",
        "role",
        "agency",
        "is_focal_point",
        "title",
        "start_date",
        "phone",
        "email",
    )


class EndRoleForm(forms.Form):
    end_date = day_field("Ngày làm việc cuối cùng")


def details_of(person: Person) -> dict[str, str]:
    return {"full_name": person.full_name, "phone": person.phone, "email": person.email}
