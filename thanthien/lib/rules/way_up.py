"""The shortest way up: which open criteria reach the points that are missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from thanthien.lib.vietnamese import number_vi

ZERO = Decimal(0)
# Above this many table cells the least effort is sought by exchange instead of exactly.
_TABLE_LIMIT = 800_000
_NAMED_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class OpenCriterion:
    """A row of the score sheet; `effort` is any whole number, more being harder. Full rows may be passed."""

    key: str
    title: str
    points: Decimal
    maximum: Decimal
    effort: int = 1

    @property
    def gain(self) -> Decimal:
        return self.maximum - self.points


@dataclass(frozen=True, slots=True)
class Step:
    """Bring `key` from `points` to at least `enough` (full: `maximum`). `gain` is what full points add."""

    key: str
    title: str
    points: Decimal
    enough: Decimal
    maximum: Decimal

    @property
    def gain(self) -> Decimal:
        return self.maximum - self.points

    @property
    def partial(self) -> bool:
        return self.enough < self.maximum


@dataclass(frozen=True, slots=True)
class Way:
    """`total_after` holds when every step is brought to `maximum`. `says` is a sentence for people."""

    steps: tuple[Step, ...]
    reached: bool
    total_now: Decimal
    total_after: Decimal
    target: Decimal
    says: str


def shortest_way_up(sheet: Sequence[OpenCriterion], target: Decimal, *, elsewhere: Decimal = ZERO) -> Way:
    """The fewest open criteria whose full points bring the total to `target`; among equals the least effort.

    The total now is the points of `sheet` plus `elsewhere` (rows not in the sheet). The number of steps is
    always least. The effort is least as well, exact for sheets of usual size, else found by exchange.
    One step needs part of its gain only; `enough` says how far. Where the target is out of reach, all open
    criteria are the steps and `reached` is False.
    """
    total_now = sum((row.points for row in sheet), elsewhere)
    need = target - total_now
    # Largest gain first makes the least number; then least effort, then the key, so that the answer is stable.
    rows = sorted((row for row in sheet if row.gain > 0), key=lambda row: (-row.gain, row.effort, row.key))
    count, sum_of_best = 0, ZERO
    while sum_of_best < need and count < len(rows):
        sum_of_best += rows[count].gain
        count += 1
    reached = sum_of_best >= need
    chosen = _least_effort(rows, count, need) if reached and count else rows[:count]
    steps = _trimmed(chosen, need)
    total_after = total_now + sum((row.gain for row in chosen), ZERO)
    says = _say(steps, reached, total_now, total_after, target)
    return Way(steps, reached, total_now, total_after, target, says)


def _least_effort(rows: list[OpenCriterion], count: int, need: Decimal) -> list[OpenCriterion]:
    """Exactly `count` rows that gain at least `need` with the least effort; most gain among equals."""
    lowest = min(row.effort for row in rows)
    efforts = [row.effort - lowest for row in rows]
    budget = sum(efforts[:count])
    if budget == 0:
        return rows[:count]
    if len(rows) * count * (budget + 1) > _TABLE_LIMIT:
        return _exchanged(rows, count, need)
    # best[n][e]: the most gain that n rows of effort e (above the lowest) give, and the rows behind it.
    best: list[dict[int, tuple[Decimal, tuple[int, ...]]]] = [{} for _ in range(count + 1)]
    best[0][0] = (ZERO, ())
    for at, row in enumerate(rows):
        for taken in range(min(at, count - 1), -1, -1):
            for effort, (gain, behind) in best[taken].items():
                spent = effort + efforts[at]
                known = best[taken + 1].get(spent)
                if spent <= budget and (known is None or gain + row.gain > known[0]):
                    best[taken + 1][spent] = (gain + row.gain, (*behind, at))
    enough = min(effort for effort, (gain, _) in best[count].items() if gain >= need)
    return [rows[at] for at in best[count][enough][1]]


def _exchanged(rows: list[OpenCriterion], count: int, need: Decimal) -> list[OpenCriterion]:
    """Swaps hard rows for easier ones outside as long as the gain still suffices."""
    chosen, outside = rows[:count], rows[count:]
    slack = sum((row.gain for row in chosen), ZERO) - need
    for easy in sorted(outside, key=lambda row: (row.effort, -row.gain, row.key)):
        fits = [row for row in chosen if row.effort > easy.effort and row.gain - easy.gain <= slack]
        if fits:
            hard = max(fits, key=lambda row: (row.effort, -row.gain, row.key))
            slack -= hard.gain - easy.gain
            chosen[chosen.index(hard)] = easy
    return sorted(chosen, key=lambda row: (-row.gain, row.effort, row.key))


def _trimmed(chosen: list[OpenCriterion], need: Decimal) -> tuple[Step, ...]:
    """The hardest step needs only what the others leave open.

    With the number of steps least, the slack is smaller than any gain, so the step keeps part of its own.
    """
    slack = sum((row.gain for row in chosen), ZERO) - need
    hardest = max(chosen, key=lambda row: (row.effort, -row.gain, row.key), default=None)
    return tuple(
        Step(
            row.key,
            row.title,
            row.points,
            row.maximum - slack if row is hardest and slack > 0 else row.maximum,
            row.maximum,
        )
        for row in chosen
    )


def _say(steps: tuple[Step, ...], reached: bool, now: Decimal, after: Decimal, target: Decimal) -> str:
    if not steps:
        if reached:
            return f"Đã đạt {number_vi(now)} điểm, đủ mức {number_vi(target)} điểm."
        return f"Không còn nội dung nào có thể tăng điểm; hiện đạt {number_vi(now)}/{number_vi(target)} điểm."
    if not reached:
        return (
            f"Hoàn thành cả {len(steps)} nội dung còn lại mới đạt {number_vi(after)} điểm, "
            f"chưa đủ {number_vi(target)} điểm."
        )
    named = ", ".join(f"“{step.title}” (+{number_vi(step.gain)})" for step in steps[:_NAMED_AT_MOST])
    if len(steps) > _NAMED_AT_MOST:
        named += f" và {len(steps) - _NAMED_AT_MOST} nội dung khác"
    return (
        f"Hoàn thành {len(steps)} nội dung để từ {number_vi(now)} lên {number_vi(after)} điểm, "
        f"đủ mức {number_vi(target)} điểm: {named}."
    )
