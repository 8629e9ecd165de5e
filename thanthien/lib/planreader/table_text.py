"""A task table whose columns were run together as plain text: finding it, and its rows.

The head tells which columns there are and in which order; `table_lattice` then finds the most
likely cutting of the words below it into rows and cells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from thanthien.lib.planreader.agencies import AgencyBook
from thanthien.lib.planreader.columns import Role, phrases_in
from thanthien.lib.planreader.keys import fold, squeeze
from thanthien.lib.planreader.lines import Line
from thanthien.lib.planreader.model import Source
from thanthien.lib.planreader.regions import is_annex
from thanthien.lib.planreader.rows import RawRow
from thanthien.lib.planreader.table_lattice import Cut, cut_rows
from thanthien.lib.planreader.table_words import Word, words_of

_HEAD_LINES = 16
_AFTER = re.compile(
    r"^(?:(?:[ivx]+|[a-h]|\d{1,2}) )?(?:to chuc thuc hien|kinh phi thuc hien|noi nhan|"
    r"tren day la|phan cong to chuc)\b|^luu vt\b"
)


@dataclass(frozen=True, slots=True)
class TextTable:
    """Lines below a head, and the columns in printed order (the number column left out)."""

    columns: tuple[Role, ...]
    numbered: bool
    lines: list[Line]


def cut_text_table(lines: list[Line]) -> tuple[list[Line], TextTable | None, list[Line]]:
    """Lines before the table, the table, lines after it; None where no head is found."""
    lines = [part for line in lines for part in _split_at_head(line)]
    for at in range(len(lines)):
        head = _head_at(lines, at)
        if head is None:
            continue
        roles, end, rest = head
        body = ([rest] if rest else []) + lines[end:]
        stop = next(
            (i for i, line in enumerate(body) if _AFTER.match(fold(line.text)) or is_annex(line)), len(body)
        )
        columns = tuple(role for role in roles if role != "no")
        return lines[:at], TextTable(columns, "no" in roles, _without_heads(body[:stop], roles)), body[stop:]
    return lines, None, []


def _split_at_head(line: Line) -> list[Line]:
    """A head joined to the line before it: "… của UBND xã) STT Nhiệm vụ"."""
    match = re.search(r"(?<=\S)\s+(?=(?:STT|TT|Stt)\s+\S)", line.text)
    if match is None or len(phrases_in(fold(line.text[match.end() :]).split()[:5])) < 2:
        return [line]
    first = Line(line.text[: match.start()], line.place, line.gap, confidence=line.confidence)
    return [first, Line(line.text[match.end() :], line.place, 0, line.ends_cell, confidence=line.confidence)]


def read_text_table(table: TextTable, book: AgencyBook) -> list[RawRow]:
    words = words_of(table.lines)
    return [_raw(cut, words) for cut in cut_rows(words, table.columns, numbered=table.numbered, book=book)]


def _head_at(lines: list[Line], at: int) -> tuple[list[Role], int, Line | None] | None:
    """Roles of a head that starts at line `at`, the line after it, and what its last line has beyond it."""
    first = fold(lines[at].text).split()
    opening = phrases_in(first[:8])
    if not opening or opening[0][0] != 0:
        return None
    words: list[tuple[str, int]] = []
    for number in range(at, min(len(lines), at + _HEAD_LINES)):
        words += [(word, number) for word in fold(lines[number].text).split()]
    roles, stop = _roles([word for word, _ in words])
    if len(set(roles)) < 3 or "title" not in roles or not {"lead", "coordinators", "timing"} & set(roles):
        return None
    if stop >= len(words):
        return None
    stop = _past_numbers([word for word, _ in words], stop, len(roles))
    if stop >= len(words):
        return None
    last = words[stop - 1][1]
    used = sum(1 for _, number in words[:stop] if number == last)
    rest = _beyond(lines[last], used)
    return roles, last + 1, rest


def _roles(words: list[str]) -> tuple[list[Role], int]:
    """Head phrases one after another, each role once; ends at the first word that belongs to no phrase."""
    roles: list[Role] = []
    end = 0
    for start, stop, role in phrases_in(words):
        between = words[end:start]
        if len(between) > 2 or any(w.isdigit() or len(w) == 1 for w in between) or role in roles:
            break
        if role == "criterion" and "title" in roles:
            break
        roles.append(role)
        end = stop
    if "title" not in roles and "criterion" in roles:
        roles[roles.index("criterion")] = "title"
    if "lead" not in roles and "person" in roles:
        roles[roles.index("person")] = "lead"
    return roles, end


def _past_numbers(words: list[str], at: int, count: int) -> int:
    """Skips the row "(1) (2) (3) …" under a head."""
    if words[at : at + count] == [str(n) for n in range(1, count + 1)]:
        return at + count
    return at


def _beyond(line: Line, used: int) -> Line | None:
    parts = re.findall(r"\S+", line.text)
    at = 0
    while at < len(parts) and used > 0:
        used -= len(fold(parts[at]).split())
        at += 1
    text = squeeze(" ".join(parts[at:]))
    if not fold(text):
        return None
    return Line(text, line.place, 0, line.ends_cell, confidence=line.confidence)


def _without_heads(lines: list[Line], roles: list[Role]) -> list[Line]:
    """The head printed again on each page is dropped."""
    kept: list[Line] = []
    at = 0
    while at < len(lines):
        again = _head_at(lines, at)
        if again is not None and again[0] == roles:
            kept += [again[2]] if again[2] else []
            at = again[1]
        else:
            kept.append(lines[at])
            at += 1
    return kept


def _raw(cut: Cut, words: list[Word]) -> RawRow:
    first, last = words[cut.start].line, words[cut.end - 1].line
    lines = list({id(words[i].line): words[i].line for i in range(cut.start, cut.end)}.values())
    repaired = any(line.printed and fold(line.printed) != fold(line.text) for line in lines)
    return RawRow(
        cut.text(cut.no, words) if cut.no else "",
        {role: cut.text(span, words) for role, span in cut.cells.items()},
        Source(first.place.page, first.place.line, last.place.line),
        spanning=cut.is_group,
        confidence=round(min(line.confidence for line in lines) * cut.confidence, 2),
        printed=squeeze(" ".join(line.shown for line in lines)) if repaired else None,
    )
