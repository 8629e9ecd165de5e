"""Page numbers that a text print carries between its lines: a steady series of lone numbers."""

from __future__ import annotations

import re

_LONE = re.compile(r"[-–—]?\s*(?:trang\s+)?(\d{1,3})(?:\s*/\s*\d{1,3})?\s*[-–—]?", re.IGNORECASE)
_TABLE = re.compile(r"\s*(?:STT|TT|Số TT|So TT)\b")
_FEWEST_LINES_A_PAGE = 14
_UNEVEN = (0.5, 1.6)


def page_number_lines(texts: list[str], pages: list[int | None]) -> set[int]:
    """Indexes of lines that are page numbers: where the page is known, the number equal to it at an edge of
    the page; else the longest series 1 2 3 … (or 2 3 4 …) whose members stand about a page apart."""
    lone = [(i, int(m[1])) for i, text in enumerate(texts) if (m := _LONE.fullmatch(text.strip()))]
    if any(page is not None for page in pages):
        return {i for i, value in lone if pages[i] == value and _at_edge(i, pages)}
    best: list[int] = []
    # Row numbers look alike: a series of pages has begun before the first table.
    table_at = next((i for i, text in enumerate(texts) if _TABLE.match(text)), len(texts))
    for start, (i, value) in enumerate(lone):
        if value in (1, 2):
            series = _series(lone, start)
            if len(series) > len(best) and i < table_at and _covers(series, len(texts)):
                best = series
    return set(best)


def _series(lone: list[tuple[int, int]], start: int) -> list[int]:
    """Greedy: the next number is the one whose distance is nearest to the distance before."""
    series = [lone[start][0]]
    value, gap = lone[start][1], 0.0
    while True:
        options = [i for i, v in lone if v == value + 1 and i > series[-1]]
        if gap:
            options = [i for i in options if _UNEVEN[0] * gap <= i - series[-1] <= _UNEVEN[1] * gap]
        else:
            options = [i for i in options if i - series[-1] >= _FEWEST_LINES_A_PAGE]
        if not options:
            return series
        last, usual = series[-1], gap or 40.0
        series.append(min(options, key=lambda i: abs(i - last - usual)))
        gap = (series[-1] - series[0]) / (len(series) - 1)
        value += 1


def _covers(series: list[int], lines: int) -> bool:
    """Page numbers start a page or two into the document and go on to its last page; row numbers do not."""
    if len(series) < 3:
        return False
    gap = (series[-1] - series[0]) / (len(series) - 1)
    return series[0] <= 2.2 * gap and lines - series[-1] <= 2.2 * gap


def _at_edge(at: int, pages: list[int | None]) -> bool:
    before = pages[at - 1] if at else None
    after = pages[at + 1] if at + 1 < len(pages) else None
    return before != pages[at] or after != pages[at]
