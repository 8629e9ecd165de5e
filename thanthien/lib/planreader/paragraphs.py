"""Printed lines joined to paragraphs.

Blank lines are no proof: some prints have one after every line, some break a sentence with one.
A break is told by markers, by the end of the line before, by the case of the next letter, and by
the question whether the next word would still have fitted on the line before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from thanthien.lib.planreader.keys import fold, is_upper, squeeze, starts_lower
from thanthien.lib.planreader.lines import Line
from thanthien.lib.planreader.markers import BULLETS, Marker, read_marker
from thanthien.lib.planreader.model import Source

_ENDS = re.compile(r"[.!?…]['\"”)]*$|\./\.$")
_OPEN_END = re.compile(
    r"(?:[,(]|[-–]|\b(?:và|của|với|tại|cho|theo|về|các|hoặc|đến|từ|trong|là|va|cua|voi))$", re.IGNORECASE
)
_PAGE_NUMBER = re.compile(r"[-–]?\s*(?:trang\s+)?\d{1,3}(?:\s*/\s*\d{1,3})?\s*[-–]?", re.IGNORECASE)
_SLOGAN = re.compile(r"^[“\"'‘]\s*\d\s+[^\W\d_]+\s*[”\"'’™]+\s*:")
# A marker inside a line opens a new one: after a sentence, after a heading in capitals, before one, or "a) Quán".
_INLINE = re.compile(
    r"(?<=[.;:])\s+(?=[-+–]\s+[A-ZĐÀ-Ỹ]|[a-zđ]\)\s+[A-ZĐÀ-Ỹ]|\d{1,2}\.\s+[A-ZĐÀ-Ỹ])"
    r"|(?<=[A-ZĐÀ-Ỹ]{2})\s+(?=(?:[-+–]|\d{1,2}\.|[a-zđ]\))\s+[A-ZĐÀ-Ỹ\d][a-zà-ỹ]?\w*\s+[a-zà-ỹ])"
    r"|(?<![A-ZĐÀ-Ỹ])\s+(?=(?:[IVX]{1,4}|[A-E])\.\s+[A-ZĐÀ-Ỹ]{2,},?\s+[A-ZĐÀ-Ỹ]{2,})"
    r"|(?<![Đđ]iểm)(?<![Kk]hoản)(?<![Mm]ục)\s+(?=[a-hđ]\)\s+[A-ZĐÀ-Ỹ][a-zà-ỹ])"
)


@dataclass(slots=True)
class Paragraph:
    """A paragraph without its marker; `whole` keeps the marker as printed."""

    lines: list[Line]
    marker: Marker | None = None
    text: str = ""
    printed: str | None = None
    source: Source = field(default_factory=Source)
    confidence: float = 1.0
    bold: bool = False

    @property
    def whole(self) -> str:
        return f"{self.marker.printed} {self.text}" if self.marker else self.text

    @property
    def key(self) -> str:
        return fold(self.text)


@dataclass(frozen=True, slots=True)
class Measure:
    """How lines of this print run: `wrapped`, their usual full length, the shortest full length."""

    wrapped: bool
    full: int
    shortest_full: int
    gap: int


def measure(lines: list[Line]) -> Measure:
    """Full lines are those whose next line goes on with a small letter; their fifth percentile is `shortest`."""
    if not lines or all(line.whole for line in lines):
        return Measure(False, 10**6, 10**6, 0)
    full = sorted(
        len(a.text) + 1 + len(b.text.split(" ", 1)[0])
        for a, b in pairwise(lines)
        if starts_lower(b.text) and not read_marker(b.text)
    )
    lengths = sorted(len(line.text) for line in lines)
    longest = lengths[int(len(lengths) * 0.95)] if lengths else 0
    if len(full) < max(4, len(lines) // 8) or longest > 160:
        return Measure(False, longest, longest, 0)
    gaps = sorted(line.gap for line in lines)
    return Measure(True, longest, full[len(full) // 20], gaps[len(gaps) // 2])


def paragraphs(lines: list[Line], shape: Measure | None = None) -> list[Paragraph]:
    """Lines (without tables) as paragraphs, markers read, page numbers dropped.

    `shape` is how the print runs where `lines` are too few to tell.
    """
    lines = _without_page_numbers(_split_inline(lines))
    shape = shape or measure(lines)
    groups: list[list[Line]] = []
    for at, line in enumerate(lines):
        after = lines[at + 1] if at + 1 < len(lines) else None
        if groups and not (
            _breaks(groups[-1], line, shape) or _first_of_its_kind(groups[-1], line, after, shape)
        ):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [make_paragraph(group) for group in groups]


def make_paragraph(group: list[Line]) -> Paragraph:
    text = squeeze(" ".join(line.text for line in group))
    shown = squeeze(" ".join(line.shown for line in group))
    marker = read_marker(text)
    first, last = group[0].place, group[-1].place
    return Paragraph(
        group, marker, squeeze(text[marker.length :]) if marker else text,
        printed=shown if shown != text else None,
        source=Source(first.page, first.line, last.line, first.table, first.row),
        confidence=min(line.confidence for line in group), bold=all(line.bold for line in group),
    )  # fmt: skip


def _breaks(group: list[Line], line: Line, shape: Measure) -> bool:
    last = group[-1]
    marker = read_marker(line.text)
    if marker is not None and not _is_wrapped_mark(last.text, line.text, marker):
        return True
    if line.place.table != last.place.table:
        return True
    alone = read_marker(last.text)
    if alone is not None and len(group) == 1 and alone.length >= len(last.text):
        return False
    if _SLOGAN.match(line.text):
        return True
    if starts_lower(line.text):
        return line.whole and last.whole and bool(_ENDS.search(last.text))
    if _OPEN_END.search(last.text.rstrip()) or last.text.count("(") > last.text.count(")"):
        return False
    if is_upper(last.text) and is_upper(line.text):
        return not _goes_on_upper(group, line, shape)
    if not shape.wrapped:
        return True
    return _breaks_wrapped(group, line, shape)


def _breaks_wrapped(group: list[Line], line: Line, shape: Measure) -> bool:
    last = group[-1]
    room = len(last.text) + 1 + len(line.text.split(" ", 1)[0])
    short = room < shape.shortest_full
    if is_upper(last.text) != is_upper(line.text) and len(line.text) > 12 and is_upper(last.text):
        return True
    if _ENDS.search(last.text) or last.text.endswith((";", ":")):
        return short or line.gap > shape.gap or (last.text.endswith(":") and room < shape.full)
    marker = read_marker(group[0].text)
    quoted = line.text[:1] in "“\"'‘"
    if marker is not None and marker.kind not in BULLETS and len(group) <= 3 and not quoted:
        limit = 0.9 if marker.kind == "letter" else 1.0
        return room < shape.shortest_full * limit
    return short and room < shape.shortest_full * 0.8


def _first_of_its_kind(group: list[Line], line: Line, after: Line | None, shape: Measure) -> bool:
    """Some prints set the blank line of a paragraph after its first line: a sentence end, a capital, and then
    a blank line in the middle of the new sentence."""
    if not shape.wrapped or after is None or shape.gap or starts_lower(line.text):
        return False
    inside = after.gap > shape.gap and starts_lower(after.text)
    return inside and bool(_ENDS.search(group[-1].text))


def _is_wrapped_mark(last: str, text: str, marker: Marker) -> bool:
    """A dash or number that only looks like a marker because a sentence was wrapped before it."""
    if marker.kind in BULLETS:
        rest = text[marker.length :]
        return starts_lower(rest) and not _ENDS.search(last) and not last.endswith((";", ":"))
    if marker.kind in ("arabic", "round", "letter", "dotted"):
        return bool(_OPEN_END.search(last)) or bool(
            re.search(r"\b(?:khoản|điểm|điều|mục|số|khoan|diem|so)$", last)
        )
    return (
        marker.kind in ("article", "section", "chapter", "part")
        and not _ENDS.search(last)
        and bool(re.search(r"\b(?:tại|theo|của|và|khoản)$", last))
    )


def _goes_on_upper(group: list[Line], line: Line, shape: Measure) -> bool:
    """A heading in capitals may run over two lines; two headings in capitals stay two."""
    if len(group) >= 3 or line.gap > shape.gap + 1:
        return False
    marker = read_marker(group[0].text)
    return marker is not None or not shape.wrapped


def _split_inline(lines: list[Line]) -> list[Line]:
    """Lines that were joined: a marker after the end of a sentence opens a line of its own."""
    result: list[Line] = []
    for line in lines:
        parts = [p for p in _INLINE.split(line.text) if p.strip()]
        if len(parts) == 1:
            result.append(line)
            continue
        for number, part in enumerate(parts):
            result.append(
                Line(part.strip(), line.place, line.gap if number == 0 else 0, line.ends_cell, line.bold,
                     line.centred, line.whole, None, line.confidence)
            )  # fmt: skip
    return result


def _without_page_numbers(lines: list[Line]) -> list[Line]:
    return [line for line in lines if not _PAGE_NUMBER.fullmatch(line.text)]
