"""The tables of a report: titles above, a head of one or more rows, a row a unit; or one unit with a row a figure.

Of the second kind a single row is made, its headers "figure – column", so that whoever reads on knows one kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from thanthien.lib.documents.grids import Grid
from thanthien.lib.documents.records import told_apart
from thanthien.lib.vietnamese import search_key
from thanthien.platform.units.models import Unit
from thanthien.programme.measures.file_words import about, has, is_unit_head, names_unit, tells_unit
from thanthien.programme.measures.indicators import indicators

Rows = Sequence[tuple[int, tuple[str, ...]]]
JOIN = " – "
_LOOKED = 40  # rows in which a head may stand
_DEEPEST = 4  # rows of one head
_LONGEST = 150
_NUMBERING = re.compile(r"\(?(?:\d{1,2}|[A-Za-z])\)?(?:\s*=.*)?")
_FIGURE = re.compile(r"[\d., /%()=-]+")
_MONTH = re.compile(r"(?i)\s*\(?\btháng\s+\d{1,2}(?:\s*[/-]\s*20\d\d|\s+năm\s+20\d\d)?\)?")
_ASIDE = {"stt", "tt", "so tt", "don vi tinh", "dvt", "ghi chu", ""}


@dataclass(frozen=True, slots=True)
class Table:
    """`titles`: what stands above the head; `heads`: the head as written; `headers`: without any month, so that a

    choice of columns holds for the next one. `unit_header` is "" where nothing is known to name the unit; `is_of_one`:
    a row a figure, so the unit is named by the titles or the sheet.
    """

    sheet: str
    titles: tuple[str, ...]
    heads: tuple[str, ...]
    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    unit_header: str = ""
    is_of_one: bool = False

    def names(self, unit: Unit) -> bool:
        if self.is_of_one:
            return tells_unit((self.sheet, *self.titles), unit)
        return any(names_unit(text, unit) for _, texts in self.rows for text in texts)

    def cell(self, texts: Sequence[str], header: str) -> str:
        return texts[self.headers.index(header)] if header in self.headers else ""


def tables_of(grids: Sequence[Grid], unit: Unit) -> Iterator[Table]:
    """One a sheet, of those in which a table is found at all."""
    for grid in grids:
        found = _by_unit(grid, unit) or _by_figure(grid)
        if found is not None:
            yield found


def _by_unit(grid: Grid, unit: Unit) -> Table | None:
    at, place = _unit_head(grid.rows, unit)
    if at < 0:
        return None
    first, last = _head(grid.rows, at, place)
    headers = _headers([texts for _, texts in grid.rows[first : last + 1]])
    rows = [row for row in grid.rows[last + 1 :] if not _is_numbering(row[1])]
    titles, heads = _texts(grid.rows[:first]), _texts(grid.rows[first : last + 1])
    return Table(grid.name, titles, heads, headers, tuple(rows), headers[place] if place >= 0 else "")


def _unit_head(rows: Rows, unit: Unit) -> tuple[int, int]:
    """(row, column) of the head that names units; (-1, -1) where there is no such table."""
    for at, (_, texts) in enumerate(rows[:_LOOKED]):
        if len(set(filter(None, texts))) >= 2:
            for place, text in enumerate(texts):
                if is_unit_head(text):
                    return at, place
    likeliest = max(range(min(_LOOKED, len(rows))), key=lambda n: _columns_about(rows[n][1]))
    if _columns_about(rows[likeliest][1]) < 2:
        return -1, -1
    for _, texts in rows[likeliest + 1 :]:  # a column that nobody named, in which the unit stands
        for place, text in enumerate(texts):
            if names_unit(text, unit):
                return likeliest, place
    return likeliest, -1


def _columns_about(texts: Sequence[str]) -> int:
    return len({text for text in texts if about(search_key(text))})


def _head(rows: Rows, at: int, place: int) -> tuple[int, int]:
    """First and last row of a head that is joined over several rows."""
    first = last = at
    while first > 0 and at - first < 2 and _is_group(rows[first - 1][1], place):
        first -= 1
    name = rows[at][1][place] if place >= 0 else ""
    while last + 1 < len(rows) and last - at < _DEEPEST:
        texts = rows[last + 1][1]
        below = texts[place] if place >= 0 else ""
        words = [text for text in texts if text and not _FIGURE.fullmatch(text)]
        if _is_numbering(texts) or (place >= 0 and below in ("", name) and len(words) >= 2):
            last += 1
        else:
            break
    return first, last


def _is_group(texts: Sequence[str], place: int) -> bool:
    """A row of groups above a head: nothing over the unit's column, figures named beside it."""
    return not any(texts[: place + 1]) and _columns_about(texts) > 0


def _is_numbering(texts: Sequence[str]) -> bool:
    """ "(1) (2) (3)" or "A B 1 2 3=1/2" under a head."""
    some = [text for text in texts if text]
    numbers = [int(found[0]) for text in some if (found := re.findall(r"\d+", text))]
    return (
        len(some) >= 3
        and all(_NUMBERING.fullmatch(text) for text in some)
        and len(numbers) >= 2
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        and numbers[0] <= 3
    )


def _headers(rows: list[tuple[str, ...]]) -> tuple[str, ...]:
    """One text a column, from group to leaf; a group written once counts for the columns beside it."""
    rows = [texts for texts in rows if not _is_numbering(texts)]
    filled: list[list[str]] = []
    for n, texts in enumerate(rows):
        row, below = list(texts), rows[n + 1 :]
        for place in range(1, len(row)):
            if not row[place] and row[place - 1] and any(one[place] for one in below) and any(
                one[place - 1] for one in below
            ):  # fmt: skip
                row[place] = row[place - 1]
        filled.append(row)
    names = []
    for column in zip(*filled, strict=True):
        parts = dict.fromkeys(_MONTH.sub("", text).strip(" ,:") for text in column if text)
        names.append(JOIN.join(filter(None, parts))[:_LONGEST])
    return told_apart(names)


def _by_figure(grid: Grid) -> Table | None:
    """A row a figure: "Văn bản ký số | 118 | 130 | 90,8%"."""
    label, found = _label_column(grid.rows)
    if label < 0:
        return None
    at = found[0]
    head = next((n for n in range(at - 1, -1, -1) if _is_head(grid.rows[n][1], label)), None)
    if head is None:
        return None
    names, values = [], []
    for n in found:
        _, texts = grid.rows[n]
        for place, text in enumerate(texts):
            column = grid.rows[head][1][place]
            if place != label and search_key(column) not in _ASIDE:
                names.append(f"{texts[label]}{JOIN}{_MONTH.sub('', column).strip()}"[:_LONGEST])
                values.append(text)
    titles, heads = _texts(grid.rows[:head]), _texts(grid.rows[head : head + 1])
    row = (grid.rows[at][0], tuple(values))
    return Table(grid.name, titles, heads, told_apart(names), (row,), is_of_one=True)


def _label_column(rows: Rows) -> tuple[int, list[int]]:
    """The column whose texts name figures, with those of its rows that have one beside."""
    best: tuple[int, list[int]] = (-1, [])
    for place in range(len(rows[0][1]) if rows else 0):
        found = [
            n
            for n, (_, texts) in enumerate(rows)
            if about(search_key(texts[place]))
            and any(text and _FIGURE.fullmatch(text) for text in texts[place + 1 :])
        ]
        if len(found) > len(best[1]):
            best = (place, found)
    return best


def _is_head(texts: Sequence[str], label: int) -> bool:
    words, beside = indicators().words, [search_key(text) for text in texts[label + 1 :]]
    known = (*words.share, *words.whole, *words.part)
    return len(set(filter(None, texts))) >= 2 and any(has(text, known) for text in beside)


def _texts(rows: Rows) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for _, texts in rows for text in texts if text))
