"""Invented years of invented communes, to try a forecast on: what was known on a day, and how it ended.

The people in it have habits that the forecast does not know: each row its own diligence around the
commune's, that grows or fades through the year; proof is checked some days late; figures come by month.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from thanthien.lib.rules import (
    Count,
    Deduction,
    Evidence,
    Facts,
    Judged,
    Judgement,
    Period,
    Proof,
    Ratio,
    Reading,
    Rule,
    Survey,
    score,
)
from thanthien.lib.rules.forecast import Range, outlooks, range_of
from thanthien.lib.rules.futures import Case
from thanthien.lib.rules.periods import Calendar, spans

YEAR = 2026
END = date(YEAR, 12, 31)
POINTS = Decimal(100)
_LATE = Decimal("0.9")


@dataclass(frozen=True, slots=True)
class Row:
    """A rule with everything that happens in its year."""

    rule: Rule
    facts: Facts
    judged_on: date | None

    def known(self, day: date) -> Case:
        """As the desk knows it on a day: what happened in the last ten days waits for a check."""
        checked = day - timedelta(days=10)
        proofs = tuple(one for one in self.facts.proofs if one.day <= checked)
        hoped = tuple(one for one in self.facts.proofs if checked < one.day <= day)
        readings = tuple(one for one in self.facts.readings if one.day <= day)
        given = self.facts.judgement if self.judged_on and self.judged_on <= day else None
        facts = replace(self.facts, proofs=proofs, readings=readings, judgement=given)
        return Case(rule=self.rule, facts=facts, maximum=_each(), hoped=hoped)


ROWS: tuple[Rule, ...] = (
    *[Evidence(per=Period.QUARTER)] * 12,
    *[Evidence(per=Period.MONTH)] * 5,
    *[Evidence(per=Period.YEAR)] * 10,
    *[Evidence(per=Period.YEAR, due=(3, 31), late=Decimal("0.5"))] * 2,
    *[Count(at_least=1, per=Period.WEEK)] * 3,
    *[Count(at_least=2, per=Period.YEAR)] * 2,
    *[Ratio(measure="on_time", op=">=", threshold=Decimal(1))] * 2,
    *[Ratio(measure="online", op=">=", threshold=_LATE, mode="linear")] * 4,
    Survey(survey="asked", threshold=_LATE, mode="linear"),
    *[Deduction(measure="breach", each_share=Decimal("0.5"))] * 2,
    *[Judged()] * 5,
)


def _each() -> Decimal:
    return POINTS / len(ROWS)


def play(seed: int) -> list[Row]:
    dice = random.Random(seed)
    zeal = dice.uniform(0.35, 0.98)
    drift = dice.gauss(0, 0.12)
    judges = dice.random() < zeal + 0.1
    return [_row(rule, zeal, drift, judges, dice) for rule in ROWS]


def _row(rule: Rule, zeal: float, drift: float, judges: bool, dice: random.Random) -> Row:
    own = min(0.99, max(0.05, zeal + dice.gauss(0, 0.12)))
    facts, judged_on = Facts(), None
    if isinstance(rule, Evidence | Count):
        facts = replace(facts, proofs=_proofs(rule, own, drift, dice))
    elif isinstance(rule, Judged):
        share = dice.choice([Decimal("0.7"), Decimal("0.8"), Decimal("0.9"), Decimal(1), Decimal(1)])
        judged_on = date(YEAR, dice.choice([6, 9, 11, 11, 12]), 10) if judges else None
        facts = replace(facts, judgement=Judgement(share, Decimal(1), "Có sổ.") if judged_on else None)
    elif dice.random() < 0.5 + zeal / 2:
        facts = replace(facts, readings=_readings(rule, own, dice))
    return Row(rule, facts, judged_on)


def _proofs(rule: Evidence | Count, own: float, drift: float, dice: random.Random) -> tuple[Proof, ...]:
    if rule.per is Period.YEAR:
        times = rule.at_least if isinstance(rule, Count) else 1
        days = [date(YEAR, 1, 1) + timedelta(days=dice.randrange(365)) for _ in range(times)]
        return tuple(Proof(day, f"p{n}") for n, day in enumerate(days) if dice.random() < own)
    found = []
    for n, span in enumerate(spans(rule.per, YEAR, tuple(range(1, 13)), Calendar())):
        through = (span.last - date(YEAR, 1, 1)).days / 365 - 0.5
        if dice.random() < min(0.99, max(0.02, own + drift * 2 * through)):
            day = span.first + timedelta(days=dice.randrange((span.last - span.first).days + 1))
            found.append(Proof(day, f"p{n}"))
    return tuple(found)


def _readings(rule: Rule, own: float, dice: random.Random) -> tuple[Reading, ...]:
    usual = dice.randrange(20, 200)
    rate = 1.0 if dice.random() < own else dice.uniform(0.75, 1.0)
    if isinstance(rule, Ratio) and rule.threshold != 1:
        rate = dice.uniform(0.7, 0.99)
    found = []
    for month in range(1, 13):
        day = date(YEAR, month, 28)
        if isinstance(rule, Deduction):
            found.append(Reading(rule.measure, day, Decimal(dice.random() < 0.03)))
            continue
        whole = max(1, round(dice.gauss(usual, usual / 5)))
        this = 1.0 if rate == 1.0 and dice.random() < 0.97 else min(1.0, max(0.3, dice.gauss(rate, 0.03)))
        good = sum(dice.random() < this for _ in range(whole))
        code = rule.survey if isinstance(rule, Survey) else rule.measure if isinstance(rule, Ratio) else ""
        found.append(Reading(code, day, Decimal(good), Decimal(whole)))
    return tuple(found)


def outcome(rows: list[Row]) -> Decimal:
    """The points of the year as it ended."""
    verdicts = [score(row.rule, row.facts, maximum=_each(), as_of=END, year=YEAR) for row in rows]
    return sum((one.points for one in verdicts if one.points is not None), Decimal(0))


def forecast_on(day: date, rows: list[Row]) -> Range:
    cases = {str(n): row.known(day) for n, row in enumerate(rows)}
    return range_of(list(outlooks(cases, as_of=day, year=YEAR).values()))
