"""The procedures that come with the product: well formed, well spelled, and no fact in them that their source lacks."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.house.words import strangers
from thanthien.lib.procedures import read_national
from thanthien.lib.vietnamese import nfc

ROOT = Path(__file__).resolve().parents[3]
REAL = ROOT.parent / "shared/data/procedures_commune_level_2026.jsonl"
SAID = ("code", "name", "field", "level", "subjects", "agency", "decision", "source")
PARTS = {*SAID, "place", "in_force", "ways", "papers", "steps", "conditions", "laws", "results", "summary"}
WAYS = {"Trực tiếp", "Trực tuyến", "Dịch vụ bưu chính"}
# Short names, and the ends of the numbers of papers, which are no syllables.
NAMES = frozenset(
    """VNeID CT DC CC TK C QĐ NĐ CP TTg BTP BCA BTC BXD BNNMT BNNPTNT TTLT BYT QH HTX BH BHXH BHYT BHTN BHTNLĐ BNN TS
    SMS chip""".split()
)


@cache
def common() -> list[dict[str, Any]]:
    text = (ROOT / "data/procedures/common.yaml").read_text(encoding="utf-8")
    assert text == nfc(text)
    data = yaml.safe_load(text)
    assert data["format"] == 1
    assert data["version"]
    found: list[dict[str, Any]] = data["procedures"]
    return found


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for key, one in value.items() if key not in {"code", "source"} for text in texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in texts(one)]
    return [value] if isinstance(value, str) else []


def test_there_are_forty_and_more_each_with_a_code_of_its_own() -> None:
    codes = [one["code"] for one in common()]
    assert len(codes) == len(set(codes)) >= 40


def test_each_is_well_formed() -> None:
    for one in common():
        assert set(one) <= PARTS, one["code"]
        assert all(isinstance(one.get(key), str) and one[key].strip() for key in SAID), one["code"]
        assert re.fullmatch(r"\d\.\d{6}", one["code"])
        assert one["source"].startswith("https://dichvucong.gov.vn/")
        assert one["ways"], one["code"]
        for way in one["ways"]:
            assert way["how"] in WAYS
            assert set(way) <= {"how", "time", "fee", "note"}
        for paper in one.get("papers", ()):
            assert paper["name"]
            assert set(paper) <= {"name", "group", "form", "originals", "copies"}
        for part in (*one.get("laws", ()), *one.get("results", ())):
            assert set(part) == {"name", "code"}


def test_each_has_a_summary_that_answers_what_people_ask() -> None:
    for one in common():
        summary = one["summary"]
        assert set(summary) <= {"what", "who", "bring", "fee", "time", "where", "mind"}
        assert all(summary[key] for key in ("what", "who", "bring", "fee", "time", "where")), one["code"]
        assert all(isinstance(paper, str) for paper in summary["bring"])


def test_every_word_is_spelled_with_its_right_marks() -> None:
    wrong = {
        one["code"]: found
        for one in common()
        if (found := [word for text in texts(one) for word in strangers(text) if word not in NAMES])
    }
    assert wrong == {}


@pytest.mark.skipif(not REAL.is_file(), reason="../shared with the national catalogue is not on this machine")
def test_codes_names_and_facts_agree_with_the_national_catalogue() -> None:
    rows = {row["ma_thu_tuc"]: row for row in map(json.loads, REAL.read_text(encoding="utf-8").splitlines())}
    for one in common():
        row = rows[one["code"]]
        printed = json.dumps(row, ensure_ascii=False)
        national = read_national(row)
        bare = re.sub(r"^Thủ tục ", "", national.name)
        assert one["name"] == bare[0].upper() + bare[1:]
        assert (one["field"], one["level"], one["subjects"]) == (
            national.field,
            national.level,
            national.subjects,
        )
        assert (one["decision"], one["source"]) == (national.decision, national.source)
        assert {way["how"] for way in one["ways"]} <= {way.how for way in national.ways}
        for way in one["ways"]:
            for number in re.findall(r"\d+(?:\.\d{3})*", f"{way.get('time', '')} {way.get('fee', '')}"):
                assert number in printed or number.replace(".", ",") in printed, (one["code"], number)
        assert all(law["code"] in printed for law in one.get("laws", ())), one["code"]
        known = {result.code for result in national.results}
        assert {result["code"] for result in one.get("results", ())} <= known
