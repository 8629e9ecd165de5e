"""The one-stop centre in a month, beside the month before: faster, cheaper, more sensible, friendlier.

The four words are the plan's own (R7.16); no document says how to measure them. So each stands over figures that the
rooms of the centre keep anyway, with what they are made of, and nothing is summed up into one mark.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from thanthien.lib.sampling import Share
from thanthien.operations.casework.figures import CaseSpan, case_span
from thanthien.operations.queueing.figures import Figures, figures_of
from thanthien.operations.queueing.months import QueueSpan, queue_span
from thanthien.operations.ratings.queries import low_marks, results_of
from thanthien.platform.units.models import Unit
from thanthien.programme.measures.queries import sums_by_month

MEASURES = (
    "case_on_time", "fast_day_same_day", "home_service_served", "late_case_apology", "opening_checklist",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """Days of one month, as far as they have come."""

    first: date
    last: date

    @property
    def before(self) -> Span:
        last = self.first - timedelta(days=1)
        return Span(last.replace(day=1), last)


@dataclass(frozen=True, slots=True)
class Line:
    """One figure in the two months: a share, or minutes; `code` names the measure it is, where it is one.

    `more_is_better` decides how a difference is told. Minutes are None where nobody waited.
    """

    key: str
    share: Share | None = None
    share_before: Share | None = None
    minutes: float | None = None
    minutes_before: float | None = None
    more_is_better: bool = True
    code: str = ""

    @property
    def is_better(self) -> bool | None:
        """Of shares whose 95 % intervals lie apart; None where the difference may be chance."""
        if self.share is None or self.share_before is None:
            return None
        now, before = self.share.interval, self.share_before.interval
        if now.low > before.high:
            return self.more_is_better
        return not self.more_is_better if now.high < before.low else None


@dataclass(frozen=True, slots=True)
class Load:
    """A counter and the numbers it served, each service counted; `share` of the busiest, 0 to 100."""

    name: str
    served: int
    share: int


@dataclass(frozen=True, slots=True)
class CentreMonth:
    span: Span
    groups: dict[str, list[Line]]
    counters: list[Load]
    busiest_hour: int | None
    unanswered: int  # low marks that nobody has said anything about, whatever their month

    @property
    def is_empty(self) -> bool:
        return not any(_is_known(line) for lines in self.groups.values() for line in lines)


def _is_known(line: Line) -> bool:
    return line.minutes is not None or (line.share is not None and line.share.total > 0)


@dataclass(frozen=True, slots=True)
class _Month:
    waits: Figures
    queue: QueueSpan
    cases: CaseSpan
    measured: dict[str, Share]
    satisfied: Share


def centre_month(unit: Unit, span: Span) -> CentreMonth:
    """The month and the whole month before it. The same number of queries whatever was kept."""
    now, before = _month(unit, span), _month(unit, span.before)
    hours = [(len(stages.waiting.values), -hour) for hour, stages in now.waits.hours]
    return CentreMonth(
        span,
        {key: list(lines) for key, lines in _groups(now, before)},
        _loads(now.waits),
        -max(hours)[1] if any(number for number, _ in hours) else None,
        low_marks(unit).count(),
    )


def _month(unit: Unit, span: Span) -> _Month:
    sums = sums_by_month(unit, year=span.first.year, until=span.last, codes=MEASURES)
    return _Month(
        figures_of(unit, span.first, span.last),
        queue_span(unit, span.first, span.last),
        case_span(unit, span.first, span.last),
        {
            one.measure: _share(one.numerator, one.denominator)
            for one in sums
            if one.first >= span.first and one.last <= span.last
        },
        results_of(unit, span.first, span.last).all.satisfied,
    )


def _share(numerator: Decimal, denominator: Decimal) -> Share:
    return Share(int(numerator), int(denominator))


def _groups(now: _Month, before: _Month) -> Iterator[tuple[str, list[Line]]]:
    def measured(code: str) -> Line:
        none = Share(0, 0)
        return Line(code, now.measured.get(code, none), before.measured.get(code, none), code=code)

    def queued(key: str, *, more_is_better: bool) -> Line:
        then, past = (Share(getattr(one.queue, key), one.queue.taken) for one in (now, before))
        return Line(key, then, past, more_is_better=more_is_better)

    def cases(key: str, base: str, *, more_is_better: bool = True) -> Line:
        then, past = (Share(getattr(one.cases, key), getattr(one.cases, base)) for one in (now, before))
        return Line(key, then, past, more_is_better=more_is_better)

    def minutes(key: str, stage: str, at: str) -> Line:
        values = [getattr(getattr(one.waits.all, stage), at) for one in (now, before)]
        return Line(key, minutes=values[0], minutes_before=values[1], more_is_better=False)

    yield "faster", [
        minutes("wait", "waiting", "median"), minutes("long_wait", "waiting", "p90"),
        minutes("serve", "serving", "median"), measured("case_on_time"), cases("early", "ended"),
        measured("fast_day_same_day"),
    ]  # fmt: skip
    yield "cheaper", [
        cases("online", "known"), cases("supplemented", "ended", more_is_better=False),
        queued("ahead", more_is_better=True), measured("home_service_served"),
    ]  # fmt: skip
    yield "sensible", [
        queued("several", more_is_better=True), queued("sent_on", more_is_better=False),
        queued("missed", more_is_better=False), measured("opening_checklist"),
    ]  # fmt: skip
    yield "friendlier", [
        Line("satisfied", now.satisfied, before.satisfied),
        measured("late_case_apology"),
    ]  # fmt: skip


def _loads(waits: Figures) -> list[Load]:
    served = [(counter.name, len(stages.serving.values)) for counter, stages in waits.counters]
    most = max((number for _, number in served), default=0)
    return [Load(name, number, round(number * 100 / most)) for name, number in served if most]
