"""What was meant: slips of the finger and marks of the keyboard, and the piece of text that is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanthien.lib.vietnamese import excerpt, meant
from thanthien.lib.vietnamese.finding import one_slip_apart, typed_through

KNOWN = {"khai": 9, "sinh": 7, "sinhh": 1, "duong": 5, "truong": 8, "thu": 4, "tuc": 4, "khieu": 3}
LETTERS = st.text("abcd", max_size=6)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("sih", ""),  # three letters are near to too much
        ("sinnh", "sinh"),
        ("duogn", "duong"),
        ("dduowngf", "duong"),
        ("d9uo7ng2", "duong"),
        ("khieesu", "khieu"),
        ("thur", "thu"),
        ("xyzt", ""),
    ],
)
def test_a_word_typed_wrong_is_understood(typed: str, found: str) -> None:
    assert meant(typed, KNOWN) == found


def test_codes_of_forms_stay_as_they_are() -> None:
    assert [typed_through(word) for word in ("h15", "2026", "tt03")] == ["h15", "2026", "tt03"]


def slips(word: str) -> set[str]:
    """Everything one slip away, made the plain way."""
    cuts = [(word[:n], word[n:]) for n in range(len(word) + 1)]
    made = {a + b[1:] for a, b in cuts if b} | {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    for letter in "abcd":
        made |= {a + letter + b for a, b in cuts} | {a + letter + b[1:] for a, b in cuts if b}
    return made - {word}


@given(LETTERS, LETTERS)
def test_one_slip_is_what_the_plain_way_says(one: str, other: str) -> None:
    assert one_slip_apart(one, other) == (other in slips(one))


@given(LETTERS)
def test_every_slip_is_found(word: str) -> None:
    assert all(one_slip_apart(word, other) and one_slip_apart(other, word) for other in slips(word))


def test_the_piece_shown_has_the_words_marked_with_their_tones() -> None:
    text = "Phần mở đầu không liên quan. " * 20 + "Đăng ký khai sinh tại Trung tâm. " + "Phần cuối. " * 30
    parts = excerpt(text, ["khai", "sinh"])
    assert [part for part, is_word in parts if is_word] == ["khai", "sinh"]
    whole = "".join(part for part, _ in parts)
    assert whole.startswith("… ")
    assert whole.endswith(" …")
    assert len(whole) < 200
    assert excerpt(text, ["khong", "co"])[0][0] == "Phần mở đầu "
    assert excerpt("Đất đai", ["nha"]) == []
