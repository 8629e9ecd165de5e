"""Reads of the programme's year at a unit: what it registered, and by when it had to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from thanthien.assessment.rounds.models import Registration
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.models import CriteriaSet


@dataclass(frozen=True, slots=True)
class Deadline:
    """A milestone in a given year. `last_day` still counts: "trước ngày 15/02" ends on 14/02."""

    code: str
    title: str
    said: str
    first_day: date
    last_day: date

    def is_late(self, day: date) -> bool:
        return day > self.last_day


def registration_of(unit: Unit, year: int) -> Registration | None:
    return Registration.objects.filter(unit=unit, year=year).select_related("recorded_by").first()


def deadlines_of(criteria_set: CriteriaSet, year: int) -> list[Deadline]:
    """The milestones of a set as days of a year, in the order of the file."""
    return [_deadline(milestone, year) for milestone in criteria_set.milestones]


def deadline_of(criteria_set: CriteriaSet, code: str, year: int) -> Deadline | None:
    return next((d for d in deadlines_of(criteria_set, year) if d.code == code), None)


def _deadline(milestone: dict[str, object], year: int) -> Deadline:
    month, day = int(str(milestone["month"])), milestone.get("day")
    code, title = str(milestone["code"]), str(milestone["title"])
    first = date(year, month, int(str(day)) if day else 1)
    if milestone.get("before"):
        said = f"trước ngày {first:%d/%m/%Y}"
        return Deadline(code, title, said, date(year, 1, 1), first - timedelta(days=1))
    if day:
        return Deadline(code, title, f"ngày {first:%d/%m/%Y}", first, first)
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return Deadline(code, title, f"tháng {month}/{year}", first, last)
