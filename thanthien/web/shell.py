"""What every page shows around its content: the unit, the person, the way to the other pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import current_memberships, may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu: url name, words, icon, and the action that opens it."""

    name: str
    words: str
    icon: str
    action: Action


LOCAL_MENU = (
    Entry("desk:home", "Tổng quan", "home", Action.UNIT_VIEW),
    Entry("desk:tasks", "Nhiệm vụ", "checklist", Action.TASK_VIEW),
    Entry("desk:plans", "Kế hoạch", "file-text", Action.PLAN_VIEW),
    Entry("desk:score", "Chấm điểm", "gauge", Action.SCORE_VIEW),
    Entry("desk:figures", "Số liệu", "chart-bar", Action.FIGURE_VIEW),
    Entry("desk:report", "Báo cáo tự đánh giá", "report", Action.SCORE_VIEW),
    Entry("desk:criteria", "Bộ tiêu chí", "list-tree", Action.CRITERIA_VIEW),
    Entry("desk:people", "Cơ quan, con người", "users", Action.PEOPLE_VIEW),
    Entry("desk:audit", "Nhật ký", "history", Action.AUDIT_VIEW),
)
CITY_MENU = (
    Entry("oversight:home", "Toàn thành phố", "home", Action.CITY_VIEW),
    Entry("oversight:criteria", "Bộ tiêu chí, bảng điểm", "list-tree", Action.CITY_VIEW),
    Entry("oversight:people", "Con người", "users", Action.PEOPLE_VIEW),
    Entry("oversight:audit", "Nhật ký", "history", Action.AUDIT_VIEW),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of the frame: `unit`, `menu` [(url, words, icon, is_here)], `my_units`, `city_above`."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {"mail_is_set_up": settings.MAIL_IS_SET_UP}
    unit: Unit | None = getattr(request, "unit", None)
    units = list({m.unit_id: m.unit for m in current_memberships(person)}.values())
    if unit is None and len(units) == 1 and not person.must_change_password:
        unit = units[0]  # pages about the account keep the menu of the one place there is
    if unit is None:
        return {"my_units": units}
    entries = LOCAL_MENU if unit.is_local else CITY_MENU
    here = request.resolver_match.view_name if request.resolver_match else ""
    menu = [
        {
            "url": reverse(e.name, args=[unit.code]),
            "words": e.words,
            "icon": e.icon,
            "is_here": _covers(e.name, here),
        }
        for e in entries
        if may(person, e.action, unit)
    ]
    return {"unit": unit, "menu": menu, "my_units": units, "city_above": _city_above(person, unit)}


def _city_above(person: Person, unit: Unit) -> Unit | None:
    """The city whose people look at one of its communes now: their way back."""
    above = unit.parent if unit.is_local else None
    return above if above is not None and may(person, Action.CITY_VIEW, above) else None


def _covers(name: str, here: str) -> bool:
    """A page belongs to the menu line whose name begins its own: `desk:task` lies under `desk:tasks`."""
    return here == name or here.startswith(name.rstrip("s") + "_") or here == name.rstrip("s")
