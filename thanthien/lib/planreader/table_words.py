"""Words of a run-together table with the layout around each: line starts, wide gaps, blank lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from thanthien.lib.planreader.keys import fold
from thanthien.lib.planreader.lines import Line

_TOKEN = re.compile(r"(\s*)(\S+)")
_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){0,3}|[IVXL]{1,5}|[A-H])[.)]?")


@dataclass(slots=True)
class Word:
    """A printed word. `wide`: two blanks or more before it; `opens`: first on its line; `gap`: blank lines
    before; `after_cell_end`: blanks trail the line before; `breaks_off`: no cell ends with this word."""

    text: str
    key: str
    line: Line
    opens: bool = False
    wide: bool = False
    gap: int = 0
    after_cell_end: bool = False
    is_number: bool = False
    starts_upper: bool = False
    is_dash: bool = False
    breaks_off: bool = False

    def __post_init__(self) -> None:
        head = self.text.lstrip("“\"'(‘-–+•*")
        self.is_number = bool(_NUMBER.fullmatch(self.text))
        self.starts_upper = bool(head) and (head[0].isupper() or head[0].isdigit())
        self.is_dash = self.text[0] in "-–+•*"
        self.breaks_off = self.text.endswith(_HANGING) or self.key in _OPEN


_HANGING = (",", ";", "-", "–", "&", "/", "(")
_OPEN = {
    "va",
    "cua",
    "voi",
    "tai",
    "cho",
    "theo",
    "ve",
    "cac",
    "hoac",
    "den",
    "tu",
    "trong",
    "la",
    "nhung",
    "moi",
    "bang",
}


def words_of(lines: list[Line]) -> list[Word]:
    words: list[Word] = []
    ended = False
    for line in lines:
        first = True
        for match in _TOKEN.finditer(line.text):
            wide = (not first and len(match[1]) >= 2) or "\t" in match[1]
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
    while end > at + 2 and not any(c.isalpha() for c in words[end - 1].text):
        end -= 1
    return end if letters >= 8 else at
