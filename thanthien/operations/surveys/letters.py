"""What goes out on paper: invitations with a single-use link each, and a poster with the QR of a survey."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import cm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from thanthien.lib.documents.write.fonts import register_fonts
from thanthien.lib.documents.write.poster import SLOGAN, Poster, poster_pdf
from thanthien.lib.vietnamese import date_vi
from thanthien.operations.surveys.models import Survey

_ROWS, _COLUMNS = 4, 2  # invitations on a page
_INVITED = "Quét mã hoặc mở đường dẫn bên dưới. Mã này dùng được một lần; phiếu không ghi tên người trả lời."


def links_csv(addresses: Iterable[str]) -> bytes:
    """One address a row, for a mail merge; with the mark by which Excel knows UTF-8."""
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(["STT", "Đường dẫn"])
    sheet.writerows(enumerate(addresses, 1))
    return out.getvalue().encode("utf-8-sig")


def invitations(survey: Survey, addresses: Iterable[str], folders: Iterable[Path] = ()) -> bytes:
    """PDF, eight invitations a page, to be cut apart."""
    family = register_fonts(tuple(folders))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setTitle(survey.title)
    wide, high = A4[0] / _COLUMNS, A4[1] / _ROWS
    for number, address in enumerate(addresses):
        place = number % (_ROWS * _COLUMNS)
        if number and place == 0:
            canvas.showPage()
        _invitation(
            canvas, survey, address, family, (place % 2 * wide, A4[1] - (place // 2 + 1) * high), (wide, high)
        )
    canvas.save()
    return out.getvalue()


def poster(survey: Survey, address: str, folders: Iterable[Path] = (), *, size: str = "a4") -> bytes:
    """For the wall ("a4") or the counter ("a5"): what it is about, the code, the address. KeyError for another size."""
    steps = (
        "Mở máy ảnh của điện thoại, soi vào mã này.",
        "Trả lời vài câu rồi bấm Gửi phiếu. Không hỏi họ tên.",
        f"Lấy ý kiến đến hết ngày {date_vi(survey.last_date)}.",
    )
    said = Poster(f"Ủy ban nhân dân {survey.unit.full_name}", survey.title, steps, SLOGAN, address)
    return poster_pdf(said, size=size, font_folders=tuple(folders))


def _invitation(
    canvas: Canvas,
    survey: Survey,
    address: str,
    family: str,
    at: tuple[float, float],
    size: tuple[float, float],
) -> None:
    x, y = at
    wide, high = size
    canvas.setDash(2, 3)
    canvas.rect(x, y, wide, high)
    canvas.setDash()
    _qr(canvas, address, x + 0.6 * cm, y + high - 4.6 * cm, 4 * cm)
    left, room = x + 4.8 * cm, wide - 5.3 * cm
    top = y + high - 1.1 * cm
    for font, points, text in (
        (family, 9, f"UBND {survey.unit.full_name} kính mời ông/bà trả lời"),
        (f"{family}Bold", 11, survey.title),
        (family, 9, _INVITED),
        (family, 9, f"Đến hết ngày {date_vi(survey.last_date)}."),
    ):
        canvas.setFont(font, points)
        for line in simpleSplit(text, font, points, room):
            canvas.drawString(left, top, line)
            top -= points * 1.3
        top -= 2
    canvas.setFont("Courier", 7)
    for n, line in enumerate(simpleSplit(address, "Courier", 7, wide - 1.2 * cm)):
        canvas.drawString(x + 0.6 * cm, y + high - 5.1 * cm - n * 9, line)


def _lines(
    canvas: Canvas, text: str, font: str, size: float, middle: float, top: float, room: float
) -> float:
    canvas.setFont(font, size)
    for line in simpleSplit(text, font, size, room):
        canvas.drawCentredString(middle, top, line)
        top -= size * 1.35
    return top


def _qr(canvas: Canvas, text: str, x: float, y: float, side: float) -> None:
    code = QrCodeWidget(text, barLevel="M")
    left, low, right, high = code.getBounds()
    drawing = Drawing(side, side, transform=[side / (right - left), 0, 0, side / (high - low), 0, 0])
    drawing.add(code)
    renderPDF.draw(drawing, canvas, x, y)
