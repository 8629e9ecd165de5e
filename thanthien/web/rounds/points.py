"""The points of all, for who has handed in the own sheet: the mean, the chair's word, the close, the minutes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.assessment.rounds.appraising import close_appraisal, set_chair_point
from thanthien.assessment.rounds.closing import missing_for_close
from thanthien.assessment.rounds.consolidation import consolidate, total_of
from thanthien.assessment.rounds.models import CouncilMember, Sheet
from thanthien.assessment.rounds.moving import CannotChangeRound
from thanthien.assessment.rounds.queries import chair_points_of, remarks_of, sheets_of, snapshot_of, voices_of
from thanthien.assessment.rounds.seats import may_take_minutes
from thanthien.assessment.rounds.snapshot import level_by_points, totals_of
from thanthien.platform.people.permissions import NotAllowed
from thanthien.web.fields import NumberField
from thanthien.web.pages import UnitRequest, seen_version
from thanthien.web.rounds.place import Place


class ChairForm(forms.Form):
    key = forms.CharField(label="Nội dung", max_length=40)
    points = NumberField(label="Điểm", max_digits=7, decimal_places=2, required=False)
    reason = forms.CharField(label="Lý do", required=False)


def points_page(request: UnitRequest, place: Place) -> HttpResponse:
    refusal = ""
    if request.method == "POST":
        try:
            messages.success(request, _change(request, place))
        except (CannotChangeRound, NotAllowed) as refused:
            refusal = str(refused)
        else:
            return redirect(place.address("points"))
    context = {
        **place.context("points"),
        "minutes": _minutes(request, place),
        "refusal": refusal,
        "refused_at": request.POST.get("key", "") if refusal else "",
        "typed": request.POST,
        **_voices(place),
    }
    if context["may_close"]:
        context |= {"missing": missing_for_close(place.appraisal), "sample_address": place.address("sample")}
    return render(request, "rounds/points.html", context, status=422 if refusal else 200)


def _minutes(request: UnitRequest, place: Place) -> list[tuple[str, str]]:
    """(form, address) of the minutes, once there are some that the person may take."""
    appraisal = place.appraisal
    if not appraisal.result or appraisal.was_stopped or not may_take_minutes(request.user, appraisal):
        return []
    return [(form, place.address("minutes", appraisal.number, form)) for form in ("docx", "pdf")]


def _change(request: UnitRequest, place: Place) -> str:
    now = timezone.now()
    if request.POST.get("do") == "close":
        seen = seen_version(request)
        close_appraisal(actor=request.user, at=now, appraisal=place.appraisal, seen=seen)
        return "Đã kết thúc thẩm định và ghi điểm tổng hợp."
    form = ChairForm(request.POST)
    if not form.is_valid():
        raise CannotChangeRound("Điểm phải là số, ví dụ 4,5.")
    set_chair_point(actor=request.user, at=now, appraisal=place.appraisal, **form.cleaned_data)
    return (
        "Đã ghi điểm hội đồng quyết định."
        if form.cleaned_data["points"] is not None
        else "Đã lấy lại điểm trung bình."
    )


def _voices(place: Place) -> dict[str, Any]:
    """What the person may see of the others' points: nothing before the own sheet is handed in."""
    appraisal, mine = place.appraisal, place.mine
    may_see = not place.is_running or (mine is not None and mine.state == Sheet.State.HANDED_IN)
    voices = voices_of(sheets_of(appraisal)) if may_see else {}
    snapshot = snapshot_of(appraisal.submission)
    rows = consolidate(snapshot, voices, chair_points_of(appraisal)) if voices else []
    total: Decimal | None = total_of(snapshot, rows) if rows else None
    remarks = remarks_of(appraisal) if may_see else {}
    is_chair = mine is not None and mine.member.post == CouncilMember.Post.CHAIR
    return {
        "may_see": may_see,
        "rows": [(row, remarks.get(row.key, [])) for row in rows],
        "total": total,
        "snapshot": snapshot,
        "maximum": totals_of(snapshot)["maximum"],
        "level": level_by_points(snapshot, total)[1] if total is not None else "",
        "voices": len(voices),
        "is_chair": place.is_running and is_chair and may_see,
        "may_close": place.is_running and place.leads,
    }
