"""The book kept true: a line corrected with its reason, a month closed once it was signed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from thanthien.operations.reception.correcting import Correction, close_month, correct_entry
from thanthien.operations.reception.models import Entry, Handling
from thanthien.operations.reception.standing import reads
from thanthien.operations.reception.visitors import Who, open_visitor
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.reception.frame import away, entry_asked
from thanthien.web.months import month_asked
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.plain_form import PlainForm, text_field

_WHO = ("name", "address", "id_number", "phone", "speakers")
_LEAD = (
    "Chữ cũ vẫn đọc được ở lượt tiếp, cùng người sửa và lý do. Loại, cách xử lý và ngày tiếp không sửa ở đây: "
    "nội dung đã đi theo đường đó."
)
_HANDED = " Hồ sơ đã chuyển xử lý không đổi theo; anh/chị báo người xử lý nếu cần."


class CorrectionForm(PlainForm):
    name = text_field("Họ và tên", length=100)
    address = text_field("Địa chỉ", length=200)
    id_number = text_field("CCCD/CMND/Hộ chiếu", length=20)
    phone = text_field("Điện thoại", length=20)
    people = forms.IntegerField(
        label="Số người cùng nội dung", min_value=1, max_value=5000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), "Anh/chị ghi số người, từ 1."),
    )  # fmt: skip
    speakers = text_field("Người đại diện của đoàn, mỗi người một dòng", length=1000, rows=2)
    content = text_field("Nội dung", missing="Anh/chị ghi nội dung.", length=5000, rows=5)
    settled_by = text_field("Cơ quan đã giải quyết trước đây", length=300)
    answer = text_field("Đã giải thích, trả lời thế nào", length=5000, rows=2)
    body = text_field("Cơ quan có thẩm quyền", length=200)
    refusal_words = text_field("Lý do từ chối, nêu rõ thêm", length=500, rows=2)
    note = text_field("Ghi chú", length=300)
    reason = text_field("Vì sao sửa", missing="Anh/chị ghi vì sao sửa.", length=300)

    def __init__(self, entry: Entry, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dropped = set(_WHO) if entry.is_protected else set()
        if entry.handling != Handling.EXPLAINED:
            dropped.add("answer")
        if entry.handling not in (Handling.GUIDED, Handling.FORWARDED):
            dropped.add("body")
        if entry.handling != Handling.REFUSED:
            dropped.add("refusal_words")
        for name in dropped:
            del self.fields[name]


@unit_page(Action.RECEPTION_WORK, "GET", "POST")
def correct(request: UnitRequest, pk: int) -> HttpResponse:
    """What was mistyped, put right; who came to a protected line is not shown here and stays."""
    entry = entry_asked(request, pk)
    if (elsewhere := away(request)) is not None:
        return elsewhere
    if not reads(request.user, entry):
        raise NotAllowed
    who = open_visitor(entry)
    first = {name: getattr(who, name) for name in _WHO} | {
        name: getattr(entry, name)
        for name in ("people", "content", "settled_by", "answer", "body", "refusal_words", "note")
    }
    form = CorrectionForm(entry, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            correct_entry(
                actor=request.user, at=timezone.now(), entry=entry, fixed=_fixed(entry, form.cleaned_data),
                reason=form.cleaned_data["reason"], seen=seen_version(request),
            )  # fmt: skip
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã sửa. Chữ cũ nằm ở mục Các lần sửa.")
            return redirect("desk:reception_entry", request.unit.code, pk)
    return form_page(
        request, form, title=f"Sửa lượt tiếp số {entry.number}/{entry.year}", back_words=str(entry),
        back=reverse("desk:reception_entry", args=[request.unit.code, pk]), button="Lưu bản sửa",
        lead=_LEAD + (_HANDED if entry.report_code else ""), seen=entry.changes.count(),
    )  # fmt: skip


def _fixed(entry: Entry, data: dict[str, Any]) -> Correction:
    """What the form did not ask for stays as it stands."""
    kept = {
        name: data.get(name, getattr(entry, name))
        for name in ("content", "people", "settled_by", "answer", "body", "refusal_words", "note")
    }
    who = None if entry.is_protected else Who(**{name: data[name] for name in _WHO})
    return Correction(who=who, **kept)


@unit_page(Action.RECEPTION_WORK, "POST")
def close(request: UnitRequest) -> HttpResponse:
    if (elsewhere := away(request)) is not None:
        return elsewhere
    first = month_asked(request.POST.get("month", ""))
    try:
        made = close_month(actor=request.user, at=timezone.now(), unit=request.unit, first=first)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{made}: {made.lines} lượt, từ nay giữ nguyên.")
    return redirect(f"{reverse('desk:reception_book', args=[request.unit.code])}?month={first:%Y-%m}")
