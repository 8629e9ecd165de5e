"""Files that the samples of the rights matrix consist of."""

from __future__ import annotations

import io

from openpyxl import Workbook
from reportlab.pdfgen.canvas import Canvas

from thanthien.programme.criteria.models import CriteriaSet


def one_page() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 720, "Ke hoach")
    canvas.save()
    return out.getvalue()


def point_sheet(kept: CriteriaSet) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["TT", "Nội dung", "Điểm"])
    for criterion in kept.criteria.all():
        points = None if criterion.rule is None else 1
        sheet.append([criterion.number, criterion.title, points])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
