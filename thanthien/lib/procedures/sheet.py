"""A workbook with a procedure a row: columns are guessed by their heads, codes taken for numbers put right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from thanthien.lib.documents import CannotRead as CannotReadDocument
from thanthien.lib.documents import Row, Table, read
from thanthien.lib.procedures.national import CannotRead
from thanthien.lib.vietnamese import search_key, tidy

# The first head that holds one of the phrases gives the column; in the order in which they are told apart.
_HEADS = (
    ("code", ("ma thu tuc", "ma tthc", "ma so tthc", "ma so", "ma", "code")),
    ("decision", ("quyet dinh",)),
    ("in_force", ("hieu luc", "ngay ap dung")),
    ("papers", ("thanh phan ho so", "giay to")),
    ("results", ("ket qua",)),
    ("laws", ("can cu",)),
    ("steps", ("trinh tu", "cac buoc")),
    ("conditions", ("dieu kien",)),
    ("ways", ("cach thuc", "hinh thuc nop")),
    ("time", ("thoi han", "thoi gian")),
    ("fee", ("le phi", "phi")),
    ("place", ("dia diem", "noi nop", "noi tiep nhan", "dia chi tiep nhan")),
    ("agency", ("co quan", "tham quyen")),
    ("level", ("cap thuc hien", "cap giai quyet")),
    ("subjects", ("doi tuong",)),
    ("field", ("linh vuc",)),
    ("source", ("nguon", "duong dan", "link", "url")),
    ("name", ("ten thu tuc", "ten tthc", "thu tuc hanh chinh", "thu tuc", "ten", "name")),
)  # fmt: skip
_SAID = {
    "code": "mã", "name": "tên", "field": "lĩnh vực", "time": "thời hạn", "fee": "phí, lệ phí", "papers": "giấy tờ",
    "place": "nơi nộp", "agency": "cơ quan", "ways": "cách thức", "steps": "trình tự", "conditions": "điều kiện",
    "laws": "căn cứ", "results": "kết quả", "decision": "quyết định", "in_force": "hiệu lực", "level": "cấp",
    "subjects": "đối tượng", "source": "nguồn",
}  # fmt: skip
_LOOKED = 15  # rows of a table in which its head may stand
_AS_NUMBER = re.compile(r"(\d)[.,](\d{1,6})")
_COUNT = re.compile(r"(\d{1,2}) (bản chính|bản sao)")
_COUNTS = re.compile(r"\s*\([^()]*\bbản (?:chính|sao)[^()]*\)")
_GROUP = re.compile(r"(?i)^(?:[ivxlc]+|[a-z]|\d+)[.)]\s*|^lĩnh vực:?\s*")
_BULLET = re.compile(r"^[-+*•–]\s*")


def read_sheet(data: bytes) -> tuple[Iterator[tuple[str, Any]], tuple[str, ...]]:
    """((where, record in our own form) each, what was guessed). Raises `CannotRead` where no head names the columns."""
    try:
        document = read(data)
    except CannotReadDocument as problem:
        raise CannotRead(str(problem)) from problem
    for table in document.tables():
        for at, row in enumerate(table.rows[:_LOOKED]):
            columns = _columns(row)
            if "code" in columns and "name" in columns:
                heads = ", ".join(f"{_SAID[name]} ← “{_cell(row, n)}”" for name, n in columns.items())
                return _records(table, at + 1, columns), (f"Cột đã nhận ra: {heads}.",)
    seen = [
        _cell(row, n) for table in document.tables() for row in table.rows[:1] for n in range(table.columns)
    ]
    told = ", ".join(f"“{one[:40]}”" for one in seen if one)[:300] or "không có đầu cột nào"
    raise CannotRead(
        f"Không thấy cột mã và cột tên thủ tục (dòng đầu của tệp có: {told}). "
        "Anh/chị đặt đầu cột “Mã thủ tục”, “Tên thủ tục” rồi gửi lại."
    )


def code_as_printed(text: str) -> str:
    """ "1,00119" and "1.00119", as Excel shows a code it took for a number, → "1.001190"."""
    found = _AS_NUMBER.fullmatch(text)
    return f"{found[1]}.{found[2]:0<6}" if found else text


def _columns(row: Row) -> dict[str, int]:
    heads = {n: f" {search_key(_cell(row, n))} " for n in range(len(row.cells))}
    found: dict[str, int] = {}
    for name, phrases in _HEADS:
        for phrase in phrases:
            at = next((n for n, head in heads.items() if f" {phrase} " in head and len(head) < 80), None)
            if at is not None:
                found[name] = at
                del heads[at]
                break
    return found


def _records(table: Table, first: int, columns: dict[str, int]) -> Iterator[tuple[str, Any]]:
    group = ""
    for row in table.rows[first:]:
        said = {name: _cell(row, at) for name, at in columns.items()}
        filled = [text for n in range(len(row.cells)) if (text := _cell(row, n))]
        if not filled:
            continue
        if len(filled) == 1 and not said["code"]:
            group = _GROUP.sub("", _GROUP.sub("", filled[0])).capitalize()
            continue
        place = f"dòng {row.place.line or row.place.row}"
        yield place, _record(said, group)


def _record(said: dict[str, str], group: str) -> dict[str, Any]:
    record: dict[str, Any] = {
        name: said.get(name, "")
        for name in (
            "name",
            "decision",
            "level",
            "subjects",
            "agency",
            "place",
            "source",
            "steps",
            "conditions",
        )
    }
    record["code"] = code_as_printed(tidy(said["code"]))
    record["field"] = said.get("field", "") or group
    record["in_force"] = said.get("in_force", "")
    record["papers"] = [_paper(line) for line in _lines(said.get("papers", ""))]
    record["laws"] = [{"name": line} for line in _lines(said.get("laws", ""))]
    record["results"] = [{"name": line} for line in _lines(said.get("results", ""))]
    terms = {"time": said.get("time", ""), "fee": said.get("fee", "")}
    hows = _lines(said.get("ways", ""))
    record["ways"] = [{"how": how, **terms} for how in hows] or ([terms] if any(terms.values()) else [])
    return record


def _paper(line: str) -> dict[str, Any]:
    counts = {kind: int(number) for number, kind in _COUNT.findall(line)}
    name = _COUNTS.sub("", line).strip() or line
    return {"name": name, "originals": counts.get("bản chính", 0), "copies": counts.get("bản sao", 0)}


def _lines(text: str) -> list[str]:
    return [bare for line in text.splitlines() if (bare := _BULLET.sub("", line.strip()))]


def _cell(row: Row, at: int) -> str:
    cell = row.cells[at] if at < len(row.cells) else None
    return tidy(cell.text, keep_lines=True) if cell else ""
