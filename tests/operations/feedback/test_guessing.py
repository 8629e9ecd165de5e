"""What a mail or a quick note is about, by its words."""

from __future__ import annotations

import pytest

from thanthien.operations.feedback.guessing import guess_category


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Đèn đường ngõ 12 tắt đã một tuần", "roads"),
        ("Den duong ngo 12 tat, via he hong", "roads"),
        ("Yêu cầu xã cho biết lịch làm việc", "other"),  # no bridge in "yêu cầu"
        ("Rác để năm ngày, bốc mùi cả xóm", "waste"),
        ("Cán bộ hách dịch khi tôi nộp hồ sơ làm thủ tục ở một cửa", "staff"),
        ("Quán karaoke mở loa quá 23 giờ", "noise"),
        ("Ổ gà đầy rác", "other"),  # as many words of two categories
        ("Xin chào", "other"),
    ],
)
def test_the_category_most_of_whose_words_stand_there(text: str, category: str) -> None:
    assert guess_category(text) == category
