"""Where documents take their facts from: one unit, one year, perhaps one period; read when first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Prefetch

from thanthien.assessment.reports.year_results import results_of
from thanthien.assessment.scoring.queries import score_sheet
from thanthien.assessment.scoring.sheet import ScoreSheet
from thanthien.lib.vietnamese import date_vi
from thanthien.platform.people.models import Membership
from thanthien.platform.people.queries import Staff, staff_by_agency
from thanthien.platform.units.models import Agency, Unit
from thanthien.platform.units.queries import agencies_of
from thanthien.programme.budget.queries import Row, live_rows
from thanthien.programme.budget.queries import rows_of as rows_of_money
from thanthien.programme.criteria.models import Criterion
from thanthien.programme.criteria.queries import tree_of
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.impediments.models import Impediment
from thanthien.programme.inspections.models import Inspection
from thanthien.programme.measures.models import Reading
from thanthien.programme.measures.queries import readings_of
from thanthien.programme.merit.models import Practice
from thanthien.programme.plans.models import Plan, Task, TaskAgency
from thanthien.programme.plans.queries import plan_in_force, rows_of
from thanthien.programme.reviews.actions import Result
from thanthien.programme.reviews.models import Review, YearResult
from thanthien.programme.steering.models import Committee, CommitteeMember
from thanthien.programme.steering.queries import committee_in


@dataclass(frozen=True, slots=True)
class Span:
    """The days a report tells of, both included."""

    first: date
    last: date

    @property
    def words(self) -> str:
        """ "tháng 6 năm 2026", "quý II năm 2026", "năm 2026", or from day to day."""
        first, last = self.first, self.last
        if first.day == 1 and (last + timedelta(days=1)).day == 1 and first.year == last.year:
            if first.month == last.month:
                return f"tháng {first.month} năm {first.year}"
            if last.month - first.month == 2 and first.month % 3 == 1:
                return f"quý {('I', 'II', 'III', 'IV')[first.month // 3]} năm {first.year}"
            if (first.month, last.month) == (1, 12):
                return f"năm {first.year}"
        return f"từ ngày {date_vi(first)} đến ngày {date_vi(last)}"

    @property
    def after(self) -> Span:
        """The span of the same kind that follows: the next month, or as many days again."""
        start = self.last + timedelta(days=1)
        if self.first.day == 1 and start.day == 1 and self.first.month == self.last.month:
            return month_span(start.year, start.month)
        return Span(start, self.last + (start - self.first))

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def month_span(year: int, month: int) -> Span:
    following = date(year + month // 12, month % 12 + 1, 1)
    return Span(date(year, month, 1), following - timedelta(days=1))


def last_whole_month(year: int, today: date) -> Span:
    """The month a report is due for: the last one that is over, in the year; January where none is."""
    if today.year != year:
        return month_span(year, 12 if today.year > year else 1)
    return month_span(year, max(1, today.month - 1))


class Sources:
    """The facts of a unit's year. Whoever may see the unit's score may see all of them; callers ask first."""

    def __init__(
        self, unit: Unit, year: int, today: date, span: Span | None = None, *, review: Review | None = None
    ) -> None:
        self.unit, self.year, self.today, self._review = unit, year, today, review
        self.span = span or last_whole_month(year, today)

    @property
    def committee(self) -> str:
        return f"Ủy ban nhân dân {self.unit.full_name}"

    @property
    def above(self) -> str:
        """ "Ủy ban nhân dân thành phố Hải Minh", or a blank where the tree knows none."""
        return f"Ủy ban nhân dân {self.unit.parent.full_name}" if self.unit.parent else "[cơ quan cấp trên]"

    @cached_property
    def plan(self) -> Plan | None:
        return plan_in_force(self.unit, self.year)

    @property
    def scored_day(self) -> date:
        """The day whose score holds: today, or the year's last day once it is over."""
        return min(self.today, date(self.year, 12, 31))

    @cached_property
    def sheet(self) -> ScoreSheet:
        return score_sheet(self.unit, self.year, self.scored_day)

    @cached_property
    def tasks(self) -> list[Task]:
        """The rows of the plan in its order, each with its parts."""
        parts = TaskAgency.objects.select_related("agency", "assignee").order_by("part", "position", "pk")
        rows = rows_of(self.unit, self.year).prefetch_related(Prefetch("agencies", queryset=parts))
        return list(rows.order_by("position", "pk"))

    @cached_property
    def criteria(self) -> list[Criterion]:
        """The tree of the adopted set, empty without one."""
        kept = self.sheet.criteria_set
        return tree_of(kept) if kept else []

    @cached_property
    def agencies(self) -> list[Agency]:
        return list(agencies_of(self.unit))

    @cached_property
    def staff(self) -> dict[int, Staff]:
        return staff_by_agency(self.unit)

    @cached_property
    def coordinating(self) -> Agency | None:
        """The division that runs the programme: Phòng Văn hóa - Xã hội in every plan seen."""
        return next((one for one in self.agencies if one.role_code == "culture_social"), None)

    @cached_property
    def committee_in_charge(self) -> Committee | None:
        """The unit's steering committee of the year."""
        return committee_in(self.unit, self.year)

    @cached_property
    def committee_members(self) -> list[CommitteeMember]:
        found = self.committee_in_charge
        if found is None:
            return []
        here = CommitteeMember.objects.filter(committee=found, end_date=None)
        return list(here.select_related("person").order_by("position", "pk"))

    @cached_property
    def inspections(self) -> list[Inspection]:
        """Those of the year that were held, with their findings; the last one first."""
        held = Inspection.objects.filter(
            unit=self.unit, year=self.year, state__in=[Inspection.State.HELD, Inspection.State.CLOSED]
        )
        rows = held.prefetch_related("inspectors", "findings__agency")
        return list(rows.order_by("-inspection_date", "-pk"))

    @property
    def newest_inspection(self) -> Inspection | None:
        return self.inspections[0] if self.inspections else None

    @cached_property
    def conferences(self) -> list[Review]:
        """Reviews whose conference was held within the year."""
        rows = Review.objects.filter(unit=self.unit, conference_date__year=self.year)
        return list(rows.exclude(state=Review.State.PLANNED).order_by("conference_date", "pk"))

    @cached_property
    def budget(self) -> list[Row]:
        """The year's items of money with their sums, those given up left out."""
        return live_rows(rows_of_money(self.unit, self.year))

    @cached_property
    def review(self) -> Review | None:
        """The review told of: the one asked for, else the newest whose period holds the year."""
        if self._review is not None:
            return self._review
        rows = Review.objects.filter(unit=self.unit, from_year__lte=self.year, to_year__gte=self.year)
        return rows.prefetch_related("lessons__agency", "results").order_by("-due_date", "-pk").first()

    @cached_property
    def review_results(self) -> list[Result] | list[YearResult]:
        """A row a year: as kept once the conference was held, before that as of today."""
        found = self.review
        if found is None:
            return []
        if found.state != Review.State.PLANNED:
            return list(found.results.all())
        return results_of(self.unit, found.from_year, found.to_year, self.today)

    @cached_property
    def impediments(self) -> list[Impediment]:
        """Difficulties reported within the span, those withdrawn left out."""
        rows = Impediment.objects.filter(unit=self.unit, year=self.year)
        rows = rows.filter(reported_at__date__range=(self.span.first, self.span.last))
        return list(rows.exclude(state=Impediment.State.WITHDRAWN).order_by("number"))

    @cached_property
    def review_impediments(self) -> list[Impediment]:
        """Difficulties of the review's years up to today, those withdrawn left out; the oldest first."""
        found = self.review
        if found is None:
            return []
        rows = Impediment.objects.filter(unit=self.unit, year__range=(found.from_year, found.to_year))
        rows = rows.filter(reported_at__date__lte=self.today).exclude(state=Impediment.State.WITHDRAWN)
        return list(rows.order_by("year", "number"))

    @cached_property
    def review_practices(self) -> list[Practice]:
        """Good practices of the review's years that were recognised by decision."""
        found = self.review
        if found is None:
            return []
        years = (found.from_year, found.to_year)
        rows = Practice.objects.filter(unit=self.unit, year__range=years, state=Practice.State.RECOGNISED)
        return list(rows.order_by("year", "pk"))

    def head_of(self, agency: Agency) -> Membership | None:
        found = self.staff.get(agency.pk)
        return found.heads[0] if found and found.heads else None

    @cached_property
    def proofs(self) -> list[tuple[str, str]]:
        """(state, criterion's key or "") of each proof of what happened within the span, withdrawn ones left out."""
        live = Evidence.objects.filter(unit=self.unit, task__year=self.year)
        inside = live.filter(effective_date__range=(self.span.first, self.span.last))
        rows = inside.exclude(state=Evidence.State.WITHDRAWN).values_list("state", "task__criterion__key")
        return [(state, key or "") for state, key in rows]

    @cached_property
    def readings(self) -> list[Reading]:
        """Figures of the span, by measure and day."""
        return [one for one in readings_of(self.unit, year=self.year) if self.span.holds(one.day)]
