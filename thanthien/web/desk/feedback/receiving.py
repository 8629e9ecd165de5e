"""The quick form for what came by telephone, at the counter or on Facebook: the words, and who to call back."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.lib.vietnamese import whole_number
from thanthien.operations.channels.models import Post
from thanthien.operations.channels.queries import on_duty_now
from thanthien.operations.feedback.definition import definition
from thanthien.operations.feedback.guessing import guess_category
from thanthien.operations.feedback.intake import Contact, Incoming, receive_report
from thanthien.operations.feedback.models import Channel, Path, Report
from thanthien.operations.feedback.queries import visible_reports
from thanthien.platform.files.actions import keep_named
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.outbox.models import Channel as Way
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Neighbourhood, Unit
from thanthien.platform.units.queries import neighbourhoods_of
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm, choice_field, text_field, upload_field

# What a person on duty takes reports from; at the counter, where nobody is on duty, people come themselves.
ON_DUTY = {Post.HOTLINE: Channel.HOTLINE, Post.FACEBOOK: Channel.FACEBOOK}
BY = (Channel.WALK_IN, Channel.HOTLINE, Channel.FACEBOOK)  # letters and the weekly relay have their own pages
MORE = ("path", "email", "address", "file", "may_publish", "about_leader")
REACHED_BY = {
    Way.EMAIL: ("email", "thư điện tử"),
    Way.SMS: ("phone", "số điện thoại"),
    Way.ZNS: ("phone", "số Zalo"),
}
STAFF = "staff"  # the category of what is about the conduct of officials


class ReceiveForm(PlainForm):
    """What came by another way than the portal, typed in by whoever is on duty."""

    channel = choice_field("Nhận qua", missing="Anh/chị chọn nơi nhận.")
    category = choice_field("Lĩnh vực", hint="Không chọn thì phần mềm xếp theo nội dung, sửa được sau.")
    text = text_field("Nội dung", missing="Anh/chị ghi nội dung.", length=5000, rows=4)
    place = text_field("Nơi xảy ra", length=200)
    neighbourhood = choice_field("Thôn, tổ dân phố")
    name = text_field("Họ và tên người gửi", length=100, hint="Để trống nếu người gửi không nêu tên.")
    phone = text_field("Số điện thoại", length=20)
    tell_by = choice_field("Báo kết quả qua")
    path = choice_field("Loại", missing="Anh/chị chọn loại.")
    email = text_field("Thư điện tử", length=254)
    address = text_field("Địa chỉ", length=200)
    file = upload_field("Ảnh, đơn kèm theo")
    may_publish = forms.BooleanField(
        label="Người gửi đồng ý công khai nội dung, không kèm tên", required=False
    )
    about_leader = forms.BooleanField(
        label="Ý kiến về Chủ tịch, Phó Chủ tịch: chỉ thành phố xem", required=False
    )
    client_key = text_field("", length=64)

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("channel", [(one.value, one.label) for one in BY])
        self.set_choices("path", Path.choices)
        categories = [(c.code, c.label) for c in definition().categories.values()]
        self.set_choices("category", [("", "Theo nội dung"), *categories])
        places = [(str(one.pk), str(one)) for one in neighbourhoods_of(unit)]
        self.set_choices("neighbourhood", [("", "Không rõ"), *places])
        self.set_choices("tell_by", [("", "Không cần báo"), *Way.choices])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("about_leader"):
            data["category"] = STAFF
        elif not data.get("category"):
            data["category"] = guess_category(data.get("text", ""))
        needed = REACHED_BY.get(data.get("tell_by", ""))
        if needed and not data.get(needed[0]):
            self.add_error(needed[0], f"Anh/chị ghi {needed[1]} để báo kết quả, hoặc chọn “Không cần báo”.")
        return data

    @property
    def quick(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in (*MORE, "client_key")]

    @property
    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in MORE]

    @property
    def opens_more(self) -> bool:
        return any(field.errors for field in self.more)


@unit_page(Action.FEEDBACK_RECEIVE, "GET", "POST")
def receive(request: UnitRequest) -> HttpResponse:
    first = {"client_key": secrets.token_urlsafe(18), "channel": _channel(request), "path": Path.PETITION}
    form = ReceiveForm(request.unit, request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            report = _received(request, form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        except CannotKeepFile as error:
            form.add_error("file", str(error))
        else:
            label = definition().categories[report.category].label
            messages.success(
                request, f"Đã ghi, lĩnh vực {label}. Mã theo dõi đọc cho người gửi: {report.said_code}."
            )
            if visible_reports(request.user, request.unit).filter(pk=report.pk).exists():
                return redirect("desk:feedback_report", request.unit.code, report.pk)
            return redirect("desk:feedback", request.unit.code)
    context = {"form": form}
    return render(request, "desk/feedback/receive.html", context, status=422 if form.is_bound else 200)


def _received(request: UnitRequest, data: dict[str, Any]) -> Report:
    now, unit = timezone.now(), request.unit
    file, name = keep_named(upload=data["file"], at=now)
    contact = Contact(data["name"], data["phone"], data["email"], "", data["address"], data["tell_by"])
    return receive_report(
        at=now, unit=unit, by=request.user, files=[(file, name)] if file else [],
        incoming=Incoming(
            text=data["text"], category=data["category"], channel=data["channel"], path=data["path"],
            client_key=f"desk:{data['client_key']}"[:64], place=data["place"], contact=contact,
            neighbourhood=_neighbourhood(unit, data["neighbourhood"]), may_publish=data["may_publish"],
            about_leader=data["about_leader"],
        ),
    ).report  # fmt: skip


def _channel(request: UnitRequest) -> str:
    """The channel asked for, else the one the person is on duty for now, else the counter."""
    asked = request.GET.get("channel", "")
    if asked in BY:
        return asked
    mine = [one for one in on_duty_now(request.unit, timezone.now()) if one.person_id == request.user.pk]
    return next((ON_DUTY[Post(one.post)] for one in mine if one.post in ON_DUTY), Channel.WALK_IN)


def _neighbourhood(unit: Unit, value: str) -> Neighbourhood | None:
    pk = whole_number(value)
    return Neighbourhood.objects.filter(unit=unit, pk=pk).first() if pk is not None else None
