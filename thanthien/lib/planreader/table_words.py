"""Words of a run-together table with the layout around each: line starts, wide gaps, blank lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from thanthien.lib.planreader.keys import fold, plain
from thanthien.lib.planreader.lines import Line

_TOKEN = re.compile(r"(\s*)(\S+)")
_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){0,3}|[IVXL]{1,5}|[A-H])[.)]?")


@dataclass(slots=True)
class Word:
    """`wide`: two blanks or more (or a cell end) before it; `opens`: first on its line; `gap`: blank lines before."""

    text: str
    key: str
    line: Line
    opens: bool = False
    wide: bool = False
    gap: int = 0
    after_cell_end: bool = False

    @property
    def is_number(self) -> bool:
        return bool(_NUMBER.fullmatch(self.text))

    @property
    def starts_upper(self) -> bool:
        head = self.text.lstrip("“\"'(‘-–+•*")
        return bool(head) and (head[0].isupper() or head[0].isdigit())

    @property
    def is_dash(self) -> bool:
        return self.text[0] in "-–+•*"

    @property
    def breaks_off(self) -> bool:
        """A line that ends with this word cannot end a cell."""
        return self.text.endswith((",", ";", "-", "–", "&", "/", "(")) or self.key in _OPEN


_OPEN = {"va", "cua", "voi", "tai", "cho", "theo", "ve", "cac", "hoac", "den", "tu", "trong", "la", "nhung", "moi", "bang"}


def words_of(lines: list[Line]) -> list[Word]:
    words: list[Word] = []
    ended = False
    for line in lines:
        first = True
        for match in _TOKEN.finditer(line.text):
            wide = not first and len(match[1]) >= 2 or "\t" in match[1]
            words.append(
                Word(match[2], fold(match[2]), line, first, wide, line.gap if first else 0, ended and first)
            )
            first = False
        ended = line.ends_cell
    return words


def upper_run(words: list[Word], at: int) -> int:
    """End of a run of words in capitals that starts at `at` (numbers and marks may stand in it)."""
    end, letters = at, 0
    while end < len(words):
        text = "".join(c for c in words[end].text if c.isalpha())
        if text and not text.isupper():
            break
        letters += len(text)
        end += 1
    while end > at and not any(c.isalpha() for c in words[end - 1].text) and words[end - 1].opens:
        end -= 1
    return end if letters >= 8 else at


def plain_text(words: list[Word], start: int, end: int) -> str:
    return plain(" ".join(word.text for word in words[start:end]))
