"""A survey meets the programme: which criterion it proves, and its summary filed as proof by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from thanthien.lib.documents.write import write_docx, write_pdf
from thanthien.lib.vietnamese import date_vi, line_of_table
from thanthien.operations.surveys.actions import close_survey, keep_summary
from thanthien.operations.surveys.comparing import standing_of
from thanthien.operations.surveys.definition import samples
from thanthien.operations.surveys.follow_ups import follow_ups_of, tie_task
from thanthien.operations.surveys.models import FollowUp, Questionnaire, Survey
from thanthien.operations.surveys.queries import results_of
from thanthien.operations.surveys.summary import summary_document
from thanthien.platform.files.actions import keep_file
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.models import Criterion
from thanthien.programme.criteria.queries import adoption_of, tree_of
from thanthien.programme.evidence.actions import CannotChangeProof, add_files
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.plans.giving import GivenFields
from thanthien.programme.plans.models import Task
from thanthien.workflows.task_timing import give_dated_task

SUMMARY = "survey_summary"  # the kind of product that criteria sets name


@dataclass(frozen=True, slots=True)
class Filed:
    """`why` says what to do where no task took the summary."""

    survey: Survey
    proofs: tuple[Evidence, ...]
    why: str = ""


def criteria_for_surveys(unit: Unit, year: int) -> list[Criterion]:
    """The criteria of the year whose product is a summary of a survey."""
    adoption = adoption_of(unit, year)
    if adoption is None:
        return []
    return [one for one in tree_of(adoption.criteria_set) if SUMMARY in one.product_kinds]


def criterion_suggested(questionnaire: Questionnaire, year: int) -> str:
    """The key of the criterion that a form of the program usually proves: the one with the same lead; else ""."""
    sample = samples().get(questionnaire.origin)
    found = criteria_for_surveys(questionnaire.unit, year) if sample else []
    return next((one.key for one in found if sample and sample.lead in one.lead_roles), "")


@transaction.atomic
def finish_survey(*, actor: Person, at: datetime, survey: Survey, font_folders: Iterable[Path] = ()) -> Filed:
    """Close a survey, make its summary as Word and PDF, and file it with the tasks of its criterion."""
    closed = close_survey(actor=actor, at=at, survey=survey)
    return _file(actor, at, closed, font_folders)


@transaction.atomic
def file_so_far(*, actor: Person, at: datetime, survey: Survey, font_folders: Iterable[Path] = ()) -> Filed:
    """File the summary of a survey that goes on, e.g. for the quarter behind."""
    return _file(actor, at, survey, font_folders)


@transaction.atomic
def give_follow_up(*, actor: Person, at: datetime, follow_up: FollowUp) -> Task:
    """What follows from a result becomes a task beside the plan.

    It gets no criterion: what the criterion asks for is the survey, and the summary would be filed with this task too.
    Raises CannotChangeTask, CannotChangeSurvey.
    """
    survey = follow_up.survey
    fields = GivenFields(
        title=follow_up.action, due_date=follow_up.due_date, agency=follow_up.agency, officer=follow_up.person,
        product=f"Theo kết quả khảo sát “{survey.title}”: {follow_up.conclusion}"[:1000],
    )  # fmt: skip
    task = give_dated_task(actor=actor, at=at, unit=survey.unit, fields=fields)
    tie_task(follow_up=follow_up, task=task)
    return task


def _file(actor: Person, at: datetime, survey: Survey, font_folders: Iterable[Path]) -> Filed:
    results = results_of(survey)
    document = summary_document(survey, results, list(follow_ups_of(survey)))
    word = write_docx(document)
    pdf = write_pdf(document, font_folders=tuple(font_folders))
    if survey.state == Survey.State.CLOSED:
        standing = standing_of(results.all, results.flagged)
        keep_summary(
            survey=survey, word=keep_file(data=word, at=at), pdf=keep_file(data=pdf, at=at), standing=standing
        )
    if not survey.criterion_key:
        return Filed(
            survey, (), "Khảo sát này không gắn tiêu chí nào nên bảng tổng hợp không nộp làm minh chứng."
        )
    tasks = Task.objects.filter(
        unit=survey.unit, year=survey.last_date.year, criterion__key=survey.criterion_key, withdrawn_at=None
    )
    title = f"Bảng tổng hợp kết quả khảo sát: {survey.title} (đến {date_vi(timezone.localdate(at))})"
    proofs: list[Evidence] = []
    for task in tasks.select_related("unit__parent").order_by("pk"):
        try:
            upload = SimpleUploadedFile("Bảng tổng hợp kết quả khảo sát.docx", word)
            proofs += add_files(actor=actor, at=at, task=task, uploads=[upload], title=title).kept
        except CannotChangeProof as refusal:
            return Filed(survey, tuple(proofs), str(refusal))
    return Filed(survey, tuple(proofs), "" if proofs else _why_none(survey))


def _why_none(survey: Survey) -> str:
    return (
        f"Kế hoạch năm {survey.last_date.year} chưa có nhiệm vụ nào gắn tiêu chí "
        f"{line_of_table(survey.criterion_key)}. Anh/chị tải bảng tổng hợp rồi thêm vào nhiệm vụ phù hợp."
    )
