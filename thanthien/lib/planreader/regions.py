"""The parts of a plan: head, title, preamble, body, end (recipients, signer), appendices."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from thanthien.lib.documents.model import Table
from thanthien.lib.planreader.keys import fold, is_upper, squeeze, starts_lower
from thanthien.lib.planreader.lines import Item, Line
from thanthien.lib.planreader.markers import Marker, misread_roman, read_marker

_TYPES = ("ke hoach", "chuong trinh", "phuong an", "chuong trinh hanh dong")
_BASIS = re.compile(
    r"^(?:can cu|can c\w{0,3}(?= (?:quyet dinh|ke hoach|nghi quyet|cong van|chi thi|luat))|"
    r"xet de nghi|theo (?:de nghi|huong dan|chi dao|tinh than|noi dung)|tiep tuc thuc hien"
    r"|(?:trien khai )?thuc hien (?:ke hoach|quyet dinh|nghi quyet|cong van|chi thi|de an|chuong trinh|huong dan"
    r"|thong bao|luat|ket luan|van ban|thong tu|nghi dinh|bo tieu chi|y kien|chi dao))\b"
)
_INTRO = re.compile(
    r"^(?:(?:chu tich )?(?:uy ban nhan dan|ubnd)\b.*\b(?:ban hanh|xay dung|to chuc|trien khai)|"
    r"(?:de|nham|voi muc) (?:tiep tuc|thuc hien|trien khai|nang cao|day manh|xay dung|cu the|to chuc|dich))\b"
)
_END = re.compile(r"^(?:noi nhan|kinh gui noi nhan)\b")
_WITH_PLAN = re.compile(r"^(?:ban hanh )?kem theo (?:ke hoach|quyet dinh)\b")
_SIGN = re.compile(r"^(?:TM|KT|TL|TUQ|Q)\s?\.\s?", re.IGNORECASE)
_ANNEX = re.compile(r"^phu luc(?: (?:so )?(?:[ivxl]+|\d{1,2}|[a-h]))?\b")


@dataclass(slots=True)
class Regions:
    """Lines by part; `appendix` keeps tables in order, `body` too."""

    head: list[Line] = field(default_factory=list)
    type: str | None = None
    type_at: int | None = None
    title: list[Line] = field(default_factory=list)
    preamble: list[Line] = field(default_factory=list)
    body: list[Item] = field(default_factory=list)
    end: list[Line] = field(default_factory=list)
    appendix: list[Item] = field(default_factory=list)


def split(items: list[Item]) -> Regions:
    found = Regions()
    at = _find_type(items, found)
    if found.type is None:
        at = 0
    at = _take_title(items, at, found)
    at = _take_preamble(items, at, found)
    end, annex = _find_end(items, at)
    found.body = items[at:end]
    found.end = [i for i in items[end:annex] if isinstance(i, Line)]
    found.body += [i for i in items[end:annex] if isinstance(i, Table)]
    found.appendix = items[annex:]
    return found


def is_basis(text: str) -> bool:
    return bool(_BASIS.match(fold(text)))


def is_annex(line: Line) -> bool:
    """A line that heads an appendix: "PHỤ LỤC", "Phụ lục II", "PHỤ LỤC NHIỆM VỤ CỤ THỂ"."""
    key = fold(line.text)
    match = _ANNEX.match(key)
    if match is None:
        return False
    return is_upper(line.text) or len(key) <= match.end() + 2 or (line.bold and len(key) < 60)


def _find_type(items: list[Item], found: Regions) -> int:
    for at, item in enumerate(items[:80]):
        if not isinstance(item, Line):
            continue
        name = _type_of(item.text)
        if name:
            found.type, found.type_at = name, at
            rest = squeeze(item.text[len(name) :])
            if rest:
                found.title.append(_replace(item, rest))
            return at + 1
        found.head.append(item)
    found.head.clear()
    return 0


def _type_of(text: str) -> str | None:
    """The printed type where `text` is one: a line of its own, or capitals that open the title line."""
    key = fold(text)
    for name in _TYPES:
        if key == name or (len(key) <= len(name) + 2 and is_upper(text) and fuzz.ratio(key, name) >= 80):
            return squeeze(text)
    capitals = re.match(r"^(?:[A-ZĐÀ-ỸĂÂÊÔƠƯ]+\s+){2}(?=[A-ZĐ][a-zà-ỹ])", text)
    if capitals and fold(capitals[0]) in _TYPES:
        return squeeze(capitals[0])
    return None


def _replace(line: Line, text: str) -> Line:
    return Line(
        text, line.place, line.gap, line.ends_cell, line.bold, line.centred, line.whole, None, line.confidence
    )


def _take_title(items: list[Item], at: int, found: Regions) -> int:
    if found.type is None:
        return at
    while at < len(items) and len(found.title) < 8:
        item = items[at]
        if not isinstance(item, Line) or (found.title and _ends_title(item, found.title)):
            break
        if not found.title and read_marker(item.text):
            break
        found.title.append(item)
        at += 1
    return at


def _ends_title(line: Line, title: list[Line]) -> bool:
    key = fold(line.text)
    if _BASIS.match(key) or _INTRO.match(key) or read_marker(line.text):
        return True
    if re.match(r"^(?:uy ban nhan dan|ubnd) (?:xa|phuong|dac khu)\b", key) and not starts_lower(line.text):
        return True
    if starts_lower(line.text):
        return False
    last = title[-1]
    if last.bold and not line.bold:
        return True
    done = re.search(r"(?:năm|nam) 20\d\d\.?$|20\d\d\s*[-–]\s*20\d\d$", last.text)
    return bool(done) or last.text.endswith(".") or (line.gap > 2 and line.gap > last.gap)


def _take_preamble(items: list[Item], at: int, found: Regions) -> int:
    while at < len(items):
        item = items[at]
        if not isinstance(item, Line) or _opens_body(item) or is_annex(item):
            break
        if len(found.preamble) > 120 or _END.match(fold(item.text)):
            break
        found.preamble.append(item)
        at += 1
    return at


def _opens_body(line: Line) -> bool:
    marker = read_marker(line.text) or _first_heading(line.text)
    if marker is None:
        return False
    if marker.kind in ("roman", "upper", "part", "chapter", "article", "section"):
        return marker.order == 1
    return marker.kind == "arabic" and marker.order == 1 and not is_basis(line.text[marker.length :])


def _first_heading(text: str) -> Marker | None:
    """A first heading in capitals whose "I." was misread ("IL. MỤC ĐÍCH")."""
    marker = misread_roman(text, 0)
    if marker is None or not is_upper(text[marker.length :]):
        return None
    return (
        marker
        if re.match(r"^(?:muc|yeu cau|noi dung|pham vi|quan diem)", fold(text[marker.length :]))
        else None
    )


def _find_end(items: list[Item], at: int) -> tuple[int, int]:
    """Where the end part and the first appendix start; an appendix may also stand before the end part."""
    end = annex = len(items)
    for i in range(at, len(items)):
        item = items[i]
        if not isinstance(item, Line):
            continue
        if end == len(items) and (
            _END.match(fold(item.text)) or (_SIGN.match(item.text) and is_upper(item.text))
        ):
            end = i
        elif is_annex(item):
            annex = i
            break
    if end == len(items):
        end = annex
    elif annex == len(items):
        annex = min(_table_after(items, end), _issued_with(items, end))
    return min(end, annex), annex


def _issued_with(items: list[Item], end: int) -> int:
    """An appendix without the word: a title in capitals over "(Kèm theo Kế hoạch số …)"."""
    for at in range(end + 2, len(items)):
        item = items[at]
        if isinstance(item, Line) and _WITH_PLAN.match(fold(item.text)):
            while at > end + 1 and _is_title(items[at - 1]):
                at -= 1
            return at
    return len(items)


def _is_title(item: Item) -> bool:
    return (
        isinstance(item, Line) and is_upper(item.text) and not _SIGN.match(item.text) and len(item.text) > 12
    )


def _table_after(items: list[Item], end: int) -> int:
    """A task table after the signature is an appendix even without the word."""
    return next((i for i in range(end, len(items)) if isinstance(items[i], Table)), len(items))
