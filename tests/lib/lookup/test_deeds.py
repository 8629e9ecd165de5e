"""Deed and thing: which of the procedures for one thing a question is about."""

from __future__ import annotations

import pytest

from tests.lib.lookup.catalogues import names, speech
from thanthien.lib.lookup.deeds import Deeds, read_deeds

FEW = {
    "deeds": {
        "none": ["mất bao lâu"],
        "lose": ["mất", "mất giấy"],
        "end": ["dẹp", "đóng cửa"],
        "pause": ["đóng cửa tạm"],
    },
    "matters": [
        {
            "things": ["quán", "hộ kinh doanh"],
            "does": {"end": "closed", "pause": "paused", "lose": ["again", "anew"], "first": "opened"},
        },
        {"things": ["sổ đỏ"], "does": {"lose": "Văn phòng đăng ký đất đai"}},
    ],
}


@pytest.fixture(scope="module")
def few() -> Deeds:
    return read_deeds(FEW, lambda text: tuple(speech().tokens(text)))


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("dẹp quán thì báo ai", {"closed"}),
        ("quán đóng cửa tạm mấy hôm", {"paused"}),  # the longer phrase is the one that was said
        ("mất giấy hộ kinh doanh", {"again", "anew"}),
        ("làm hộ kinh doanh mất bao lâu", set()),  # how long it takes is no loss
        ("mở quán", set()),
        ("mat giay ho kinh doanh", {"again", "anew"}),
        ("dep quan", set()),  # without its marks one word is too many words
        ("mất sổ đỏ", {"Văn phòng đăng ký đất đai"}),
        ("dẹp thì sao, tôi với chị ấy nói mãi hôm qua về chuyện nhà, còn quán", set()),  # too far apart
    ],
)
def test_thing_and_deed_together_tell_the_procedure(few: Deeds, asked: str, meant: set[str]) -> None:
    assert few.meant(speech().tokens(asked))[0] == meant


def test_what_else_is_done_to_the_thing_is_passed_over(few: Deeds) -> None:
    _, passed = few.meant(speech().tokens("dẹp quán"))
    assert passed == {"paused", "again", "anew", "opened"}


def test_every_deed_leads_to_a_procedure_or_a_matter_of_others() -> None:
    told = {code for does in speech().deeds.does for codes in does.values() for code in codes}
    assert told <= set(names()) | {one.topic for one, _ in speech().elsewhere}
    deeds = {deed for phrases in speech().deeds.said.values() for _, deed in phrases}
    assert {deed for does in speech().deeds.does for deed in does} <= deeds | {"first"}
