"""A unit's results year by year beside the level it registered, and what changed from one year to the next.

A year that was handed in stands as it was frozen: the unit's own points, the council's, the decision; nothing
that happens to its records afterwards changes it. Every other year is worked out from its own records, set and
table of points, as of its last day (the running year as of today). Callers ask for `Action.SCORE_VIEW` first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from thanthien.assessment.rounds.appraising import result_of
from thanthien.assessment.rounds.models import Registration
from thanthien.assessment.rounds.queries import YearFrozen, snapshot_of, years_frozen
from thanthien.assessment.rounds.snapshot import decimal_of, leaves_of, level_by_points
from thanthien.assessment.scoring.queries import score_sheet
from thanthien.assessment.scoring.sheet import ScoreSheet
from thanthien.lib.rules import Status
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.models import Adoption

SHOWN = 6  # years


@dataclass(frozen=True, slots=True)
class Target:
    """The level registered, and the points from which it is reached."""

    level: int
    label: str
    minimum: Decimal


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion in one year; `share` (0–1) of its maximum, None where the year knows of none."""

    key: str
    name: str
    points: Decimal | None
    maximum: Decimal | None
    share: Decimal | None


@dataclass(frozen=True, slots=True)
class YearResult:
    """One year. `sheet`: worked out live, for the running year and years never handed in.

    `points` are those of the council where it has closed, else the unit's own as handed in, else the live ones.
    """

    year: int
    is_running: bool
    sheet: ScoreSheet | None
    frozen: YearFrozen | None
    points: Decimal | None
    maximum: Decimal | None
    level: str
    set_code: str
    set_title: str
    is_sample: bool
    target: Target | None
    rows: tuple[Row, ...]

    @property
    def reaches_target(self) -> bool | None:
        """None where there is no target, or no points to tell by."""
        if self.target is None or self.points is None:
            return None
        return self.points >= self.target.minimum

    @property
    def met(self) -> int:
        """Of a live year without points: how many criteria are met."""
        return sum(line.status is Status.MET for line in self.sheet.leaves) if self.sheet else 0


@dataclass(frozen=True, slots=True)
class Change:
    """A criterion in two years. Points are compared where its maximum is the same, else shares (percent)."""

    line: Row
    before: Decimal
    after: Decimal
    in_points: bool

    @property
    def by(self) -> Decimal:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class History:
    """Years newest first. `changes` compare the two newest with a set; `why_not` says why there are none."""

    years: tuple[YearResult, ...]
    changes: tuple[Change, ...]
    compared: tuple[int, int] | None
    why_not: str


def history_of(unit: Unit, today: date) -> History:
    """The last years with a criteria set or a registration. A dozen queries a year worked out, three for the rest."""
    known = set(Adoption.objects.filter(unit=unit).values_list("year", flat=True))
    known |= set(Registration.objects.filter(unit=unit).values_list("year", flat=True))
    frozen = years_frozen(unit)
    years = []
    for year in sorted((one for one in known | set(frozen) if one <= today.year), reverse=True)[:SHOWN]:
        running, kept = year == today.year, frozen.get(year)
        live = score_sheet(unit, year, min(today, date(year, 12, 31))) if running or kept is None else None
        if kept is not None:
            years.append(_frozen(year, kept, live, is_running=running))
        elif live is not None:
            years.append(_live(year, live, is_running=running))
    with_set = [one for one in years if one.set_code]
    if len(with_set) < 2:
        return History(tuple(years), (), None, "Chưa có hai năm có bộ tiêu chí để so sánh.")
    new, old = with_set[:2]
    compared = (old.year, new.year)
    if old.set_code != new.set_code:
        why = f"Năm {old.year} và {new.year} dùng bộ tiêu chí khác nhau nên không so từng nội dung."
        return History(tuple(years), (), compared, why)
    return History(tuple(years), _changes(old.rows, new.rows), compared, "")


def _live(year: int, sheet: ScoreSheet, *, is_running: bool) -> YearResult:
    registered = sheet.registration
    band = next((b for b in sheet.bands if registered and b.level == registered.level), None)
    return YearResult(
        year=year,
        is_running=is_running,
        sheet=sheet,
        frozen=None,
        points=sheet.points,
        maximum=sheet.maximum,
        level=sheet.level.reached_label or sheet.level.label,
        set_code=sheet.criteria_set.code if sheet.adoption and sheet.criteria_set else "",
        set_title=sheet.criteria_set.title if sheet.criteria_set else "",
        is_sample=sheet.is_sample,
        target=Target(band.level, band.label, band.minimum) if band else None,
        rows=tuple(Row(one.key, one.name, one.points, one.maximum, one.share) for one in sheet.leaves),
    )


def _frozen(year: int, kept: YearFrozen, live: ScoreSheet | None, *, is_running: bool) -> YearResult:
    snapshot = snapshot_of(kept.submission)
    result = result_of(kept.appraisal) if kept.appraisal else None
    points = kept.appraisal.total if kept.appraisal else kept.submission.total
    registered = snapshot["registered"]
    band = next((b for b in snapshot["levels"] if registered and b["level"] == registered["level"]), None)
    return YearResult(
        year=year,
        is_running=is_running,
        sheet=live,
        frozen=kept,
        points=points,
        maximum=decimal_of(snapshot["total"]["maximum"]),
        level=level_by_points(snapshot, points)[1] if points is not None else "",
        set_code=snapshot["criteria_set"]["code"],
        set_title=snapshot["criteria_set"]["title"],
        is_sample=bool(snapshot["weights"] and snapshot["weights"]["is_sample"]),
        target=Target(band["level"], band["label"], Decimal(band["minimum"])) if band else None,
        rows=_rows(snapshot, result),
    )


def _rows(snapshot: dict[str, Any], result: dict[str, Any] | None) -> tuple[Row, ...]:
    """The scored criteria with the council's points, or the unit's own before there are any."""
    given = {row["key"]: row["points"] for row in result["rows"]} if result else {}
    found = []
    for leaf in leaves_of(snapshot):
        points, maximum = decimal_of(given.get(leaf["key"], leaf["self"])), Decimal(leaf["maximum"])
        share = points / maximum if points is not None and maximum else None
        name = f"{leaf['number']}. {leaf['title']}" if leaf["number"] else leaf["title"]
        found.append(Row(leaf["key"], name, points, maximum, share))
    return tuple(found)


def _changes(old: Sequence[Row], new: Sequence[Row]) -> tuple[Change, ...]:
    """Rows that both versions of the set hold under the same key, the greatest loss first."""
    had = {row.key: row for row in old}
    found = [_change(had[row.key], row) for row in new if row.key in had]
    changed = [one for one in found if one is not None and one.by]
    return tuple(sorted(changed, key=lambda one: (one.by, one.line.key)))


def _change(old: Row, new: Row) -> Change | None:
    if new.points is not None and old.points is not None and new.maximum == old.maximum:
        return Change(new, old.points, new.points, in_points=True)
    if old.share is None or new.share is None:
        return None
    return Change(new, _percent(old.share), _percent(new.share), in_points=False)


def _percent(share: Decimal) -> Decimal:
    return (share * 100).quantize(Decimal(1))
