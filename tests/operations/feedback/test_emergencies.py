"""Which words mean danger, and which only look like it without their tones."""

from __future__ import annotations

import pytest

from thanthien.operations.feedback.emergencies import emergencies_in


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Nhà bên cạnh đang cháy, có người mắc kẹt", ["114"]),
        ("Hai thanh niên cầm dao đánh nhau, một người bất tỉnh", ["113", "115"]),
        ("nha ben canh dang chay", ["114"]),
        ("Cán bộ giữ đúng đạo đức, đường ra đảo đẹp", []),
        ("con duong ra dao bi hong", []),  # "dao" may be "đảo": too short to frighten anybody
        ("Đề nghị lắp bình chữa lửa", []),
        ("", []),
    ],
)
def test_emergencies(text: str, numbers: list[str]) -> None:
    assert [one.number for one in emergencies_in(text)] == numbers
