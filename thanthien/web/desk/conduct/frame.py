"""What the pages of conduct share: the row of tabs, rows by their id, choices of people."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from thanthien.lib.vietnamese import whole_number
from thanthien.operations.conduct.models import Staff
from thanthien.operations.conduct.queries import register_of, staff_of_unit
from thanthien.operations.conduct.standing import checks, manages
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.web.pages import UnitRequest
from thanthien.web.plain_form import Choice

TABS = (
    ("desk:conduct", "Quy tắc, cam kết"),
    ("desk:conduct_checks", "Kiểm tra"),
    ("desk:conduct_trainings", "Học tập, bồi dưỡng"),
    ("desk:conduct_praises", "Lời khen"),
    ("desk:conduct_breaches", "Vụ việc"),
    ("desk:conduct_reviews", "Nhận xét năm"),
    ("desk:conduct_staff_list", "Danh sách người"),
)
_CHECKERS = "desk:conduct_checks"


def tabs(request: UnitRequest, here: str) -> dict[str, Any]:
    may_check = checks(request.user, request.unit)
    return {
        "conduct_tabs": [one for one in TABS if may_check or one[0] != _CHECKERS],
        "here": here,
        "manages": manages(request.user, request.unit),
        "checks": may_check,
        "decides": may(request.user, Action.CONDUCT_DECIDE, request.unit),
        "today": timezone.localdate(),
    }


def staff_asked(request: UnitRequest, pk: int) -> Staff:
    found = staff_of_unit(request.unit, pk)
    if found is None:
        raise Http404
    return found


def staff_choices(unit: Unit, first: str = "Chọn người") -> list[Choice]:
    """Everybody who works in the unit today, with agency; namesakes with their code."""
    found: list[Choice] = [("", first)]
    for one in register_of(unit, timezone.localdate()):
        place = one.post.agency.short_name if one.post and one.post.agency else ""
        code = f" ({one.staff.code or 'chưa ghi mã'})" if one.is_namesake else ""
        found.append((str(one.staff.pk), f"{one.staff}{code} – {place}" if place else f"{one.staff}{code}"))
    return found


def staff_chosen(unit: Unit, value: str) -> Staff | None:
    pk = whole_number(value)
    return staff_of_unit(unit, pk) if pk is not None else None


def year_asked(request: HttpRequest) -> int:
    """The year of `?year=`, this one where it cannot be read."""
    year = whole_number(request.GET.get("year", ""))
    return year if year is not None and 2000 <= year <= 2100 else timezone.localdate().year
