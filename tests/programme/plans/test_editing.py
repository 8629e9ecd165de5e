"""Tasks by hand."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.cast import Cast
from tests.programme.plans.factories import facts, lead_of, make_plan, one_task
from thanthien.platform.audit.queries import history_of
from thanthien.platform.people.permissions import NotAllowed
from thanthien.programme.plans.actions import CannotChangeTask, move_part
from thanthien.programme.plans.editing import TaskFields, add_task, change_task, restore_task, withdraw_task
from thanthien.programme.plans.history import tell
from thanthien.programme.plans.models import Task
from thanthien.programme.plans.states import Move


def test_a_new_task_stands_at_the_end_of_its_group(cast: Cast, now: datetime) -> None:
    make_plan(
        cast.unit,
        facts("Một", cast.culture, group="A"),
        facts("Hai", cast.culture, group="A"),
        facts("Ba", cast.culture, group="B"),
    )
    fields = TaskFields(
        title="  Hai rưỡi ", group="A", timing="Trước ngày 30/6/2026", leads=(cast.centre,),
        support_group="Các thôn",
    )  # fmt: skip
    task = add_task(actor=cast.coordinator, at=now, unit=cast.unit, year=2026, fields=fields)
    assert [t.title for t in Task.objects.order_by("position")] == ["Một", "Hai", "Hai rưỡi", "Ba"]
    assert task.due_date == date(2026, 6, 29)
    assert [(p.part, p.name) for p in task.agencies.order_by("part")] == [
        ("lead", "Trung tâm Phục vụ hành chính công"),
        ("support", "Các thôn"),
    ]


def test_without_a_plan_there_is_nowhere_to_add(cast: Cast, now: datetime) -> None:
    with pytest.raises(CannotChangeTask, match="chưa có kế hoạch"):
        add_task(actor=cast.coordinator, at=now, unit=cast.unit, year=2026, fields=TaskFields(title="Một"))


def test_only_those_who_manage_change_the_list(cast: Cast, now: datetime) -> None:
    task = one_task(cast)
    for person in (cast.officer, cast.head, cast.council, cast.city_admin, cast.other_coordinator):
        with pytest.raises(NotAllowed):
            change_task(actor=person, at=now, task=task, fields=TaskFields(title="Khác"))
    task.refresh_from_db()
    assert task.title == "Công khai đường dây nóng"


def test_a_change_is_told_field_by_field(cast: Cast, now: datetime) -> None:
    task = one_task(cast)
    fields = TaskFields(
        title=task.title, group=task.group, product=task.product, timing="Quý II", leads=(cast.centre,)
    )
    change_task(actor=cast.coordinator, at=now, task=task, fields=fields)
    told = tell(history_of(task))[0]
    assert told.changes == (
        "Thời gian: Thường xuyên → Quý II",
        "Hạn: trống → 30/06/2026",
        "Cơ quan chủ trì: Phòng Văn hóa - Xã hội → Trung tâm Phục vụ hành chính công",
    )


def test_the_same_again_writes_nothing(cast: Cast, now: datetime) -> None:
    task = one_task(cast)
    before = history_of(task).count()
    fields = TaskFields(
        title=task.title, group=task.group, product=task.product, timing=task.timing, leads=(cast.culture,)
    )
    change_task(actor=cast.coordinator, at=now, task=task, fields=fields)
    assert history_of(task).count() == before


def test_an_agency_that_has_begun_stays(cast: Cast, now: datetime) -> None:
    task = one_task(cast)
    move_part(actor=cast.officer, at=now, part=lead_of(task), move=Move.START)
    with pytest.raises(CannotChangeTask, match="đã bắt đầu phần việc"):
        change_task(
            actor=cast.coordinator, at=now, task=task, fields=TaskFields(title="Khác", leads=(cast.centre,))
        )
    task.refresh_from_db()
    assert (task.title, lead_of(task).agency) == ("Công khai đường dây nóng", cast.culture)


def test_an_agency_of_another_commune_cannot_lead(cast: Cast, now: datetime) -> None:
    task = one_task(cast)
    stranger = cast.other_agencies["culture_social"]
    with pytest.raises(CannotChangeTask, match="không thuộc đơn vị này"):
        change_task(
            actor=cast.coordinator, at=now, task=task, fields=TaskFields(title="Khác", leads=(stranger,))
        )


def test_withdrawn_and_brought_back(cast: Cast, now: datetime) -> None:
    task = one_task(cast)
    with pytest.raises(CannotChangeTask, match="lý do"):
        withdraw_task(actor=cast.leader, at=now, task=task, reason="")
    withdraw_task(actor=cast.leader, at=now, task=task, reason="Trùng với nhiệm vụ khác")
    with pytest.raises(CannotChangeTask, match="đã rút khỏi kế hoạch"):
        move_part(actor=cast.officer, at=now, part=lead_of(task), move=Move.START)
    restore_task(actor=cast.leader, at=now, task=task)
    assert move_part(actor=cast.officer, at=now, part=lead_of(task), move=Move.START).state == "started"
