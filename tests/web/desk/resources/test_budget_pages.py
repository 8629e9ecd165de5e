"""Officials at the budget: the table, an item, money recorded, the Excel file."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tests.cast import Cast
from tests.programme.budget.factories import allocation, approved_item, draft_item
from thanthien.platform.people.models import Person
from thanthien.programme.budget.models import Amount, BudgetItem

Browser = Callable[[Person], Client]


def test_an_item_is_drafted_submitted_and_approved(cast: Cast, client_of: Browser) -> None:
    desk = f"/desk/{cast.unit.code}/budget/"
    drafter, leader = client_of(cast.coordinator), client_of(cast.leader)
    typed = {"title": "Nâng cấp khu vực chờ", "estimate": "85,5 triệu", "source": "province"}
    answer = drafter.post(f"{desk}new/?year=2026", typed)
    item = BudgetItem.objects.get()
    assert answer["Location"] == f"{desk}{item.pk}/"
    assert item.estimate == 85_500_000
    drafter.post(f"{desk}{item.pk}/move/", {"move": "submit", "seen": item.version})
    item.refresh_from_db()
    assert "Duyệt dự toán" in leader.get(f"{desk}{item.pk}/").content.decode()
    leader.post(f"{desk}{item.pk}/decide/", {"move": "approve", "seen": item.version})
    item.refresh_from_db()
    assert item.state == "approved"
    page = leader.get(f"{desk}?year=2026").content.decode()
    assert "Nâng cấp khu vực chờ" in page
    assert "85.500.000 đ" in page


def test_a_wrong_amount_is_said_and_what_was_typed_stays(cast: Cast, client_of: Browser) -> None:
    address = f"/desk/{cast.unit.code}/budget/new/"
    page = client_of(cast.officer).post(
        address, {"title": "Máy in", "estimate": "chưa rõ", "source": "commune"}
    )
    assert page.status_code == 422
    said = page.content.decode()
    assert "Chưa đọc được số tiền" in said
    assert 'value="Máy in"' in said
    assert not BudgetItem.objects.exists()


def test_money_is_recorded_with_its_paper(cast: Cast, client_of: Browser) -> None:
    item = approved_item(cast)
    browser = client_of(cast.coordinator)
    paper = SimpleUploadedFile("quyet-dinh.txt", "Quyết định phân bổ".encode())
    typed = {"kind": "allocated", "amount": "13.000.000", "document_number": "45/QĐ-UBND",
             "document_date": "2026-03-02", "upload": paper}  # fmt: skip
    address = f"/desk/{cast.unit.code}/budget/{item.pk}/"
    assert browser.post(f"{address}amounts/", typed)["Location"] == address
    page = browser.get(address).content.decode()
    assert "Phân bổ vượt dự toán 500.000 đ." in page
    amount = Amount.objects.get()
    assert amount.recorded_by == cast.coordinator
    file = client_of(cast.council).get(f"/desk/{cast.unit.code}/budget/amounts/{amount.pk}/file")
    assert b"".join(file.streaming_content).decode() == "Quyết định phân bổ"  # type: ignore[attr-defined]
    assert "attachment" in file["Content-Disposition"]
    other = client_of(cast.other_coordinator)
    assert other.get(f"/desk/{cast.other_unit.code}/budget/amounts/{amount.pk}/file").status_code == 404


def test_the_table_as_excel(cast: Cast, client_of: Browser) -> None:
    allocation(cast, approved_item(cast), 9_000_000)
    answer = client_of(cast.council).get(f"/desk/{cast.unit.code}/budget/table.xlsx?year=2026")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    last = [cell.value for cell in list(sheet.iter_rows())[-1]]
    assert last[1] == "Tổng cộng"
    assert last[4:] == [12_500_000, 9_000_000, 0, 0, 9_000_000]


def test_the_empty_table_says_what_to_do(cast: Cast, client_of: Browser) -> None:
    page = client_of(cast.officer).get(f"/desk/{cast.unit.code}/budget/").content.decode()
    assert "Lập khoản đầu tiên" in page
    page = client_of(cast.council).get(f"/desk/{cast.unit.code}/budget/").content.decode()
    assert "Lập khoản đầu tiên" not in page


def test_the_table_asks_the_database_as_often_for_three_as_for_one(cast: Cast, client_of: Browser) -> None:
    browser, counts = client_of(cast.coordinator), []
    for more in (1, 2):
        for _ in range(more):
            draft_item(cast)
        with CaptureQueriesContext(connection) as seen:
            browser.get(f"/desk/{cast.unit.code}/budget/?year=2026")
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("move", ["", "approve", "fly"])
def test_a_step_that_is_none_changes_nothing(cast: Cast, client_of: Browser, move: str) -> None:
    item = draft_item(cast)
    answer = client_of(cast.coordinator).post(
        f"/desk/{cast.unit.code}/budget/{item.pk}/move/", {"move": move, "seen": item.version}
    )
    assert answer.status_code == 422
    item.refresh_from_db()
    assert item.state == "draft"
