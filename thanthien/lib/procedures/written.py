"""Procedures in our own form: `data/procedures/*.yaml`, JSON with the same names, rows that Excel was turned into."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from thanthien.lib.procedures.national import CannotRead
from thanthien.lib.procedures.record import Law, Paper, Procedure, Result, Summary, Way
from thanthien.lib.vietnamese import parse_date_vi, tidy

LONGEST = {"code": 30, "name": 1200, "field": 200, "source": 500, "decision": 200}
_TEXTS = ("code", "name", "field", "decision", "level", "subjects", "agency", "place", "source")
_BLOCKS = ("steps", "conditions")
_KNOWN = {*_TEXTS, *_BLOCKS, "ways", "papers", "laws", "results", "in_force", "summary"}
_CODE = re.compile(r"[0-9A-Za-zĐđ][0-9A-Za-zĐđ._-]*")
_SAID = {
    "code": "mã", "name": "tên", "field": "lĩnh vực", "decision": "quyết định", "level": "cấp thực hiện",
    "subjects": "đối tượng", "agency": "cơ quan thực hiện", "place": "nơi nộp", "source": "nguồn", "steps": "trình tự",
    "conditions": "yêu cầu, điều kiện", "ways": "cách thức", "papers": "giấy tờ", "laws": "căn cứ pháp lý",
    "results": "kết quả", "summary": "tóm tắt",
}  # fmt: skip


def read_written(row: Mapping[str, Any]) -> tuple[Procedure, date | None, Summary]:
    """(procedure, its first day, the plain summary). Raises `CannotRead` with what is missing or not understood."""
    strange = sorted(str(key) for key in row if key not in _KNOWN)
    if strange:
        raise CannotRead(f"Có mục không thuộc mẫu: {', '.join(strange[:5])}. Anh/chị sửa lại tên mục.")
    texts: dict[str, Any] = {name: _text(row, name) for name in _TEXTS}
    _check_names(texts)
    texts |= {name: _text(row, name, keep_lines=True) for name in _BLOCKS}
    procedure = Procedure(
        **texts,
        ways=tuple(Way(**_strings(one, ("how", "time", "fee", "note"))) for one in _list(row, "ways", "how")),
        papers=tuple(map(_paper, _list(row, "papers", "name"))),
        laws=tuple(Law(**_strings(one, ("name", "code"))) for one in _list(row, "laws", "name")),
        results=tuple(Result(**_strings(one, ("name", "code"))) for one in _list(row, "results", "name")),
    )
    return procedure, _day(row.get("in_force")), _summary(row.get("summary"))


def _check_names(texts: Mapping[str, str]) -> None:
    if not texts["code"] and not texts["name"]:
        raise CannotRead("Thiếu cả mã và tên thủ tục.")
    if not texts["code"]:
        raise CannotRead(f"Thiếu mã của “{texts['name'][:80]}”.")
    if not _CODE.fullmatch(texts["code"]):
        raise CannotRead(f"Mã “{texts['code'][:40]}” có ký tự lạ; mã chỉ gồm chữ, số, dấu chấm, gạch nối.")
    if not texts["name"]:
        raise CannotRead(f"Thiếu tên của thủ tục mã {texts['code'][:40]}.")
    for name, most in LONGEST.items():
        if len(texts[name]) > most:
            raise CannotRead(f"Mục {_SAID[name]} dài quá {most} ký tự; có thể cột bị lệch.")
    if texts["source"] and not texts["source"].startswith(("https://", "http://")):
        raise CannotRead("Mục nguồn phải là địa chỉ trang, bắt đầu bằng https://.")


def _text(row: Mapping[str, Any], name: str, *, keep_lines: bool = False) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if isinstance(value, bool | list | dict):
        raise CannotRead(f"Mục {_SAID.get(name, name)} phải là chữ.")
    return tidy(str(value), keep_lines=keep_lines)


def _list(row: Mapping[str, Any], name: str, main: str) -> Iterator[Mapping[str, Any]]:
    """Entries of a list; an entry that is a text alone says its main part."""
    value = row.get(name)
    if value is None:
        return
    if not isinstance(value, list):
        raise CannotRead(f"Mục {_SAID[name]} phải là danh sách.")
    for one in value:
        entry = one if isinstance(one, Mapping) else {main: one}
        if not _text(entry, main) and not (main == "how" and any(entry.values())):
            raise CannotRead(f"Mục {_SAID[name]} có dòng trống.")
        yield entry


def _strings(entry: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, str]:
    strange = sorted(str(key) for key in entry if key not in names)
    if strange:
        raise CannotRead(f"Có mục không thuộc mẫu: {', '.join(strange[:5])}.")
    return {name: _text(entry, name) for name in names}


def _paper(entry: Mapping[str, Any]) -> Paper:
    counts = {}
    for name in ("originals", "copies"):
        count = entry.get(name) or 0
        if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= 99:
            raise CannotRead("Số bản của giấy tờ phải là số từ 0 đến 99.")
        counts[name] = count
    rest = {key: value for key, value in entry.items() if key not in counts}
    said = _strings(rest, ("name", "group", "form"))
    return Paper(said["name"], said["group"], said["form"], counts["originals"], counts["copies"])


def _day(value: Any) -> date | None:
    """A day as YAML has it, or typed the Vietnamese way."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return parse_date_vi(str(value))
    except ValueError:
        raise CannotRead(f"Không hiểu ngày hiệu lực “{str(value)[:30]}”; ghi theo dạng 27/02/2026.") from None


def _summary(value: Any) -> Summary:
    if value is None:
        return Summary()
    if not isinstance(value, Mapping):
        raise CannotRead("Mục tóm tắt phải gồm các phần: what, who, bring, fee, time, where, mind, names.")
    lists = {"bring": "giấy tờ mang theo", "names": "tên thường gọi"}
    for name, called in lists.items():
        if not isinstance(value.get(name) or [], list):
            raise CannotRead(f"Phần {called} ({name}) của tóm tắt phải là danh sách.")
    rest = {key: one for key, one in value.items() if key not in lists}
    said = _strings(rest, ("what", "who", "fee", "time", "where", "mind"))
    bring, names = (
        tuple(line for one in value.get(name) or () if (line := tidy(str(one)))) for name in lists
    )
    return Summary(**said, bring=bring, names=names)
