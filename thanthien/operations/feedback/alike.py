"""Likely duplicates of a report: of the same category, near in time, alike in words. Shown, never merged by itself."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from thanthien.operations.feedback.models import Report
from thanthien.operations.feedback.queries import visible_reports
from thanthien.platform.people.models import Person

NEAR = timedelta(days=30)
CANDIDATES = 200  # the nearest in time of the category; more would not be read anyway
SHOWN = 5
ENOUGH = 40  # percent of word pairs in common
_SAME_PLACE = 12  # percent more for the same neighbourhood


def alike(person: Person, report: Report) -> list[tuple[Report, int]]:
    """The most alike with the share in percent, the most first. Only what the person may read. One query."""
    mine = pairs(report.search_key)
    rows = visible_reports(person, report.unit).filter(
        category=report.category, path=report.path, is_protected=report.is_protected,
        received_at__gte=report.received_at - NEAR, received_at__lte=report.received_at + NEAR,
    )  # fmt: skip
    rows = rows.exclude(pk=report.pk).exclude(state=Report.State.MERGED).select_related("neighbourhood")
    found = []
    for one in rows.order_by("-received_at")[:CANDIDATES]:
        share = likeness(mine, pairs(one.search_key))
        if one.neighbourhood_id and one.neighbourhood_id == report.neighbourhood_id and share:
            share = min(100, share + _SAME_PLACE)
        if share >= ENOUGH:
            found.append((one, share))
    return sorted(found, key=lambda pair: -pair[1])[:SHOWN]


def pairs(key: str) -> frozenset[str]:
    """The words of a text and its pairs of neighbouring words."""
    words = key.split()
    return frozenset([*words, *(f"{a} {b}" for a, b in pairwise(words))])


def likeness(one: frozenset[str], other: frozenset[str]) -> int:
    """Percent of the shorter text that stands in the longer one too."""
    least = min(len(one), len(other))
    return 100 * len(one & other) // least if least else 0
