"""One choice of set and points for all communes of the city in a year, seen before it is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.vietnamese import whole_number
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.actions import CannotAdopt, adopt_below
from thanthien.programme.criteria.models import CriteriaSet, WeightTable
from thanthien.programme.criteria.queries import Choice, adoptions_below, choices_for, own_first
from thanthien.web.pages import UnitRequest, unit_page


@dataclass(slots=True)
class Group:
    """Communes that are measured alike now; both None: nothing was chosen."""

    criteria_set: CriteriaSet | None
    weight_table: WeightTable | None
    is_same: bool
    units: list[Unit] = field(default_factory=list)


def _groups(unit: Unit, year: int, chosen: Choice | None) -> list[Group]:
    groups: dict[str, Group] = {}
    for commune, adoption in adoptions_below(unit, year):
        now = Choice(adoption.criteria_set, adoption.weight_table) if adoption else None
        code = now.code if now else ""
        if code not in groups:
            is_same = chosen is not None and code == chosen.code
            groups[code] = Group(
                now.criteria_set if now else None, now.weight_table if now else None, is_same
            )
        groups[code].units.append(commune)
    return sorted(groups.values(), key=lambda group: (group.criteria_set is not None, group.is_same))


def asked_year(request: UnitRequest) -> tuple[int, list[str]]:
    this_year = timezone.localdate().year
    asked = whole_number(request.GET.get("year")) or 0
    year = asked if 2000 <= asked <= 2100 else this_year
    years = sorted({this_year + 1, this_year, this_year - 1, year}, reverse=True)
    return year, [str(one) for one in years]


@unit_page(Action.CRITERIA_MANAGE, "GET", "POST")
def adopt_all(request: UnitRequest) -> HttpResponse:
    year, years = asked_year(request)
    choices = choices_for(request.unit, year)
    wanted = request.POST.get("choice") or request.GET.get("choice", "")
    chosen = next((choice for choice in choices if choice.code == wanted), None)
    error = ""
    if request.method == "POST" and chosen is not None:
        only_new = request.POST.get("scope") == "new"
        try:
            changed = adopt_below(
                actor=request.user,
                at=timezone.now(),
                unit=request.unit,
                year=year,
                criteria_set=chosen.criteria_set,
                weight_table=chosen.weight_table,
                only_new=only_new,
            )
        except CannotAdopt as refusal:
            error = str(refusal)
        else:
            messages.success(request, f"Đã áp dụng cho {changed} đơn vị trong năm {year}.")
            here = reverse("oversight:criteria_adopt", args=[request.unit.code])
            return redirect(f"{here}?{urlencode({'year': year, 'choice': chosen.code})}")
    elif request.method == "POST":
        error = "Lựa chọn này không còn. Anh/chị chọn lại trong danh sách."
    groups = _groups(request.unit, year, chosen)
    others = [group for group in groups if not group.is_same]
    own, foreign = own_first(request.unit, choices)
    context = {
        "year": str(year),
        "years": years,
        "own": own,
        "foreign": foreign,
        "is_foreign": chosen in foreign,
        "chosen": chosen,
        "groups": groups,
        "changing": sum(len(group.units) for group in others),
        "unchosen": sum(len(group.units) for group in others if group.criteria_set is None),
        "total": sum(len(group.units) for group in groups),
        "error": error,
    }
    return render(request, "oversight/criteria/adopt.html", context, status=422 if error else 200)
