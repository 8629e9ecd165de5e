"""Which duty of the implementation part an obligation of the content part is about, and so who leads it."""

from __future__ import annotations

from collections.abc import Sequence

from thanthien.lib.vietnamese import search_key
from thanthien.programme.imports.words_in_common import WordWeights

LEAST = 0.1
SURE = 0.25
_ONLY_HELPS = 0.6  # "Phối hợp với …" gives a helper, seldom the lead


def duty_for(obligations: Sequence[str], duties: Sequence[str]) -> list[tuple[int | None, float]]:
    """For each obligation the index of the duty nearest in words and the likeness (0..1); None below `LEAST`."""
    wanted, offered = [search_key(text) for text in obligations], [search_key(text) for text in duties]
    weights = WordWeights([*wanted, *offered])
    return [_nearest(key, offered, weights) for key in wanted]


def _nearest(key: str, offered: Sequence[str], weights: WordWeights) -> tuple[int | None, float]:
    best, likeness = None, 0.0
    for index, other in enumerate(offered):
        here = weights.kinship(key, other) * (_ONLY_HELPS if other.startswith("phoi hop") else 1)
        if here > likeness:
            best, likeness = index, here
    return (best, likeness) if likeness >= LEAST else (None, likeness)
