"""From the sheets of the members to one row of points: the mean of those handed in, or the chair's word.

Pure. The rule is part of what is kept with the result, so that a later reader knows how it came about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Any

from thanthien.assessment.rounds.snapshot import leaves_of, level_by_points, on_scale, text_of

RULE = "mean_of_handed_in"
_CENT = Decimal("0.01")
Voices = Mapping[str, Mapping[str, Decimal]]  # member's name and post → criterion key → points


@dataclass(frozen=True, slots=True)
class Row:
    """`mean` of the members, `points` what stands; they differ only with the chair's `reason`."""

    key: str
    number: str
    title: str
    maximum: Decimal
    handed_in: Decimal | None  # the unit's own points
    mean: Decimal
    lowest: Decimal
    highest: Decimal
    points: Decimal
    reason: str

    @property
    def is_disputed(self) -> bool:
        """Whether the members lie apart by more than a quarter of the maximum: worth a word in the council."""
        return self.highest - self.lowest > self.maximum / 4


def consolidate(
    snapshot: Mapping[str, Any], voices: Voices, chair: Mapping[str, tuple[Decimal, str]]
) -> list[Row]:
    """One row for every scored criterion, by the members who handed in (at least one)."""
    rows = []
    for leaf in leaves_of(snapshot):
        key = leaf["key"]
        given = [points[key] for points in voices.values()]
        mean = (sum(given, Decimal(0)) / len(given)).quantize(_CENT, ROUND_HALF_UP)
        points, reason = chair.get(key, (mean, ""))
        rows.append(
            Row(
                key=key,
                number=leaf["number"],
                title=leaf["title"],
                maximum=Decimal(leaf["maximum"]),
                handed_in=None if leaf["self"] is None else Decimal(leaf["self"]),
                mean=mean,
                lowest=min(given),
                highest=max(given),
                points=points,
                reason=reason,
            )
        )
    return rows


def total_of(snapshot: Mapping[str, Any], rows: Sequence[Row]) -> Decimal:
    return on_scale(((row.points, row.maximum) for row in rows), Decimal(snapshot["total"]["maximum"]))


def voices_needed(quorum: Decimal, eligible: int) -> int:
    """How many sheets make the result valid: the share of those who may score, rounded up, at least one."""
    return max(1, int((quorum * eligible).to_integral_value(ROUND_CEILING)))


def result_as_data(
    snapshot: Mapping[str, Any], rows: Sequence[Row], voices: Iterable[str], sample: Mapping[str, int]
) -> dict[str, Any]:
    """What is kept, hashed, when an appraisal closes: also the data of the minutes."""
    total = total_of(snapshot, rows)
    level, label = level_by_points(snapshot, total)
    return {
        "rule": RULE,
        "members": sorted(voices),
        "sample": dict(sample),
        "total": text_of(total),
        "level": level,
        "label": label,
        "rows": [
            {
                "key": row.key,
                "points": text_of(row.points),
                "mean": text_of(row.mean),
                "lowest": text_of(row.lowest),
                "highest": text_of(row.highest),
                "reason": row.reason,
            }
            for row in rows
        ],
    }
