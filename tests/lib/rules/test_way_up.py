from decimal import Decimal
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from thanthien.lib.rules import OpenCriterion, shortest_way_up
from thanthien.lib.rules.way_up import _exchanged


def row(key: str, points: str, maximum: str, effort: int = 1) -> OpenCriterion:
    return OpenCriterion(key, f"Nội dung {key}", Decimal(points), Decimal(maximum), effort)


@st.composite
def sheets(draw: st.DrawFn, max_size: int = 8) -> list[OpenCriterion]:
    found = []
    for number in range(draw(st.integers(0, max_size))):
        maximum = draw(st.decimals("0.25", 5, places=2))
        found.append(
            OpenCriterion(
                f"k{number}",
                f"Nội dung {number}",
                draw(st.decimals(0, maximum, places=2)),
                maximum,
                draw(st.integers(1, 5)),
            )
        )
    return found


targets = st.decimals(0, 30, places=2)


@given(sheets(), targets)
def test_the_way_reaches_the_target_with_the_fewest_steps_and_least_effort(
    sheet: list[OpenCriterion], target: Decimal
) -> None:
    way = shortest_way_up(sheet, target)
    open_rows = [one for one in sheet if one.gain > 0]
    need = target - sum((one.points for one in sheet), Decimal(0))
    enough = [
        (len(some), sum(one.effort for one in some))
        for size in range(len(open_rows) + 1)
        for some in combinations(open_rows, size)
        if sum((one.gain for one in some), Decimal(0)) >= need
    ]
    assert way.reached is bool(enough)
    if enough:
        effort = {one.key: one.effort for one in sheet}
        assert (len(way.steps), sum(effort[step.key] for step in way.steps)) == min(enough)


@given(sheets(40), targets)
def test_the_sums_of_the_way_agree(sheet: list[OpenCriterion], target: Decimal) -> None:
    way = shortest_way_up(sheet, target)
    assert way.total_after == way.total_now + sum((step.gain for step in way.steps), Decimal(0))
    just_enough = way.total_now + sum((step.enough - step.points for step in way.steps), Decimal(0))
    assert all(step.points < step.enough <= step.maximum for step in way.steps)
    assert sum(step.partial for step in way.steps) <= 1
    assert way.reached is (way.total_after >= target)
    if way.reached and way.steps:
        assert just_enough == target
    assert way.says.endswith(".")


@given(sheets(20), targets)
def test_exchange_keeps_number_and_reach_and_never_adds_effort(
    sheet: list[OpenCriterion], target: Decimal
) -> None:
    rows = sorted((one for one in sheet if one.gain > 0), key=lambda one: (-one.gain, one.effort, one.key))
    need = target - sum((one.points for one in sheet), Decimal(0))
    count = len(shortest_way_up(sheet, target).steps)
    greedy = rows[:count]
    if sum((one.gain for one in greedy), Decimal(0)) < need:
        return
    found = _exchanged(rows, count, need)
    assert len({one.key for one in found}) == count
    assert sum((one.gain for one in found), Decimal(0)) >= need
    assert sum(one.effort for one in found) <= sum(one.effort for one in greedy)


def test_the_sentence_names_the_steps() -> None:
    way = shortest_way_up([row("a", "0", "3"), row("b", "1", "3"), row("c", "2", "2")], Decimal("7.5"))
    assert [(step.key, step.enough) for step in way.steps] == [("a", Decimal(3)), ("b", Decimal("2.5"))]
    assert way.says == (
        "Hoàn thành 2 nội dung để từ 3 lên 8 điểm, đủ mức 7,5 điểm: “Nội dung a” (+3), “Nội dung b” (+2)."
    )


def test_among_equals_the_easier_row_is_taken() -> None:
    way = shortest_way_up(
        [row("hard", "0", "2", 5), row("easy", "0", "1.5", 1)], Decimal(1), elsewhere=Decimal(0)
    )
    assert [step.key for step in way.steps] == ["easy"]


def test_a_gain_that_just_suffices_is_enough() -> None:
    way = shortest_way_up([row("hard", "0", "2", 5), row("easy", "0", "1.5", 1)], Decimal("1.5"))
    assert [(step.key, step.partial) for step in way.steps] == [("easy", False)]


def test_points_elsewhere_count() -> None:
    way = shortest_way_up([row("a", "0", "3")], Decimal(95), elsewhere=Decimal(95))
    assert (way.reached, way.steps) == (True, ())
    assert way.says == "Đã đạt 95 điểm, đủ mức 95 điểm."


def test_a_target_out_of_reach_says_how_far_it_goes() -> None:
    way = shortest_way_up([row("a", "0", "3"), row("b", "0", "1")], Decimal(90), elsewhere=Decimal(80))
    assert not way.reached
    assert len(way.steps) == 2
    assert way.says == "Hoàn thành cả 2 nội dung còn lại mới đạt 84 điểm, chưa đủ 90 điểm."
    assert "Không còn nội dung nào" in shortest_way_up([], Decimal(90)).says
