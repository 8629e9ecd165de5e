"""The unit's own points: live ones unless somebody says why not; heads propose for their agency's field."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.assessment.rounds.models import SelfPoint
from thanthien.assessment.rounds.moving import CannotChangeRound
from thanthien.assessment.rounds.queries import self_points_of
from thanthien.assessment.rounds.snapshot import decimal_of, totals_of
from thanthien.platform.people.permissions import NotAllowed, agencies_of_person, may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Agency
from thanthien.web.desk.rounds.page import year_of
from thanthien.web.fields import NumberField
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.workflows.rounds import set_self_points, snapshot_now


@dataclass(slots=True)
class Row:
    """One node of the tree. `own` is set where the unit's points are not the live ones."""

    key: str
    name: str
    is_leaf: bool
    maximum: Decimal | None
    live: Decimal | None
    given: Decimal | None
    why: str
    own: SelfPoint | None = None
    proposals: list[SelfPoint] = field(default_factory=list)


class PointForm(forms.Form):
    points = NumberField(
        label="Điểm",
        max_digits=7,
        decimal_places=2,
        error_messages={
            "required": "Anh/chị ghi số điểm.",
            "invalid": "Điểm phải là số, ví dụ 4,5.",
            "max_decimal_places": "Điểm có nhiều nhất hai chữ số sau dấu phẩy.",
        },
    )
    reason = forms.CharField(label="Lý do, căn cứ", required=False, widget=forms.Textarea)


def _rows(request: UnitRequest, year: int) -> tuple[dict[str, Any], list[Row]]:
    now = snapshot_now(request.unit, year, timezone.localdate())
    rows = {
        row["key"]: Row(
            key=row["key"],
            name=f"{row['number']}. {row['title']}" if row["number"] else row["title"],
            is_leaf=row["is_leaf"],
            maximum=decimal_of(row["maximum"]),
            live=decimal_of(row["live"]),
            given=decimal_of(row["self"]),
            why=row["why"],
        )
        for row in now["criteria"]
    }
    for one in self_points_of(request.unit, year):
        if (row := rows.get(one.key)) is None:
            continue
        if one.agency is None:
            row.own = one
        else:
            row.proposals.append(one)
    return now, list(rows.values())


@unit_page(Action.ROUND_PREPARE)
def overview(request: UnitRequest) -> HttpResponse:
    context = year_of(request)
    now, rows = _rows(request, context["number"])
    changed = [row for row in rows if row.own or row.proposals]
    only = request.GET.get("show") == "changed"
    context |= {
        "rows": changed if only else rows,
        "changed": len(changed),
        "only": only,
        "total": totals_of(now),
        "sets_own": may(request.user, Action.LEVEL_REGISTER, request.unit),
    }
    return render(request, "desk/rounds/points.html", context)


@unit_page(Action.ROUND_PREPARE, "GET", "POST")
def criterion(request: UnitRequest, key: str) -> HttpResponse:
    context = year_of(request)
    _, rows = _rows(request, context["number"])
    row = next((one for one in rows if one.key == key and one.is_leaf), None)
    if row is None:
        raise Http404
    sets_own = may(request.user, Action.LEVEL_REGISTER, request.unit)
    agency = None if sets_own else _agency(request)
    mine = row.own if sets_own else next((p for p in row.proposals if p.agency == agency), None)
    first = {"points": mine.points if mine else row.given, "reason": mine.reason if mine else ""}
    form = PointForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid() and _kept(request, context["number"], key, agency, form):
        messages.success(request, "Đã lưu điểm." if sets_own else "Đã gửi đề xuất điểm tới điều phối viên.")
        back = reverse("desk:round_points", args=[request.unit.code])
        return redirect(f"{back}{context['carried']}#{key}")
    context |= {"row": row, "form": form, "sets_own": sets_own, "agency": agency}
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/rounds/point.html", context, status=status)


def _agency(request: UnitRequest) -> Agency | None:
    """The agency for which a head proposes: the first one worked in."""
    found = agencies_of_person(request.user, request.unit)
    return found[0] if found else None


def _kept(request: UnitRequest, year: int, key: str, agency: Agency | None, form: PointForm) -> bool:
    try:
        set_self_points(
            actor=request.user,
            at=timezone.now(),
            unit=request.unit,
            year=year,
            key=key,
            agency=agency,
            **form.cleaned_data,
        )
    except CannotChangeRound as refusal:
        form.add_error(refusal.field or None, str(refusal))
        return False
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
