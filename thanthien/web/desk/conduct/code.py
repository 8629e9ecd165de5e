"""The code of conduct, the own commitment, and who has signed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.lib.vietnamese import whole_number
from thanthien.operations.conduct.actions import CannotSign, record_signed, sign_commitment
from thanthien.operations.conduct.definition import definition
from thanthien.operations.conduct.models import Staff
from thanthien.operations.conduct.queries import commitments_of, staff_of_person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.web.desk.conduct.frame import tabs
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm, date_field


class SignedForm(PlainForm):
    signed_date = date_field("Ngày ký", missing="Anh/chị chọn ngày ký.")


@unit_page(Action.CONDUCT_VIEW)
def code_page(request: UnitRequest) -> HttpResponse:
    return _show(request)


def _show(request: UnitRequest, *, status: int = 200, refused: str = "") -> HttpResponse:
    today, unit = timezone.localdate(), request.unit
    mine = staff_of_person(unit, request.user.pk)
    signed = commitments_of(unit, today.year, today)
    context: dict[str, Any] = {
        **tabs(request, "desk:conduct"),
        "edition": definition().edition_on(today),
        "mine": mine,
        "is_here": mine is not None and any(post.staff_id == mine.pk for post, _ in signed.rows),
        "my_commitment": mine.commitments.filter(year=today.year).first() if mine else None,
        "signed": signed,
        "percent": round(signed.share * 100) if signed.share is not None else None,
        "may_sign": may(request.user, Action.CONDUCT_WORK, unit),
        "refused": refused,
    }
    return render(request, "desk/conduct/code.html", context, status=status)


@unit_page(Action.CONDUCT_WORK, "POST")
def sign(request: UnitRequest) -> HttpResponse:
    staff = staff_of_person(request.unit, request.user.pk)
    if staff is None:
        words = "Danh sách cán bộ, công chức chưa có anh/chị; điều phối viên thêm rồi anh/chị ký."
        return _show(request, status=422, refused=words)
    try:
        sign_commitment(
            actor=request.user, at=timezone.now(), staff=staff, version=request.POST.get("version", "")
        )
    except CannotSign as refusal:
        return _show(request, status=422, refused=str(refusal))
    messages.success(request, "Đã ghi cam kết của anh/chị.")
    return redirect("desk:conduct", request.unit.code)


@unit_page(Action.CONDUCT_MANAGE, "GET", "POST")
def commitments(request: UnitRequest) -> HttpResponse:
    """Commitments signed on paper: who of those that have not signed yet."""
    today, unit = timezone.localdate(), request.unit
    signed = commitments_of(unit, today.year, today)
    form = SignedForm(request.POST or None, initial={"signed_date": today})
    chosen: set[int] = set()
    if request.method == "POST":
        chosen = {pk for value in request.POST.getlist("staff") if (pk := whole_number(value)) is not None}
        if form.is_valid():
            people = Staff.objects.filter(unit=unit, pk__in=chosen).select_related("unit")
            try:
                count = record_signed(
                    actor=request.user, at=timezone.now(), unit=unit, staff=people, year=today.year,
                    signed_date=form.cleaned_data["signed_date"],
                )  # fmt: skip
            except CannotSign as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, f"Đã ghi {count} người ký cam kết.")
                return redirect("desk:conduct", unit.code)
    context = {**tabs(request, "desk:conduct"), "form": form, "signed": signed, "chosen": chosen}
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/conduct/commitments.html", context, status=status)
