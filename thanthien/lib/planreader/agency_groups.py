"""Groups of bodies ("các cơ quan, đơn vị có liên quan"): where one ends, and its canonical wording."""

from __future__ import annotations

import re
from collections.abc import Sequence

from thanthien.lib.planreader.keys import fold, squeeze

_NOUNS = tuple(
    sorted(
        (
            tuple(noun.split())
            for noun in [
                "phong",
                "ban",
                "nganh",
                "co quan",
                "don vi",
                "to chuc",
                "doan the",
                "bo phan",
                "hoi",
                "thon",
                "to dan pho",
                "khu pho",
                "khu dan cu",
                "truong hoc",
                "truong",
                "nha truong",
                "chi bo",
                "dang bo",
                "ca nhan",
                "dia phuong",
                "phong chuyen mon",
                "hop tac xa",
                "co quan chuyen mon",
                "to chuc chinh tri xa hoi",
                "to chuc chinh tri",
                "to chuc doan the",
                "ban cong tac mat tran",
                "doanh nghiep",
                "hoi doan the",
                "doan the chinh tri xa hoi",
                "don vi su nghiep",
                "trung tam",
                "truong thon",
                "to truong to dan pho",
                "ban dieu hanh khu pho",
                "to chuc ct xh",
                "don vi su nghiep cong lap",
                "xa hoi",
                "can bo",
                "cong chuc",
                "vien chuc",
                "nguoi lao dong",
                "phong ban",
                "ban nganh",
                "linh vuc",
                "thanh vien ban chi dao",
                "to chuc chinh tri xa hoi doan the",
                "tap the",
                "chi hoi",
                "dang uy vien",
                "chi doan",
                "co so",
                "ap",
                "buon",
                "xom",
                "khom",
                "ban lang",
                "thon buon",
                "to dan cu",
                "lang",
                "ban",
                "so",
                "so nganh",
            ]
        ),
        key=len,
        reverse=True,
    )
)
_QUALIFIERS = tuple(
    tuple(phrase.split())
    for phrase in [
        "co lien quan",
        "lien quan",
        "truc thuoc",
        "thuoc cua",
        "thuoc",
        "cua",
        "chuyen mon",
        "khac",
        "tren dia ban",
        "dia ban",
        "phoi hop",
        "uy ban nhan dan",
        "cap xa",
        "xa",
        "phuong",
        "dac khu",
        "tai xa",
        "o co so",
        "o xa",
        "trong xa",
        "duoc giao",
        "duoc phan cong",
        "don vi",
    ]
)
_JOINING = {"ban", "nganh", "phong"}
_OPENERS = {"cac", "moi", "nhung"}


# First words of a group: a quick test before the full one.
GROUP_OPENERS = frozenset({*_OPENERS, "tat", "ca", "toan", "bo"} | {noun[0] for noun in _NOUNS})


def group_span(keys: Sequence[str], linked: Sequence[bool]) -> tuple[int, str]:
    """How many of the key words, from the first, name a group; 0 where they do not open one.

    `linked` says of each word whether a comma or dash stands before it: nouns of a list need that (or "và").
    """
    at = 0
    while at < len(keys) and keys[at] in {"tat", "ca", "toan", "bo"}:
        at += 1
    opened = at < len(keys) and keys[at] in _OPENERS
    at += opened
    at, nouns = _nouns(keys, at, linked)
    if not nouns:
        return 0, ""
    end, qualified = _qualifiers(keys, at)
    if not opened and not (qualified and nouns >= 2) and not _bare_unit(keys, end, qualified):
        return 0, ""
    return end, " ".join(keys[:end])


def _bare_unit(keys: Sequence[str], end: int, qualified: bool) -> bool:
    """ "Đơn vị liên quan", "Cơ quan liên quan" without "các"."""
    return qualified and tuple(keys[:2]) in {("don", "vi"), ("co", "quan")} and keys[end - 1] == "quan"


def _nouns(keys: Sequence[str], at: int, linked: Sequence[bool]) -> tuple[int, int]:
    count = 0
    while at < len(keys):
        step = next((len(n) for n in _NOUNS if tuple(keys[at : at + len(n)]) == n), 0)
        if step == 0 and count and keys[at] in {"va", "cac"}:
            after = at + (2 if tuple(keys[at : at + 2]) == ("va", "cac") else 1)
            if any(tuple(keys[after : after + len(n)]) == n for n in _NOUNS):
                at = after
                continue
        if step == 0 or (
            count and not linked[at] and keys[at] not in _JOINING and keys[at - 1] not in ("va", "cac")
        ):
            break
        at, count = at + step, count + 1
    return at, count


def _qualifiers(keys: Sequence[str], at: int) -> tuple[int, bool]:
    found = False
    while at < len(keys):
        step = next((len(q) for q in _QUALIFIERS if tuple(keys[at : at + len(q)]) == q), 0)
        if step == 0:
            break
        at, found = at + step, True
    return at, found


def group_name(printed: str, key: str = "") -> str:
    """Canonical wording: capital first letter, commas between bare nouns, no dangling unit kind."""
    name = squeeze(printed).strip(" .,;:-–")
    name = re.sub(r"\b([Pp])hòng ban\b", r"\1hòng, ban", name)
    name = re.sub(r"\bban ngành\b", "ban, ngành", name)
    name = re.sub(r"\bthuộc của\b", "thuộc", name)
    if re.search(r" (?:xa|phuong|dac khu)$", fold(name)) and not re.search(
        r"\b(?:thuoc|cua|ban|dan|cap|tai|o|trong) (?:xa|phuong|dac khu)$", fold(name)
    ):
        name = re.sub(r"\s+(?:đặc\s+khu|\S+)$", "", name)
    return name[:1].upper() + name[1:]
