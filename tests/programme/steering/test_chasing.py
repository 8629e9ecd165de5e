"""Đôn đốc: once a day about a task, until the agency answers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connections

from tests.cast import Cast
from tests.programme.plans.factories import facts, lead_of, make_plan, one_task
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed
from thanthien.programme.plans.actions import move_part
from thanthien.programme.plans.models import Task
from thanthien.programme.plans.states import Move
from thanthien.programme.steering.chasing import CannotChase, answer_chase, chase_agency
from thanthien.programme.steering.models import Chase, ChaseTask
from thanthien.programme.steering.queries import tasks_to_chase, times_chased
from thanthien.programme.steering.waiting import waiting_for


def send(cast: Cast, at: datetime, *tasks: Task, actor: Person | None = None) -> Chase:
    return chase_agency(
        actor=actor or cast.coordinator, at=at, unit=cast.unit, agency=cast.culture, tasks=tasks
    ).chase


def test_what_is_late_or_near_is_offered_by_agency(cast: Cast, now: datetime) -> None:
    late, near, far, _ = make_plan(
        cast.unit,
        facts("Trễ", cast.culture, timing="Trước ngày 15/6/2026"),
        facts("Sắp đến", cast.culture, timing="Đến ngày 05/7/2026"),
        facts("Còn lâu", cast.culture, timing="Đến ngày 30/11/2026"),
        facts("Nhóm", "Các cơ quan", timing="Đến ngày 01/6/2026"),
    )
    today = now.date()
    assert tasks_to_chase(cast.unit, 2026, today, today + timedelta(7)) == [(cast.culture, [late, near])]
    move_part(actor=cast.officer, at=now, part=lead_of(late), move=Move.FINISH)
    assert tasks_to_chase(cast.unit, 2026, today, today + timedelta(7)) == [(cast.culture, [near])]
    assert far.state == Task.State.OPEN


def test_a_task_is_chased_once_a_day(cast: Cast, now: datetime) -> None:
    first, second = make_plan(cast.unit, facts("Một", cast.culture), facts("Hai", cast.culture))
    send(cast, now, first)
    with pytest.raises(
        CannotChase, match="Trần Thị Hòa đã đôn đốc Phòng Văn hóa - Xã hội về việc này lúc 09:00"
    ):
        send(cast, now + timedelta(hours=3), first, actor=cast.leader)
    both = chase_agency(
        actor=cast.leader, at=now + timedelta(hours=4), unit=cast.unit, agency=cast.culture,
        tasks=[first, second],
    )  # fmt: skip
    assert (both.left_out, [line.task for line in both.chase.lines.all()]) == ([first], [second])
    send(cast, now + timedelta(days=1), first)
    counts = times_chased([first, second])
    assert (counts[first.pk].times, counts[first.pk].last_date) == (2, date(2026, 7, 2))
    assert counts[second.pk].times == 1


def test_only_open_tasks_of_the_agency_are_asked_about(cast: Cast, now: datetime) -> None:
    task = one_task(cast, cast.centre)
    with pytest.raises(CannotChase, match="không còn nhiệm vụ nào chưa xong"):
        send(cast, now, task)
    with pytest.raises(NotAllowed):
        send(cast, now, task, actor=cast.head)
    with pytest.raises(CannotChase, match="không thuộc đơn vị"):
        chase_agency(
            actor=cast.coordinator, at=now, unit=cast.unit, agency=cast.other_agencies["culture_social"],
            tasks=[task],
        )  # fmt: skip
    assert not Chase.objects.exists()


def test_it_waits_for_the_agency_until_answered(cast: Cast, now: datetime) -> None:
    chase = send(cast, now, one_task(cast))

    def waits(person: Person) -> list[str]:
        return [one.why for one in waiting_for(person, cast.unit, now.date())]

    assert waits(cast.officer) == ["Trần Thị Hòa đôn đốc Phòng Văn hóa - Xã hội, cần phản hồi"]
    assert waits(cast.one_stop) == waits(cast.leader) == waits(cast.council) == []
    with pytest.raises(NotAllowed, match="người của cơ quan đó"):
        answer_chase(actor=cast.one_stop, at=now, chase=chase, text="Xong rồi")
    with pytest.raises(CannotChase, match="ghi tiến độ"):
        answer_chase(actor=cast.officer, at=now, chase=chase, text="  ")
    answer_chase(actor=cast.officer, at=now, chase=chase, text="Thứ Sáu xong")
    assert waits(cast.officer) == []
    with pytest.raises(CannotChase, match="Nguyễn Văn An đã phản hồi lúc 09:00"):
        answer_chase(actor=cast.head, at=now, chase=chase, text="Tuần sau")
    chase.refresh_from_db()
    assert (chase.answer, chase.answered_by) == ("Thứ Sáu xong", cast.officer)


@pytest.mark.django_db(transaction=True)
def test_two_chasers_at_once_ask_once(cast: Cast, now: datetime) -> None:
    task, start = one_task(cast), Barrier(2)

    def press(person: Person) -> str:
        start.wait()
        try:
            send(cast, now, task, actor=person)
        except CannotChase as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(2) as pool:
        said = [
            answer.result() for answer in [pool.submit(press, p) for p in (cast.coordinator, cast.leader)]
        ]
    assert sorted(map(bool, said)) == [False, True]
    assert ChaseTask.objects.count() == 1
