"""PDF files with a text layer."""

from __future__ import annotations

import io
from collections.abc import Callable

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.lib.documents.old_charsets import to_tcvn3
from tests.lib.documents.written import REPORT
from thanthien.lib.documents import CannotRead, Document, Paragraph, read
from thanthien.lib.documents.write import write_pdf
from thanthien.lib.documents.write.fonts import register_fonts

Draw = Callable[[Canvas], None]


def drawn(*pages: Draw) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    for draw in pages:
        canvas.setFont(register_fonts(), 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def lines_of(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in read(data).paragraphs()]


def texts(document: Document) -> list[list[str | None]]:
    (table,) = document.tables()
    return [[cell.text if cell else None for cell in row.cells] for row in table.rows]


def ruled(xs: list[int], ys: list[int], texts: dict[tuple[int, int], str]) -> Draw:
    """A fully ruled table; `texts` by place of the baseline."""

    def draw(canvas: Canvas) -> None:
        canvas.grid(xs, ys)
        for (x, y), text in texts.items():
            canvas.drawString(x, y, text)

    return draw


def test_letterhead_is_read_column_by_column() -> None:
    found = lines_of(write_pdf(REPORT))
    left, right = found.index("Số: 05/BC-UBND"), found.index("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert left < right < found.index("BÁO CÁO")


def test_bold_and_centred_lines_are_known() -> None:
    lines = {paragraph.text: paragraph for paragraph in read(write_pdf(REPORT)).paragraphs()}
    title, body = lines["BÁO CÁO"], lines["Đề nghị xem xét, công nhận."]
    assert (title.bold, title.centred, body.bold, body.centred) == (True, True, False, False)


def test_page_numbers_running_heads_and_signing_stamps_are_left_out() -> None:
    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            canvas.drawCentredString(300, 815, f"- {number} -")
            canvas.drawString(90, 25, "Kế hoạch chính quyền thân thiện xã Suối Mơ")
            canvas.drawString(90, 600, f"Nội dung của trang thứ {number} được giữ lại")
            if number == 1:
                canvas.drawString(400, 780, "Ký bởi: UBND XÃ SUỐI MƠ")

        return draw

    assert lines_of(drawn(*map(page, range(1, 5)))) == [
        f"Nội dung của trang thứ {number} được giữ lại" for number in range(1, 5)
    ]


def test_wrapped_lines_of_a_cell_are_joined_and_its_paragraphs_kept() -> None:
    words = {
        (54, 705): "1",
        (84, 705): "Niêm yết công khai thủ tục",
        (84, 690): "hành chính",
        (254, 705): "Phòng Kinh tế",
    }
    words |= {(254, 690): "Văn phòng Đảng ủy"}
    document = read(drawn(ruled([50, 80, 240, 400], [680, 720], words)))
    assert texts(document) == [
        ["1", "Niêm yết công khai thủ tục hành chính", "Phòng Kinh tế\nVăn phòng Đảng ủy"]
    ]


def test_missing_lines_merge_cells() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(50, 600, 300, 90)
        canvas.line(50, 660, 350, 660)
        canvas.line(150, 630, 350, 630)
        canvas.line(150, 600, 150, 690)
        canvas.line(250, 600, 250, 660)
        for x, y, text in (
            (60, 670, "TT"),
            (160, 670, "Ngang"),
            (60, 620, "Xuống"),
            (160, 640, "a"),
            (260, 640, "b"),
        ):
            canvas.drawString(x, y, text)
        canvas.drawString(160, 610, "c")

    document = read(drawn(draw))
    assert texts(document) == [["TT", "Ngang", None], ["Xuống", "a", "b"], [None, "c", ""]]


def test_table_over_two_pages_is_one_and_its_cut_row_whole() -> None:
    xs = [50, 90, 300, 450]
    head = {(60, 705): "TT", (100, 705): "Nhiệm vụ", (310, 705): "Cơ quan"}
    first = head | {(60, 675): "1", (100, 675): "Niêm yết công khai thủ tục", (310, 675): "Phòng Kinh tế"}
    second = head | {
        (100, 675): "hành chính tại trụ sở",
        (60, 645): "2",
        (100, 645): "Cập nhật",
        (310, 645): "Văn phòng",
    }
    document = read(drawn(ruled(xs, [660, 690, 720], first), ruled(xs, [630, 660, 690, 720], second)))
    assert texts(document) == [
        ["TT", "Nhiệm vụ", "Cơ quan"],
        ["1", "Niêm yết công khai thủ tục hành chính tại trụ sở", "Phòng Kinh tế"],
        ["2", "Cập nhật", "Văn phòng"],
    ]
    (table,) = document.tables()
    assert [row.place.page for row in table.rows] == [1, 1, 2]


def test_turned_page_reads_like_an_upright_one() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(A4[0], 0)
        canvas.rotate(90)
        canvas.grid([50, 90, 400], [400, 430])
        canvas.drawString(60, 410, "TT")
        canvas.drawString(100, 410, "Nhiệm vụ của các cơ quan, đơn vị")

    document = pypdfium2.PdfDocument(drawn(draw))
    document[0].set_rotation(90)
    stream = io.BytesIO()
    document.save(stream)
    assert texts(read(stream.getvalue())) == [["TT", "Nhiệm vụ của các cơ quan, đơn vị"]]


def test_an_underline_makes_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 700, "Độc lập - Tự do - Hạnh phúc")
        canvas.line(100, 695, 250, 695)

    (block,) = read(drawn(draw)).blocks
    assert isinstance(block, Paragraph)


def test_text_of_old_fonts_is_converted() -> None:
    line = "Các phòng, ban, đơn vị phối hợp tổ chức thực hiện kế hoạch, báo cáo kết quả định kỳ"
    old = to_tcvn3(line).decode("latin-1")

    def draw(canvas: Canvas) -> None:
        for row in range(3):
            canvas.drawString(60, 700 - 20 * row, old)

    document = read(drawn(draw))
    assert [paragraph.text for paragraph in document.paragraphs()] == [line] * 3
    assert "TCVN3" in document.notes[0]


def test_progress_counts_pages() -> None:
    seen: list[tuple[int, int]] = []
    page: Draw = lambda canvas: canvas.drawString(100, 700, "Nội dung kế hoạch của xã")  # noqa: E731
    read(drawn(page, page), progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (2, 2)


def _locked() -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, encrypt="matkhau")
    canvas.drawString(100, 700, "secret")
    canvas.save()
    return stream.getvalue()


def _no_pages() -> bytes:
    document = pypdfium2.PdfDocument.new()
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7\nkhong phai pdf", "corrupt"),
        (write_pdf(REPORT)[:3000], "corrupt"),
        (_locked(), "encrypted"),
        (_no_pages(), "corrupt"),
        (drawn(*[lambda canvas: canvas.drawString(90, 700, "Trang có chữ")] * 6), "too_many_pages"),
    ],
    ids=["garbage", "cut", "locked", "no pages", "long"],
)
def test_refusals(data: bytes, code: str) -> None:
    with pytest.raises(CannotRead) as caught:
        read(data, max_pages=5)
    assert caught.value.code == code
