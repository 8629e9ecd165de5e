"""Opening the zip that a .docx or .xlsx is, without trusting what it says about itself."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Literal
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from thanthien.lib.documents.model import CannotRead

UNPACKED_LIMIT = 200 * 1024 * 1024
PART_LIMIT = 48 * 1024 * 1024
# A parsed part takes fifteen times its size in memory; 200 pages of Word make about 6 MB.
XML_LIMIT = 24 * 1024 * 1024
ENTRY_LIMIT = 10_000
# Office XML packs 10 to 30 times; pictures hardly at all. A part beyond this was made to hurt.
_RATIO_LIMIT = 400
_RATIO_FLOOR = 4 * 1024 * 1024
_CHUNK = 1 << 16

# "Strict Open XML" differs for us in the namespace alone.
_STRICT_WORD = (
    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
)

_CORRUPT = (
    "Tệp bị hỏng hoặc tải lên chưa trọn vẹn nên không mở được. "
    "Hãy mở lại trong Word/Excel, lưu thành tệp mới rồi tải lên lần nữa."
)
_BOMB = (
    "Tệp nén bất thường (giải nén ra quá lớn), có thể gây hại nên không được mở. "
    "Hãy mở bằng Word/Excel trên máy của bạn, lưu thành tệp mới rồi tải lên lại."
)
_UNSAFE = (
    "Tệp có khai báo XML không an toàn nên không được mở. "
    "Hãy mở bằng Word/Excel trên máy của bạn, lưu thành tệp mới rồi tải lên lại."
)
_MACRO = (
    "Tệp có chứa macro (chương trình nhúng) nên không được nhận. "
    "Hãy mở bằng Word/Excel, chọn Lưu thành .docx hoặc .xlsx (không macro) rồi tải lên lại."
)
_ENCRYPTED = "Tệp được đặt mật khẩu nên không đọc được. Hãy mở bằng mật khẩu, bỏ bảo vệ, lưu lại rồi tải lên."


def corrupt() -> CannotRead:
    return CannotRead(_CORRUPT, code="corrupt")


class Package:
    """The parts of an Office file. Reading a part counts what really comes out against the limits."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise corrupt() from error
        entries = self._zip.infolist()
        if len(entries) > ENTRY_LIMIT or sum(entry.file_size for entry in entries) > UNPACKED_LIMIT:
            raise CannotRead(_BOMB, code="zip_bomb")
        self._entries = {entry.filename.lstrip("/"): entry for entry in entries}
        self._unpacked = 0
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise CannotRead(_ENCRYPTED, code="encrypted")
        for entry in entries:
            _refuse_ratio(entry.file_size, entry.compress_size)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def names(self) -> list[str]:
        return list(self._entries)

    def refuse_macros(self) -> None:
        """Macros are told by their content, whatever the file is called."""
        types = self.read("[Content_Types].xml") if "[Content_Types].xml" in self else b""
        has_program = any(
            re.search(r"(?i)vbaproject|vbadata|/activex/|macrosheets/", name) for name in self._entries
        )
        if has_program or b"macroEnabled" in types:
            raise CannotRead(_MACRO, code="macro")

    def family(self) -> Literal["word", "excel"]:
        """What the package holds, by its parts; CannotRead for zip files that are neither."""
        names = [name.lower() for name in self._entries]
        if any(name.startswith("ppt/") for name in names):
            raise CannotRead(
                "Tệp là bài trình chiếu PowerPoint. Hãy lưu thành PDF rồi tải lên.", code="powerpoint"
            )
        if "mimetype" in self._entries:
            raise CannotRead(
                "Tệp ở định dạng OpenDocument (LibreOffice). Hãy lưu lại thành .docx, .xlsx hoặc PDF "
                "rồi tải lên.",
                code="opendocument",
            )
        if "[Content_Types].xml" in self._entries:
            if any(name.startswith("xl/workbook") for name in names):
                return "excel"
            if any(name.startswith("word/") for name in names):
                return "word"
        raise CannotRead(
            "Tệp là tệp nén (zip), không phải văn bản. Hãy giải nén và tải lên từng văn bản bên trong.",
            code="archive",
        )

    def read(self, name: str, *, limit: int = PART_LIMIT) -> bytes:
        """One part, at most `limit` bytes; CannotRead when it is missing, damaged or too large."""
        entry = self._entries.get(name)
        if entry is None:
            raise corrupt()
        pieces: list[bytes] = []
        size = 0
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    if size > limit or self._unpacked + size > UNPACKED_LIMIT:
                        raise CannotRead(_BOMB, code="zip_bomb")
                    pieces.append(chunk)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise corrupt() from error
        self._unpacked += size
        _refuse_ratio(size, entry.compress_size)
        return b"".join(pieces)

    def xml(self, name: str) -> Element:
        """One part parsed; DTDs and entities are refused, they only serve attacks here."""
        data = self.read(name, limit=XML_LIMIT).replace(*_STRICT_WORD)
        try:
            root = fromstring(data, forbid_dtd=True)
        except DefusedXmlException as error:
            raise CannotRead(_UNSAFE, code="unsafe_xml") from error
        except (ParseError, ValueError, LookupError) as error:
            raise corrupt() from error
        return root

    def xml_if_present(self, name: str) -> Element | None:
        return self.xml(name) if name in self else None


def _refuse_ratio(unpacked: int, packed: int) -> None:
    if unpacked > _RATIO_FLOOR and unpacked > _RATIO_LIMIT * max(packed, 1):
        raise CannotRead(_BOMB, code="zip_bomb")
