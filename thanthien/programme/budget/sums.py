"""Sums of money of items, and what in them does not fit together. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from thanthien.lib.vietnamese import money_vi


@dataclass(frozen=True, slots=True)
class Sums:
    """Whole đồng: asked for, given, paid out, settled."""

    estimate: int = 0
    allocated: int = 0
    spent: int = 0
    settled: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.estimate + other.estimate,
            self.allocated + other.allocated,
            self.spent + other.spent,
            self.settled + other.settled,
        )

    @property
    def left(self) -> int:
        """Given and not yet spent; never below 0, what is over is a warning of its own."""
        return max(0, self.allocated - self.spent)

    @property
    def warnings(self) -> list[str]:
        """What went over what was agreed before it, each as a sentence."""
        steps = (
            ("Phân bổ", self.allocated, "dự toán", self.estimate),
            ("Chi", self.spent, "số được phân bổ", self.allocated),
            ("Quyết toán", self.settled, "số đã chi", self.spent),
        )
        return [
            f"{what} vượt {bound_words} {money_vi(amount - bound)}."
            for what, amount, bound_words, bound in steps
            if amount > bound
        ]
