"""The register: who works where, added, put right, moved, ended; one person's page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.operations.conduct.actions import (
    CannotKeepStaff,
    StaffFields,
    add_staff,
    end_staff,
    move_staff,
    name_staff,
)
from thanthien.operations.conduct.definition import definition
from thanthien.operations.conduct.learned import learning_of
from thanthien.operations.conduct.leaving import leaves_of
from thanthien.operations.conduct.models import Post, Staff
from thanthien.operations.conduct.queries import register_counts, register_of
from thanthien.operations.conduct.standing import may_report, visible_breaches
from thanthien.operations.conduct.training import CannotRecord, record_certificate
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.web.desk.conduct.frame import staff_asked, tabs
from thanthien.web.desk.form_page import form_page
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.plain_form import (
    PlainForm,
    agency_choices,
    agency_chosen,
    choice_field,
    date_field,
    people_choices,
    person_chosen,
    text_field,
)


class PostForm(PlainForm):
    category = choice_field("Loại", missing="Anh/chị chọn loại.")
    agency = choice_field("Cơ quan")
    title = text_field("Chức vụ, vị trí việc làm", length=120)
    since_date = date_field("Từ ngày", missing="Anh/chị chọn ngày bắt đầu.")
    at_centre = forms.BooleanField(label="Làm việc tại Trung tâm Phục vụ hành chính công", required=False)

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("category", [("", "Chọn loại"), *Post.Category.choices])
        self.set_choices("agency", [("", "Lãnh đạo, không thuộc cơ quan nào"), *agency_choices(unit)])

    def fields_of(self, unit: Unit, **more: Any) -> StaffFields:
        data = self.cleaned_data
        return StaffFields(
            more.pop("full_name", ""), data["category"], data["since_date"], agency_chosen(unit, data["agency"]),
            data["title"], data["at_centre"], **more,
        )  # fmt: skip


class StaffForm(PostForm):
    full_name = text_field("Họ và tên", missing="Anh/chị ghi họ và tên.", length=100)
    code = text_field("Mã", length=30, hint="Mã cán bộ hoặc số hiệu; cần khi có hai người trùng tên.")
    person = choice_field("Tài khoản", hint="Để trống nếu người này không dùng chương trình.")
    field_order = ("full_name", "code", "category", "agency", "title", "since_date", "person", "at_centre")

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(unit, *args, **kwargs)
        self.set_choices("person", [("", "Không có tài khoản"), *people_choices(unit)])


class NameForm(PlainForm):
    full_name = text_field("Họ và tên", missing="Anh/chị ghi họ và tên.", length=100)
    code = text_field("Mã", length=30, hint="Cần khi có hai người trùng tên.")
    person = choice_field("Tài khoản")

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("person", [("", "Không có tài khoản"), *people_choices(unit)])


class EndForm(PlainForm):
    until_date = date_field("Ngày làm việc cuối cùng", missing="Anh/chị chọn ngày.")
    reason = text_field(
        "Lý do", missing="Anh/chị ghi lý do.", length=200, hint="Chuyển công tác, nghỉ hưu, thôi việc…"
    )


class CertificateForm(PlainForm):
    skill = choice_field("Chứng tỏ kỹ năng", missing="Anh/chị chọn kỹ năng.")
    paper = text_field("Văn bằng, chứng chỉ", missing="Anh/chị ghi tên văn bằng.", length=200)
    since_date = date_field("Ngày cấp", missing="Anh/chị chọn ngày cấp.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        skills = definition().skills.values()
        self.set_choices("skill", [("", "Chọn kỹ năng"), *((one.code, one.label) for one in skills)])


@unit_page(Action.CONDUCT_VIEW)
def listed(request: UnitRequest) -> HttpResponse:
    today, unit = timezone.localdate(), request.unit
    text, left = request.GET.get("q", "")[:100], request.GET.get("left") == "1"
    context = {
        **tabs(request, "desk:conduct_staff_list"),
        "rows": register_of(unit, today, text=text, left=left),
        "counts": register_counts(unit, today),
        "kinds": Post.Category.choices,
        "q": text,
        "left": left,
    }
    return render(request, "desk/conduct/staff_list.html", context)


@unit_page(Action.CONDUCT_MANAGE, "GET", "POST")
def add(request: UnitRequest) -> HttpResponse:
    unit = request.unit
    form = StaffForm(unit, request.POST or None, initial={"since_date": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        fields = form.fields_of(
            unit, full_name=data["full_name"], code=data["code"], person=person_chosen(unit, data["person"])
        )
        try:
            made = add_staff(actor=request.user, at=timezone.now(), unit=unit, fields=fields)
        except CannotKeepStaff as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã thêm {made}.")
            return redirect("desk:conduct_staff_list", unit.code)
    return form_page(request, form, title="Thêm người", back=_list(request), back_words="Danh sách người")


@unit_page(Action.CONDUCT_VIEW)
def show(request: UnitRequest, pk: int) -> HttpResponse:
    one, today = staff_asked(request, pk), timezone.localdate()
    held = [
        post for post in one.posts.all() if post.since_date <= today and (post.until_date or today) >= today
    ]
    writes = may_report(request.user, one)
    context = {
        **tabs(request, "desk:conduct_staff_list"),
        "one": one,
        "writes": writes and bool(held),
        "leaves": leaves_of(one)[:20] if writes or one.person_id == request.user.pk else None,
        "post": held[0] if held else None,
        "commitments": one.commitments.order_by("-year"),
        "learning": learning_of(one)[:30],
        "certificates": [(cert, definition().skills.get(cert.skill)) for cert in one.certificates.all()],
        "praises": one.praises.order_by("-date")[:20],
        "breaches": visible_breaches(request.user, request.unit).filter(staff=one),
    }
    return render(request, "desk/conduct/staff.html", context)


@unit_page(Action.CONDUCT_MANAGE, "GET", "POST")
def rename(request: UnitRequest, pk: int) -> HttpResponse:
    one, unit = staff_asked(request, pk), request.unit
    first = {"full_name": one.full_name, "code": one.code, "person": str(one.person_id or "")}
    form = NameForm(unit, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            name_staff(
                actor=request.user, at=timezone.now(), staff=one, seen=seen_version(request),
                full_name=data["full_name"], code=data["code"], person=person_chosen(unit, data["person"]),
            )  # fmt: skip
        except CannotKeepStaff as refusal:
            form.refuse(refusal)
        else:
            return redirect("desk:conduct_staff", unit.code, pk)
    return form_page(
        request,
        form,
        title="Sửa tên, mã, tài khoản",
        back=_page(request, one),
        back_words=str(one),
        seen=one.version,
    )


@unit_page(Action.CONDUCT_MANAGE, "GET", "POST")
def move(request: UnitRequest, pk: int) -> HttpResponse:
    one, unit = staff_asked(request, pk), request.unit
    last = next(iter(one.posts.all()), None)
    first: dict[str, Any] = {"since_date": timezone.localdate()}
    if last is not None:
        first |= {"category": last.category, "agency": str(last.agency_id or ""), "title": last.title,
                  "at_centre": last.at_centre}  # fmt: skip
    form = PostForm(unit, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            move_staff(
                actor=request.user,
                at=timezone.now(),
                staff=one,
                fields=form.fields_of(unit, full_name=one.full_name),
            )
        except CannotKeepStaff as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã ghi vị trí mới; vị trí trước vẫn giữ trong quá trình công tác.")
            return redirect("desk:conduct_staff", unit.code, pk)
    is_back = last is not None and last.until_date is not None
    return form_page(
        request, form, title="Trở lại làm việc" if is_back else "Chuyển cơ quan, chức vụ", back=_page(request, one),
        back_words=str(one),
    )  # fmt: skip


@unit_page(Action.CONDUCT_MANAGE, "GET", "POST")
def end(request: UnitRequest, pk: int) -> HttpResponse:
    one = staff_asked(request, pk)
    form = EndForm(request.POST or None, initial={"until_date": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            end_staff(actor=request.user, at=timezone.now(), staff=one, **form.cleaned_data)
        except CannotKeepStaff as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã ghi {one} thôi làm việc ở đơn vị.")
            return redirect("desk:conduct_staff", request.unit.code, pk)
    return form_page(
        request, form, title="Thôi làm việc ở đơn vị", back=_page(request, one), back_words=str(one),
        lead="Hồ sơ của người này vẫn giữ; khi trở lại thì ghi vị trí mới.",
    )  # fmt: skip


@unit_page(Action.CONDUCT_MANAGE, "GET", "POST")
def certificate(request: UnitRequest, pk: int) -> HttpResponse:
    one = staff_asked(request, pk)
    form = CertificateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            record_certificate(actor=request.user, at=timezone.now(), staff=one, **form.cleaned_data)
        except CannotRecord as refusal:
            form.refuse(refusal)
        else:
            return redirect("desk:conduct_staff", request.unit.code, pk)
    return form_page(
        request, form, title="Văn bằng, chứng chỉ", back=_page(request, one), back_words=str(one)
    )


def _list(request: UnitRequest) -> str:
    return reverse("desk:conduct_staff_list", args=[request.unit.code])


def _page(request: UnitRequest, one: Staff) -> str:
    return reverse("desk:conduct_staff", args=[request.unit.code, one.pk])
