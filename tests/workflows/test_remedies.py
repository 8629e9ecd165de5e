"""From a weak criterion to a measure: one task, tied to the criterion, that makes nothing harder."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.assessment.year import Year, year
from tests.cast import Cast
from thanthien.assessment.scoring.queries import score_sheet
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.permissions import NotAllowed
from thanthien.programme.occurrences.models import Occurrence
from thanthien.programme.plans.actions import CannotChangeTask
from thanthien.programme.plans.models import Plan, Task
from thanthien.workflows.remedies import GROUP, CannotTakeMeasure, agencies_for, measures_taken, take_measure

__all__ = ["year"]


def take(year: Year, cast: Cast, now: datetime, **changes: Any) -> Task:
    asked: dict[str, Any] = {
        "actor": cast.coordinator,
        "at": now,
        "unit": cast.unit,
        "year": 2026,
        "key": "I#1",
        "title": "Niêm yết lại bộ thủ tục",
        "agency": None,
        "due": date(2026, 7, 15),
    }
    return take_measure(**{**asked, **changes})


def test_a_measure_is_a_task_of_the_criterion(year: Year, cast: Cast, now: datetime) -> None:
    made = take(year, cast, now, agency=cast.office)
    assert (made.group, made.due_date) == (GROUP, date(2026, 7, 15))
    assert made.criterion == year.criterion("I#1")
    assert Occurrence.objects.get(task=made).due_date == date(2026, 7, 15)  # it stands in the calendar
    assert list(measures_taken(cast.unit, 2026)) == [made]
    assert Entry.objects.filter(action="task.add", unit=cast.unit).exists()


def test_a_new_lead_would_make_the_criterion_harder_and_is_refused(
    year: Year, cast: Cast, now: datetime
) -> None:
    year.add_proof(year.add_task("I#2", cast.office), cast.office, date(2026, 5, 6))
    assert agencies_for(cast.unit, 2026, "I#2") == [cast.office]
    with pytest.raises(CannotTakeMeasure, match="chủ trì"):
        take(year, cast, now, key="I#2", agency=cast.economy)
    before = score_sheet(cast.unit, 2026, now.date()).points
    take(year, cast, now, key="I#2", agency=cast.office)
    assert score_sheet(cast.unit, 2026, now.date()).points == before


def test_the_same_measure_stands_once(year: Year, cast: Cast, now: datetime) -> None:
    take(year, cast, now)
    with pytest.raises(CannotTakeMeasure, match="đã có"):
        take(year, cast, now, title="  Niêm yết lại  bộ thủ tục ")
    assert measures_taken(cast.unit, 2026).count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": " "}, "ghi biện pháp"),
        ({"due": date(2026, 6, 30)}, "Hạn phải"),
        ({"due": date(2027, 1, 1)}, "Hạn phải"),
        ({"key": "IX"}, "không có trong bộ tiêu chí"),
    ],
)
def test_what_cannot_be_kept_is_said(
    year: Year, cast: Cast, now: datetime, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(CannotTakeMeasure, match=words):
        take(year, cast, now, **changes)
    assert not measures_taken(cast.unit, 2026).exists()


def test_without_a_plan_there_is_nowhere_to_put_it(year: Year, cast: Cast, now: datetime) -> None:
    Plan.objects.all().delete()
    with pytest.raises(CannotChangeTask):
        take(year, cast, now)


def test_officers_take_no_measures(year: Year, cast: Cast, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        take(year, cast, now, actor=cast.officer)
