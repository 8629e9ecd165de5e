"""What the pages of cases share: the tabs, the way back for who keeps none, cases and letters found by their id."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from thanthien.operations.casework.models import Apology, Case
from thanthien.operations.casework.queries import apology_seen_by, case_seen_by
from thanthien.operations.casework.standing import keeps, require_keeper
from thanthien.web.pages import UnitRequest

MOMENT = "%Y-%m-%dT%H:%M"
_FOR_ALL = (("desk:cases", "Hồ sơ"), ("desk:case_apologies", "Xin lỗi"))
_FOR_KEEPERS = (("desk:case_lateness", "Quá hạn lặp lại"), ("desk:case_imports", "Nhập từ hệ thống tỉnh"))
_LAST = (("desk:case_messages", "Tin nhắn"),)
_FAST = (("desk:case_fast_days", "Ngày giải quyết nhanh"),)


def tabs(request: UnitRequest, here: str) -> dict[str, Any]:
    """Context of `_tabs.html`, and whether the reader keeps cases."""
    keeper = keeps(request.user, request.unit)
    return {
        "case_tabs": (*_FOR_ALL, *(_FOR_KEEPERS if keeper else ()), *_FAST, *(_LAST if keeper else ())),
        "here": here,
        "keeps": keeper,
    }


def away(request: UnitRequest) -> HttpResponse | None:
    """The way back for a head of another agency; a write is refused."""
    if request.method == "POST":
        require_keeper(request.user, request.unit)
    if keeps(request.user, request.unit):
        return None
    messages.info(
        request, "Trang này dành cho Trung tâm Phục vụ hành chính công, điều phối viên và lãnh đạo."
    )
    return redirect("desk:cases", request.unit.code)


def case_of(request: UnitRequest, pk: int) -> Case:
    found = case_seen_by(request.user, request.unit, pk)
    if found is None:
        raise Http404
    return found


def apology_of(request: UnitRequest, pk: int) -> Apology:
    found = apology_seen_by(request.user, request.unit, pk)
    if found is None:
        raise Http404
    return found


def moment_field(label: str, missing: str) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        input_formats=[MOMENT, "%d/%m/%Y %H:%M"],
        widget=forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"}),
        error_messages=dict.fromkeys(("required", "invalid"), missing),
    )


def moment_typed(text: str) -> datetime | None:
    """What a person wrote in a field of date and time; None where it cannot be read."""
    try:
        found = moment_field("", "").clean(text)
    except forms.ValidationError:
        return None
    return found if isinstance(found, datetime) else None
