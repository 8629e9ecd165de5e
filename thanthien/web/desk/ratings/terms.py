"""Reasons to choose from, working hours, the minimum for comparing."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.vietnamese import whole_number
from thanthien.operations.ratings.actions import CannotChangeRatings, TermsFields, set_terms
from thanthien.operations.ratings.terms import terms_of
from thanthien.platform.people.roles import Action
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.ratings.frame import away
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm, text_field


def _hour(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"required": "Anh/chị ghi giờ.", "invalid": "Anh/chị ghi giờ như 07:30."},
    )


class TermsForm(PlainForm):
    reasons = text_field(
        "Lý do cho chọn ở mức 1, 2", missing="Anh/chị ghi ít nhất một lý do.", length=2000, rows=9,
        hint="Mỗi dòng một lý do: tiếng Việt | tiếng Anh. Nhiều nhất 12 lý do.",
    )  # fmt: skip
    morning_from = _hour("Sáng, từ")
    morning_to = _hour("Sáng, đến")
    afternoon_from = _hour("Chiều, từ")
    afternoon_to = _hour("Chiều, đến")
    minimum = text_field(
        "Số lượt tối thiểu để nêu tỷ lệ", missing="Anh/chị ghi số lượt tối thiểu.", length=4,
        hint="Quầy, cán bộ có ít lượt hơn thì chỉ nêu số lượt.",
    )  # fmt: skip


@unit_page(Action.RATING_MANAGE, "GET", "POST")
def terms(request: UnitRequest) -> HttpResponse:
    if back := away(request):
        return back
    form = TermsForm(request.POST or None, initial=_begin(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        fields = TermsFields(
            reasons=data["reasons"],
            hours=(
                (data["morning_from"], data["morning_to"]),
                (data["afternoon_from"], data["afternoon_to"]),
            ),
            minimum=whole_number(data["minimum"]) or 0,
        )
        try:
            set_terms(actor=request.user, at=timezone.now(), unit=request.unit, fields=fields)
        except CannotChangeRatings as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lưu. Máy tại quầy tự đổi theo trong ít phút khi có mạng.")
            return redirect("desk:ratings", request.unit.code)
    return form_page(
        request, form, title="Đặt lý do, giờ làm việc", back=reverse("desk:ratings", args=[request.unit.code]),
        back_words="Đánh giá tại quầy",
        lead="Lượt ngoài giờ làm việc, ngày nghỉ vẫn giữ và bị đánh dấu, không tính vào số liệu chấm điểm.",
    )  # fmt: skip


def _begin(request: UnitRequest) -> dict[str, object]:
    held = terms_of(request.unit.pk)
    (begins, noon), (after, ends) = held.hours
    return {
        "reasons": "\n".join(f"{one.vi} | {one.en}" for one in held.reasons),
        "morning_from": begins, "morning_to": noon, "afternoon_from": after, "afternoon_to": ends,
        "minimum": str(held.minimum),
    }  # fmt: skip
