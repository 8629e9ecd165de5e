"""The committee's page: its decision, its members in office and before, what the plan suggests."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.platform.people.models import Person
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.plans.models import Plan
from thanthien.programme.plans.queries import plan_in_force
from thanthien.programme.steering.actions import (
    CannotChangeCommittee,
    CommitteeFields,
    MemberFields,
    add_member,
    change_committee,
    change_member,
    end_member,
    found_committee,
    move_member,
    take_suggestion,
)
from thanthien.programme.steering.models import Committee, CommitteeMember
from thanthien.programme.steering.queries import (
    committee_in,
    committee_of_unit,
    committees_of,
    member_of_unit,
    seats_of,
)
from thanthien.programme.steering.suggestion import suggested_members
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.steering.frame import address, steering_frame
from thanthien.web.kept_files import hand_over
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import (
    PlainForm,
    choice_field,
    date_field,
    people_choices,
    person_chosen,
    text_field,
    upload_field,
    year_field,
)

NAME = "Ban Chỉ đạo xây dựng Chính quyền thân thiện"
BACK = "Ban Chỉ đạo"


class CommitteeForm(PlainForm):
    name = text_field("Tên Ban Chỉ đạo", missing="Ban Chỉ đạo cần có tên.", length=200)
    decision_number = text_field("Số quyết định thành lập", length=60, hint="Ví dụ: 128/QĐ-UBND.")
    decision_date = date_field("Ngày quyết định")
    signer = text_field("Người ký", length=100)
    signer_title = text_field("Chức vụ người ký", length=120)
    start_year = year_field("Từ năm", missing="Anh/chị ghi năm bắt đầu.")
    end_year = year_field("Đến năm", hint="Để trống khi chưa hết nhiệm kỳ.")
    upload = upload_field("Tệp quyết định")

    def as_fields(self) -> CommitteeFields:
        return CommitteeFields(**{k: v for k, v in self.cleaned_data.items() if k != "upload"})


class MemberForm(PlainForm):
    """Someone with an account is chosen; anyone else is written down by name, post and organisation."""

    role = choice_field("Vai trò trong Ban Chỉ đạo", missing="Anh/chị chọn vai trò.")
    person = choice_field(
        "Người có tài khoản",
        hint="Chọn ở đây nếu người này dùng phần mềm; nếu không, ghi họ tên và chức vụ bên dưới.",
    )
    full_name = text_field("Họ và tên", length=100)
    title = text_field("Chức vụ", length=150, hint="Để trống thì lấy chức vụ của tài khoản.")
    organisation = text_field("Cơ quan, tổ chức", length=150, hint="Với thành viên ngoài UBND.")
    is_invited = forms.BooleanField(label="Mời tham gia", required=False)
    duty = text_field("Nhiệm vụ, lĩnh vực phụ trách", length=2000, rows=3)
    start_date = date_field("Tham gia từ ngày", missing="Anh/chị chọn ngày bắt đầu.")

    def __init__(self, unit: Unit, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        self.set_choices("role", CommitteeMember.Role.choices)
        self.set_choices("person", [("", "Không chọn"), *people_choices(unit)])
        if not is_new:
            del self.fields["start_date"]

    def as_fields(self) -> MemberFields:
        data = self.cleaned_data
        person: Person | None = person_chosen(self.unit, data["person"])
        texts = {name: data[name] for name in ("full_name", "title", "organisation", "duty")}
        return MemberFields(role=data["role"], person=person, is_invited=data["is_invited"], **texts)


@unit_page(Action.STEERING_VIEW)
def steering(request: UnitRequest) -> HttpResponse:
    year, context = steering_frame(request, "desk:steering")
    committee = committee_in(request.unit, year)
    seats = seats_of(committee, timezone.localdate()) if committee else None
    printed = _suggestion(request, year) if context["manages"] and not (seats and seats.in_office) else []
    context |= {
        "committee": committee,
        "seats": seats,
        "suggested": [(one, CommitteeMember.Role(one.role).label) for one in printed],
        "ways": (("up", "chevron-up", "lên trên"), ("down", "chevron-down", "xuống dưới")),
        "others": [one for one in committees_of(request.unit) if one != committee],
    }
    return render(request, "desk/steering/steering.html", context)


def _suggestion(request: UnitRequest, year: int) -> list[MemberFields]:
    plan = plan_in_force(request.unit, year)
    return suggested_members(request.unit, plan.steering) if plan else []


@unit_page(Action.STEERING_MANAGE, "POST")
def suggest(request: UnitRequest) -> HttpResponse:
    """One click: the committee of the year, if there is none yet, and the members that the plan prints."""
    year, context = steering_frame(request, "desk:steering")
    plan, now = plan_in_force(request.unit, year), timezone.now()
    members = suggested_members(request.unit, plan.steering) if plan else []
    if plan is None or not members:
        messages.error(
            request, "Kế hoạch của năm không nêu thành viên Ban Chỉ đạo. Anh/chị thêm từng người.",
            extra_tags="danger",
        )  # fmt: skip
        return redirect(address(request, "desk:steering") + context["carried"])
    committee = committee_in(request.unit, year)
    try:
        if committee is None:
            fields = CommitteeFields(name=NAME, start_year=year)
            committee = found_committee(actor=request.user, at=now, unit=request.unit, fields=fields)
        added = take_suggestion(
            actor=request.user, at=now, committee=committee, members=members, start_date=_start_day(plan)
        )
        messages.success(request, f"Đã đưa {added} thành viên theo kế hoạch vào Ban Chỉ đạo.")
    except CannotChangeCommittee as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
    return redirect(address(request, "desk:steering") + context["carried"])


def _start_day(plan: Plan) -> date:
    """The day of the plan where it is whole, else the first day of its year."""
    try:
        return date.fromisoformat(plan.issued_date)
    except ValueError:
        return date(plan.year, 1, 1)


@unit_page(Action.STEERING_MANAGE, "GET", "POST")
def found(request: UnitRequest) -> HttpResponse:
    year, _ = steering_frame(request, "desk:steering")
    form = CommitteeForm(
        request.POST or None, request.FILES or None, initial={"name": NAME, "start_year": year}
    )
    if request.method == "POST" and form.is_valid():
        try:
            found_committee(
                actor=request.user, at=timezone.now(), unit=request.unit, fields=form.as_fields(),
                upload=form.cleaned_data["upload"],
            )  # fmt: skip
        except CannotChangeCommittee as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã lập Ban Chỉ đạo. Anh/chị thêm các thành viên.")
            return redirect("desk:steering", request.unit.code)
    return _committee_page(request, form, "Lập Ban Chỉ đạo")


@unit_page(Action.STEERING_MANAGE, "GET", "POST")
def edit(request: UnitRequest, pk: int) -> HttpResponse:
    committee = _committee(request, pk)
    initial = {name: getattr(committee, name) for name in CommitteeForm.base_fields if name != "upload"}
    form = CommitteeForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_committee(
                actor=request.user, at=timezone.now(), committee=committee, fields=form.as_fields(),
                upload=form.cleaned_data["upload"],
            )  # fmt: skip
        except CannotChangeCommittee as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã lưu quyết định thành lập.")
            return redirect("desk:steering", request.unit.code)
    return _committee_page(request, form, "Quyết định thành lập Ban Chỉ đạo")


def _committee_page(request: UnitRequest, form: PlainForm, title: str) -> HttpResponse:
    return form_page(request, form, title=title, back=address(request, "desk:steering"), back_words=BACK)


@unit_page(Action.STEERING_VIEW)
def decision(request: UnitRequest, pk: int) -> HttpResponseBase:
    committee = _committee(request, pk)
    return hand_over(request, committee.file, committee.filename)


@unit_page(Action.STEERING_MANAGE, "GET", "POST")
def member_add(request: UnitRequest, pk: int) -> HttpResponse:
    committee = _committee(request, pk)
    first = committee.decision_date or timezone.localdate()
    form = MemberForm(
        request.unit, request.POST or None, is_new=True,
        initial={"role": CommitteeMember.Role.MEMBER, "start_date": first},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            made = add_member(
                actor=request.user, at=timezone.now(), committee=committee, fields=form.as_fields(),
                start_date=form.cleaned_data["start_date"],
            )  # fmt: skip
        except CannotChangeCommittee as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã thêm {made} ({made.get_role_display()}).")
            return redirect("desk:steering", request.unit.code)
    return _committee_page(request, form, "Thêm thành viên Ban Chỉ đạo")


@unit_page(Action.STEERING_MANAGE, "GET", "POST")
def member(request: UnitRequest, pk: int) -> HttpResponse:
    row = _member(request, pk)
    names = ("role", "full_name", "title", "organisation", "is_invited", "duty")
    initial = {name: getattr(row, name) for name in names} | {"person": str(row.person_id or "")}
    form = MemberForm(request.unit, request.POST or None, is_new=False, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_member(actor=request.user, at=timezone.now(), member=row, fields=form.as_fields())
        except CannotChangeCommittee as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã lưu {row}.")
            return redirect("desk:steering", request.unit.code)
    lead = "Sửa khi ghi nhầm. Khi thay người, anh/chị ghi ngày thôi tham gia ở cuối trang rồi thêm người mới."
    return form_page(
        request, form, title=f"{row.get_role_display()}: {row}", back=address(request, "desk:steering"),
        back_words=BACK, lead=lead, member=row, today=timezone.localdate(),
        below="desk/steering/_leave.html" if row.end_date is None else "",
    )  # fmt: skip


class LeaveForm(PlainForm):
    end_date = date_field("Ngày cuối tham gia", missing="Anh/chị chọn ngày cuối tham gia.")
    reason = text_field("Lý do", missing="Anh/chị ghi lý do.", length=300)


@unit_page(Action.STEERING_MANAGE, "POST")
def member_end(request: UnitRequest, pk: int) -> HttpResponse:
    row, form = _member(request, pk), LeaveForm(request.POST)
    try:
        if not form.is_valid():
            raise CannotChangeCommittee(form.first_error())
        end_member(actor=request.user, at=timezone.now(), member=row, **form.cleaned_data)
    except CannotChangeCommittee as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
        return redirect("desk:steering_member", request.unit.code, pk)
    messages.success(request, f"Đã ghi {row} thôi tham gia Ban Chỉ đạo.")
    return redirect("desk:steering", request.unit.code)


@unit_page(Action.STEERING_MANAGE, "POST")
def member_move(request: UnitRequest, pk: int) -> HttpResponse:
    row, up = _member(request, pk), request.POST.get("way") != "down"
    move_member(actor=request.user, at=timezone.now(), member=row, up=up)
    return redirect(f"{address(request, 'desk:steering')}#thanh-vien-{row.pk}")


def _committee(request: UnitRequest, pk: int) -> Committee:
    committee = committee_of_unit(request.unit, pk)
    if committee is None:
        raise Http404
    return committee


def _member(request: UnitRequest, pk: int) -> CommitteeMember:
    row = member_of_unit(request.unit, pk)
    if row is None:
        raise Http404
    return row
