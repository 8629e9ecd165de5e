"""Who leads and who helps: names printed in a plan resolved to canonical names.

A cell may name several bodies; their own names contain "và", commas and dashes, so a cell is read
left to right by the longest known name, and only what is left over is cut at separators.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import fuzz, process

from thanthien.lib.planreader.agency_groups import GROUP_OPENERS, group_name, group_span
from thanthien.lib.planreader.keys import fold, squeeze

_DATA = Path(__file__).parent / "data" / "agencies.yaml"
_SHORT = {
    "hdnd": "hoi dong nhan dan", "ubnd": "uy ban nhan dan", "vp": "van phong", "tt": "trung tam",
    "mttq": "mat tran to quoc", "mttqvn": "mat tran to quoc viet nam", "ub": "uy ban", "vn": "viet nam",
    "dv": "dich vu", "bch": "ban chi huy", "vpubnd": "van phong uy ban nhan dan", "uyban": "uy ban",
    "hdndubnd": "hoi dong nhan dan uy ban nhan dan", "vaubnd": "uy ban nhan dan", "p": "phong",
}  # fmt: skip
# "Phòng Văn hóa" / "- Xã hội": a dash inside a name that a narrow cell carried to the next line.
_WRAPPED_DASH = re.compile(
    r"\n\s*(?=[-–]\s(?!(?:Phòng|Ban|Trung tâm|Văn phòng|Công an|Hội|Đoàn|Ủy ban|Uỷ ban|UB|Các|Trạm|Sở|Đảng|VP|TT|"
    r"MTTQ|Mặt trận|Công đoàn|Trường|Tổ|Thôn|Bộ phận|Đài|Chi|Chủ tịch|Lãnh đạo)\b))"
)
_UNIT_KINDS = {"xa", "phuong", "dac khu", "thi tran", "cap xa"}
_HEADS = (
    "phong|ban|van phong|trung tam|uy ban|hoi|doan|cong an|tram|truong|so|chi bo|dang uy|to|bo phan|dai|"
    "cong doan|cong ty|chi cuc|doi|lien doan|thuong truc|mat tran|hoi dong|quy|chi nhanh|ngan hang|bao|"
    "buu dien|kho bac|benh vien|hop tac xa|thanh tra|cong chuc|chu tich|pho chu tich|dong chi|ong|ba|bi thu|"
    "lanh dao|nguoi dung dau|thu truong|truong phong|thon|khu pho|can bo"
)
_HEAD = re.compile(rf"^(?:cac |moi |toan the |lien )?(?:{_HEADS})\b")
_LINK = re.compile(r"[,;–-]")
_WORD = re.compile(r"[^\W_]+")
SURE, LIKELY = 1.0, 0.88


@dataclass(frozen=True, slots=True)
class Agency:
    """A body named somewhere: canonical `name`, the `printed` form, and how sure the match is (0..1)."""

    name: str
    printed: str
    is_group: bool = False
    confidence: float = 1.0
    known: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    is_group: bool = False
    keep_unit: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    """One printed word with its key words (an abbreviation stands for several) and its place."""

    keys: tuple[str, ...]
    start: int
    end: int


@lru_cache(maxsize=4096)
def _expand(word: str) -> tuple[str, ...]:
    return tuple(_SHORT.get(word, word).split())


def _key(text: str) -> tuple[str, ...]:
    return tuple(k for w in fold(text).split() if w != "va" for k in _expand(w))


class AgencyBook:
    """Known names; asks the commune's own register first, then the names of `agencies.yaml`."""

    def __init__(self, own: Iterable[tuple[str, Sequence[str], bool]] = ()) -> None:
        self._by_key: dict[tuple[str, ...], Entry] = {}
        for name, aliases, is_group in own:
            self._add(Entry(name, is_group), aliases)
        for row in _table():
            entry = Entry(row["name"], bool(row.get("group")), bool(row.get("keep_unit")))
            self._add(entry, row.get("aliases") or ())
        self._longest = max(map(len, self._by_key), default=0)
        self._firsts = {key[0] for key in self._by_key}
        self._joined = {" ".join(key): entry for key, entry in self._by_key.items() if len(key) > 1}
        self._cache: dict[str, tuple[Agency, ...]] = {}
        self.unit = ""

    def _add(self, entry: Entry, aliases: Iterable[str]) -> None:
        for form in (entry.name, *aliases):
            if key := _key(form):
                self._by_key.setdefault(key, entry)

    def read(self, text: str | None) -> tuple[Agency, ...]:
        """Every body that a cell or a heading names, in printed order."""
        text = (text or "").strip()
        if text not in self._cache:
            found = [agency for part in _parts(_WRAPPED_DASH.sub(" ", text)) for agency in self._part(part)]
            self._cache[text] = tuple({a.name: a for a in reversed(found)}.values())[::-1]
        return self._cache[text]

    def cover(self, text: str) -> float:
        """Share of the words of `text` that known names, groups and separators account for (0..1)."""
        words = _words(text)
        total = sum(len(w.keys) for w in words)
        if not total:
            return 0.0
        used, at = 0, 0
        while at < len(words):
            step = self._match(words, at, text)[0] or (1 if words[at].keys[0] == "va" else 0)
            used += sum(len(w.keys) for w in words[at : at + step])
            at += step or 1
        return used / total

    def name_sizes(self, texts: Sequence[str]) -> list[int]:
        """For each printed word, how many words a known name or group that opens there takes; 0 for none."""
        joined = " ".join(texts)
        starts: dict[int, int] = {}
        at = 0
        for number, text in enumerate(texts):
            starts[at] = number
            at += len(text) + 1
        words = _words(joined)
        number_of = [starts[joined.rfind(" ", 0, w.start) + 1] for w in words]
        sizes = [0] * len(texts)
        for i, number in enumerate(number_of):
            if i and number_of[i - 1] == number:
                continue
            size, _ = self._match(words, i, joined, strict=True)
            if size and (i + size == len(words) or number_of[i + size] != number_of[i + size - 1]):
                sizes[number] = number_of[i + size - 1] - number + 1
        return sizes

    def leading(self, text: str) -> tuple[Agency | None, int]:
        """The body whose name opens `text`, and where in `text` its name ends."""
        words = _words(text)
        if not words:
            return None, 0
        size, agency = self._match(words, 0, text)
        return (agency, words[size - 1].end) if size and agency else (None, 0)

    def _part(self, text: str) -> list[Agency]:
        found = self._split(text)
        if len(found) > 1 or self.cover(text) < 1.0:
            # A damaged name may hold a shorter known one: "Phòng Kinh tế - Hạ tầng và Đã thì".
            whole = self._near(text)
            if whole is not None and not any(a.name == whole.name for a in found):
                return [whole]
        return found

    def _split(self, text: str) -> list[Agency]:
        words, found, at, loose = _words(text), [], 0, 0
        while at < len(words):
            size, agency = self._match(words, at, text)
            if not size or agency is None:
                at += 1
                continue
            found += self._unknown(text[words[loose].start : words[at].start]) if at > loose else []
            found.append(agency)
            at = loose = at + size
        if loose < len(words):
            found += self._unknown(text[words[loose].start :])
        return found

    def _match(
        self, words: list[_Word], at: int, text: str, *, strict: bool = False
    ) -> tuple[int, Agency | None]:
        """`strict`: a proper name after the unit kind counts only where it is this unit's own."""
        size, name = _group(words, at, text)
        known_size, entry = self._longest_known(words, at)
        if entry is not None and known_size >= size:
            return self._known(words, at, known_size, entry, text, self.unit if strict else None)
        if size:
            printed = text[words[at].start : words[at + size - 1].end]
            return size, Agency(group_name(printed, name), printed, is_group=True)
        return 0, None

    def _longest_known(self, words: list[_Word], at: int) -> tuple[int, Entry | None]:
        if words[at].keys[0] not in self._firsts:
            return 0, None
        best: tuple[int, Entry | None] = (0, None)
        key: tuple[str, ...] = ()
        for end in range(at, min(len(words), at + self._longest + 2)):
            word = words[end].keys
            key = key if word == ("va",) else key + word
            if word != ("va",) and key in self._by_key:
                best = (end - at + 1, self._by_key[key])
        return best

    def _known(
        self, words: list[_Word], at: int, size: int, entry: Entry, text: str, unit: str | None
    ) -> tuple[int, Agency | None]:
        tail, kind = _unit_tail(words, at + size, text, unit)
        name = f"{entry.name} {kind}" if entry.keep_unit and kind else entry.name
        printed = text[words[at].start : words[at + size + tail - 1].end]
        return size + tail, Agency(name, printed, entry.is_group)

    def _unknown(self, text: str) -> list[Agency]:
        """Bodies no table knows: near spellings are resolved, the rest is kept as printed."""
        found: list[Agency] = []
        for piece in _cut(text):
            near = self._near(piece)
            if near:
                found.append(near)
            elif _HEAD.match(fold(piece)) or (piece[:1].isupper() and len(piece.split()) <= 8):
                is_group = fold(piece).startswith("cac ")
                found.append(Agency(_without_unit(piece), piece, is_group, 0.6, known=False))
        return found

    def _near(self, piece: str) -> Agency | None:
        key = " ".join(_key(_without_unit(piece)))
        if len(key) < 6:
            return None
        hit = process.extractOne(key, self._joined.keys(), scorer=fuzz.ratio, score_cutoff=100 * LIKELY)
        if hit is None:
            return None
        entry = self._joined[hit[0]]
        return Agency(entry.name, piece, entry.is_group, round(hit[1] / 100, 2))


@lru_cache(maxsize=1)
def _table() -> list[dict[str, Any]]:
    data: dict[str, list[dict[str, Any]]] = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return data["agencies"]


def _words(text: str) -> list[_Word]:
    return [_Word(_expand(fold(m[0])), m.start(), m.end()) for m in _WORD.finditer(text) if fold(m[0])]


def _group(words: list[_Word], at: int, text: str) -> tuple[int, str]:
    if words[at].keys[0] not in GROUP_OPENERS:
        return 0, ""
    near = words[at : at + 30]
    linked = [i > 0 and bool(_LINK.search(text[near[i - 1].end : w.start])) for i, w in enumerate(near)]
    return group_span([w.keys[0] for w in near], linked)


def _parts(text: str) -> list[str]:
    """A cell cut at semicolons and at dashes that open a line; the rest needs the names."""
    pieces = re.split(r"[;•*+]|(?:^|\n)\s*[-–]\s+", text)
    return [piece for piece in (squeeze(p).strip(" .,:-–") for p in pieces) if piece]


def _unit_tail(words: list[_Word], at: int, text: str, unit: str | None) -> tuple[int, str]:
    """Words after a name that only say whose it is ("xã", "phường Tân Lập", "thành phố"): count, kind."""
    for size in (2, 1):
        kind = " ".join(k for w in words[at : at + size] for k in w.keys)
        if kind in _UNIT_KINDS | {"thanh pho", "tinh"} and len(words) >= at + size:
            end = at + size
            own = len(unit.split()) if unit else 0
            if own and " ".join(k for w in words[end : end + own] for k in w.keys) == unit:
                end += own
            while unit is None and end < len(words) and end < at + size + 3 and _is_proper(words, end, text):
                end += 1
            return end - at, squeeze(text[words[at].start : words[at + size - 1].end]).lower()
    return 0, ""


def _is_proper(words: list[_Word], at: int, text: str) -> bool:
    word = text[words[at].start : words[at].end]
    between = text[words[at - 1].end : words[at].start]
    if words[at].keys[0] in ("cac", "va", "cung"):
        return False
    proper = word[0].isupper() and not word.isupper() and not between.strip()
    return proper and not _HEAD.match(" ".join(words[at].keys))


def _cut(text: str) -> list[str]:
    """Left-over text cut at commas and "và", where a body's head noun (or a capital) follows."""
    pieces = re.split(r"\s*[,;]\s*(?=[A-ZĐÔƯÂ]|các\b)|\s+(?:và|cùng|,)\s+(?=[A-ZĐÔƯÂ]|các\b)", squeeze(text))
    return [p for p in (piece.strip(" .,:-–&") for piece in pieces) if p and fold(p) not in {"va", "cung"}]


def _without_unit(printed: str) -> str:
    """A body that no table knows, without the kind and name of its unit where a name stays."""
    name = squeeze(re.sub(r"\s+(?:xã|phường|đặc khu)(?:\s+[A-ZĐ]\w+)*$", "", printed.strip(" .,;:-–")))
    return name[:1].upper() + name[1:] if len(name.split()) > 1 else printed.strip(" .,;:-–")
