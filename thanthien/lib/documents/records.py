"""Large tables of records (Excel, CSV in any Vietnamese encoding, JSON), row by row.

Other readers make a whole `Document` of a file; an export of a hundred thousand cases has its cells passed on one
row at a time. Values stay as the file has them: text, numbers, dates of Excel.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from thanthien.lib.documents.archive import Package, corrupt
from thanthien.lib.documents.charsets import decode
from thanthien.lib.documents.extent import require_near
from thanthien.lib.documents.model import CannotRead
from thanthien.lib.documents.sniff import Kind, sniff

Value = str | int | float | bool | date | datetime | time | None
_HEAD_ROWS = 30  # the head of a table stands among the first so many rows
_SEPARATORS = (";", "\t", ",", "|")
_LONGEST_CELL = 20_000
_MOST_COLUMNS = 400
_EMPTY = CannotRead("Tệp không có dòng nào để đọc. Hãy kiểm tra lại tệp đã chọn.", code="empty")
_NO_HEAD = CannotRead(
    "Không tìm thấy dòng tên cột trong tệp. Hãy giữ dòng tên cột (ví dụ “Mã hồ sơ”, “Ngày tiếp nhận”) ở đầu bảng.",
    code="no_head",
)
_BAD_JSON = CannotRead(
    "Tệp JSON bị hỏng, hoặc không phải một danh sách các hồ sơ. Hãy xuất lại tệp từ hệ thống nguồn.",
    code="corrupt",
)


@dataclass(frozen=True, slots=True)
class Records:
    """`rows` are (line as the file's own program counts it, values in the order of `headers`), read once.

    `about`: how many there are, near enough for a bar of progress; 0 where only reading on would tell.
    """

    headers: tuple[str, ...]
    rows: Iterator[tuple[int, Sequence[Value]]]
    about: int = 0


def read_records(data: bytes, likeness: Callable[[Sequence[str]], int], *, was_read: bool = False) -> Records:
    """`likeness` says how many of a row's texts could be names of columns: the likeliest row is the head.
    `was_read`: the same bytes went through here before, so how far they reach need not be asked again.

    Raises CannotRead; rows may raise it too, where a file breaks in the middle.
    """
    about = 0
    match sniff(data):
        case Kind.ZIP:
            lines = _xlsx_lines(data, was_read)
        case Kind.TEXT:
            text = decode(data).text.lstrip("\ufeff")
            if text.lstrip()[:1] in ("[", "{"):
                return _json_records(text)
            lines = csv_lines(text)
            about = text.count("\n")
        case _:
            raise CannotRead("Tệp phải là Excel (.xlsx), CSV hoặc JSON.", code="kind")
    return _with_head(lines, likeness, about)


def _with_head(
    lines: Iterator[tuple[int, Sequence[Value]]], likeness: Callable[[Sequence[str]], int], about: int
) -> Records:
    first: list[tuple[int, Sequence[Value]]] = []
    for line in lines:
        first.append(line)
        if len(first) >= _HEAD_ROWS:
            break
    if not first:
        raise _EMPTY
    texts = [[_text(value) for value in values] for _, values in first]
    scores = [likeness(one) for one in texts]
    place = max(range(len(scores)), key=lambda n: scores[n])
    if not scores[place]:
        place = next((n for n, one in enumerate(texts) if sum(map(bool, one)) >= 3), -1)
    if place < 0:
        raise _NO_HEAD
    headers = told_apart(texts[place])
    _require_few(headers)

    def rows() -> Iterator[tuple[int, Sequence[Value]]]:
        yield from (one for one in first[place + 1 :] if any(_text(value) for value in one[1]))
        yield from lines

    return Records(headers, rows(), about)


def _require_few(headers: Sequence[str]) -> None:
    if len(headers) > _MOST_COLUMNS:
        raise CannotRead(
            f"Tệp có hơn {_MOST_COLUMNS} cột. Anh/chị xóa các cột trống hoặc không dùng rồi gửi lại.",
            code="too_large",
        )


def told_apart(names: Sequence[str]) -> tuple[str, ...]:
    """Two columns of one name get a number; one without a name is called by its place."""
    seen: dict[str, int] = {}
    found = []
    for n, name in enumerate(names, 1):
        name = name or f"Cột {n}"
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(found)


def _text(value: Value) -> str:
    return " ".join(str(value).split()) if value is not None else ""


def _xlsx_lines(data: bytes, was_read: bool) -> Iterator[tuple[int, Sequence[Value]]]:
    package = Package(data)  # refuses what was made to hurt
    if "xl/workbook.xml" not in package:
        raise CannotRead("Tệp phải là Excel (.xlsx), CSV hoặc JSON.", code="kind")
    if not was_read:
        require_near(package)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            shown = (
                one.name
                for one in book.sheets_metadata
                if one.typ == SheetTypeEnum.WorkSheet and one.visible == SheetVisibleEnum.Visible
            )
            name = next(shown, None)
            if name is None:
                raise _EMPTY
            for number, cells in enumerate(book.get_sheet_by_name(name).iter_rows(), 1):
                values = [_cell(one) for one in cells]
                if any(value is not None for value in values):
                    yield number, values
    except (CalamineError, OSError) as error:
        raise corrupt() from error
    except BaseException as error:  # the reader's own "this cannot be", which is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise corrupt() from error


def _cell(value: Any) -> Value:
    """As Excel shows it: an empty cell is nothing, 5.0 is 5, a span of time is its text."""
    if value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return str(value) if isinstance(value, timedelta) else value


def csv_lines(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    """(line, cells) of every row with something in it, parted by the likeliest sign. Raises CannotRead."""
    csv.field_size_limit(_LONGEST_CELL * 10)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error as error:
        raise CannotRead(
            f"Tệp CSV bị hỏng ở gần dòng {reader.line_num}. Hãy xuất lại tệp từ hệ thống nguồn.",
            code="corrupt",
        ) from error


def _separator(text: str) -> str:
    """The sign that parts the first lines most often and most evenly."""
    head = [line for line in text[:20_000].splitlines()[:_HEAD_ROWS] if line.strip()]
    if head and head[0].lower().startswith("sep=") and len(head[0]) >= 5:
        return head[0][4]

    def worth(sign: str) -> tuple[int, int]:
        numbers = sorted(line.count(sign) for line in head)
        return (numbers[len(numbers) // 2] if numbers else 0, sum(numbers))

    return max(_SEPARATORS, key=worth)


def _json_records(text: str) -> Records:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _BAD_JSON from error
    items = _first_list(data)
    if items is None or not all(isinstance(one, dict) for one in items):
        raise _BAD_JSON
    if not items:
        raise _EMPTY
    flat = [_flat(one) for one in items]
    headers: dict[str, None] = {}
    for one in flat[:200]:
        headers.update(dict.fromkeys(one))
    names = tuple(headers)
    _require_few(names)
    return Records(
        names, ((n, [one.get(name) for name in names]) for n, one in enumerate(flat, 1)), len(flat)
    )


def _first_list(data: Any) -> list[Any] | None:
    """The list itself, or the first one inside an envelope such as {"data": {"items": […]}}."""
    if isinstance(data, list):
        return data
    if isinstance(data, dict):
        for value in data.values():
            found = _first_list(value) if isinstance(value, list | dict) else None
            if found is not None:
                return found
    return None


def _flat(item: dict[str, Any]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for key, value in item.items():
        if isinstance(value, dict):
            found.update({f"{key}.{inner}": _plain(one) for inner, one in value.items()})
        else:
            found[str(key)] = _plain(value)
    return found


def _plain(value: Any) -> Value:
    return value if isinstance(value, str | int | float | None) else json.dumps(value, ensure_ascii=False)
