"""Plans of communes that do not exist, printed in several ways and damaged, come back as they were meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from tests.lib.planreader.printing import DAMAGES, KINDS, print_plan
from tests.lib.planreader.variants import invent
from thanthien.lib.documents import read
from thanthien.lib.planreader import read_plan
from thanthien.lib.planreader.keys import fold

SEEDS = (101, 102, 103)


def reading_of(seed: int, kind: str, damage: str) -> tuple[dict[str, Any], dict[str, Any]]:
    plan = invent(seed)
    text = DAMAGES[damage](print_plan(plan, kind, seed), seed)
    return read_plan(read(text.encode())).as_json(), plan.gold


def share(found: Iterable[object], wanted: Iterable[object]) -> float:
    """F1 of two lists taken as multisets."""
    left, want = list(found), list(wanted)
    total, hits = len(left) + len(want), 0
    for item in want:
        if item in left:
            left.remove(item)
            hits += 1
    return 2 * hits / total if total else 1.0


def rows(tasks: list[dict[str, Any]]) -> list[tuple[object, ...]]:
    return [
        (fold(t["title"]), tuple(map(fold, t["lead"])), tuple(map(fold, t["coordinators"])), fold(t["product"] or ""),
         fold(t["timing"] or ""), fold(t["group"] or ""), t["parent_no"])
        for t in tasks
    ]  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", KINDS)
def test_clean_print(seed: int, kind: str) -> None:
    found, gold = reading_of(seed, kind, "clean")
    assert found["is_plan"]
    assert found["unit"] == gold["unit"]
    assert {k: found["document"][k] for k in gold["document"]} == gold["document"]
    assert share(rows(found["tasks"]), rows(gold["tasks"])) >= (0.8 if kind == "columns" else 0.95)
    bases = [(b["number"], b["date"]) for b in gold["legal_bases"]]
    assert [(b["number"], b["date"]) for b in found["legal_bases"]] == bases
    levels = [(x["level"], x["min"], x["max"]) for x in gold["levels"]]
    assert [(x["level"], x["min"], x["max"]) for x in found["levels"]] == levels
    assert (
        share([fold(d["text"]) for d in found["duties"]], [fold(d["text"]) for d in gold["duties"]]) >= 0.85
    )
    assert share([d["agencies"] for d in found["duties"]], [d["agencies"] for d in gold["duties"]]) >= 0.85
    obligations = [fold(o["text"]) for o in gold["obligations"]]
    assert share([fold(o["text"]) for o in found["obligations"]], obligations) >= 0.7


@pytest.mark.parametrize("damage", ["toneless", "confused", "no_blanks", "pages"])
def test_damaged_print(damage: str) -> None:
    shares = []
    for seed in SEEDS:
        found, gold = reading_of(seed, "wrapped", damage)
        # Titles keep some wrong words where letters were misread; agencies, products and times do not.
        cells = [[row[1:] for row in rows(part["tasks"])] for part in (found, gold)]
        shares.append(share(*cells))
    assert sum(shares) / len(shares) >= 0.8


def test_every_row_says_where_it_stands_and_how_sure_it_is() -> None:
    found, _ = reading_of(101, "wrapped", "clean")
    for part in ("sections", "duties", "obligations", "tasks", "levels", "legal_bases"):
        for row in found[part]:
            assert row["source"]
            assert 0 < row["confidence"] <= 1
            assert isinstance(row["doubtful"], list)


def test_restored_words_keep_their_print() -> None:
    found, _ = reading_of(102, "tabs", "toneless")
    task = next(t for t in found["tasks"] if not t["is_header"])
    assert fold(task["title"])[:20] in fold(task["printed"])
    assert any(ord(c) > 127 for c in task["title"])
    assert any("mất dấu" in note for note in found["notes"])
