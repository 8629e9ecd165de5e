"""Ruled lines and pictures among the objects of a PDF page."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

# In points. A filled box this thin is a line; a line may lean this much.
_THIN = 3.0
_LEAN = 0.8
_SHORT = 0.5
_MOST_OBJECTS = 60_000
_DEEPEST = 5

Box = tuple[float, float, float, float]
Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]

_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Paths:
    """`lines` as x0, y0, x1, y1 in PDF units (y upwards); `picture_area` in square points."""

    lines: list[Box] = field(default_factory=list)
    picture_area: float = 0.0
    objects: int = 0


def page_paths(page: pypdfium2.PdfPage) -> Paths:
    found = Paths()
    for index in range(pdfium.FPDFPage_CountObjects(page.raw)):
        _take(pdfium.FPDFPage_GetObject(page.raw, index), _UNIT, found, 0)
        if found.objects > _MOST_OBJECTS:
            break
    return found


def _take(item: Any, outer: Matrix, found: Paths, depth: int) -> None:
    found.objects += 1
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        found.lines += _path_lines(item, outer)
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        found.picture_area += _area(item, outer)
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
        inner = _times(_matrix(item), outer)
        for index in range(pdfium.FPDFFormObj_CountObjects(item)):
            if found.objects > _MOST_OBJECTS:
                return
            _take(pdfium.FPDFFormObj_GetObject(item, index), inner, found, depth + 1)


def _matrix(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return _UNIT
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _at(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _area(item: Any, outer: Matrix) -> float:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return 0.0
    x0, y0 = _at(outer, left.value, bottom.value)
    x1, y1 = _at(outer, right.value, top.value)
    return abs(x1 - x0) * abs(y1 - y0)


def _path_lines(item: Any, outer: Matrix) -> list[Box]:
    fill, stroke = ctypes.c_int(), pdfium.FPDF_BOOL()
    if not pdfium.FPDFPath_GetDrawMode(item, fill, stroke):
        return []
    subpaths = _subpaths(item, _times(_matrix(item), outer))
    lines: list[Box] = []
    if stroke.value and not _is_white(item, pdfium.FPDFPageObj_GetStrokeColor):
        lines += [box for points in subpaths for box in _straight(points)]
    if fill.value and not _is_white(item, pdfium.FPDFPageObj_GetFillColor):
        lines += [box for points in subpaths if (box := _thin(points))]
    return lines


def _is_white(item: Any, colour_of: Any) -> bool:
    """White or transparent: drawn, but nobody sees it."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not colour_of(item, *parts):
        return False
    return parts[3].value == 0 or min(part.value for part in parts[:3]) > 245


def _subpaths(item: Any, matrix: Matrix) -> list[list[Point]]:
    subpaths: list[list[Point]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdfium.FPDFPath_CountSegments(item), 5000)):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = _at(matrix, x.value, y.value)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO or not subpaths:
            subpaths.append([])
        subpaths[-1].append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            subpaths[-1].append(subpaths[-1][0])
    return subpaths


def _straight(points: list[Point]) -> list[Box]:
    """Level and upright pieces of a stroked line."""
    boxes: list[Box] = []
    for (ax, ay), (bx, by) in pairwise(points):
        wide, high = abs(bx - ax), abs(by - ay)
        if high <= _LEAN and wide > _SHORT:
            boxes.append((min(ax, bx), (ay + by) / 2, max(ax, bx), (ay + by) / 2))
        elif wide <= _LEAN and high > _SHORT:
            boxes.append(((ax + bx) / 2, min(ay, by), (ax + bx) / 2, max(ay, by)))
    return boxes


def _thin(points: list[Point]) -> Box | None:
    """A filled box so thin that it is a line, as its middle line."""
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    if high <= _THIN and wide > high:
        level = (min(ys) + max(ys)) / 2
        return (min(xs), level, max(xs), level)
    if wide <= _THIN and high > wide:
        upright = (min(xs) + max(xs)) / 2
        return (upright, min(ys), upright, max(ys))
    return None
