import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanthien.lib.vietnamese import nfc, tidy


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("Hoa\u0300 Bi\u0300nh", "Hoà Bình"),
        ("e\u0302\u0301", "ế"),
        ("e\u0301\u0302", "ế"),
        ("A\u0306\u0323", "Ặ"),
        ("chính\u00ad quyền\u200b", "chính quyền"),
        ("Số:\u00a005/KH-UBND", "Số: 05/KH-UBND"),
        ("Ðại hội, ðúng hạn", "Đại hội, đúng hạn"),
        ("u\u0323\u031b", "ự"),
        ("\ufeffKẾ HOẠCH", "KẾ HOẠCH"),
        ("một\nhai\tba", "một\nhai\tba"),
    ],
)
def test_nfc_gives_each_letter_one_code(raw: str, clean: str) -> None:
    assert nfc(raw) == clean


@given(st.text())
def test_nfc_twice_changes_nothing_more(text: str) -> None:
    once = nfc(text)
    assert nfc(once) == once
    assert unicodedata.is_normalized("NFC", once)


def test_tidy_evens_white_space() -> None:
    assert tidy("  Uỷ ban\u00a0\u00a0nhân dân \n xã ") == "Uỷ ban nhân dân xã"


def test_tidy_keeps_lines_on_request() -> None:
    assert tidy(" a  b \n\n\n\n c ", keep_lines=True) == "a b\n\nc"


@given(st.text(), st.booleans())
def test_tidy_is_idempotent(text: str, keep_lines: bool) -> None:
    once = tidy(text, keep_lines=keep_lines)
    assert tidy(once, keep_lines=keep_lines) == once
    assert once == once.strip()
