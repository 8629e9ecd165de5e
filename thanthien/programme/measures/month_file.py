"""What a file of the province says of a unit's month: a line a figure, what is wrong, what looks wrong.

Of other units nothing is read but their names. Raises nothing for what stands in the file: it is said row by row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from thanthien.lib.documents.grids import Grid
from thanthien.lib.vietnamese import number_vi, percent_vi
from thanthien.platform.units.models import Unit
from thanthien.programme.measures.file_cells import Share, is_nothing, read_count, read_share
from thanthien.programme.measures.file_tables import JOIN, Table, tables_of
from thanthien.programme.measures.file_words import PARTS, UNIT, guess, is_cumulative, names_unit, speaks_of
from thanthien.programme.measures.indicators import Line, indicators
from thanthien.programme.measures.month_sheet import Doubt, Typed

_NAMED = 4  # units of the file that a refusal names


@dataclass(frozen=True, slots=True)
class Fault:
    """`place`: "Dòng 12, cột “Ký số”", or which part of the file."""

    place: str
    words: str


@dataclass(slots=True)
class Told:
    """One line of the sheet as the file tells it. `texts`: its cells as written, by part.

    `asks_whole`: the file gives a share alone, so a person says the denominator (`whole` once it is said).
    """

    line: Line
    texts: dict[str, str] = field(default_factory=dict)
    numerator: Decimal | None = None
    whole: Decimal | None = None
    share: Share | None = None
    asks_whole: bool = False

    @property
    def is_told(self) -> bool:
        return self.numerator is not None and self.whole is not None

    @property
    def percent(self) -> str:
        if self.numerator is None or not self.whole:
            return f"{number_vi(self.share.percent)}%" if self.share else ""
        return percent_vi(self.numerator / self.whole)


@dataclass(slots=True)
class Report:
    """`row`: the line of the file that is the unit's. With `faults` nothing of it may be kept."""

    table: Table
    row: int = 0
    lines: list[Told] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def unread(self) -> list[Told]:
        """Figures of which only a share is told, and nobody has said the denominator."""
        return [one for one in self.lines if one.asks_whole and not one.is_told]


def table_for(grids: Sequence[Grid], unit: Unit, month: date) -> tuple[Table | None, str]:
    """The table that speaks of the unit, of the month where several do; else why there is none to take."""
    found = list(tables_of(grids, unit))
    if not found:
        return None, (
            "Không tìm thấy bảng số liệu trong tệp: chưa có dòng tên cột nào nêu đơn vị hoặc các chỉ số số hóa. "
            "Anh/chị giữ dòng tên cột ở đầu bảng, hoặc dùng tệp mẫu."
        )
    named = [one for one in found if one.names(unit)]
    of_month = [one for one in named if speaks_of((one.sheet, *one.titles, *one.heads), month)]
    left = of_month or named
    if len(left) > 1:
        sheets = ", ".join(f"“{one.sheet}”" for one in left)
        return None, (
            f"Số liệu của {unit.full_name} có ở {len(left)} trang tính: {sheets}. "
            "Anh/chị giữ lại một trang của tháng cần ghi rồi gửi lại."
        )
    return (left or found)[0], ""


def guessed(table: Table) -> dict[str, str]:
    """Field → header, proposed by the words of the head."""
    return guess(table.headers, JOIN, table.unit_header)


def lacking(table: Table, columns: Mapping[str, str]) -> list[str]:
    """What must be chosen before the file can be read, as words."""
    missing = [] if table.is_of_one or columns.get(UNIT) else ["cột tên đơn vị"]
    if not any(_is_whole(columns, code) for code in indicators().sheet):
        missing.append("ít nhất một chỉ số (tử số và mẫu số, hoặc tỷ lệ)")
    return missing


def _is_whole(columns: Mapping[str, str], code: str) -> bool:
    top, whole, share = (bool(columns.get(f"{code}-{part}")) for part in PARTS)
    return share or (top and whole)


def read_report(
    table: Table, columns: Mapping[str, str], unit: Unit, month: date, filename: str,
    wholes: Mapping[str, Decimal] | None = None,
) -> Report:  # fmt: skip
    """`columns`: field → header. `wholes`: denominators that a person said where the file gives a share alone."""
    report = Report(table)
    _check_month(report, month, filename)
    texts = _take_row(report, columns, unit)
    if texts is None:
        return report
    for code, line in indicators().sheet.items():
        chosen = {part: header for part in PARTS if (header := columns.get(f"{code}-{part}"))}
        if not chosen:
            continue
        told = Told(line, {part: table.cell(texts, header) for part, header in chosen.items()})
        _read(report, told, chosen)
        if told.asks_whole and wholes and wholes.get(code) is not None:
            _reckon(report, told, wholes[code])
        report.lines.append(told)
        if (
            told.is_told
            and line.measure.adds_up
            and is_cumulative((table.sheet, *table.titles, *chosen.values()))
        ):
            words = "Tệp ghi số lũy kế từ đầu năm, còn phiếu này ghi số của riêng một tháng."
            report.doubts.append(Doubt(code, words))
    if not report.faults and not any(one.is_told or one.asks_whole for one in report.lines):
        place = f"Dòng {report.row}"
        report.faults.append(Fault(place, "Dòng của đơn vị không có số nào ở các cột đã chọn."))
    return report


def typed_lines(report: Report, seen: Mapping[str, object]) -> list[Typed]:
    """The lines to be kept; `seen`: when the figure that the page showed was recorded, by code."""
    return [
        Typed(one.line.code, one.numerator, one.whole, seen.get(one.line.code))  # type: ignore[arg-type]
        for one in report.lines
        if one.numerator is not None and one.whole is not None
    ]


def own_row(table: Table, header: str, unit: Unit) -> tuple[str, ...] | None:
    """The first row of the unit by the column that names units, to show what stands in it; None without one."""
    rows = list(table.rows) if table.is_of_one else _rows_of(table, header, unit)
    return rows[0][1] if rows else None


def _rows_of(table: Table, header: str, unit: Unit) -> list[tuple[int, tuple[str, ...]]]:
    return [(n, texts) for n, texts in table.rows if names_unit(table.cell(texts, header), unit)]


def _check_month(report: Report, month: date, filename: str) -> None:
    said = f"tháng {month.month}/{month.year}"
    table = report.table
    titles = (*table.titles, *table.heads)
    if speaks_of(titles, month) is None:
        titles = (table.sheet,)
    elif speaks_of((table.sheet,), month) is False:
        words = f"Tên trang tính “{table.sheet}” nói về tháng khác, không phải {said}."
        report.doubts.append(Doubt("", words))
    if speaks_of(titles, month) is False:
        told = next(text for text in titles if speaks_of((text,), month) is False)
        words = f"Tệp ghi “{told[:120]}” mà phiếu đang mở là {said}. Anh/chị mở đúng tháng hoặc chọn lại tệp."
        report.faults.append(Fault("Tiêu đề", words))
    elif speaks_of((filename,), month) is False:
        report.doubts.append(Doubt("", f"Tên tệp “{filename}” nói về tháng khác, không phải {said}."))


def _take_row(report: Report, columns: Mapping[str, str], unit: Unit) -> tuple[str, ...] | None:
    table = report.table
    if table.is_of_one:
        if not table.names(unit):
            words = f"Tiêu đề và tên trang tính không nêu {unit.full_name}, nên không rõ đây là số của đơn vị nào."
            report.faults.append(Fault("Tiêu đề", words))
            return None
        report.row = table.rows[0][0]
        return table.rows[0][1]
    header = columns.get(UNIT, "")
    rows = _rows_of(table, header, unit)
    if not rows:
        some = dict.fromkeys(text for _, texts in table.rows if (text := table.cell(texts, header)))
        seen = ", ".join(list(some)[:_NAMED])
        words = f"Không có dòng nào ghi {unit.full_name}; cột này có {len(some)} tên" + (
            f" ({seen}{', …' if len(some) > _NAMED else ''})." if seen else "."
        )
        report.faults.append(Fault(f"Cột “{header}”", words))
        return None
    if len(rows) > 1:
        lines = ", ".join(str(n) for n, _ in rows)
        words = (
            f"{unit.heading} có ở nhiều dòng ({lines}); mỗi đơn vị chỉ ghi một dòng. Anh/chị xóa dòng thừa."
        )
        report.faults.append(Fault(f"Cột “{header}”", words))
        return None
    report.row = rows[0][0]
    return rows[0][1]


def _read(report: Report, told: Told, chosen: Mapping[str, str]) -> None:
    """Fill the line in; a share that does not fit its own two numbers is doubtful."""
    notes: list[str] = []
    faults = len(report.faults)
    for part, text in told.texts.items():
        if is_nothing(text):
            continue
        try:
            if part == "share":
                cell = read_share(text)
                told.share = cell.share
                if cell.top is not None:
                    told.numerator, told.whole = cell.top, cell.whole
                note = cell.note
            else:
                value, note = read_count(text)
                if part == "numerator":
                    told.numerator = value
                else:
                    told.whole = value
        except ValueError as error:
            said = str(error)
            report.faults.append(Fault(_place(report, chosen[part]), f"{said[:1].upper()}{said[1:]}."))
            continue
        notes += (
            [note] if note and (part != "share" or cell.top is not None or told.numerator is None) else []
        )
    if len(report.faults) > faults:
        return
    _complete(report, told, chosen)
    if (
        told.share
        and told.is_told
        and told.whole
        and not told.share.fits(told.numerator or Decimal(0), told.whole)
    ):
        plain = Share(told.share.percent / 100, told.share.places + 2)
        if not (told.share.is_guessed and plain.fits(told.numerator or Decimal(0), told.whole)):
            notes.append(
                f"Tệp ghi tỷ lệ {number_vi(told.share.percent)}%, còn tính từ hai số là {told.percent}."
            )
    report.doubts += [Doubt(told.line.code, note) for note in notes]


def _complete(report: Report, told: Told, chosen: Mapping[str, str]) -> None:
    """A figure needs both its numbers: one alone is a fault, a share alone asks for the denominator."""
    top, whole = told.numerator, told.whole
    if top is not None and whole is None and "denominator" in chosen:
        words = "Có tử số mà thiếu mẫu số; trong tháng không phát sinh thì ghi 0."
        report.faults.append(Fault(_place(report, chosen["denominator"]), words))
    elif top is not None and whole is None:
        told.asks_whole = True
    elif whole is not None and top is None and told.share is None and "numerator" in chosen:
        words = "Có mẫu số mà thiếu tử số; không có trường hợp nào thì ghi 0."
        report.faults.append(Fault(_place(report, chosen["numerator"]), words))
    elif top is None and told.share is not None:
        if whole is not None:
            _reckon(report, told, whole)
        else:
            told.asks_whole = True


def _reckon(report: Report, told: Told, whole: Decimal) -> None:
    """The numerator out of a share and its denominator, said to be so."""
    told.whole = whole
    if told.numerator is None and told.share is not None:
        told.numerator = (told.share.percent * whole / 100).quantize(Decimal(1), ROUND_HALF_UP)
        words = (
            f"Tử số {number_vi(told.numerator)} tính từ tỷ lệ {number_vi(told.share.percent)}% của "
            f"{number_vi(whole)}, không có sẵn trong tệp."
        )
        report.doubts.append(Doubt(told.line.code, words))


def _place(report: Report, header: str) -> str:
    return f"Dòng {report.row}, cột “{header}”"
