"""Handing the year in, objecting to the decision, and the row of years."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from thanthien.assessment.rounds.actions import CannotRegister, set_targets
from thanthien.assessment.rounds.deciding import object_to_decision
from thanthien.assessment.rounds.defaults import defaults
from thanthien.assessment.rounds.models import Round
from thanthien.assessment.rounds.moving import CannotChangeRound
from thanthien.lib.vietnamese import whole_number
from thanthien.platform.people.roles import Action
from thanthien.web.desk.rounds.page import show_round, year_of
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.workflows.rounds import submit_round


@unit_page(Action.ROUND_SUBMIT, "POST")
def hand_in(request: UnitRequest) -> HttpResponse:
    year = year_of(request)["number"]
    try:
        submission = submit_round(
            actor=request.user, at=timezone.now(), unit=request.unit, year=year, seen=seen_version(request)
        )
    except CannotChangeRound as refusal:
        return show_round(request, refusal=str(refusal), at="submit")
    late = " Hồ sơ nộp sau hạn." if submission.is_late else ""
    messages.success(request, f"Đã nộp hồ sơ tự đánh giá năm {year}, lần {submission.version}.{late}")
    return redirect(_back(request))


@unit_page(Action.ROUND_SUBMIT, "POST")
def object_(request: UnitRequest) -> HttpResponse:
    kept: Round | None = year_of(request)["round"]
    reason = request.POST.get("reason", "")
    try:
        if kept is None:
            raise CannotChangeRound("Năm này chưa có quyết định nên chưa có gì để kiến nghị.")
        object_to_decision(
            actor=request.user, at=timezone.now(), round_=kept, reason=reason, seen=seen_version(request)
        )
    except CannotChangeRound as refusal:
        return show_round(request, refusal=str(refusal), at="object", typed=reason)
    messages.success(request, "Đã gửi kiến nghị về quyết định.")
    return redirect(_back(request))


@unit_page(Action.LEVEL_REGISTER, "POST")
def targets(request: UnitRequest) -> HttpResponse:
    year = year_of(request)["number"]
    levels = {
        one: whole_number(request.POST.get(f"y{one}")) or None
        for one in range(year, year + defaults().target_years)
    }
    try:
        set_targets(actor=request.user, at=timezone.now(), unit=request.unit, year=year, levels=levels)
    except CannotRegister as refusal:
        return show_round(request, refusal=str(refusal), at="targets")
    messages.success(request, "Đã lưu mục tiêu các năm.")
    return redirect(_back(request))


def _back(request: UnitRequest) -> str:
    year = request.GET.get("year")
    return reverse("desk:round", args=[request.unit.code]) + (f"?year={year}" if year else "")
