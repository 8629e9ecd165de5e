"""Rows of a point table to criteria of a set, one to one, by wording and by place in the outline."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from thanthien.programme.criteria.definition import CriteriaSetDefinition, CriterionDefinition
from thanthien.programme.criteria.point_table.assignment import best_pairs
from thanthien.programme.criteria.point_table.likeness import Likeness, Profile
from thanthien.programme.criteria.point_table.model import Alternative, Match, PointRow, PointTable

# What the parts of a score weigh: own wording, wording of the row above, of the rows below, same number.
_WORDS, _ABOVE, _BELOW, _SPOT = 0.62, 0.18, 0.10, 0.10
_LEAST = 0.34
_SURE = 0.6
_SECOND = 0.3


def match_point_table(table: PointTable, definition: CriteriaSetDefinition) -> list[Match]:
    """One match for each item of the table, in its order. A criterion is given to one row at most."""
    rows, criteria = table.items(), definition.criteria
    likeness = _Scores(table, definition)
    scores = likeness.matrix()
    # The set is the shorter side more often; each criterion looks for its row.
    turned = [[scores[r][c] for r in range(len(rows))] for c in range(len(criteria))]
    row_of = best_pairs(turned, least=_LEAST)
    criterion_of = {row: criterion for criterion, row in row_of.items()}
    matches = []
    for place, row in enumerate(rows):
        taken = criterion_of.get(place)
        # A row without a criterion is out of place (split, added): only its words say where it belongs.
        told = scores[place] if taken is not None else likeness.words[place]
        others = _next_best(told, taken)
        alternatives = tuple(Alternative(criteria[c].key, round(told[c], 2)) for c in others)
        if taken is None:
            owner = rows[row_of[others[0]]] if others and others[0] in row_of else None
            problem = _unmatched(row, criteria[others[0]] if others else None, owner)
            matches.append(Match(row, None, 0.0, alternatives, problem))
            continue
        confidence = _confidence(scores[place][taken], [scores[place][c] for c in others])
        problem = "" if confidence >= _SURE else _doubtful(row, criteria[taken])
        matches.append(Match(row, criteria[taken].key, confidence, alternatives, problem))
    return matches


def _next_best(scores: Sequence[float], taken: int | None) -> list[int]:
    ranked = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)
    return [place for place in ranked[:4] if place != taken and scores[place] >= _SECOND][:3]


def _confidence(score: float, others: Sequence[float]) -> float:
    """The score, less where another criterion is nearly as like."""
    margin = score - max(others, default=0.0)
    clear = min(1.0, max(0.0, margin) / 0.2)
    return round(min(1.0, score * 1.15) * (0.6 + 0.4 * clear), 2)


def _unmatched(row: PointRow, nearest: CriterionDefinition | None, owner: PointRow | None) -> str:
    if nearest is None:
        return (
            f"{row.told()}: bộ tiêu chí không có nội dung nào giống. Hãy chọn nội dung hoặc bỏ qua dòng này."
        )
    if owner is not None:
        return (
            f"{row.told()}: giống nội dung {nearest.key} “{nearest.title}” đã ghép với {owner.spot}. "
            "Nếu một nội dung bị tách thành hai dòng, hãy cộng điểm của hai dòng."
        )
    return f"{row.told()}: gần nhất là {nearest.key} “{nearest.title}” nhưng chưa chắc. Hãy chọn nội dung."


def _doubtful(row: PointRow, criterion: CriterionDefinition) -> str:
    return f"{row.told()}: ghép với {criterion.key} “{criterion.title}” nhưng chưa chắc. Hãy kiểm tra."


class _Scores:
    """Scores of all pairs; the score above is asked again for each row below, so it is kept."""

    def __init__(self, table: PointTable, definition: CriteriaSetDefinition) -> None:
        likeness = Likeness(criterion.title for criterion in definition.criteria)
        self._rows = table.items()
        self._criteria = definition.criteria
        self._row_place = {row.index: place for place, row in enumerate(self._rows)}
        self._criterion_place = {criterion.key: place for place, criterion in enumerate(self._criteria)}
        self._row_parent = [
            None if row.parent is None else self._row_place.get(row.parent) for row in self._rows
        ]
        self._criterion_parent = [
            None if criterion.parent_key is None else self._criterion_place[criterion.parent_key]
            for criterion in self._criteria
        ]
        # A list without headings says nothing by its outline.
        self._is_flat = not any(parent is not None for parent in self._row_parent)
        self._row_children = _children(self._row_parent)
        self._criterion_children = _children(self._criterion_parent)
        self._row_spots = _spots(self._row_parent)
        self._criterion_spots = _spots(self._criterion_parent)
        titles = [likeness.profile(criterion.title) for criterion in self._criteria]
        terms = [[likeness.profile(term) for term in criterion.terms] for criterion in self._criteria]
        self.words = [
            [likeness.score(profile, title, term) for title, term in zip(titles, terms, strict=True)]
            for profile in self._profiles(likeness)
        ]
        self._score = cache(self._scored)

    def matrix(self) -> list[list[float]]:
        return [[self._score(r, c) for c in range(len(self._criteria))] for r in range(len(self._rows))]

    def _profiles(self, likeness: Likeness) -> list[Profile]:
        return [likeness.profile(row.text) for row in self._rows]

    def _scored(self, row: int, criterion: int) -> float:
        words = self.words[row][criterion]
        if self._is_flat:
            return words
        parts = [(_WORDS, words)]
        parts.append((_ABOVE, self._above(row, criterion)))
        parts.append((_SPOT, float(self._row_spots[row] == self._criterion_spots[criterion])))
        below = self._below(row, criterion)
        if below is not None:
            parts.append((_BELOW, below))
        return sum(weight * value for weight, value in parts) / sum(weight for weight, _ in parts)

    def _above(self, row: int, criterion: int) -> float:
        row_parent, criterion_parent = self._row_parent[row], self._criterion_parent[criterion]
        if row_parent is None or criterion_parent is None:
            return float(row_parent is None and criterion_parent is None)
        return self._score(row_parent, criterion_parent)

    def _below(self, row: int, criterion: int) -> float | None:
        """How well the rows below find theirs; None where neither has any."""
        mine, theirs = self._row_children[row], self._criterion_children[criterion]
        if not mine and not theirs:
            return None
        if not mine or not theirs:
            return 0.3
        return sum(max(self.words[r][c] for c in theirs) for r in mine) / len(mine)


def _children(parents: Sequence[int | None]) -> list[list[int]]:
    children: list[list[int]] = [[] for _ in parents]
    for place, parent in enumerate(parents):
        if parent is not None:
            children[parent].append(place)
    return children


def _spots(parents: Sequence[int | None]) -> list[tuple[int, ...]]:
    """Place in the outline as counts from 1: the second row of the first heading is (1, 2)."""
    seen: dict[int | None, int] = {}
    spots: list[tuple[int, ...]] = []
    for parent in parents:
        seen[parent] = seen.get(parent, 0) + 1
        spots.append((*(spots[parent] if parent is not None else ()), seen[parent]))
    return spots
