"""What each column of a task table holds, read from the words of its head."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from thanthien.lib.documents.model import Table
from thanthien.lib.planreader.keys import fold
from thanthien.lib.planreader.timing import looks_like_timing_column

Role = Literal[
    "no",
    "title",
    "criterion",
    "lead",
    "coordinators",
    "product",
    "timing",
    "note",
    "points",
    "person",
    "other",
]

# Longest phrase wins; every phrase is toneless. Order inside a role does not matter.
PHRASES: dict[Role, tuple[str, ...]] = {
    "no": ("stt", "tt", "so tt", "so thu tu", "sott", "thu tu"),
    "title": (
        "nhiem vu", "nhiem vu cu the", "noi dung", "noi dung cong viec", "noi dung nhiem vu", "ten nhiem vu",
        "cong viec", "nhiem vu giai phap", "noi dung thuc hien", "nhiem vu trong tam", "hoat dong", "viec lam",
        "noi dung tieu chi", "noi dung nhiem vu giai phap", "nhiem vu trien khai", "cac nhiem vu", "dau viec",
        "noi dung cong viec thuc hien", "nhiem vu thuc hien", "noi dung hoat dong", "ten cong viec",
        "nhiem vu noi dung", "cong viec cu the", "noi dung trien khai", "tieu chi nhiem vu",
        "noi dung cac tieu chi", "noi dung cac nhiem vu", "nhiem vu cong viec", "tieu chi noi dung thuc hien",
    ),
    "criterion": ("tieu chi", "ten tieu chi", "nhom tieu chi", "tieu chi thanh phan", "linh vuc", "nhom nhiem vu"),
    "lead": (
        "co quan chu tri", "don vi chu tri", "co quan don vi chu tri", "chu tri", "don vi thuc hien", "phu trach",
        "co quan thuc hien", "bo phan chu tri", "don vi chu tri thuc hien", "co quan chu tri thuc hien",
        "don vi phu trach", "co quan tham muu", "don vi tham muu", "co quan don vi thuc hien", "phan cong thuc hien",
        "co quan don vi chu tri thuc hien", "phan cong chu tri", "don vi dau moi", "co quan dau moi", "dau moi",
        "trach nhiem chu tri", "don vi duoc giao", "don vi thuc hien chinh", "co quan phu trach",
        "bo phan thuc hien", "don vi co quan chu tri", "phong ban chu tri", "don vi tham muu chu tri",
    ),
    "coordinators": (
        "co quan phoi hop", "don vi phoi hop", "co quan don vi phoi hop", "phoi hop", "phoi hop thuc hien",
        "don vi phoi hop thuc hien", "co quan phoi hop thuc hien", "bo phan phoi hop", "phan cong phoi hop",
        "co quan don vi phoi hop thuc hien", "don vi cung phoi hop", "phong ban phoi hop", "trach nhiem phoi hop",
        "don vi co quan phoi hop",
    ),
    "person": (
        "nguoi phu trach", "lanh dao phu trach", "ca nhan phu trach", "nguoi thuc hien", "can bo phu trach",
        "lanh dao chi dao", "can bo thuc hien", "nguoi chiu trach nhiem", "cong chuc phu trach", "lanh dao theo doi",
    ),
    "product": (
        "san pham", "ket qua", "san pham ket qua", "ket qua dau ra", "san pham dau ra", "ket qua san pham",
        "san pham du kien", "ket qua can dat", "tai lieu kiem chung", "ho so minh chung", "minh chung",
        "san pham hoan thanh", "yeu cau ket qua", "ket qua thuc hien", "ket qua du kien", "muc tieu can dat",
        "san pham minh chung", "tai lieu minh chung", "san pham thuc hien", "san pham can dat", "dau ra",
        "hinh thuc san pham", "san pham ket qua dau ra", "san pham tai lieu kiem chung",
    ),
    "timing": (
        "thoi gian", "thoi gian thuc hien", "thoi gian hoan thanh", "thoi han", "thoi han hoan thanh", "tien do",
        "han hoan thanh", "lo trinh", "thoi gian bao cao", "tien do thuc hien", "thoi diem", "thoi han thuc hien",
        "tien do hoan thanh", "thoi diem hoan thanh", "thoi gian trien khai", "moc thoi gian", "ky han",
    ),
    "note": ("ghi chu", "luu y"),
    "points": (
        "diem", "diem chuan", "diem toi da", "thang diem", "diem so", "diem tu cham", "so diem", "diem dang ky",
        "diem cham", "muc diem",
    ),
}  # fmt: skip
_BY_PHRASE: dict[tuple[str, ...], Role] = {
    tuple(phrase.split()): role for role, phrases in PHRASES.items() for phrase in phrases
}
_LONGEST = max(map(len, _BY_PHRASE))
_ROW_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVXL]{1,5}|[A-H]|[a-zđ])[.)]?")


@dataclass(frozen=True, slots=True)
class Head:
    """Roles by column (from 0) and how many rows the head takes."""

    roles: tuple[Role, ...]
    rows: int


def role_of(text: str) -> tuple[Role, float]:
    """The role a head cell names and how much of its words say so (0..1)."""
    words = fold(re.sub(r"\([^)]*\)", " ", text)).split()
    if not words:
        return "other", 0.0
    best: tuple[Role, float] = ("other", 0.0)
    for start in range(len(words)):
        for end in range(min(len(words), start + _LONGEST), start, -1):
            role = _BY_PHRASE.get(tuple(words[start:end]))
            if role and (end - start) / len(words) > best[1]:
                best = (role, (end - start) / len(words))
    return best


def phrases_in(words: list[str]) -> list[tuple[int, int, Role]]:
    """Head phrases in a run of key words, left to right, longest first: (from, to, role)."""
    found: list[tuple[int, int, Role]] = []
    at = 0
    while at < len(words):
        for size in range(min(_LONGEST, len(words) - at), 0, -1):
            role = _BY_PHRASE.get(tuple(words[at : at + size]))
            if role:
                found.append((at, at + size, role))
                at += size
                break
        else:
            at += 1
    return found


def read_head(table: Table) -> Head | None:
    """The head of a task table; None where no row in the first five names a task and an agency or a time.

    A head of two rows ("Cơ quan" over "chủ trì" | "phối hợp") is read downwards, merged cells included.
    """
    for at in range(min(5, len(table.rows))):
        for height in (1, 2):
            if at + height > len(table.rows):
                continue
            texts = [_down(table, at, height, column) for column in range(table.columns)]
            roles = _roles(texts)
            if _enough(roles) and ((height == 1 and not _spans_down(table, at)) or height == 2):
                return Head(roles, at + height + _numbers_below(table, at + height))
    return None


def _down(table: Table, at: int, height: int, column: int) -> str:
    texts: list[str] = []
    for row in table.rows[at : at + height]:
        cell = row.cells[column] if column < len(row.cells) else None
        if cell is None and row is table.rows[at]:
            cell = next((c for c in reversed(row.cells[:column]) if c is not None), None)
            if cell is not None and cell.column_span < 2:
                cell = None
        if cell is not None and cell.text.strip():
            texts.append(cell.text)
    return " ".join(texts)


def _spans_down(table: Table, at: int) -> bool:
    return any(c is not None and c.row_span > 1 for c in table.rows[at].cells)


def _numbers_below(table: Table, at: int) -> int:
    """1 where the row under the head only numbers the columns: (1) (2) (3)."""
    if at >= len(table.rows):
        return 0
    texts = [fold(c.text) for c in table.rows[at].cells if c is not None and c.text.strip()]
    counted = [t for t in texts if t.isdigit()]
    return int(len(texts) >= 3 and len(counted) == len(texts) and counted[0] == "1" and counted[1] == "2")


def _roles(texts: list[str]) -> tuple[Role, ...]:
    roles: list[Role] = []
    scores: list[float] = []
    for text in texts:
        role, score = role_of(text)
        if score < 0.3:
            role = "other"
        if role in roles and role not in ("other", "title", "points", "note"):
            if score <= scores[roles.index(role)]:
                role = "other"
            else:
                roles[roles.index(role)] = "other"
        roles.append(role)
        scores.append(score)
    return _settle(roles)


def _settle(roles: list[Role]) -> tuple[Role, ...]:
    """One title: a lone criterion column is the title; a second title column is the product."""
    if "title" not in roles and "criterion" in roles:
        roles[roles.index("criterion")] = "title"
    seen = False
    for i, role in enumerate(roles):
        if role == "title":
            if seen:
                roles[i] = "product" if "product" not in roles else "other"
            seen = True
    if "lead" not in roles and "person" in roles:
        roles[roles.index("person")] = "lead"
    return tuple(roles)


def by_content(roles: tuple[Role, ...], table: Table, head_rows: int) -> tuple[Role, ...]:
    """Columns whose head says nothing (a scanner read "TT" as "II") told by what stands in them."""
    found = list(roles)
    for column, role in enumerate(roles):
        cells = [row.cells[column] for row in table.rows[head_rows:] if column < len(row.cells)]
        texts = [c.text.strip() for c in cells if c is not None and c.text.strip()]
        if role != "other" or len(texts) < 2:
            continue
        numbers = sum(bool(_ROW_NUMBER.fullmatch(text)) for text in texts) / len(texts)
        if "no" not in found and numbers >= 0.7 and column < found.index("title"):
            found[column] = "no"
        elif "timing" not in found and looks_like_timing_column(texts) >= 0.7:
            found[column] = "timing"
    return tuple(found)


def _enough(roles: tuple[Role, ...]) -> bool:
    return "title" in roles and bool({"lead", "coordinators", "timing", "product"} & set(roles))
