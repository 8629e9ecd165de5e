"""Reading order of free text: a letterhead or a signature block is read column by column."""

from __future__ import annotations

from itertools import pairwise

from thanthien.lib.documents.page.geometry import Segment, Word

_Gap = tuple[float, float]

# In heights of the line: a gutter shared by three lines, and one shared by two only.
_GUTTER_OF_MANY = 0.5
_GUTTER_OF_TWO = 1.2
# Lines of a block follow one another within this many heights.
_NEAR = 0.9


def in_reading_order(lines: list[Segment], left: float, right: float) -> list[tuple[Segment, bool]]:
    """Lines top to bottom; side-by-side blocks are cut at their gutter and read left block first.

    `left` and `right` bound the text on the page. The flag says whether a line stood in such a block.
    """
    ordered: list[tuple[Segment, bool]] = []
    at = 0
    while at < len(lines):
        end, gutter = _block(lines, at, left, right)
        if gutter is None:
            ordered.append((lines[at], False))
            at += 1
            continue
        sides = [_cut(line, gutter) for line in lines[at:end]]
        ordered += [(part, True) for part, _ in sides if part]
        ordered += [(part, True) for _, part in sides if part]
        at = end
    return ordered


def _block(lines: list[Segment], start: int, left: float, right: float) -> tuple[int, float | None]:
    """The longest run from `start` with one gutter: its end and the gutter's middle, or None."""
    third = (right - left) / 5
    shared: list[_Gap] = [(left + third, right - third)]
    end, gaps = start, shared
    while end < len(lines):
        narrower = _narrowed(shared, lines[end])
        if not narrower:
            break
        shared = narrower
        end += 1
        gaps = shared
    if end - start < 2 or len(_words_beside(lines[start], gaps)) < 2:
        return start, None
    gutter = max(gaps, key=lambda gap: gap[1] - gap[0])
    middle = (gutter[0] + gutter[1]) / 2
    sides = [_cut(line, middle) for line in lines[start:end]]
    both = [start + at for at, (before, after) in enumerate(sides) if before and after]
    if not both or both[0] != start or not _stands_beside(sides, len(both)):
        return start, None
    narrow = min(_gap_at(lines[at], middle) for at in both)
    needed = _GUTTER_OF_MANY if len(both) > 2 else _GUTTER_OF_TWO
    if narrow < needed * lines[start].height:
        return start, None
    return _trimmed(lines, both[-1], end, (left, middle, right)), middle


def _stands_beside(sides: list[tuple[Segment | None, Segment | None]], both: int) -> bool:
    """Two columns share lines, or their lines stand between one another."""
    lefts, rights = (sum(1 for side in sides if side[at]) for at in (0, 1))
    return both > 1 or (lefts > 1 and rights > 1)


def _words_beside(line: Segment, gaps: list[_Gap]) -> set[bool]:
    """Which sides of the widest gap carry words."""
    gutter = max(gaps, key=lambda gap: gap[1] - gap[0])
    middle = (gutter[0] + gutter[1]) / 2
    return {word.centre < middle for word in line.words}


def _narrowed(gaps: list[_Gap], line: Segment) -> list[_Gap]:
    """The gaps that stay free of this line's words, wide enough to be a gutter."""
    free: list[_Gap] = []
    edges = [word.x1 for word in line.words]
    starts = [word.x0 for word in line.words]
    for low, high in gaps:
        holes = pairwise([low, *(edge for pair in zip(starts, edges, strict=True) for edge in pair), high])
        for index, (begin, end) in enumerate(holes):
            # Every other stretch is a word itself.
            if index % 2 == 0:
                hole = (max(begin, low), min(end, high))
                if hole[1] - hole[0] >= _GUTTER_OF_MANY * line.height:
                    free.append(hole)
    return free


def _cut(line: Segment, at: float) -> tuple[Segment | None, Segment | None]:
    before = [word for word in line.words if word.centre < at]
    after = [word for word in line.words if word.centre >= at]
    return (Segment(before) if before else None), (Segment(after) if after else None)


def _gap_at(line: Segment, at: float) -> float:
    before, after = _cut(line, at)
    return after.x0 - before.x1 if before and after else 0.0


def _trimmed(lines: list[Segment], last_both: int, end: int, page: tuple[float, float, float]) -> int:
    """One-sided lines after the last two-sided one belong to the block while they follow closely.

    `page` is left edge, gutter and right edge; a line in the middle of the page begins something new.
    """
    left, gutter, right = page
    last: dict[bool, Segment] = {}
    for line in lines[: last_both + 1]:
        for side, part in zip((True, False), _cut(line, gutter), strict=True):
            if part:
                last[side] = part
    kept = last_both + 1
    for at in range(last_both + 1, end):
        line = lines[at]
        if abs((line.x0 + line.x1) - (left + right)) < 0.04 * (right - left):
            break
        side = line.words[0].centre < gutter
        above = last.get(side)
        if above and line.top - above.bottom < _NEAR * line.height:
            kept = at + 1
        last[side] = line
    return kept


def text_bounds(words: list[Word]) -> tuple[float, float]:
    """Left and right edge of the text."""
    return min(word.x0 for word in words), max(word.x1 for word in words)
