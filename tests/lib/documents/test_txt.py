"""Plain text in every encoding a commune's computer may still write."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest

from tests.lib.documents.old_charsets import to_tcvn3, to_vni, to_windows_1258
from thanthien.lib.documents import CannotRead, read

PLAN = """ỦY BAN NHÂN DÂN
XÃ SUỐI MƠ

KẾ HOẠCH
Triển khai mô hình “Chính quyền thân thiện” năm 2026
Trước ngày 15/02 hằng năm, Phòng Văn hóa - Xã hội tổng hợp, báo cáo kết quả.
Các thôn, tổ dân phố phối hợp niêm yết công khai số điện thoại đường dây nóng.
"""


def lines_of(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in read(data).paragraphs()]


WANTED = [line for line in PLAN.splitlines() if line]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings(encoding: str) -> None:
    assert lines_of(PLAN.encode(encoding)) == WANTED


def test_decomposed_letters_become_nfc() -> None:
    assert lines_of(unicodedata.normalize("NFD", PLAN).encode()) == WANTED


@pytest.mark.parametrize(("convert", "name"), [(to_vni, "VNI"), (to_windows_1258, "Windows-1258")])
def test_old_encodings_are_converted_and_said(convert: Callable[[str], bytes], name: str) -> None:
    document = read(convert(PLAN * 3))
    assert [paragraph.text for paragraph in document.paragraphs()] == WANTED * 3
    assert name in document.notes[0]


def test_tcvn3_small_letters_survive_and_capital_words_are_raised() -> None:
    document = read(to_tcvn3(PLAN * 3))
    assert [paragraph.text for paragraph in document.paragraphs()] == WANTED * 3
    assert "TCVN3" in document.notes[0]


def test_old_letters_inside_a_utf8_file() -> None:
    old = to_vni(PLAN).decode("latin-1")
    assert "Kế hoạch".upper() in lines_of(old.encode("utf-8"))


def test_line_numbers_count_blank_lines() -> None:
    document = read("một\n\n\nhai  \n\tba\t\t\n".encode())
    found = [(paragraph.place.line, paragraph.text) for paragraph in document.paragraphs()]
    assert found == [(1, "một"), (4, "hai"), (5, "\tba\t\t")]
    assert [paragraph.printed for paragraph in document.paragraphs()] == [None, "hai  ", None]


def test_form_feed_starts_a_page() -> None:
    document = read("trang một\n\ftrang hai\n".encode())
    assert [paragraph.place.page for paragraph in document.paragraphs()] == [1, 2]
    assert document.pages == 2


def test_text_without_tone_marks_is_left_alone() -> None:
    assert lines_of(b"KE HOACH\nXay dung chinh quyen than thien\n") == [
        "KE HOACH",
        "Xay dung chinh quyen than thien",
    ]


def test_damaged_ocr_text_is_not_taken_for_an_old_charset() -> None:
    line = "trén dia ban phwong, ¢) md hinh “Chinh quyén than thién” cén bo cdng chirc thirc hién"
    assert lines_of((line + "\n").encode() * 20) == [line] * 20


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\n\t \n", "empty"),
        (bytes(range(256)) * 40, "not_text"),
        ("Ünlü ağaç çölde".encode("latin-1", "replace") * 30, "encoding"),
        (("dòng\n" * 14_000).encode(), "too_many_pages"),
        (b"a" * (6 * 1024 * 1024), "too_large"),
        (b"{\\rtf1 hello}", "rtf"),
        (b"<!DOCTYPE html><html></html>", "html"),
        (b"Rar!\x1a\x07\x00", "archive"),
    ],
)
def test_refusals_have_a_code_and_say_what_to_do(data: bytes, code: str) -> None:
    with pytest.raises(CannotRead) as caught:
        read(data)
    assert caught.value.code == code
    assert "ãy " in str(caught.value)
