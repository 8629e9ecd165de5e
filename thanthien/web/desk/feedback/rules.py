"""Where new reports go and how long the unit gives itself: set by the unit, a word of law beside each number."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.lib.vietnamese import whole_number
from thanthien.operations.feedback.definition import definition
from thanthien.operations.feedback.models import Channel, Path
from thanthien.operations.feedback.setting_up import (
    CannotSetUp,
    RuleFields,
    add_rule,
    raise_rule,
    remove_rule,
    rules_of,
    set_terms,
    terms_of,
)
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Neighbourhood, Unit
from thanthien.platform.units.queries import agencies_of, neighbourhoods_of
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm, agency_choices, agency_chosen, choice_field


class RuleForm(PlainForm):
    """One rule; what is left open fits everything."""

    category = choice_field("Lĩnh vực")
    neighbourhood = choice_field("Khu vực")
    channel = choice_field("Kênh")
    agency = choice_field("Chuyển đến", missing="Anh/chị chọn cơ quan nhận.")

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_ones = [(c.code, c.label) for c in definition().categories.values() if not c.is_protected]
        self.set_choices("category", [("", "Mọi lĩnh vực"), *open_ones])
        places = [(str(one.pk), str(one)) for one in neighbourhoods_of(unit)]
        self.set_choices("neighbourhood", [("", "Mọi khu vực"), *places])
        self.set_choices("channel", [("", "Mọi kênh"), *Channel.choices])
        self.set_choices("agency", [("", "Chọn cơ quan"), *agency_choices(unit)])


@unit_page(Action.FEEDBACK_SET_UP, "GET", "POST")
def rules(request: UnitRequest) -> HttpResponse:
    form = RuleForm(request.unit, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        fields = RuleFields(
            agency_chosen(request.unit, data["agency"]), data["category"],
            _place(request.unit, data["neighbourhood"]), data["channel"],
        )  # fmt: skip
        try:
            add_rule(actor=request.user, at=timezone.now(), unit=request.unit, fields=fields)
        except CannotSetUp as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã thêm quy tắc; ý kiến gửi từ lúc này theo quy tắc mới.")
            return redirect("desk:feedback_rules", request.unit.code)
    return _page(request, form, status=422 if form.is_bound else 200)


@unit_page(Action.FEEDBACK_SET_UP, "POST")
def rule_change(request: UnitRequest, pk: int) -> HttpResponse:
    rule = rules_of(request.unit).select_related("unit").filter(pk=pk).first()
    if rule is None:
        raise Http404
    if request.POST.get("move") == "up":
        raise_rule(actor=request.user, at=timezone.now(), rule=rule)
        messages.success(request, "Đã đưa quy tắc lên trước.")
    else:
        remove_rule(actor=request.user, at=timezone.now(), rule=rule)
        messages.success(request, "Đã bỏ quy tắc.")
    return redirect("desk:feedback_rules", request.unit.code)


@unit_page(Action.FEEDBACK_SET_UP, "POST")
def terms(request: UnitRequest) -> HttpResponse:
    """All categories of the form at once; one that does not hold keeps them all as they were."""
    try:
        with transaction.atomic():
            for category, _ in terms_of(request.unit):
                typed = request.POST.get(f"days-{category.code}", "").strip()
                days = whole_number(typed)
                if typed and days is None:
                    raise CannotSetUp(f"{category.label}: số ngày ghi bằng chữ số.", f"days-{category.code}")
                set_terms(
                    actor=request.user, at=timezone.now(), unit=request.unit, category=category.code,
                    days=days, is_active=category.is_protected or f"on-{category.code}" in request.POST,
                )  # fmt: skip
    except CannotSetUp as refusal:
        more = {"refused": str(refusal), "refused_field": refusal.field, "typed": request.POST}
        return _page(request, RuleForm(request.unit), status=422, **more)
    messages.success(request, "Đã lưu thời hạn; ý kiến gửi từ lúc này theo thời hạn mới.")
    return redirect("desk:feedback_rules", request.unit.code)


def _page(request: UnitRequest, form: RuleForm, *, status: int = 200, **more: Any) -> HttpResponse:
    categories = definition().categories
    usual = {agency.role_code: agency for agency in agencies_of(request.unit) if agency.role_code}
    typed = more.get("typed")
    rows = []
    for category, own in terms_of(request.unit):
        days: Any = own.days if own and own.days else ""
        is_on = own.is_active if own else True
        if typed is not None:
            days, is_on = typed.get(f"days-{category.code}", ""), f"on-{category.code}" in typed
        rows.append((category, f"days-{category.code}", days, is_on, usual.get(category.agency)))
    context = {
        "form": form,
        "rules": [
            (one, categories[one.category].label if one.category in categories else "")
            for one in rules_of(request.unit)
        ],
        "terms": rows,
        "law": definition().laws[Path.PETITION],
        **more,
    }
    return render(request, "desk/feedback/rules.html", context, status=status)


def _place(unit: Unit, value: str) -> Neighbourhood | None:
    pk = whole_number(value)
    return Neighbourhood.objects.filter(unit=unit, pk=pk).first() if pk is not None else None
