"""Numbers, points and the outline of a point table's rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from thanthien.lib.vietnamese import fold, search_key

_POINTS = re.compile(
    r"(?:toi da|diem|:|\()*\s*(?P<value>\d{1,3}(?:[.,]\d{1,2})?)\s*(?:diem|d)?\s*\)?\.?", re.IGNORECASE
)
_POINTS_IN_TEXT = re.compile(
    r"\s*[(\[:–-]\s*(?:tối đa\s*)?(?P<value>\d{1,3}(?:[.,]\d{1,2})?)\s*điểm\s*[)\]]?\s*[.:]?\s*$",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"(?P<criterion>tiêu\s+chí\s+(?:số\s+)?(?:[ivx]{1,4}|\d{1,2}))\b\s*[.:)\-–]*\s*"
    r"|(?P<path>[IVX]{1,4}(?:[.#]\d{1,2}){1,4})[.:)]*\s+"
    r"|(?P<dotted>\d{1,2}(?:\.\d{1,2}){1,3})[.:)]*\s+"
    r"|(?P<arabic>\d{1,2})[.:)]+\s*"
    r"|(?P<roman>[IVX]{1,4})[.:)\-–]+\s*"
    r"|(?P<letter>[a-zđ])[.)]+\s*"
    r"|(?P<dash>[-–—•*])\s*"
    r"|(?P<plus>\+)\s*",
    re.IGNORECASE,
)
# A number with nothing but a space behind it, "III Đội ngũ …", where the title begins with a capital or a figure.
_BARE = re.compile(r"(?:(?P<roman>[IVX]{1,4})|(?P<arabic>[1-9]\d?))\s+(?=[^\W_])")
_ONLY_NUMBER = re.compile(
    r"(?:tiêu\s+chí\s+)?(?:[IVX]{1,4}|\d{1,2})(?:[.,#]\d{1,2}){0,4}[.:)]*|[a-zđ][.)]*|[-–—•*+]", re.IGNORECASE
)
_TOTAL = re.compile(
    r"(tong cong|tong so diem|tong diem|tong so|tong|cong)( diem)?( toi da)?( \(?[ivx0-9 +]+\)?)?"
)
_SUBTOTAL = re.compile(r"(tong|tong diem|tong cong|cong|cong diem) (cua )?(tieu chi|muc|phan|nhom)\b.*")
_NOTE = re.compile(r"(ghi chu|luu y|chu thich|nguoi cham|nguoi lap|thu truong)\b.*")

# Lower rank stands higher in the outline. A lone capital letter heads parts above Roman numerals.
_RANKS = {
    "capital": 0,
    "criterion": 1,
    "roman": 2,
    "path": 2,
    "arabic": 3,
    "dotted": 3,
    "letter": 8,
    "dash": 9,
    "plus": 10,
}
_UNNUMBERED = 11


class Mark(NamedTuple):
    """The number of a row: as printed, and its rank in the outline."""

    printed: str
    rank: int


def read_points(text: str) -> Decimal | None:
    """ "1,5", "05", "10đ", "(2,5 điểm)" as points; None where the text is not one number of points."""
    match = _POINTS.fullmatch(_plain(text))
    return Decimal(match["value"].replace(",", ".")) if match else None


def points_in_text(text: str) -> tuple[str, Decimal | None]:
    """A title that ends in its own points, "… (25 điểm)", parted into title and points."""
    match = _POINTS_IN_TEXT.search(text)
    if match is None:
        return text, None
    return text[: match.start()].strip(), Decimal(match["value"].replace(",", "."))


def is_number(text: str) -> bool:
    """A cell that holds the number of a row and nothing else: "III", "7.2", "a)"."""
    return bool(_ONLY_NUMBER.fullmatch(text.strip()))


def read_mark(number: str, text: str, *, bare: bool = False) -> tuple[Mark, str]:
    """The row's number, from its own column or from the start of the text, and the text without it.

    `bare`: numbers have no column of their own, so "III Đội ngũ …" and "8 Khẩu hiệu …" begin with theirs.
    """
    in_text = _match_mark(text) or (_match_bare(text) if bare else None)
    if number:
        # Excel shows the typed number 7.1 as "7,1".
        number = number.replace(",", ".")
        match = _match_mark(f"{number.strip(' .:')}. ") or _match_mark(f"{number} ")
        rest = in_text[1] if in_text is not None and in_text[0].rank == 1 else text
        if match is not None:
            own = (
                in_text[0]
                if in_text is not None and in_text[0].rank == 1 and match[0].rank == 3
                else match[0]
            )
            return Mark(number, own.rank), rest
        return Mark(number, _UNNUMBERED), text
    return in_text if in_text is not None else (Mark("", _UNNUMBERED), text)


def _match_mark(text: str) -> tuple[Mark, str] | None:
    match = _MARK.match(text)
    if match is None or match.lastgroup is None:
        return None
    kind, printed = match.lastgroup, match[match.lastgroup]
    if kind == "roman" and printed != printed.upper():
        kind = "letter"
    if kind == "letter" and printed == printed.upper():
        kind = "capital"
    rank = _RANKS[kind] + (len(re.findall(r"[.#]", printed)) if kind in ("dotted", "path") else 0)
    return Mark(printed, rank), text[match.end() :].strip()


def _match_bare(text: str) -> tuple[Mark, str] | None:
    match = _BARE.match(text)
    if match is None or match.lastgroup is None or text[match.end()].islower():
        return None
    return Mark(match[match.lastgroup], _RANKS[match.lastgroup]), text[match.end() :].strip()


def is_total(text: str) -> bool:
    return bool(_TOTAL.fullmatch(search_key(text)))


def is_subtotal(text: str) -> bool:
    return bool(_SUBTOTAL.fullmatch(search_key(text)))


def is_note(text: str) -> bool:
    return bool(_NOTE.fullmatch(search_key(text)))


def parents_of(ranks: Sequence[int]) -> list[tuple[int | None, int]]:
    """For each row its parent's position (None at the top) and depth from 1, by rank and order."""
    open_rows: list[tuple[int, int]] = []
    found: list[tuple[int | None, int]] = []
    for position, rank in enumerate(ranks):
        while open_rows and open_rows[-1][1] >= rank:
            open_rows.pop()
        found.append((open_rows[-1][0] if open_rows else None, len(open_rows) + 1))
        open_rows.append((position, rank))
    return found


def _plain(text: str) -> str:
    return " ".join(fold(text).lower().split())
