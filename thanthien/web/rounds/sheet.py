"""The sheet of a council member: the word about interests, points and remarks, handing in; also paper sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.assessment.rounds.appraising import declare, write_sheet
from thanthien.assessment.rounds.models import Sheet
from thanthien.assessment.rounds.moving import CannotChangeRound
from thanthien.assessment.rounds.queries import sheets_of, snapshot_of
from thanthien.assessment.rounds.snapshot import decimal_of, leaves_of
from thanthien.lib.vietnamese import number_vi, whole_number
from thanthien.web.fields import NumberField
from thanthien.web.pages import UnitRequest
from thanthien.web.rounds.place import Place


def sheet_page(request: UnitRequest, place: Place) -> HttpResponse:
    """One's own sheet, or that of a member on paper whom the address names; who has no seat reads that."""
    paper = [one for one in sheets_of(place.appraisal) if one.member.person_id is None] if place.leads else []
    wanted = whole_number(request.GET.get("member"))
    asked = next((one for one in paper if one.member_id == wanted), place.mine)
    refusal: CannotChangeRound | None = None
    if asked is not None:
        asked.appraisal = place.appraisal
    if request.method == "POST":
        refusal = _write(request, asked)
        if refusal is None:
            return redirect(request.get_full_path())
    context = {
        **place.context("sheet"),
        "sheet": asked,
        "is_mine": asked is place.mine,
        "own": place.sheet,
        "paper": paper if place.is_running else [],
        "cells": cells_of(asked, request.POST if refusal else None, refusal) if asked else [],
        "refusal": refusal,
        "typed": request.POST,
    }
    return render(request, "rounds/sheet.html", context, status=422 if refusal else 200)


def _write(request: UnitRequest, asked: Sheet | None) -> CannotChangeRound | None:
    if asked is None:
        return CannotChangeRound("Anh/chị không phải thành viên hội đồng thẩm định này.")
    if asked.state != Sheet.State.OPEN:
        return CannotChangeRound(
            f"Phiếu này đang ở trạng thái “{asked.get_state_display()}” nên không sửa được."
        )
    return post_sheet(request, asked)


@dataclass(frozen=True, slots=True)
class Cell:
    """One criterion of a sheet as the page shows it: what was typed, and what is wrong with it."""

    leaf: Mapping[str, Any]
    points: str
    remark: str
    error: str

    @property
    def key(self) -> str:
        return str(self.leaf["key"])

    @property
    def name(self) -> str:
        return (
            f"{self.leaf['number']}. {self.leaf['title']}" if self.leaf["number"] else str(self.leaf["title"])
        )

    @property
    def maximum(self) -> Decimal:
        return Decimal(self.leaf["maximum"])

    @property
    def handed_in(self) -> Decimal | None:
        """The commune's own points."""
        return decimal_of(self.leaf["self"])


def cells_of(
    sheet: Sheet, typed: QueryDict | None = None, refusal: CannotChangeRound | None = None
) -> list[Cell]:
    """The rows of a sheet: kept points, or those typed with the reason why they were not taken."""
    cells = []
    for leaf in leaves_of(snapshot_of(sheet.appraisal.submission)):
        key = leaf["key"]
        kept = sheet.points.get(key)
        points = number_vi(Decimal(kept["points"])) if kept else ""
        remark = kept["remark"] if kept else ""
        if typed is not None and f"p-{key}" in typed:
            points, remark = str(typed[f"p-{key}"]), str(typed.get(f"r-{key}", ""))
        error = str(refusal) if refusal is not None and refusal.field == key else ""
        cells.append(Cell(leaf, points, remark, error))
    return cells


def post_sheet(request: UnitRequest, sheet: Sheet) -> CannotChangeRound | None:
    """Do what the form of a sheet asks for: declare, keep or hand in. The refusal, or None when it was done."""
    data, now = request.POST, timezone.now()
    appraisal, member = sheet.appraisal, sheet.member
    try:
        if data.get("do") == "declare":
            interest = data.get("interest", "") if data.get("has_interest") == "yes" else ""
            if data.get("has_interest") not in ("yes", "no"):
                raise CannotChangeRound("Anh/chị chọn có hay không có lợi ích liên quan.", "interest")
            if data.get("has_interest") == "yes" and len(interest.strip()) < 5:
                raise CannotChangeRound("Anh/chị ghi ngắn gọn mối liên quan.", "interest")
            declare(actor=request.user, at=now, appraisal=appraisal, member=member, interest=interest)
            messages.success(request, "Đã ghi nhận.")
            return None
        hand_in = data.get("do") == "hand_in"
        write_sheet(
            actor=request.user,
            at=now,
            appraisal=appraisal,
            member=member,
            points=_points(data, leaves_of(snapshot_of(appraisal.submission)), fill=data.get("do") == "fill"),
            seen=whole_number(data.get("seen")) or 0,
            hand_in=hand_in,
        )
    except CannotChangeRound as refusal:
        return refusal
    messages.success(request, "Đã nộp phiếu thẩm định." if hand_in else "Đã lưu nháp phiếu thẩm định.")
    return None


def _points(data: QueryDict, leaves: list[dict[str, Any]], *, fill: bool) -> dict[str, tuple[Decimal, str]]:
    """What was typed; with `fill` the commune's own points where nothing was."""
    found = {}
    number = NumberField(max_digits=7, decimal_places=2)
    for leaf in leaves:
        key = leaf["key"]
        text = data.get(f"p-{key}", "").strip()
        if not text:
            if fill:
                found[key] = (Decimal(leaf["self"]), data.get(f"r-{key}", ""))
            continue
        try:
            points = number.clean(text)
        except forms.ValidationError as error:
            raise CannotChangeRound(f"“{text[:20]}” không phải là số điểm, ví dụ 4,5.", key) from error
        found[key] = (points, data.get(f"r-{key}", ""))
    return found
