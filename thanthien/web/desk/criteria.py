"""What a unit is measured by: the tree with its products, leads, timing and rules; choosing it for a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone

from thanthien.assessment.scoring.rule_words import rule_in_words
from thanthien.lib.planreader.roles import group_roles, role_names
from thanthien.lib.planreader.timing import TimingRule
from thanthien.lib.rules import rule_from_data
from thanthien.lib.vietnamese import search_key
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.platform.units.queries import agencies_of
from thanthien.programme.criteria.actions import CannotAdopt, adopt
from thanthien.programme.criteria.models import Criterion
from thanthien.programme.criteria.queries import (
    Choice,
    adoption_of,
    bands_of,
    choices_for,
    points_by_criterion,
    tree_of,
)
from thanthien.programme.plans.queries import desk_year
from thanthien.programme.plans.timing_words import timing_in_words
from thanthien.web.pages import UnitRequest, unit_page


@dataclass(frozen=True, slots=True)
class Body:
    """Who leads or helps: an agency of the unit, or a role that no agency of the unit has yet."""

    name: str
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the tree. Headings have neither leads nor rule."""

    criterion: Criterion
    is_leaf: bool
    points: Decimal | None
    leads: tuple[Body, ...] = ()
    helpers: tuple[Body, ...] = ()
    timing: str = ""
    rule: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A top criterion and the rows below it that the filter lets through."""

    top: Row
    rows: tuple[Row, ...]
    count: int


class Directory:
    """Role codes of a set → the unit's own agencies."""

    def __init__(self, unit: Unit) -> None:
        self.agencies = list(agencies_of(unit))
        self._names: dict[str, list[str]] = {}
        for agency in self.agencies:
            self._names.setdefault(agency.role_code, []).append(agency.name)

    def bodies(self, roles: Iterable[str]) -> tuple[Body, ...]:
        return tuple(body for role in roles for body in self._bodies(role))

    def _bodies(self, role: str) -> list[Body]:
        if role in self._names:
            return [Body(name) for name in self._names[role]]
        usual = role_names().get(role, (role,))[0]
        return [Body(usual, is_known=role in group_roles())]


class FilterForm(forms.Form):
    """`q` in any words of a row, tone marks or not; `agency` a role code."""

    q = forms.CharField(label="Tìm", required=False)
    agency = forms.CharField(label="Cơ quan", required=False)

    def keeps(self, criterion: Criterion) -> bool:
        words = search_key(self.cleaned_data["q"]).split()
        role = self.cleaned_data["agency"]
        text = f"{criterion.search_key} {search_key(criterion.product)} {criterion.key.lower()}"
        led_by = [*criterion.lead_roles, *criterion.coordinator_roles]
        return all(word in text for word in words) and (not role or role in led_by)


def _sections(
    tree: list[Criterion], points: Mapping[int, Decimal], directory: Directory, wanted: FilterForm
) -> list[Section]:
    parents = {criterion.parent_id for criterion in tree}
    above = {criterion.pk: criterion.parent_id for criterion in tree}
    leaves = [criterion for criterion in tree if criterion.pk not in parents]
    kept: set[int] = set()
    for leaf in leaves:
        step: int | None = leaf.pk if wanted.keeps(leaf) else None
        while step is not None and step not in kept:
            kept.add(step)
            step = above[step]
    sections: list[Section] = []
    rows: list[Row] = []
    for criterion in tree:
        if criterion.pk not in kept:
            continue
        row = _row(criterion, criterion.pk not in parents, points, directory)
        if criterion.parent_id is None:
            rows = []
            sections.append(Section(row, (), 0))
        if criterion.parent_id is not None or row.is_leaf:
            rows.append(row)
            sections[-1] = Section(sections[-1].top, tuple(rows), sum(one.is_leaf for one in rows))
    return sections


def _row(criterion: Criterion, is_leaf: bool, points: Mapping[int, Decimal], directory: Directory) -> Row:
    worth = points.get(criterion.pk)
    if not is_leaf:
        return Row(criterion, is_leaf, worth)
    timing = TimingRule.from_json(criterion.timing_rule) if criterion.timing_rule else None
    return Row(
        criterion,
        is_leaf,
        worth,
        directory.bodies(criterion.lead_roles),
        directory.bodies(criterion.coordinator_roles),
        timing_in_words(timing) or criterion.timing,
        tuple(rule_in_words(rule_from_data(criterion.rule))) if criterion.rule else (),
    )


def _year(request: UnitRequest) -> tuple[int, dict[str, Any]]:
    today = timezone.localdate()
    year, years = desk_year(request.unit, asked=request.GET.get("year"), today=today)
    return year, {
        "year": str(year),  # a text, so that no locale groups its digits
        "years": [str(one) for one in sorted({*years, today.year, today.year + 1}, reverse=True)],
        "may_adopt": may(request.user, Action.CRITERIA_ADOPT, request.unit),
    }


@unit_page(Action.CRITERIA_VIEW)
def criteria(request: UnitRequest) -> HttpResponse:
    year, context = _year(request)
    adoption = adoption_of(request.unit, year)
    if adoption is None:
        return render(request, "desk/criteria/none.html", context)
    wanted = FilterForm(request.GET)
    wanted.is_valid()
    tree = tree_of(adoption.criteria_set)
    directory = Directory(request.unit)
    points = points_by_criterion(adoption.weight_table)
    sections = _sections(tree, points, directory, wanted)
    roles = {role for criterion in tree for role in [*criterion.lead_roles, *criterion.coordinator_roles]}
    context |= {
        "adoption": adoption,
        "set": adoption.criteria_set,
        "weights": adoption.weight_table,
        "bands": bands_of(adoption.criteria_set),
        "sections": sections,
        "count": sum(section.count for section in sections),
        "total": len(tree) - len({criterion.parent_id for criterion in tree} - {None}),
        "agencies": [agency for agency in directory.agencies if agency.role_code in roles],
        "wanted": wanted.cleaned_data,
        "is_filtered": any(wanted.cleaned_data.values()),
    }
    return render(request, "desk/criteria/criteria.html", context)


@unit_page(Action.CRITERIA_ADOPT, "GET", "POST")
def choose(request: UnitRequest) -> HttpResponse:
    year, context = _year(request)
    choices = choices_for(request.unit, year)
    adoption = adoption_of(request.unit, year)
    now = Choice(adoption.criteria_set, adoption.weight_table).code if adoption else ""
    context |= {"choices": choices, "adoption": adoption, "chosen": request.POST.get("choice") or now}
    if request.method != "POST":
        return render(request, "desk/criteria/choose.html", context)
    chosen = next((choice for choice in choices if choice.code == request.POST.get("choice")), None)
    if chosen is None:
        context["error"] = "Anh/chị chọn một bộ tiêu chí trong danh sách."
        return render(request, "desk/criteria/choose.html", context, status=422)
    try:
        adopt(
            actor=request.user,
            at=timezone.now(),
            unit=request.unit,
            year=year,
            criteria_set=chosen.criteria_set,
            weight_table=chosen.weight_table,
        )
    except CannotAdopt as refusal:
        context["error"] = str(refusal)
        return render(request, "desk/criteria/choose.html", context, status=422)
    messages.success(request, f"Đã chọn bộ tiêu chí năm {year}. Điểm được tính lại ngay theo lựa chọn này.")
    return redirect(f"{reverse('desk:criteria', args=[request.unit.code])}?year={year}")


urlpatterns = [
    path("criteria/", criteria, name="criteria"),
    path("criteria/choose/", choose, name="criteria_choose"),
]
