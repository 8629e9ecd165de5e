"""PDFium: opening files, one lock for all calls (PDFium is not thread-safe), pages as pictures."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
from PIL import Image

from thanthien.lib.documents.model import CannotRead

_LOCK = threading.Lock()
# A0 at 300 dpi would be 140 million pixels; nothing a commune scans is larger than A3.
_MOST_PIXELS = 40_000_000

_CORRUPT = (
    "Tệp PDF bị hỏng hoặc tải lên chưa trọn vẹn nên không mở được. "
    "Hãy mở lại trên máy của bạn, in ra PDF mới (Print to PDF) rồi tải lên lần nữa."
)
_LOCKED = (
    "Tệp PDF được đặt mật khẩu nên không đọc được. Hãy mở bằng mật khẩu, in ra PDF mới không mật khẩu "
    "rồi tải lên."
)


def corrupt_pdf() -> CannotRead:
    return CannotRead(_CORRUPT, code="corrupt")


@contextmanager
def open_pdf(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The opened file, held under the lock. Raises CannotRead (`encrypted`, `corrupt`, `empty`)."""
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            # PDFium may still report the error of the file before; a locked file says so itself.
            if "password" in str(error).lower() and b"/Encrypt" in data:
                raise CannotRead(_LOCKED, code="encrypted") from error
            raise corrupt_pdf() from error
        try:
            if len(document) == 0:
                raise CannotRead("Tệp PDF không có trang nào. Hãy kiểm tra lại tệp đã chọn.", code="empty")
            yield document
        except pypdfium2.PdfiumError as error:
            raise corrupt_pdf() from error
        finally:
            document.close()


def picture_of_page(document: pypdfium2.PdfDocument, number: int, dpi: int) -> Image.Image:
    """The page (from 1) in grey at `dpi`, less where it would be huge. Stamps of signing programs, which
    are annotations, are left out."""
    page = document[number - 1]
    try:
        width, height = page.get_size()
        scale = dpi / 72
        pixels = width * height * scale * scale
        if pixels > _MOST_PIXELS:
            scale *= (_MOST_PIXELS / pixels) ** 0.5
        bitmap = page.render(scale=scale, grayscale=True, draw_annots=False)
        picture: Image.Image = bitmap.to_pil().convert("L")
        bitmap.close()
        return picture
    finally:
        page.close()
