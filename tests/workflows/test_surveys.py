"""A survey closes: summary made, filed with the tasks of its criterion, nothing typed twice."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from docx import Document

from tests.cast import Cast
from tests.operations.surveys.factories import answered, opened
from tests.programme.plans.factories import facts, make_plan
from thanthien.operations.surveys.actions import CannotChangeSurvey
from thanthien.operations.surveys.answering import CannotAnswer
from thanthien.operations.surveys.follow_ups import FollowUpFields, add_follow_up
from thanthien.operations.surveys.measures import Counted, collect
from thanthien.operations.surveys.models import Survey
from thanthien.platform.files.queries import open_kept
from thanthien.programme.criteria.actions import adopt, load_set
from thanthien.programme.criteria.definition import load_definition
from thanthien.programme.criteria.models import CriteriaSet
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.plans.models import Task
from thanthien.workflows.surveys import criterion_suggested, file_so_far, finish_survey, give_follow_up

pytestmark = pytest.mark.django_db


def adopted(cast: Cast, now: datetime) -> CriteriaSet:
    """The Hải Phòng set, lent to the invented city and adopted by the unit for 2026."""
    path = settings.REFERENCE_DIR / "criteria" / "hai-phong-2025.yaml"
    source = path.read_text(encoding="utf-8")
    kept, _ = load_set(at=now, definition=load_definition(path), source=source)
    CriteriaSet.objects.update(province_code=cast.city.code, from_year=2025)
    kept.refresh_from_db()
    adopt(actor=None, at=now, unit=cast.unit, year=2026, criteria_set=kept, weight_table=None)
    return kept


@pytest.fixture
def task(cast: Cast, now: datetime) -> Task:
    """A task of the plan for the criterion of survey A."""
    kept = adopted(cast, now)
    [task] = make_plan(cast.unit, facts("Khảo sát tại Trung tâm", cast.centre), year=2026)
    task.criterion = kept.criteria.get(key="II.7.1")
    task.save()
    return task


def test_the_forms_of_the_program_know_their_criterion(cast: Cast, now: datetime, task: Task) -> None:
    survey = opened(cast, now)
    assert criterion_suggested(survey.version.questionnaire, 2026) == "II.7.1"
    model = opened(cast, now, "model")
    assert criterion_suggested(model.version.questionnaire, 2026) == "II.7.2"
    assert criterion_suggested(model.version.questionnaire, 2030) == ""


def test_closing_makes_the_summary_and_files_it(cast: Cast, now: datetime, task: Task) -> None:
    survey = opened(cast, now, criterion_key="II.7.1", measure="service_centre")
    for mark in (5, 4, 4, 2):
        answered(survey, now, mark)
    answered(survey, now, 5, flag="office")
    filed = finish_survey(actor=cast.coordinator, at=now, survey=survey)
    [proof] = Evidence.objects.all()
    assert (proof.task, proof.state, filed.why) == (task, Evidence.State.WAITING, "")
    survey.refresh_from_db()
    assert survey.summary_word is not None
    assert proof.file == survey.summary_word
    with open_kept(survey.summary_word) as stored:
        word = Document(io.BytesIO(stored.read()))
    text = "\n".join(one.text for one in word.paragraphs)
    assert "32/40 câu trả lời, 80%" in text
    assert "24/32, 75%" in text  # without the one from the office
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert "Thời gian chờ đến lượt (mức 4–5)" in cells
    with pytest.raises(CannotAnswer):
        answered(survey, now)
    with pytest.raises(CannotChangeSurvey):
        finish_survey(actor=cast.coordinator, at=now, survey=survey)


def test_so_far_leaves_it_open(cast: Cast, now: datetime, task: Task) -> None:
    survey = opened(cast, now, criterion_key="II.7.1")
    answered(survey, now)
    assert len(file_so_far(actor=cast.coordinator, at=now, survey=survey).proofs) == 1
    survey.refresh_from_db()
    assert (survey.state, survey.summary_word) == (Survey.State.OPEN, None)


def test_without_a_task_it_says_what_to_do(cast: Cast, now: datetime) -> None:
    survey = opened(cast, now, criterion_key="II.7.1")
    filed = finish_survey(actor=cast.coordinator, at=now, survey=survey)
    assert filed.proofs == ()
    assert "chưa có nhiệm vụ nào gắn tiêu chí II.7.1" in filed.why


def test_a_day_is_measured_without_what_is_flagged(cast: Cast, now: datetime) -> None:
    survey = opened(cast, now, measure="service_centre")
    answered(survey, now, 5)
    answered(survey, now, 3)
    answered(survey, now, 5, flag="same_device")
    assert list(collect(now.date())) == [Counted(cast.unit.pk, "service_centre", 8, 16)]


def test_late_in_the_evening_the_summary_bears_the_day_of_vietnam(
    cast: Cast, now: datetime, task: Task
) -> None:
    """At 23:30 UTC it is half past six of the next morning here."""
    survey = opened(cast, now, criterion_key="II.7.1")
    answered(survey, now)
    late = datetime(2026, 7, 5, 23, 30, tzinfo=UTC)
    finish_survey(actor=cast.coordinator, at=late, survey=survey)
    survey.refresh_from_db()
    assert survey.last_date == date(2026, 7, 6)
    [proof] = Evidence.objects.all()
    assert proof.title.endswith("(đến 06/07/2026)")


def test_what_follows_from_a_result_becomes_a_task(cast: Cast, now: datetime, task: Task) -> None:
    survey = opened(cast, now, criterion_key="II.7.1")
    answered(survey, now, 2)
    fields = FollowUpFields("Chờ lâu", "Thêm một quầy sáng thứ Hai", date(2026, 8, 1), agency=cast.centre)
    follow_up = add_follow_up(actor=cast.coordinator, at=now, survey=survey, fields=fields)
    given = give_follow_up(actor=cast.coordinator, at=now, follow_up=follow_up)
    follow_up.refresh_from_db()
    assert (follow_up.task, given.title, given.due_date, given.is_ad_hoc) == (
        given, "Thêm một quầy sáng thứ Hai", date(2026, 8, 1), True,
    )  # fmt: skip
    with pytest.raises(CannotChangeSurvey, match="đã được giao"):
        give_follow_up(actor=cast.coordinator, at=now, follow_up=follow_up)
    assert Task.objects.filter(is_ad_hoc=True).count() == 1
    filed = finish_survey(actor=cast.coordinator, at=now, survey=survey)
    with open_kept(filed.survey.summary_word) as stored:  # type: ignore[arg-type]
        tables = Document(io.BytesIO(stored.read())).tables
    cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
    assert "Thêm một quầy sáng thứ Hai" in cells
    assert [one.task for one in filed.proofs] == [task]  # not the task that follows from it
