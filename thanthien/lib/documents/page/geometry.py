"""Words and ruled lines on a page. Origin top left, y downwards, any one unit for a page."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Word:
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    bold: bool = False
    confidence: float = 1.0

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line: horizontal where it is wider than high."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def is_horizontal(self) -> bool:
        return self.x1 - self.x0 >= self.y1 - self.y0


@dataclass(slots=True)
class PrintedPage:
    """One page. `unit` is one typographic point in the page's unit (1 for PDF, dpi/72 for a scan).

    `picture_share` of the page is covered by pictures; hidden text lies invisibly under one; a page is
    drawn when it holds so many curves that its letters may be among them.
    """

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    unit: float = 1.0
    picture_share: float = 0.0
    is_hidden_text: bool = False
    is_drawn: bool = False


@dataclass(slots=True)
class Segment:
    """Words of one printed line that stand together, left to right."""

    words: list[Word]

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def height(self) -> float:
        heights = sorted(word.height for word in self.words)
        return heights[len(heights) // 2]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def bold(self) -> bool:
        letters = sum(len(word.text) for word in self.words)
        return sum(len(word.text) for word in self.words if word.bold) >= 0.9 * letters

    @property
    def confidence(self) -> float:
        letters = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / letters if letters else 1.0


def lines_of(words: list[Word]) -> list[Segment]:
    """Words gathered into printed lines, top to bottom: a word joins the line whose middle it overlaps."""
    lines: list[list[Word]] = []
    middles: list[float] = []
    for word in sorted(words, key=lambda word: word.middle):
        if lines and word.middle - middles[-1] < 0.5 * min(word.height, lines[-1][0].height):
            lines[-1].append(word)
            middles[-1] += (word.middle - middles[-1]) / len(lines[-1])
        else:
            lines.append([word])
            middles.append(word.middle)
    return [Segment(sorted(line, key=lambda word: word.x0)) for line in lines]
