"""Slogans, billboards and banners: what must hang, what hangs, when it was looked at last."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.operations.outreach.definition import definition
from thanthien.operations.outreach.models import Slogan
from thanthien.operations.outreach.queries import look_of_unit, slogan_of_unit, slogans_of, slots_of
from thanthien.operations.outreach.slogans import LookFields, SloganFields, change_slogan
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.outreach.frame import (
    asked,
    number_field,
    place_choices,
    places_chosen,
    said_of,
    tabs,
)
from thanthien.web.kept_files import hand_over
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.pictures import keep_picture, photo_field
from thanthien.web.plain_form import PlainForm, choice_field, date_field, text_field
from thanthien.workflows.outreach import look_with_proof, put_up_with_proof

_FILTERS = (
    ("standing", "Đang treo"), ("due", "Đến ngày xem lại"), ("bad", "Phai, hỏng"), ("removed", "Đã gỡ"),
)  # fmt: skip
_SEEN = [(value, label) for value, label in Slogan.State.choices if value != Slogan.State.REMOVED]


class SloganForm(PlainForm):
    required = choice_field("Nội dung kế hoạch yêu cầu")
    kind = choice_field("Loại", missing="Anh/chị chọn loại.")
    text = text_field("Câu chữ", missing="Anh/chị ghi câu chữ trên khẩu hiệu.", length=300)
    place = text_field(
        "Nơi treo",
        missing="Anh/chị ghi nơi treo.",
        length=150,
        hint="Ví dụ: cổng trụ sở, nhà văn hóa thôn Đông.",
    )
    neighbourhood = choice_field("Thôn, tổ dân phố")
    size = text_field("Kích thước", length=60, hint="Ví dụ: 2 × 1 m.")
    every_days = number_field("Xem lại mỗi (ngày)", hint="Để trống: theo mức chung.", most=366)

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["every_days"].help_text = f"Để trống: {definition().look_days} ngày."
        self.set_choices("kind", Slogan.Kind.choices)
        required = [(one.code, one.label) for one in definition().required.values()]
        self.set_choices("required", [("", "Khẩu hiệu khác"), *required])
        self.set_choices("neighbourhood", [("", "Không thuộc riêng nơi nào"), *place_choices(unit)])

    def fields_of(self, unit: Unit) -> SloganFields:
        data = self.cleaned_data
        place = next(iter(places_chosen(unit, [data["neighbourhood"]])), None)
        return SloganFields(
            data["kind"], data["text"], data["place"], data["required"], place, data["size"],
            data["every_days"] or 0,
        )  # fmt: skip


class NewSloganForm(SloganForm):
    date = date_field("Treo từ ngày", missing="Anh/chị ghi ngày treo.")
    state = choice_field("Tình trạng", missing="Anh/chị chọn tình trạng.")
    photo = photo_field("Ảnh", hint="Ảnh được nộp làm minh chứng của nhiệm vụ tương ứng.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("state", _SEEN)


class LookForm(PlainForm):
    date = date_field("Ngày xem", missing="Anh/chị ghi ngày xem.")
    state = choice_field("Tình trạng", missing="Anh/chị chọn tình trạng.")
    photo = photo_field("Ảnh")
    said = text_field("Ghi chú", length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("state", Slogan.State.choices)


@unit_page(Action.OUTREACH_VIEW)
def slogans(request: UnitRequest) -> HttpResponse:
    today = timezone.localdate()
    wanted = request.GET.get("state", "standing")
    state = wanted if wanted in dict(_FILTERS) else "standing"
    whole = slogans_of(request.unit, "all")
    shown = {code: [one for one in whole if _is_shown(one, code, today)] for code, _ in _FILTERS}
    context = {
        **tabs(request, "desk:outreach"),
        "rows": shown[state],
        "today": today,
        "state": state,
        "filters": [(code, words, len(shown[code])) for code, words in _FILTERS],
        "slots": slots_of(request.unit, whole, today),
        "any": bool(whole),
    }
    return render(request, "desk/outreach/slogans.html", context)


def _is_shown(one: Slogan, code: str, today: Any) -> bool:
    if code == "removed":
        return one.state == Slogan.State.REMOVED
    if one.state == Slogan.State.REMOVED:
        return False
    if code == "bad":
        return one.state != Slogan.State.IN_PLACE
    return code == "standing" or one.due_date <= today


@unit_page(Action.OUTREACH_WORK, "GET", "POST")
def add(request: UnitRequest) -> HttpResponse:
    slot = definition().required.get(request.GET.get("required", ""))
    first: dict[str, Any] = {"date": timezone.localdate(), "state": Slogan.State.IN_PLACE}
    if slot is not None:
        first |= {"required": slot.code, "text": slot.text, "place": slot.place}
    form = NewSloganForm(request.unit, request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data, now = form.cleaned_data, timezone.now()
        try:
            look = LookFields(data["date"], data["state"], "", keep_picture(data["photo"], now))
            made, proven = put_up_with_proof(
                actor=request.user, at=now, unit=request.unit, fields=form.fields_of(request.unit), look=look
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã ghi khẩu hiệu.{said_of(proven)}")
            return redirect("desk:outreach_slogan", request.unit.code, made.pk)
    back = reverse("desk:outreach", args=[request.unit.code])
    return form_page(request, form, title="Ghi khẩu hiệu, pano", back=back, back_words="Khẩu hiệu, pano")


@unit_page(Action.OUTREACH_VIEW)
def slogan(request: UnitRequest, pk: int) -> HttpResponse:
    return _show(
        request, asked(slogan_of_unit, request, pk), LookForm(initial={"date": timezone.localdate()})
    )


def _show(request: UnitRequest, one: Slogan, form: LookForm, status: int = 200) -> HttpResponse:
    context = {
        **tabs(request, "desk:outreach"),
        "one": one,
        "looks": list(one.looks.all())[::-1],
        "required": definition().required.get(one.required),
        "today": timezone.localdate(),
        "form": form,
    }
    return render(request, "desk/outreach/slogan.html", context, status=status)


@unit_page(Action.OUTREACH_WORK, "POST")
def look(request: UnitRequest, pk: int) -> HttpResponse:
    one = asked(slogan_of_unit, request, pk)
    form = LookForm(request.POST, request.FILES)
    if form.is_valid():
        data, now = form.cleaned_data, timezone.now()
        try:
            seen = LookFields(data["date"], data["state"], data["said"], keep_picture(data["photo"], now))
            _, proven = look_with_proof(actor=request.user, at=now, slogan=one, look=seen)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã ghi lần xem.{said_of(proven)}")
            return redirect("desk:outreach_slogan", request.unit.code, pk)
    return _show(request, one, form, 422)


@unit_page(Action.OUTREACH_WORK, "GET", "POST")
def edit(request: UnitRequest, pk: int) -> HttpResponse:
    one = asked(slogan_of_unit, request, pk)
    first = {
        "required": one.required, "kind": one.kind, "text": one.text, "place": one.place, "size": one.size,
        "neighbourhood": str(one.neighbourhood_id or ""), "every_days": one.every_days,
    }  # fmt: skip
    form = SloganForm(request.unit, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            change_slogan(
                actor=request.user, at=timezone.now(), slogan=one, fields=form.fields_of(request.unit),
                seen=seen_version(request),
            )  # fmt: skip
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lưu.")
            return redirect("desk:outreach_slogan", request.unit.code, pk)
    back = reverse("desk:outreach_slogan", args=[request.unit.code, pk])
    return form_page(request, form, title="Sửa khẩu hiệu", back=back, back_words=one.place, seen=one.version)


@unit_page(Action.OUTREACH_VIEW)
def photo(request: UnitRequest, pk: int) -> HttpResponseBase:
    seen = asked(look_of_unit, request, pk)
    return hand_over(request, seen.photo, "khau-hieu", small="small" in request.GET)
