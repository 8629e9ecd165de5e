"""A file of procedures → rows and what is wrong with the others. JSON, a record a line, Excel, our own YAML."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from thanthien.lib.documents.sniff import Kind, sniff
from thanthien.lib.procedures.national import CannotRead, read_national
from thanthien.lib.procedures.record import NO_SUMMARY, Procedure, Summary
from thanthien.lib.procedures.sheet import read_sheet
from thanthien.lib.procedures.written import read_written

LARGEST = 30 * 1024 * 1024  # bytes; the national catalogue of the communes has 6 million
MOST = 20_000
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ACCEPTED = (
    "Tệp nhận được: JSON, JSON mỗi dòng một thủ tục, Excel (.xlsx) có cột mã và tên thủ tục, YAML theo mẫu."
)


@dataclass(frozen=True, slots=True)
class Row:
    """One procedure of a file. `place`: where it stands there; `in_force`: its first day, where the file says so."""

    place: str
    procedure: Procedure
    in_force: date | None = None
    summary: Summary = NO_SUMMARY


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that is not taken, and why; `code` as far as it was read."""

    place: str
    says: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()


def read_listing(data: bytes) -> Listing:
    """Every row is a procedure or a problem. Raises `CannotRead` where the file as a whole says nothing."""
    if len(data) > LARGEST:
        raise CannotRead("Tệp nặng quá 30 MB. Anh/chị chia tệp theo lĩnh vực rồi gửi từng phần.")
    notes: tuple[str, ...] = ()
    if sniff(data) is Kind.ZIP:
        found, notes = read_sheet(data)
    else:
        found = _records(_decoded(data))
    rows: list[Row] = []
    problems: list[Problem] = []
    for number, (place, record) in enumerate(found):
        if number >= MOST:
            raise CannotRead(
                f"Tệp có hơn {MOST} dòng, nhiều hơn số thủ tục của cả nước. Anh/chị kiểm tra lại tệp."
            )
        try:
            rows.append(_row(place, record))
        except CannotRead as problem:
            problems.append(Problem(place, str(problem), _code(record)))
    if not rows and not problems:
        raise CannotRead(f"Tệp không có thủ tục nào. {_ACCEPTED}")
    kept, doubled, alike = _each_once(rows)
    if alike:
        notes += (f"{alike} dòng lặp lại nguyên văn một dòng khác, chỉ tính một lần.",)
    return Listing(tuple(kept), tuple(sorted(problems + doubled, key=lambda one: _order(one.place))), notes)


def _row(place: str, record: Any) -> Row:
    if isinstance(record, str):
        raise CannotRead(record)
    if not isinstance(record, Mapping):
        raise CannotRead("Mục này không phải một thủ tục (cần có tên từng phần).")
    if "ma_thu_tuc" in record or "ten_thu_tuc" in record:
        return Row(place, read_national(record))
    procedure, in_force, summary = read_written(record)
    return Row(place, procedure, in_force, summary)


def _code(record: Any) -> str:
    if not isinstance(record, Mapping):
        return ""
    return str(record.get("ma_thu_tuc") or record.get("code") or "")[:40]


def _each_once(rows: list[Row]) -> tuple[list[Row], list[Problem], int]:
    """(rows, those whose code stands twice with different content, how many only repeat another)."""
    by_code: dict[str, list[Row]] = {}
    for row in rows:
        by_code.setdefault(row.procedure.code, []).append(row)
    kept: list[Row] = []
    problems: list[Problem] = []
    alike = 0
    for code, same in by_code.items():
        first = same[0]
        if all(
            (one.procedure, one.in_force, one.summary) == (first.procedure, first.in_force, first.summary)
            for one in same
        ):
            kept.append(first)
            alike += len(same) - 1
            continue
        places = ", ".join(one.place for one in same)
        says = f"Mã {code} có {len(same)} dòng khác nhau ({places}). Chưa nhận dòng nào; anh/chị giữ lại một dòng đúng."
        problems += [Problem(one.place, says, code) for one in same]
    return kept, problems, alike


def _decoded(data: bytes) -> str:
    for charset in ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return data.decode(charset)
        except UnicodeDecodeError:
            continue
    raise CannotRead(f"Không đọc được chữ trong tệp (cần bảng mã UTF-8). {_ACCEPTED}")


def _records(text: str) -> Iterator[tuple[str, Any]]:
    """(where, record) each; a line that cannot be read is its own record, the words of what is wrong."""
    bare = text.lstrip()
    if bare.startswith("["):
        yield from _numbered(_json(text))
    elif bare.startswith("{"):
        try:
            whole = json.loads(text)
        except RecursionError:
            raise CannotRead("Tệp JSON lồng nhau quá sâu, không phải danh sách thủ tục.") from None
        except json.JSONDecodeError:
            yield from _lines(text)
            return
        inside = whole.get("procedures", whole.get("data")) if isinstance(whole, dict) else None
        yield from _numbered(inside if isinstance(inside, list) else [whole])
    else:
        yield from _numbered(_yaml(text))


def _lines(text: str) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield f"dòng {number}", json.loads(line)
        except (json.JSONDecodeError, RecursionError):
            yield f"dòng {number}", "Dòng này không phải JSON trọn vẹn. Anh/chị xuất lại tệp từ nguồn."


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise CannotRead(
            f"Tệp JSON hỏng ở dòng {error.lineno}, cột {error.colno}. Anh/chị xuất lại tệp từ nguồn."
        ) from None
    except RecursionError:
        raise CannotRead("Tệp JSON lồng nhau quá sâu, không phải danh sách thủ tục.") from None


def _yaml(text: str) -> list[Any]:
    try:
        whole = yaml.load(text, Loader=_LOADER)  # noqa: S506  # a safe loader, in C where libyaml is there
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" ở dòng {mark.line + 1}" if mark else ""
        raise CannotRead(f"Không đọc được tệp{where}. {_ACCEPTED}") from None
    if not isinstance(whole, dict) or not isinstance(whole.get("procedures"), list):
        raise CannotRead(f"Tệp không có danh sách thủ tục. {_ACCEPTED}")
    if whole.get("format") != 1:
        raise CannotRead("Tệp theo mẫu khác với mẫu đang dùng (cần “format: 1”).")
    return list(whole["procedures"])


def _numbered(records: Any) -> Iterator[tuple[str, Any]]:
    for number, one in enumerate(records, 1):
        yield f"thủ tục thứ {number}", one


def _order(place: str) -> tuple[int, str]:
    digits = "".join(letter for letter in place if letter.isdigit())
    return int(digits or 0), place
