"""Is this the same photograph? A short hash to find candidates, then a look at both small pictures.

The hash says which of two neighbouring parts is lighter, sideways and downwards (64 + 64 bits): it stays when a
picture is made smaller, pressed harder, or lit up. A crop moves some bits, and two photographs of one room share
many, so what the hash finds is looked at again: laid over each other in several crops, evened out in light, and
compared part by part. A copy agrees everywhere; another photograph has people in other places.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from itertools import product
from operator import mul

from PIL import Image, ImageChops, ImageStat

BITS = 128
NEAR = 30  # bits that may differ between a picture and its copy, cropped by a twentieth
LEAST_CONTRAST = 9.0  # grey levels of standard deviation below which there is nothing to tell pictures by
_FINE, _COARSE, _PARTS = 64, 16, 8
_SHRINK = (1.0, 0.975, 0.95, 0.92)
_MEAN, _SPREAD = 128, 50
_MOST_IN_A_PART = 36.0
_MOST_OVERALL = 16.0
_LEVELS = "levels of its crops"

Box = tuple[float, float, float, float]


def grey(thumbnail: bytes) -> Image.Image:
    """A small picture as 128 × 128 shades of grey."""
    with Image.open(io.BytesIO(thumbnail)) as picture:
        return picture.convert("L").resize((2 * _FINE, 2 * _FINE), Image.Resampling.BOX)


def picture_hash(thumbnail: bytes) -> str:
    """32 hexadecimal digits; "" for a picture of almost one colour, which would be like every other."""
    shades = grey(thumbnail)
    if ImageStat.Stat(shades).stddev[0] < LEAST_CONTRAST:
        return ""
    across = _values(shades.resize((9, 8), Image.Resampling.BOX))
    down = _values(shades.resize((8, 9), Image.Resampling.BOX))
    bits = 0
    for y, x in product(range(8), range(8)):
        bits = bits << 1 | (across[y * 9 + x] > across[y * 9 + x + 1])
    for y, x in product(range(8), range(8)):
        bits = bits << 1 | (down[y * 8 + x] > down[(y + 1) * 8 + x])
    return f"{bits:032x}"


def distance(one: str, other: str) -> int:
    """How many bits of two hashes differ, 0–128."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def is_copy(one: Image.Image, other: Image.Image) -> bool:
    """Whether two pictures (as `grey` gives them) show one photograph."""
    worst, mean = unlike(one, other)
    return worst <= _MOST_IN_A_PART and mean <= _MOST_OVERALL


def unlike(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """In the crop where they agree best: how far the worst of 64 parts differs, and the whole; in grey levels."""
    found: list[tuple[float, int, Image.Image, Box, Image.Image]] = []
    for whole, part in ((one, other), (other, one)):
        target = _levels(part)[0]
        for box, levels in zip(_boxes(whole.size[0]), _levels(whole), strict=True):
            found.append((sum(map(mul, levels, target)), len(found), whole, box, part))
    _, _, whole, box, part = max(found, key=lambda one: one[:2])
    gap = ImageChops.difference(_even(whole, box), _even(part, (0, 0, *part.size)))
    parts = gap.resize((_PARTS, _PARTS), Image.Resampling.BOX)
    return float(max(_values(parts))), ImageStat.Stat(gap).mean[0]


def _levels(picture: Image.Image) -> list[list[float]]:
    """`_levelled` of every crop, the whole first; a picture laid beside many others is taken apart once."""
    if _LEVELS not in picture.info:
        picture.info[_LEVELS] = [_levelled(picture, box) for box in _boxes(picture.size[0])]
    known: list[list[float]] = picture.info[_LEVELS]
    return known


def _levelled(picture: Image.Image, box: Box) -> list[float]:
    """A part of a picture as a few numbers around 0 of length 1: two such, multiplied, are their correlation."""
    values = _values(picture.resize((_COARSE, _COARSE), Image.Resampling.BOX, box=box))
    mean = sum(values) / len(values)
    level = [value - mean for value in values]
    length = math.sqrt(sum(map(mul, level, level))) or 1.0
    return [value / length for value in level]


def _boxes(size: int) -> Iterator[Box]:
    yield (0, 0, size, size)
    for across, down in product(_SHRINK, _SHRINK):
        free_x, free_y = size * (1 - across), size * (1 - down)
        for at_x, at_y in product(
            (0.0, 0.5, 1.0) if free_x else (0.0,), (0.0, 0.5, 1.0) if free_y else (0.0,)
        ):
            left, top = free_x * at_x, free_y * at_y
            yield (left, top, left + size * across, top + size * down)


def _even(picture: Image.Image, box: Box) -> Image.Image:
    """A part of a picture in one size, with the same light and contrast as every other."""
    part = picture.resize((_FINE, _FINE), Image.Resampling.BOX, box=box)
    stat = ImageStat.Stat(part)
    mean, spread = stat.mean[0], max(stat.stddev[0], 1.0)
    return part.point([max(0, min(255, round((v - mean) / spread * _SPREAD + _MEAN))) for v in range(256)])


def _values(picture: Image.Image) -> list[int]:
    return list(picture.tobytes())
