"""The forecast of a year: what it must never say, whatever the rule and the facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lib.rules import strategies as some
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
    score,
)
from thanthien.lib.rules.chances import events, successes
from thanthien.lib.rules.figures_ahead import Habit
from thanthien.lib.rules.forecast import Fate, Outlook, counts_of, outlook, outlooks, pace_of, range_of
from thanthien.lib.rules.futures import Case, Pace

YEAR = 2026
END = date(YEAR, 12, 31)
USUAL = Pace(kept=0.7, finished=0.7, judged=0.7, measured=0.7, given=0.9)
cases = st.builds(
    lambda rule, facts, maximum, hoped: Case(rule=rule, facts=facts, maximum=maximum, hoped=tuple(hoped)),
    some.rules,
    some.facts,
    st.one_of(st.none(), some.maxima),
    st.lists(some.proofs, max_size=3),
)


def look(rule: Rule, day: date, facts: Facts | None = None, **more: object) -> Outlook:
    case = Case(rule=rule, facts=facts or Facts(), maximum=Decimal(10))
    return outlook(replace(case, **more), USUAL, as_of=day, year=YEAR)  # type: ignore[arg-type]


def proofs(*days: date) -> tuple[Proof, ...]:
    return tuple(Proof(day, f"proof:{n}") for n, day in enumerate(days))


@given(case=cases, day=some.days)
@settings(max_examples=150)
def test_the_figures_stand_in_order(case: Case, day: date) -> None:
    found = outlook(case, USUAL, as_of=day, year=YEAR)
    figures = [found.floor, found.low, found.likely, found.high, found.ceiling]
    assert all(low <= high + Decimal("0.01") for low, high in pairwise(figures))
    assert found.floor >= 0
    assert found.ceiling <= found.whole


@given(case=cases)
@settings(max_examples=100)
def test_on_the_last_day_the_range_is_the_score(case: Case) -> None:
    found = outlook(case, USUAL, as_of=END, year=YEAR)
    verdict = score(case.rule, case.facts, maximum=case.maximum, as_of=END, year=YEAR)
    held = verdict.share if verdict.points is None else verdict.points
    assert {found.floor, found.low, found.high, found.ceiling} == {held}


@given(
    rule=st.one_of(some.evidence_rules, some.count_rules.filter(lambda rule: not rule.measure)),
    facts=some.facts,
    day=some.days,
    more=some.proofs,
)
@settings(max_examples=150)
def test_one_more_proof_never_lowers_a_criterion(rule: Rule, facts: Facts, day: date, more: Proof) -> None:
    before = Case(rule=rule, facts=replace(facts, proofs=tuple(p for p in facts.proofs if p.day <= day)))
    happened = replace(more, day=min(more.day, day), lead="", record="proof:more")
    after = replace(before, facts=replace(before.facts, proofs=(*before.facts.proofs, happened)))
    old = outlook(before, pace_of([before], as_of=day, year=YEAR), as_of=day, year=YEAR)
    new = outlook(after, pace_of([after], as_of=day, year=YEAR), as_of=day, year=YEAR)
    assert new.floor >= old.floor
    assert new.low >= old.low
    assert new.likely >= old.likely
    assert new.high >= old.high
    assert new.ceiling >= old.ceiling


@given(st.lists(cases, max_size=4), some.days)
@settings(max_examples=60)
def test_the_sum_lies_between_what_is_certain_and_what_is_possible(found: list[Case], day: date) -> None:
    rows = list(outlooks({str(n): one for n, one in enumerate(found)}, as_of=day, year=YEAR).values())
    for whole in (range_of(rows), counts_of(rows)):
        assert whole.floor <= whole.low <= whole.likely + Decimal("0.02")
        assert whole.likely - Decimal("0.02") <= whole.high <= whole.ceiling
    assert counts_of(rows).ceiling <= len(rows)


def test_missed_weeks_are_lost_and_the_rest_can_still_be_kept() -> None:
    weekly = Count(at_least=1, per=Period.WEEK)
    found = look(weekly, date(YEAR, 6, 28))
    assert found.floor == 0
    assert Decimal("5.1") < found.ceiling < Decimal("5.4")  # 26 of 51 whole weeks lie ahead
    assert found.gone == found.whole - found.ceiling
    assert found.fate is Fate.REDUCED


def test_the_rhythm_of_late_counts_more_than_that_of_old() -> None:
    weekly = Count(at_least=1, per=Period.WEEK)
    mondays = [date.fromordinal(date(YEAR, 1, 5).toordinal() + 7 * n) for n in range(26)]
    woke_up = look(weekly, date(YEAR, 6, 30), Facts(proofs=proofs(*mondays[13:])))
    fell_asleep = look(weekly, date(YEAR, 6, 30), Facts(proofs=proofs(*mondays[:13])))
    assert abs(woke_up.now - fell_asleep.now) < 1
    assert woke_up.likely > fell_asleep.likely + 1


def test_what_is_done_for_the_year_is_held() -> None:
    found = look(Evidence(per=Period.YEAR), date(YEAR, 3, 1), Facts(proofs=proofs(date(YEAR, 2, 1))))
    assert found.floor == found.ceiling == 10
    assert found.fate is Fate.HELD


def test_a_thing_not_begun_late_in_the_year_is_less_likely_than_early() -> None:
    early, late = (look(Evidence(per=Period.YEAR), day) for day in (date(YEAR, 2, 1), date(YEAR, 12, 15)))
    assert early.chance > late.chance
    assert late.ceiling == 10
    assert late.fate is Fate.OPEN


def test_after_the_due_day_part_is_gone() -> None:
    rule = Evidence(per=Period.YEAR, due=(3, 31), late=Decimal("0.5"))
    found = look(rule, date(YEAR, 6, 1))
    assert found.ceiling == 5
    assert found.fate is Fate.REDUCED


def test_one_late_case_of_all_is_lost_for_good() -> None:
    rule = Ratio(measure="on_time", op=">=", threshold=Decimal(1))
    late = Reading("on_time", date(YEAR, 2, 1), Decimal(99), Decimal(100))
    found = look(rule, date(YEAR, 6, 30), Facts(readings=(late,)), habits={"on_time": Habit(catch_up=False)})
    assert found.fate is Fate.LOST
    assert found.ceiling == 0
    made_good = look(rule, date(YEAR, 6, 30), Facts(readings=(late,)))
    assert made_good.ceiling == 10


def test_a_clean_record_is_in_danger_only_a_little() -> None:
    rule = Ratio(measure="on_time", op=">=", threshold=Decimal(1))
    clean = tuple(Reading("on_time", date(YEAR, m, 28), Decimal(100), Decimal(100)) for m in range(1, 7))
    found = look(rule, date(YEAR, 6, 30), Facts(readings=clean))
    assert found.floor == 0
    assert 0.6 <= found.chance < 1


def test_a_running_total_goes_on_along_its_line() -> None:
    rule = Ratio(measure="app", op=">=", threshold=Decimal(1))
    history = tuple(
        Reading("app", date(YEAR, month, 28), Decimal(10 * month), Decimal(100)) for month in range(1, 7)
    )
    known = Facts(readings=history[-1:])
    rising = look(rule, date(YEAR, 6, 30), known, habits={"app": Habit(adds_up=False, history=history)})
    still = look(rule, date(YEAR, 6, 30), known, habits={"app": Habit(adds_up=False, history=history[-1:])})
    assert rising.chance >= 0.5
    assert still.chance == 0


def test_a_breach_can_still_come() -> None:
    rule = Deduction(measure="breach", each_share=Decimal(1))
    clean = tuple(Reading("breach", date(YEAR, month, 28), Decimal(0)) for month in range(1, 10))
    found = look(rule, date(YEAR, 9, 30), Facts(readings=clean))
    assert found.floor == 0
    assert found.high == 10
    assert found.fate is Fate.HELD


def test_a_judgement_given_stands() -> None:
    judged = Facts(judgement=Judgement(Decimal(8), Decimal(10), "Có sổ theo dõi."))
    found = look(Judged(), date(YEAR, 6, 30), judged)
    assert found.floor == found.low == found.high == 8
    assert found.ceiling == 10  # the work may be mended and judged anew
    assert (found.fate, found.chance) == (Fate.JUDGED, 0)
    full = look(Judged(), date(YEAR, 6, 30), Facts(judgement=Judgement(Decimal(10), Decimal(10), "Đủ.")))
    assert (full.fate, full.chance) == (Fate.HELD, 1)
    open_row = look(Judged(), date(YEAR, 6, 30))
    assert open_row.floor == 0
    assert open_row.ceiling == 10
    assert not open_row.known


def test_proof_that_waits_is_hoped_for_but_not_certain() -> None:
    waits = proofs(date(YEAR, 6, 1))
    found = look(Evidence(per=Period.YEAR), date(YEAR, 6, 30), hoped=waits)
    assert found.floor == 0
    assert found.chance >= 0.7


@pytest.mark.parametrize(("u", "tries", "wanted"), [(0.5, 0, 0), (0.001, 4, 0), (0.999, 4, 4)])
def test_successes_stay_within_the_tries(u: float, tries: int, wanted: int) -> None:
    assert successes(u, tries, 2.0, 2.0) == wanted


def test_rare_things_happen_rarely() -> None:
    assert [events(u, 0.3) for u in (0.5, 0.95, 0.999)] == [0, 1, 3]
    assert events(0.5, 100) == 100
