"""What people take a number for, when, and who is called first."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from django.contrib import messages
from django.forms import BooleanField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.vietnamese import whole_number
from thanthien.operations.queueing.actions import (
    CannotSetUp,
    ServiceFields,
    keep_service,
    set_rules,
)
from thanthien.operations.queueing.models import Service
from thanthien.operations.queueing.queries import screens_of, services_of
from thanthien.operations.queueing.rules import Span, rules_of
from thanthien.platform.counters.queries import open_counters
from thanthien.platform.people.roles import Action
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.queue.frame import away, service_of, tabs
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm, boxes_field, text_field

DAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_SPAN = re.compile(r"(\d{1,2})[:hg](\d{2})?\s*[-–]\s*(\d{1,2})[:hg](\d{2})?", re.IGNORECASE)


class ServiceForm(PlainForm):
    name = text_field(
        "Tên việc", missing="Anh/chị ghi tên việc.", length=80, hint="Như người dân gọi: Hộ tịch, chứng thực."
    )
    name_en = text_field("Tên bằng tiếng Anh", length=80)
    letter = text_field(
        "Chữ đầu của số", missing="Anh/chị ghi một chữ cái.", length=1, hint="A cho các số A001, A002…"
    )
    minutes = text_field(
        "Số phút cho một lượt", length=3,
        hint="Ước lượng lúc đầu; chương trình tự tính lại theo các lượt đã phục vụ.",
    )  # fmt: skip
    position = text_field("Thứ tự trên màn hình", length=3, hint="Số nhỏ đứng trước.")
    counters = boxes_field("Quầy phục vụ", hint="Số của việc này được gọi ở các quầy đã chọn.")


class OpenServiceForm(ServiceForm):
    is_open = BooleanField(label="Việc này đang nhận số", required=False)


class RulesForm(PlainForm):
    priorities = text_field(
        "Diện ưu tiên", length=1000, rows=6, hint="Mỗi dòng một diện: tiếng Việt | tiếng Anh. Để trống là không có."
    )  # fmt: skip
    priority_run = text_field(
        "Gọi liền nhiều nhất bao nhiêu số ưu tiên", missing="Anh/chị ghi một số từ 1 đến 10.", length=2,
        hint="Sau đó gọi một số thường, để không ai phải chờ mãi.",
    )  # fmt: skip
    last_minutes = text_field(
        "Ngừng phát số trước khi hết giờ (phút)", missing="Anh/chị ghi số phút.", length=3
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for weekday, name in enumerate(DAYS):
            field = text_field(
                f"Giờ {name}", length=60, hint="Ví dụ: 07:30–11:30, 13:30–17:00" if not weekday else ""
            )
            field.widget.attrs["class"] = "form-control"
            self.fields[f"day_{weekday}"] = field


@unit_page(Action.QUEUE_VIEW)
def services(request: UnitRequest) -> HttpResponse:
    context = {
        "services": services_of(request.unit),
        "screens": screens_of(request.unit),
        "rules": rules_of(request.unit.pk),
        **tabs(request, "services"),
    }
    context["week"] = [(name, context["rules"].hours.get(weekday, ())) for weekday, name in enumerate(DAYS)]
    return render(request, "desk/queue/services.html", context)


@unit_page(Action.QUEUE_MANAGE, "GET", "POST")
def new(request: UnitRequest) -> HttpResponse:
    if back := away(request):
        return back
    if not open_counters(request.unit) and request.method == "GET":
        messages.info(request, "Anh/chị thêm quầy trước, rồi thêm việc mà quầy phục vụ.")
        return redirect("desk:rating_counter_new", request.unit.code)
    begin = {
        "prefix": _free_letter(request),
        "minutes": "10",
        "position": str(len(services_of(request.unit))),
    }
    return _kept(request, ServiceForm(request.POST or None, initial=begin), None)


@unit_page(Action.QUEUE_MANAGE, "GET", "POST")
def edit(request: UnitRequest, pk: int) -> HttpResponse:
    if back := away(request):
        return back
    service = service_of(request, pk)
    begin = {name: getattr(service, name) for name in ("name", "name_en", "position", "is_open")}
    begin |= {
        "letter": service.prefix,
        "minutes": round(service.minutes),
        "counters": [str(one.pk) for one in service.counters.all()],
    }
    return _kept(request, OpenServiceForm(request.POST or None, initial=begin), service)


@unit_page(Action.QUEUE_MANAGE, "GET", "POST")
def rules(request: UnitRequest) -> HttpResponse:
    if back := away(request):
        return back
    form = RulesForm(request.POST or None, initial=_begin(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            set_rules(
                actor=request.user, at=timezone.now(), unit=request.unit,
                hours={weekday: _spans(data[f"day_{weekday}"], weekday) for weekday in range(7)},
                priorities=data["priorities"], priority_run=whole_number(data["priority_run"]) or 0,
                last_minutes=_number(data["last_minutes"]),
            )  # fmt: skip
        except CannotSetUp as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lưu. Máy lấy số theo giờ mới trong ít giây.")
            return redirect("desk:queue_services", request.unit.code)
    return form_page(
        request, form, title="Giờ và ưu tiên", back=reverse("desk:queue_services", args=[request.unit.code]),
        back_words="Việc và máy",
        lead="Máy chỉ phát số trong giờ này của ngày làm việc; cán bộ lấy số giúp lúc nào cũng được.",
    )  # fmt: skip


def _kept(request: UnitRequest, form: PlainForm, service: Service | None) -> HttpResponse:
    form.set_choices("counters", [(str(one.pk), one.name) for one in open_counters(request.unit)])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        chosen = [one for one in open_counters(request.unit) if str(one.pk) in data["counters"]]
        fields = ServiceFields(
            data["name"], data["letter"], chosen, name_en=data["name_en"],
            minutes=_number(data["minutes"]) if data["minutes"] else None,
            position=whole_number(data["position"]) or 0, is_open=data.get("is_open", True),
        )  # fmt: skip
        try:
            keep_service(
                actor=request.user, at=timezone.now(), unit=request.unit, fields=fields, service=service
            )
        except CannotSetUp as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lưu việc.")
            return redirect("desk:queue_services", request.unit.code)
    back = reverse("desk:queue_services", args=[request.unit.code])
    title = service.name if service else "Thêm việc"
    return form_page(request, form, title=title, back=back, back_words="Việc và máy")


def _number(typed: str) -> int:
    """The number typed; -1, which no bound allows, where it is none."""
    found = whole_number(typed)
    return -1 if found is None else found


def _free_letter(request: UnitRequest) -> str:
    used = {one.prefix for one in services_of(request.unit)}
    return next((letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if letter not in used), "")


def _begin(request: UnitRequest) -> dict[str, object]:
    held = rules_of(request.unit.pk)
    begin: dict[str, object] = {
        "priorities": "\n".join(f"{one.vi} | {one.en}" for one in held.priorities),
        "priority_run": str(held.priority_run), "last_minutes": str(held.last_minutes),
    }  # fmt: skip
    for weekday in range(7):
        spans = held.hours.get(weekday, ())
        begin[f"day_{weekday}"] = ", ".join(f"{one:%H:%M}–{two:%H:%M}" for one, two in spans)
    return begin


def _spans(typed: str, weekday: int) -> list[Span]:
    """ "07:30–11:30, 13:30–17:00". Raises `CannotSetUp`."""
    found: list[Span] = []
    for piece in (one.strip() for one in typed.split(",") if one.strip()):
        match = _SPAN.fullmatch(piece)
        numbers = [int(one or 0) for one in match.groups()] if match else [99] * 4
        if not (numbers[0] < 24 and numbers[2] < 24 and numbers[1] < 60 and numbers[3] < 60):
            raise CannotSetUp("Anh/chị ghi giờ như 07:30–11:30, 13:30–17:00.", f"day_{weekday}")
        found.append((time(numbers[0], numbers[1]), time(numbers[2], numbers[3])))
    return found
