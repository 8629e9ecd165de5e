import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanthien.lib.vietnamese import fold, nfc, place_tone_marks, search_key, sort_key

LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
TEXTS = st.text(LETTERS + LETTERS.upper() + " 0123456789-/.,")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Kế hoạch số 05/KH-UBND", "ke hoach so 05 kh ubnd"),
        ("  Đặc khu – Cát Hải ", "dac khu cat hai"),
        ("H15.50_05", "h15 50 05"),
        ("Ðà Nẵng", "da nang"),
        ("ƯỚC", "uoc"),
        ("", ""),
    ],
)
def test_search_key(text: str, key: str) -> None:
    assert search_key(text) == key


@given(TEXTS)
def test_search_key_ignores_case_tones_and_its_own_work(text: str) -> None:
    key = search_key(text)
    assert search_key(key) == key
    assert search_key(text.upper()) == key
    assert search_key(fold(text)) == key
    assert search_key(place_tone_marks(text)) == key
    assert key.isascii()


@given(st.text())
def test_fold_keeps_positions(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_fold_keeps_case_and_punctuation() -> None:
    assert fold("Đường Trần Hưng Đạo, số 5") == "Duong Tran Hung Dao, so 5"


DICTIONARY = [
    "2 tổ", "10 tổ",
    "an", "An Dương", "ăn", "ân", "ba", "ba hoa", "bà", "bà con", "bả", "bã", "bá", "bạ", "ban", "da", "đa",
    "em", "êm", "la", "lá", "lan", "Ngân", "o", "ô", "ơ", "Tổ 2", "Tổ 10", "tơ", "u", "ư", "Vân", "vui", "xã",
]  # fmt: skip


def test_sort_key_gives_dictionary_order() -> None:
    shuffled = DICTIONARY[:]
    random.Random(7).shuffle(shuffled)
    assert sorted(shuffled, key=sort_key) == DICTIONARY


@given(st.text())
def test_sort_key_is_plain(text: str) -> None:
    key = sort_key(text)
    assert key == sort_key(nfc(text))
    assert not key or (key.isascii() and key.isalnum() and key == key.lower())


@given(TEXTS, TEXTS)
def test_a_beginning_sorts_first(first: str, rest: str) -> None:
    assert sort_key(first) <= sort_key(f"{first} {rest}")
