from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanthien.lib.planreader.timing import TimingRule, counts_in, is_timing, parse_timing


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Thường xuyên", {"kind": "continuous"}),
        ("Hằng năm", {"kind": "every", "period": "year", "min_count": 1}),
        ("Đầu mỗi ngày làm việc", {"kind": "every", "period": "working_day"}),
        ("Ít nhất 02 lần/tuần", {"kind": "every", "period": "week", "min_count": 2}),
        ("1 tháng/lần", {"kind": "every", "period": "month", "min_count": 1}),
        ("Định kỳ 6 tháng", {"kind": "every", "period": "half_year"}),
        (
            "Trước ngày 15/02 hằng năm",
            {"kind": "yearly_due", "day": 15, "month": 2, "each_year": True, "before": True},
        ),
        ("trước ngày 20/10/2025", {"kind": "deadline", "date": "2025-10-20", "before": True}),
        ("Quý IV/2026", {"kind": "quarter", "quarters": (4,), "year_list": (2026,)}),
        ("Tháng 12 hằng năm", {"kind": "month", "months": (12,), "each_year": True}),
        ("Từ tháng 3 đến tháng 6/2026", {"kind": "month", "months": (3, 4, 5, 6)}),
        ("Năm 2027 và năm 2030", {"kind": "years", "year_list": (2027, 2030)}),
        ("2026 - 2030", {"kind": "period", "year_list": (2026, 2027, 2028, 2029, 2030)}),
        ("Khi có phát sinh", {"kind": "event"}),
        ("Phòng Kinh tế", {"kind": "unknown"}),
    ],
)
def test_timing_as_structure(text: str, wanted: dict[str, Any]) -> None:
    rule = parse_timing(text)
    assert {name: getattr(rule, name) for name in wanted} == wanted
    assert rule.printed == text
    assert is_timing(text) == (wanted["kind"] != "unknown")


def test_counts_inside_a_sentence() -> None:
    (rule,) = counts_in("Lãnh đạo xã xuống thôn ít nhất 1 lần/tuần để nghe dân nói")
    assert (rule.period, rule.min_count) == ("week", 1)
    (daily,) = counts_in("kiểm tra thiết bị vào đầu mỗi ngày làm việc")
    assert daily.period == "working_day"
    assert counts_in("Công khai nội quy tại trụ sở") == []


@given(st.text(max_size=40), st.integers(1, 31), st.integers(1, 12), st.integers(2000, 2099))
def test_rules_travel_as_json(noise: str, day: int, month: int, year: int) -> None:
    for text in (
        noise,
        f"Trước ngày {day}/{month}/{year}",
        f"Tháng {month}/{year}",
        f"ngày {day}/{month} hằng năm",
    ):
        rule = parse_timing(text)
        assert TimingRule.from_json(rule.as_json()) == rule
