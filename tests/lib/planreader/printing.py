"""Prints invented plans as text of several kinds, and damages prints the way scanners and copies do."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable

from tests.lib.planreader.variants import Invented, Row, wrap

KINDS = ("tabs", "wrapped", "double", "columns")


def print_plan(plan: Invented, kind: str, seed: int) -> str:
    """`tabs`: a paragraph a line and a tabbed table; `wrapped`: lines of one width, the table run together
    with blanks behind cells; `double`: a blank line after every line; `columns`: the table run together
    with no clue but line breaks.
    """
    rng = random.Random(seed)
    if kind == "tabs":
        return "\n".join(_spaced([*_front(plan), *plan.annex], rng) + _tab_rows(plan, rng)) + "\n"
    width = rng.randint(66, 92)
    lines = [line for part in _front(plan) for line in wrap(part, width)]
    lines += [line for part in plan.annex for line in wrap(part, width)]
    table = _run_together(plan, rng, trailing=kind != "columns")
    if kind == "double":
        return "\n\n".join(line + " " for line in lines) + "\n\n" + _double(table) + "\n"
    gap = rng.choice([0, 1])
    front = [line for part in [*_front(plan), *plan.annex] for line in [*wrap(part, width), *[""] * gap]]
    return "\n".join(front + [text for text, _ in table]) + "\n"


def _front(plan: Invented) -> list[str]:
    return [*plan.head, plan.gold["document"]["title"], *plan.parts, *plan.end]


def _spaced(parts: list[str], rng: random.Random) -> list[str]:
    gap = rng.choice([0, 1])
    return [line for part in parts for line in [part, *[""] * gap]]


def _tab_rows(plan: Invented, rng: random.Random) -> list[str]:
    lines = ["\t".join(plan.titles)]
    for row in plan.rows:
        cells = [str(row.get(role, "")) for role in plan.order]
        if len(row["title"].split()) > 12 and rng.random() < 0.3 and not row.get("group_row"):
            at = plan.order.index("title")
            words = row["title"].split()
            cells[at] = " ".join(words[:8])
            rest = [""] * len(cells)
            rest[at] = " ".join(words[8:])
            lines += ["\t".join(cells), "", "\t".join(rest)]
        else:
            lines.append("\t".join(cells))
    return lines


def _run_together(plan: Invented, rng: random.Random, *, trailing: bool) -> list[tuple[str, bool]]:
    """(line, is it the last of its cell), cells one after another at the width of their column."""
    widths = {"no": 4, "title": rng.randint(34, 56), "lead": rng.randint(16, 24), "coordinators": rng.randint(16, 24),
              "product": rng.randint(14, 20), "timing": rng.randint(12, 16), "note": 10}  # fmt: skip
    lines = [(line, False) for title in plan.titles for line in wrap(title, 14)]
    for row in plan.rows:
        lines += _row_lines(plan, row, widths, rng, trailing)
    return lines


def _row_lines(
    plan: Invented, row: Row, widths: dict[str, int], rng: random.Random, trailing: bool
) -> list[tuple[str, bool]]:
    blanks = "  " if trailing else ""
    if row.get("group_row"):
        return [(f"{row['no']}  {row['title']}{blanks}", True)]
    lines: list[tuple[str, bool]] = []
    for role in plan.order:
        text = str(row.get(role, ""))
        if not text:
            continue
        cell = wrap(text, widths[role])
        lines += [
            (line + (blanks if i + 1 == len(cell) else " "), i + 1 == len(cell))
            for i, line in enumerate(cell)
        ]
    if trailing and len(lines) > 2 and rng.random() < 0.3 and len(lines[-2][0] + lines[-1][0]) < 40:
        lines[-2:] = [(lines[-2][0].rstrip() + "  " + lines[-1][0], True)]
    if row.get("no") and trailing and rng.random() < 0.3:
        lines[:2] = [(f"{lines[0][0].rstrip()}  {lines[1][0]}", lines[1][1])]
    return lines


def _double(table: list[tuple[str, bool]]) -> str:
    return "".join(text + "\n\n" for text, _ in table)


def strip_tones(text: str) -> str:
    text = text.replace("đ", "d").replace("Đ", "D")
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


_CONFUSED = {
    "ự": "w", "ư": "u", "ờ": "d", "ố": "6", "ổ": "6", "á": "4", "ó": "6", "ụ": "u", "l": "1", "ă": "i", "ấ": "4",
    "ộ": "b", "ủ": "u", "ứ": "ir", "ạ": "a", "ề": "é", "ế": "é", "ệ": "é", "à": "a", "ồ": "d",
}  # fmt: skip


def confuse(text: str, seed: int, rate: float = 0.06) -> str:
    """A scanner that knows no Vietnamese: most marks lost, some letters read as others."""
    rng = random.Random(seed)
    out = []
    for char in text:
        if char.lower() in _CONFUSED and rng.random() < rate:
            out.append(_CONFUSED[char.lower()])
        elif ord(char) > 127 and rng.random() < 0.75:
            out.append(strip_tones(char))
        else:
            out.append(char)
    return "".join(out)


def drop_blank_lines(text: str) -> str:
    return re.sub(r"\n[ ]*(?=\n)", "", text)


def join_lines(text: str, seed: int, rate: float = 0.06) -> str:
    rng = random.Random(seed)
    lines = text.split("\n")
    out = lines[:12]
    for line in lines[12:]:
        if line.strip() and out[-1].strip() and "\t" not in line + out[-1] and rng.random() < rate:
            out[-1] = f"{out[-1].rstrip()} {line}"
        else:
            out.append(line)
    return "\n".join(out)


def add_page_numbers(text: str, every: int = 38) -> str:
    lines, out, page = text.split("\n"), [], 2
    for number, line in enumerate(lines, 1):
        out.append(line)
        if number % every == 0 and "\t" not in line:
            out += ["", str(page), ""]
            page += 1
    return "\n".join(out)


DAMAGES: dict[str, Callable[[str, int], str]] = {
    "clean": lambda text, seed: text,
    "toneless": lambda text, seed: strip_tones(text),
    "confused": confuse,
    "no_blanks": lambda text, seed: drop_blank_lines(text),
    "joined": join_lines,
    "pages": lambda text, seed: add_page_numbers(text),
}
