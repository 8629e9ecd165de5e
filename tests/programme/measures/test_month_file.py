"""Reports of a province read for one unit: every shape that people send, and what is refused row by row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.programme.measures.report_files import HEAD, OTHERS, OWN, ROWS, TITLES, cp1258, csv, report, xlsx
from thanthien.lib.documents.grids import read_grids
from thanthien.lib.documents.model import CannotRead
from thanthien.platform.units.models import Unit
from thanthien.programme.measures.file_cells import is_nothing, read_count, read_share
from thanthien.programme.measures.file_words import months_named, names_unit
from thanthien.programme.measures.month_file import Report, guessed, lacking, read_report, table_for

JUNE = date(2026, 6, 1)
UNIT = Unit(code="HM01", name="Thanh Bình", kind=Unit.Kind.COMMUNE)
ALL = {
    "digital_signature": (118, 130), "full_online_service": (205, 220), "case_digitised": (198, 214),
    "city_app_per_household": (2105, 2240),
}  # fmt: skip


def read(data: bytes, *, month: date = JUNE, filename: str = "bao-cao.xlsx", **rest: Any) -> Report:
    table, refusal = table_for(read_grids(data), UNIT, month)
    assert table is not None, refusal
    columns = rest.pop("columns", None) or guessed(table)
    assert lacking(table, columns) == [], (table.headers, columns)
    return read_report(table, columns, UNIT, month, filename, **rest)


def figures(found: Report) -> dict[str, tuple[int, int]]:
    assert found.faults == []
    return {
        one.line.code: (int(one.numerator), int(one.whole))
        for one in found.lines
        if one.numerator is not None and one.whole is not None
    }


def _joined(page: Worksheet) -> None:
    for area in ("A1:K1", "A2:K2", "A4:A5", "B4:B5", "C4:E4", "F4:G4", "H4:I4", "J4:K4"):
        page.merge_cells(area)


def _formats(page: Worksheet) -> None:
    page["E6"], page["E6"].number_format = 118 / 130, "0.0%"
    page["J6"].number_format = page["K6"].number_format = "#,##0"


GROUPS = ("STT", "Xã, phường", "Ký số văn bản", "", "", "Dịch vụ công trực tuyến toàn trình", "", "Số hóa hồ sơ", "",
          "Cài đặt ứng dụng", "")  # fmt: skip
LEAVES = (
    "",
    "",
    "Đã ký số",
    "Tổng số",
    "Tỷ lệ",
    "Thực hiện",
    "Tổng số",
    "Thực hiện",
    "Tổng số",
    "Số lượt",
    "Số hộ",
)
NUMBERS = ("(1)", "(2)", "(3)", "(4)", "(5)=3/4", "(6)", "(7)", "(8)", "(9)", "(10)", "(11)")
ONE_UNIT = (
    ("STT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện", "Tổng số", "Tỷ lệ"),
    (1, "Văn bản phát hành được ký số", "văn bản", 118, 130, "90,8%"),
    (2, "Hồ sơ nộp trực tuyến toàn trình", "hồ sơ", 205, 220, ""),
    (3, "Số hóa hồ sơ thủ tục hành chính", "hồ sơ", 198, 214, "92,5%"),
    (4, "Cài đặt ứng dụng trên số hộ", "lượt", "2.105", "2.240", "94%"),
)


AS_TEXT = ("UBND xã Thanh Bình", "118", "130 ", "90,8%", "205", "220", "198 hồ sơ", "214", "2.105", "2.240")


def _two_sheets(page: Worksheet) -> None:
    assert page.parent is not None
    old = page.parent.create_sheet("Tháng 5")
    for row in (HEAD, (1, "Xã Thanh Bình", 1, 2, "50", 1, 2, 1, 2, 1, 2)):
        old.append(row)
    cover = page.parent.create_sheet("Bìa", 0)
    cover.append(("Báo cáo chuyển đổi số",))


SHAPES: dict[str, bytes] = {
    "a plain list under titles": report(),
    "no titles at all": xlsx(HEAD, *ROWS, titles=()),
    "a head joined over two rows": xlsx(GROUPS, LEAVES, *ROWS, dress=_joined),
    "a head of two rows, not joined, its columns numbered": xlsx(GROUPS, LEAVES, NUMBERS, *ROWS),
    "shares and thousands by the format of cells": xlsx(HEAD, *ROWS, dress=_formats),
    "figures as text with points": report(own=(2, *AS_TEXT)),
    "pairs in one cell": xlsx(
        ("TT", "Địa phương", "Tỷ lệ ký số", "Tỷ lệ hồ sơ trực tuyến toàn trình", "Tỷ lệ số hóa", "Tỷ lệ cài ứng dụng"),
        (1, "2. X. Thanh Bình", "118/130 (90,8%)", "205/220", "92,5% (198/214)", "2.105/2.240"),
    ),
    "one unit, a row a figure": xlsx(*ONE_UNIT, titles=(("UBND XÃ THANH BÌNH",), ("Số liệu tháng 6/2026",))),
    "a cover, this month and the last": xlsx(HEAD, *ROWS, dress=_two_sheets),
    "CSV with semicolons, UTF-8": csv(*TITLES, HEAD, *ROWS),
    "CSV with commas, UTF-8 with a mark": csv(HEAD, *ROWS, sign=",", code="utf-8-sig"),
    "CSV with tabs, UTF-16": csv(HEAD, *ROWS, sign="\t", code="utf-16"),
    "CSV in windows-1258": cp1258(HEAD, *ROWS),
    "CSV of a joined head": csv(GROUPS, LEAVES, *ROWS),
    "without tone marks": csv(
        ("stt", "ten don vi", "van ban ky so", "tong so van ban", "", "truc tuyen toan trinh nop truc tuyen",
         "thuoc thu tuc toan trinh", "ho so da so hoa", "ho so phai so hoa", "luot cai", "so ho"),
        (2, "XA THANH BINH", 118, 130, "", 205, 220, 198, 214, 2105, 2240),
    ),
    "the unit's column has no known name": xlsx(("TT", "Nơi báo cáo", *HEAD[2:]), *ROWS),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_tells_the_same_figures(shape: str) -> None:
    assert figures(read(SHAPES[shape])) == ALL


def test_blanks_and_dashes_are_no_figures() -> None:
    own = (2, "Xã Thanh Bình", 118, 130, "-", "–", "-", "", None, "chưa có số liệu", "")
    assert figures(read(report(own=own))) == {"digital_signature": (118, 130)}
    nothing = read(report(own=(2, "Xã Thanh Bình", *["-"] * 9)))
    assert [(one.place, one.words) for one in nothing.faults] == [
        ("Dòng 6", "Dòng của đơn vị không có số nào ở các cột đã chọn.")
    ]


@pytest.mark.parametrize(
    ("own", "place", "words"),
    [
        ((118, "", ""), "Dòng 6, cột “Tổng số văn bản phát hành”", "Có tử số mà thiếu mẫu số"),
        (("", 130, ""), "Dòng 6, cột “Văn bản ký số”", "Có mẫu số mà thiếu tử số"),
        (("một trăm", 130, ""), "Dòng 6, cột “Văn bản ký số”", "Chưa đọc được “một trăm”"),
        (("91%", 130, ""), "Dòng 6, cột “Văn bản ký số”", "là tỷ lệ, không phải số đếm"),
        ((118.5, 130, ""), "Dòng 6, cột “Văn bản ký số”", "có phần lẻ"),
        ((-3, 130, ""), "Dòng 6, cột “Văn bản ký số”", "số âm"),
        ((118, 130, "12/10/2026"), "Dòng 6, cột “Tỷ lệ ký số (%)”", "Excel đã đổi số thành ngày"),
        ((118, 130, "#REF!"), "Dòng 6, cột “Tỷ lệ ký số (%)”", "Chưa đọc được “#REF!”"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(own: tuple[object, ...], place: str, words: str) -> None:
    [fault] = read(report(own=(2, "Xã Thanh Bình", *own, *OWN[5:]))).faults
    assert fault.place == place
    assert words in fault.words


def test_the_unit_missing_or_twice_and_a_namesake() -> None:
    [fault] = read(xlsx(HEAD, *OTHERS)).faults
    assert (
        "Không có dòng nào ghi xã Thanh Bình; cột này có 3 tên (Phường Đông Hải, Phường Thanh Bình"
        in fault.words
    )
    [fault] = read(xlsx(HEAD, OWN, OTHERS[0], (9, "Thanh Bình", *OWN[2:]))).faults
    assert "có ở nhiều dòng (5, 7)" in fault.words
    [fault] = read(xlsx(*ONE_UNIT, titles=(("UBND PHƯỜNG ĐÔNG HẢI",),))).faults
    assert "không nêu xã Thanh Bình" in fault.words
    assert names_unit("Uỷ ban nhân dân xã Thanh Bình", UNIT)
    assert not names_unit("Xã Thanh Bình Đông", UNIT)
    hoa = Unit(code="HM09", name="Hòa Bình", kind=Unit.Kind.WARD)
    assert names_unit("P. Hoà Bình", hoa)
    assert not names_unit("P. Hoa Bình", hoa)


def test_another_month_is_refused_and_the_day_of_signature_is_none() -> None:
    [fault] = read(report(), month=date(2026, 7, 1)).faults
    assert "mà phiếu đang mở là tháng 7/2026" in fault.words
    last_year = (("Kết quả tháng 6/2025",),)
    assert len(read(xlsx(HEAD, *ROWS, titles=last_year, sheet="Sheet1")).faults) == 1
    old_name = read(xlsx(HEAD, *ROWS, sheet="Tháng 5"))  # a workbook copied from the last month
    assert [one.words for one in old_name.doubts] == [
        "Tên trang tính “Tháng 5” nói về tháng khác, không phải tháng 6/2026."
    ]
    named = read(xlsx(HEAD, *ROWS, titles=(), sheet="Sheet1"), filename="bao-cao-thang-5-2026.xlsx")
    assert [(one.code, "nói về tháng khác" in one.words) for one in named.doubts] == [("", True)]
    assert list(months_named(["Hải Minh, ngày 05 tháng 7 năm 2026"])) == []
    assert list(months_named(["từ ngày 01 tháng 6 năm 2026", "T7/2026", "tháng 13"])) == [
        (6, 2026),
        (7, 2026),
    ]


def test_figures_since_the_beginning_of_the_year_are_doubtful() -> None:
    found = read(xlsx(HEAD, *ROWS, titles=(("Lũy kế 6 tháng đầu năm 2026",),), sheet="Sheet1"))
    told = [one.code for one in found.doubts if "lũy kế" in one.words]
    assert told == [
        "digital_signature",
        "full_online_service",
        "case_digitised",
    ]  # the app states a whole anyway


def test_a_share_that_does_not_fit_its_numbers_is_doubtful() -> None:
    found = read(report(own=(2, "Xã Thanh Bình", 118, 130, "80,8", *OWN[5:])))
    assert [one.words for one in found.doubts] == ["Tệp ghi tỷ lệ 80,8%, còn tính từ hai số là 90,77%."]
    assert read(report(own=(2, "Xã Thanh Bình", 118, 130, 0.908, *OWN[5:]))).doubts == []


def test_a_share_alone_asks_for_its_denominator() -> None:
    head, row = ("Đơn vị", "Tỷ lệ ký số", "Lượt cài ứng dụng"), ("Xã Thanh Bình", "91,5%", 2105)
    found = read(xlsx(head, row))
    assert [(one.line.code, one.asks_whole, one.is_told) for one in found.lines] == [
        ("digital_signature", True, False), ("city_app_per_household", True, False),
    ]  # fmt: skip
    assert len(found.unread) == 2
    wholes = {"digital_signature": Decimal(130), "city_app_per_household": Decimal(2240)}
    said = read(xlsx(head, row), wholes=wholes)
    assert figures(said) == {"digital_signature": (119, 130), "city_app_per_household": (2105, 2240)}
    assert [one.words for one in said.doubts] == [
        "Tử số 119 tính từ tỷ lệ 91,5% của 130, không có sẵn trong tệp."
    ]


def test_a_file_without_such_a_table_or_with_two() -> None:
    for data in (xlsx(("Kính gửi", "Sở"), ("Nội dung", "abc"), titles=()), csv(("a", "b"), (1, 2))):
        table, refusal = table_for(read_grids(data), UNIT, JUNE)
        assert table is None
        assert "Không tìm thấy bảng số liệu" in refusal

    def twice(page: Worksheet) -> None:
        assert page.parent is not None
        page.parent.copy_worksheet(page).title = "Bản sao"

    table, refusal = table_for(read_grids(xlsx(HEAD, *ROWS, sheet="Sheet1", dress=twice)), UNIT, JUNE)
    assert table is None
    assert "có ở 2 trang tính: “Sheet1”, “Bản sao”" in refusal


def test_what_is_no_table_is_refused_with_what_to_do() -> None:
    for data, words in (
        (b"%PDF-1.4", "Excel"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "lưu lại"),
        (b"PK\x03\x04 broken", "hỏng"),
        (b" \r\n ", "không có ô nào"),
    ):  # fmt: skip
        with pytest.raises(CannotRead) as refusal:
            read_grids(data)
        assert words in str(refusal.value)


def test_numbers_as_they_are_printed() -> None:
    assert [read_count(text)[0] for text in ("1.234", "1 234", "1234,0", "12.345.678")] == [
        1234,
        1234,
        1234,
        12345678,
    ]
    assert read_count("1,234") == (Decimal(1234), "Ô ghi “1,234”, hiểu là 1.234.")
    shares = [read_share(text).share for text in ("91,5", "91.5%", "0,915", "104,2 %", "1.042,5%")]
    assert [one.percent for one in shares if one] == [
        Decimal("91.5"), Decimal("91.5"), Decimal("91.5"), Decimal("104.2"), Decimal("1042.5"),
    ]  # fmt: skip
    assert [is_nothing(text) for text in ("-", "…", "#DIV/0!", "0", "n/a")] == [True, True, True, False, True]
