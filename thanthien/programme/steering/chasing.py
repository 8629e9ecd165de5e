"""Đôn đốc: an agency is asked about tasks it has not finished, and answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from thanthien.lib.vietnamese import tidy
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, agencies_of_person, require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Agency, Unit
from thanthien.programme.plans.models import Task, TaskAgency
from thanthien.programme.steering.models import Chase, ChaseTask

UNFINISHED = (Task.State.OPEN, Task.State.STARTED, Task.State.RETURNED)
STANDARD_TEXT = "Đề nghị khẩn trương thực hiện, cập nhật minh chứng và phản hồi tiến độ, khó khăn (nếu có)."


class CannotChase(Exception):
    """Nothing can be asked, or answered, so. The message is for people, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Sent:
    chase: Chase
    left_out: list[Task]  # asked about today already, so not asked again


@transaction.atomic
def chase_agency(
    *,
    actor: Person,
    at: datetime,
    unit: Unit,
    agency: Agency,
    tasks: Sequence[Task],
    text: str = "",
    answer_by: date | None = None,
) -> Sent:
    """Ask an agency about tasks whose lead it is and has not finished; about one task once a day.

    Raises `CannotChase` when nothing is left to ask about.
    """
    require(actor, Action.STEERING_MANAGE, unit)
    if agency.unit_id != unit.pk:
        raise CannotChase("Cơ quan được chọn không thuộc đơn vị này.")
    today = timezone.localdate(at)
    if answer_by is not None and answer_by < today:
        raise CannotChase("Hạn phản hồi không thể trước ngày hôm nay.")
    Agency.objects.select_for_update().get(pk=agency.pk)  # two chasers come one after the other
    parts = TaskAgency.objects.filter(
        agency=agency, part=TaskAgency.Part.LEAD, state__in=UNFINISHED,
        task__unit=unit, task__withdrawn_at=None, task__in=[task.pk for task in tasks],
    ).select_related("task")  # fmt: skip
    open_tasks = [part.task for part in parts.order_by("task__position")]
    if not open_tasks:
        raise CannotChase(f"{agency} không còn nhiệm vụ nào chưa xong trong số anh/chị chọn.")
    asked = {
        line.task_id: line
        for line in ChaseTask.objects.filter(
            agency=agency, sent_date=today, task__in=open_tasks
        ).select_related("chase__sent_by")
    }
    wanted = [task for task in open_tasks if task.pk not in asked]
    if not wanted:
        first = next(iter(asked.values())).chase
        when = timezone.localtime(first.sent_at).strftime("%H:%M")
        raise CannotChase(
            f"Hôm nay {first.sent_by} đã đôn đốc {agency} về việc này lúc {when}. "
            "Mỗi việc chỉ đôn đốc một lần trong ngày; anh/chị gọi trực tiếp nếu cần gấp."
        )
    chase = Chase.objects.create(
        unit=unit, year=wanted[0].year, agency=agency, answer_by=answer_by, sent_at=at, sent_by=actor,
        text=tidy(text, keep_lines=True) or STANDARD_TEXT,
    )  # fmt: skip
    ChaseTask.objects.bulk_create(
        ChaseTask(chase=chase, agency=agency, task=task, sent_date=today) for task in wanted
    )
    record(
        actor=actor, at=at, action="chase.send", subject=chase, unit=unit,
        after={"agency": agency.name, "text": chase.text, "tasks": [str(task) for task in wanted]},
    )  # fmt: skip
    return Sent(chase, [task for task in open_tasks if task.pk in asked])


@transaction.atomic
def answer_chase(*, actor: Person, at: datetime, chase: Chase, text: str) -> Chase:
    """The agency's own people say how far they are; the second of two answers is told of the first."""
    chase = Chase.objects.select_for_update(of=("self",)).select_related("unit__parent", "agency").get(
        pk=chase.pk
    )  # fmt: skip
    require(actor, Action.STEERING_WORK, chase.unit)
    if chase.agency not in agencies_of_person(actor, chase.unit):
        raise NotAllowed(f"Việc này hỏi {chase.agency}; người của cơ quan đó phản hồi.")
    if chase.answered_at is not None:
        when = timezone.localtime(chase.answered_at).strftime("%H:%M ngày %d/%m/%Y")
        raise CannotChase(
            f"{chase.answered_by} đã phản hồi lúc {when}: “{chase.answer}”. Nội dung của anh/chị chưa được ghi."
        )
    answer = tidy(text, keep_lines=True)
    if not answer:
        raise CannotChase("Anh/chị ghi tiến độ, khó khăn hoặc thời gian sẽ xong.")
    chase.answer, chase.answered_at, chase.answered_by = answer, at, actor
    chase.save(update_fields=["answer", "answered_at", "answered_by"])
    record(actor=actor, at=at, action="chase.answer", subject=chase, unit=chase.unit, after={"text": answer})
    return chase
