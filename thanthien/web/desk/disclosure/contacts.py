"""Who to call, on the desk: the list that citizens see, and what stood there before."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.operations.disclosure.contacts import Number, end_number, enter_number
from thanthien.operations.disclosure.models import Contact
from thanthien.operations.disclosure.queries import contact_of_unit, past_contacts, public_contacts
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit
from thanthien.web.desk.form_page import form_page
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm, agency_choices, agency_chosen, choice_field, text_field


class NumberForm(PlainForm):
    kind = choice_field("Loại", missing="Anh/chị chọn loại.")
    name = text_field("Tên người hoặc bộ phận", missing="Anh/chị ghi tên.", length=150)
    title = text_field("Chức vụ", length=150)
    phone = text_field("Số điện thoại", missing="Anh/chị ghi số điện thoại.", length=20)
    hours = text_field("Giờ nghe máy", length=120, hint="Ví dụ: 24/7; giờ hành chính.")
    agency = choice_field("Cơ quan")
    is_personal = forms.BooleanField(
        label="Đây là số riêng của tôi", required=False,
        help_text="Số riêng chỉ công khai khi chính người đó nhập.",
    )  # fmt: skip

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("kind", Contact.Kind.choices)
        self.set_choices("agency", [("", "Không thuộc cơ quan nào"), *agency_choices(unit)])


@unit_page(Action.DISCLOSURE_VIEW)
def contacts(request: UnitRequest) -> HttpResponse:
    return _show(request)


def _show(request: UnitRequest, *, status: int = 200, refused: str = "") -> HttpResponse:
    context = {
        "rows": public_contacts(request.unit),
        "past": past_contacts(request.unit)[:50],
        "works": may(request.user, Action.DISCLOSURE_WORK, request.unit),
        "manages": may(request.user, Action.DISCLOSURE_MANAGE, request.unit),
        "refused": refused,
    }
    return render(request, "desk/disclosure/contacts.html", context, status=status)


@unit_page(Action.DISCLOSURE_WORK, "GET", "POST")
def add(request: UnitRequest) -> HttpResponse:
    return _form(request, None)


@unit_page(Action.DISCLOSURE_WORK, "GET", "POST")
def change(request: UnitRequest, pk: int) -> HttpResponse:
    return _form(request, _found(request, pk))


@unit_page(Action.DISCLOSURE_WORK, "POST")
def end(request: UnitRequest, pk: int) -> HttpResponse:
    try:
        end_number(actor=request.user, at=timezone.now(), contact=_found(request, pk))
    except Refusal as refusal:
        return _show(request, status=422, refused=str(refusal))
    messages.success(request, "Đã bỏ khỏi danh bạ; số cũ còn trong lịch sử.")
    return redirect("desk:disclosure_contacts", request.unit.code)


def _form(request: UnitRequest, one: Contact | None) -> HttpResponse:
    first: dict[str, Any] = {}
    if one is not None:
        first = {
            name: getattr(one, name) for name in ("kind", "name", "title", "phone", "hours", "is_personal")
        }
        first["agency"] = str(one.agency_id or "")
    form = NumberForm(request.unit, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        number = Number(
            kind=data["kind"], name=data["name"], phone=data["phone"], title=data["title"], hours=data["hours"],
            agency=agency_chosen(request.unit, data["agency"]), is_personal=data["is_personal"],
            position=one.position if one else 0,
        )  # fmt: skip
        try:
            enter_number(
                actor=request.user, at=timezone.now(), unit=request.unit, number=number, replaces=one
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lưu; người dân thấy ngay.")
            return redirect("desk:disclosure_contacts", request.unit.code)
    back = reverse("desk:disclosure_contacts", args=[request.unit.code])
    title = "Sửa số liên hệ" if one else "Thêm số liên hệ"
    return form_page(request, form, title=title, back=back, back_words="Danh bạ liên hệ")


def _found(request: UnitRequest, pk: int) -> Contact:
    one = contact_of_unit(request.unit, pk)
    if one is None:
        raise Http404
    return one
