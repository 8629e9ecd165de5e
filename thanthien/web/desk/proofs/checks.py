"""What is wrong with the year's proof, in one list; and where the headquarters stand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.actions import set_headquarters
from thanthien.programme.evidence.health import (
    damaged_proofs,
    doubtful_days,
    ending_proofs,
    parts_without_proof,
)
from thanthien.web.desk.proofs.frame import proof_frame
from thanthien.web.desk.tasks.marks import term_in_words
from thanthien.web.fields import NumberField
from thanthien.web.pages import UnitRequest, unit_page

MOST = 100  # of a kind; the number stands beside


@unit_page(Action.TASK_VIEW)
def checks(request: UnitRequest) -> HttpResponse:
    year, context = proof_frame(request, "desk:proof_checks")
    today = timezone.localdate()
    without = list(parts_without_proof(request.unit, year)[:MOST])
    damaged = list(damaged_proofs(request.unit, year)[:MOST])
    ending = [(proof, term_in_words(proof, today)) for proof in ending_proofs(request.unit, today)[:MOST]]
    doubtful = list(doubtful_days(request.unit, year)[:MOST])
    context |= {
        "without": without,
        "damaged": damaged,
        "ending": ending,
        "doubtful": doubtful,
        "is_sound": not (without or damaged or ending or doubtful),
        "may_work": may(request.user, Action.TASK_WORK, request.unit),
        "may_set_place": may(request.user, Action.AGENCY_MANAGE, request.unit),
    }
    return render(request, "desk/proofs/checks.html", context)


class PlaceForm(forms.Form):
    """Degrees, as a map on the screen shows them; both empty forget the place."""

    latitude = NumberField(label="Vĩ độ", required=False, min_value=-90, max_value=90, decimal_places=6)
    longitude = NumberField(label="Kinh độ", required=False, min_value=-180, max_value=180, decimal_places=6)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"
            field.error_messages["invalid"] = "Anh/chị ghi một số, ví dụ 20,8449."

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and (data.get("latitude") is None) is not (data.get("longitude") is None):
            self.add_error("longitude", "Anh/chị ghi đủ cả vĩ độ và kinh độ, hoặc để trống cả hai.")
        return data


@unit_page(Action.AGENCY_MANAGE, "GET", "POST")
def headquarters(request: UnitRequest) -> HttpResponse:
    first = {"latitude": request.unit.latitude, "longitude": request.unit.longitude}
    shown = {name: str(value).replace(".", ",") for name, value in first.items() if value is not None}
    form = PlaceForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        place = {name: None if value is None else float(value) for name, value in form.cleaned_data.items()}
        set_headquarters(actor=request.user, at=timezone.now(), unit=request.unit, **place)
        messages.success(request, "Đã lưu vị trí trụ sở.")
        return redirect("desk:proof_checks", request.unit.code)
    status = 422 if form.is_bound else 200
    return render(request, "desk/proofs/headquarters.html", {"form": form}, status=status)
