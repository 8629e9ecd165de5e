"""How far from the unit's headquarters a picture was taken."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from thanthien.lib.vietnamese import number_vi
from thanthien.platform.files.models import StoredFile
from thanthien.platform.units.models import Unit

EARTH = 6371.0  # km, mean radius


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Between two places in degrees north and east, over the ground (haversine)."""
    (north, east), (north_2, east_2) = (tuple(map(radians, place)) for place in (one, other))
    half = sin((north_2 - north) / 2) ** 2 + cos(north) * cos(north_2) * sin((east_2 - east) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(half)))


def place_in_words(file: StoredFile | None, unit: Unit) -> str:
    """ "20,93120; 106,32010, cách trụ sở 2,4 km"; without headquarters the place alone; "" where none is known."""
    if file is None or file.latitude is None or file.longitude is None:
        return ""
    said = "; ".join(f"{value:.5f}".replace(".", ",") for value in (file.latitude, file.longitude))
    if unit.latitude is None or unit.longitude is None:
        return said
    away = kilometres((file.latitude, file.longitude), (unit.latitude, unit.longitude))
    return f"{said}, cách trụ sở {number_vi(round(away, 1))} km"
