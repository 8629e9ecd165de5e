"""A PDF file → Document, page by page from its text layer or, where that is none, by OCR."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PIL import Image

from thanthien.lib.documents.model import CannotRead, Document, Format
from thanthien.lib.documents.page.assembly import document_of
from thanthien.lib.documents.page.geometry import PrintedPage
from thanthien.lib.documents.pdf.engine import open_pdf, picture_of_page
from thanthien.lib.documents.pdf.text_layer import UNKNOWN, printed_page
from thanthien.lib.documents.pdf.trust import Layer, judge
from thanthien.lib.documents.scan.pages import holds_text, read_pictures
from thanthien.lib.documents.scan.reader import no_text, scan_notes
from thanthien.lib.documents.scan.tesseract import ocr_problem

_DPI = 300


def read_pdf(data: bytes, *, max_pages: int, progress: Callable[[int, int], None]) -> Document:
    """Printed lines and ruled tables in reading order. `format` is "scan" where most pages needed OCR.

    Raises CannotRead (`encrypted`, `corrupt`, `too_many_pages`, `no_ocr`, `no_text`).
    """
    pages = _text_pages(data, max_pages, progress)
    layers = {page.number: judge(page) for page in pages}
    _drop_unknown(pages)
    wanted = [number for number, layer in layers.items() if layer in (Layer.SCANNED, Layer.GARBLED)]
    notes: list[str] = []
    if wanted and ocr_problem() is not None and any(page.words for page in pages):
        notes.append(
            f"{_pages_vi(wanted)} là ảnh hoặc lỗi phông, máy chủ chưa nhận dạng được: {ocr_problem()}"
        )
        wanted = []
    read = _ocr(data, wanted, len(pages), progress) if wanted else {}
    merged = [read.get(page.number, page) for page in pages]
    if wanted:
        if len(wanted) == len(pages) and not holds_text(merged):
            raise no_text()
        garbled = [number for number in wanted if layers[number] is Layer.GARBLED]
        if garbled:
            notes.append(
                f"{_pages_vi(garbled)}: lớp chữ trong PDF bị lỗi phông nên được nhận dạng lại từ hình."
            )
        notes += scan_notes(list(read.values()))
    if not any(page.words for page in merged):
        raise no_text()
    progress(len(pages), len(pages))
    form: Format = "scan" if wanted and 2 * len(wanted) >= len(pages) else "pdf"
    return document_of(merged, form, notes=notes, scanned=frozenset(wanted))


def _text_pages(data: bytes, max_pages: int, progress: Callable[[int, int], None]) -> list[PrintedPage]:
    with open_pdf(data) as document:
        count = len(document)
        if count > max_pages:
            raise CannotRead(
                f"Tệp PDF dài {count} trang, quá mức {max_pages} trang. "
                "Hãy tách phần kế hoạch và phụ lục thành tệp riêng rồi tải lên lại.",
                code="too_many_pages",
            )
        progress(0, count)
        return [printed_page(document, number) for number in range(1, count + 1)]


def _drop_unknown(pages: list[PrintedPage]) -> None:
    """Stray glyphs without a letter (bullets of odd fonts) have served `judge`; nobody reads them."""
    for page in pages:
        for word in page.words:
            word.text = word.text.replace(UNKNOWN, "")
        page.words = [word for word in page.words if word.text]


def _ocr(
    data: bytes, wanted: list[int], count: int, progress: Callable[[int, int], None]
) -> dict[int, PrintedPage]:
    ready = count - len(wanted)
    finished: list[int] = []

    def done(number: int) -> None:
        finished.append(number)
        progress(ready + len(finished), count)

    return read_pictures(_pictures(data, wanted), done)


def _pictures(data: bytes, wanted: list[int]) -> Iterator[tuple[int, Image.Image]]:
    """Opened anew for each page: the lock must not be held while OCR runs."""
    for number in wanted:
        with open_pdf(data) as document:
            picture = picture_of_page(document, number, _DPI)
        yield number, picture


def _pages_vi(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:12]))
    return f"Trang {shown}{' …' if len(numbers) > 12 else ''}"
