"""What the shortest way up counts as easy, hard, or lost."""

from __future__ import annotations

from typing import Any

import pytest

from thanthien.assessment.scoring.effort import CHECK_ONLY, effort_of
from thanthien.assessment.scoring.rule_words import rule_in_words
from thanthien.lib.rules import Status, rule_from_data

WEEKLY: dict[str, Any] = {"kind": "evidence", "per": "week"}
YEARLY: dict[str, Any] = {"kind": "evidence", "per": "year"}
ON_TIME: dict[str, Any] = {"kind": "ratio", "measure": "case_on_time", "op": ">=", "threshold": "100%"}
APOLOGY: dict[str, Any] = {"kind": "ratio", "measure": "late_case_apology", "op": ">=", "threshold": "100%"}
SIGNED: dict[str, Any] = {"kind": "ratio", "measure": "digital_signature", "op": ">=", "threshold": "90%"}
BREACH: dict[str, Any] = {"kind": "deduction", "measure": "staff_breach", "each_share": "100%"}


def effort(data: dict[str, Any], status: Status, *, check_suffices: bool = False) -> int | None:
    return effort_of(rule_from_data(data), status, check_suffices=check_suffices)


def test_what_is_met_or_did_not_arise_is_no_step() -> None:
    assert effort(WEEKLY, Status.MET) is None
    assert effort(ON_TIME, Status.NOT_APPLICABLE) is None


def test_what_cannot_be_made_up_is_no_step() -> None:
    assert effort(ON_TIME, Status.UNMET) is None  # a late case stays late
    assert effort(BREACH, Status.UNMET) is None
    assert effort(APOLOGY, Status.UNMET) is not None  # a letter can still be sent
    assert effort(SIGNED, Status.UNMET) is not None  # 90 % can still be reached


def test_figures_not_typed_yet_can_still_be() -> None:
    assert effort(ON_TIME, Status.NOT_MEASURED) is not None
    assert effort(BREACH, Status.NOT_MEASURED) is not None


def test_a_check_is_easier_than_one_proof_and_that_than_many() -> None:
    check = effort(WEEKLY, Status.PARTLY, check_suffices=True)
    once, weekly = effort(YEARLY, Status.UNMET), effort(WEEKLY, Status.PARTLY)
    assert check == CHECK_ONLY
    assert once is not None
    assert weekly is not None
    assert check < once < weekly


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (WEEKLY, "Có minh chứng được chấp nhận trong mỗi tuần, đủ của từng cơ quan chủ trì."),
        (
            {"kind": "evidence", "per": "year", "due": "03-31", "late": "50%"},
            "Có minh chứng được chấp nhận trước hết ngày 31/03; sau hạn còn 50% số điểm.",
        ),
        (
            {"kind": "count", "at_least": 1, "per": "week", "noun": "ngày", "cover": "90%"},
            "Ít nhất 1 ngày mỗi tuần (ít nhất 90% số kỳ), tính từ minh chứng được chấp nhận.",
        ),
        (
            SIGNED,
            "Văn bản phát hành được ký số: văn bản phát hành có chữ ký số trên văn bản phát hành đạt từ 90%.",
        ),
        (BREACH, "Đủ điểm khi không có trường hợp vi phạm; mỗi trường hợp trừ 100% số điểm."),
        ({"kind": "judged"}, "Người có thẩm quyền chấm, ghi rõ lý do."),
    ],
)
def test_every_kind_of_rule_is_said_in_a_sentence(data: dict[str, Any], said: str) -> None:
    assert rule_in_words(rule_from_data(data)) == [said]


def test_a_row_of_several_conditions_says_each_and_how_they_are_summed() -> None:
    both = {"kind": "all_of", "parts": [{"rule": SIGNED}, {"rule": WEEKLY}]}
    assert len(rule_in_words(rule_from_data(both))) == 3
