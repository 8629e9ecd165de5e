"""What a unit's score is likely to be on 31 December, by what is known today.

**Method.** The same `score` that makes today's points is asked about the end of the year, with the facts of
today and those that may yet come (`futures`): nine out of ten futures make the range of a criterion.

- *Periods* (proof each week, month, quarter): the unit's own rhythm in this criterion, newer periods
  counting more (half after 60 days), leaning on the unit's rhythm in all others while little is known;
  the rest of the year is drawn from it (beta-binomial). A whole period that has passed without proof is
  lost: only work that was done can be proved. Proofs that wait for a check count in three futures of four.
- *Once a year*: the share of such things done by now says how many will be done by the end.
- *Figures*: the months to come resemble the months seen; a clean record may break; a figure that states
  the whole goes on along its line. No figures yet: marked `known = False`, the unit's habit of recording decides.
- *Judged rows*: a judgement given stands (mended work may be judged anew: the ceiling); else the mean of those
  given, as surely as the unit's judges are at work.

**Certain and possible.** `floor` is what no future takes away, `ceiling` what can be reached if nothing more is
missed. Always floor ≤ low ≤ likely ≤ high ≤ ceiling; on 31 December all five are the score. One more
accepted proof never lowers a criterion's figures, nor the unit's floor, likely and ceiling.

**The unit's range.** Rows fail together (one team) and by chance (each its own). The range of the sum takes
`TOGETHER` of the variance as common and the rest as independent. What it cannot know: that people take
the forecast to heart, a reorganisation, an appraiser who sees it otherwise.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from thanthien.lib.rules.facts import Facts
from thanthien.lib.rules.frame import Frame
from thanthien.lib.rules.futures import (
    BEST,
    WORST,
    Case,
    Pace,
    elapsed,
    imagined,
    past_of,
    simple_rules,
    without_running,
)
from thanthien.lib.rules.kinds import Count, Deduction, Evidence, Judged, Ratio, Survey
from thanthien.lib.rules.periods import Period, Span
from thanthien.lib.rules.scoring import score
from thanthien.lib.rules.verdicts import Status, Verdict, rounded

ZERO, ONE = Decimal(0), Decimal(1)
GRID = tuple((2 * n + 1) / 20 for n in range(10))
TOGETHER = 0.12
_NINETY = 1.645  # standard deviations of nine out of ten
_SAFE = 0.8
# Nobody is so sure to do a thing that it need not be looked after.
_SUREST = 0.94


class Fate(StrEnum):
    """What becomes of a criterion: full points, full points in danger, can be won, judged below full and won only
    if judged anew, can be won in part, no more.
    """

    HELD = "held"
    AT_RISK = "at_risk"
    OPEN = "open"
    JUDGED = "judged"
    REDUCED = "reduced"
    LOST = "lost"
    ASIDE = "aside"


FATE_LABEL = {
    Fate.HELD: "Sẽ đạt",
    Fate.AT_RISK: "Có thể mất điểm",
    Fate.OPEN: "Còn làm kịp",
    Fate.JUDGED: "Đã chấm, chưa đủ điểm",
    Fate.REDUCED: "Còn cứu được một phần",
    Fate.LOST: "Không còn kịp trong năm",
    Fate.ASIDE: "Không phát sinh",
}


@dataclass(frozen=True, slots=True)
class Outlook:
    """One criterion on 31 December. The five figures are points, or shares (0–1) without weights.

    `chance` (0–1) is that of full points, `known` False where there is nothing to judge by yet.
    """

    now: Decimal
    floor: Decimal
    low: Decimal
    likely: Decimal
    high: Decimal
    ceiling: Decimal
    whole: Decimal
    chance: float
    known: bool
    fate: Fate
    drawn: tuple[Decimal, ...]

    @property
    def gone(self) -> Decimal:
        """What cannot be won back this year."""
        return self.whole - self.ceiling


@dataclass(frozen=True, slots=True)
class Range:
    """A sum over criteria: certain, low, likely, high, possible."""

    floor: Decimal
    low: Decimal
    likely: Decimal
    high: Decimal
    ceiling: Decimal


def frame_of(as_of: date, year: int, maximum: Decimal | None = None) -> Frame:
    """The day as a day of that year: before it begins its first, after it has ended its last."""
    return Frame(min(max(as_of, date(year, 1, 1)), date(year, 12, 31)), year, maximum)


def pace_of(cases: Iterable[Case], *, as_of: date, year: int) -> Pace:
    """How the unit works over all its criteria. Where little is known it is taken to be middling (0.7)."""
    frame = frame_of(as_of, year)
    kept, finished, judged, measured = [1.4, 2.0], [1.4, 2.0], [1.4, 2.0], [1.4, 2.0]
    given = [Decimal("0.9")]
    for case in cases:
        codes = {one.measure for one in case.facts.readings}
        for rule in simple_rules(case.rule):
            if isinstance(rule, Judged):
                _add(judged, case.facts.judgement is not None, 1)
                if case.facts.judgement:
                    given.append(case.facts.judgement.points / case.facts.judgement.out_of)
            elif isinstance(rule, Evidence | Count):
                _add_periods(rule, case, frame, kept, finished)
            if isinstance(rule, Ratio | Deduction):
                _add(measured, rule.measure in codes, 1)
            elif isinstance(rule, Survey):
                _add(measured, rule.survey in codes, 1)
    return Pace(
        kept=_share(kept),
        finished=_share(finished),
        # Judging is done late in the year: that nobody has judged by summer says little.
        judged=max(_share(judged), 0.6),
        measured=_share(measured),
        given=float(sum(given, ZERO) / len(given)),
    )


def _add(counted: list[float], done: float, of: float) -> None:
    counted[0] += done
    counted[1] += of


def _share(counted: Sequence[float]) -> float:
    return min(_SUREST, max(1 - _SUREST, counted[0] / counted[1]))


def _add_periods(
    rule: Evidence | Count, case: Case, frame: Frame, kept: list[float], finished: list[float]
) -> None:
    past = past_of(rule, case, frame)
    if rule.per is Period.YEAR:
        _add(finished, past.kept > 0, elapsed(rule, frame))
    else:
        # One daily row must not drown all others.
        weight = past.kept + past.missed
        scale = min(1.0, 6.0 / weight) if weight else 0.0
        _add(kept, past.kept * scale, weight * scale)


def outlook(case: Case, pace: Pace, *, as_of: date, year: int) -> Outlook:
    """What becomes of one criterion by the end of the year."""
    frame = frame_of(as_of, year, case.maximum)
    known: dict[Facts, Verdict] = {}

    def at_end(u: float) -> Verdict:
        facts = imagined(case, pace, frame, u)
        if facts not in known:
            known[facts] = score(case.rule, facts, maximum=case.maximum, as_of=date(year, 12, 31), year=year)
        return known[facts]

    now = score(case.rule, case.facts, maximum=case.maximum, as_of=frame.as_of, year=year)
    drawn = [at_end(u) for u in GRID]
    worst, best = at_end(WORST), at_end(BEST)
    values = tuple(_value(one) for one in drawn)
    floor = min(_value(worst), *values)
    ceiling = max(_value(best), *values)
    chance = sum(one.share >= 1 for one in drawn) / len(drawn)
    return Outlook(
        now=_value(now),
        floor=floor,
        low=min(values),
        likely=rounded(sum(values, ZERO) / len(values)),
        high=max(values),
        ceiling=ceiling,
        whole=ONE if case.maximum is None else case.maximum,
        chance=chance,
        known=not _nothing_known(case, now),
        fate=_fate(case, now, best, chance),
        drawn=values,
    )


def _value(verdict: Verdict) -> Decimal:
    if verdict.maximum is None or verdict.points is None:
        return verdict.share
    return verdict.points


def _nothing_known(case: Case, now: Verdict) -> bool:
    kinds = {type(rule) for rule in simple_rules(case.rule)}
    return now.progress is Status.NOT_MEASURED and bool(kinds & {Ratio, Survey, Deduction, Judged})


def _fate(case: Case, now: Verdict, best: Verdict, chance: float) -> Fate:
    if now.progress is Status.NOT_APPLICABLE and chance >= _SAFE:
        return Fate.ASIDE
    if best.share >= 1:
        if chance >= _SAFE:
            return Fate.HELD
        if _judged_short(case):
            return Fate.JUDGED
        return Fate.AT_RISK if now.progress is Status.MET else Fate.OPEN
    return Fate.REDUCED if best.share > now.share else Fate.LOST


def _judged_short(case: Case) -> bool:
    """A judgement below full stands: no rhythm mends it, only work that is judged anew."""
    given = case.facts.judgement
    judged = any(isinstance(rule, Judged) for rule in simple_rules(case.rule))
    return judged and given is not None and given.points < given.out_of


def at_stake(case: Case, pace: Pace, *, as_of: date, year: int) -> tuple[Decimal, Span | None]:
    """What is lost for good if nothing more is brought for the spans that run now, and the first to end."""
    frame = frame_of(as_of, year, case.maximum)
    running = [
        span
        for rule in simple_rules(case.rule)
        if isinstance(rule, Evidence | Count)
        for span in past_of(rule, case, frame).running
    ]
    if not running:
        return ZERO, None
    end = date(year, 12, 31)
    kept, missed = (
        _value(score(case.rule, facts, maximum=case.maximum, as_of=end, year=year))
        for facts in (imagined(case, pace, frame, BEST), without_running(case, pace, frame))
    )
    return kept - missed, min(running, key=lambda span: span.last)


def range_of(rows: Sequence[Outlook]) -> Range:
    """The unit's sum. Rows that leave the total must not be among `rows`."""
    floor = sum((row.floor for row in rows), ZERO)
    ceiling = sum((row.ceiling for row in rows), ZERO)
    return _range(floor, ceiling, [row.drawn for row in rows])


def counts_of(rows: Sequence[Outlook]) -> Range:
    """How many criteria reach all their points, without weights."""
    full = [tuple(ONE if value >= row.whole else ZERO for value in row.drawn) for row in rows]
    floor = sum((ONE for row in rows if row.floor >= row.whole), ZERO)
    ceiling = sum((ONE for row in rows if row.ceiling >= row.whole), ZERO)
    return _range(floor, ceiling, full)


def _range(floor: Decimal, ceiling: Decimal, drawn: Sequence[Sequence[Decimal]]) -> Range:
    mean, alone, together = ZERO, 0.0, [0.0] * len(GRID)
    for values in drawn:
        middle = sum(values, ZERO) / len(values)
        mean += middle
        apart = [float(value - middle) for value in values]
        alone += sum(one * one for one in apart) / len(apart)
        together = [so_far + one for so_far, one in zip(together, apart, strict=True)]
    common = sum(one * one for one in together) / len(together)
    spread = _NINETY * (TOGETHER * common + (1 - TOGETHER) * alone) ** 0.5
    likely, reach = rounded(mean), rounded(Decimal(f"{spread:.4f}"))
    return Range(floor, max(floor, likely - reach), likely, min(ceiling, likely + reach), ceiling)


def outlooks(cases: Mapping[str, Case], *, as_of: date, year: int) -> dict[str, Outlook]:
    """All criteria of a unit, with the pace they show together."""
    pace = pace_of(cases.values(), as_of=as_of, year=year)
    return {key: outlook(case, pace, as_of=as_of, year=year) for key, case in cases.items()}
