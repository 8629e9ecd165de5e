"""Tasks that leaders give beside the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from tests.cast import Cast
from tests.programme.plans.factories import facts, lead_of, make_plan, one_task
from thanthien.platform.people.permissions import NotAllowed
from thanthien.programme.plans.acceptance import PlanFacts, accept_plan
from thanthien.programme.plans.actions import CannotChangeTask, move_part
from thanthien.programme.plans.giving import GivenFields, give_task
from thanthien.programme.plans.models import Task
from thanthien.programme.plans.states import Move
from thanthien.programme.plans.waiting import waiting_for
from thanthien.programme.steering.queries import given_tasks

SAID = GivenFields(" Rà soát  biển hiệu ", date(2026, 7, 10), document_number="55/TB-UBND")


def test_an_officer_is_given_a_task_by_day(cast: Cast, now: datetime) -> None:
    one_task(cast)
    fields = replace(SAID, officer=cast.centre_officer, given_by=cast.leader)
    task = give_task(actor=cast.coordinator, at=now, unit=cast.unit, fields=fields)
    part = lead_of(task)
    assert (task.title, task.due_date, task.is_ad_hoc) == ("Rà soát biển hiệu", date(2026, 7, 10), True)
    assert (task.given_by, task.document_number) == (cast.leader, "55/TB-UBND")
    assert (part.agency, part.assignee) == (cast.centre, cast.centre_officer)
    assert list(given_tasks(cast.unit, 2026)) == [task]
    waits = list(waiting_for(cast.centre_officer, cast.unit, now.date()))
    assert [(w.why, w.due_date) for w in waits] == [("Việc đột xuất giao cho anh/chị", date(2026, 7, 10))]
    assert not list(waiting_for(cast.one_stop, cast.unit, now.date()))  # a colleague it was not given to
    move_part(actor=cast.centre_officer, at=now, part=part, move=Move.START)


def test_an_agency_is_given_a_task_and_its_people_see_it(cast: Cast, now: datetime) -> None:
    one_task(cast)
    task = give_task(actor=cast.leader, at=now, unit=cast.unit, fields=replace(SAID, agency=cast.centre))
    assert task.given_by == cast.leader
    for person in (cast.one_stop, cast.centre_officer):
        assert [w.args for w in waiting_for(person, cast.unit, now.date())] == [(task.pk,)]


def test_a_leader_without_an_agency_can_be_given_one(cast: Cast, now: datetime) -> None:
    one_task(cast)
    task = give_task(
        actor=cast.coordinator, at=now, unit=cast.unit, fields=replace(SAID, officer=cast.leader)
    )
    part = lead_of(task)
    assert (part.agency, part.name, part.assignee) == (None, "Đỗ Hoàng Lâm", cast.leader)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": " "}, "ghi nội dung"),
        ({"due_date": date(2026, 6, 30)}, "trước ngày hôm nay"),
        ({}, "chọn cơ quan hoặc người"),
    ],
)
def test_what_is_missing_is_said(cast: Cast, now: datetime, change: dict[str, object], words: str) -> None:
    one_task(cast)
    with pytest.raises(CannotChangeTask, match=words):
        give_task(actor=cast.leader, at=now, unit=cast.unit, fields=replace(SAID, **change))  # type: ignore[arg-type]
    assert not Task.objects.filter(is_ad_hoc=True).exists()


def test_who_may_and_to_whom(cast: Cast, now: datetime) -> None:
    fields = replace(SAID, agency=cast.culture)
    with pytest.raises(CannotChangeTask, match="chưa có kế hoạch"):
        give_task(actor=cast.leader, at=now, unit=cast.unit, fields=fields)
    one_task(cast)
    with pytest.raises(NotAllowed):
        give_task(actor=cast.head, at=now, unit=cast.unit, fields=fields)
    for wrong in (
        replace(SAID, agency=cast.other_agencies["culture_social"]),
        replace(SAID, officer=cast.other_officer),
        replace(SAID, officer=cast.council),
        replace(SAID, agency=cast.culture, officer=cast.one_stop),
        replace(fields, given_by=cast.officer),
    ):
        with pytest.raises(CannotChangeTask):
            give_task(actor=cast.leader, at=now, unit=cast.unit, fields=wrong)


def test_an_amended_plan_leaves_it_alone(cast: Cast, now: datetime) -> None:
    old = make_plan(cast.unit, facts("Một", cast.culture))[0]
    task = give_task(actor=cast.leader, at=now, unit=cast.unit, fields=replace(SAID, agency=cast.culture))
    accept_plan(
        actor=cast.coordinator, at=now, unit=cast.unit, year=2026, plan=PlanFacts(title="Sửa đổi"), bases=[],
        tasks=[facts("Khác hẳn", cast.culture)], replaces=old.plan,
    )  # fmt: skip
    task.refresh_from_db()
    old.refresh_from_db()
    assert task.withdrawn_at is None
    assert old.withdrawn_at is not None
