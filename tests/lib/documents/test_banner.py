"""Slogans to print: at their real size, with bleed and marks, every word on the sheet and inside its edge."""

from __future__ import annotations

import io
import itertools

import pdfplumber
import pytest

from tests.house.tree import PACKAGE
from thanthien.lib.documents.write.banner import LOOKS, SIZES, Banner, banner_pdf

FONTS = [PACKAGE / "platform/ui/static/vendor/fonts"]
MM = 72 / 25.4
SLOGAN = Banner(
    "Ủy ban nhân dân xã Thanh Bình", "Xây dựng|chính quyền thân thiện,|vì Nhân dân phục vụ",
    "Đường dây nóng: 0225.3845.123", "https://thanthien.example.gov.vn/HM01/send/",
)  # fmt: skip


@pytest.mark.parametrize(
    ("size", "look"), [*itertools.product(SIZES, ["do"]), ("a3", "xanh"), ("2x1", "trang")]
)
def test_every_word_stands_inside_the_sheet(size: str, look: str) -> None:
    sheet = SIZES[size]
    with pdfplumber.open(io.BytesIO(banner_pdf(SLOGAN, size=size, look=look, font_folders=FONTS))) as pdf:
        page = pdf.pages[0]
        marks = 2.5 * sheet.bleed * MM
        assert float(page.width) == pytest.approx(sheet.width * MM + 2 * marks, abs=1)
        words = " ".join(page.extract_text().split())
        for part in (
            "CHÍNH QUYỀN THÂN THIỆN,",
            "VÌ NHÂN DÂN PHỤC VỤ",
            "0225.3845.123",
            "thanthien.example.gov.vn",
        ):
            assert part in words
        edge = min(sheet.width, sheet.height) * MM * 0.05
        assert min(float(one["x0"]) for one in page.chars) > marks + edge
        assert max(float(one["x1"]) for one in page.chars) < float(page.width) - marks - edge


def test_a_large_sheet_says_where_to_cut() -> None:
    with pdfplumber.open(io.BytesIO(banner_pdf(SLOGAN, size="2x1", font_folders=FONTS))) as pdf:
        page = pdf.pages[0]
        box = [float(value) for value in page.page_obj.attrs["TrimBox"]]
        assert box[2] - box[0] == pytest.approx(2000 * MM, abs=1)
        assert len([line for line in page.lines if line["linewidth"] < 1]) == 8


def test_a_long_slogan_grows_by_lines_and_a_wanted_break_stays() -> None:
    long = Banner(
        "UBND", "Toàn dân đoàn kết xây dựng nông thôn mới,\nđô thị văn minh; " + "học tập và làm theo " * 5
    )
    with pdfplumber.open(io.BytesIO(banner_pdf(long, size="a3", font_folders=FONTS))) as pdf:
        lines = pdf.pages[0].extract_text().splitlines()
    assert any(line.endswith("MỚI,") for line in lines)
    assert len(lines) > 4


def test_an_unknown_size_or_look_is_an_error() -> None:
    assert set(LOOKS) == {"do", "xanh", "trang"}
    for wrong in ({"size": "a0"}, {"size": "a4", "look": "tim"}):
        with pytest.raises(KeyError):
            banner_pdf(SLOGAN, font_folders=FONTS, **wrong)
