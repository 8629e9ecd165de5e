"""A proof that is good until a day counts through that day and not after it."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from thanthien.lib.rules import Facts, Proof, Status, rule_from_data, score

TWO = Decimal(2)
YEARLY = {"kind": "evidence", "per": "year"}
TWICE = {"kind": "count", "per": "year", "at_least": 2, "noun": "lần họp"}


def points(proof: Proof, as_of: date) -> Decimal | None:
    rule = rule_from_data(YEARLY)
    return score(rule, Facts(proofs=(proof,)), maximum=TWO, as_of=as_of, year=2026).points


def test_it_counts_through_its_last_day() -> None:
    proof = Proof(date(2026, 2, 1), "a", until=date(2026, 6, 30))
    assert points(proof, date(2026, 6, 30)) == 2
    assert points(proof, date(2026, 7, 1)) == 0


def test_what_renews_it_counts_on() -> None:
    old, new = Proof(date(2026, 2, 1), "a", until=date(2026, 6, 30)), Proof(date(2026, 6, 20), "b")
    verdict = score(
        rule_from_data(YEARLY), Facts(proofs=(old, new)), maximum=TWO, as_of=date(2026, 9, 1), year=2026
    )
    assert (verdict.points, verdict.status, verdict.records) == (TWO, Status.MET, ("b",))


def test_one_day_with_and_without_an_end_is_one_time() -> None:
    day = date(2026, 2, 1)
    facts = Facts(proofs=(Proof(day, "a"), Proof(day, "b", until=date(2026, 12, 31))))
    verdict = score(rule_from_data(TWICE), facts, maximum=TWO, as_of=date(2026, 3, 1), year=2026)
    assert verdict.points == 1


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 300), st.integers(0, 300))
def test_before_its_end_it_is_like_one_without(day: date, length: int, later: int) -> None:
    until, as_of = day + timedelta(days=length), min(day + timedelta(days=later), date(2026, 12, 31))
    with_end, without = points(Proof(day, "a", until=until), as_of), points(Proof(day, "a"), as_of)
    assert with_end == (without if as_of <= until else 0)
