"""The year of proof at a glance: every task, every month (or week of a quarter), and how its proof stands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from thanthien.lib.rules import Calendar, Period
from thanthien.lib.rules.periods import Span, spans
from thanthien.platform.units.models import Unit
from thanthien.programme.evidence.coverage import period_of
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.plans.models import Task
from thanthien.programme.plans.queries import leads_of, timing_rule_of

_YEAR = tuple(range(1, 13))
_LIVE = (Evidence.State.WAITING, Evidence.State.ACCEPTED)
_Brought = tuple[date, int | None, str]  # day, lead part, state
WORDS = {
    "accepted": "đã có minh chứng được chấp nhận",
    "waiting": "có minh chứng chờ kiểm tra",
    "part": "mới có minh chứng của một số cơ quan",
    "none": "thiếu minh chứng",
    "now": "đang diễn ra, chưa có minh chứng",
    "free": "không đòi minh chứng",
    "ahead": "chưa đến",
}


@dataclass(frozen=True, slots=True)
class Square:
    """One task in one span. `state` is a key of `WORDS`; `proofs` counts what is waiting or accepted."""

    span: Span
    state: str
    proofs: int


@dataclass(frozen=True, slots=True)
class Line:
    task: Task
    squares: list[Square]


def columns(year: int, quarter: int | None = None) -> tuple[Span, ...]:
    """The twelve months, or the weeks that touch a quarter (1–4)."""
    if quarter is None:
        return spans(Period.MONTH, year, _YEAR, Calendar())
    inside = range(quarter * 3 - 2, quarter * 3 + 1)
    weeks = spans(Period.WEEK, year, _YEAR, Calendar())
    return tuple(week for week in weeks if week.first.month in inside or week.last.month in inside)


def proof_lines(
    unit: Unit, year: int, tasks: Sequence[Task], shown: Sequence[Span], today: date
) -> list[Line]:
    """A line a task. One query for the proof; the tasks bring their parts and criterion along."""
    brought: dict[int, list[_Brought]] = defaultdict(list)
    rows = Evidence.objects.filter(unit=unit, task__year=year, state__in=_LIVE).order_by()
    for task_id, part_id, day, state in rows.values_list("task_id", "part_id", "effective_date", "state"):
        brought[task_id].append((day, part_id, state))
    return [Line(task, _squares(task, brought[task.pk], shown, today)) for task in tasks]


def _squares(task: Task, brought: list[_Brought], shown: Sequence[Span], today: date) -> list[Square]:
    leads = frozenset(part.pk for part in leads_of(task))
    rule = timing_rule_of(task)
    period = period_of(rule, task.criterion.rule if task.criterion else None)
    days = sorted(brought, key=lambda one: one[0])
    squares = []
    for span in shown:
        inside = days[bisect_left(days, span.first, key=_day) : bisect_right(days, span.last, key=_day)]
        state = _standing(inside, leads) or _empty(task, period, brought, span, today)
        squares.append(Square(span, state, len(inside)))
    return squares


def _day(one: _Brought) -> date:
    return one[0]


def _standing(inside: list[_Brought], leads: frozenset[int]) -> str:
    if not inside:
        return ""
    if _all_have({part for _, part, state in inside if state == Evidence.State.ACCEPTED}, leads, inside):
        return "accepted"
    return "waiting" if _all_have({part for _, part, _ in inside}, leads, inside) else "part"


def _all_have(parts: set[int | None], leads: frozenset[int], inside: list[_Brought]) -> bool:
    return bool(inside) and bool(parts) and (None in parts or leads <= parts)


def _empty(task: Task, period: Period | None, brought: list[_Brought], span: Span, today: date) -> str:
    """A span without proof: what is asked of it depends on how often the task asks for proof."""
    if span.first > today:
        return "ahead"
    if period is None:
        late = not brought and task.due_date is not None and span.first <= task.due_date <= span.last < today
        return "none" if late else "free"
    around = _around(period, span)
    if around is not None:
        if any(around[0] <= day <= around[1] for day, _, _ in brought):
            return "free"
        # the last square of the longer period says what is missing in it
        if not span.first <= around[1] <= span.last:
            return "free"
        return "none" if around[1] < today else "now"
    return "none" if span.last < today else "now"


def _around(period: Period, span: Span) -> tuple[date, date] | None:
    """The longer period that a square lies in, where proof is asked for less often than the squares come."""
    if period is Period.QUARTER:
        months = ((span.last.month - 1) // 3 * 3 + 1, (span.last.month - 1) // 3 * 3 + 3)
    elif period is Period.MONTH and (span.last - span.first).days < 10:
        months = (span.last.month, span.last.month)
    else:
        return None
    return date(span.last.year, months[0], 1), _last_of(span.last.year, months[1])


def _last_of(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def proofs_between(task: Task, first: date, last: date) -> list[Evidence]:
    """A task's proofs of a span, returned ones too, the newest event first."""
    rows = Evidence.objects.filter(task=task, effective_date__range=(first, last))
    return list(
        rows.exclude(state=Evidence.State.WITHDRAWN).select_related(
            "file", "agency", "added_by", "checked_by"
        )
    )
