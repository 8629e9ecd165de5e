"""The best one-to-one pairing of two lists, some left without a partner (Hungarian method)."""

from __future__ import annotations

from collections.abc import Sequence

_FAR = 1e9


def best_pairs(scores: Sequence[Sequence[float]], *, least: float) -> dict[int, int]:
    """Row → column with the greatest sum of scores over all pairs of at least `least`.

    `scores[row][column]` is 0..1. O(rows² · (rows + columns)).
    """
    if not scores or not scores[0]:
        return {}
    width = len(scores[0])
    # Each row may also stay alone: a column of its own, worth exactly `least`.
    alone = [-least] * len(scores)
    costs = [[-score if score >= least else _FAR for score in row] + alone for row in scores]
    taken = _assign(costs)
    return {row: column for row, column in enumerate(taken) if column < width and costs[row][column] < _FAR}


def _assign(costs: Sequence[Sequence[float]]) -> list[int]:
    """Column of each row at least cost; needs at least as many columns as rows."""
    rows, columns = len(costs), len(costs[0])
    row_price, column_price = [0.0] * (rows + 1), [0.0] * (columns + 1)
    owner, way = [0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, rows + 1):
        owner[0], column = row, 0
        slack, used = [_FAR * 2] * (columns + 1), [False] * (columns + 1)
        while owner[column] != 0:
            used[column] = True
            row_here = owner[column]
            prices = (row_price[row_here], column_price)
            column = _cheapest(costs[row_here - 1], column, prices, slack, used, way)
            _reprice(owner, slack, used, row_price, column_price, slack[column])
        while column:
            owner[column], column = owner[way[column]], way[column]
    taken = [0] * rows
    for column in range(1, columns + 1):
        if owner[column]:
            taken[owner[column] - 1] = column - 1
    return taken


def _cheapest(
    cost: Sequence[float],
    column: int,
    prices: tuple[float, Sequence[float]],
    slack: list[float],
    used: Sequence[bool],
    way: list[int],
) -> int:
    row_price, column_price = prices
    best, found = _FAR * 4, 0
    for other in range(1, len(slack)):
        if used[other]:
            continue
        price = cost[other - 1] - row_price - column_price[other]
        if price < slack[other]:
            slack[other], way[other] = price, column
        if slack[other] < best:
            best, found = slack[other], other
    return found


def _reprice(
    owner: Sequence[int],
    slack: list[float],
    used: Sequence[bool],
    row_price: list[float],
    column_price: list[float],
    step: float,
) -> None:
    for column, is_used in enumerate(used):
        if is_used:
            row_price[owner[column]] += step
            column_price[column] -= step
        else:
            slack[column] -= step
