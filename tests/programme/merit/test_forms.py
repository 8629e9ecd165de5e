"""Suggested forms of commendation come from data, by the day from which a law holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from thanthien.programme.merit.forms import suggested_forms


def test_the_law_in_force_suggests_the_certificate_of_the_chair() -> None:
    assert "Giấy khen của Chủ tịch Ủy ban nhân dân cấp xã" in suggested_forms(date(2026, 7, 1))


def test_a_newer_row_holds_from_its_day_and_not_before(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "merit.yaml").write_text(
        "forms:\n- from: 2030-01-01\n  words: [Hình thức mới]\n- from: 2024-01-01\n  words: [Giấy khen]\n",
        encoding="utf-8",
    )
    settings.REFERENCE_DIR = tmp_path
    assert suggested_forms(date(2029, 12, 31)) == ("Giấy khen",)
    assert suggested_forms(date(2030, 1, 1)) == ("Hình thức mới",)
    assert suggested_forms(date(2020, 1, 1)) == ()
