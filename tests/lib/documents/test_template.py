"""A unit's own form: fields that Word has cut, the body in its place, what is refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest

from tests.lib.documents.written import REPORT
from thanthien.lib.documents.write import CannotUseTemplate, check_template, fill_template, values_of


def form(*lines: str, change: Callable[[docx.document.Document], None] | None = None) -> bytes:
    word = docx.Document()
    for line in lines:
        word.add_paragraph(line)
    if change:
        change(word)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def filled(data: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(fill_template(data, REPORT, values_of(REPORT, "xã Suối Mơ"))))


def test_the_body_stands_where_its_field_stood_and_annexes_at_the_end() -> None:
    word = filled(form("Đầu trang của xã", "«trich_yeu»", "«noi_dung»", "Hết, «nguoi_ky»"))
    lines = [one.text for one in word.paragraphs]
    heading, end = lines.index("I. KẾT QUẢ CHUNG"), lines.index(f"Hết, {REPORT.signer}")
    assert lines[:2] == ["Đầu trang của xã", REPORT.subject]
    assert 1 < heading < end < lines.index("Phụ lục I")
    assert [cell.text for cell in word.tables[0].rows[0].cells] == ["TT", "Tiêu chí", "Điểm", "Lý do"]


def test_fields_that_word_has_cut_are_found_and_keep_their_look() -> None:
    def cut(word: docx.document.Document) -> None:
        paragraph = word.add_paragraph("Số: ")
        for piece, bold in (
            ("«so_", True),
            ("van", False),
            ("_ban» và «n", False),
            ("am»", False),
            (".", False),
        ):
            paragraph.add_run(piece).bold = bold
        cell = word.add_table(rows=1, cols=1).rows[0].cells[0]
        cell.text = "«ten_don_vi», «ten_don_vi»"
        word.sections[0].footer.paragraphs[0].text = "«nguoi_ky»"

    data = form("«trich_yeu»", "«noi_dung»", change=cut)
    assert set(check_template(data).found) == {
        "trich_yeu", "noi_dung", "so_van_ban", "nam", "ten_don_vi", "nguoi_ky",
    }  # fmt: skip
    word = filled(data)
    line = next(one for one in word.paragraphs if one.text.startswith("Số: "))
    assert line.text == f"Số: {REPORT.number} và {REPORT.year or ''}."
    assert next(run for run in line.runs if run.text == REPORT.number).bold
    assert word.tables[0].rows[0].cells[0].text == "xã Suối Mơ, xã Suối Mơ"
    assert word.sections[0].footer.paragraphs[0].text == REPORT.signer


def test_the_same_form_gives_the_same_bytes() -> None:
    data = form("«trich_yeu»", "«noi_dung»")
    values = values_of(REPORT, "xã")
    assert fill_template(data, REPORT, values) == fill_template(data, REPORT, values)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (("«noi_dung»", "«trich_yeu»", "«so_kyhieu»"), "Không có trường: «so_kyhieu»"),
        (("«trich_yeu»",), r"Thiếu trường: «noi_dung» \(nội dung"),
        (("«noi_dung»",), "Thiếu trường: «trich_yeu»"),
        (("«trich_yeu»", "Nội dung: «noi_dung»"), "phải đứng một mình"),
    ],
)
def test_what_a_form_lacks_or_has_too_much_is_named(lines: tuple[str, ...], says: str) -> None:
    with pytest.raises(CannotUseTemplate, match=says):
        check_template(form(*lines))


def packed(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("word/vbaProject.bin", b"x", "macro"),
        ("word/embeddings/oleObject1.bin", b"x", "đối tượng nhúng"),
        ("word/_rels/x.xml.rels", b'<R TargetMode="External" Target="http://x"/>', "liên kết ra ngoài"),
    ],
)
def test_what_could_do_harm_is_refused(name: str, content: bytes, says: str) -> None:
    with pytest.raises(CannotUseTemplate, match=says):
        check_template(packed(form("«trich_yeu»", "«noi_dung»"), name, content))


@pytest.mark.parametrize("data", [b"", b"not a zip", packed(b"", "a.txt", b"x")])
def test_what_is_no_word_document_is_refused(data: bytes) -> None:
    with pytest.raises(CannotUseTemplate, match="không phải văn bản Word"):
        check_template(data)
