"""The most likely cutting of run-together words into rows and cells (Viterbi over cell borders).

Every border candidate carries a score from the layout, every cell a score from what its column
may hold: bodies are known names, times are times, products are short. Columns keep the order of
the head and may be left out at a price.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from thanthien.lib.planreader.agencies import AgencyBook
from thanthien.lib.planreader.columns import Role
from thanthien.lib.planreader.keys import fold
from thanthien.lib.planreader.numbering import number_chain
from thanthien.lib.planreader.table_scores import Scores
from thanthien.lib.planreader.table_words import Word

_LOW = float("-inf")
_SKIP: dict[Role, float] = {"lead": 1.8, "coordinators": 1.0, "product": 1.2, "timing": 1.8, "note": 0.1, "points": 0.3,
                            "other": 0.1, "criterion": 0.3, "person": 0.8, "title": 6.0, "no": 0.0}  # fmt: skip
_HEADER_ROW, _HEADER_ROW_LOOSE, _NO_NUMBER = 2.6, 4.2, 0.4
_BEAM = 16.0
_LONGEST: dict[str, int] = {
    "title": 130,
    "product": 40,
    "lead": 45,
    "coordinators": 60,
    "timing": 22,
    "note": 30,
}
Span = tuple[int, int]


@dataclass(slots=True)
class Cut:
    """One row: its words from `start` to `end`, the number and the cells as word spans."""

    start: int
    end: int
    no: Span | None = None
    cells: dict[Role, Span] = field(default_factory=dict)
    is_group: bool = False
    confidence: float = 1.0

    @staticmethod
    def text(span: Span, words: list[Word]) -> str:
        return " ".join(word.text for word in words[span[0] : span[1]])


@dataclass(slots=True)
class _Step:
    """How a state was reached: from which position and column, by which cell."""

    score: float
    back: tuple[int, int] | None
    role: Role | None = None
    span: Span | None = None


def cut_rows(words: list[Word], columns: tuple[Role, ...], *, numbered: bool, book: AgencyBook) -> list[Cut]:
    """Rows in printed order. A first pass learns the wording of products, a second cuts with it."""
    if not words:
        return []
    scores = Scores(words, book)
    lattice = _Lattice(words, columns, scores, numbered)
    stray = _stray_numbers(words, lattice.chain)
    if stray:
        for at in sorted(stray, reverse=True):
            del words[at]
        scores = Scores(words, book)
        lattice = _Lattice(words, columns, scores, numbered)
    rows = lattice.best()
    products = Counter(fold(cut.text(cut.cells["product"], words)) for cut in rows if "product" in cut.cells)
    times = Counter(fold(cut.text(cut.cells["timing"], words)) for cut in rows if "timing" in cut.cells)
    titles = [cut.cells["title"] for cut in rows if "title" in cut.cells and not cut.is_group]
    scores.learn(_repeated(products), _repeated(times), titles)
    return _Lattice(words, columns, scores, numbered).best()


def _repeated(seen: Counter[str]) -> set[str]:
    return {text for text, count in seen.items() if count >= 2 and text}


def _stray_numbers(words: list[Word], chain: dict[int, float]) -> set[int]:
    """Numbers alone on their line that count on from no row number: page numbers."""
    return {
        at for at, bonus in chain.items()
        if bonus < 0 and words[at].opens and (at + 1 == len(words) or words[at + 1].opens) and words[at].text.isdigit()
    }  # fmt: skip


class _Lattice:
    """States are (position, column): all cells before `column` are settled; column 0 awaits a number."""

    def __init__(self, words: list[Word], columns: tuple[Role, ...], scores: Scores, numbered: bool) -> None:
        self.words, self.columns, self.scores = words, columns, scores
        self.size = len(columns) + 1
        self.borders = scores.borders
        self.after = {p: i + 1 for i, p in enumerate(self.borders)}
        self.groups = scores.group_rows
        self.chain = number_chain(words, set(self.groups), scores.cell_ends) if numbered else {}
        self.states: dict[tuple[int, int], _Step] = {(0, 0): _Step(0.0, None)}
        self._floor = _LOW

    def best(self) -> list[Cut]:
        for position in self.borders:
            if position == len(self.words):
                break
            self._floor = self._best_at(position) - _BEAM
            self._row_start(position)
            for column in range(1, self.size):
                self._cell(position, column)
        end = (len(self.words), 0)
        return self._rows(end) if end in self.states else []

    def _best_at(self, position: int) -> float:
        scores = [s.score for c in range(-1, self.size) if (s := self.states.get((position, c)))]
        return max(scores, default=_LOW)

    def _offer(self, key: tuple[int, int], step: _Step) -> None:
        old = self.states.get(key)
        if old is None or step.score > old.score:
            self.states[key] = step

    def _row_start(self, position: int) -> None:
        """A group row, a row number, a row without number, or a header row of a title alone."""
        here = self.states.get((position, 0))
        if here is None or here.score < self._floor:
            return
        for end, score in self.groups.get(position, ()):
            self._offer((end, 0), _Step(here.score + score, (position, 0), "criterion", (position, end)))
        self._offer((position, 1), _Step(here.score - _NO_NUMBER, (position, 0)))
        self._header(position, (position, 0), here.score - _HEADER_ROW_LOOSE - _NO_NUMBER)
        if position in self.chain:
            score = here.score + self.chain[position] + 1.0
            self._offer((position + 1, 1), _Step(score, (position, 0), "no", (position, position + 1)))
            # The header row after a number is its own path, so that its price is not the price of skips.
            self._offer((position + 1, -1), _Step(score, (position, 0), "no", (position, position + 1)))

    def _header(self, position: int, back: tuple[int, int], score: float) -> None:
        for end in self._ends(position, "title"):
            gain = self.scores.cell("title", position, end) + self.scores.border(end)
            self._offer((end, 0), _Step(score + gain, back, "title", (position, end)))

    def _cell(self, position: int, column: int) -> None:
        """Fill the next column from `position`, or leave it out."""
        if column == 1 and (position, -1) in self.states:
            numbered = self.states[position, -1]
            self._header(position, (position, -1), numbered.score - _HEADER_ROW)
        here = self.states.get((position, column))
        if here is None or here.score < self._floor:
            return
        role = self.columns[column - 1]
        after = 0 if column + 1 == self.size else column + 1
        self._offer((position, after), _Step(here.score - _SKIP[role], (position, column)))
        for end in self._ends(position, role):
            gain = self.scores.cell(role, position, end)
            if gain > _LOW:
                step = _Step(
                    here.score + gain + self.scores.border(end), (position, column), role, (position, end)
                )
                self._offer((end, after), step)

    def _ends(self, position: int, role: Role) -> list[int]:
        limit = position + _LONGEST.get(role, 12)
        ends: list[int] = []
        for end in self.borders[self.after[position] :] if position in self.after else []:
            if end > limit:
                break
            ends.append(end)
        return ends

    def _rows(self, state: tuple[int, int]) -> list[Cut]:
        rows: list[Cut] = []
        current = Cut(state[0], state[0])
        at: tuple[int, int] | None = state
        while at is not None:
            step = self.states[at]
            if step.role and step.span:
                self._keep(current, step.role, step.span)
            if step.back is None or (step.back[1] == 0 and step.back != at):
                current.start = step.back[0] if step.back else current.start
                if current.cells or current.no:
                    rows.append(current)
                current = Cut(0, current.start)
            at = step.back
        rows.reverse()
        return rows

    def _keep(self, cut: Cut, role: Role, span: Span) -> None:
        cut.end = max(cut.end, span[1])
        if role == "no":
            cut.no = span
        elif role == "criterion" and span in [(s, e) for s in (span[0],) for e, _ in self.groups.get(s, ())]:
            cut.is_group = True
            has_number = (self.words[span[0]].is_number and not self.words[span[0]].key.isalpha()) or _roman(
                self.words[span[0]]
            )
            cut.no = (span[0], span[0] + 1) if has_number else None
            cut.cells["title"] = (span[0] + bool(has_number), span[1])
        else:
            cut.cells[role] = span
        cut.confidence = min(cut.confidence, self.scores.certainty(role, *span))


def _roman(word: Word) -> bool:
    return word.is_number and word.text.rstrip(".)").isalpha()
