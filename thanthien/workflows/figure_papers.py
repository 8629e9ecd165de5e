"""The figures of a month under one heading of the criteria, drawn up as a table that says what it counts.

Nobody is named in it: each figure opens its records in the program, to those who may read them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from thanthien.assessment.scoring.needs import needs_of, rule_of
from thanthien.lib.documents.write import AdministrativeDocument, Annex, Column, TableBlock, TableRow, Text
from thanthien.lib.vietnamese import date_vi, line_of_table, month_vi, number_vi, percent_vi
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.models import Criterion
from thanthien.programme.measures.models import Reading
from thanthien.programme.measures.registry import Measure, measures
from thanthien.workflows.month_papers import Paper

_COLUMNS = (
    Column("Nội dung, thời gian", 7.7),
    Column("Tử số", 2.2, "right"),
    Column("Mẫu số", 2.2, "right"),
    Column("Tỷ lệ", 2.2, "right"),
    Column("Ngày có số", 1.7, "right"),
)


@dataclass(frozen=True, slots=True)
class _Day:
    day: date
    top: Decimal
    whole: Decimal | None


def figure_papers(unit: Unit, criteria: Iterable[Criterion], first: date, last: date) -> Iterator[Paper]:
    """One for each heading under which something was counted. One query."""
    nodes = list(criteria)
    by_id = {node.pk: node for node in nodes}
    codes = {node.pk: _counted(node) for node in nodes if node.rule}
    days = _days(unit, {code for some in codes.values() for code in some}, first, last)
    for heading_id in dict.fromkeys(node.parent_id for node in nodes if codes.get(node.pk)):
        below = [node for node in nodes if node.parent_id == heading_id and codes.get(node.pk)]
        known = [(node, [code for code in codes[node.pk] if code in days]) for node in below]
        known = [(node, some) for node, some in known if some]
        if known and heading_id is not None:
            paper = _paper(unit, by_id[heading_id], known, days, first, last)
            if paper.keys:
                yield paper


def counted_measures(node: Criterion) -> list[Measure]:
    """The measures that the rooms count for a row and that everybody sees who sees figures."""
    return [measures()[code] for code in _counted(node)]


def _counted(node: Criterion) -> list[str]:
    if not node.rule:
        return []
    known = measures()
    codes = dict.fromkeys(need.code for need in needs_of(rule_of(node.rule)))
    return [code for code in codes if known[code].room and known[code].right is None]


def _days(unit: Unit, codes: Collection[str], first: date, last: date) -> dict[str, list[_Day]]:
    rows = Reading.objects.filter(
        unit=unit, measure__in=codes, source=Reading.Source.COLLECTED, day__gte=first, day__lte=last
    )
    found: dict[str, list[_Day]] = {}
    for code, day, top, whole in rows.order_by("measure", "day").values_list(
        "measure", "day", "numerator", "denominator"
    ):
        found.setdefault(code, []).append(_Day(day, top, whole))
    return found


def _paper(
    unit: Unit,
    heading: Criterion,
    rows: list[tuple[Criterion, list[str]]],
    days: dict[str, list[_Day]],
    first: date,
    last: date,
) -> Paper:
    said = month_vi(first)
    title = f"Bảng số liệu {said}, mục {heading.key}"
    return Paper(
        code=f"figures-{heading.key}",
        title=title,
        keys=tuple(node.key for node, codes in rows if any(_is_something(days[code]) for code in codes)),
        document=AdministrativeDocument(
            issuer=unit.issuer,
            number="",
            place=unit.name,
            year=last.year,
            kind="BẢNG SỐ LIỆU",
            subject=f"{heading.title}, {said}",
            blocks=(
                Text(
                    f"Số liệu từ ngày {date_vi(first)} đến ngày {date_vi(last)}, đếm từ hồ sơ công việc hằng ngày "
                    "của đơn vị. Mỗi số mở được các hồ sơ đứng sau trong phần mềm."
                ),
                TableBlock(_COLUMNS, tuple(_lines(rows, days)), size=11),
            ),
            annexes=(Annex("Cách đếm", tuple(_ways(rows))),),
            issuer_in_words=f"Ủy ban nhân dân {unit.full_name}",
        ),
    )


def _is_something(found: list[_Day]) -> bool:
    """A row of zeros stands in the table and proves nothing."""
    return any(one.top for one in found)


def _lines(rows: list[tuple[Criterion, list[str]]], days: dict[str, list[_Day]]) -> Iterator[TableRow]:
    known = measures()
    for node, codes in rows:
        yield TableRow((f"{line_of_table(node.key)}. {node.title}",), bold=True, span=True)
        for code in codes:
            measure, found = known[code], days[code]
            yield TableRow((measure.label, *_cells(measure, found)), bold=True)
            if measure.adds_up:
                yield from _weeks(measure, found)


def _weeks(measure: Measure, found: list[_Day]) -> Iterator[TableRow]:
    weeks: dict[date, list[_Day]] = {}
    for one in found:
        weeks.setdefault(one.day - timedelta(days=one.day.weekday()), []).append(one)
    for monday, some in weeks.items():
        words = f"Tuần {monday:%d/%m} – {monday + timedelta(days=6):%d/%m}"
        yield TableRow((words, *_cells(measure, some)), italic=True)


def _cells(measure: Measure, found: list[_Day]) -> tuple[str, str, str, str]:
    """Sums where figures add up, else the latest; a ratio of nothing is not printed."""
    counted = found if measure.adds_up else found[-1:]
    top = sum((one.top for one in counted), Decimal(0))
    whole = sum((one.whole or Decimal(0) for one in counted), Decimal(0))
    if not measure.has_denominator:
        return number_vi(top), "–", "–", number_vi(len(found))
    share = percent_vi(top / whole) if whole else "–"
    return number_vi(top), number_vi(whole), share, number_vi(len(found))


def _ways(rows: list[tuple[Criterion, list[str]]]) -> Iterator[Text]:
    known = measures()
    for code in dict.fromkeys(code for _, codes in rows for code in codes):
        measure = known[code]
        whole = f" Mẫu số: {measure.denominator}." if measure.has_denominator else ""
        latest = "" if measure.adds_up else " Số ghi sau cùng trong tháng có giá trị."
        yield Text(f"{measure.label}. Tử số: {measure.numerator}.{whole}{latest}")
