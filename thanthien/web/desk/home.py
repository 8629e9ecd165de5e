"""The desk's first page: what stands, what waits for this person, what comes next. Sections by rights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone

from thanthien.assessment.forecast.queries import forecast_of
from thanthien.assessment.rounds.queries import deadlines_of, recognition_of, was_handed_in
from thanthien.assessment.scoring.sheet import Line, ScoreSheet
from thanthien.lib.vietnamese import due_in_words, long_date_vi
from thanthien.operations.facilities.waiting import alarm as checklist_alarm
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.evidence.queries import waiting_proofs
from thanthien.programme.plans.filters import TaskFilter
from thanthien.programme.plans.models import Task
from thanthien.programme.plans.queries import (
    counts_by_agency,
    desk_year,
    next_due,
    plan_in_force,
    rows_of,
    state_counts,
    tasks_of,
)
from thanthien.programme.plans.standing import Standing, standing_of
from thanthien.web.pages import UnitRequest, unit_page

SHOWN = 6  # rows of a short list
WEAK = 4
_DAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_LINKS = (
    (Action.TASK_MANAGE, "desk:task_give", "bolt", "Giao việc đột xuất"),
    (Action.IMPEDIMENT_REPORT, "desk:impediment_report", "barrier-block", "Báo vướng mắc"),
    (Action.PLAN_IMPORT, "desk:plans", "file-upload", "Nhập kế hoạch"),
    (Action.TASK_VIEW, "desk:task_board", "layout-kanban", "Bảng nhiệm vụ"),
    (Action.SCORE_VIEW, "desk:forecast", "trending-up", "Dự báo cuối năm"),
    (Action.FIGURE_RECORD, "desk:figures", "chart-bar", "Ghi số liệu"),
    (Action.SCORE_VIEW, "desk:score", "gauge", "Xem điểm, lý do"),
    (Action.REPORT_MAKE, "desk:report", "report", "Báo cáo tự đánh giá"),
)
_TILES = (
    ("overdue", "Quá hạn", "clock"),
    ("returned", "Trả lại", ""),
    ("done", "Chờ kiểm tra", ""),
    ("open", "Chưa làm", ""),
    ("started", "Đang làm", ""),
    ("accepted", "Đã chấp nhận", ""),
)


@dataclass(frozen=True, slots=True)
class Milestone:
    title: str
    said: str
    left: str
    done: bool
    late: bool


@dataclass(frozen=True, slots=True)
class Slice:
    """One state's share of a bar of 1000: where it starts and how wide it is."""

    state: str
    words: str
    count: int
    start: int
    width: int


@dataclass(frozen=True, slots=True)
class Step:
    """A step of setting up, with where it is done; `url` is empty when it is not this person's to do."""

    words: str
    hint: str
    done: bool
    url: str
    button: str


def _bar(counts: dict[str, int]) -> list[Slice]:
    order = ("accepted", "done", "started", "returned", "open")
    total, start, found = max(1, counts["all"]), 0, []
    for state in order:
        width = round(1000 * counts[state] / total)
        found.append(Slice(state, Task.State(state).label, counts[state], start, width))
        start += width
    return [one for one in found if one.count]


# What the unit itself does by a date: (said when done, said when the day has passed without it).
_OWED = {
    "registration": ("đã đăng ký", "chưa đăng ký"),
    "self_assessment": ("đã nộp", "chưa nộp"),
}


def _milestones(sheet: ScoreSheet, today: date, *, handed_in: bool) -> list[Milestone]:
    """The programme's own dates, the next first; late is what the unit itself owes and has not done."""
    if sheet.criteria_set is None:
        return []
    found = []
    for deadline in deadlines_of(sheet.criteria_set, sheet.year):
        registered = deadline.code == "registration" and sheet.registration is not None
        done = registered or (deadline.code == "self_assessment" and handed_in)
        passed = today > deadline.last_day
        days = (deadline.last_day - today).days
        late = passed and not done and deadline.code in _OWED
        if done:
            left = _OWED[deadline.code][0]
        elif late:
            left = _OWED[deadline.code][1]
        else:
            left = "đã qua" if passed else due_in_words(days, working=False)
        found.append(Milestone(deadline.title, deadline.said, left, done, late))
    return found


def _weakest(sheet: ScoreSheet) -> list[Line]:
    """Rows that lose the most points; without points, those that are not met, as they stand."""
    leaves = [line for line in sheet.leaves if line.is_open]
    return sorted(leaves, key=lambda line: (-line.lost, line.share))[:WEAK]


def _share(line: Line) -> int:
    """Percent of the line's points, or of its rows met where no points are known."""
    if line.maximum and line.points is not None:
        return int(100 * line.points / line.maximum)
    leaves = [one for one in line.walk() if one.is_leaf]
    held = sum((one.share for one in leaves), Decimal(0))
    return int(100 * held / max(1, len(leaves)))


def _steps(request: UnitRequest, sheet: ScoreSheet | None, has_plan: bool, begun: bool) -> list[Step]:
    """What a unit does to get going; shown until all is done."""
    unit, person = request.unit, request.user
    adopts = may(person, Action.CRITERIA_ADOPT, unit)
    imports = may(person, Action.PLAN_IMPORT, unit)
    return [
        Step(
            "Chọn bộ tiêu chí của năm",
            "Để mỗi nhiệm vụ gắn với tiêu chí và điểm tính được.",
            sheet is not None and sheet.adoption is not None,
            reverse("desk:criteria", args=[unit.code]) if adopts else "",
            "Chọn bộ tiêu chí",
        ),
        Step(
            "Nhập kế hoạch của đơn vị",
            "Tải tệp Word, PDF, bản chụp hoặc Excel; hệ thống đọc thành từng nhiệm vụ để xem lại.",
            has_plan,
            reverse("desk:plans", args=[unit.code]) if imports else "",
            "Nhập kế hoạch",
        ),
        Step(
            "Thêm minh chứng đầu tiên",
            "Mở một nhiệm vụ, thêm ảnh hoặc văn bản ngay khi việc diễn ra.",
            begun,
            reverse("desk:tasks", args=[unit.code])
            if has_plan and may(person, Action.TASK_WORK, unit)
            else "",
            "Mở danh sách nhiệm vụ",
        ),
    ]


def _mine(unit: Unit, year: int, standing: Standing, today: date) -> dict[str, Any]:
    """What waits for this person: to check, returned to the own agency, due soon."""

    def found(**asked: str) -> list[Task]:
        return list(tasks_of(unit, year, TaskFilter(**asked), standing, today)[:SHOWN])

    whose = "agency" if standing.agency_ids else ""
    return {
        "to_check": found(whose="check") if standing.checks else [],
        "proofs_to_check": waiting_proofs(unit, year, standing).count() if standing.checks else 0,
        "returned": found(whose=whose, state="returned") if standing.works else [],
        "returned_query": TaskFilter(whose=whose, state="returned").as_query(),
        # Those who manage see the whole in the numbers; officers see what their agency has yet to begin.
        "unstarted": found(whose="agency", state="open") if whose and not standing.manages else [],
        "assigned": [
            task
            for task in (found(whose="me") if standing.works else [])
            if task.state in (Task.State.OPEN, Task.State.STARTED)
        ],
    }


def _due(unit: Unit, year: int, standing: Standing, today: date) -> list[tuple[Task, str, bool]]:
    """The nearest unfinished tasks with a day, (task, how far, overdue); officers see their agency's."""
    own = standing.works and not standing.manages and standing.agency_ids
    agency_ids = standing.agency_ids if own else None
    return [
        (task, due_in_words((task.due_date - today).days, working=False), task.due_date < today)
        for task in next_due(unit, year, SHOWN, agency_ids=agency_ids)
        if task.due_date
    ]


@unit_page(Action.UNIT_VIEW)
def home(request: UnitRequest) -> HttpResponse:
    unit, today = request.unit, timezone.localdate()
    year, years = desk_year(unit, asked=request.GET.get("year"), today=today)
    standing = standing_of(request.user, unit)
    plan = plan_in_force(unit, year)
    counts = state_counts(rows_of(unit, year), today)
    outlook = forecast_of(unit, year, today)
    sheet = outlook.sheet
    begun = counts["all"] > counts["open"]
    steps = _steps(request, sheet, plan is not None, begun)
    context = {
        "said_today": f"{_DAYS[today.weekday()]}, {long_date_vi(today)}",
        "year": str(year),
        "years": [str(y) for y in years],
        "plan": plan,
        "counts": counts,
        "bar": _bar(counts),
        "tiles": [(state, words, icon, counts[state]) for state, words, icon in _TILES],
        "steps_to_go": [] if all(step.done for step in steps) else steps,
        "standing": standing,
        **_mine(unit, year, standing, today),
        "due": _due(unit, year, standing, today),
        "milestones": _milestones(sheet, today, handed_in=was_handed_in(request.unit, sheet.year)),
        "recognition": recognition_of(request.unit, sheet.year),
        "sheet": sheet,
        "outlook": outlook,
        "predecessors": list(unit.predecessors.all()),
        "carried": f"?year={year}" if request.GET.get("year") else "",
        "top": [(line, _share(line)) for line in sheet.top],
        "weakest": _weakest(sheet) if standing.manages and begun else [],
        "agencies": [
            (agency, numbers, _bar(numbers)) for agency, numbers in counts_by_agency(unit, year, today)
        ],
        "alarm": checklist_alarm(request.user, unit, today),
        "links": [
            (reverse(name, args=[unit.code]), icon, words)
            for action, name, icon, words in _LINKS
            if may(request.user, action, unit)
        ],
    }
    return render(request, "desk/home/home.html", context)


urlpatterns = [path("", home, name="home")]
