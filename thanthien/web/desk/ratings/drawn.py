"""Results of ratings as numbers for an SVG that the template draws."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from thanthien.lib.vietnamese import date_vi, number_vi
from thanthien.operations.ratings.queries import Results, Tally
from thanthien.web.desk.surveys.drawn import TALL, WIDTH, Bar, Piece, Week, bar_of

WORDS = ("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng")
MOST_COLUMNS = 62


@dataclass(frozen=True, slots=True)
class Line:
    """A counter or a person: the share only where there are enough ratings."""

    name: str
    tally: Tally
    pieces: tuple[Piece, ...]
    bar: Bar | None
    pk: int | None = None


def lines_of(results: Results, rows: list[tuple[str, int | None, Tally]]) -> list[Line]:
    return [
        Line(
            name, tally, pieces_of(tally) if results.may_compare(tally) else (),
            bar_of("", tally.satisfied) if results.may_compare(tally) else None, pk,
        )
        for name, pk, tally in rows
    ]  # fmt: skip


def pieces_of(tally: Tally) -> tuple[Piece, ...]:
    """The stacked bar of the valid marks."""
    found, x, total = [], 0.0, tally.marks.total()
    for mark, words in enumerate(WORDS, 1):
        wide = tally.marks[mark] / total * WIDTH if total else 0.0
        found.append(Piece(round(x, 2), round(wide, 2), mark, words, f"{tally.marks[mark]}/{total}"))
        x += wide
    return tuple(found)


def columns_of(results: Results) -> list[Week]:
    """Valid ratings by day, by week where there are too many days; nothing where there is one column alone."""
    days = {day: tally.marks.total() for day, tally in results.days}
    if (results.last - results.first).days < MOST_COLUMNS:
        span, said = 1, "Ngày"
        starts = [results.first + timedelta(days=n) for n in range((results.last - results.first).days + 1)]
    else:
        span, said = 7, "Tuần từ"
        monday = results.first - timedelta(days=results.first.weekday())
        starts = [monday + timedelta(days=7 * n) for n in range((results.last - monday).days // 7 + 1)]
    sums = [sum(days.get(start + timedelta(days=n), 0) for n in range(span)) for start in starts]
    if len(starts) < 2 or not any(sums):
        return []
    return [_column(n, start, number, len(starts), max(sums), said) for n, (start, number) in
            enumerate(zip(starts, sums, strict=True))]  # fmt: skip


def _column(n: int, start: date, number: int, count: int, most: int, said: str) -> Week:
    step, high = WIDTH / count, number / most * TALL
    return Week(
        round(n * step, 2), round(TALL - high, 2), round(step * 0.8, 2), round(high, 2),
        f"{said} {date_vi(start)}: {number_vi(number)} lượt",
    )  # fmt: skip
