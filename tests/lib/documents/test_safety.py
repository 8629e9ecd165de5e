"""Files that are broken, locked, hostile or simply something else: refused in plain Vietnamese."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image

from tests.lib.documents import word_files as word
from tests.lib.documents.plan_content import INVENTED
from tests.lib.documents.plan_files import plan_docx
from thanthien.lib.documents import CannotRead, read, reading

PLAN = plan_docx(INVENTED)


def with_part(data: bytes, name: str, part: bytes) -> bytes:
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, part)
    return stream.getvalue()


def with_false_size(data: bytes, name: bytes, size: int) -> bytes:
    """The same zip, whose directory claims `size` for one part."""
    at = data.rindex(name) - 46
    return data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]


def ole(stream_name: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + stream_name.encode("utf-16-le") + bytes(512)


def png_of(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds almost nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def picture_of(side: int) -> bytes:
    stream = io.BytesIO()
    Image.effect_noise((side, side), 40).save(stream, "PNG")
    return stream.getvalue()


XXE = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
LAUGHS = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
MACRO_TYPES = (
    b'<?xml version="1.0"?><Types><Override ContentType="application/vnd.ms-word.document.'
    b'macroEnabled.main+xml"/></Types>'
)
HOSTILE = {
    "empty": (b"", "empty"),
    "zeros": (bytes(5000), "empty"),
    "docx cut short": (PLAN[: len(PLAN) // 2], "corrupt"),
    "docx with a damaged part": (PLAN.replace(PLAN[2000:2040], bytes(40), 1), "corrupt"),
    "zip of something": (word.package({"anh.txt": b"abc"}), "archive"),
    "presentation": (word.package({"[Content_Types].xml": b"x", "ppt/presentation.xml": b"x"}), "powerpoint"),
    "opendocument": (
        word.package({"mimetype": b"application/vnd.oasis", "content.xml": b"x"}),
        "opendocument",
    ),
    "macro part": (with_part(PLAN, "word/vbaProject.bin", b"x"), "macro"),
    "macro type": (word.package({"[Content_Types].xml": MACRO_TYPES, "word/document.xml": b"x"}), "macro"),
    "external entity": (word.raw("<w:p/>", prolog=XXE), "unsafe_xml"),
    "entity bomb": (word.raw("<w:p/>", prolog=LAUGHS), "unsafe_xml"),
    "no text": (word.raw("<w:p/>"), "empty"),
    "not word inside": (
        word.package({"[Content_Types].xml": b"x", "word/document.xml": b"<a><b></a>"}),
        "corrupt",
    ),
    "zip bomb": (word.raw("<w:p/>" + " " * 30_000_000), "zip_bomb"),
    "too many parts": (word.package({f"word/{number}.xml": b"" for number in range(10_001)}), "zip_bomb"),
    "locked office": (ole("EncryptedPackage"), "encrypted"),
    "old word": (ole("WordDocument"), "old_word"),
    "old excel": (ole("Workbook"), "old_excel"),
    "other ole": (ole("Anything"), "old_office"),
    "heic": (b"\x00\x00\x00\x18ftypheic" + bytes(100), "heic"),
    "film": (b"\x00\x00\x00\x18ftypisom" + bytes(100), "media"),
    "program": (b"MZ\x90\x00" + bytes(100), "program"),
    "picture bomb": (png_of(60_000, 60_000), "too_large"),
    "picture cut short": (picture_of(600)[:400], "corrupt"),
    "tiny picture": (picture_of(60), "too_small"),
}


@pytest.mark.parametrize(("data", "code"), HOSTILE.values(), ids=HOSTILE.keys())
def test_refused_with_a_code_and_what_to_do(data: bytes, code: str) -> None:
    with pytest.raises(CannotRead) as caught:
        read(data)
    assert caught.value.code == code
    assert "ãy " in str(caught.value)
    assert str(caught.value)[0].isupper()


def test_a_size_that_lies_is_found_while_unpacking() -> None:
    bomb = word.raw("<w:p/>" + " " * 60_000_000)
    with pytest.raises(CannotRead) as caught:
        read(with_false_size(bomb, b"word/document.xml", 1000))
    assert caught.value.code in ("zip_bomb", "corrupt")


def test_names_lie_and_content_decides(tmp_path: Path) -> None:
    path = tmp_path / "anh-chup.jpg"
    path.write_bytes(PLAN)
    assert read(path).format == "docx"


def test_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "quet.pdf"
    with path.open("wb") as file:
        file.truncate(reading.LARGEST_FILE + 1)
    with pytest.raises(CannotRead) as caught:
        read(path)
    assert caught.value.code == "too_large"


def test_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(CannotRead) as caught:
        read(tmp_path / "khong-co.docx")
    assert caught.value.code == "not_found"


def test_long_word_file_is_refused() -> None:
    body = word.paragraph("Nội dung kế hoạch " * 100) * 40
    with pytest.raises(CannotRead) as caught:
        read(word.raw(body), max_pages=5)
    assert caught.value.code == "too_many_pages"


@pytest.mark.parametrize("seed", range(40))
def test_damage_anywhere_never_escapes_as_another_error(seed: int) -> None:
    at = 37 + seed * (len(PLAN) - 80) // 40
    damaged = PLAN[:at] + bytes([PLAN[at] ^ 0x5A]) * 3 + PLAN[at + 3 :]
    try:
        document = read(damaged)
    except CannotRead as refusal:
        assert refusal.code  # noqa: PT017 - either outcome is right, any other error is not
    else:
        assert document.blocks
