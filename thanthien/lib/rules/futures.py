"""The rest of a year as it may go: what is known of a criterion, with the facts that may yet come.

`imagined(case, …, u)` is one such future. `u` runs from WORST (nothing more is done, every figure is bad)
over 0.5 (as usual) to BEST (everything that can still be done is done). Every kind of rule gets better or
stays the same as `u` rises. A period that has passed unfulfilled stays so in every future.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from math import ceil

from thanthien.lib.rules.chances import events, successes
from thanthien.lib.rules.coverage import period_credits
from thanthien.lib.rules.facts import Facts, Judgement, Proof, Reading
from thanthien.lib.rules.figures_ahead import Habit, breaches_ahead, readings_ahead
from thanthien.lib.rules.frame import Frame
from thanthien.lib.rules.kinds import AllOf, Count, Deduction, Evidence, Judged, Ratio, Rule, Survey
from thanthien.lib.rules.periods import Period, Span, due_spans

WORST, BEST = 0.0, 1.0
# A proof that waits is accepted in all futures but the worst quarter.
_CHECKED_ABOVE = 0.25
# After so many days what was done or left undone says half as much about what comes.
_HALF_LIFE = 60.0
# The unit's usual rhythm counts as much as two periods of the criterion's own.
_BORROWED = 2.0
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One criterion. `hoped` are proofs that wait for a check; `habits` tell how its measures behave."""

    rule: Rule
    facts: Facts
    maximum: Decimal | None = None
    hoped: tuple[Proof, ...] = ()
    habits: Mapping[str, Habit] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How the unit works over all its criteria, each 0–1: share of due periods fulfilled, of things asked
    once a year done by its end, of rows for judging that were judged, of measures that have figures; and
    the mean share that its judges give.
    """

    kept: float
    finished: float
    judged: float
    measured: float
    given: float


def simple_rules(rule: Rule) -> Iterator[Rule]:
    """The rules a rule is made of; itself where it is simple."""
    if isinstance(rule, AllOf):
        for part in rule.parts:
            yield from simple_rules(part.rule)
    else:
        yield rule


@dataclass(frozen=True, slots=True)
class Past:
    """A rule of periods as it stands: weights of the periods kept and missed, and the spans to come.

    `running` has begun and is not fulfilled; `ahead` are the whole ones after it; `loose` count only when kept.
    """

    kept: float
    missed: float
    running: tuple[Span, ...]
    ahead: tuple[Span, ...]
    loose: tuple[Span, ...]


def past_of(rule: Evidence | Count, case: Case, frame: Frame) -> Past:
    """What was brought tells the rhythm, checked or not; only what was accepted fulfils a span."""
    brought = replace(case.facts, proofs=(*case.facts.proofs, *case.hoped)) if case.hoped else case.facts
    due, credits = period_credits(rule, brought, frame)
    kept = missed = 0.0
    for span, whole, credit in zip(due.spans, due.whole, credits, strict=True):
        weight = 0.5 ** (max(0, (frame.as_of - span.last).days) / _HALF_LIFE)
        if credit >= 1:
            kept += weight
        elif whole:
            missed += weight
    accepted = period_credits(rule, case.facts, frame)[1] if case.hoped else credits
    return Past(kept, missed, *_spans_ahead(rule, case.facts, frame, accepted))


def _spans_ahead(
    rule: Evidence | Count, facts: Facts, frame: Frame, credits: list[Decimal]
) -> tuple[tuple[Span, ...], tuple[Span, ...], tuple[Span, ...]]:
    end = date(frame.year, 12, 31)
    rest = due_spans(
        rule.per, year=frame.year, as_of=end, since=facts.since, months=rule.months, calendar=facts.calendar
    )
    only_loose = not any(rest.whole)
    running: list[Span] = []
    ahead: list[Span] = []
    loose: list[Span] = []
    for at, span in enumerate(rest.spans):
        if span.last <= frame.as_of or (at < len(credits) and credits[at] >= 1):
            continue
        if not rest.whole[at] and not only_loose:
            loose.append(span)
        else:
            (running if span.first <= frame.as_of else ahead).append(span)
    return tuple(running), tuple(ahead), tuple(loose)


def still(chance: float, gone: float) -> float:
    """The chance that a thing is yet done which is done in time with `chance`, at an even pace, and was not
    while `gone` (0–1) of the time went by.
    """
    return chance * (1 - gone) / (1 - chance * gone)


def elapsed(rule: Evidence | Count, frame: Frame) -> float:
    """How much of the time for a thing asked once a year has gone by, 0–1."""
    first = date(frame.year, min(rule.months), 1)
    end = date(frame.year, 12, 31)
    return min(1.0, max(0.0, ((frame.as_of - first).days + 1) / ((end - first).days + 1)))


def imagined(case: Case, pace: Pace, frame: Frame, u: float) -> Facts:
    """The facts at the end of the year in the future `u`. On the last day there is none but what is."""
    end = date(frame.year, 12, 31)
    if frame.as_of >= end:
        return case.facts
    proofs: list[Proof] = list(case.hoped) if u > _CHECKED_ABOVE else []
    readings: dict[str, tuple[Reading, ...]] = {}
    judgement = case.facts.judgement
    comes = still(pace.measured, _year_gone(frame))
    for rule in simple_rules(case.rule):
        match rule:
            case Evidence() | Count():
                spans = _spans_filled(rule, case, pace, frame, u)
                times = _times(rule, case.facts, frame, u)
                if isinstance(rule, Count) and rule.measure:
                    readings.setdefault(rule.measure, _counted(rule, spans, times, frame))
                else:
                    proofs += _proofs_in(rule, spans, times, frame)
                    proofs += _more_files(rule, case.facts, frame) if u > WORST else []
            case Ratio() | Survey():
                code = rule.measure if isinstance(rule, Ratio) else rule.survey
                new = readings_ahead(rule, case.facts, _habit(case, code), frame, comes, u)
                readings.setdefault(code, new)
            case Deduction():
                readings.setdefault(rule.measure, breaches_ahead(rule, case.facts, frame, comes, u))
            case Judged():
                judgement = judgement if judgement and u < BEST else _judged(pace, frame, u)
    replaced = {code for code, new in readings.items() if new and not _habit(case, code).adds_up}
    kept = tuple(one for one in case.facts.readings if one.measure not in replaced)
    return replace(
        case.facts,
        proofs=(*case.facts.proofs, *proofs),
        readings=(*kept, *(one for new in readings.values() for one in new)),
        judgement=judgement,
    )


def without_running(case: Case, pace: Pace, frame: Frame) -> Facts:
    """The best future but for the spans that run now, in which nothing more is brought."""
    facts = imagined(case, pace, frame, BEST)
    spans = [
        span
        for rule in simple_rules(case.rule)
        if isinstance(rule, Evidence | Count)
        for span in past_of(rule, case, frame).running
    ]

    def is_new(day: date) -> bool:
        return day > frame.as_of and any(span.first <= day <= span.last for span in spans)

    return replace(
        facts,
        proofs=tuple(one for one in facts.proofs if not is_new(one.day)),
        readings=tuple(one for one in facts.readings if not is_new(one.day) or one.denominator),
    )


def _habit(case: Case, code: str) -> Habit:
    return case.habits.get(code) or Habit()


def _spans_filled(rule: Evidence | Count, case: Case, pace: Pace, frame: Frame, u: float) -> list[Span]:
    if u <= WORST:
        return []
    past = past_of(rule, case, frame)
    if u >= BEST:
        return [*past.running, *past.ahead, *past.loose]
    if rule.per is Period.YEAR:
        left = [*past.running, *past.ahead]
        several = isinstance(rule, Count) and rule.at_least > 1
        return left if several or u > 1 - still(pace.finished, elapsed(rule, frame)) else []
    alpha = past.kept + _BORROWED * pace.kept
    beta = past.missed + _BORROWED * (1 - pace.kept)
    rate = alpha / (alpha + beta)
    filled = [span for span in past.running if u > 1 - still(rate, _gone(span, frame))]
    return [*filled, *past.ahead[: successes(u, len(past.ahead), alpha, beta)]]


def _gone(span: Span, frame: Frame) -> float:
    """How much of a span has gone by, 0–1."""
    return ((frame.as_of - span.first).days + 1) / ((span.last - span.first).days + 1)


def _day_in(span: Span, frame: Frame) -> date:
    return max(span.first, frame.as_of + _DAY)


def _times(rule: Evidence | Count, facts: Facts, frame: Frame, u: float) -> int:
    """How often it happens in each span that is filled; what is asked several times a year goes on at its pace."""
    if isinstance(rule, Evidence) or u <= WORST:
        return 1
    if rule.per is not Period.YEAR or rule.at_least == 1 or u >= BEST:
        return rule.at_least
    _, credits = period_credits(rule, facts, frame)
    done = float(sum(credits)) * rule.at_least
    gone = max(0.02, elapsed(rule, frame))
    return events(u, (done + 0.5) / gone * (1 - gone))


def _proofs_in(rule: Evidence | Count, spans: list[Span], times: int, frame: Frame) -> list[Proof]:
    files = ceil(rule.min_files / max(1, len(spans))) if isinstance(rule, Evidence) else 1
    return [
        Proof(_day_in(span, frame), f"ahead:{rule.per}:{at}:{n}", "", files)
        for at, span in enumerate(spans)
        for n in range(times)
    ]


def _more_files(rule: Evidence | Count, facts: Facts, frame: Frame) -> list[Proof]:
    """Files that are still lacking are easily added to what was done and proved."""
    if isinstance(rule, Count) or rule.min_files == 1:
        return []
    due, _ = period_credits(rule, facts, frame)
    for one in facts.proofs:
        counts = not facts.leads or one.lead in ("", *facts.leads)
        if counts and one.day <= frame.as_of and due.at(one.day) is not None:
            return [replace(one, record="ahead:files", files=rule.min_files)]
    return []


def _counted(rule: Count, spans: list[Span], times: int, frame: Frame) -> tuple[Reading, ...]:
    return tuple(Reading(rule.measure, _day_in(span, frame), Decimal(times)) for span in spans)


def _year_gone(frame: Frame) -> float:
    return frame.as_of.timetuple().tm_yday / 366


def _judged(pace: Pace, frame: Frame, u: float) -> Judgement | None:
    # Judging is a thing of the year's end, so the year gone by without it counts for little.
    if u <= 1 - still(pace.judged, _year_gone(frame) ** 3) and u < BEST:
        return None
    share = Decimal(1) if u >= BEST else Decimal(f"{pace.given:.2f}")
    return Judgement(share, Decimal(1), "dự báo")
