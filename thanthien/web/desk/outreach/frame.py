"""What the pages of this room share: the row of tabs, rows by their id, fields of several forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import time
from typing import Any, TypeVar

from django import forms
from django.http import Http404

from thanthien.lib.vietnamese import whole_number
from thanthien.operations.outreach.models import Campaign
from thanthien.operations.outreach.queries import campaigns_of
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Neighbourhood, Unit
from thanthien.platform.units.queries import neighbourhoods_of
from thanthien.web.pages import UnitRequest
from thanthien.workflows.proving import Proven

Row = TypeVar("Row")
_HOUR = re.compile(r"(\d{1,2})\s*(?::|h|giờ)\s*(\d{2})?")
_TABS = (
    ("desk:outreach", "Khẩu hiệu, pano"),
    ("desk:outreach_activities", "Hoạt động"),
    ("desk:outreach_bulletins", "Bản tin loa"),
    ("desk:outreach_log", "Sổ phát"),
    ("desk:outreach_clusters", "Cụm loa"),
    ("desk:outreach_reach", "Đã đến đâu"),
)


def tabs(request: UnitRequest, here: str) -> dict[str, Any]:
    return {
        "outreach_tabs": _TABS,
        "here": here,
        "works": may(request.user, Action.OUTREACH_WORK, request.unit),
        "manages": may(request.user, Action.OUTREACH_MANAGE, request.unit),
    }


def asked(find: Callable[[Unit, int], Row | None], request: UnitRequest, pk: int) -> Row:
    """The unit's row of that id; 404 where it has none."""
    found = find(request.unit, pk)
    if found is None:
        raise Http404
    return found


def place_choices(unit: Unit) -> list[tuple[str, str]]:
    return [(str(place.pk), str(place)) for place in neighbourhoods_of(unit)]


def places_chosen(unit: Unit, values: Iterable[str]) -> tuple[Neighbourhood, ...]:
    wanted = {whole_number(value) for value in values}
    return tuple(place for place in neighbourhoods_of(unit) if place.pk in wanted)


def campaign_choices(unit: Unit) -> list[tuple[str, str]]:
    return [("", "Không thuộc đợt nào"), *((str(one.pk), one.title) for one in campaigns_of(unit))]


def campaign_chosen(unit: Unit, value: str) -> Campaign | None:
    pk = whole_number(value)
    return campaigns_of(unit).filter(pk=pk).first() if pk is not None else None


def number_field(label: str, *, hint: str = "", most: int = 1_000_000) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=most,
        help_text=hint,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Anh/chị ghi một số, ví dụ 120."),
    )


def time_field(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages=dict.fromkeys(("required", "invalid"), "Anh/chị ghi giờ và phút, ví dụ 21:00."),
    )


def hours_typed(text: str) -> tuple[time, ...]:
    """ "6:30, 17h30, 18 giờ" → times; raises ValidationError with the piece that is none."""
    found = []
    for piece in filter(str.strip, re.split(r"[,;\n]+", text)):
        match = _HOUR.fullmatch(piece.strip())
        if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
            raise forms.ValidationError(
                f"Chưa đọc được giờ “{piece.strip()[:20]}”. Anh/chị ghi như 6:30, 17:30."
            )
        found.append(time(int(match[1]), int(match[2] or 0)))
    return tuple(found)


def said_of(proven: Proven) -> str:
    """What became of a proof, as sentences that follow another."""
    said = ""
    if proven.made:
        tasks = "; ".join(f"“{one.task.title}”" for one in proven.made)
        said = f" Ảnh đã nộp làm minh chứng của {tasks}; chờ người thứ hai kiểm tra."
    if proven.why:
        said += " Chưa nộp được cho: " + " ".join(proven.why)
    return said
