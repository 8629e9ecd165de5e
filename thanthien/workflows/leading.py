"""What a leader looks at for two minutes: the level, what turned worse this week and why, what presses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from thanthien.assessment.forecast.queries import Forecast, forecast_of
from thanthien.assessment.scoring.queries import score_sheet
from thanthien.assessment.scoring.sheet import Line, ScoreSheet
from thanthien.lib.sampling import Share
from thanthien.operations.casework.queries import apologies_of
from thanthien.operations.casework.queries import counts as case_counts
from thanthien.operations.engagement.queries import promises_due
from thanthien.operations.feedback.queries import QUEUES, RUNNING, late_on, visible_reports
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.evidence.queries import waiting_proofs
from thanthien.programme.measures.queries import sums_by_day
from thanthien.programme.measures.registry import measures
from thanthien.programme.plans.queries import overdue, rows_of
from thanthien.programme.plans.standing import standing_of

WEEK = timedelta(days=7)
NEAR = timedelta(days=2)  # days before its limit from which a report is near it
MOST = 5  # of a short list


@dataclass(frozen=True, slots=True)
class Worse:
    """A row that holds a smaller share of its points than a week ago. `lost` is None without weights."""

    line: Line
    lost: Decimal | None
    before: Decimal

    @property
    def why(self) -> str:
        return next(iter(self.line.missing), self.line.why)


@dataclass(frozen=True, slots=True)
class Fallen:
    """A figure of the last seven days that lies lower than the seven before, by more than chance."""

    code: str
    label: str
    now: Share
    before: Share


@dataclass(frozen=True, slots=True)
class Pressing:
    """A number that presses; `page` with `query` opens its records. `hot`: of them, those past their limit."""

    words: str
    count: int
    hot: int
    hot_words: str
    page: str
    query: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    sheet: ScoreSheet
    forecast: Forecast
    gained: Decimal | None  # points more than a week ago; None without weights or without a score then
    worse: tuple[Worse, ...]
    fallen: tuple[Fallen, ...]
    pressing: tuple[Pressing, ...]


def screen_of(person: Person, unit: Unit, year: int, at: datetime) -> Screen:
    """As of now, beside a week ago. What the person may not open is not counted."""
    today = timezone.localdate(at)
    forecast = forecast_of(unit, year, today)
    then = score_sheet(unit, year, today - WEEK) if (today - WEEK).year == year else None
    sheet = forecast.sheet
    gained = None
    if then is not None and sheet.points is not None and then.points is not None:
        gained = sheet.points - then.points
    return Screen(
        sheet=sheet,
        forecast=forecast,
        gained=gained,
        worse=tuple(_worse(sheet, then)) if then else (),
        fallen=tuple(_fallen(unit, sheet, today)[:MOST]),
        pressing=tuple(_pressing(person, unit, year, at)),
    )


def _worse(sheet: ScoreSheet, then: ScoreSheet) -> list[Worse]:
    """The costliest first."""
    past = {line.key: line for line in then.leaves}
    found = []
    for line in sheet.leaves:
        before = past.get(line.key)
        if before is None or line.share >= before.share:
            continue
        known = line.points is not None and before.points is not None
        lost = before.points - line.points if known else None  # type: ignore[operator]
        found.append(Worse(line, lost, before.share))
    return sorted(found, key=lambda one: (-(one.lost or Decimal(0)), one.line.share - one.before))


def _fallen(unit: Unit, sheet: ScoreSheet, today: date) -> list[Fallen]:
    """Of the measures that the criteria read, those whose 95 % intervals of the two weeks lie apart."""
    known = measures()
    read = dict.fromkeys(code for line in sheet.leaves for code in line.measures)
    codes = [
        code
        for code in read
        if known[code].has_denominator and known[code].adds_up and known[code].right is None
    ]
    weeks: dict[str, list[Share]] = {code: [Share(0, 0), Share(0, 0)] for code in codes}
    for one in sums_by_day(unit, year=today.year, until=today, codes=codes):
        back = (today - one.first).days // 7
        if 0 <= back < 2:
            weeks[one.measure][back] += Share(int(one.numerator), int(one.denominator))
    return [
        Fallen(code, known[code].label, now, before)
        for code, (now, before) in weeks.items()
        if now.total and before.total and now.interval.high < before.interval.low
    ]


def _pressing(person: Person, unit: Unit, year: int, at: datetime) -> Iterator[Pressing]:
    today = timezone.localdate(at)
    if may(person, Action.CASE_VIEW, unit):
        cases = case_counts(person, unit, at)
        yield Pressing(
            "hồ sơ một cửa trễ hạn hoặc đến hạn hôm nay", cases["late"] + cases["today"], cases["late"],
            "trễ hạn", "desk:cases", "tab=late" if cases["late"] else "tab=today",
        )  # fmt: skip
        unsigned = apologies_of(person, unit).filter(state="submitted").count()
        yield Pressing("thư xin lỗi chờ ký", unsigned, 0, "", "desk:case_apologies")
    reports = visible_reports(person, unit).filter(path__in=QUEUES[""])
    near = reports.filter(state__in=RUNNING, due_date__lte=today + NEAR).count()
    late = reports.filter(late_on(today)).count()
    yield Pressing(
        "phản ánh sắp hoặc đã hết hạn trả lời", max(near, late), late, "quá hạn", "desk:feedback",
        "tab=late" if late else "tab=open",
    )  # fmt: skip
    if may(person, Action.ENGAGEMENT_VIEW, unit):
        promises = promises_due(unit, today)
        yield Pressing(
            "lời hứa đến hạn với người dân",
            promises.count,
            promises.late,
            "quá hạn",
            "desk:commitments",
            "state=due",
        )
    tasks = rows_of(unit, year).filter(overdue(today)).count()
    yield Pressing("nhiệm vụ quá hạn", tasks, tasks, "quá hạn", "desk:tasks", "state=overdue")
    proofs = waiting_proofs(unit, year, standing_of(person, unit)).count()
    yield Pressing("minh chứng chờ kiểm tra", proofs, 0, "", "desk:proof_filed")
