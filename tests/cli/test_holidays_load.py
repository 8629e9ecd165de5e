"""`thanthien holidays load`: the years of the product, and a file that is refused in one sentence."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import call_command

from thanthien.cli.refusal import Refusal
from thanthien.platform.workdays.queries import years_known

pytestmark = pytest.mark.django_db


def test_without_a_file_all_years_of_the_product_are_loaded() -> None:
    out = io.StringIO()
    call_command("holidays_load", stdout=out)
    assert out.getvalue() == "Năm 2026: 17 ngày, 17 thay đổi.\nNăm 2027: 13 ngày, 13 thay đổi.\n"
    assert years_known() == [2026, 2027]


def test_a_wrong_file_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "2026.yaml"
    path.write_text("year: 2026", encoding="utf-8")
    with pytest.raises(Refusal, match=r"2026\.yaml không đúng mẫu"):
        call_command("holidays_load", path)
    with pytest.raises(Refusal, match="Không mở được tệp"):
        call_command("holidays_load", tmp_path / "none.yaml")
