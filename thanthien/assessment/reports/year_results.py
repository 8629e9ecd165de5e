"""How each year of a period stands on a day: gathered from the score sheets for the review that keeps them."""

from __future__ import annotations

from datetime import date

from thanthien.assessment.scoring.queries import score_sheet
from thanthien.platform.units.models import Unit
from thanthien.programme.reviews.actions import Result


def results_of(unit: Unit, from_year: int, to_year: int, today: date) -> list[Result]:
    """A row a year up to today; years still to come are left out. Points only where they may be told."""
    return [_result(unit, year, today) for year in range(from_year, min(to_year, today.year) + 1)]


def _result(unit: Unit, year: int, today: date) -> Result:
    sheet = score_sheet(unit, year, min(today, date(year, 12, 31)))
    if sheet.adoption is None or sheet.criteria_set is None:
        return Result(year, None, "Không có số liệu", "", False)
    registered = ""
    if sheet.registration is not None:
        registered = f"{sheet.criteria_set.level_word} {sheet.registration.level}"
    table = sheet.adoption.weight_table
    points = sheet.points if sheet.total.weights_loaded else None
    return Result(year, points, sheet.level.label, registered, bool(table and table.is_sample))
