"""Items of the budget for the cast, made by the product's own actions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import NOW, Cast
from thanthien.programme.budget.actions import ItemFields, add_amount, add_item, move_item
from thanthien.programme.budget.models import Amount, BudgetItem
from thanthien.programme.budget.states import Move


def draft_item(cast: Cast, *, year: int = 2026, estimate: int = 12_500_000, **more: Any) -> BudgetItem:
    fields = ItemFields(title="Mua máy lấy số tự động", source="commune", estimate=estimate, **more)
    return add_item(actor=cast.coordinator, at=NOW, unit=cast.unit, year=year, fields=fields)


def submitted_item(cast: Cast, **more: Any) -> BudgetItem:
    item = draft_item(cast, **more)
    return move_item(actor=cast.coordinator, at=NOW, item=item, move=Move.SUBMIT, seen=item.version)


def approved_item(cast: Cast, **more: Any) -> BudgetItem:
    item = submitted_item(cast, **more)
    return move_item(actor=cast.leader, at=NOW, item=item, move=Move.APPROVE, seen=item.version)


def allocation(cast: Cast, item: BudgetItem, amount: int = 12_000_000, kind: str = "allocated") -> Amount:
    return add_amount(
        actor=cast.coordinator,
        at=NOW,
        item=item,
        kind=kind,
        amount=amount,
        document_number="45/QĐ-UBND",
        document_date=date(2026, 6, 1),
        upload=SimpleUploadedFile("quyet-dinh.txt", "Quyết định phân bổ".encode()),
    )
