"""Plain text: one Paragraph a printed line."""

from __future__ import annotations

import re

from thanthien.lib.documents.charsets import decode
from thanthien.lib.documents.cleaning import clean
from thanthien.lib.documents.model import CannotRead, Document, Paragraph, Place

_LARGEST = 5 * 1024 * 1024
_LINE_BREAK = re.compile("\r\n|[\n\r\u2028\u2029\x85]")
_PRINTED_PAGE = 60  # lines on a page without form feeds: only to bound the work


def read_txt(data: bytes, *, max_pages: int) -> Document:
    """Each non-blank line becomes a Paragraph: its 1-based line number in the file, blanks at its ends
    dropped, tabs kept. `printed` keeps the line as it stood where that differs. A form feed starts a page.
    """
    if len(data) > _LARGEST:
        raise CannotRead(
            "Tệp văn bản dài hơn 5 MB, không giống một văn bản hành chính. Hãy chia nhỏ tệp rồi tải lên lại.",
            code="too_large",
        )
    decoded = decode(data)
    lines = _LINE_BREAK.split(decoded.text)
    has_pages = "\f" in decoded.text.rstrip()
    blocks: list[Paragraph] = []
    page = 1
    for number, line in enumerate(lines, start=1):
        for part_number, part in enumerate(line.split("\f")):
            page += bool(part_number)
            text = clean(part).strip(" ")
            if text.strip():
                place = Place(page=page if has_pages else None, line=number)
                printed = part if part != text else None
                blocks.append(Paragraph(text, place, printed=printed))
    _check(blocks, page if has_pages else len(lines) // _PRINTED_PAGE, max_pages)
    notes = (decoded.note,) if decoded.note else ()
    return Document("txt", tuple(blocks), pages=page if has_pages else None, notes=notes)


def _check(blocks: list[Paragraph], pages: int, max_pages: int) -> None:
    if not blocks:
        raise CannotRead("Tệp không có chữ nào. Hãy kiểm tra lại tệp đã chọn rồi tải lên lại.", code="empty")
    if pages > max_pages:
        raise CannotRead(
            f"Văn bản dài khoảng {pages} trang, quá mức {max_pages} trang. "
            "Hãy tách phần kế hoạch và phụ lục thành tệp riêng rồi tải lên lại.",
            code="too_many_pages",
        )
