"""Results by year: each from its own records, compared only where the set is the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.test import Client

from tests.assessment.rounds.steps import DECEMBER, Steps
from tests.assessment.year import START, Year
from tests.cast import Cast
from thanthien.assessment.rounds.models import Registration
from thanthien.assessment.rounds.submitting import send_back
from thanthien.assessment.scoring.history import history_of
from thanthien.platform.people.models import Person
from thanthien.programme.criteria.models import Adoption, CriteriaSet
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.measures.models import Reading

TODAY = date(2027, 7, 1)


def next_year(year: Year, criteria_set: CriteriaSet | None = None) -> None:
    Adoption.objects.create(
        unit=year.unit,
        year=2027,
        criteria_set=criteria_set or year.criteria_set,
        weight_table=year.weights if criteria_set is None else None,
        adopted_at=START,
    )


def test_years_stand_side_by_side_with_the_target(year: Year, cast: Cast) -> None:
    year.add_proof(year.add_task("I#2", cast.office), cast.office, date(2026, 5, 6))
    Registration.objects.create(
        unit=year.unit, year=2026, level=1, registered_date=date(2026, 2, 1), recorded_at=START
    )
    next_year(year)
    found = history_of(year.unit, TODAY)
    assert [(one.year, one.is_running) for one in found.years] == [(2027, True), (2026, False)]
    last = found.years[1]
    assert last.sheet is not None
    assert last.sheet.as_of == date(2026, 12, 31)
    assert last.frozen is None
    assert last.target is not None
    assert last.target.level == 1
    assert last.reaches_target is False
    assert found.years[0].reaches_target is None


def test_what_changed_is_said_by_criterion_the_greatest_loss_first(year: Year, cast: Cast) -> None:
    year.add_proof(year.add_task("I#2", cast.office), cast.office, date(2026, 5, 6))
    next_year(year)
    found = history_of(year.unit, TODAY)
    assert found.compared == (2026, 2027)
    assert (found.changes[0].line.key, found.changes[0].in_points) == ("I#2", True)
    assert found.changes[0].by == -2


def test_another_set_is_not_compared(year: Year, cast: Cast) -> None:
    other = CriteriaSet.objects.get(pk=year.criteria_set.pk)
    other.pk, other.code = None, "bo-khac"
    other.save()
    next_year(year, other)
    found = history_of(year.unit, TODAY)
    assert found.changes == ()
    assert "khác nhau" in found.why_not


def test_a_coming_year_is_not_a_result(year: Year, cast: Cast) -> None:
    next_year(year)
    assert [one.year for one in history_of(year.unit, date(2026, 7, 1)).years] == [2026]


def test_a_decided_year_stays_as_it_was_decided(
    year: Year, cast: Cast, client_of: Callable[[Person], Client]
) -> None:
    """Its proof goes, a figure is corrected, the points table changes: the year on the page does not."""
    steps = Steps(year, cast)
    steps.submitted()
    steps.appraised(points={"I#1": "5"})
    steps.decided()
    next_year(year)
    before = history_of(year.unit, TODAY)
    Evidence.objects.update(state=Evidence.State.WITHDRAWN)
    Reading.objects.update(numerator=0)
    found = history_of(year.unit, TODAY)
    assert found == before
    kept = found.years[1]
    assert (kept.year, kept.sheet, kept.points, kept.maximum) == (2026, None, Decimal("16.5"), Decimal(20))
    assert kept.frozen is not None
    assert kept.frozen.submission.total == 17
    assert {one.line.key: one.before for one in found.changes}["I#1"] == Decimal("5.5")
    page = client_of(cast.officer).get(f"/desk/{cast.unit.code}/history/").content.decode()
    assert "Tự chấm 17 · thẩm định 16,5" in page
    assert "Được công nhận Mức 1: Quyết định số 402/QĐ-UBND, ngày 08/12/2026" in page
    assert "Đã chốt 03/11/2026" in page


def test_the_running_year_shows_what_was_handed_in_and_today(year: Year, cast: Cast) -> None:
    steps = Steps(year, cast)
    steps.submitted()
    Reading.objects.update(numerator=0)
    handed = history_of(year.unit, DECEMBER.date()).years[0]
    assert handed.sheet is not None
    assert handed.sheet.points is not None
    assert handed.points == 17
    assert handed.sheet.points < 17
    send_back(
        actor=cast.city_admin, at=DECEMBER, round_=steps.round(), remark="Bổ sung ảnh", remarks={}, seen=2
    )
    mended = history_of(year.unit, DECEMBER.date()).years[0]
    assert (mended.frozen, mended.points) == (None, handed.sheet.points)


def test_the_page_shows_years_or_says_what_to_do(
    year: Year, cast: Cast, client_of: Callable[[Person], Client]
) -> None:
    page = client_of(cast.officer).get(f"/desk/{cast.unit.code}/history/").content.decode()
    assert "?year=2026" in page
    assert "Chưa có hai năm" in page
    empty = client_of(cast.other_officer).get(f"/desk/{cast.other_unit.code}/history/").content.decode()
    assert "Chưa có năm nào" in empty
