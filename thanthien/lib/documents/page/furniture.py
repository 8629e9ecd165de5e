"""What stands on pages without belonging to the text: page numbers, running heads, signature stamps."""

from __future__ import annotations

import re
from collections import Counter

from thanthien.lib.documents.page.geometry import PrintedPage, Segment, lines_of

_NUMBER = re.compile(r"(?i)^[-–—\s.]*(trang\s*)?\d{1,3}(\s*/\s*\d{1,3})?[-–—\s.]*$|^[ivx]{1,5}$")
_STAMP = re.compile(r"(?i)^(ký bởi|người ký|email|e-mail|cơ quan|ngày ký|thời gian ký|chữ ký số)\s*:")
_MARGIN = 0.1
_SEVERAL = 3


def remove_furniture(pages: list[PrintedPage]) -> None:
    """Drops page numbers in the margins, lines repeated in the margin of most pages, and signing stamps."""
    margins = [_margin_lines(page) for page in pages]
    seen = Counter(key for lines in margins for key in {_key(line) for line in lines})
    for page, lines in zip(pages, margins, strict=True):
        gone: set[int] = set()
        for line in lines:
            often = seen[_key(line)]
            is_running = often >= _SEVERAL and often > 0.6 * len(pages) and len(line.text) > 3
            if _NUMBER.match(line.text) or is_running:
                gone |= {id(word) for word in line.words}
        gone |= {id(word) for line in lines_of(page.words) if _STAMP.match(line.text) for word in line.words}
        if gone:
            page.words = [word for word in page.words if id(word) not in gone]


def _margin_lines(page: PrintedPage) -> list[Segment]:
    """The outermost line at the top and at the bottom, where it stands in the margin."""
    lines = lines_of(page.words)
    outer = {id(line): line for line in (*lines[:1], *lines[-1:])}
    return [
        line
        for line in outer.values()
        if line.bottom < _MARGIN * page.height or line.top > (1 - _MARGIN) * page.height
    ]


def _key(line: Segment) -> str:
    return re.sub(r"[\d\W]+", " ", line.text).strip().lower()
