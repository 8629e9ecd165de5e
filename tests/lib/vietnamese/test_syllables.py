import unicodedata
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanthien.lib.vietnamese import fold, is_vietnamese_syllable, nfc, place_tone_marks

PAIRS = [
    ("hoà", "hòa"),
    ("thuý", "thúy"),
    ("uỷ", "ủy"),
    ("khoẻ", "khỏe"),
    ("loà xoà", "lòa xòa"),
    ("toạ", "tọa"),
    ("HOÀ", "HÒA"),
    ("Thuỵ", "Thụy"),
    ("hoạ, uý", "họa, úy"),
]
UNMOVED = "quý gì quả giá già giếng của mùa ngoài hoàn huỳnh tuần thuế quyền khuỷu giữa được mía quốc hoặc"

TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
BARE = [
    "hoa",
    "hoan",
    "huy",
    "huynh",
    "thuê",
    "quy",
    "gia",
    "cua",
    "cưa",
    "mia",
    "miêng",
    "loet",
    "ngoeo",
    "tuân",
    "khuyên",
    "oai",
    "uy",
    "thuơ",
    "nươc",
]
SYLLABLES = sorted(
    {
        nfc(word[: at + 1] + tone + word[at + 1 :])
        for word, tone in product(BARE, TONES)
        for at in range(len(word))
        if word[at] in "aăâeêioôơuưy"
    }
)


@pytest.mark.parametrize(("new", "old"), PAIRS)
def test_the_mark_moves_between_styles(new: str, old: str) -> None:
    assert place_tone_marks(old) == new
    assert place_tone_marks(new, "old") == old


@pytest.mark.parametrize("word", UNMOVED.split())
def test_one_place_only_in_both_styles(word: str) -> None:
    assert place_tone_marks(word) == word == place_tone_marks(word, "old")
    assert is_vietnamese_syllable(word)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("hòan", "hoàn"), ("qúy", "quý"), ("cuả", "của"), ("gía", "giá"), ("thủơ", "thuở"), ("Tòan", "Toàn")],
)
def test_misplaced_marks_are_mended(wrong: str, right: str) -> None:
    assert place_tone_marks(wrong) == right
    assert not is_vietnamese_syllable(wrong)
    assert is_vietnamese_syllable(right)


@pytest.mark.parametrize("word", ["café", "résumé", "El Niño", "Bogotá", "QĐ-UBND", "VNeID", "Kraków"])
def test_foreign_words_and_codes_stay(word: str) -> None:
    assert place_tone_marks(word) == place_tone_marks(word, "old")


@pytest.mark.parametrize(
    "word", ["UBND", "fanpage", "cat", "kà", "ngi", "hoăc", "zalo", "scan", "h", "ng", "òo", "việnc"]
)
def test_no_vietnamese_syllable(word: str) -> None:
    assert not is_vietnamese_syllable(word)


@pytest.mark.parametrize(
    "word",
    ["Đắk", "xã", "phường", "nghiệp", "khuya", "quýt", "yêu", "ý", "ở", "thoóc", "gìn", "giặc", "PHƯỜNG"],
)
def test_vietnamese_syllable(word: str) -> None:
    assert is_vietnamese_syllable(word)


@given(st.lists(st.sampled_from(SYLLABLES), max_size=6).map(" ".join), st.sampled_from(["new", "old"]))
def test_placing_keeps_letters_and_tones(text: str, style: str) -> None:
    placed = place_tone_marks(text, style)  # type: ignore[arg-type]
    assert fold(placed) == fold(text)
    assert sorted(unicodedata.normalize("NFD", placed)) == sorted(unicodedata.normalize("NFD", text))
    assert place_tone_marks(placed, style) == placed  # type: ignore[arg-type]


@given(st.lists(st.sampled_from(SYLLABLES), max_size=6).map(" ".join))
def test_styles_lead_back_to_each_other(text: str) -> None:
    assert place_tone_marks(place_tone_marks(text, "old"), "new") == place_tone_marks(text, "new")


@given(st.text())
def test_any_text_can_be_placed(text: str) -> None:
    assert len(place_tone_marks(text)) == len(nfc(text))
