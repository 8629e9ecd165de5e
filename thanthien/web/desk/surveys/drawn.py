"""Results as bars that need no script: numbers for an SVG drawn by the template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from thanthien.lib.vietnamese import date_vi, number_vi
from thanthien.operations.surveys.definition import Kind
from thanthien.operations.surveys.queries import Results
from thanthien.operations.surveys.summary import interval, percent
from thanthien.operations.surveys.tally import QuestionTally, Share

WIDTH = 100.0  # of the whole bar, in units of the drawing


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a stacked bar, from `x`, `wide` long; `level` picks its colour."""

    x: float
    wide: float
    level: int
    words: str
    said: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A share with the whisker of its interval."""

    words: str
    said: str
    interval: str
    wide: float
    low: float
    high: float

    @property
    def reach(self) -> float:
        return round(self.high - self.low, 1)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question. `clean` is the share without flagged answers, where there are any."""

    tally: QuestionTally
    pieces: tuple[Piece, ...]  # of a scale
    bar: Bar | None  # levels 4 and 5 of a scale
    bars: tuple[Bar, ...]  # of a choice
    clean: Bar | None


@dataclass(frozen=True, slots=True)
class Week:
    """A column of the chart of weeks, `high` of `TALL`."""

    x: float
    y: float
    wide: float
    high: float
    said: str


TALL = 24.0  # of the chart of weeks
MOST_WEEKS = 60


def drawn_results(results: Results) -> dict[str, Any]:
    """Everything the page draws, by the names its template uses."""
    overall, clean = results.overall, results.overall_clean
    return {
        "blocks": bars_of(results),
        "satisfied": bar_of("", results.all.satisfied),
        "satisfied_clean": bar_of("", results.clean.satisfied),
        "index": percent(results.all.index),
        "index_clean": percent(results.clean.index),
        "overall": bar_of(overall.question.text, overall.satisfied)
        if overall and overall.satisfied
        else None,
        "overall_clean": bar_of("", clean.satisfied) if clean and clean.satisfied else None,
        "places": [(one, bar_of("", one.satisfied) if one.satisfied else None) for one in results.places],
        "rate": bar_of("", results.rate) if results.links else None,
        "weeks": weeks_of(results),
    }


def bars_of(results: Results) -> list[tuple[str, str, list[Drawn]]]:
    """(title of a section, its index in words, its questions)."""
    pairs = zip(results.all.blocks, results.clean.blocks, strict=True)
    return [
        (
            one.block.title,
            percent(one.index),
            [
                _drawn(q, c.satisfied if results.flagged else None)
                for q, c in zip(one.questions, clean.questions, strict=True)
            ],
        )
        for one, clean in pairs
    ]


def bar_of(words: str, share: Share) -> Bar:
    low, high = share.interval
    said = f"{number_vi(share.hits)}/{number_vi(share.total)} · {percent(share.ratio)}"
    ratio = share.ratio or 0
    return Bar(
        words, said, interval(share), round(ratio * WIDTH, 1), round(low * WIDTH, 1), round(high * WIDTH, 1)
    )


def weeks_of(results: Results) -> list[Week]:
    """Answers by week, the last `MOST_WEEKS`; nothing where there is one week alone."""
    rows = results.weeks[-MOST_WEEKS:]
    if len(rows) < 2:
        return []
    step, most = WIDTH / len(rows), max(n for _, n in rows)
    return [
        Week(
            round(k * step, 2), round(TALL - n / most * TALL, 2), round(step * 0.8, 2), round(n / most * TALL, 2),
            f"Tuần từ {date_vi(monday)}: {number_vi(n)} phiếu",
        )
        for k, (monday, n) in enumerate(rows)
    ]  # fmt: skip


def _drawn(one: QuestionTally, clean: Share | None) -> Drawn:
    if one.question.kind == Kind.SCALE and one.satisfied is not None:
        bar = bar_of("Hài lòng, rất hài lòng", one.satisfied)
        return Drawn(one, _pieces(one), bar, (), bar_of("", clean) if clean else None)
    return Drawn(one, (), None, tuple(bar_of(o.words, o.share) for o in one.options), None)


def _pieces(one: QuestionTally) -> tuple[Piece, ...]:
    found, x = [], 0.0
    for level, option in enumerate(one.options, 1):
        wide = (option.share.ratio or 0) * WIDTH
        said = f"{option.share.hits}/{option.share.total}"
        found.append(Piece(round(x, 2), round(wide, 2), level, option.words, said))
        x += wide
    return tuple(found)
