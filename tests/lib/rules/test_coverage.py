"""Proof and numbers asked for in each period."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanthien.lib.rules import (
    Calendar,
    Count,
    Evidence,
    Facts,
    Proof,
    Reading,
    Rule,
    Status,
    Verdict,
    rule_from_data,
    score,
)

from .strategies import count_rules, days, evidence_rules, facts, maxima, proofs, readings

TWO = Decimal(2)


def at(
    rule: Mapping[str, object], known: Facts, as_of: date = date(2026, 6, 30), maximum: Decimal | None = TWO
) -> Verdict:
    return score(rule_from_data(rule), known, maximum=maximum, as_of=as_of, year=2026)


def proved(*found: date, lead: str = "") -> tuple[Proof, ...]:
    return tuple(Proof(day, f"{lead}{day:%m-%d}", lead) for day in found)


def counted(*found: tuple[date, int]) -> Facts:
    return Facts(readings=tuple(Reading("visits", day, Decimal(number)) for day, number in found))


MONTHLY = {"kind": "evidence", "per": "month"}
WEEKLY_VISIT = {"kind": "count", "per": "week", "at_least": 1, "measure": "visits", "noun": "lượt xuống thôn"}


def test_half_of_the_months_gives_half_of_the_points() -> None:
    verdict = at(MONTHLY, Facts(proofs=proved(date(2026, 1, 9), date(2026, 3, 9), date(2026, 6, 9))))
    assert verdict.points == Decimal("1.00")
    assert verdict.status is Status.PARTLY
    assert verdict.why == "Có minh chứng được chấp nhận trong 3/6 tháng, được 1/2 điểm."
    assert verdict.missing == ("Bổ sung minh chứng cho tháng 2, tháng 4, tháng 5",)
    assert verdict.records == ("01-09", "03-09", "06-09")


def test_all_or_nothing_gives_nothing_for_half_but_says_partly() -> None:
    verdict = at({**MONTHLY, "partial": False}, Facts(proofs=proved(date(2026, 1, 9))))
    assert (verdict.points, verdict.status) == (Decimal("0.00"), Status.PARTLY)


def test_cover_asks_for_enough_of_the_periods_only() -> None:
    found = proved(*(date(2026, month, 1) for month in (1, 2, 3, 4)))
    verdict = at({**MONTHLY, "cover": "80%"}, Facts(proofs=found))
    assert verdict.points == Decimal("1.60")
    assert verdict.why.startswith("Có minh chứng được chấp nhận trong 4/6 tháng (cần 5 tháng)")
    assert verdict.missing == ("Bổ sung minh chứng cho ít nhất 1 trong các kỳ: tháng 5, tháng 6",)
    more = Facts(proofs=found + proved(date(2026, 5, 2)))
    assert at({**MONTHLY, "cover": "80%"}, more).status is Status.MET


def test_two_leads_are_complete_only_with_both() -> None:
    leads = ("Văn phòng", "Phòng Kinh tế")
    one = proved(date(2026, 1, 5), date(2026, 4, 5), lead="Văn phòng")
    verdict = at({"kind": "evidence", "per": "quarter"}, Facts(proofs=one, leads=leads))
    assert verdict.points == 0
    assert verdict.missing == ("Phòng Kinh tế: bổ sung minh chứng cho quý I, quý II",)
    both = one + proved(date(2026, 2, 5), date(2026, 5, 5), lead="Phòng Kinh tế")
    assert at({"kind": "evidence", "per": "quarter"}, Facts(proofs=both, leads=leads)).status is Status.MET


def test_proof_for_all_leads_counts_for_each() -> None:
    known = Facts(proofs=proved(date(2026, 1, 5), date(2026, 4, 5)), leads=("Văn phòng", "Phòng Kinh tế"))
    assert at({"kind": "evidence", "per": "quarter"}, known).status is Status.MET


def test_proof_of_an_agency_that_does_not_lead_does_not_count() -> None:
    known = Facts(proofs=proved(date(2026, 1, 5), lead="Trạm Y tế"), leads=("Văn phòng",))
    assert at({"kind": "evidence", "per": "quarter"}, known).records == ()


def test_the_running_month_counts_only_when_it_is_proved() -> None:
    january = proved(date(2026, 1, 9))
    middle = date(2026, 2, 10)
    assert at(MONTHLY, Facts(proofs=january), middle).why.startswith(
        "Có minh chứng được chấp nhận trong 1/1 tháng"
    )
    assert "2/2 tháng" in at(MONTHLY, Facts(proofs=january + proved(middle)), middle).why


def test_a_running_week_begun_but_not_full_is_not_asked_for() -> None:
    twice = {**WEEKLY_VISIT, "at_least": 2}
    known = counted((date(2026, 1, 6), 2), (date(2026, 1, 12), 1))
    assert at(twice, known, date(2026, 1, 13)).status is Status.MET
    assert at(twice, known, date(2026, 1, 18)).status is Status.PARTLY


def test_a_day_to_come_proves_nothing_in_the_running_month() -> None:
    known = Facts(proofs=proved(date(2026, 1, 20)))
    assert at(MONTHLY, known, date(2026, 1, 19)).status is Status.UNMET
    assert at(MONTHLY, known, date(2026, 1, 20)).status is Status.MET


def test_a_week_of_holidays_is_not_asked_for() -> None:
    tet = Calendar(frozenset(date(2026, 2, 14) + timedelta(n) for n in range(9)))
    weeks = [date(2026, 1, 5) + timedelta(7 * n) for n in range(7)]
    weeks.remove(date(2026, 2, 16))
    known = Facts(proofs=proved(*weeks), calendar=tet)
    weekly = {"kind": "evidence", "per": "week"}
    assert at(weekly, known, date(2026, 2, 22)).status is Status.MET
    assert at(weekly, replace(known, calendar=Calendar()), date(2026, 2, 22)).status is Status.PARTLY


def test_months_before_the_programme_began_are_not_asked_for() -> None:
    known = Facts(proofs=proved(date(2026, 3, 1), date(2026, 4, 1)), since=date(2026, 2, 12))
    assert at(MONTHLY, known, date(2026, 4, 30)).status is Status.MET


def test_nothing_is_asked_for_before_its_months() -> None:
    verdict = at({"kind": "evidence", "per": "quarter", "months": [10, 11, 12]}, Facts())
    assert (verdict.status, verdict.points) == (Status.NOT_MEASURED, Decimal("0.00"))
    assert verdict.why == "Chưa đến thời gian thực hiện (từ tháng 10), được 0/2 điểm."
    assert verdict.missing == ()


def test_files_are_counted_too() -> None:
    verdict = at(
        {"kind": "evidence", "per": "year", "min_files": 4},
        Facts(proofs=(Proof(date(2026, 5, 1), "a", files=3),)),
    )
    assert verdict.points == Decimal("1.50")
    assert verdict.missing == ("Bổ sung thêm ít nhất 1 tệp minh chứng",)
    assert "3/4 tệp" in verdict.why


@pytest.mark.parametrize(
    ("found", "as_of", "points", "said"),
    [
        ((), date(2026, 3, 1), "0.00", "hạn 31/03/2026"),
        ((), date(2026, 4, 1), "0.00", "đã quá hạn 31/03/2026"),
        ((date(2026, 3, 31),), date(2026, 4, 1), "2.00", "trong hạn 31/03/2026"),
        ((date(2026, 4, 1),), date(2026, 4, 1), "1.00", "sau hạn 31/03/2026"),
    ],
)
def test_proof_by_a_due_day(found: tuple[date, ...], as_of: date, points: str, said: str) -> None:
    rule: Mapping[str, object] = {"kind": "evidence", "per": "year", "due": "03-31", "late": "50%"}
    verdict = at(rule, Facts(proofs=proved(*found)), as_of)
    assert verdict.points == Decimal(points)
    assert said in verdict.why
    assert bool(verdict.missing) is not bool(found)


def test_the_last_lead_to_bring_proof_makes_it_late() -> None:
    early, tardy = proved(date(2026, 3, 1), lead="A"), proved(date(2026, 4, 9), lead="B")
    rule = {"kind": "evidence", "per": "year", "due": "03-31", "late": "50%"}
    verdict = at(rule, Facts(proofs=early + tardy, leads=("A", "B")))
    assert verdict.points == Decimal("1.00")
    assert "Minh chứng đủ từ ngày 09/04/2026, sau hạn" in verdict.why


def test_visits_by_week() -> None:
    verdict = at(WEEKLY_VISIT, counted((date(2026, 1, 6), 3), (date(2026, 1, 13), 0)), date(2026, 1, 25))
    assert verdict.why == "1/3 tuần có ít nhất 1 lượt xuống thôn, được 0,67/2 điểm."
    assert verdict.missing == ("Bổ sung cho đủ 1 lượt xuống thôn: tuần 12/01–18/01, tuần 19/01–25/01",)


def test_a_count_over_the_year_says_how_many_are_left() -> None:
    rule: Mapping[str, object] = {"kind": "count", "per": "year", "at_least": 24, "measure": "visits"}
    verdict = at(rule, counted((date(2026, 2, 2), 10)))
    assert verdict.why == "Đã thực hiện 10/24 lần trong năm 2026, được 0,83/2 điểm."
    assert verdict.missing == ("Thực hiện thêm 14 lần trong năm",)


def test_a_count_passed_reads_as_a_number_and_not_as_a_fraction() -> None:
    rule = {"kind": "count", "per": "year", "at_least": 1, "measure": "visits", "noun": "hội nghị"}
    verdict = at(rule, counted((date(2026, 2, 2), 12)))
    assert verdict.why == "Đã thực hiện 12 hội nghị trong năm 2026 (cần ít nhất 1), được 2/2 điểm."


def test_no_reading_is_not_zero() -> None:
    assert at(WEEKLY_VISIT, Facts()).status is Status.NOT_MEASURED
    assert at(WEEKLY_VISIT, counted((date(2026, 6, 1), 0))).status is Status.UNMET


def test_counted_proofs_need_every_lead() -> None:
    rule: Mapping[str, object] = {"kind": "count", "per": "year", "at_least": 2}
    known = Facts(
        proofs=proved(date(2026, 1, 5), date(2026, 1, 6), lead="A") + proved(date(2026, 1, 7), lead="B"),
        leads=("A", "B"),
    )
    assert at(rule, known).points == Decimal("1.00")


@given(st.one_of(evidence_rules, count_rules), facts, proofs, days, maxima)
def test_more_proof_never_lowers(
    rule: Rule, known: Facts, one_more: Proof, as_of: date, maximum: Decimal
) -> None:
    more = replace(known, proofs=(*known.proofs, one_more))
    before = score(rule, known, maximum=maximum, as_of=as_of, year=2026)
    after = score(rule, more, maximum=maximum, as_of=as_of, year=2026)
    assert before.points is not None
    assert after.points is not None
    assert after.points >= before.points


@given(count_rules, facts, readings, days)
def test_more_done_never_lowers(rule: Count, known: Facts, one_more: Reading, as_of: date) -> None:
    more = replace(known, readings=(*known.readings, one_more))
    before = score(rule, known, maximum=TWO, as_of=as_of, year=2026)
    assert score(rule, more, maximum=TWO, as_of=as_of, year=2026).share >= before.share


@given(evidence_rules, st.sampled_from([(), ("Văn phòng",), ("Văn phòng", "Phòng Kinh tế")]), days)
def test_proof_on_every_day_is_full(rule: Evidence, leads: tuple[str, ...], as_of: date) -> None:
    every_day = tuple(Proof(date(2026, 1, 1) + timedelta(n), str(n), files=4) for n in range(365))
    verdict = score(rule, Facts(proofs=every_day, leads=leads), maximum=TWO, as_of=as_of, year=2026)
    assert verdict.progress in (Status.MET, Status.NOT_MEASURED)
    assert verdict.missing == ()
