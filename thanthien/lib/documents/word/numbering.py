"""The numbers and bullets Word prints before list paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from thanthien.lib.documents.word.names import number, switch, value, w
from thanthien.lib.vietnamese import roman

_BULLETS = {
    "\uf02d": "-",
    "\uf02b": "+",
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf0d8": "➢",
    "\uf0fc": "✓",
    "o": "o",
}
_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9


@dataclass(slots=True)
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class _List:
    abstract: str
    overrides: dict[int, _Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts list paragraphs in reading order; ask `label` once for each."""

    def __init__(self, root: Element | None) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._lists: dict[int, _List] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[int] = set()
        if root is None:
            return
        for element in root.iter(w("abstractNum")):
            levels = {_level_number(lvl): _level(lvl) for lvl in element.findall(w("lvl"))}
            self._abstract[element.get(w("abstractNumId")) or ""] = levels
        for element in root.findall(w("num")):
            self._add_list(element)

    def _add_list(self, element: Element) -> None:
        entry = _List(value(element, "abstractNumId") or "")
        for override in element.findall(w("lvlOverride")):
            level_number = _level_number(override)
            lvl = override.find(w("lvl"))
            if lvl is not None:
                entry.overrides[level_number] = _level(lvl)
            start = number(override, "startOverride")
            if start is not None:
                entry.starts[level_number] = start
        self._lists[int(element.get(w("numId")) or 0)] = entry

    def label(self, list_id: int | None, level: int | None) -> str:
        """The label printed before the next paragraph of this list and level; "" for none."""
        entry = self._lists.get(list_id or 0)
        if entry is None or list_id is None:
            return ""
        depth = min(max(level or 0, 0), _LEVELS - 1)
        counts = self._counts.setdefault(entry.abstract, [None] * _LEVELS)
        if list_id not in self._begun:
            self._begun.add(list_id)
            for at in entry.starts:
                counts[at] = None
        self._advance(entry, counts, depth)
        shown = self._level(entry, depth)
        if shown.form == "bullet":
            return _bullet(shown.text)
        if shown.form == "none":
            return _PLACE.sub("", shown.text)
        return _PLACE.sub(
            lambda match: self._printed(entry, counts, int(match.group(1)) - 1, shown), shown.text
        )

    def _advance(self, entry: _List, counts: list[int | None], depth: int) -> None:
        for above in range(depth):
            if counts[above] is None:
                counts[above] = self._start(entry, above)
        current = counts[depth]
        counts[depth] = self._start(entry, depth) if current is None else current + 1
        for below in range(depth + 1, _LEVELS):
            restart = self._level(entry, below).restart
            if restart is None or 0 < restart <= depth + 1:
                counts[below] = None

    def _level(self, entry: _List, depth: int) -> _Level:
        return entry.overrides.get(depth) or self._abstract.get(entry.abstract, {}).get(depth) or _Level()

    def _start(self, entry: _List, depth: int) -> int:
        return entry.starts.get(depth, self._level(entry, depth).start)

    def _printed(self, entry: _List, counts: list[int | None], depth: int, shown: _Level) -> str:
        count = counts[depth]
        at = self._start(entry, depth) if count is None else count
        return format_count(at, "decimal" if shown.legal else self._level(entry, depth).form)


def _level_number(element: Element) -> int:
    text = element.get(w("ilvl")) or "0"
    return int(text) if text.isdigit() else 0


def _level(lvl: Element) -> _Level:
    start = number(lvl, "start")
    return _Level(
        form=value(lvl, "numFmt") or "decimal",
        text=value(lvl, "lvlText") or "",
        start=1 if start is None else start,
        restart=number(lvl, "lvlRestart"),
        legal=bool(switch(lvl, "isLgl")),
    )


def _bullet(text: str) -> str:
    if text in _BULLETS:
        return _BULLETS[text]
    return "•" if any("\ue000" <= letter <= "\uf8ff" for letter in text) else text


def format_count(count: int, form: str) -> str:
    """`count` in a Word number format; unknown formats print as decimal."""
    if form in ("lowerLetter", "upperLetter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        return roman(count).lower() if form == "lowerRoman" else roman(count)
    return f"{count:02d}" if form == "decimalZero" else str(count)
