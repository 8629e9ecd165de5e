"""A unit's neighbourhoods drawn as tiles, without tiles of anybody else: the order is that of a list on paper.

No place is put above another; what a tile shows is how much of what its people said has been answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from thanthien.operations.feedback.public import Standing
from thanthien.platform.units.models import Neighbourhood

WIDE, HIGH, GAP = 116, 88, 6  # units of the drawing
_LINE = 15  # letters of a name on a line
_BAR = WIDE - 20


@dataclass(frozen=True, slots=True)
class Tile:
    """One place: where it is drawn, its name in up to two lines, how it stands, how long its bar is."""

    place: Neighbourhood
    x: int
    y: int
    names: list[str]
    standing: Standing
    answered_bar: int
    open_bar: int


@dataclass(frozen=True, slots=True)
class PlaceMap:
    width: int
    height: int
    tiles: list[Tile]
    elsewhere: Standing  # of reports that name no place


def place_map(
    places: list[Neighbourhood], standing: Mapping[int | None, Standing], *, columns: int
) -> PlaceMap:
    tiles = [
        _tile(*divmod(number, columns), place, standing.get(place.pk, Standing()))
        for number, place in enumerate(places)
    ]
    rows = -(-len(places) // columns)
    width = columns * WIDE + (columns - 1) * GAP
    return PlaceMap(width, max(rows * (HIGH + GAP) - GAP, 0), tiles, standing.get(None, Standing()))


def _tile(row: int, column: int, place: Neighbourhood, standing: Standing) -> Tile:
    answered = round(_BAR * standing.answered / standing.all) if standing.all else 0
    return Tile(
        place, column * (WIDE + GAP), row * (HIGH + GAP), _names(str(place)), standing, answered,
        _BAR - answered if standing.all else 0,
    )  # fmt: skip


def _names(name: str) -> list[str]:
    """A name in at most two lines; what does not fit ends with dots, the table beside has it whole."""
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _LINE:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    shown = lines[:2]
    if len(lines) > 2:
        shown[1] = f"{shown[1][: _LINE - 1]}…"
    return [line if len(line) <= _LINE else f"{line[: _LINE - 1]}…" for line in shown]
