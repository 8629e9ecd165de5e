"""Ruled lines → table grids: columns, rows, and cells merged where a line is missing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from thanthien.lib.documents.page.geometry import Rule

# In points: lines this near are one line; breaks up to this long in a dotted line are none.
_SAME = 3.0
_BREAK = 4.0
_SHORTEST = 8.0
_MOST_RULES = 6000
# A border counts where a line covers this share of it.
_COVER = 0.75
_REACH = 0.7


@dataclass(frozen=True, slots=True)
class GridCell:
    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Edges of columns and rows, and the cells between them."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]

    def box(self, cell: GridCell) -> tuple[float, float, float, float]:
        """left, top, right, bottom of a cell."""
        right, bottom = cell.column + cell.column_span, cell.row + cell.row_span
        return self.xs[cell.column], self.ys[cell.row], self.xs[right], self.ys[bottom]

    def holds(self, x: float, y: float) -> bool:
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]


@dataclass(slots=True)
class _Stroke:
    """A line at `at`, from `start` to `end` along the other axis."""

    at: float
    start: float
    end: float


def find_grids(rules: list[Rule], unit: float = 1.0) -> list[Grid]:
    """Tables drawn with lines, top to bottom. `unit`: one point in the unit of `rules`."""
    if len(rules) > _MOST_RULES:
        return []
    across = _strokes([(rule.y0, rule.x0, rule.x1) for rule in rules if rule.is_horizontal], unit)
    down = _strokes([(rule.x0, rule.y0, rule.y1) for rule in rules if not rule.is_horizontal], unit)
    grids = []
    for horizontal, vertical in _touching(across, down, _SAME * unit):
        grid = _grid(horizontal, vertical, unit)
        if grid is not None:
            grids.append(grid)
    return sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _strokes(lines: list[tuple[float, float, float]], unit: float) -> list[_Stroke]:
    """Pieces of one line put together; what stays short is no border."""
    strokes: list[_Stroke] = []
    for group in _near([line[0] for line in lines], _SAME * unit):
        members = sorted((lines[at] for at in group), key=lambda line: line[1])
        level = _level(members)
        for _, start, end in members:
            last = strokes[-1] if strokes else None
            if last is not None and last.at == level and start - last.end <= _BREAK * unit:
                last.end = max(last.end, end)
            else:
                strokes.append(_Stroke(level, start, end))
    return [stroke for stroke in strokes if stroke.end - stroke.start >= _SHORTEST * unit]


def _level(members: list[tuple[float, float, float]]) -> float:
    """Where the longest of these pieces lies: a scratch or a letter beside a line must not move it."""
    return max(members, key=lambda line: line[2] - line[1])[0]


def _near(values: list[float], slack: float) -> list[list[int]]:
    """Indexes of `values` in groups whose neighbours differ by at most `slack`."""
    order = sorted(range(len(values)), key=values.__getitem__)
    groups: list[list[int]] = []
    for at in order:
        if groups and values[at] - values[groups[-1][-1]] <= slack:
            groups[-1].append(at)
        else:
            groups.append([at])
    return groups


def _touching(
    across: list[_Stroke], down: list[_Stroke], slack: float
) -> list[tuple[list[_Stroke], list[_Stroke]]]:
    """Lines in groups that cross or touch one another."""
    parent = list(range(len(across) + len(down)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for h, flat in enumerate(across):
        for v, upright in enumerate(down):
            meets_x = flat.start - slack <= upright.at <= flat.end + slack
            if meets_x and upright.start - slack <= flat.at <= upright.end + slack:
                parent[root(h)] = root(len(across) + v)
    groups: dict[int, tuple[list[_Stroke], list[_Stroke]]] = {}
    for h, flat in enumerate(across):
        groups.setdefault(root(h), ([], []))[0].append(flat)
    for v, upright in enumerate(down):
        groups.setdefault(root(len(across) + v), ([], []))[1].append(upright)
    return [group for group in groups.values() if group[0] and group[1]]


def _grid(across: list[_Stroke], down: list[_Stroke], unit: float) -> Grid | None:
    xs = _edges(down, [end for h in across for end in (h.start, h.end)], unit)
    ys = _edges(across, [end for v in down for end in (v.start, v.end)], unit)
    if len(xs) < 2 or len(ys) < 2:
        return None
    slack = (_SAME + 1) * unit
    walls = [[_covers(down, x, top, bottom, slack) for top, bottom in pairwise(ys)] for x in xs]
    floors = [[_covers(across, y, left, right, slack) for left, right in pairwise(xs)] for y in ys]
    return Grid(tuple(xs), tuple(ys), tuple(_cells(len(xs) - 1, len(ys) - 1, walls, floors)))


def _edges(strokes: list[_Stroke], ends: list[float], unit: float) -> list[float]:
    """Edges from the lines themselves, and the outermost ends of the lines across where no line closes."""
    edges: list[float] = []
    for group in _near([stroke.at for stroke in strokes], (_SAME + 1) * unit):
        longest = max((strokes[at] for at in group), key=lambda stroke: stroke.end - stroke.start)
        edges.append(longest.at)
    for outer in (min(ends), max(ends)):
        if all(abs(outer - edge) > 3 * _SAME * unit for edge in edges):
            edges.append(outer)
    return sorted(edges)


def _covers(strokes: list[_Stroke], at: float, start: float, end: float, slack: float) -> bool:
    """Whether a border runs from `start` to `end`: a line covers most of it and reaches both ends.

    A letter that touches a line covers some of the next cell too, but ends inside it.
    """
    covered, first, last = 0.0, end, start
    for stroke in strokes:
        if abs(stroke.at - at) <= slack and stroke.end > start and stroke.start < end:
            covered += min(stroke.end, end) - max(stroke.start, start)
            first, last = min(first, stroke.start), max(last, stroke.end)
    reaches = first <= start + _REACH * slack and last >= end - _REACH * slack
    return reaches and covered >= _COVER * (end - start)


def _cells(columns: int, rows: int, walls: list[list[bool]], floors: list[list[bool]]) -> list[GridCell]:
    """Elementary cells with no line between them belong together, if together they make a rectangle."""
    owner = {(row, column): (row, column) for row in range(rows) for column in range(columns)}

    def root(at: tuple[int, int]) -> tuple[int, int]:
        while owner[at] != at:
            at = owner[at]
        return at

    for row in range(rows):
        for column in range(columns):
            if column + 1 < columns and not walls[column + 1][row]:
                owner[root((row, column + 1))] = root((row, column))
            if row + 1 < rows and not floors[row + 1][column]:
                owner[root((row + 1, column))] = root((row, column))
    groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place in owner:
        groups.setdefault(root(place), []).append(place)
    cells: list[GridCell] = []
    for group in groups.values():
        cells += _rectangles(group)
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


def _rectangles(group: list[tuple[int, int]]) -> list[GridCell]:
    rows, columns = [place[0] for place in group], [place[1] for place in group]
    height, width = max(rows) - min(rows) + 1, max(columns) - min(columns) + 1
    if height * width == len(group):
        return [GridCell(min(rows), min(columns), height, width)]
    return [GridCell(row, column, 1, 1) for row, column in group]
