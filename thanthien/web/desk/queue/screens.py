"""Kiosks, paired by a code or its QR, and boards, opened by their address."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.forms import BooleanField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.documents.write.poster import qr_path
from thanthien.operations.queueing.actions import (
    PAIRING,
    CannotSetUp,
    new_pairing,
    paper_is_in,
    register_screen,
    revoke,
)
from thanthien.operations.queueing.models import Screen
from thanthien.operations.queueing.queries import clock_words
from thanthien.platform.people.roles import Action
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.queue.frame import away, screen_of, tabs
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm, choice_field, text_field


class ScreenForm(PlainForm):
    kind = choice_field("Loại máy", missing="Anh/chị chọn loại máy.")
    name = text_field(
        "Tên máy", missing="Anh/chị ghi tên máy.", length=80, hint="Ví dụ: Máy lấy số ở cửa vào."
    )
    prints = BooleanField(label="Máy lấy số có máy in giấy khổ nhỏ", required=False, initial=True)
    speaks = BooleanField(label="Bảng gọi số đọc to số được gọi", required=False, initial=True)


@unit_page(Action.QUEUE_MANAGE, "GET", "POST")
def new(request: UnitRequest) -> HttpResponse:
    if back := away(request):
        return back
    form = ScreenForm(request.POST or None)
    form.set_choices("kind", [("", "Chọn"), *Screen.Kind.choices])
    if request.method == "POST" and form.is_valid():
        try:
            made = register_screen(
                actor=request.user, at=timezone.now(), unit=request.unit, **form.cleaned_data
            )
        except CannotSetUp as refusal:
            form.refuse(refusal)
        else:
            return redirect("desk:queue_screen", request.unit.code, made.pk)
    back_to = reverse("desk:queue_services", args=[request.unit.code])
    return form_page(request, form, title="Thêm máy", back=back_to, back_words="Việc và máy", button="Thêm")


@unit_page(Action.QUEUE_MANAGE, "GET", "POST")
def show(request: UnitRequest, pk: int) -> HttpResponse:
    """One screen. For a kiosk a POST makes a new pairing code, told on this answer alone."""
    if back := away(request):
        return back
    screen, pairing = screen_of(request, pk), {}
    if request.method == "POST":
        try:
            pairing = _pairing(new_pairing(actor=request.user, at=timezone.now(), screen=screen))
        except CannotSetUp as refusal:
            messages.error(request, str(refusal), extra_tags="danger")
    is_board = screen.kind == Screen.Kind.BOARD
    page = reverse("kiosk:board", args=[screen.code]) if is_board else reverse("kiosk:queue")
    context = {
        "screen": screen, "is_board": is_board, "address": settings.SITE_URL + page, "page": page,
        "clock": clock_words(screen.clock_off), "minutes": int(PAIRING.total_seconds() // 60),
        **pairing, **tabs(request, "services"),
    }  # fmt: skip
    return render(request, "desk/queue/screen.html", context)


@unit_page(Action.QUEUE_MANAGE, "POST")
def end(request: UnitRequest, pk: int) -> HttpResponse:
    screen = revoke(actor=request.user, at=timezone.now(), screen=screen_of(request, pk))
    messages.success(request, f"Đã ngừng {screen.name}. Số đã phát vẫn giữ.")
    return redirect("desk:queue_services", request.unit.code)


@unit_page(Action.QUEUE_WORK, "POST")
def paper(request: UnitRequest, pk: int) -> HttpResponse:
    """Whoever works in the hall has put paper in."""
    screen = paper_is_in(actor=request.user, at=timezone.now(), screen=screen_of(request, pk))
    messages.success(request, f"{screen.name} in giấy trở lại.")
    return redirect("desk:queue", request.unit.code)


def _pairing(code: str) -> dict[str, Any]:
    address = f"{settings.SITE_URL}{reverse('kiosk:queue_pair')}?{urlencode({'code': code})}"
    side, drawn = qr_path(address)
    return {"code": f"{code[:4]} {code[4:]}", "side": side, "path": drawn}
