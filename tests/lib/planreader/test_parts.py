"""Small parts: markers, dates, levels, thresholds, page numbers, restored words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanthien.lib.documents.model import Place
from thanthien.lib.planreader.dates import document_number, iso_date, tidy_number, years_in
from thanthien.lib.planreader.heading import units_in
from thanthien.lib.planreader.levels import read_levels
from thanthien.lib.planreader.lines import Line
from thanthien.lib.planreader.markers import as_roman, misread_roman, read_marker, roman_value
from thanthien.lib.planreader.model import Source
from thanthien.lib.planreader.page_numbers import page_number_lines
from thanthien.lib.planreader.paragraphs import paragraphs
from thanthien.lib.planreader.repair.restore import Restorer
from thanthien.lib.planreader.thresholds import thresholds_in


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I. MỤC ĐÍCH", ("roman", "I")), ("I1. NỘI DUNG", ("roman", "II")), ("II MỤC TIÊU CHUNG", ("roman", "II")),
        ("2. Yêu cầu", ("arabic", "2")), ("4.Đảm bảo", ("arabic", "4")), ("1.2. Phát thanh", ("dotted", "1.2")),
        ("đ) Phối hợp", ("letter", "đ")), ("¢) Bố trí", ("letter", "c")), ("- Niêm yết", ("dash", "-")),
        ("+ Trao giấy", ("plus", "+")), ("Phần II", ("part", "II")), ("Điều 3. Trách nhiệm", ("article", "3")),
    ],
)  # fmt: skip
def test_markers(text: str, wanted: tuple[str, str]) -> None:
    marker = read_marker(text)
    assert marker is not None
    assert (marker.kind, marker.label) == wanted


@pytest.mark.parametrize(
    "text", ["phần xây dựng Đảng", "28/02/2025 của", "Xây dựng", "5049/QĐ-UBND", "ý kiến"]
)
def test_no_markers(text: str) -> None:
    assert read_marker(text) is None


@given(st.integers(1, 49))
def test_roman_numbers(value: int) -> None:
    assert roman_value(as_roman(value)) == value


def test_roman_numbers_read_again() -> None:
    marker = misread_roman("H. MỤC TIÊU", 1)
    assert marker is not None
    assert marker.label == "II"
    assert misread_roman("Mục tiêu chung", 1) is None


def test_dates_may_be_partial() -> None:
    assert iso_date("ngày 27 tháng 02 năm 2026") == "2026-02-27"
    assert iso_date("ngày   tháng 02 năm 2026") == "2026-02"
    assert iso_date("ngày / /2026") == "2026"
    assert iso_date("ngày 40/13/2026") is None
    assert years_in("giai đoạn 2026 - 2028 và những năm tiếp theo") == ([2026, 2027, 2028], True)


def test_document_numbers() -> None:
    assert document_number("Số: 66 /KH-UBND") == "66/KH-UBND"
    assert document_number("số /KH-UBND") is None
    assert tidy_number("5049/QD-UBND") == "5049/QĐ-UBND"
    assert tidy_number("04-ĐĐA/TU") == "04-ĐA/TU"


def test_units_stand_in_two_columns_too() -> None:
    assert units_in("ỦY BAN NHÂN DÂN XÃ TÂN LẬP CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") == [("xã", "TÂN LẬP")]
    assert units_in("trên địa bàn phường Quang Trung Hạ năm 2026") == [("phường", "Quang Trung Hạ")]
    assert units_in("các xã, phường, đặc khu") == []


def lines(*texts: str) -> list[Line]:
    return [Line(text, Place(line=n), whole=True) for n, text in enumerate(texts, 1)]


def test_levels_are_half_open() -> None:
    found = read_levels(
        paragraphs(
            lines(
                "- 4 sao: từ 95 điểm trở lên;", "- 3 sao: từ 90 đến 94,99 điểm;", "- Không đạt: dưới 90 điểm"
            )
        )
    )
    assert [(x.level, x.min, x.max, x.max_inclusive) for x in found] == [
        (4, 95, 100, True), (3, 90, 95, False), (0, 0, 90, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Tỷ lệ ký số đạt từ 90% trở lên", [(">=", 90, "%")]),
        ("Tỷ lệ hồ sơ trực tuyến và số hóa kết quả giải quyết đạt tối thiểu 80%", [(">=", 80, "%")] * 2),
        ("100% công chức đeo thẻ", [("=", 100, "%")]),
        ("Tỷ lệ cài đặt ứng dụng trên 100%", [(">", 100, "%")]),
        ("tỷ lệ hồ sơ chậm không quá 2%", [("<=", 2, "%")]),
        ("không để hồ sơ trễ hạn", [("=", 0, "hồ sơ")]),
        ("Ít nhất 1 tháng/lần, tiếp công dân", [(">=", 1, "lần/tháng")]),
        ("Quy định 01 ngày/tuần trả kết quả trong ngày", [("=", 1, "ngày/tuần")]),
        ("Niêm yết tại trụ sở", []),
    ],
)
def test_thresholds(text: str, wanted: list[tuple[str, float, str]]) -> None:
    assert [(t.op, t.value, t.unit) for t in thresholds_in(text, "II", Source())] == wanted


def test_page_numbers_are_a_steady_series() -> None:
    texts = [f"dòng chữ {n}" for n in range(120)]
    for page, at in ((2, 30), (3, 60), (4, 91)):
        texts[at] = str(page)
    assert page_number_lines(texts, [None] * len(texts)) == {30, 60, 91}
    table = ["STT Nhiệm vụ Cơ quan chủ trì", *texts]
    assert page_number_lines(table, [None] * len(table)) == set()


def test_words_are_restored() -> None:
    restored = Restorer(heavy=True, spelled=True).restore(["Phong Van hoa - Xa hoi chu tri", "Nguyen Van An"])
    assert restored[0] == "Phòng Văn hóa - Xã hội chủ trì"
    assert restored[1].startswith("Nguyễn Văn")
    assert Restorer(heavy=True).restore(["Xay dwng va thuc hién mé hinh"]) == [
        "Xây dựng và thực hiện mô hình"
    ]


def test_sound_words_of_a_scan_stay() -> None:
    text = "Trung tâm Phục vụ hành chính công trả kết quả, hotline 0225.123"
    assert Restorer(heavy=False).restore([text]) == [text]
