"""What the pages about proof share: the year, and the way between them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.programme.plans.queries import desk_year
from thanthien.web.pages import UnitRequest

_TABS = (
    ("desk:proof_calendar", "Lịch minh chứng", Action.TASK_VIEW),
    ("desk:proof_filed", "Bảng tự lập", Action.TASK_VIEW),
    ("desk:proof_reuse", "Dùng lại", Action.TASK_CHECK),
    ("desk:proof_checks", "Cần xem lại", Action.TASK_VIEW),
)


def proof_frame(request: UnitRequest, here: str) -> tuple[int, dict[str, Any]]:
    """(year, context): the tabs this person may open, the years there are."""
    asked = request.GET.get("year")
    year, years = desk_year(request.unit, asked=asked, today=timezone.localdate())
    return year, {
        "year": str(year),
        "years": [str(one) for one in years],
        "carried": f"?year={year}" if asked else "",
        "tabs": [
            (name, words, name == here)
            for name, words, action in _TABS
            if may(request.user, action, request.unit)
        ],
    }
