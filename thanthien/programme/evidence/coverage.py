"""Which weeks, months or quarters of the year have proof: the strip on a repeating task's page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from thanthien.lib.planreader.timing import TimingRule
from thanthien.lib.rules import Calendar, Period, proof_period
from thanthien.lib.rules.periods import PERIOD_NOUN, Span, spans
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.plans.timing_words import repeats_each

_YEAR = tuple(range(1, 13))
_WEEKENDS_ONLY = Calendar()
_STATE_WORDS = {
    "accepted": "đã có minh chứng được chấp nhận",
    "waiting": "có minh chứng chờ kiểm tra",
    "none": "chưa có minh chứng",
    "now": "đang diễn ra, chưa có minh chứng",
    "ahead": "chưa đến",
    "off": "nghỉ, không phải làm",
}
_STRIPS = frozenset({Period.WEEK, Period.MONTH, Period.QUARTER})


@dataclass(frozen=True, slots=True)
class Cell:
    """One period.

    `state`: accepted, waiting, none (passed, no proof), now (running, no proof), ahead, off (no working day in
    it, no proof).
    """

    label: str
    first: date
    last: date
    state: str
    proofs: int

    @property
    def words(self) -> str:
        return f"{_STATE_WORDS[self.state]}{f' ({self.proofs} minh chứng)' if self.proofs else ''}"

    @property
    def short(self) -> str:
        """The label without its noun: "tháng 3" → "3", "quý II" → "II"; weeks keep their days."""
        return self.label.split(" ", 1)[1] if " " in self.label else self.label


@dataclass(frozen=True, slots=True)
class Coverage:
    period: str  # week | month | quarter
    noun: str  # "tuần"
    cells: tuple[Cell, ...]

    def count(self, state: str) -> int:
        return sum(cell.state == state for cell in self.cells)

    @property
    def passed(self) -> int:
        """Periods that have begun and ask for something."""
        return sum(cell.state not in ("ahead", "off") for cell in self.cells)

    @property
    def rests(self) -> int:
        """Periods without a working day."""
        return self.count("off")

    @property
    def covered(self) -> int:
        return self.count("accepted") + self.count("waiting")

    @property
    def says(self) -> str:
        """The strip in words: "Đã có minh chứng 5/9 tuần đã qua (4 đã chấp nhận, 1 chờ kiểm tra)."."""
        if not self.passed:
            return f"Chưa có {self.noun} nào bắt đầu."
        return (
            f"Đã có minh chứng {self.covered}/{self.passed} {self.noun} tính đến nay "
            f"({self.count('accepted')} đã chấp nhận, {self.count('waiting')} chờ kiểm tra)."
        )


def period_of(rule: TimingRule | None, criterion_rule: Mapping[str, Any] | None) -> Period | None:
    """The period proof is looked for in: a count the plan prints, else what the criterion's score asks."""
    asked = proof_period(criterion_rule)
    period = repeats_each(rule)
    if (rule is None or rule.kind != "every") and asked:
        period = Period(asked)
        period = Period.WEEK if period is Period.WORKDAY else period
    return period if period in _STRIPS else None


def coverage_of(
    *,
    proofs: Iterable[Evidence],
    leads: Sequence[int],
    period: Period,
    year: int,
    today: date,
    calendar: Calendar = _WEEKENDS_ONLY,
) -> Coverage:
    """Cells of the year. `leads` are keys of the lead parts: a period counts when each of them has proof.

    A period without a working day (the week of Tết) asks for nothing.
    """
    live = [p for p in proofs if p.state in (Evidence.State.ACCEPTED, Evidence.State.WAITING)]
    cells = tuple(_cell(span, live, leads, today, calendar) for span in spans(period, year, _YEAR, calendar))
    return Coverage(period.value, PERIOD_NOUN[period], cells)


def _cell(
    span: Span, live: Sequence[Evidence], leads: Sequence[int], today: date, calendar: Calendar
) -> Cell:
    inside = [p for p in live if span.first <= p.effective_date <= span.last]
    accepted = [p for p in inside if p.state == Evidence.State.ACCEPTED]
    if _all_have(accepted, leads):
        state = "accepted"
    elif _all_have(inside, leads):
        state = "waiting"
    elif span.first > today:
        state = "ahead"
    elif not calendar.has_workday(span.first, span.last):
        state = "off"
    else:
        state = "none" if span.last < today else "now"
    return Cell(span.label, span.first, span.last, state, len(inside))


def _all_have(proofs: Sequence[Evidence], leads: Sequence[int]) -> bool:
    if not proofs:
        return False
    parts = {p.part_id for p in proofs}
    return None in parts or all(lead in parts for lead in leads)


def has_current(latest: date | None, rule: TimingRule | None, today: date) -> bool | None:
    """Whether the newest proof lies in the running period; None when the task does not repeat."""
    period = repeats_each(rule)
    if period is None or period is Period.YEAR:
        return None
    if latest is None:
        return False
    running = next(
        (s for s in spans(period, today.year, _YEAR, Calendar()) if s.first <= today <= s.last), None
    )
    return running is None or latest >= running.first
