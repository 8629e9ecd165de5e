"""From a file to a Document: the checks every file passes, then the reader for its content."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from thanthien.lib.documents.archive import Package
from thanthien.lib.documents.model import CannotRead, Document
from thanthien.lib.documents.ole import ole_refusal
from thanthien.lib.documents.pdf import read_pdf
from thanthien.lib.documents.scan.reader import read_scan
from thanthien.lib.documents.sheets import read_xlsx
from thanthien.lib.documents.sniff import Kind, sniff
from thanthien.lib.documents.txt import read_txt
from thanthien.lib.documents.word import read_docx

Progress = Callable[[int, int], None]

LARGEST_FILE = 100 * 1024 * 1024

_REFUSED: dict[Kind, tuple[str, str]] = {
    Kind.RTF: (
        "rtf",
        "Tệp là định dạng RTF cũ. Hãy mở bằng Word, lưu lại thành .docx hoặc PDF rồi tải lên.",
    ),
    Kind.HTML: (
        "html",
        "Tệp là trang web (HTML). Hãy mở bằng Word hoặc trình duyệt, lưu thành .docx hoặc PDF rồi tải lên.",
    ),
    Kind.XML: ("xml", "Tệp là dữ liệu XML, không phải văn bản. Hãy tải lên tệp .docx, .xlsx hoặc PDF."),
    Kind.ARCHIVE: (
        "archive",
        "Tệp là tệp nén. Hãy giải nén và tải lên từng văn bản bên trong (.docx, .xlsx, PDF, ảnh).",
    ),
    Kind.MEDIA: (
        "media",
        "Tệp là âm thanh hoặc phim, không có chữ để đọc. Hãy tải lên văn bản hoặc ảnh chụp.",
    ),
    Kind.PROGRAM: (
        "program",
        "Tệp là chương trình máy tính nên không được nhận. Hãy kiểm tra lại tệp đã chọn.",
    ),
    Kind.HEIC: (
        "heic",
        "Ảnh ở định dạng HEIC của điện thoại. Hãy lưu hoặc gửi lại ảnh ở định dạng JPG rồi tải lên.",
    ),
}


def read(
    source: Path | bytes,
    *,
    filename: str | None = None,
    progress: Progress | None = None,
    max_pages: int = 200,
) -> Document:
    """Read `source` by its content (never by its name) into a Document.

    `filename` only words messages. `progress(done, total)` is called as pages are read.
    Raises CannotRead, with a Vietnamese message for people and a stable `code`.
    """
    data = _load(source)
    kind = sniff(data)
    if kind in _REFUSED:
        code, message = _REFUSED[kind]
        raise CannotRead(message, code=code)
    report = progress or _silent
    if kind is Kind.ZIP:
        return _read_office(Package(data), max_pages, report)
    if kind is Kind.PDF:
        return read_pdf(data, max_pages=max_pages, progress=report)
    if kind is Kind.PICTURE:
        return read_scan(data, max_pages=max_pages, progress=report)
    if kind is Kind.OLE:
        raise ole_refusal(data)
    document = read_txt(data, max_pages=max_pages)
    report(1, 1)
    return document


def _silent(done: int, total: int) -> None:
    """Nobody is watching."""


def _read_office(package: Package, max_pages: int, progress: Progress) -> Document:
    family = package.family()
    package.refuse_macros()
    progress(0, 1)
    document = read_docx(package, max_pages=max_pages) if family == "word" else read_xlsx(package)
    progress(1, 1)
    return document


def _load(source: Path | bytes) -> bytes:
    size = len(source) if isinstance(source, bytes) else _size(source)
    if size > LARGEST_FILE:
        raise CannotRead(
            f"Tệp nặng {size // (1024 * 1024)} MB, quá mức 100 MB. Hãy quét lại ở 300 dpi đen trắng "
            "hoặc tách thành nhiều tệp nhỏ rồi tải lên.",
            code="too_large",
        )
    data = source if isinstance(source, bytes) else source.read_bytes()
    if not data.strip(b"\x00 \t\r\n"):
        raise CannotRead("Tệp trống, không có nội dung. Hãy kiểm tra lại tệp đã chọn.", code="empty")
    return data


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise CannotRead(
            f"Không mở được tệp {path.name}. Hãy kiểm tra lại đường dẫn và quyền đọc tệp.", code="not_found"
        ) from error
