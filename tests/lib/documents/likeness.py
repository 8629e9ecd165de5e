"""How much of a plan's table a reader brought back."""

from __future__ import annotations

from difflib import SequenceMatcher

from tests.lib.documents.plan_content import PlanContent
from thanthien.lib.documents import Document


def wanted_rows(plan: PlanContent) -> list[list[str]]:
    return [[" ".join(text.split()) for text in row.cells if text.strip()] for row in plan.rows]


def read_rows(document: Document) -> list[list[str]]:
    tables = list(document.tables())
    rows = tables[-1].rows[1:] if tables else ()
    return [[" ".join(cell.text.split()) for cell in row.cells if cell and cell.text.strip()] for row in rows]


def likeness(plan: PlanContent, document: Document) -> tuple[float, float]:
    """Share of the table's rows brought back exactly, and likeness of all its text, 0..1."""
    want, got = wanted_rows(plan), read_rows(document)
    exact = sum(row in got for row in want) / len(want)
    flat = [" ".join(text for row in rows for text in row) for rows in (want, got)]
    return exact, SequenceMatcher(None, flat[0].split(), flat[1].split(), autojunk=False).ratio()
