"""What every page of steering shows around its own part: the year, the tabs, who may do what."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from thanthien.platform.people.permissions import agencies_of_person, may
from thanthien.platform.people.roles import Action
from thanthien.programme.plans.queries import desk_year
from thanthien.web.pages import UnitRequest

TABS = (
    ("desk:steering", "Ban Chỉ đạo"),
    ("desk:assignments", "Phân công"),
    ("desk:chases", "Đôn đốc"),
    ("desk:given", "Việc đột xuất"),
    ("desk:unit_reports", "Báo cáo của cơ quan"),
)


def steering_frame(request: UnitRequest, here: str) -> tuple[int, dict[str, Any]]:
    """(the year shown, the context of the tabs)."""
    asked = request.GET.get("year")
    year, years = desk_year(request.unit, asked=asked, today=timezone.localdate())
    return year, {
        "year": str(year),
        "years": [str(one) for one in years],
        "carried": f"?year={year}" if asked else "",
        "here": here,
        "steering_tabs": [(name, words, 0) for name, words in TABS],
        "manages": may(request.user, Action.STEERING_MANAGE, request.unit),
        "my_agencies": {agency.pk for agency in agencies_of_person(request.user, request.unit)},
        "works": may(request.user, Action.STEERING_WORK, request.unit),
        "today": timezone.localdate(),
    }


def address(request: UnitRequest, name: str, *args: object) -> str:
    return reverse(name, args=[request.unit.code, *args])
