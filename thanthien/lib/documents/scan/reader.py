"""Picture files → Document."""

from __future__ import annotations

from collections.abc import Callable

from thanthien.lib.documents.model import CannotRead, Document
from thanthien.lib.documents.page.assembly import document_of
from thanthien.lib.documents.page.geometry import PrintedPage
from thanthien.lib.documents.scan.pages import dim_pages, holds_text, read_pictures
from thanthien.lib.documents.scan.pictures import grey_pages
from thanthien.lib.documents.scan.tesseract import require_ocr


def read_scan(data: bytes, *, max_pages: int, progress: Callable[[int, int], None]) -> Document:
    """Pictures (JPEG, PNG, multi-page TIFF …) read by OCR. Raises CannotRead."""
    require_ocr()

    def done(number: int) -> None:
        progress(number, max(number, 1))

    progress(0, 1)
    read = read_pictures(enumerate(grey_pages(data, max_pages=max_pages), start=1), done)
    pages = [read[number] for number in sorted(read)]
    if not holds_text(pages):
        raise no_text()
    progress(len(pages), len(pages))
    return document_of(pages, "scan", notes=scan_notes(pages), scanned=frozenset(read))


def no_text() -> CannotRead:
    return CannotRead(
        "Hệ thống không thấy chữ nào đọc được trong tệp này. Hãy kiểm tra có chọn nhầm ảnh không; nếu đúng là "
        "văn bản, hãy quét lại rõ nét (300 dpi, thẳng trang, đủ sáng) hoặc tải lên bản Word.",
        code="no_text",
    )


def scan_notes(pages: list[PrintedPage]) -> list[str]:
    """What a person should know about these OCR pages."""
    notes = ["Chữ được máy nhận dạng từ hình, có thể sai dấu hoặc số. Nên đối chiếu với bản gốc."]
    dim = dim_pages(pages)
    if dim:
        shown = ", ".join(map(str, sorted(dim)))
        notes.append(f"Trang {shown} mờ hoặc nhiễu, nên kiểm tra kỹ từng dòng.")
    return notes
