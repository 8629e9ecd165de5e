"""From a result to what is done about it: written down, followed to its end, shown beside the result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from thanthien.lib.vietnamese import tidy
from thanthien.operations.surveys.actions import CannotChangeSurvey
from thanthien.operations.surveys.models import FollowUp, Survey
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import agencies_of_person, may, people_who_may, require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Agency
from thanthien.programme.plans.models import Task

LONGEST = 1000


@dataclass(frozen=True, slots=True)
class FollowUpFields:
    """`agency` or `person` (or both) sees to it by `due_date`."""

    conclusion: str
    action: str
    due_date: date | None
    agency: Agency | None = None
    person: Person | None = None


def follow_ups_of(survey: Survey) -> QuerySet[FollowUp]:
    return survey.follow_ups.select_related("agency", "person", "done_by", "task")


@transaction.atomic
def add_follow_up(*, actor: Person, at: datetime, survey: Survey, fields: FollowUpFields) -> FollowUp:
    unit = survey.unit
    require(actor, Action.SURVEY_MANAGE, unit)
    if survey.state == Survey.State.DRAFT:
        raise CannotChangeSurvey("Khảo sát chưa mở nên chưa có kết quả để rút ra.")
    conclusion, action = (
        tidy(text, keep_lines=True)[:LONGEST] for text in (fields.conclusion, fields.action)
    )
    if not conclusion:
        raise CannotChangeSurvey("Anh/chị ghi điều rút ra từ kết quả.", "conclusion")
    if not action:
        raise CannotChangeSurvey("Anh/chị ghi việc cần làm.", "action")
    if fields.due_date is None or fields.due_date < timezone.localdate(at):
        raise CannotChangeSurvey("Hạn làm không thể trước ngày hôm nay.", "due_date")
    if fields.agency is None and fields.person is None:
        raise CannotChangeSurvey("Anh/chị chọn cơ quan hoặc người làm.", "to")
    if fields.agency is not None and fields.agency.unit_id != unit.pk:
        raise CannotChangeSurvey("Cơ quan này không thuộc đơn vị.", "to")
    if (
        fields.person is not None
        and not people_who_may(Action.SURVEY_VIEW, unit).filter(pk=fields.person.pk).exists()
    ):
        raise CannotChangeSurvey("Người này không còn làm việc ở đơn vị.", "to")
    made = FollowUp.objects.create(
        survey=survey, conclusion=conclusion, action=action, agency=fields.agency, person=fields.person,
        due_date=fields.due_date, made_at=at, made_by=actor,
    )  # fmt: skip
    record(
        actor=actor, at=at, action="survey.follow_up", subject=made, unit=unit, thread=survey,
        after={"action": action, "owner": made.owner, "due_date": fields.due_date},
    )  # fmt: skip
    return made


@transaction.atomic
def finish_follow_up(*, actor: Person, at: datetime, follow_up: FollowUp, outcome: str) -> FollowUp:
    """Say what was done: the owner, people of the owning agency, or who manages surveys."""
    held = _held(follow_up)
    unit = held.survey.unit
    require(actor, Action.SURVEY_WORK, unit)
    if not may_finish(actor, held):
        raise CannotChangeSurvey(f"Việc này giao cho {held.owner} nên do người đó ghi kết quả.")
    if held.done_at is not None:
        raise CannotChangeSurvey(f"Việc này đã được {held.done_by} ghi kết quả.")
    said = tidy(outcome, keep_lines=True)[:LONGEST]
    if not said:
        raise CannotChangeSurvey("Anh/chị ghi đã làm gì, kết quả ra sao.", "outcome")
    held.outcome, held.done_at, held.done_by = said, at, actor
    held.save(update_fields=["outcome", "done_at", "done_by"])
    record(
        actor=actor, at=at, action="survey.follow_up_done", subject=held, unit=unit, thread=held.survey, remark=said
    )  # fmt: skip
    return held


def may_finish(person: Person, follow_up: FollowUp) -> bool:
    unit = follow_up.survey.unit
    if may(person, Action.SURVEY_MANAGE, unit) or follow_up.person_id == person.pk:
        return True
    own = {agency.pk for agency in agencies_of_person(person, unit)}
    return follow_up.person_id is None and follow_up.agency_id in own


def tie_task(*, follow_up: FollowUp, task: Task) -> FollowUp:
    """The task that a follow-up became; `workflows.surveys.give_follow_up` gives it."""
    held = _held(follow_up)
    if held.task_id is not None or held.done_at is not None:
        raise CannotChangeSurvey("Việc này đã được giao hoặc đã xong. Anh/chị mở lại trang.")
    held.task = task
    held.save(update_fields=["task"])
    return held


def _held(follow_up: FollowUp) -> FollowUp:
    rows = FollowUp.objects.select_for_update(of=("self",)).select_related(
        "survey__unit__parent", "agency", "person", "done_by"
    )
    return rows.get(pk=follow_up.pk)
