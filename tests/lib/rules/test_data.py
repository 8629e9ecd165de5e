import json
import re
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given

import thanthien.lib.rules as rules_package
from thanthien.lib.rules import (
    RULE_KINDS,
    AllOf,
    Count,
    Deduction,
    Evidence,
    Judged,
    LevelBand,
    Part,
    Ratio,
    Rule,
    RuleError,
    Survey,
    as_data,
    rule_from_data,
)

from .strategies import rules

RATIO = {"kind": "ratio", "measure": "signed", "op": ">=", "threshold": "90%"}


@given(rules)
def test_a_rule_reads_back_from_its_data(rule: Rule) -> None:
    written = as_data(rule)
    assert rule_from_data(json.loads(json.dumps(written))) == rule
    assert written["kind"] in RULE_KINDS


def test_defaults_are_not_written() -> None:
    assert as_data(rule_from_data(RATIO | {"mode": "full", "na": "full"})) == RATIO


def test_shares_are_read_as_percent_or_number() -> None:
    assert rule_from_data(RATIO | {"threshold": 0.9}) == rule_from_data(RATIO)


WRONG: list[tuple[Any, str, str]] = [
    ("evidence", "rule", "ánh xạ"),
    ({}, "kind", "thiếu"),
    ({"kind": "magic"}, "kind", "không có loại"),
    ({"kind": []}, "kind", "không có loại"),
    ({"kind": "evidence"}, "per", "thiếu"),
    ({"kind": "evidence", "per": "fortnight"}, "per", "chỉ nhận"),
    ({"kind": "evidence", "per": "week", "cover": "0%"}, "cover", "lớn hơn 0"),
    ({"kind": "evidence", "per": "week", "cover": "110%"}, "cover", "quá 100%"),
    ({"kind": "evidence", "per": "week", "periode": 1}, "periode", "không có khoá này"),
    ({"kind": "evidence", "per": "week", "due": "03-31"}, "due", "year"),
    ({"kind": "evidence", "per": "year", "due": "02-30"}, "due", "trong lịch"),
    ({"kind": "evidence", "per": "year", "due": 331}, "due", "03-31"),
    ({"kind": "evidence", "per": "year", "late": "50%"}, "late", "due"),
    ({"kind": "evidence", "per": "year", "months": [13]}, "months", "1 đến 12"),
    ({"kind": "evidence", "per": "year", "min_files": 0}, "min_files", "từ 1"),
    ({"kind": "evidence", "per": "year", "partial": "có"}, "partial", "true hoặc false"),
    (RATIO | {"threshold": 90}, "threshold", '"90%"'),
    (RATIO | {"treshold": "90%"}, "treshold", "có phải là threshold"),
    (RATIO | {"threshold": "-1%"}, "threshold", "âm"),
    (RATIO | {"threshold": "nhiều"}, "threshold", "một số"),
    (RATIO | {"threshold": "NaN"}, "threshold", "hữu hạn"),
    (RATIO | {"threshold": True}, "threshold", "một số"),
    (RATIO | {"measure": "Ký số"}, "measure", "không dấu"),
    (RATIO | {"op": "=>"}, "op", "chỉ nhận"),
    (RATIO | {"mode": "linear", "op": "="}, "mode", "linear"),
    (RATIO | {"mode": "linear", "zero_at": "95%"}, "zero_at", "thấp hơn"),
    (RATIO | {"mode": "linear", "op": "<=", "zero_at": "5%"}, "zero_at", "cao hơn"),
    (RATIO | {"zero_at": "5%"}, "zero_at", "linear"),
    (RATIO | {"mode": "bands"}, "threshold", "bands"),
    (RATIO | {"bands": [{"at": "90%", "share": "100%"}]}, "bands", "mode là bands"),
    ({"kind": "ratio", "measure": "m", "op": ">="}, "threshold", "thiếu"),
    ({"kind": "ratio", "measure": "m", "op": ">=", "mode": "bands"}, "bands", "ít nhất một bậc"),
    ({"kind": "survey", "survey": "s", "mode": "bands", "bands": [{"at": 1}]}, "bands", "at và share"),
    (
        {
            "kind": "ratio",
            "measure": "m",
            "op": ">=",
            "mode": "bands",
            "bands": [{"at": "80%", "share": "50%"}, {"at": "90%", "share": "100%"}],
        },
        "bands",
        "tốt nhất",
    ),
    ({"kind": "deduction", "measure": "m"}, "each_share", "đúng một"),
    ({"kind": "deduction", "measure": "m", "each_points": 0}, "each_points", "lớn hơn 0"),
    ({"kind": "count", "per": "week", "at_least": 1.5}, "at_least", "số nguyên"),
    ({"kind": "all_of", "parts": []}, "parts", "ít nhất một phần"),
    ({"kind": "all_of"}, "parts", "danh sách"),
    ({"kind": "all_of", "parts": [{}]}, "parts[1].rule", "thiếu"),
    ({"kind": "all_of", "parts": [{"rule": "x"}]}, "parts[1].rule", "ánh xạ"),
    ({"kind": "all_of", "parts": ["x"]}, "parts[1]", "ánh xạ"),
    ({"kind": "all_of", "mode": "max", "parts": [{"rule": RATIO}]}, "mode", "sum, least"),
    ({"kind": "all_of", "parts": [{"rule": RATIO, "weight": 0}]}, "parts[1].weight", "lớn hơn 0"),
    (
        {"kind": "all_of", "parts": [{"rule": RATIO}, {"rule": {"kind": "judged", "guide": 1}}]},
        "parts[2].rule.guide",
        "đoạn chữ",
    ),
]


@pytest.mark.parametrize(("data", "key", "message"), WRONG)
def test_an_error_names_the_key(data: Any, key: str, message: str) -> None:
    with pytest.raises(RuleError) as caught:
        rule_from_data(data)
    assert caught.value.key == key
    assert message in caught.value.message
    assert str(caught.value).startswith(f"{key}: ")


@pytest.mark.parametrize("kind", [Evidence, Ratio, Count, Deduction, Survey, Judged, AllOf, Part, LevelBand])
def test_the_published_format_names_every_key(kind: type[Any]) -> None:
    published = rules_package.__doc__ or ""
    assert {field.name for field in fields(kind)} <= set(re.findall(r"\w+", published))
