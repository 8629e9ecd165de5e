"""Keys of other programs: who has one, what it may, how often it is used; made, shown once, revoked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone

from thanthien.platform.keys.actions import CannotMakeKey, KeyFields, make_key, revoke_key
from thanthien.platform.keys.models import Scope
from thanthien.platform.keys.queries import keys_of, uses_of
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.people.sealing import seal, unseal
from thanthien.web.desk.form_page import form_page
from thanthien.web.fields import NumberField
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm, boxes_field, date_field, text_field

_GIVEN = "key_given"  # session key: shown once, then gone
_NUMBER = "Anh/chị ghi bằng chữ số."


def _number_field(label: str, hint: str) -> NumberField:
    return NumberField(
        label=label, help_text=hint, decimal_places=0, max_digits=9, min_value=1,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_digits", "max_decimal_places"), _NUMBER
        ),
    )  # fmt: skip


class KeyForm(PlainForm):
    name = text_field(
        "Ứng dụng và đơn vị vận hành", missing="Anh/chị ghi tên ứng dụng và đơn vị vận hành.", length=120,
        hint="Ví dụ: Ứng dụng Công dân số, Trung tâm Chuyển đổi số.",
    )  # fmt: skip
    contact = text_field(
        "Người chịu trách nhiệm", length=200, hint="Tên, số điện thoại hoặc thư điện tử để báo khi có sự cố."
    )
    scopes = boxes_field("Khóa được làm gì", missing="Anh/chị chọn ít nhất một quyền cho khóa.")
    per_minute = _number_field("Số lần mỗi phút", "Quá số này, ứng dụng phải chờ sang phút sau.")
    per_day = _number_field("Số lần mỗi ngày", "Quá số này, ứng dụng phải chờ sang ngày sau.")
    last_date = date_field("Dùng đến hết ngày", missing="Anh/chị chọn ngày hết hạn.", hint="Tối đa hai năm.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes = self.fields["scopes"]
        assert isinstance(scopes, forms.MultipleChoiceField)
        scopes.choices = list(Scope.choices)


@unit_page(Action.KEY_VIEW)
def keys(request: UnitRequest) -> HttpResponse:
    today = timezone.localdate()
    found = list(keys_of(request.user, request.unit))
    uses = uses_of(found, today)
    labels = dict(Scope.choices)
    context = {
        "rows": [
            (one, one.standing(today), [labels[code] for code in one.scopes], *uses.get(one.pk, (None, 0)))
            for one in found
        ],
        "manages": may(request.user, Action.KEY_MANAGE, request.unit),
    }
    return render(request, "desk/keys/keys.html", context)


@unit_page(Action.KEY_MANAGE, "GET", "POST")
def key_add(request: UnitRequest) -> HttpResponse:
    today = timezone.localdate()
    first = {
        "scopes": [Scope.SEND, Scope.FOLLOW], "per_minute": 60, "per_day": 5000,
        "last_date": today + timedelta(days=365),
    }  # fmt: skip
    form = KeyForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        fields = KeyFields(
            name=data["name"], contact=data["contact"], scopes=data["scopes"],
            per_minute=int(data["per_minute"]), per_day=int(data["per_day"]), last_date=data["last_date"],
        )  # fmt: skip
        try:
            key, secret = make_key(actor=request.user, at=timezone.now(), unit=request.unit, fields=fields)
        except CannotMakeKey as refusal:
            form.refuse(refusal)
        else:
            request.session[_GIVEN] = {"key": key.pk, "secret": seal(secret)}
            return redirect("desk:key_made", request.unit.code)
    return form_page(
        request, form, title="Tạo khóa cho ứng dụng", button="Tạo khóa",
        lead="Ứng dụng cầm khóa này gửi ý kiến của người dân, hoặc hồ sơ một cửa từ hệ thống tỉnh, đến đơn vị. Mỗi "
        "ứng dụng một khóa riêng, để khi cần thu hồi thì các ứng dụng khác vẫn chạy.",
        back=reverse("desk:keys", args=[request.unit.code]), back_words="Khóa ứng dụng",
    )  # fmt: skip


@unit_page(Action.KEY_MANAGE)
def key_made(request: UnitRequest) -> HttpResponse:
    """The secret, this once; whoever comes again, or by another unit's address, is told so."""
    given = request.session.pop(_GIVEN, {})
    key = keys_of(request.user, request.unit).filter(pk=given.get("key")).first()
    secret = unseal(given["secret"]) if key is not None else ""
    return render(request, "desk/keys/made.html", {"key": key, "secret": secret})


@unit_page(Action.KEY_MANAGE, "POST")
def key_revoke(request: UnitRequest, pk: int) -> HttpResponse:
    key = keys_of(request.user, request.unit).filter(pk=pk).first()
    if key is None:
        raise Http404
    try:
        revoke_key(actor=request.user, at=timezone.now(), key=key)
    except CannotMakeKey as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã thu hồi khóa của {key.name}; ứng dụng không còn dùng được khóa này.")
    return redirect("desk:keys", request.unit.code)


urlpatterns = [
    path("keys/", keys, name="keys"),
    path("keys/add/", key_add, name="key_add"),
    path("keys/made/", key_made, name="key_made"),
    path("keys/<int:pk>/revoke/", key_revoke, name="key_revoke"),
]
