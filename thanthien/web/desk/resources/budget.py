"""Money of the programme: the year's table, one item, its steps up to the leader's approval."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.platform.people.permissions import NotAllowed, may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.budget.actions import (
    CannotChangeBudget,
    ItemFields,
    add_item,
    change_item,
    move_item,
)
from thanthien.programme.budget.models import BudgetItem
from thanthien.programme.budget.queries import (
    item_of_unit,
    rows_of,
    sums_by_source,
    sums_of,
    total_of,
    years_with_items,
)
from thanthien.programme.budget.standing import KEEPERS_ONLY, keeps_books, may_edit, moves_of
from thanthien.programme.budget.states import EDITABLE, STEPS, Move
from thanthien.programme.plans.queries import desk_year
from thanthien.programme.plans.queries import rows_of as tasks_of_year
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.resources.budget_sheet import budget_sheet
from thanthien.web.desk.resources.forms import DeskForm, agency, line, select, text
from thanthien.web.desk.resources.told import told_of
from thanthien.web.fields import MoneyField
from thanthien.web.kept_files import as_download
from thanthien.web.pages import UnitRequest, seen_version, unit_page


def shown_year(request: UnitRequest, more: list[int]) -> tuple[int, dict[str, Any]]:
    """The year of the page and what its year chooser needs; `more` are years that have rows of this room."""
    asked = request.GET.get("year")
    year, years = desk_year(request.unit, asked=asked, today=timezone.localdate())
    return year, {
        "year": str(year),
        "years": [str(one) for one in sorted({*years, *more}, reverse=True)],
        "carried": f"?year={year}" if asked else "",
    }


@unit_page(Action.BUDGET_VIEW)
def budget(request: UnitRequest) -> HttpResponse:
    year, context = shown_year(request, years_with_items(request.unit))
    rows = rows_of(request.unit, year)
    context |= {
        "rows": rows,
        "total": total_of(rows),
        "by_source": sums_by_source(rows),
        "waiting": sum(row.item.state == BudgetItem.State.SUBMITTED for row in rows),
        "may_draft": may(request.user, Action.BUDGET_DRAFT, request.unit),
    }
    return render(request, "desk/resources/budget.html", context)


@unit_page(Action.BUDGET_VIEW)
def download(request: UnitRequest) -> HttpResponse:
    year, _ = shown_year(request, [])
    content = budget_sheet(request.unit, year, rows_of(request.unit, year))
    return as_download(content, f"Kinh phí Chính quyền thân thiện {request.unit.name} {year}.xlsx")


class ItemForm(DeskForm):
    wide = frozenset({"title", "task", "source_note"})

    title = line("Nội dung cần kinh phí")
    estimate = MoneyField(label="Dự toán", help_text="Ghi 12.500.000 hoặc 12,5 triệu.")
    source = forms.ChoiceField(label="Nguồn kinh phí", choices=BudgetItem.Source.choices)
    source_note = line(
        "Nguồn cụ thể", required=False, length=200, hint="Cần ghi khi chọn nguồn hợp pháp khác."
    )
    basis = text("Căn cứ, cách tính", required=False)

    def __init__(self, *args: Any, unit: Unit, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"] = agency(unit, "Cơ quan sử dụng")
        self.fields["task"] = forms.ModelChoiceField(
            tasks_of_year(unit, year).order_by("position"),
            label="Phục vụ nhiệm vụ",
            required=False,
            empty_label="Không gắn với nhiệm vụ nào",
            widget=select(),
            error_messages={"invalid_choice": "Nhiệm vụ này không có trong kế hoạch của năm."},
        )
        self.fields["task"].is_wide = True  # type: ignore[attr-defined]
        self.order_fields(["title", "estimate", "agency", "source", "source_note", "task", "basis"])

    def as_fields(self) -> ItemFields:
        return ItemFields(**self.cleaned_data)


@unit_page(Action.BUDGET_DRAFT, "GET", "POST")
def add(request: UnitRequest) -> HttpResponse:
    year, context = shown_year(request, [])
    form = ItemForm(request.POST or None, unit=request.unit, year=year)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_item(
                actor=request.user, at=timezone.now(), unit=request.unit, year=year, fields=form.as_fields()
            )
        except CannotChangeBudget as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lập khoản kinh phí.")
            return redirect("desk:budget_item", request.unit.code, made.pk)
    back = reverse("desk:budget", args=[request.unit.code]) + context["carried"]
    return form_page(request, form, title=f"Lập khoản kinh phí năm {year}", back=back, back_words="Kinh phí")


def item_or_404(request: UnitRequest, pk: int) -> BudgetItem:
    found = item_of_unit(request.unit, pk)
    if found is None:
        raise Http404
    return found


@unit_page(Action.BUDGET_VIEW)
def item(request: UnitRequest, pk: int) -> HttpResponse:
    return show_item(request, item_or_404(request, pk))


def show_item(request: UnitRequest, found: BudgetItem, *, refused: str = "") -> HttpResponse:
    keeper = keeps_books(request.user, request.unit)
    context = {
        "item": found,
        "sums": sums_of(found),
        "amounts": list(found.amounts.all()),
        "moves": [(move, STEPS[move]) for move in moves_of(request.user, found)],
        "may_change": may_edit(request.user, found) and found.state in EDITABLE,
        "may_record": keeper and found.state == BudgetItem.State.APPROVED,
        "keeper": keeper,
        "refused": refused,
        "told": told_of(found),
    }
    return render(request, "desk/resources/budget_item.html", context, status=422 if refused else 200)


@unit_page(Action.BUDGET_DRAFT, "GET", "POST")
def edit(request: UnitRequest, pk: int) -> HttpResponse:
    found = item_or_404(request, pk)
    names = ("title", "estimate", "source", "source_note", "basis", "agency", "task")
    first = {name: getattr(found, name) for name in names}
    form = ItemForm(request.POST or None, unit=request.unit, year=found.year, initial=first)
    if request.method == "POST" and not may_edit(request.user, found):
        raise NotAllowed(KEEPERS_ONLY)
    if request.method == "POST" and form.is_valid():
        try:
            change_item(
                actor=request.user, at=timezone.now(), item=found, fields=form.as_fields(), seen=seen_version(request)
            )  # fmt: skip
        except CannotChangeBudget as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lưu khoản kinh phí.")
            return redirect("desk:budget_item", request.unit.code, pk)
    back = reverse("desk:budget_item", args=[request.unit.code, pk])
    return form_page(
        request, form, title=f"Sửa: {found.title}", back=back, back_words="Kinh phí", seen=found.version
    )


@unit_page(Action.BUDGET_DRAFT, "POST")
def move(request: UnitRequest, pk: int) -> HttpResponse:
    return _move(request, pk, by_leader=False)


@unit_page(Action.BUDGET_APPROVE, "POST")
def decide(request: UnitRequest, pk: int) -> HttpResponse:
    return _move(request, pk, by_leader=True)


def _move(request: UnitRequest, pk: int, *, by_leader: bool) -> HttpResponse:
    found, asked = item_or_404(request, pk), request.POST.get("move", "")
    if asked not in tuple(Move) or STEPS[Move(asked)].by_leader is not by_leader:
        return show_item(request, found, refused="Anh/chị chọn một bước trong các nút của trang này.")
    try:
        move_item(
            actor=request.user, at=timezone.now(), item=found, move=Move(asked), seen=seen_version(request),
            remark=request.POST.get("remark", ""),
        )  # fmt: skip
    except CannotChangeBudget as refusal:
        return show_item(request, item_or_404(request, pk), refused=str(refusal))
    messages.success(request, f"Đã ghi: {STEPS[Move(asked)].words.lower()}.")
    return redirect("desk:budget_item", request.unit.code, pk)
