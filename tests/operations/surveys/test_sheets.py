"""What leaves as a table names nobody and runs nothing."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.cast import FIRST_DAY, Cast
from tests.operations.surveys.factories import answered, opened
from thanthien.lib.documents.write.xlsx import Sheet, SheetColumn, SheetRow
from thanthien.operations.surveys.sheets import HIDDEN, csv_rows, forms_sheet
from thanthien.platform.units.actions import add_neighbourhood

pytestmark = pytest.mark.django_db


def test_single_forms_tell_no_day_no_place_no_words_and_no_rare_choice(cast: Cast, now: datetime) -> None:
    place = add_neighbourhood(actor=None, at=FIRST_DAY, unit=cast.unit, kind="village", name="Thượng")
    survey = opened(cast, now, asks_neighbourhood=True)
    for _ in range(5):
        answered(survey, now, typed={"who": ["1"]}, neighbourhood=place)
    rare = {"who": ["3"], "more": ["Quán tôi ở đầu chợ"]}
    answered(survey, now, typed=rare, neighbourhood=place, flag="office")
    sheet = forms_sheet(survey)
    said = str([row.values for row in sheet.rows])
    assert {row.values[0] for row in sheet.rows} == {"Quý 3/2026"}
    assert [word for word in ("Thượng", "Quán", "2026-07", "01/07", "Doanh nghiệp") if word in said] == []
    assert sorted(str(row.values[-1]) for row in sheet.rows) == [HIDDEN, *["Cá nhân"] * 5]
    assert sum(row.values[1] == "Gửi từ máy của cơ quan" for row in sheet.rows) == 1
    assert "Điều gì cần làm tốt hơn?" not in [one.title for one in sheet.columns]


def test_rows_stand_in_no_order_of_time(cast: Cast, now: datetime) -> None:
    survey = opened(cast, now)
    for mark in (1, 2, 3, 4, 5) * 6:
        answered(survey, now, mark)
    orders = {tuple(row.values[2] for row in forms_sheet(survey).rows) for _ in range(3)}
    assert len(orders) > 1


@pytest.mark.parametrize("typed", ["=1+1", "+84", "-2", "@SUM(A1)", "\t=1"])
def test_a_cell_never_becomes_a_formula(typed: str) -> None:
    sheet = Sheet("Ý kiến", "Ý kiến", (SheetColumn(typed),), (SheetRow((typed,)), SheetRow((4,))))
    assert list(csv_rows(sheet)) == [[f"'{typed}"], [f"'{typed}"], ["4"]]
