"""A unit's own Word form for a document: fields written «so_van_ban», the body where «noi_dung» stands.

Word cuts a paragraph into runs as people type, so a field may begin in one run and end in another; fields
are looked for in the text of the whole paragraph. The look of the run in which a field begins is kept.
"""

from __future__ import annotations

import io
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from thanthien.lib.documents.write.docx import append_annexes, append_blocks
from thanthien.lib.documents.write.docx_rows import Rows
from thanthien.lib.documents.write.model import (
    AdministrativeDocument,
    Annex,
    Column,
    Heading,
    TableBlock,
    TableRow,
    Text,
)
from thanthien.lib.documents.write.packing import printable, timeless
from thanthien.lib.documents.write.template_safety import CannotUseTemplate, refuse_dangerous

BODY = "noi_dung"
# What a form may ask for: field → what it is. The first ones must be there.
FIELDS = {
    "noi_dung": "nội dung văn bản, bảng và phụ lục",
    "trich_yeu": "trích yếu",
    "co_quan": "tên cơ quan ban hành",
    "ten_don_vi": "tên đơn vị",
    "so_van_ban": "số, ký hiệu",
    "dia_danh_ngay": "địa danh, ngày tháng năm",
    "loai_van_ban": "tên loại văn bản",
    "kinh_gui": "nơi kính gửi",
    "can_cu": "căn cứ ban hành",
    "quyen_han": "quyền hạn, chức vụ người ký",
    "nguoi_ky": "họ và tên người ký",
    "noi_nhan": "nơi nhận",
    "nam": "năm",
}
REQUIRED = ("noi_dung", "trich_yeu")
_FIELD = re.compile(r"«([^«»]{1,60})»")
_MOST_FIELDS = 200
_NAMED = 5  # fields named in one refusal
_NOT_OPENED = "Tệp không mở được như một văn bản Word (.docx). Anh/chị lưu lại bằng Word."
_NOT_FILLED = (
    "Hệ thống chưa ghép được nội dung vào mẫu này. Anh/chị mở mẫu bằng Word, lưu lại thành .docx rồi gửi lại; "
    "nếu vẫn vậy, anh/chị tải mẫu có đủ các trường và trình bày lại từ mẫu đó."
)
_TRIAL = AdministrativeDocument(
    issuer="Thử",
    number="01",
    place="Thử",
    kind="Báo cáo",
    subject="Thử",
    blocks=(
        Heading("Thử"),
        Text("Đoạn thử"),
        TableBlock((Column("Cột", 4),), (TableRow(("Ô thử",)),)),
    ),
    annexes=(Annex("Thử", (Text("Phụ lục thử"),), landscape=True),),
)


@dataclass(frozen=True, slots=True)
class TemplateCheck:
    """`found` in the order of the document; `optional` are known fields that the form leaves out."""

    found: tuple[str, ...]
    optional: tuple[str, ...]


def check_template(data: bytes) -> TemplateCheck:
    """What a form asks for, after it was filled once on trial.

    Raises CannotUseTemplate naming unknown and missing fields, macros, links out, or that it cannot be filled.
    """
    refuse_dangerous(data)
    try:
        word = docx.Document(io.BytesIO(data))
        texts = [one.text for one in _paragraphs(word)]
        places = [one.text.strip() for one in word.paragraphs]
    except Exception as error:
        # python-docx raises whatever its parts raise; the person needs one sentence.
        raise CannotUseTemplate(_NOT_OPENED) from error
    asked = [_name(match) for text in texts for match in _FIELD.finditer(text)]
    _check_fields(asked)
    if f"«{BODY}»" not in places:
        raise CannotUseTemplate(f"Trường «{BODY}» phải đứng một mình trong một đoạn, ngoài bảng.")
    _try_out(data)
    found = tuple(dict.fromkeys(asked))
    return TemplateCheck(found, tuple(name for name in FIELDS if name not in found))


def _check_fields(asked: list[str]) -> None:
    if len(asked) > _MOST_FIELDS:
        raise CannotUseTemplate(f"Mẫu có quá {_MOST_FIELDS} trường. Anh/chị bỏ bớt trường lặp lại.")
    unknown = list(dict.fromkeys(name for name in asked if name not in FIELDS))
    missing = [name for name in REQUIRED if name not in asked]
    said = []
    if unknown:
        more = f" và {len(unknown) - _NAMED} trường khác" if len(unknown) > _NAMED else ""
        said.append(f"Không có trường: {', '.join(f'«{name}»' for name in unknown[:_NAMED])}{more}.")
    if missing:
        said.append(f"Thiếu trường: {', '.join(f'«{name}» ({FIELDS[name]})' for name in missing)}.")
    if said:
        raise CannotUseTemplate(" ".join([*said, "Anh/chị sửa mẫu rồi gửi lại."]))


def _try_out(data: bytes) -> None:
    """Fill the form with a small document of every part: what cannot be filled is told now, not when it is needed."""
    try:
        made = docx.Document(io.BytesIO(fill_template(data, _TRIAL, dict.fromkeys(FIELDS, "Thử"))))
        lines = [one.text for one in _paragraphs(made)]
    except Exception as error:  # as in `check_template`
        raise CannotUseTemplate(_NOT_FILLED) from error
    if not {"Đoạn thử", "Ô thử", "Phụ lục thử"} <= set(lines):
        raise CannotUseTemplate(_NOT_FILLED)
    if left := next((name for line in lines for name in _FIELD.findall(line)), None):
        raise CannotUseTemplate(
            f"Trường «{left.strip()}» nằm trong một liên kết hoặc hộp nên không điền được. Anh/chị gõ lại trường đó "
            "thành chữ thường trong đoạn."
        )


def values_of(document: AdministrativeDocument, unit_name: str) -> dict[str, str]:
    """What each field but the body becomes; lines are kept apart."""
    return {
        "trich_yeu": document.subject,
        "co_quan": document.issuer,
        "ten_don_vi": unit_name,
        "so_van_ban": document.number,
        "dia_danh_ngay": document.place_and_date,
        "loai_van_ban": document.kind.upper(),
        "kinh_gui": "\n".join(document.addressee_lines),
        "can_cu": "\n".join(document.bases),
        "quyen_han": "\n".join(line.upper() for line in document.authority),
        "nguoi_ky": document.signer,
        "noi_nhan": "\n".join(document.recipient_lines),
        "nam": str(document.year or ""),
    }


def fill_template(data: bytes, document: AdministrativeDocument, values: Mapping[str, str]) -> bytes:
    """The form with its fields filled, the body where «noi_dung» stands, the annexes at the end."""
    word = docx.Document(io.BytesIO(data))
    rows = Rows()
    # the place is found before fields are filled: a value may read like a field
    place = next(one for one in word.paragraphs if one.text.strip() == f"«{BODY}»")
    for paragraph in list(_paragraphs(word)):
        if paragraph._p is not place._p:
            _fill(paragraph, values)
    body, before = word.element.body, len(word.element.body)
    append_blocks(word, document.blocks, rows)
    for element in list(body)[before - 1 : -1]:  # the last one is the section's own
        place._p.addprevious(element)
    body.remove(place._p)
    append_annexes(word, document, rows)
    out = io.BytesIO()
    word.save(out)
    return timeless(out.getvalue(), rows.put_in)


def _paragraphs(word: WordDocument) -> Iterator[Paragraph]:
    """Every paragraph of the body, its tables, heads and feet."""
    roots = [word.element.body]
    for section in word.sections:
        parts = (section.header, section.footer, section.first_page_header, section.first_page_footer)
        roots += [part._element for part in parts if not part.is_linked_to_previous]
    for root in roots:
        for element in root.iter(qn("w:p")):
            yield Paragraph(element, word)


def _fill(paragraph: Paragraph, values: Mapping[str, str]) -> None:
    """Replace the fields of a paragraph, however its runs cut them. Runs without a piece of one stay untouched."""
    runs = paragraph.runs
    texts = [run.text for run in runs]
    starts = [0, *accumulate(map(len, texts))]
    changed: set[int] = set()
    for match in reversed(list(_FIELD.finditer("".join(texts)))):
        value = printable(values.get(_name(match), ""))
        first = bisect_right(starts, match.start()) - 1
        last = bisect_left(starts, match.end()) - 1
        for at in range(last, first - 1, -1):
            low, high = max(match.start() - starts[at], 0), match.end() - starts[at]
            texts[at] = texts[at][:low] + (value if at == first else "") + texts[at][high:]
            changed.add(at)
    for at in changed:
        runs[at].text = texts[at]


def _name(match: re.Match[str]) -> str:
    return match.group(1).strip()
