"""Where the columns of a page stand, when a plain text prints them side by side with blanks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_GAP = re.compile(r"(?<=\S)(?:\s{2,})(?=\S)")
_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVXL]{1,5}|[A-H])[.)]?")
_FEWEST = 3  # lines a page must have before its blanks tell anything
_SPARE = (10**6, 12, 6, 4)  # one line in so many may run over an edge; none first, or thin columns vanish

Gutters = tuple[tuple[int, int], ...]


def parts_of(raw: str) -> list[str]:
    """The line's pieces between gaps of two blanks or more."""
    return _GAP.split(raw.strip())


def cut_page(page: Sequence[str], columns: int, *, at_least: int, width: int) -> list[list[str]]:
    """Each line cut into cells, its row number first; [] where no edges are found.

    `columns` is their number, 0 where the first page is to tell it; then there are `at_least` so many.
    Edges are `width` blanks wide or more on the first page; later the widest are taken. Numbers are looked
    at apart: their column is thin, and a page on which no row starts has lost it. A page whose columns
    move is halved until its halves agree.
    """
    start = _text_start(page)
    numbers = [_leading_number(raw, start) for raw in page]
    texts = [" " * len(number) + raw[len(number) :] for number, raw in zip(numbers, page, strict=True)]
    side = [t for t, number in zip(texts, numbers, strict=True) if _shows_columns(t, bool(number.strip()))]
    gutters = _gutters(side, max(columns, 1) - 1, max(at_least, 3) - 1, 1 if columns else width)
    if gutters is not None:
        return [[n.strip(), *cut(text, gutters)] for n, text in zip(numbers, texts, strict=True)]
    if columns and len(page) >= 2 * _FEWEST:
        half = len(page) // 2
        upper = cut_page(page[:half], columns, at_least=at_least, width=width)
        lower = cut_page(page[half:], columns, at_least=at_least, width=width)
        return upper + lower if upper and lower else []
    return []


def _text_start(page: Sequence[str]) -> int:
    """Where titles stand: the usual first place of lines that no row number opens."""
    indents = Counter(_indent(raw) for raw in page if not _opened(raw))
    return min((i for i, n in indents.items() if n == max(indents.values())), default=10**6)


def _indent(raw: str) -> int:
    return len(raw) - len(raw.lstrip())


def _opened(raw: str) -> re.Match[str] | None:
    match = re.match(r"\s*(\S+)(?=\s|$)", raw)
    return match if match and (_NUMBER.fullmatch(match[1]) or match[1].lower() in ("tt", "stt")) else None


def _leading_number(raw: str, start: int) -> str:
    """What stands left of the titles, with the blanks before it: a row number, the head's "STT", or a
    group's name that begins there and takes the whole line."""
    if _indent(raw) >= start - 1:
        return ""
    match = _opened(raw)
    if match is not None:
        return match[0]
    return raw if len(parts_of(raw)) == 1 else ""


def _gutters(side: list[str], columns: int, at_least: int, least: int) -> Gutters | None:
    """Edges between the text columns; `columns` 0 where their number is not known."""
    for share in _SPARE if side else ():
        runs = _blank_runs(side, len(side) // share, least)
        if not columns and len(runs) >= at_least - 1:
            return tuple(runs)
        if columns and len(runs) >= columns - 1:
            return tuple(sorted(sorted(runs, key=lambda run: run[0] - run[1])[: columns - 1]))
    return None


def _blank_runs(side: list[str], spare: int, least: int) -> list[tuple[int, int]]:
    """Runs of places, `least` wide, that all lines but `spare` leave blank."""
    width = max(map(len, side))
    filled = [0] * (width + 1)
    for raw in side:
        for place, letter in enumerate(raw):
            filled[place] += letter != " "
    start = next((i for i in range(width) if filled[i]), 0)
    runs: list[tuple[int, int]] = []
    for place in range(start, width):
        if filled[place] > spare:
            continue
        if runs and runs[-1][1] == place:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return [run for run in runs if run[1] < width and run[1] - run[0] >= least]


def _shows_columns(text: str, numbered: bool) -> bool:
    """A line that leaves the edges blank: not running text, not a group's name behind its number."""
    return len(parts_of(text)) >= 2 or (not numbered and text.startswith("   ") and len(text.strip()) <= 24)


def cut(raw: str, gutters: Gutters) -> list[str]:
    """Cells of a line. A word that starts within an edge belongs to the column right of it: cells spill
    over to the right, and columns move a place to the left."""
    starts = [0, *((begin + end) // 2 if end - begin > 3 else begin for begin, end in gutters)]
    cells = [""] * len(starts)
    at = 0
    for part in re.split(r"(\s+)", raw):
        if part.strip():
            column = max(i for i, edge in enumerate(starts) if edge <= at or i == 0)
            cells[column] = f"{cells[column]} {part}".strip()
        at += len(part)
    return cells
