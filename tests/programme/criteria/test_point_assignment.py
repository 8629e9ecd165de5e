"""The pairing against trying every pairing."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from thanthien.programme.criteria.point_table.assignment import best_pairs

LEAST = 0.3
scores = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 100).map(lambda n: n / 100), min_size=width, max_size=width),
        min_size=1,
        max_size=4,
    )
)


def worth(table: list[list[float]], pairs: dict[int, int]) -> float:
    """What the pairing is worth: a row alone counts `LEAST`."""
    return sum(table[row][pairs[row]] if row in pairs else LEAST for row in range(len(table)))


def best_worth(table: list[list[float]]) -> float:
    alone = [None] * len(table)
    choices = [*range(len(table[0])), *alone]
    return max(
        sum(LEAST if c is None or table[r][c] < LEAST else table[r][c] for r, c in enumerate(chosen))
        for chosen in set(permutations(choices, len(table)))
    )


@given(scores)
def test_no_other_pairing_is_worth_more(table: list[list[float]]) -> None:
    pairs = best_pairs(table, least=LEAST)
    assert len(set(pairs.values())) == len(pairs)
    assert all(table[row][column] >= LEAST for row, column in pairs.items())
    assert abs(worth(table, pairs) - best_worth(table)) < 1e-9


def test_nothing_to_pair() -> None:
    assert best_pairs([], least=LEAST) == {}
    assert best_pairs([[]], least=LEAST) == {}
