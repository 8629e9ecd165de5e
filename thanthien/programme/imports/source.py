"""The source of a reading as lines beside the rows, and which of them a row came from."""

from __future__ import annotations

from typing import Any

from thanthien.lib.documents import Document, Paragraph, Table

Line = dict[str, Any]


def source_lines(document: Document) -> list[Line]:
    """One entry a printed line or table row: `page`, `line`, `table`, `row` where known, and its text.

    A table row holds `cells` instead of `text`; `printed` stands where the text was repaired.
    """
    lines: list[Line] = []
    for block in document.blocks:
        if isinstance(block, Table):
            lines += _table(block)
        else:
            lines.append(_paragraph(block))
    return lines


def _paragraph(block: Paragraph) -> Line:
    line: Line = {**_place(block.place), "text": block.text}
    if block.printed and block.printed != block.text:
        line["printed"] = block.printed
    if block.confidence < 1:
        line["confidence"] = round(block.confidence, 2)
    if block.bold:
        line["bold"] = True
    return line


def _table(block: Table) -> list[Line]:
    return [
        {**_place(row.place), "cells": [cell.text if cell else "" for cell in row.cells]}
        for row in block.rows
    ]


def _place(place: Any) -> Line:
    return {
        name: value
        for name in ("page", "line", "table", "row")
        if (value := getattr(place, name)) is not None
    }


class SourceIndex:
    """Finds the lines of a row by its stored place."""

    def __init__(self, lines: list[Line]) -> None:
        self._last = len(lines) - 1
        self._by_row = {(_n(ln, "table"), ln["row"]): i for i, ln in enumerate(lines) if "row" in ln}
        self._by_line: dict[tuple[int | None, int], int] = {}
        for i, ln in enumerate(lines):
            if "line" in ln and "row" not in ln:
                self._by_line.setdefault((_n(ln, "page"), ln["line"]), i)
                self._by_line.setdefault((None, ln["line"]), i)

    def span(self, source: dict[str, Any]) -> tuple[int, int] | None:
        """First and last index among the lines; None where the place is not known."""
        if "row" in source:
            at = self._by_row.get((source.get("table"), source["row"]))
            return (at, at) if at is not None else None
        if "line" not in source:
            return None
        page = source.get("page")
        first = self._by_line.get((page, source["line"]))
        if first is None:
            return None
        last = self._at_or_before(page, source.get("line_to", source["line"]))
        return first, max(first, last if last is not None else first)

    def _at_or_before(self, page: int | None, line: int) -> int | None:
        """Blank lines are not kept, so the last line of a row may have none of its own."""
        for number in range(line, max(0, line - 6), -1):
            at = self._by_line.get((page, number))
            if at is not None:
                return at
        return None


def _n(line: Line, name: str) -> int | None:
    value = line.get(name)
    return int(value) if value is not None else None
