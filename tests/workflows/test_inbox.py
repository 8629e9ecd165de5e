"""One list of everything that waits for a person, whatever room it comes from."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.programme.plans.factories import add_picture, facts, lead_of, make_plan, one_task
from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.permissions import forget_memberships
from thanthien.programme.evidence.actions import hand_in_part
from thanthien.programme.evidence.checking import check_proof, version_of_proof
from thanthien.programme.evidence.states import Move
from thanthien.programme.plans.actions import assign_part
from thanthien.workflows.inbox import SOURCES, groups_of, inbox_of, when_of

TODAY = date(2026, 7, 1)


def said(items: list[Waiting]) -> list[tuple[str, str]]:
    return [(item.title, item.why) for item in items]


def test_work_of_the_own_agency_waits_when_its_day_is_near(cast: Cast) -> None:
    make_plan(
        cast.unit,
        facts("Công khai thủ tục", cast.culture, timing="Trước 15/7/2026"),
        facts("Sơ kết cả năm", cast.culture, timing="Trước 15/12/2026"),
        facts("Việc của phòng khác", cast.economy, timing="Trước 15/7/2026"),
    )
    assert said(inbox_of(cast.officer, cast.unit, TODAY)) == [
        ("Công khai thủ tục", "Việc của Phòng Văn hóa - Xã hội")
    ]
    assert inbox_of(cast.council, cast.unit, TODAY) == []


def test_what_was_given_to_a_person_waits_for_that_person_alone(cast: Cast, now: datetime) -> None:
    task = one_task(cast, timing="Trước 15/12/2026")
    assign_part(actor=cast.head, at=now, part=lead_of(task), assignee=cast.officer)
    assert said(inbox_of(cast.officer, cast.unit, TODAY)) == [(task.title, "Việc giao cho anh/chị")]
    assert inbox_of(cast.head, cast.unit, TODAY) == []


def test_proof_goes_to_the_checker_and_comes_back_to_who_brought_it(cast: Cast, now: datetime) -> None:
    task = one_task(cast, timing="Trước 15/12/2026")
    proof = add_picture(cast, task)
    assert ("1 minh chứng cần kiểm tra") in [why for _, why in said(inbox_of(cast.head, cast.unit, TODAY))]
    assert inbox_of(cast.officer, cast.unit, TODAY) == []
    check_proof(
        actor=cast.head,
        at=now,
        proof=proof,
        move=Move.RETURN,
        remark="Ảnh mờ",
        seen=version_of_proof(proof),
    )
    assert (proof.title, "Minh chứng bị trả lại, cần sửa hoặc rút") in said(
        inbox_of(cast.officer, cast.unit, TODAY)
    )
    assert inbox_of(cast.head, cast.unit, TODAY) == []


def test_a_part_handed_in_waits_for_a_second_person(cast: Cast, now: datetime) -> None:
    task = one_task(cast, timing="Trước 15/12/2026")
    add_picture(cast, task)
    hand_in_part(actor=cast.officer, at=now, part=lead_of(task))
    found = said(inbox_of(cast.coordinator, cast.unit, TODAY))
    assert (task.title, "Phòng Văn hóa - Xã hội báo xong, cần kiểm tra") in found
    assert inbox_of(cast.other_coordinator, cast.unit, TODAY) == []


@pytest.mark.parametrize(
    ("days", "group"), [(-1, "overdue"), (0, "today"), (1, "week"), (7, "week"), (8, "later"), (None, "open")]
)
def test_each_thing_stands_in_one_group(days: int | None, group: str) -> None:
    due = None if days is None else TODAY + timedelta(days=days)
    item = Waiting("Nhiệm vụ", "x", "y", "desk:task", (1,), due_date=due)
    assert when_of(item, TODAY) == group
    assert [one.code for one in groups_of([item], TODAY)] == [group]


def test_the_number_of_queries_does_not_grow(cast: Cast) -> None:
    def queries() -> int:
        forget_memberships(cast.coordinator)
        with CaptureQueriesContext(connection) as counted:
            inbox_of(cast.coordinator, cast.unit, TODAY)
        return len(counted)

    rows = [facts(f"Việc {n}", cast.culture, timing="Trước 15/7/2026") for n in range(6)]
    tasks = make_plan(cast.unit, *rows)
    add_picture(cast, tasks[0])
    once = queries()
    for n, task in enumerate(tasks):
        add_picture(cast, task, colour=f"#{n}{n}{n}")
    assert queries() == once


def test_the_page_says_what_waits_and_leads_there(cast: Cast, client_of: Callable[..., Client]) -> None:
    task = one_task(cast, timing="Trước 15/1/2026")
    page = client_of(cast.officer).get(f"/desk/{cast.unit.code}/my-work/").content.decode()
    assert f'href="/desk/{cast.unit.code}/tasks/{task.pk}/"' in page
    assert "Quá hạn" in page
    assert "1 việc đang chờ anh/chị" in page
    empty = client_of(cast.council).get(f"/desk/{cast.unit.code}/my-work/").content.decode()
    assert "Không có gì đang chờ anh/chị" in empty


def _rooms_of(module: object) -> list[str]:
    """What a module of `waiting_for` calls its room: the first word of each `Waiting(…)`, looked up where named."""
    named = vars(module)
    calls = [
        node
        for node in ast.walk(ast.parse(inspect.getsource(module)))  # type: ignore[arg-type]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Waiting"
    ]
    firsts = [call.args[0] for call in calls]
    return [named[one.id] if isinstance(one, ast.Name) else ast.literal_eval(one) for one in firsts]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.__module__)
def test_rooms_are_called_in_the_words_of_people(source: Callable[..., object]) -> None:
    rooms = _rooms_of(inspect.getmodule(source))
    assert rooms
    assert all(room[0].isupper() and not room.isascii() for room in rooms)
