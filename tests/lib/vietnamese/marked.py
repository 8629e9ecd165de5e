"""Sentences in which personal data is marked by hand, and how much of it the rules find."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from thanthien.lib.vietnamese.personal import personal_data

HERE = Path(__file__).parent
_MARK = re.compile(r"\[\[(?:\w+):(.+?)\]\]")


@dataclass(slots=True)
class Measured:
    """A mark is found where the mask hides every letter and digit of it; what it hides elsewhere is `wrong`."""

    found: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return len(self.found) / (len(self.found) + len(self.missed))

    @property
    def precision(self) -> float:
        return len(self.found) / (len(self.found) + len(self.wrong))


def measure(name: str) -> Measured:
    result = Measured()
    for text, marks in sentences(name):
        spans = personal_data(text)
        hidden = {n for span in spans for n in range(span.start, span.end)}
        for start, end in marks:
            letters = {n for n in range(start, end) if text[n].isalnum()}
            (result.found if letters <= hidden else result.missed).append(text[start:end])
        for span in spans:
            if not any(span.start < end and start < span.end for start, end in marks):
                result.wrong.append(f"{text[span.start : span.end]} ← {text}")
    return result


def sentences(name: str) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield _plain(line)


def _plain(line: str) -> tuple[str, list[tuple[int, int]]]:
    text, marks, last = "", [], 0
    for found in _MARK.finditer(line):
        text += line[last : found.start()]
        marks.append((len(text), len(text) + len(found[1])))
        text += found[1]
        last = found.end()
    return text + line[last:], marks
