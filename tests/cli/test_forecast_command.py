"""`thanthien forecast UNIT`."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

from django.core.management import call_command

from tests.assessment.year import Year, year
from tests.cast import Cast

__all__ = ["year"]


def run(*words: Any) -> str:
    out = io.StringIO()
    call_command("forecast", *words, stdout=out)
    return out.getvalue()


def test_json_holds_the_range_every_criterion_and_what_to_do(year: Year, cast: Cast) -> None:
    year.add_proof(year.add_task("I#2", cast.office), cast.office, date(2026, 5, 6))
    data = json.loads(run(cast.unit.code, "--as-of", "01/07/2026", "--json"))
    assert (data["year"], data["counts"], data["is_sample"]) == (2026, "points", True)
    assert data["total"]["floor"] == 2
    assert data["total"]["low"] <= data["total"]["likely"] <= data["total"]["high"]
    assert {row["key"] for row in data["criteria"]} >= {"I#1", "I#2", "II.1"}
    assert all(step["gain"] > 0 for step in data["steps"])


def test_the_table_says_what_may_fail(year: Year, cast: Cast) -> None:
    year.add_task("I#1", cast.office)
    said = run(cast.unit.code, "--as-of", "01/07/2026")
    assert "Nhiều khả năng" in said
    assert "Niêm yết thủ tục" in said


def test_without_a_set_or_records_it_says_so(year: Year, cast: Cast) -> None:
    assert "chưa dự báo được" in run(cast.island.code, "--as-of", "01/07/2026")
    assert "chưa dự báo được" in run(cast.unit.code, "--as-of", "01/07/2026")
