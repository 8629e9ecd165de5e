"""Contributors and respected persons: the register, one of them with what was agreed to, withdrawal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.vietnamese import search_key
from thanthien.operations.letters.consenting import (
    CannotKeepContributor,
    ContributorFields,
    agreed,
    contributors_of,
    keep_contributor,
    set_consent,
)
from thanthien.operations.letters.models import Contributor, ContributorConsent
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.letters.frame import away, contributor_of, tabs
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.plain_form import PlainForm, boxes_field, choice_field, text_field

Purpose, Way = ContributorConsent.Purpose, ContributorConsent.Way


class ContributorForm(PlainForm):
    kind = choice_field("Loại", missing="Anh/chị chọn loại.")
    name = text_field("Họ tên, tên tổ chức", missing="Anh/chị ghi họ tên hoặc tên tổ chức.", length=150)
    address = text_field("Địa chỉ", length=200)
    phone = text_field("Điện thoại", length=20)
    merit = text_field("Đóng góp, uy tín", length=500, rows=3)
    agrees = boxes_field("Người này đồng ý", hint="Tổ chức, doanh nghiệp không cần đánh dấu.")
    way = choice_field("Đồng ý bằng cách nào")
    proof = text_field(
        "Chứng cứ đồng ý", length=300, hint="Ví dụ: phiếu đồng ý ký ngày 05/3/2026, lưu tại Văn phòng."
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.set_choices("kind", [("", "Chọn"), *Contributor.Kind.choices])
        if is_new:
            self.fields["agrees"].choices = Purpose.choices  # type: ignore[attr-defined]
            self.set_choices("way", Way.choices)
        else:
            for name in ("agrees", "way", "proof"):
                del self.fields[name]

    def fields_sent(self) -> ContributorFields:
        data = self.cleaned_data
        return ContributorFields(
            kind=data["kind"], name=data["name"], address=data["address"], phone=data["phone"],
            merit=data["merit"], agrees=data.get("agrees") or (), way=data.get("way") or Way.PAPER,
            proof=data.get("proof") or "",
        )  # fmt: skip


@unit_page(Action.LETTER_VIEW)
def listing(request: UnitRequest) -> HttpResponse:
    if back := away(request):
        return back
    asked = search_key(request.GET.get("q", "")[:100])
    people = [one for one in contributors_of(request.unit) if not asked or asked in search_key(one.name)]
    context = {
        **tabs(request, "desk:letters_contributors"),
        "rows": [(one, [Purpose(p) for p in Purpose.values if p in agreed(one)]) for one in people],
        "q": request.GET.get("q", "")[:100],
        "works": may(request.user, Action.LETTER_WORK, request.unit),
    }
    return render(request, "desk/letters/contributors.html", context)


@unit_page(Action.LETTER_WORK, "GET", "POST")
def new(request: UnitRequest) -> HttpResponse:
    if back := away(request):
        return back
    form = ContributorForm(request.POST or None, is_new=True)
    if request.method == "POST" and form.is_valid():
        try:
            keep_contributor(
                actor=request.user, at=timezone.now(), unit=request.unit, fields=form.fields_sent()
            )
            messages.success(request, "Đã thêm.")
            return redirect("desk:letters_contributors", request.unit.code)
        except CannotKeepContributor as refusal:
            form.refuse(refusal)
    back_to = reverse("desk:letters_contributors", args=[request.unit.code])
    return form_page(
        request, form, title="Thêm người đóng góp, người có uy tín", back=back_to,
        back_words="Người đóng góp, uy tín",
        lead="Luật Bảo vệ dữ liệu cá nhân (Luật số 91/2025/QH15): chỉ lưu khi người ấy đồng ý, chứng minh được.",
    )  # fmt: skip


@unit_page(Action.LETTER_VIEW)
def show(request: UnitRequest, pk: int) -> HttpResponse:
    if back := away(request):
        return back
    return _show(request, contributor_of(request, pk))


def _show(request: UnitRequest, one: Contributor, refused: str = "") -> HttpResponse:
    holds = agreed(one)
    context = {
        "one": one,
        "purposes": [(p, p in holds) for p in Purpose],
        "consents": one.consents.all(),
        "meetings": one.meetings.select_related("gesture").order_by("-gesture__date"),
        "ways": Way.choices,
        "works": may(request.user, Action.LETTER_WORK, request.unit),
        "refused": refused,
    }
    return render(request, "desk/letters/contributor.html", context, status=422 if refused else 200)


@unit_page(Action.LETTER_WORK, "GET", "POST")
def edit(request: UnitRequest, pk: int) -> HttpResponse:
    if back := away(request):
        return back
    one = contributor_of(request, pk)
    first = {name: getattr(one, name) for name in ("kind", "name", "address", "phone", "merit")}
    form = ContributorForm(request.POST or None, is_new=False, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            keep_contributor(
                actor=request.user, at=timezone.now(), unit=request.unit, fields=form.fields_sent(), one=one,
                seen=seen_version(request),
            )  # fmt: skip
            return redirect("desk:letters_contributor", request.unit.code, pk)
        except CannotKeepContributor as refusal:
            form.refuse(refusal)
    back_to = reverse("desk:letters_contributor", args=[request.unit.code, pk])
    return form_page(
        request, form, title="Sửa thông tin", back=back_to, back_words=one.name, seen=one.version
    )


@unit_page(Action.LETTER_WORK, "POST")
def consent(request: UnitRequest, pk: int) -> HttpResponse:
    away(request)
    one, sent = contributor_of(request, pk), request.POST
    try:
        set_consent(
            actor=request.user, at=timezone.now(), one=one, purpose=sent.get("purpose", ""),
            is_given=sent.get("given") == "yes", way=sent.get("way", ""), proof=sent.get("proof", ""),
        )  # fmt: skip
    except CannotKeepContributor as refusal:
        return _show(request, one, str(refusal))
    messages.success(request, "Đã ghi.")
    return redirect("desk:letters_contributor", request.unit.code, pk)
