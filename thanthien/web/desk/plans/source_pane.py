"""The source lines as HTML: built in one go, because a scan of many pages has thousands of lines."""

from __future__ import annotations

from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

DIM = 0.75  # OCR below this is shown as hard to read


def source_html(lines: list[dict[str, Any]], pictures: str = "") -> SafeString:
    """`<p id="s12">` a line with its number, page heads where pages change, table rows with their cells.

    `pictures` is the address of page pictures, ending where the page number goes; empty where there are none.
    """
    parts: list[str] = []
    page: int | None = None
    for index, line in enumerate(lines):
        if line.get("page") is not None and line["page"] != page:
            page = line["page"]
            parts.append(_head(page, pictures))
        parts.append(_row(index, line) if "cells" in line else _line(index, line))
    return mark_safe("".join(parts))  # noqa: S308  every piece is escaped above


def _head(page: int | None, pictures: str) -> str:
    if not pictures:
        return f'<p class="tt-src-page">Trang {page}</p>'
    picture = f'<img src="{escape(pictures)}{page}/" loading="lazy" alt="Hình trang {page} của văn bản">'
    return f'<details class="tt-src-page"><summary>Trang {page}, xem hình</summary>{picture}</details>'


def _line(index: int, line: dict[str, Any]) -> str:
    classes = ["tt-src"]
    if line.get("bold"):
        classes.append("tt-src-bold")
    if line.get("confidence", 1) < DIM:
        classes.append("tt-src-dim")
    printed = f' title="Bản in: {escape(line["printed"])}"' if line.get("printed") else ""
    text = escape(line["text"]).replace("\t", ' <span class="tt-src-tab">·</span> ')
    return f'<p class="{" ".join(classes)}" id="s{index}" data-n="{line.get("line", "")}"{printed}>{text}</p>'


def _row(index: int, line: dict[str, Any]) -> str:
    cells = "".join(f"<span>{escape(cell)}</span>" for cell in line["cells"] if cell)
    return f'<p class="tt-src tt-src-row" id="s{index}" data-n="{line.get("row", "")}">{cells}</p>'
