"""Arithmetic of a round on plain data: the draw, the mean, the quorum, the level, the comparison."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from thanthien.assessment.rounds.comparison import compare
from thanthien.assessment.rounds.consolidation import consolidate, total_of, voices_needed
from thanthien.assessment.rounds.sampling import draw, sample_size, seed_of, seed_words
from thanthien.assessment.rounds.snapshot import canonical, decimal_of, hash_of, level_by_points, text_of


def leaf(key: str, proofs: list[int], **rest: Any) -> dict[str, Any]:
    records = [
        {
            "kind": "evidence",
            "id": n,
            "label": f"Ảnh {n}",
            "date": "2026-05-06",
            "state": "accepted",
            "agency": "",
        }
        for n in proofs
    ]
    row = {
        "key": key, "parent": "I", "number": "1", "title": "Niêm yết", "maximum": "5", "live": "5", "self": "5",
        "self_reason": "", "why": "Đã có minh chứng.", "is_leaf": True, "records": records,
    }  # fmt: skip
    return {**row, **rest}


def snapshot(*rows: dict[str, Any]) -> dict[str, Any]:
    bands = [
        {"level": 2, "label": "Mức 2", "minimum": "18", "maximum": "20"},
        {"level": 1, "label": "Mức 1", "minimum": "14", "maximum": "18"},
    ]
    return {
        "criteria": list(rows),
        "levels": bands,
        "below": "Không đạt",
        "total": {"live": "5", "self": "5", "maximum": "20"},
    }


trees = st.lists(st.integers(0, 8), min_size=1, max_size=8)


def tree_of(counts: list[int]) -> dict[str, Any]:
    rows, number = [], 0
    for at, count in enumerate(counts):
        rows.append(leaf(f"I#{at}", list(range(number, number + count))))
        number += count
    return snapshot(*rows)


@given(trees, st.text(min_size=1), st.integers(0, 50))
def test_a_draw_is_the_same_for_ever_and_takes_turns(counts: list[int], seed: str, size: int) -> None:
    whole = tree_of(counts)
    drawn = draw(seed, whole, size)
    turned = snapshot(*reversed([{**row, "records": row["records"][::-1]} for row in whole["criteria"]]))
    assert drawn == draw(seed, turned, size)
    assert len({one.proof_id for one in drawn}) == len(drawn) == min(size, sum(counts))
    taken = Counter(one.key for one in drawn)
    for at, count in enumerate(counts):
        # whoever got fewer than another by two or more had no more to give
        assert taken[f"I#{at}"] == count or taken[f"I#{at}"] >= max(taken.values(), default=0) - 1


@given(trees, st.integers(1, 20))
def test_a_longer_draw_begins_with_the_shorter(counts: list[int], size: int) -> None:
    whole = tree_of(counts)
    assert draw("402/QĐ", whole, size + 3)[:size] == draw("402/QĐ", whole, size)


def test_another_seed_draws_another_sample() -> None:
    whole = tree_of([8] * 8)
    draws = {tuple(one.proof_id for one in draw(seed, whole, 6)) for seed in "abcdefgh"}
    assert len(draws) > 6


def test_a_known_seed_draws_a_known_sample() -> None:
    """Written down, so that nobody changes the draw of a year that is over."""
    drawn = draw("310/QĐ-UBND", tree_of([3, 2, 0, 4]), 5)
    assert [(one.key, one.proof_id) for one in drawn] == KNOWN


SEED = "ff98f764284cc04882aa2b11c5d3e213"
KNOWN = [("I#0", 1), ("I#1", 4), ("I#3", 5), ("I#0", 0), ("I#1", 3)]


@given(st.integers(0, 500))
def test_the_size_lies_between_least_most_and_all(proofs: int) -> None:
    size = sample_size(proofs, share=0.1, least=5, most=40)
    assert size <= min(proofs, 40)
    assert size >= min(proofs, 5)
    assert size >= min(proofs / 10, 40)


@given(st.decimals("0.001", "1", places=3), st.integers(0, 40))
def test_the_quorum_is_never_nobody_and_never_more_than_all(quorum: Decimal, eligible: int) -> None:
    needed = voices_needed(quorum, eligible)
    assert 1 <= needed <= max(1, eligible)
    assert needed >= quorum * eligible


points = st.decimals("0", "5", places=2)


@given(st.lists(points, min_size=1, max_size=9))
def test_the_mean_lies_between_the_members(given_points: list[Decimal]) -> None:
    voices = {f"Người {n}": {"I#1": one} for n, one in enumerate(given_points)}
    (row,) = consolidate(snapshot(leaf("I#1", [])), voices, {})
    assert row.lowest <= row.mean <= row.highest
    assert abs(row.mean - sum(given_points, Decimal(0)) / len(given_points)) <= Decimal("0.005")
    assert row.points == row.mean


def test_rows_left_out_stretch_the_others() -> None:
    whole = snapshot(leaf("I#1", []), leaf("I#2", [], live=None, self=None))
    rows = consolidate(whole, {"A": {"I#1": Decimal(4)}}, {})
    assert [row.key for row in rows] == ["I#1"]
    assert total_of(whole, rows) == Decimal(16)


def test_levels_begin_at_their_lower_bound() -> None:
    whole = snapshot()
    reached = [level_by_points(whole, Decimal(one)) for one in ("13.99", "14", "17.99", "18")]
    assert reached == [(None, "Không đạt"), (1, "Mức 1"), (1, "Mức 1"), (2, "Mức 2")]


@given(st.decimals("-999", "999", places=2))
def test_points_come_back_as_they_went_in(value: Decimal) -> None:
    text = text_of(value)
    assert decimal_of(text) == value
    assert text_of(value.normalize()) == text


def test_equal_data_has_one_text_and_one_hash() -> None:
    one, two = {"b": 1, "a": "hòa"}, {"a": "hòa", "b": 1}
    assert canonical(one) == canonical(two) == '{"a":"hòa","b":1}'
    assert hash_of(canonical(one)) != hash_of(canonical({**one, "b": 2}))


def test_every_difference_says_where_it_comes_from() -> None:
    handed = snapshot(
        leaf("I#1", [1], live="3", self="3"),
        leaf("I#2", [2, 3], live="5"),
        leaf("I#3", [], live="2", self="4", self_reason="Có phiếu góp ý"),
        leaf("I#4", []),
    )
    live = snapshot(
        leaf("I#1", [1, 7]), leaf("I#2", [2], live="4"), leaf("I#3", [], live="2"), leaf("I#4", [])
    )
    result = {
        "rows": [
            {"key": "I#1", "points": "3", "lowest": "3", "highest": "3", "reason": ""},
            {"key": "I#2", "points": "4.5", "lowest": "4", "highest": "5", "reason": ""},
            {"key": "I#3", "points": "2", "lowest": "2", "highest": "2", "reason": ""},
            {"key": "I#4", "points": "1", "lowest": "5", "highest": "5", "reason": "Hội đồng thống nhất"},
        ]
    }
    rows = {row.key: row for row in compare(handed, live, result, {"I#3": ["Lan: chưa thấy phiếu"]})}
    assert rows["I#1"].reasons == ("Từ khi nộp có thêm 1 mục: Ảnh 7",)
    assert rows["I#2"].reasons == (
        "Từ khi nộp không còn tính 1 mục: Ảnh 3",
        "Trung bình các phiếu thẩm định (từ 4 đến 5)",
    )
    assert rows["I#3"].reasons == (
        "Đơn vị tự chấm khác điểm tính được: Có phiếu góp ý",
        "Lan: chưa thấy phiếu",
    )
    assert rows["I#4"].reasons == ("Chủ tịch hội đồng quyết định: Hội đồng thống nhất",)


rows_of_points = st.tuples(points, points, points, points)


@given(st.lists(rows_of_points, min_size=1, max_size=6))
def test_no_difference_is_without_a_reason(table: list[tuple[Decimal, ...]]) -> None:
    def said(value: Decimal) -> str:
        return str(text_of(value))

    handed = snapshot(
        *(leaf(f"I#{n}", [], live=said(a), self=said(b)) for n, (a, b, _, _) in enumerate(table))
    )
    live = snapshot(*(leaf(f"I#{n}", [], live=said(c)) for n, (_, _, c, _) in enumerate(table)))
    council = [
        {"key": f"I#{n}", "points": said(d), "lowest": said(d), "highest": said(d), "reason": ""}
        for n, (*_, d) in enumerate(table)
    ]
    for row in compare(handed, live, {"rows": council}):
        assert bool(row.reasons) or not row.differs


def test_the_seed_follows_from_what_stood_before() -> None:
    """As anybody makes it: printf '%s' 'ab12|310/qđ-ubnd|1' | sha256sum | cut -c1-32"""
    assert seed_words("ab12", " 310/QĐ-UBND ", 1) == "ab12|310/qđ-ubnd|1"
    assert seed_of("ab12", "310/QĐ-UBND", 1) == SEED
    assert seed_of("ab12", "310/qđ-ubnd", 1) == SEED
    others = (("ab13", "310/QĐ-UBND", 1), ("ab12", "311/QĐ-UBND", 1), ("ab12", "310/QĐ-UBND", 2))
    assert len({seed_of(*one) for one in others} | {SEED}) == 4
