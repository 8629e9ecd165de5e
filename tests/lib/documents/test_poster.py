"""The code on a poster is the one another program makes of the same words, and the sheet carries its fonts."""

from __future__ import annotations

import io

import pdfplumber
import pytest
import qrcode  # type: ignore[import-untyped]

from tests.house.tree import PACKAGE
from thanthien.lib.documents.write.poster import Poster, poster_pdf, qr_matrix, qr_path

ADDRESS = "https://xa-thanh-binh.example.gov.vn/HM01/send/?via=qr"
POSTER = Poster(
    "Ủy ban nhân dân xã Thanh Bình", "Ông/bà có điều muốn phản ánh?", ("Soi mã.",), "Thân thiện", ADDRESS
)
FONTS = [PACKAGE / "platform/ui/static/vendor/fonts"]


@pytest.mark.parametrize("quickly", [False, True])
def test_another_program_makes_the_same_code(quickly: bool) -> None:
    ours = qr_matrix(ADDRESS, quickly=quickly)
    theirs = []
    for mask in range(8):  # which of the eight masks is best is each program's own judgement
        code = qrcode.QRCode(
            version=(len(ours) - 17) // 4,
            error_correction=qrcode.constants.ERROR_CORRECT_Q,
            border=0,
            mask_pattern=mask,
        )
        code.add_data(ADDRESS, optimize=0)
        code.make(fit=False)
        theirs.append([[bool(cell) for cell in row] for row in code.get_matrix()])
    assert ours in theirs


def test_the_drawing_has_a_quiet_zone() -> None:
    side, path = qr_path(ADDRESS)
    assert side == len(qr_matrix(ADDRESS)) + 8
    assert path.startswith("M4 4h1v1h-1z")


@pytest.mark.parametrize(("size", "width"), [("a4", 595), ("a5", 420)])
def test_one_sheet_with_its_words_and_fonts(size: str, width: int) -> None:
    with pdfplumber.open(io.BytesIO(poster_pdf(POSTER, size=size, font_folders=FONTS))) as pdf:
        (page,) = pdf.pages
        assert round(page.width) == width
        text = page.extract_text()
        assert "Ủy ban nhân dân xã Thanh Bình" in text
        assert ADDRESS in text
        assert all("+" in char["fontname"] for char in page.chars)  # a subset inside the file
        assert min(char["bottom"] for char in page.chars) > 0


@pytest.mark.parametrize("size", ["a4", "a5"])
def test_a_long_title_runs_into_nothing(size: str) -> None:
    steps = (
        "Mở máy ảnh của điện thoại, soi vào mã này.",
        "Trả lời vài câu rồi bấm Gửi phiếu. Không hỏi họ tên.",
    ) * 2
    title = "Khảo sát sự hài lòng của người dân, tổ chức đối với việc cung cấp dịch vụ công " * 2
    poster = Poster("Ủy ban nhân dân xã Thanh Bình", title, steps, "Thân thiện", ADDRESS)
    with pdfplumber.open(io.BytesIO(poster_pdf(poster, size=size, font_folders=FONTS))) as pdf:
        (page,) = pdf.pages
        unit = float(page.width) / 100
        lines = page.extract_text_lines()
        step = max(line["bottom"] for line in lines if "phiếu" in line["text"])
        assert step < float(page.height) - 12 * unit  # the band with the slogan
        # the code stands between the title and the address, whole and as large as a hand of the sheet allows
        modules = [one for one in page.curves + page.rects if float(one["height"]) < 60 * unit]
        told = next(line["top"] for line in lines if "https://" in line["text"])
        last_title = max(line["bottom"] for line in lines if "dịch vụ công" in line["text"])
        assert min(one["top"] for one in modules if one["top"] > 17 * unit) > last_title - unit
        assert max(one["bottom"] for one in modules if one["bottom"] < told + unit) <= told
        assert told - last_title > 30 * unit
