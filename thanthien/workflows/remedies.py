"""From a weak criterion to a measure that mends it (biện pháp): a task of the plan, made in one step."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi, tidy
from thanthien.platform.people.models import Person
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Agency, Unit
from thanthien.platform.units.queries import agencies_of
from thanthien.programme.criteria.models import Criterion
from thanthien.programme.criteria.queries import adoption_of
from thanthien.programme.plans.editing import TaskFields
from thanthien.programme.plans.models import Task, TaskAgency
from thanthien.workflows.task_timing import add_dated_task

GROUP = "Biện pháp để đạt tiêu chí"


class CannotTakeMeasure(Refusal):
    """The measure was not added."""


def measures_taken(unit: Unit, year: int) -> QuerySet[Task]:
    """The measures of a year that stand, oldest first, with criterion and agencies."""
    return (
        Task.objects.filter(unit=unit, year=year, group=GROUP, withdrawn_at=None)
        .select_related("criterion")
        .prefetch_related("agencies__agency")
        .order_by("created_at", "pk")
    )


def agencies_for(unit: Unit, year: int, key: str) -> list[Agency]:
    """Who may lead a measure for a criterion: those who lead its tasks, else any agency of the unit.

    Every lead of a criterion's tasks has to bring proof, so a new lead would make the criterion harder.
    """
    leading = TaskAgency.objects.filter(
        task__unit=unit,
        task__year=year,
        task__criterion__key=key,
        task__withdrawn_at=None,
        part=TaskAgency.Part.LEAD,
    )
    ids = {agency_id for agency_id in leading.values_list("agency", flat=True) if agency_id}
    found = list(agencies_of(unit))
    return [agency for agency in found if agency.pk in ids] or ([] if leading.exists() else found)


@transaction.atomic
def take_measure(
    *,
    actor: Person,
    at: datetime,
    unit: Unit,
    year: int,
    key: str,
    title: str,
    agency: Agency | None,
    due: date | None,
) -> Task:
    """Add the task that is to mend a criterion. The same words for the same criterion stand only once.

    Raises CannotTakeMeasure; CannotChangeTask where the year has no plan; NotAllowed.
    """
    adoption = adoption_of(unit, year)
    criterion = (
        Criterion.objects.filter(criteria_set=adoption.criteria_set, key=key).first() if adoption else None
    )
    if criterion is None:
        raise CannotTakeMeasure(
            "Nội dung này không có trong bộ tiêu chí đang áp dụng. Anh/chị tải lại trang."
        )
    words = tidy(title)
    if len(words) < 5:
        raise CannotTakeMeasure("Anh/chị ghi biện pháp cần làm.", "title")
    allowed = agencies_for(unit, year, key)
    if agency is not None and agency not in allowed:
        raise CannotTakeMeasure(
            f"Nội dung này do {', '.join(one.name for one in allowed) or 'nhóm cơ quan khác'} chủ trì. "
            "Thêm cơ quan chủ trì mới thì tiêu chí đòi thêm minh chứng, nên anh/chị chọn trong số này.",
            "agency",
        )
    if due is not None and (due < timezone.localdate(at) or due.year != year):
        raise CannotTakeMeasure(f"Hạn phải từ hôm nay đến hết năm {year}.", "due")
    if measures_taken(unit, year).filter(criterion__key=key, title=words).exists():
        raise CannotTakeMeasure("Biện pháp này đã có trong danh sách.", "title")
    fields = TaskFields(
        title=words,
        group=GROUP,
        timing=f"Chậm nhất ngày {date_vi(due)}" if due else "",
        criterion=criterion,
        leads=(agency,) if agency else (),
    )
    return add_dated_task(actor=actor, at=at, unit=unit, year=year, fields=fields)
