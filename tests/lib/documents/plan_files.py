"""Prints a PlanContent as the files communes have: Word, PDF from Word, scans."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from docx import Document as new_docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from PIL import Image, ImageChops, ImageFilter

from tests.lib.documents.plan_content import PlanContent, TaskRow


def plan_docx(plan: PlanContent, *, split_after: int | None = None) -> bytes:
    """A plan as Word writes it: letterhead table without borders, body, signature table, landscape annex.

    `split_after` cuts the annex table into two tables after so many rows, the head repeated.
    """
    document = new_docx()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(14)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    _letterhead(document, plan)
    for text in ("KẾ HOẠCH", plan.subject):
        _add(document, text, bold=True, centred=True)
    document.add_paragraph()
    for text in plan.paragraphs:
        _body(document, text)
    _signature(document, plan)
    if plan.rows:
        _annex(document, plan, split_after)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add(place, text: str, *, bold: bool = False, centred: bool = False, size: float | None = None) -> None:  # type: ignore[no-untyped-def]
    paragraph = place.add_paragraph()
    run = paragraph.add_run(text)
    run.bold = bold
    if size:
        run.font.size = Pt(size)
    paragraph.paragraph_format.space_after = Pt(3)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _body(document, text: str) -> None:  # type: ignore[no-untyped-def]
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold = text.isupper() or (len(text) < 60 and text[:1].isdigit())
    form = paragraph.paragraph_format
    form.first_line_indent, form.space_after = Cm(1.27), Pt(6)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _letterhead(document, plan: PlanContent) -> None:  # type: ignore[no-untyped-def]
    table = document.add_table(rows=2, cols=2)
    sides = (
        ((plan.parent, False), (plan.issuer, True)),
        (("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True), ("Độc lập - Tự do - Hạnh phúc", True)),
    )
    for column, lines in enumerate(sides):
        for text, bold in lines:
            _add(table.cell(0, column), text, bold=bold, centred=True, size=12)
    _add(table.cell(1, 0), plan.number, centred=True, size=13)
    _add(table.cell(1, 1), plan.place_date, centred=True, size=13)
    for row in table.rows:
        for cell, width in zip(row.cells, (6.0, 10.0), strict=True):
            cell.width = Cm(width)
            cell._tc.remove(cell.paragraphs[0]._p)


def _signature(document, plan: PlanContent) -> None:  # type: ignore[no-untyped-def]
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    left.paragraphs[0].add_run("Nơi nhận:").bold = True
    for text in plan.recipients:
        _add(left, text, size=11)
    for text in plan.signature:
        _add(right, text, bold=True, centred=True)
    for _ in range(4):
        right.add_paragraph()
    _add(right, plan.signer, bold=True, centred=True)


def _annex(document, plan: PlanContent, split_after: int | None) -> None:  # type: ignore[no-untyped-def]
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    for at, text in enumerate(plan.annex):
        _add(document, text, bold=at < 2, centred=True)
    cut = split_after or len(plan.rows)
    for rows in (plan.rows[:cut], plan.rows[cut:]):
        if rows:
            _task_table(document, plan, rows)


def _task_table(document, plan: PlanContent, rows: Sequence[TaskRow]) -> None:  # type: ignore[no-untyped-def]
    table = document.add_table(rows=1, cols=len(plan.head), style="Table Grid")
    table.autofit = False
    for cell, text in zip(table.rows[0].cells, plan.head, strict=True):
        cell.text = text
        cell.paragraphs[0].runs[0].bold = True
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in rows:
        cells = table.add_row().cells
        if row.merged:
            merged = cells[1].merge(cells[-1])
            cells[0].text, merged.text = row.cells
            merged.paragraphs[0].runs[0].bold = True
        else:
            for cell, text in zip(cells, row.cells, strict=True):
                cell.text = text.split("\n")[0]
                for more in text.split("\n")[1:]:
                    cell.add_paragraph(more)
    for grid, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), plan.widths_cm, strict=True):
        grid.set(qn("w:w"), str(int(width * 567)))
    for table_row in table.rows:
        for at, cell in enumerate(table_row.cells):
            if cell._tc.grid_span == 1:
                cell.width = Cm(plan.widths_cm[at])
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_after = Pt(0)
                for run in paragraph.runs:
                    run.font.size = Pt(12)


def office_pdf(docx: bytes) -> bytes:
    """The PDF LibreOffice makes of a Word file. FileNotFoundError where LibreOffice is missing."""
    program = shutil.which("soffice")
    if program is None:
        raise FileNotFoundError("soffice")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "plan.docx"
        source.write_bytes(docx)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return (Path(folder) / "plan.pdf").read_bytes()


@dataclass(frozen=True, slots=True)
class Scanner:
    """How a scan is spoiled: resolution, turn in degrees, grain (standard deviation of grey), blur in pixels."""

    dpi: int = 300
    turn: float = 0.6
    grain: float = 18.0
    blur: float = 0.6
    seed: int = 1


def scanned_pages(pdf: bytes, scanner: Scanner) -> list[Image.Image]:
    """Pages of `pdf` as a copier would deliver them, in grey."""
    pages: list[Image.Image] = []
    chance = random.Random(scanner.seed)
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        picture = page.render(scale=scanner.dpi / 72, grayscale=True).to_pil().convert("L")
        turn = scanner.turn * chance.choice((-1, 1)) * chance.uniform(0.5, 1)
        picture = picture.rotate(turn, Image.Resampling.BICUBIC, fillcolor=255)
        if scanner.grain:
            grain = Image.effect_noise(picture.size, scanner.grain)
            picture = ImageChops.add(picture, grain, 1, -128)
        if scanner.blur:
            picture = picture.filter(ImageFilter.GaussianBlur(scanner.blur))
        pages.append(picture)
    document.close()
    return pages


def scan_pdf(pdf: bytes, scanner: Scanner) -> bytes:
    """A PDF of pictures, as the office copier sends it."""
    first, *rest = scanned_pages(pdf, scanner)
    stream = io.BytesIO()
    first.save(stream, "PDF", resolution=scanner.dpi, save_all=True, append_images=rest, quality=80)
    return stream.getvalue()
