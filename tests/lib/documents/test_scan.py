"""Scans: pages drawn from a PDF, turned, grained and blurred as copiers do."""

from __future__ import annotations

import io
import random
import shutil
from difflib import SequenceMatcher

import pytest
from PIL import Image, ImageDraw, ImageFilter

from tests.lib.documents.likeness import read_rows
from tests.lib.documents.plan_files import Scanner, scan_pdf, scanned_pages
from tests.lib.documents.written import REPORT
from thanthien.lib.documents import CannotRead, read
from thanthien.lib.documents.pieces import Line, RawCell, RawTable
from thanthien.lib.documents.scan import tesseract
from thanthien.lib.documents.scan.letters import mended
from thanthien.lib.documents.scan.numerals import mend_numerals, mended_heading
from thanthien.lib.documents.scan.straighten import skew
from thanthien.lib.documents.write import write_pdf

needs_ocr = pytest.mark.skipif(
    tesseract.ocr_problem() is not None, reason="tesseract with vie is not installed"
)
PDF = write_pdf(REPORT)


def page_of(number: int, scanner: Scanner) -> Image.Image:
    return scanned_pages(PDF, scanner)[number - 1]


def bytes_of(*pages: Image.Image, form: str) -> bytes:
    stream = io.BytesIO()
    first, *rest = pages
    options = {"save_all": True, "append_images": rest} if form == "TIFF" else {}
    first.save(stream, form, **options)
    return stream.getvalue()


@needs_ocr
def test_first_page_reads_in_order() -> None:
    document = read(bytes_of(page_of(1, Scanner()), form="PNG"))
    lines = [paragraph.text for paragraph in document.paragraphs()]
    assert document.format == "scan"
    order = ("Số: 05/BC-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "BÁO CÁO", "II. KIẾN NGHỊ", "Nơi nhận:")
    places = [lines.index(text) for text in order]
    assert places == sorted(places)
    assert all(0 < paragraph.confidence <= 1 for paragraph in document.paragraphs())
    assert "nhận dạng từ hình" in document.notes[0]


@needs_ocr
def test_table_of_a_turned_grainy_page_comes_back_cell_by_cell() -> None:
    page = page_of(2, Scanner(dpi=200, turn=1.5, grain=25, blur=0.7))
    rows = read_rows(read(bytes_of(page, form="JPEG")))
    numbers = [row[0] for row in rows[1:]]
    assert len(rows) > 10
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    wanted = "Niêm yết công khai nhóm thủ tục hành chính số {} tại trụ sở"
    likeness = [SequenceMatcher(None, row[1], wanted.format(row[0])).ratio() for row in rows[1:]]
    assert min(likeness) > 0.8
    assert sum(likeness) / len(likeness) > 0.95


@needs_ocr
@pytest.mark.parametrize("turn", [Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180])
def test_page_on_its_side_or_head_is_turned(turn: Image.Transpose) -> None:
    page = page_of(1, Scanner(turn=0)).transpose(turn)
    assert "BÁO CÁO" in [paragraph.text for paragraph in read(bytes_of(page, form="PNG")).paragraphs()]


@needs_ocr
def test_scanned_pdf_reports_progress_and_pages() -> None:
    seen: list[tuple[int, int]] = []
    data = scan_pdf(PDF, Scanner(dpi=150, turn=0.3, grain=0))
    document = read(data, progress=lambda done, total: seen.append((done, total)))
    assert document.format == "scan"
    assert seen[0][0] == 0
    assert seen[-1] == (document.pages, document.pages)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


@needs_ocr
def test_pages_of_a_tiff_are_all_read() -> None:
    pages = [
        page_of(1, Scanner(turn=0, grain=0)).point(lambda value: 255 if value > 128 else 0).convert("1")
    ] * 2
    document = read(bytes_of(*pages, form="TIFF"))
    assert {paragraph.place.page for paragraph in document.paragraphs()} == {1, 2}


@needs_ocr
def test_photograph_is_turned_as_its_camera_says() -> None:
    page = page_of(1, Scanner(turn=0, grain=5)).transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6
    stream = io.BytesIO()
    page.convert("RGBA").convert("RGB").save(stream, "JPEG", exif=exif)
    assert "BÁO CÁO" in [paragraph.text for paragraph in read(stream.getvalue()).paragraphs()]


@needs_ocr
def test_shadow_over_half_the_page_does_no_harm() -> None:
    page = page_of(1, Scanner(turn=0.4, grain=8))
    shadow = (
        Image.linear_gradient("L").rotate(90).resize(page.size).point(lambda value: 150 + value * 105 // 255)
    )
    dark = Image.composite(page, page.point(lambda value: value * 3 // 5), shadow.point(lambda value: value))
    lines = [paragraph.text for paragraph in read(bytes_of(dark, form="JPEG")).paragraphs()]
    assert "BÁO CÁO" in lines


@needs_ocr
def test_picture_without_text_is_refused() -> None:
    chance = random.Random(7)
    cat = Image.new("RGB", (1200, 900), (120, 160, 90))
    brush = ImageDraw.Draw(cat)
    for _ in range(300):
        x, y, size = chance.randrange(1200), chance.randrange(900), chance.randrange(20, 200)
        brush.ellipse((x, y, x + size, y + size), fill=tuple(chance.randrange(256) for _ in range(3)))
    with pytest.raises(CannotRead) as caught:
        read(bytes_of(cat.filter(ImageFilter.GaussianBlur(3)), form="JPEG"))
    assert caught.value.code == "no_text"


def test_without_tesseract_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    tesseract.ocr_problem.cache_clear()
    with pytest.raises(CannotRead, match="tesseract-ocr-vie") as caught:
        read(bytes_of(page_of(1, Scanner(dpi=100)), form="PNG"))
    tesseract.ocr_problem.cache_clear()
    assert caught.value.code == "no_ocr"


@pytest.mark.parametrize("angle", [-3.0, -0.5, 0.0, 0.7, 2.2])
def test_skew_is_measured_to_a_tenth_of_a_degree(angle: float) -> None:
    page = page_of(1, Scanner(dpi=150, turn=0, grain=6))
    turned = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    assert skew(turned) == pytest.approx(-angle, abs=0.15)


@pytest.mark.parametrize(
    ("read_as", "meant"),
    [
        ("H. NỘI DUNG", "II. NỘI DUNG"),
        ("HI. TỔ CHỨC THỰC HIỆN", "III. TỔ CHỨC THỰC HIỆN"),
        ("l. MỤC ĐÍCH", "I. MỤC ĐÍCH"),
        ("I.MỤC ĐÍCH", "I. MỤC ĐÍCH"),
        ("1. Mục đích", "1. Mục đích"),
        ("H. Lan chủ trì", "H. Lan chủ trì"),
    ],
)
def test_numerals_of_capital_headings_are_mended(read_as: str, meant: str) -> None:
    assert mended_heading(read_as) == meant


def test_numbers_of_a_table_are_mended() -> None:
    rows = (
        ("H", "TIÊU CHÍ HAI"),
        ("l", "Niêm yết"),
        ("S_", "Cập nhật"),
        ("1,2", "Kiểm tra"),
        ("a)", "Bổ sung"),
    )
    cells = [
        RawCell(row, column, lines=[Line(text)])
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    ]
    table = RawTable(cells, len(rows), 2)
    mend_numerals([table])
    assert [table.row_texts(row)[0] for row in range(5)] == ["II", "1", "5", "1.2", "a)"]


@pytest.mark.parametrize(
    ("read_as", "meant"),
    [
        ("NÑiêm", "Niêm"),
        ("04-ĐĐA/TU", "04-ĐA/TU"),
        ("II⁄2026", "II/2026"),
        ("II/⁄2026", "II/2026"),
        ("http://a", "http://a"),
    ],
)
def test_letters_that_vietnamese_has_not_are_mended(read_as: str, meant: str) -> None:
    assert mended(read_as) == meant
