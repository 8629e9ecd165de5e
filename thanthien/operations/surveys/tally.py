"""Answers counted: a numerator and a denominator beside every share, with its 95 % interval."""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from thanthien.lib.sampling import Share as Share
from thanthien.operations.surveys.definition import SATISFIED, SCALE, Block, Content, Kind, Question


@dataclass(frozen=True, slots=True)
class Option:
    words: str
    share: Share


@dataclass(frozen=True, slots=True)
class QuestionTally:
    """`options` for scales and choices; `satisfied` (levels 4 and 5) for scales; `mean` for numbers."""

    question: Question
    answered: int
    options: tuple[Option, ...] = ()
    satisfied: Share | None = None
    mean: float | None = None


@dataclass(frozen=True, slots=True)
class BlockTally:
    block: Block
    questions: tuple[QuestionTally, ...]

    @property
    def index(self) -> float | None:
        """The mean of the shares of its scales: each statement weighs the same."""
        found = [q.satisfied.ratio for q in self.questions if q.satisfied and q.satisfied.ratio is not None]
        return sum(found) / len(found) if found else None


@dataclass(frozen=True, slots=True)
class Tally:
    """`satisfied`: answers 4–5 of all answers on the scale. `index`: mean of the blocks' indices (SIPAS)."""

    responses: int
    blocks: tuple[BlockTally, ...] = ()
    satisfied: Share = field(default_factory=lambda: Share(0, 0))

    @property
    def index(self) -> float | None:
        found = [one.index for one in self.blocks if one.index is not None]
        return sum(found) / len(found) if found else None

    @property
    def scales(self) -> list[QuestionTally]:
        return [q for block in self.blocks for q in block.questions if q.satisfied and q.satisfied.total]

    def of(self, key: str) -> QuestionTally | None:
        """The question of that key."""
        return next((q for block in self.blocks for q in block.questions if q.question.key == key), None)

    @property
    def weakest(self) -> list[QuestionTally]:
        """The three statements with the smallest share: where to begin."""
        return sorted(self.scales, key=lambda q: (q.satisfied.ratio or 0) if q.satisfied else 1)[:3]


def tally_of(content: Content, answers: Iterable[dict[str, Any]]) -> Tally:
    rows = list(answers)
    blocks = tuple(
        BlockTally(block, tuple(_question(one, rows) for one in block.questions)) for block in content.blocks
    )
    satisfied = sum(
        (q.satisfied for block in blocks for q in block.questions if q.satisfied), start=Share(0, 0)
    )
    return Tally(len(rows), blocks, satisfied)


def satisfied_of(content: Content, rows: Sequence[dict[str, Any]]) -> Share:
    """Of many forms: how many of their answers on the scale are 4 or 5."""
    found = Share(0, 0)
    for key in [q.key for q in content.questions if q.kind == Kind.SCALE]:
        marks = Count(row[key] for row in rows if key in row)
        found += Share(sum(marks[one] for one in SATISFIED), marks.total())
    return found


def _question(question: Question, rows: list[dict[str, Any]]) -> QuestionTally:
    values = [row[question.key] for row in rows if question.key in row]
    if question.kind == Kind.TEXT:
        return QuestionTally(question, len(values))
    if question.kind == Kind.NUMBER:
        return QuestionTally(question, len(values), mean=sum(values) / len(values) if values else None)
    chosen = Count(chain.from_iterable(values)) if question.kind == Kind.MANY else Count(values)
    words = SCALE if question.kind == Kind.SCALE else question.choices
    options = tuple(Option(said, Share(chosen[n], len(values))) for n, said in enumerate(words, 1))
    satisfied = Share(sum(chosen[one] for one in SATISFIED), len(values))
    return QuestionTally(question, len(values), options, satisfied if question.kind == Kind.SCALE else None)
