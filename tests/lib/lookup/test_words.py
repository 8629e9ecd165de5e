"""Words as they are compared, slips put right, and the file of words that people speak with."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tests.house.words import strangers
from tests.lib.lookup.catalogues import ROOT, names, speech
from thanthien.lib.lookup.spelling import Spelling
from thanthien.lib.lookup.words import Token, agree, plain, tokens
from thanthien.lib.vietnamese import is_vietnamese_syllable, nfc

FILE = ROOT / "data/procedures/words.yaml"
# Short names and kinds of cards, sites and forms that people name.
NAMES = frozenset(
    """BHYT BHXH ADN VNeID ABTC TNCN ATM KT CT CV Shopee Tiktok karaoke wifi Lào Campuchia Singapore Canada online photo
    homestay nail spa sim chip internet logo visa passport shop Đức""".split()
)


def written() -> Any:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


def test_a_word_has_one_spelling_and_its_marks_beside_it() -> None:
    assert tokens("Đăng kí, ĐĂNG KÝ") == [Token("dang", "đăng"), Token("ki", "kí")] * 2
    assert plain("hoà giải lý lịch") == plain("hòa giải lí lịch")


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("khai tử cho ông", ["khai", "tử", "cho", "ông"]),  # who types marks types them all
        ("khai tu cho ong", ["", "", "", ""]),
        (
            "lam giay khai tử cho ba toi",
            ["", "", "", "tử", "", "", ""],
        ),  # one mark says nothing of the other words
    ],
)
def test_marks_are_known_where_they_were_typed(text: str, marked: list[str]) -> None:
    assert [one.marked for one in tokens(text)] == marked


def test_marks_part_words_only_where_both_have_them() -> None:
    assert agree(Token("tu", "tử"), Token("tu", ""))
    assert not agree(Token("tu", "tử"), Token("tu", "từ"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("khai snh", ["khai", "sinh"]),
        ("khaisinh", ["khai", "sinh"]),
        ("khai sinhh", ["khai", "sinh"]),
        ("khai sinhf", ["khai", "sinh"]),
        ("zzz 12", ["zzz", "12"]),  # what nothing comes near stays
    ],
)
def test_slips_are_put_right(typed: str, meant: list[str]) -> None:
    spelling = Spelling({"khai": 9, "sinh": 9, "xinh": 20}, frozenset({"khai sinh"}))
    assert [one.plain for one in spelling.put_right(tokens(typed))] == meant


def test_the_file_is_in_one_form_of_unicode_and_every_code_is_one_of_the_catalogue() -> None:
    text = FILE.read_text(encoding="utf-8")
    assert text == nfc(text)
    assert set(speech().known) | speech().often <= set(names())


def test_no_english_word_is_a_vietnamese_one() -> None:
    """ "to", "an" and "hang" would turn what people say into something else."""
    single = [word for word in written()["english"] if " " not in word]
    assert [word for word in single if is_vietnamese_syllable(word)] == []


def test_everyday_names_are_spelled_with_their_marks() -> None:
    said = [text for texts in written()["known"].values() for text in texts]
    english = [text for text in said if text.isascii()]
    wrong = {word for text in said if text not in english for word in strangers(text)} - NAMES
    assert wrong == set()
