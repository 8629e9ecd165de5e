"""What to do this week for a criterion, with what it brings and how hard it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from thanthien.assessment.scoring.effort import CHECK_ONLY, IMPROVE, ONE_ACT
from thanthien.assessment.scoring.sheet import Line
from thanthien.lib.rules import Count, Evidence, Ratio, Rule, Status, Survey
from thanthien.lib.rules.forecast import Outlook, at_stake
from thanthien.lib.rules.futures import Case, Pace, simple_rules
from thanthien.lib.rules.periods import Span

SOON = 7  # days


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. `gain` in points (shares without weights) is what it wins or saves.

    `until` is the last day on which it still helps, None where any day of the year does. `target` is what
    page it is done on: ("task", id), ("figure", code) or ("score", key).
    """

    line: Line
    says: str
    gain: Decimal
    effort: int
    until: date | None
    is_urgent: bool
    target: tuple[str, str]

    @property
    def rank(self) -> tuple[bool, Decimal, str]:
        """Urgent things first: they cannot wait; then points for effort."""
        return (not self.is_urgent, -self.gain / self.effort, self.line.key)


def steps_of(
    line: Line, case: Case, found: Outlook, pace: Pace, *, as_of: date, year: int
) -> tuple[Step, ...]:
    """What helps the criterion now, the best first; nothing where all points are held."""
    steps = []
    if line.waiting:
        gain = line.hoped if case.maximum is not None else found.ceiling - found.now
        words = f"Kiểm tra {len(line.waiting)} minh chứng đang chờ"
        steps.append(_step(line, words, gain, CHECK_ONLY, None, as_of, line.waiting[0].target))
    staked, span = at_stake(case, pace, as_of=as_of, year=year)
    if span is not None:
        until = _last_day(case.rule, span, as_of)
        steps.append(_step(line, _ask(case.rule, span), staked, ONE_ACT, until, as_of, _task_of(line)))
    if line.is_judged and case.facts.judgement is None:
        words = "Chấm điểm nội dung này và ghi lý do"
        steps.append(_step(line, words, found.ceiling - found.now, ONE_ACT, None, as_of, ("score", line.key)))
    elif line.measures and line.is_open:
        steps.append(_figure_step(line, found, as_of))
    return tuple(sorted((one for one in steps if one.gain > 0), key=lambda one: one.rank))


def _step(
    line: Line,
    words: str,
    gain: Decimal,
    effort: int,
    until: date | None,
    as_of: date,
    target: tuple[str, str],
) -> Step:
    urgent = until is not None and until <= as_of + timedelta(days=SOON)
    return Step(line, words, gain, effort, until, urgent, target)


def _figure_step(line: Line, found: Outlook, as_of: date) -> Step:
    figure = ("figure", line.measures[0])
    if line.status is Status.NOT_MEASURED:
        return _step(line, "Ghi số liệu còn thiếu", found.ceiling - found.now, ONE_ACT, None, as_of, figure)
    words = line.missing[0] if line.missing else "Nâng kết quả của chỉ số này"
    return _step(line, words, found.ceiling - found.likely, IMPROVE, None, as_of, figure)


def _task_of(line: Line) -> tuple[str, str]:
    open_tasks = [task for task in line.tasks if not task.is_withdrawn]
    return ("task", str(open_tasks[0].id)) if open_tasks else ("score", line.key)


def _last_day(rule: Rule, span: Span, as_of: date) -> date:
    """The printed due day where one lies ahead, else the end of the span."""
    for one in simple_rules(rule):
        if isinstance(one, Evidence) and one.due:
            due = date(span.first.year, *one.due) if one.due != (2, 29) else date(span.first.year, 2, 28)
            if due >= as_of:
                return due
    return span.last


def _ask(rule: Rule, span: Span) -> str:
    for one in simple_rules(rule):
        if isinstance(one, Count):
            return f"Thực hiện ít nhất {one.at_least} {one.noun} trong {span.label}"
        if isinstance(one, Ratio | Survey):
            continue
    return f"Bổ sung minh chứng của {span.label}"
