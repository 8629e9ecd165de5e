"""A text as it is read aloud: what a listener of the loudspeakers hears."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanthien.lib.vietnamese.reading import read_aloud, seconds_to_say


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("UBND xã", "ủy ban nhân dân xã."),
        ("15/02/2026", "ngày mười lăm tháng hai năm hai nghìn không trăm hai mươi sáu."),
        ("ngày 2/9", "ngày mùng hai tháng chín."),
        ("từ 15-17/02/2026", "từ ngày mười lăm đến ngày mười bảy tháng hai năm hai nghìn không trăm hai mươi sáu."),
        ("tháng 4/2026", "tháng tư năm hai nghìn không trăm hai mươi sáu."),
        ("3.321 hộ", "ba nghìn ba trăm hai mươi mốt hộ."),
        ("1.234,5", "một nghìn hai trăm ba mươi bốn phẩy năm."),
        ("0,05", "không phẩy không năm."),
        ("95,5%", "chín mươi lăm phẩy năm phần trăm."),
        ("12.500.000 đ/hộ", "mười hai triệu năm trăm nghìn đồng một hộ."),
        ("120 m2", "một trăm hai mươi mét vuông."),
        ("7h30", "bảy giờ ba mươi phút."),
        ("lúc 19h", "lúc mười chín giờ."),
        ("07:05", "bảy giờ năm phút."),
        ("gọi 0225.3845.123", "gọi không hai hai năm, ba tám bốn năm, một hai ba."),
        ("0912345678", "không chín một hai, ba bốn năm, sáu bảy tám."),
        ("gọi 115", "gọi một một năm."),
        ("115 hộ", "một trăm mười lăm hộ."),
        ("TTHC", "thủ tục hành chính."),
        ("5049/QĐ-UBND", "năm nghìn không trăm bốn mươi chín trên quyết định ủy ban nhân dân."),
        ("12/TT-BNV", "mười hai trên thông tư bộ nội vụ."),
        ("Khóa XVI, quý III/2026", "Khóa mười sáu, quý ba năm hai nghìn không trăm hai mươi sáu."),
        ("2/3 số hộ", "hai trên ba số hộ."),
        ("10–15 người", "mười đến mười lăm người."),
        ("THÔNG BÁO", "THÔNG BÁO."),
        ("ABC", "a bê xê."),
        ("TP. Hải Phòng", "thành phố Hải Phòng."),
        ("45/13/2026", "bốn mươi lăm trên mười ba hai nghìn không trăm hai mươi sáu."),
        ("- dichvucong.gov.vn", "dichvucong chấm gov chấm vn."),
        ("Mời bà con!", "Mời bà con!"),
    ],
)  # fmt: skip
def test_what_is_written_is_said(written: str, spoken: str) -> None:
    assert read_aloud(written).spoken == spoken


def test_a_unit_says_it_otherwise_and_the_changes_are_told() -> None:
    reading = read_aloud("TDP 5, UBND", {"TDP": "tổ"})
    assert reading.spoken == "tổ năm, ủy ban nhân dân."
    assert [(one.written, one.spoken) for one in reading.changes] == [
        ("TDP", "tổ"), ("5", "năm"), ("UBND", "ủy ban nhân dân"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "*** --- !!! ???", "😀 …", "()[]{}"])
def test_signs_alone_say_nothing(text: str) -> None:
    assert read_aloud(text).spoken == ""


@given(st.text(max_size=200))
def test_whatever_is_written_no_digit_is_left(text: str) -> None:
    assert not any(sign.isdecimal() for sign in read_aloud(text).spoken)


def test_twenty_thousand_characters_take_no_minute() -> None:
    spoken = read_aloud("Ngày 15/02/2026, UBND xã họp lúc 7h30. " * 520).spoken
    assert spoken.count("ủy ban nhân dân") == 520
    assert 3000 < seconds_to_say(spoken, words_a_minute=130) < 9000
