"""Moves of a part: who may, in which order, what is written down."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.cast import Cast
from tests.programme.plans.factories import lead_of, one_task
from thanthien.platform.audit.queries import history_of
from thanthien.platform.people.permissions import NotAllowed
from thanthien.programme.plans.actions import (
    CannotChangeTask,
    add_note,
    assign_part,
    move_part,
    take_task,
)
from thanthien.programme.plans.history import tell
from thanthien.programme.plans.models import Task
from thanthien.programme.plans.states import Move

State = Task.State


def test_a_part_runs_from_open_to_accepted(cast: Cast, now: datetime) -> None:
    task = one_task(cast)
    part = lead_of(task)
    for person, move, state in (
        (cast.officer, Move.START, State.STARTED),
        (cast.officer, Move.FINISH, State.DONE),
        (cast.leader, Move.ACCEPT, State.ACCEPTED),
    ):
        move_part(actor=person, at=now, part=part, move=move)
        task.refresh_from_db()
        assert task.state == state
    part.refresh_from_db()
    assert (part.done_by, part.checked_by, part.checked_at) == (cast.officer, cast.leader, now)


def test_two_leads_are_complete_only_together(cast: Cast, now: datetime) -> None:
    task = one_task(cast, cast.culture, cast.centre)
    for person, agency in ((cast.officer, cast.culture), (cast.centre_officer, cast.centre)):
        part = lead_of(task, agency)
        move_part(actor=person, at=now, part=part, move=Move.FINISH)
        move_part(actor=cast.leader, at=now, part=part, move=Move.ACCEPT)
        task.refresh_from_db()
        assert task.state == (State.STARTED if agency == cast.culture else State.ACCEPTED)


def test_nobody_accepts_the_own_work(cast: Cast, now: datetime) -> None:
    task = one_task(cast)
    move_part(actor=cast.coordinator, at=now, part=lead_of(task), move=Move.FINISH)
    with pytest.raises(NotAllowed, match="một người khác kiểm tra"):
        move_part(actor=cast.coordinator, at=now, part=lead_of(task), move=Move.ACCEPT)
    assert lead_of(task).state == State.DONE


def test_who_may_do_a_part(cast: Cast, now: datetime) -> None:
    part = lead_of(one_task(cast))
    for stranger in (cast.centre_officer, cast.council, cast.other_coordinator, cast.city_admin):
        with pytest.raises(NotAllowed):
            move_part(actor=stranger, at=now, part=part, move=Move.START)
    with pytest.raises(NotAllowed):
        move_part(actor=cast.officer, at=now, part=part, move=Move.ACCEPT)


def test_a_head_checks_only_the_own_agency(cast: Cast, now: datetime) -> None:
    task = one_task(cast, cast.culture, cast.centre)
    move_part(actor=cast.officer, at=now, part=lead_of(task, cast.culture), move=Move.FINISH)
    move_part(actor=cast.centre_officer, at=now, part=lead_of(task, cast.centre), move=Move.FINISH)
    move_part(actor=cast.head, at=now, part=lead_of(task, cast.culture), move=Move.ACCEPT)
    with pytest.raises(NotAllowed, match="trưởng cơ quan đó"):
        move_part(actor=cast.head, at=now, part=lead_of(task, cast.centre), move=Move.ACCEPT)


def test_a_group_is_anybodys(cast: Cast, now: datetime) -> None:
    task = one_task(cast, "Các cơ quan, đơn vị có liên quan")
    move_part(actor=cast.centre_officer, at=now, part=lead_of(task), move=Move.FINISH)
    assert lead_of(task).done_by == cast.centre_officer


def test_a_return_needs_its_reason_and_says_it(cast: Cast, now: datetime) -> None:
    task = one_task(cast)
    move_part(actor=cast.officer, at=now, part=lead_of(task), move=Move.FINISH)
    with pytest.raises(CannotChangeTask, match="ghi lý do"):
        move_part(actor=cast.leader, at=now, part=lead_of(task), move=Move.RETURN, remark="  ")
    move_part(actor=cast.leader, at=now, part=lead_of(task), move=Move.RETURN, remark="Ảnh mờ")
    task.refresh_from_db()
    assert task.state == State.RETURNED
    assert lead_of(task).remark == "Ảnh mờ"


def test_the_second_checker_is_told_who_was_first(cast: Cast, now: datetime) -> None:
    task = one_task(cast)
    move_part(actor=cast.officer, at=now, part=lead_of(task), move=Move.FINISH)
    seen_by_both = lead_of(task)
    move_part(actor=cast.leader, at=now + timedelta(minutes=3), part=seen_by_both, move=Move.ACCEPT)
    with pytest.raises(CannotChangeTask, match="Đỗ Hoàng Lâm đã đổi lúc 09:03 ngày 01/07/2026"):
        move_part(actor=cast.head, at=now, part=seen_by_both, move=Move.RETURN, remark="Muộn")
    assert lead_of(task).state == State.ACCEPTED


def test_an_accepted_part_is_reopened_with_a_reason(cast: Cast, now: datetime) -> None:
    task = one_task(cast)
    move_part(actor=cast.officer, at=now, part=lead_of(task), move=Move.FINISH)
    move_part(actor=cast.leader, at=now, part=lead_of(task), move=Move.ACCEPT)
    with pytest.raises(NotAllowed):
        move_part(actor=cast.officer, at=now, part=lead_of(task), move=Move.REOPEN, remark="Thêm ảnh")
    move_part(actor=cast.head, at=now, part=lead_of(task), move=Move.REOPEN, remark="Thêm ảnh")
    task.refresh_from_db()
    assert task.state == State.STARTED


def test_a_head_gives_a_part_and_an_officer_takes_it(cast: Cast, now: datetime) -> None:
    part = lead_of(one_task(cast))
    with pytest.raises(NotAllowed):
        assign_part(actor=cast.officer, at=now, part=part, assignee=cast.coordinator)
    with pytest.raises(CannotChangeTask, match="không làm việc ở"):
        assign_part(actor=cast.head, at=now, part=part, assignee=cast.centre_officer)
    assert assign_part(actor=cast.officer, at=now, part=part, assignee=cast.officer).assignee == cast.officer
    assert (
        assign_part(actor=cast.head, at=now, part=part, assignee=cast.coordinator).assignee
        == cast.coordinator
    )


def test_a_task_without_a_lead_is_taken_once(cast: Cast, now: datetime) -> None:
    task = one_task(cast, "nhóm")
    task.agencies.all().delete()
    with pytest.raises(NotAllowed):
        take_task(actor=cast.officer, at=now, task=task, agency=cast.centre)
    take_task(actor=cast.officer, at=now, task=task, agency=cast.culture)
    with pytest.raises(CannotChangeTask, match="đã có cơ quan chủ trì"):
        take_task(actor=cast.coordinator, at=now, task=task, agency=cast.centre)
    assert [p.agency for p in task.agencies.all()] == [cast.culture]


def test_notes_come_from_leads_and_supporters(cast: Cast, now: datetime) -> None:
    task = one_task(cast, cast.culture, supports=(cast.centre,))
    add_note(actor=cast.centre_officer, at=now, task=task, text=" Gọi anh Tư trước 8 giờ. ")
    with pytest.raises(CannotChangeTask, match="còn trống"):
        add_note(actor=cast.officer, at=now, task=task, text="  ")
    with pytest.raises(NotAllowed):
        add_note(actor=cast.council, at=now, task=task, text="x")
    assert [n.text for n in task.notes.all()] == ["Gọi anh Tư trước 8 giờ."]


def test_every_move_stands_in_the_history_in_plain_words(cast: Cast, now: datetime) -> None:
    task = one_task(cast)
    move_part(actor=cast.officer, at=now, part=lead_of(task), move=Move.FINISH, remark="Đã niêm yết")
    move_part(actor=cast.leader, at=now, part=lead_of(task), move=Move.ACCEPT)
    told = [(t.who, t.did, t.remark) for t in tell(history_of(task))][:2]
    assert told == [
        ("Đỗ Hoàng Lâm", "chấp nhận phần việc của Phòng Văn hóa - Xã hội", ""),
        ("Nguyễn Văn An", "báo phần việc của Phòng Văn hóa - Xã hội đã làm xong", "Đã niêm yết"),
    ]
