"""The score table and the list of proof, as rows that Word, PDF and Excel share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from thanthien.assessment.scoring.sheet import Line, Record, ScoreSheet
from thanthien.lib.documents.write import Column as Col
from thanthien.lib.documents.write import Sheet, SheetColumn, SheetRow, TableBlock, TableRow
from thanthien.lib.vietnamese import date_vi, number_vi, search_key

NOT_COUNTED = "không tính"


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A node of the tree. `proofs` are numbers in the list of proof."""

    number: str
    line: Line
    proofs: tuple[int, ...]

    @property
    def points(self) -> str:
        if self.line.maximum is None:
            return ""
        return NOT_COUNTED if self.line.points is None else number_vi(self.line.points)

    @property
    def maximum(self) -> str:
        return "" if self.line.maximum is None else number_vi(self.line.maximum)

    @property
    def reason(self) -> str:
        return self.line.why if self.line.is_leaf else ""

    @property
    def proof_words(self) -> str:
        """ "Phụ lục II, số 3–7, 12", and how many figures stand behind a measured row."""
        words = [f"Phụ lục II, số {ranges(self.proofs)}"] if self.proofs else []
        readings = sum(one.kind == "reading" for one in self.line.records)
        if readings:
            words.append(f"{readings} số liệu đã ghi trong năm")
        return "; ".join(words)


@dataclass(frozen=True, slots=True)
class ProofRow:
    number: int
    day: date
    title: str
    form: str
    agency: str


@dataclass(frozen=True, slots=True)
class ProofGroup:
    """The accepted proofs of one row of the tree that one task brought."""

    line: Line
    task: str
    rows: tuple[ProofRow, ...]


@dataclass(frozen=True, slots=True)
class Tables:
    scores: tuple[ScoreRow, ...]
    proofs: tuple[ProofGroup, ...]

    @property
    def proof_count(self) -> int:
        return sum(len(group.rows) for group in self.proofs)


def tables_of(sheet: ScoreSheet) -> Tables:
    """Both tables; proofs are numbered through the year's list in the order of the tree, then by day."""
    groups: list[ProofGroup] = []
    scores: list[ScoreRow] = []
    count = 0
    for line in sheet.lines:
        numbers: list[int] = []
        for task, records in _by_task(line):
            rows = tuple(
                ProofRow(count + n, one.day, one.label, one.form, one.agency)
                for n, one in enumerate(records, 1)
            )
            count += len(rows)
            numbers += [row.number for row in rows]
            groups.append(ProofGroup(line, task, rows))
        scores.append(ScoreRow(_number(line), line, tuple(numbers)))
    return Tables(tuple(scores), tuple(groups))


def _by_task(line: Line) -> list[tuple[str, list[Record]]]:
    """The accepted proofs of a row by task, in the order of the tasks."""
    titles = {str(task.id): task.title for task in line.tasks}
    found: dict[str, list[Record]] = {key: [] for key in titles}
    for one in line.accepted:
        found.setdefault(one.target[1], []).append(one)
    return [(titles.get(key, ""), records) for key, records in found.items() if records]


def _number(line: Line) -> str:
    """The printed number; an unnumbered row gets a dash, as plans print them."""
    return line.number or "-"


def ranges(numbers: Iterable[int]) -> str:
    """ "1–3, 7"."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)


def score_block(tables: Tables, sheet: ScoreSheet) -> TableBlock:
    """Annex I. Without weights the columns of points are left out."""
    if not sheet.has_points:
        plain = (
            Col("TT", 1.3, "centre"),
            Col("Tiêu chí, nội dung", 8.4),
            Col("Kết quả", 2.6, "centre"),
            Col("Lý do", 8.2),
            Col("Minh chứng", 4.2),
        )
        return TableBlock(plain, tuple(_plain_row(row) for row in tables.scores), size=11)
    columns = (
        Col("TT", 1.3, "centre"),
        Col("Tiêu chí, nội dung", 8.0),
        Col("Điểm tối đa", 1.6, "centre"),
        Col("Điểm tự chấm", 1.8, "centre"),
        Col("Lý do", 8.0),
        Col("Minh chứng", 4.0),
    )
    total = TableRow(
        ("", "Tổng cộng", _points(sheet.maximum), _points(sheet.points), sheet.total.why, ""), bold=True
    )
    return TableBlock(columns, (*(_scored_row(row) for row in tables.scores), total), size=11)


def _scored_row(row: ScoreRow) -> TableRow:
    cells = (row.number, row.line.title, row.maximum, row.points, row.reason, row.proof_words)
    return TableRow(cells, bold=not row.line.is_leaf)


def _plain_row(row: ScoreRow) -> TableRow:
    cells = (row.number, row.line.title, row.line.status_label, row.reason, row.proof_words)
    return TableRow(cells, bold=not row.line.is_leaf)


def _points(value: Decimal | None) -> str:
    return "" if value is None else number_vi(value)


def proof_block(tables: Tables) -> TableBlock:
    """Annex II: under each row of the tree, task by task, its accepted proofs."""
    columns = (
        Col("TT", 1.3, "centre"),
        Col("Ngày", 2.4, "centre"),
        Col("Tên minh chứng", 6.8),
        Col("Loại", 2.0, "centre"),
        Col("Cơ quan", 3.5),
    )
    rows: list[TableRow] = []
    for group in tables.proofs:
        rows.append(TableRow((_group_title(group), *[""] * 4), bold=True, span=True))
        rows += [
            TableRow((str(row.number), date_vi(row.day), row.title, row.form, row.agency))
            for row in group.rows
        ]
    return TableBlock(columns, tuple(rows), size=11)


def _placed(line: Line) -> str:
    return f"{line.place}. {line.title}"


def _group_title(group: ProofGroup) -> str:
    """Where in the tree, and the task where it is worded otherwise."""
    title = _placed(group.line)
    same = search_key(group.task) == search_key(group.line.title)
    return title if same or not group.task else f"{title}. Nhiệm vụ: {group.task.rstrip('.')}."


def summary_block(sheet: ScoreSheet) -> TableBlock:
    """The criteria of the top with maximum, points and share."""
    columns = (
        Col("TT", 1.2, "centre"),
        Col("Tiêu chí", 8.6),
        Col("Điểm tối đa", 2.0, "centre"),
        Col("Điểm tự chấm", 2.2, "centre"),
        Col("Tỷ lệ", 2.0, "centre"),
    )
    rows = [
        TableRow(
            (
                line.number,
                line.title,
                _points(line.maximum),
                _points(line.points),
                _share(line.points, line.maximum),
            )
        )
        for line in sheet.top
    ]
    total = (
        "",
        "Tổng cộng",
        _points(sheet.maximum),
        _points(sheet.points),
        _share(sheet.points, sheet.maximum),
    )
    return TableBlock(columns, (*rows, TableRow(total, bold=True)))


def _share(points: Decimal | None, maximum: Decimal | None) -> str:
    if points is None or not maximum:
        return ""
    return f"{number_vi(points * 100 / maximum, 1)}%"


def workbook(tables: Tables, sheet: ScoreSheet) -> tuple[Sheet, ...]:
    """The same tables for Excel. Points are numbers, days are dates, sums are values that agree with Word."""
    return (_score_sheet(tables, sheet), _proof_sheet(tables, sheet))


def notes(sheet: ScoreSheet) -> tuple[str, ...]:
    said = [f"{sheet.unit.heading}, tính đến ngày {date_vi(sheet.as_of)}"]
    if sheet.is_sample and sheet.weights:
        said.append(f"ĐIỂM MẪU: {sheet.weights.title}")
    elif not sheet.has_points:
        said.append("Bộ tiêu chí chưa có bảng điểm nên bảng này không có điểm")
    return tuple(said)


def _score_sheet(tables: Tables, sheet: ScoreSheet) -> Sheet:
    columns = (
        SheetColumn("TT", 7),
        SheetColumn("Mã", 11),
        SheetColumn("Tiêu chí, nội dung", 52),
        SheetColumn("Điểm tối đa", 10, "#,##0.00"),
        SheetColumn("Điểm tự chấm", 10, "#,##0.00"),
        SheetColumn("Kết quả", 16),
        SheetColumn("Lý do", 52),
        SheetColumn("Còn thiếu", 44),
        SheetColumn("Minh chứng", 24),
    )
    rows = [
        SheetRow(
            (
                row.number,
                row.line.key,
                row.line.title,
                row.line.maximum,
                row.line.points,
                row.line.status_label,
                row.line.why,
                "; ".join(row.line.missing),
                row.proof_words,
            ),
            level=0 if row.line.is_leaf else row.line.depth,
        )
        for row in tables.scores
    ]
    total = ("", "", "Tổng cộng", sheet.maximum, sheet.points, sheet.level.label, sheet.level.reason, "", "")
    rows.append(SheetRow(total, level=1))
    title = f"BẢNG TỰ CHẤM ĐIỂM MÔ HÌNH “CHÍNH QUYỀN THÂN THIỆN” NĂM {sheet.year}"
    return Sheet("Bảng điểm", title, columns, tuple(rows), notes(sheet))


def _proof_sheet(tables: Tables, sheet: ScoreSheet) -> Sheet:
    columns = (
        SheetColumn("TT", 7),
        SheetColumn("Ngày", 13, "dd/mm/yyyy"),
        SheetColumn("Tên minh chứng", 50),
        SheetColumn("Loại", 13),
        SheetColumn("Nội dung của bộ tiêu chí", 44),
        SheetColumn("Nhiệm vụ", 44),
        SheetColumn("Cơ quan", 30),
    )
    rows = tuple(
        SheetRow((row.number, row.day, row.title, row.form, _placed(group.line), group.task, row.agency))
        for group in tables.proofs
        for row in group.rows
    )
    return Sheet("Minh chứng", f"DANH MỤC MINH CHỨNG NĂM {sheet.year}", columns, rows, notes(sheet))
