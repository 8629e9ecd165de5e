"""Tablets: registered, paired by a code or its QR, ended."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.documents.write.poster import qr_path
from thanthien.lib.vietnamese import whole_number
from thanthien.operations.ratings.actions import (
    PAIRING,
    CannotChangeRatings,
    new_pairing,
    register_device,
    revoke,
)
from thanthien.operations.ratings.models import Device
from thanthien.operations.ratings.queries import silent_devices
from thanthien.platform.counters.queries import open_counters
from thanthien.platform.people.roles import Action
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.ratings.frame import away, counter_of, device_of, tabs
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm, choice_field, text_field


class DeviceForm(PlainForm):
    counter = choice_field("Đặt ở quầy", missing="Anh/chị chọn quầy.")
    name = text_field(
        "Tên máy", missing="Anh/chị ghi tên máy.", length=80, hint="Ví dụ: Máy tính bảng quầy 2."
    )


@unit_page(Action.RATING_MANAGE, "GET", "POST")
def new(request: UnitRequest) -> HttpResponse:
    if back := away(request):
        return back
    counters = open_counters(request.unit)
    if not counters and request.method == "GET":
        messages.info(request, "Anh/chị thêm quầy trước, rồi đăng ký máy cho quầy.")
        return redirect("desk:rating_counter_new", request.unit.code)
    form = DeviceForm(request.POST or None, initial={"counter": request.GET.get("counter", "")})
    form.set_choices("counter", [(str(one.pk), one.name) for one in counters])
    if request.method == "POST" and form.is_valid():
        counter = counter_of(request, whole_number(form.cleaned_data["counter"]) or 0)
        try:
            made = register_device(
                actor=request.user, at=timezone.now(), counter=counter, name=form.cleaned_data["name"]
            )
        except CannotChangeRatings as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã đăng ký máy. Anh/chị lấy mã để ghép.")
            return redirect("desk:rating_device", request.unit.code, made.pk)
    back_to = reverse("desk:rating_counters", args=[request.unit.code])
    return form_page(
        request, form, title="Đăng ký máy", back=back_to, back_words="Quầy và máy", button="Đăng ký"
    )


@unit_page(Action.RATING_MANAGE, "GET", "POST")
def show(request: UnitRequest, pk: int) -> HttpResponse:
    """One tablet. A POST makes a new pairing code, told on this answer alone."""
    if back := away(request):
        return back
    device, pairing = device_of(request, pk), {}
    if request.method == "POST":
        try:
            pairing = _pairing(new_pairing(actor=request.user, at=timezone.now(), device=device))
        except CannotChangeRatings as refusal:
            messages.error(request, str(refusal), extra_tags="danger")
    context = {
        "device": device,
        "silent": device in silent_devices(request.unit, timezone.localdate()),
        "address": settings.SITE_URL + reverse("kiosk:show"),
        "minutes": int(PAIRING.total_seconds() // 60),
        "offset_minutes": round(device.offset_seconds / 60),
        "is_revoked": device.state == Device.State.REVOKED,
        **pairing,
        **tabs(request, "counters"),
    }
    return render(request, "desk/ratings/device.html", context)


@unit_page(Action.RATING_MANAGE, "POST")
def end(request: UnitRequest, pk: int) -> HttpResponse:
    device = revoke(actor=request.user, at=timezone.now(), device=device_of(request, pk))
    messages.success(request, f"Đã ngừng {device.name}. Đánh giá đã nhận vẫn giữ.")
    return redirect("desk:rating_counters", request.unit.code)


def _pairing(code: str) -> dict[str, Any]:
    address = f"{settings.SITE_URL}{reverse('kiosk:pair')}?{urlencode({'code': code})}"
    side, drawn = qr_path(address)
    return {"code": f"{code[:4]} {code[4:]}", "side": side, "path": drawn}
