"""What the pages of figures read: the year asked for, the measures the person may see, their figures."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.utils import timezone

from thanthien.assessment.scoring.queries import MeasureNeed, measures_needed
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.queries import adoption_of
from thanthien.programme.measures.models import Reading
from thanthien.programme.measures.queries import (
    Sum,
    days_collected,
    sums_by_day,
    sums_by_month,
    typed_of,
    typed_that_hold,
)
from thanthien.programme.measures.registry import Measure, measure_of, measures
from thanthien.programme.plans.queries import desk_year
from thanthien.web.desk.figures.shapes import Figure, Slot, slot_of_typed, slots_of
from thanthien.web.pages import UnitRequest

Needs = dict[str, list[MeasureNeed]]
# what a room is called where its figures say that they come from it
ROOM_WORDS = {
    "feedback": "Phản ánh, kiến nghị",
    "channels": "Kênh tiếp nhận",
    "disclosure": "Công khai",
    "surveys": "Khảo sát",
    "ratings": "Đánh giá tại quầy",
    "casework": "Hồ sơ một cửa",
    "assistance": "Hỗ trợ người dân",
    "reception": "Tiếp công dân",
    "engagement": "Đối thoại, cơ sở",
    "letters": "Thư, thăm hỏi",
    "facilities": "Đầu ngày, thiết bị",
    "queueing": "Xếp hàng",
    "conduct": "Nề nếp, ứng xử",
    "outreach": "Tuyên truyền",
}


def year_of(request: UnitRequest) -> tuple[int, dict[str, Any]]:
    asked = request.GET.get("year")
    year, years = desk_year(request.unit, asked=asked, today=timezone.localdate())
    return year, {
        "year": str(year),
        "years": [str(one) for one in years],
        "carried": f"?year={year}" if asked else "",
        "may_record": may(request.user, Action.FIGURE_RECORD, request.unit),
        "may_adopt": may(request.user, Action.CRITERIA_ADOPT, request.unit),
    }


def sees(request: UnitRequest, measure: Measure) -> bool:
    """Figures of what is protected are seen by those alone who may read it."""
    return measure.right is None or may(request.user, measure.right, request.unit)


def needs_of_unit(unit: Unit, year: int) -> Needs | None:
    """Criteria by the measure they read; None where no set is adopted."""
    adoption = adoption_of(unit, year)
    if adoption is None:
        return None
    needs: Needs = defaultdict(list)
    for one in measures_needed(adoption.criteria_set):
        needs[one.need.code].append(one)
    return needs


def measures_shown(request: UnitRequest, needs: Needs) -> list[Measure]:
    """Those that criteria read, in their order, then whatever else rooms count."""
    asked = [measure_of(code, label=found[0].need.label) for code, found in needs.items()]
    more = [one for one in measures().values() if one.room and one.code not in needs]
    return [one for one in (*asked, *more) if sees(request, one)]


def measure_shown(request: UnitRequest, needs: Needs, code: str) -> Measure | None:
    return next((one for one in measures_shown(request, needs) if one.code == code), None)


def figures_of(unit: Unit, year: int, shown: list[Measure], needs: Needs) -> list[Figure]:
    """The year of each measure by month; five queries at most, whatever their number."""
    until = date(year, 12, 31)
    typed: dict[str, list[Reading]] = defaultdict(list)
    for reading in typed_of(unit, year=year, until=until):
        typed[reading.measure].append(reading)
    counted = {one.code for one in shown if one.room}
    states = {one.code for one in shown if one.room and not one.adds_up}
    sums: dict[str, list[Sum]] = defaultdict(list)
    for one in sums_by_month(unit, year=year, until=until, codes=counted - states):
        sums[one.measure].append(one)
    for one in sums_by_day(unit, year=year, until=until, codes=states) if states else ():
        sums[one.measure].append(one)
    twice = {code for code in typed if sums.get(code)}
    days = days_collected(unit, year=year, codes=twice) if twice else {}
    return [
        _figure(one, needs.get(one.code, []), typed[one.code], sums[one.code], days.get(one.code, set()))
        for one in shown
    ]


def _figure(
    measure: Measure, needs: list[MeasureNeed], typed: list[Reading], sums: list[Sum], days: set[date]
) -> Figure:
    held = typed_that_hold(typed, days)
    slots: list[Slot] = [slot_of_typed(measure, one) for one in held] + slots_of(measure, sums, "month")
    slots.sort(key=lambda one: one.first)
    aside = frozenset(one.pk for one in typed) - {one.pk for one in held}
    return Figure(measure, needs, typed, slots, aside)
