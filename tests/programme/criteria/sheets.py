"""Point tables as cities might send them: invented from a set's own rows, then reworded and damaged.

Every printed row carries its truth: the keys it stands for, the best one first.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from io import BytesIO

import docx
from openpyxl import Workbook

from thanthien.lib.documents.model import Cell, Document, Place, Row, Table
from thanthien.lib.vietnamese import fold, number_vi
from thanthien.programme.criteria.definition import CriteriaSetDefinition, CriterionDefinition
from thanthien.programme.criteria.point_table import Match

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")

# Official phrases and what another office writes for them.
REWORDED = (
    ("thủ tục hành chính", "TTHC"),
    ("Trung tâm Phục vụ hành chính công", "Trung tâm PVHCC"),
    ("UBND", "Ủy ban nhân dân"),
    ("Công khai", "Thực hiện công khai"),
    ("cán bộ, công chức", "CBCC"),
    ("Nhân dân", "người dân"),
    ("người dân", "công dân"),
    ("Khảo sát", "Tổ chức lấy ý kiến, đánh giá"),
    ("Gửi thư", "Có thư"),
    ("ít nhất 01 lần/tuần", "tối thiểu mỗi tuần một lần"),
    ("ít nhất 01 lần/tháng", "tối thiểu mỗi tháng một lần"),
    ("đạt từ 90%", "đạt 90% trở lên"),
    ("Khẩu hiệu", "Bảng, biển khẩu hiệu"),
    ("gọn gàng", "ngăn nắp"),
    ("giải quyết", "xử lý"),
    ("ứng dụng", "phần mềm"),
    ("Gặp gỡ", "Tiếp xúc, gặp mặt"),
    ("Hội nghị", "Tổ chức hội nghị"),
    ("trụ sở", "cơ quan"),
)
OPENINGS = ("", "", "Thực hiện tốt việc ", "Bảo đảm ", "Có ", "Việc ", "Kết quả ")
CLOSINGS = ("", "", " theo quy định", " trên địa bàn", " của địa phương", " trong năm", " (có minh chứng)")


@dataclass(frozen=True)
class Printed:
    """A row of the table to be printed."""

    keys: tuple[str, ...]
    number: str
    text: str
    points: Decimal | None


@dataclass(frozen=True)
class Sheet:
    rows: tuple[Printed, ...]
    head: tuple[str, str, str] = ("STT", "Nội dung tiêu chí", "Điểm tối đa")
    ending: tuple[Printed, ...] = field(default=())

    def cells(self) -> list[tuple[str, str, str]]:
        body = [(row.number, row.text, _points(row.points)) for row in (*self.rows, *self.ending)]
        return [self.head, *body]

    def document(self) -> Document:
        return table_document(self.cells())

    def docx(self) -> bytes:
        made = docx.Document()
        made.add_paragraph("BẢNG ĐIỂM CHÍNH QUYỀN THÂN THIỆN")
        table = made.add_table(rows=0, cols=3, style="Table Grid")
        for line in self.cells():
            for cell, text in zip(table.add_row().cells, line, strict=True):
                cell.text = text
        out = BytesIO()
        made.save(out)
        return out.getvalue()

    def xlsx(self) -> bytes:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(["BẢNG ĐIỂM CHÍNH QUYỀN THÂN THIỆN"])
        sheet.append(list(self.head))
        for row in (*self.rows, *self.ending):
            sheet.append([row.number, row.text, None if row.points is None else float(row.points)])
        out = BytesIO()
        book.save(out)
        return out.getvalue()


def table_document(lines: Sequence[Sequence[str]]) -> Document:
    rows = tuple(
        Row(tuple(Cell(text, column) for column, text in enumerate(line)), Place(table=1, row=n))
        for n, line in enumerate(lines, 1)
    )
    return Document("docx", (Table(rows, len(lines[0]), Place(table=1)),))


def plain_sheet(
    definition: CriteriaSetDefinition, points: Mapping[str, Decimal], titles: Mapping[str, str] | None = None
) -> Sheet:
    """The set as it stands: Roman criteria, printed numbers, unnumbered rows, a total."""
    said = titles or {}
    rows = tuple(
        Printed((c.key,), c.number or "", said.get(c.key, c.title), points.get(c.key))
        for c in definition.criteria
    )
    return Sheet(rows, ending=(Printed((), "", "Tổng cộng", definition.total),))


def damaged_sheet(definition: CriteriaSetDefinition, points: Mapping[str, Decimal], seed: int) -> Sheet:
    """Reworded, siblings in another order, other numbering, some rows merged, split or missing."""
    chance = random.Random(seed)
    style = chance.choice(("roman", "criterion", "decimal", "dash"))
    rows = _restructured(list(_branch(definition, None, "", style, points, chance)), definition, chance)
    worded = tuple(replace(row, text=_reword(row.text, chance)) for row in rows)
    head = (
        chance.choice(("TT", "STT", "Số TT")),
        chance.choice(("Tiêu chí", "Nội dung", "Nội dung đánh giá", "Tên tiêu chí, nội dung")),
        chance.choice(("Điểm", "Điểm tối đa", "Thang điểm", "Điểm chuẩn", "Số điểm")),
    )
    return Sheet(
        worded, head, (Printed((), "", chance.choice(("Tổng cộng", "TỔNG ĐIỂM", "Cộng")), definition.total),)
    )


def accuracy(sheet: Sheet, matches: Iterable[Match]) -> tuple[int, int]:
    """(rows matched as they should be, rows). A second half of a split row should stay unmatched."""
    taken: set[str] = set()
    right = total = 0
    for row, match in zip(sheet.rows, matches, strict=True):
        total += 1
        free = [key for key in row.keys if key not in taken]
        right += match.criterion_key in free if free else match.criterion_key is None
        if match.criterion_key is not None:
            taken.add(match.criterion_key)
    return right, total


def _branch(
    definition: CriteriaSetDefinition,
    parent: CriterionDefinition | None,
    number: str,
    style: str,
    points: Mapping[str, Decimal],
    chance: random.Random,
) -> Iterable[Printed]:
    children = list(definition.children_of(parent.key if parent else None))
    if parent is not None and chance.random() < 0.3:
        chance.shuffle(children)
    for place, child in enumerate(children, 1):
        own = _number(style, child, number, place)
        title = f"Tiêu chí {place}: {child.title}" if style == "criterion" and parent is None else child.title
        yield Printed((child.key,), own, title, points.get(child.key))
        yield from _branch(definition, child, own, style, points, chance)


def _number(style: str, child: CriterionDefinition, above: str, place: int) -> str:
    if child.depth == 1:
        return str(place) if style == "decimal" else ROMAN[place - 1] if style != "criterion" else ""
    if child.number is None:
        return "-" if style == "dash" else f"{above}.{place}" if style == "decimal" else ""
    if style == "decimal" or child.depth > 2:
        return f"{above}.{place}"
    return str(place)


def _restructured(
    rows: list[Printed], definition: CriteriaSetDefinition, chance: random.Random
) -> list[Printed]:
    leaves = {leaf.key for leaf in definition.leaves()}
    made: list[Printed] = []
    for row in rows:
        roll = chance.random()
        is_leaf = row.keys[0] in leaves
        beside = made[-1] if made else None
        if is_leaf and roll < 0.03:
            continue
        if is_leaf and beside is not None and roll < 0.06 and _siblings(beside.keys[0], row.keys[0], leaves):
            total = (beside.points or Decimal(0)) + (row.points or Decimal(0))
            joined = f"{beside.text}; {row.text[:1].lower()}{row.text[1:]}"
            made[-1] = Printed((*beside.keys, *row.keys), beside.number, joined, total)
            continue
        halves = [part.strip() for part in row.text.split(",") if len(part.split()) > 3]
        if is_leaf and roll > 0.97 and len(halves) == 2 and row.points is not None:
            made += [replace(row, text=half, points=row.points / 2) for half in halves]
            continue
        made.append(row)
    return made


def _siblings(key: str, other: str, leaves: set[str]) -> bool:
    cut = max(key.rfind("."), key.rfind("#"))
    return key in leaves and cut > 0 and other.startswith(key[: cut + 1])


def _reword(text: str, chance: random.Random) -> str:
    for old, new in REWORDED:
        if old in text and chance.random() < 0.6:
            text = text.replace(old, new)
    parts = text.split(", ")
    if len(parts) > 2 and ":" not in parts[0] and chance.random() < 0.3:
        text = ", ".join([*parts[1:-1], parts[0], parts[-1]])
    words = text.split()
    if len(words) > 7:
        words = [word for word in words if chance.random() > 0.08]
    text = " ".join(words)
    if not text.startswith("Tiêu chí"):
        opening = chance.choice(OPENINGS)
        text = f"{opening}{text[:1].lower() if opening else text[:1]}{text[1:]}{chance.choice(CLOSINGS)}"
    if chance.random() < 0.1:
        text = fold(text)
    return text.upper() if chance.random() < 0.05 else text


def _points(points: Decimal | None) -> str:
    return "" if points is None else number_vi(points)
