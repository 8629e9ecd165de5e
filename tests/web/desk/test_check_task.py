"""From done to accepted or returned, on a task's page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from tests.cast import Cast
from tests.programme.plans.factories import add_picture, lead_of, one_task, picture
from tests.web.desk.test_task_list import text, url
from thanthien.platform.people.models import Person
from thanthien.programme.evidence.actions import add_files, hand_in_part
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.plans.models import Task

ClientOf = Callable[[Person], Client]


@pytest.fixture
def task(cast: Cast, now: datetime) -> Task:
    """Handed in by the officer, with one picture."""
    task = one_task(cast)
    add_picture(cast, task)
    hand_in_part(actor=cast.officer, at=now, part=lead_of(task))
    return task


def seen(page: object, move: str) -> str:
    """The mark that the form of a part's check carries."""
    found = re.search(
        rf'name="move" value="{move}"><input type="hidden" name="seen" value="(\w+)"',
        page.content.decode(),  # type: ignore[attr-defined]
    )
    assert found
    return found[1]


def move(cast: Cast, task: Task) -> str:
    return url(cast, f"{task.pk}/parts/{lead_of(task).pk}/")


def test_the_officer_hands_in_and_the_head_accepts(cast: Cast, client_of: ClientOf) -> None:
    task = one_task(cast)
    add_picture(cast, task)
    page = client_of(cast.officer).post(move(cast, task), {"move": "done"}, follow=True)
    assert "Đã báo xong." in text(page)
    assert "Chờ người thứ hai kiểm tra: " in text(page)
    assert "Phạm Quốc Dũng" in text(page)
    head = client_of(cast.head)
    mark = seen(head.get(url(cast, f"{task.pk}/")), "accept")
    after = head.post(move(cast, task), {"move": "accept", "seen": mark}, follow=True)
    assert "Đã chấp nhận phần việc cùng các minh chứng đang chờ." in text(after)
    assert Evidence.objects.get().state == "accepted"
    task.refresh_from_db()
    assert task.state == "accepted"


def test_done_without_proof_asks_why(cast: Cast, client_of: ClientOf) -> None:
    task, client = one_task(cast), client_of(cast.officer)
    refused = client.post(move(cast, task), {"move": "done", "remark": ""})
    assert refused.status_code == 422
    assert "Phần việc này chưa có minh chứng." in text(refused)
    client.post(move(cast, task), {"move": "done", "remark": "Không phát sinh"})
    assert lead_of(task).state == "done"


def test_returned_with_its_remark(cast: Cast, task: Task, client_of: ClientOf) -> None:
    head = client_of(cast.head)
    mark = seen(head.get(url(cast, f"{task.pk}/")), "return")
    assert head.post(move(cast, task), {"move": "return", "seen": mark}).status_code == 422
    head.post(move(cast, task), {"move": "return", "seen": mark, "remark": "Ảnh chưa rõ chữ"})
    assert "trả lại" in text(client_of(cast.officer).get(url(cast, f"{task.pk}/")))
    assert "Ảnh chưa rõ chữ" in text(client_of(cast.officer).get(url(cast, f"{task.pk}/")))


def test_who_did_it_is_not_offered_the_check(cast: Cast, task: Task, client_of: ClientOf) -> None:
    page = text(client_of(cast.officer).get(url(cast, f"{task.pk}/")))
    assert "Anh/chị kiểm tra phần việc này" not in page
    assert client_of(cast.officer).post(move(cast, task), {"move": "accept"}).status_code == 403


def test_proof_added_after_the_page_was_opened(
    cast: Cast, task: Task, client_of: ClientOf, now: datetime
) -> None:
    head = client_of(cast.head)
    mark = seen(head.get(url(cast, f"{task.pk}/")), "return")
    add_files(actor=cast.officer, at=now, task=task, uploads=[picture("b.jpg", "red")])
    data = {"move": "return", "seen": mark, "remark": "Thiếu ảnh thôn Đông"}
    page = head.post(move(cast, task), data)
    assert page.status_code == 422
    assert "đã thay đổi từ khi anh/chị mở trang: Nguyễn Văn An" in text(page)
    assert "Thiếu ảnh thôn Đông" in page.content.decode()


def test_the_second_of_two_is_told_who_was_first(cast: Cast, task: Task, client_of: ClientOf) -> None:
    head, leader = client_of(cast.head), client_of(cast.leader)
    mark = seen(head.get(url(cast, f"{task.pk}/")), "accept")
    head.post(move(cast, task), {"move": "accept", "seen": mark})
    page = leader.post(move(cast, task), {"move": "accept", "seen": mark})
    assert page.status_code == 422
    assert "“Đã chấp nhận”: Phạm Quốc Dũng đã đổi lúc" in text(page)


def test_one_proof_is_returned_corrected_and_withdrawn(cast: Cast, task: Task, client_of: ClientOf) -> None:
    proof = Evidence.objects.get()
    head, officer = client_of(cast.head), client_of(cast.officer)
    address = url(cast, f"proof/{proof.pk}/")
    page = head.get(url(cast, f"{task.pk}/")).content.decode()
    mark = re.findall(r'name="seen" value="(\w+)"', page)[-1]
    head.post(address, {"move": "return", "seen": mark, "remark": "Ảnh mờ"})
    assert "Trả lại" in text(officer.get(url(cast, f"{task.pk}/")))
    officer.post(address, {"title": "Bảng tin thôn Đông", "effective_date": "2026-02-03"})
    proof.refresh_from_db()
    assert (proof.title, proof.effective_date.isoformat()) == ("Bảng tin thôn Đông", "2026-02-03")
    gone = officer.post(address, {"move": "withdraw"}, follow=True)
    assert "khôi phục được" in text(gone)
    assert "Minh chứng đã rút (1)" in text(gone)
    officer.post(address, {"move": "restore"})
    proof.refresh_from_db()
    assert proof.state == "waiting"
