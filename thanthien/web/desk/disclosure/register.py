"""The register: every item that must be public and how it stands; one item with what was published of it."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.operations.disclosure.actions import set_item
from thanthien.operations.disclosure.definition import definition
from thanthien.operations.disclosure.models import Channel
from thanthien.operations.disclosure.queries import Entry, publications_of, register_of
from thanthien.operations.disclosure.standing import Standing, standings_of
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit
from thanthien.web.desk.form_page import form_page
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm, agency_choices, agency_chosen, choice_field, text_field

PAGES = {
    "contacts": ("desk:disclosure_contacts", "Danh bạ liên hệ"),
    "schedule": ("desk:disclosure_schedule", "Lịch"),
    "online": ("desk:figures", "Số liệu"),
}
TABS = (("", "Tất cả"), ("todo", "Cần làm"), ("good", "Đủ hình thức"))


class ItemForm(PlainForm):
    agency = choice_field("Cơ quan phụ trách")
    is_active = choice_field("Theo dõi")
    reason = text_field("Lý do không theo dõi", hint="Ví dụ: năm nay không phát sinh.")

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("agency", [("", "Theo danh mục chung"), *agency_choices(unit)])
        self.set_choices("is_active", [("yes", "Có theo dõi"), ("no", "Không theo dõi")])


class OwnItemForm(PlainForm):
    title = text_field("Tên nội dung", missing="Anh/chị ghi tên nội dung.")
    agency = choice_field("Cơ quan phụ trách", missing="Anh/chị chọn cơ quan.")

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("agency", agency_choices(unit))


@unit_page(Action.DISCLOSURE_VIEW)
def disclosure(request: UnitRequest) -> HttpResponse:
    standings = standings_of(request.unit, timezone.localdate())
    tab = request.GET.get("tab", "")
    todo = [one for one in standings if one.problems]
    shown = {"todo": todo, "good": [one for one in standings if one.is_good]}.get(tab, standings)
    counted = [one for one in standings if one.is_counted]
    counts = {"": len(standings), "todo": len(todo), "good": sum(one.is_good for one in standings)}
    context = {
        "rows": shown,
        "tab": tab,
        "tabs": [(code, words, counts[code]) for code, words in TABS],
        "counted": len(counted),
        "good": sum(one.is_good for one in counted),
        "bad": [(one, p) for one in standings for p in one.problems if p.is_bad and p.publication][:8],
        "resting": [one for one in register_of(request.unit).values() if not one.is_active],
        **_rights(request),
    }
    return render(request, "desk/disclosure/register.html", context)


@unit_page(Action.DISCLOSURE_VIEW)
def item(request: UnitRequest, code: str) -> HttpResponse:
    entry = _entry(request, code)
    standings = standings_of(request.unit, timezone.localdate())
    standing = next((one for one in standings if one.entry.code == code), Standing(entry))
    page = PAGES.get(entry.item.page)
    context = {
        "entry": entry,
        "standing": standing,
        "publish_days": definition().publish_days,
        "posting_basis": definition().posting_basis,
        "channels": [Channel(one).label for one in entry.item.channels],
        "publications": publications_of(request.unit, code)[:100],
        "page_there": reverse(page[0], args=[request.unit.code]) if page else "",
        "page_words": page[1] if page else "",
        **_rights(request),
    }
    return render(request, "desk/disclosure/item.html", context)


@unit_page(Action.DISCLOSURE_MANAGE, "GET", "POST")
def item_set(request: UnitRequest, code: str) -> HttpResponse:
    entry = _entry(request, code)
    first = {
        "agency": str(entry.agency_id or ""),
        "is_active": "yes" if entry.is_active else "no",
        "reason": entry.reason,
    }
    form = ItemForm(request.unit, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        title = entry.title if entry.code not in definition().items else ""
        try:
            set_item(
                actor=request.user, at=timezone.now(), unit=request.unit, code=code, title=title,
                agency=agency_chosen(request.unit, data["agency"]), is_active=data["is_active"] != "no",
                reason=data["reason"],
            )  # fmt: skip
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lưu.")
            return redirect("desk:disclosure_item", request.unit.code, code)
    back = reverse("desk:disclosure_item", args=[request.unit.code, code])
    return form_page(request, form, title=entry.title, back=back, back_words="Nội dung")


@unit_page(Action.DISCLOSURE_MANAGE, "GET", "POST")
def item_add(request: UnitRequest) -> HttpResponse:
    form = OwnItemForm(request.unit, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data, code = form.cleaned_data, f"own-{secrets.token_hex(4)}"
        try:
            set_item(
                actor=request.user, at=timezone.now(), unit=request.unit, code=code, title=data["title"],
                agency=agency_chosen(request.unit, data["agency"]),
            )  # fmt: skip
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã thêm nội dung vào danh mục.")
            return redirect("desk:disclosure_item", request.unit.code, code)
    back = reverse("desk:disclosure", args=[request.unit.code])
    return form_page(request, form, title="Thêm nội dung của đơn vị", back=back, back_words="Công khai")


def _entry(request: UnitRequest, code: str) -> Entry:
    entry = register_of(request.unit).get(code)
    if entry is None:
        raise Http404
    return entry


def _rights(request: UnitRequest) -> dict[str, bool]:
    return {
        "works": may(request.user, Action.DISCLOSURE_WORK, request.unit),
        "manages": may(request.user, Action.DISCLOSURE_MANAGE, request.unit),
    }
