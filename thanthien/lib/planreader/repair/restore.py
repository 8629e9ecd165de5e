"""The most likely words behind a damaged print (Viterbi over candidates and neighbouring pairs)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from thanthien.lib.planreader.keys import fold
from thanthien.lib.planreader.names import SURNAMES
from thanthien.lib.planreader.repair.candidates import Candidates, readings
from thanthien.lib.planreader.repair.lexicon import NUMBER, lexicon
from thanthien.lib.vietnamese import is_vietnamese_syllable

# A joined "TM.ỦY", "4.Đảm", "hóa-Xã" is two words.
_TOKEN = re.compile(r"(?:TM|KT|TL|TUQ|TT)\.(?=\S)|\d{1,2}\.(?=[^\W\d])|[^\W\d]+[-–](?=[^\W\d])|\S+")
_CORE = re.compile(r"^([“”\"'‘’(\[<«*.,;:…–—+-]*)(.*?)([“”\"'’)\]>».,;:!?…™–—/-]*)$")
_CODE = re.compile(r".*\d.*[/%].*|.*\d{3}.*|\d+\W*|.*[A-Z]\S*/\S+|https?:.*|\S+@\S+\.\S+")
_PER = {
    "lan": "lần",
    "nam": "năm",
    "tuan": "tuần",
    "thang": "tháng",
    "quy": "quý",
    "ngay": "ngày",
    "buoi": "buổi",
    "cuoc": "cuộc",
}
_MARK = re.compile(r"^(?:[IVXLl1|]{1,5}|\d{1,2}(?:\.\d+)*|[A-Ha-zđ¢€@])[.)/:]+$|^[IVX]{1,5}$|^[-–+•*]$")
_ABBREVIATIONS = {
    "HDND": "HĐND", "QD": "QĐ", "BCD": "BCĐ", "DU": "ĐU", "TTDU": "TTĐU", "UBND": "UBND", "TTHC": "TTHC",
    "MTTQ": "MTTQ",
    "VHXH": "VHXH", "HDND&UBND": "HĐND&UBND", "HDND-UBND": "HĐND-UBND", "MTTQVN": "MTTQVN", "UBMTTQ": "UBMTTQ",
    "PVHCC": "PVHCC",
}  # fmt: skip
_KEEP = frozenset(
    "zalo facebook fanpage page wifi internet website camera email app smart checklist scan photo "
    "photocopy pano vneid qr ai online".split()
)
_BEGIN = "."
_BEAM = 6
_EXACT = 0.3
# A usual word that can be read as it is spelled needs a better reason to be another one.
_USUAL, _AGAINST_SPELLING = 20, 0.6
_UNIT_KINDS = frozenset({"xa", "phuong", "khu", "tran", "tinh", "pho"})
_MIDDLE = {"thi": "thị", "van": "văn"}
_MISREAD_WEIGHT = 1.9


@dataclass(slots=True)
class _Token:
    text: str
    before: str
    core: str
    after: str
    options: list[tuple[str, float]]


class Restorer:
    """`heavy`: every word may have lost its marks; else only words that are no Vietnamese syllable change.
    `spelled`: only the marks are gone, the letters are sound."""

    def __init__(self, *, heavy: bool, spelled: bool = False) -> None:
        self._heavy, self._spelled = heavy, spelled
        self._lexicon = lexicon()
        self._candidates = Candidates(self._lexicon)

    def restore(self, texts: list[str]) -> list[str]:
        """Each text with its words put right; blanks and line breaks stay as they are."""
        tokens = [self._line(text) for text in texts]
        flat = [token for line in tokens for token in line]
        chosen = iter(self._best(flat))
        return [_TOKEN.sub(lambda _: next(chosen), text) for text in texts]

    def _line(self, text: str) -> list[_Token]:
        tokens = [self._token(m[0], m.start() == 0) for m in _TOKEN.finditer(text)]
        if 2 <= len(tokens) <= 5 and all(t.core[:1].isupper() and not t.core.isupper() for t in tokens):
            self._as_name(tokens)
        for at, token in enumerate(tokens):
            if fold(token.core) in _UNIT_KINDS and not token.after:
                self._as_place(tokens[at + 1 : at + 4])
        return tokens

    def _as_place(self, tokens: list[_Token]) -> None:
        """The capitalised words after "xã", "phường" are a name: where it can be read as spelled, it is."""
        for token in tokens:
            if not token.core[:1].isupper():
                return
            as_spelled = [(w, c) for w, c in token.options if c < _EXACT and fold(w) == fold(token.core)]
            token.options = as_spelled or token.options
            if token.after:
                return

    def _as_name(self, tokens: list[_Token]) -> None:
        """A line of two to five capitalised words that opens with a surname is a name: no letter of it changes."""
        first = next(
            (SURNAMES[k] for k, cost in readings(tokens[0].core.lower()) if k in SURNAMES and cost < 1), None
        )
        if first is None:
            return
        tokens[0].options = [(first, 0.0)]
        for token in tokens[1:]:
            middle = _MIDDLE.get(fold(token.core)) if token is not tokens[-1] else None
            token.options = [(middle, 0.0)] if middle else [(w, c) for w, c in token.options if c < _EXACT]

    def _token(self, text: str, first: bool) -> _Token:
        if (first and _MARK.match(text)) or _CODE.fullmatch(text):
            return _Token(text, "", text, "", [])
        match = _CORE.match(text)
        before, core, after = match.groups() if match else ("", text, "")
        return _Token(text, before, core, after, self._options(core))

    def _options(self, core: str) -> list[tuple[str, float]]:
        small = core.lower()
        if (
            not core
            or core in _ABBREVIATIONS
            or (
                core.isalpha()
                and core.isupper()
                and core.isascii()
                and 2 <= len(core) <= 5
                and not _has_vowel(small)
            )
        ):
            return []
        if small in _KEEP or (not any(c.isalpha() for c in core) and small not in "&¢"):
            return []
        known = small in self._lexicon.words
        if not self._heavy and (known or is_vietnamese_syllable(core)):
            return []
        options = list(self._candidates.of("ở" if core in ("&", "¢") else core))
        if self._spelled:
            return [(word, cost) for word, cost in options if cost < _EXACT and fold(word) == fold(core)]
        as_spelled = [(word, cost) for word, cost in options if cost < _EXACT and fold(word) == fold(core)]
        if core[0].isupper() and not core.isupper():
            options = [(word, cost) for word, cost in options if cost < 2.6]
        if any(self._lexicon.words[word] >= _USUAL for word, _ in as_spelled):
            return [(w, c if (w, c) in as_spelled else c + _AGAINST_SPELLING) for w, c in options]
        return options

    def _best(self, tokens: list[_Token]) -> list[str]:
        paths: list[tuple[float, str, int]] = [(0.0, _BEGIN, -1)]
        trellis: list[list[tuple[float, str, int]]] = [paths]
        for token in tokens:
            if not token.options and not any(c.isalnum() for c in token.core):
                trellis.append([(score, before, index) for index, (score, before, _) in enumerate(paths)])
                continue
            words = token.options or [(_context(token.core), 0.0)]
            now: list[tuple[float, str, int]] = []
            kept = sorted(range(len(paths)), key=lambda i: -paths[i][0])[:_BEAM]
            for word, cost in words:
                score, back = max(
                    (paths[i][0] + self._lexicon.likelihood(paths[i][1], word), i) for i in kept
                )
                now.append((score - _MISREAD_WEIGHT * cost, word, back))
            paths = now
            trellis.append(paths)
        return self._trace(tokens, trellis)

    def _trace(self, tokens: list[_Token], trellis: list[list[tuple[float, str, int]]]) -> list[str]:
        last = max(range(len(trellis[-1])), key=lambda i: trellis[-1][i][0])
        words: list[str] = []
        for position in range(len(tokens), 0, -1):
            _, word, back = trellis[position][last]
            words.append(_shown(tokens[position - 1], word))
            last = back
        return words[::-1]


def _context(core: str) -> str:
    return NUMBER if core[:1].isdigit() else core.lower()


def _has_vowel(text: str) -> bool:
    return any(c in "aeiouy" for c in text)


def _shown(token: _Token, word: str) -> str:
    core = token.core
    if re.fullmatch(r"[a-z]+/[a-z]+", core) and all(part in _PER for part in core.split("/")):
        return token.before + "/".join(_PER[part] for part in core.split("/")) + token.after
    if not token.options:
        return token.before + _ABBREVIATIONS.get(core, core) + token.after
    letters = [c for c in core if c.isalpha()]
    uppers = sum(c.isupper() for c in letters)
    inside = len(letters) > 1 and not core[0].isupper() and any(c.isupper() for c in letters[1:])
    if (len(letters) > 1 and uppers > len(letters) / 2) or inside:
        word = word.upper()
    elif letters and letters[0].isupper():
        word = word[:1].upper() + word[1:]
    return token.before + word + token.after
