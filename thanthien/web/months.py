"""The month that a page shows, and those beside it, as they stand in its address: 2026-07."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone


def month_asked(value: str) -> date:
    """The first day of a month written 2026-07; of this month where it cannot be read."""
    year, _, month = value.partition("-")
    if year.isdecimal() and month.isdecimal() and 2000 <= int(year) <= 2100 and 1 <= int(month) <= 12:
        return date(int(year), int(month), 1)
    return timezone.localdate().replace(day=1)


def months_beside(first: date) -> dict[str, Any]:
    def beside(step: int) -> str:
        month = first.year * 12 + first.month - 1 + step
        return f"{month // 12}-{month % 12 + 1:02}"

    return {"first": first, "month_before": beside(-1), "month_after": beside(1)}
