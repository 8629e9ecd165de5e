"""Which printed numbers are row numbers: the chain that counts on most plausibly."""

from __future__ import annotations

from thanthien.lib.planreader.table_words import Word


def number_chain(words: list[Word], group_starts: set[int], cell_ends: set[int]) -> dict[int, float]:
    """Word position → bonus for a number that belongs to the best chain; others get a malus.

    Numbers count up by one, open children ("7" → "7.1"), come back to the parent's series, and start
    again at 1, best under a new group. Page numbers fit no chain. A number may also stand right behind a
    known cell (`cell_ends`) on a line that was joined.
    """
    places = [i for i, w in enumerate(words) if w.text[0].isdigit() and _may_number(words, i, i in cell_ends)]
    if not places:
        return {}
    numbers = [tuple(int(n) for n in words[i].text.rstrip(".)").split(".") if n) for i in places]
    groups = sorted(group_starts)
    best = [0.0] * len(places)
    back = [-1] * len(places)
    for j, number in enumerate(numbers):
        best[j] = 1.0 - (0.0 if number in ((1,), (1, 1)) else 0.8)
        for i in range(max(0, j - 25), j):
            between = any(places[i] < g < places[j] for g in groups)
            score = best[i] + 1.0 - _cost(numbers[i], number, between)
            if score > best[j]:
                best[j], back[j] = score, i
    at = max(range(len(places)), key=best.__getitem__)
    chain: set[int] = set()
    while at >= 0:
        chain.add(at)
        at = back[at]
    return {place: (2.5 if n in chain else -2.5) for n, place in enumerate(places)}


def _may_number(words: list[Word], at: int, after_cell: bool) -> bool:
    """A number that opens a line or follows a cell, with its line's end, a wide gap or a capital behind it."""
    word = words[at]
    if not word.is_number or not (word.opens or after_cell):
        return False
    if at + 1 == len(words) or words[at + 1].opens:
        return word.opens
    after = words[at + 1]
    return after.wide or after.is_dash or (after.starts_upper and not after.is_number)


def _cost(before: tuple[int, ...], after: tuple[int, ...], new_group: bool) -> float:
    if new_group:
        return 0.0 if after in ((1,), (1, 1)) else 0.6 if _next(before, after) <= 3 else 2.0
    if len(after) == len(before) + 1 and after[:-1] == before:
        return 0.0 if after[-1] == 1 else 0.5
    step = _next(before, after)
    if 1 <= step <= 6:
        return 0.25 * (step - 1)
    return 0.9 if after == (1,) and len(before) == 1 else 2.0


def _next(before: tuple[int, ...], after: tuple[int, ...]) -> int:
    """How far `after` counts on in the series of `before` or of one of its parents; 99 where it does not."""
    if len(after) > len(before) or after[:-1] != before[: len(after) - 1]:
        return 99
    step = after[-1] - before[len(after) - 1]
    return step if step > 0 else 99
