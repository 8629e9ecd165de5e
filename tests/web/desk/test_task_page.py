"""A task's page: what it says, notes, officers, tasks by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.programme.plans.factories import add_picture, facts, lead_of, make_plan, one_task, picture
from tests.web.desk.test_task_list import text, url
from thanthien.platform.people.models import Person
from thanthien.programme.evidence.actions import add_files
from thanthien.programme.plans.models import Task, TaskNote

ClientOf = Callable[[Person], Client]


def test_it_says_when_who_and_what(cast: Cast, client_of: ClientOf) -> None:
    task = one_task(cast, cast.culture, supports=("Các thôn",), timing="Ít nhất 01 lần/tháng")
    proof = add_picture(cast, task)
    page = client_of(cast.appraiser).get(url(cast, f"{task.pk}/"))
    shown = text(page)
    for words in (
        "Công khai đường dây nóng",
        "Ít nhất 1 lần mỗi tháng",
        "Văn bản, hình ảnh",
        "Các thôn",
        "Minh chứng theo tháng.",
        "Ngày 01/07/2026 · JPG",
        "Nguyễn Văn An thêm minh chứng “bang-tin”",
    ):
        assert words in shown
    assert f"/tasks/proof/{proof.pk}/small" in page.content.decode()


def test_the_same_file_elsewhere_is_said(cast: Cast, client_of: ClientOf) -> None:
    first, second = make_plan(cast.unit, facts("Việc một", cast.culture), facts("Việc hai", cast.culture))
    add_picture(cast, first)
    add_picture(cast, second)
    shown = text(client_of(cast.leader).get(url(cast, f"{first.pk}/")))
    assert "Cùng một tệp: Việc hai , ngày 01/07/2026 (chờ kiểm tra)" in shown


def test_a_note_is_kept_and_an_empty_one_said(cast: Cast, client_of: ClientOf) -> None:
    task, client = one_task(cast), client_of(cast.officer)
    client.post(url(cast, f"{task.pk}/note/"), {"text": "Liên hệ trưởng thôn trước"})
    assert "Liên hệ trưởng thôn trước" in text(client.get(url(cast, f"{task.pk}/")))
    empty = client.post(url(cast, f"{task.pk}/note/"), {"text": " "})
    assert empty.status_code == 422
    assert "Ghi chú còn trống" in text(empty)
    assert TaskNote.objects.count() == 1


def test_the_head_names_an_officer(cast: Cast, client_of: ClientOf) -> None:
    task = one_task(cast)
    address = url(cast, f"{task.pk}/parts/{lead_of(task).pk}/officer/")
    page = client_of(cast.head).post(address, {"assignee": str(cast.officer.pk)}, follow=True)
    assert "Đã giao cho Nguyễn Văn An." in text(page)
    wrong = client_of(cast.head).post(address, {"assignee": str(cast.centre_officer.pk)}, follow=True)
    assert "không làm việc ở Phòng Văn hóa - Xã hội" in text(wrong)
    assert client_of(cast.head).post(address, {"assignee": str(cast.other_officer.pk)}).status_code == 404


def test_a_task_without_a_lead_is_given_away(cast: Cast, client_of: ClientOf) -> None:
    task = one_task(cast, "nhóm")
    task.agencies.all().delete()
    assert "Nhận chủ trì" in text(client_of(cast.centre_officer).get(url(cast, f"{task.pk}/")))
    client_of(cast.coordinator).post(url(cast, f"{task.pk}/take/"), {"agency": str(cast.centre.pk)})
    assert lead_of(task).agency == cast.centre


def test_add_change_and_withdraw_by_hand(cast: Cast, client_of: ClientOf) -> None:
    one_task(cast)
    client = client_of(cast.coordinator)
    data = {
        "title": "Thăm hỏi gia đình chính sách",
        "leads": [cast.office.pk],
        "timing": "Quý III",
        "group": "Khác",
    }
    made = client.post(url(cast, "new/?year=2026"), data, follow=True)
    assert "Đã thêm nhiệm vụ." in text(made)
    task = Task.objects.get(title="Thăm hỏi gia đình chính sách")
    assert (str(task.due_date), lead_of(task).agency) == ("2026-09-30", cast.office)
    refused = client.post(url(cast, f"{task.pk}/edit/"), {**data, "title": ""})
    assert refused.status_code == 422
    assert "Nhiệm vụ cần có nội dung." in text(refused)
    client.post(url(cast, f"{task.pk}/edit/"), {**data, "timing": "Quý IV"})
    gone = client.post(url(cast, f"{task.pk}/withdraw/"), {"reason": "Trùng"}, follow=True)
    assert "Đã rút khỏi kế hoạch ngày" in text(gone)
    assert "Thăm hỏi" not in text(client.get(url(cast)))
    assert "Thăm hỏi" in text(client.get(url(cast), {"state": "withdrawn"}))
    client.post(url(cast, f"{task.pk}/restore/"))
    assert "Thăm hỏi" in text(client.get(url(cast)))


def test_only_those_who_manage_write_tasks(cast: Cast, client_of: ClientOf) -> None:
    task = one_task(cast)
    for person in (cast.officer, cast.head, cast.council, cast.city_admin):
        assert client_of(person).get(url(cast, "new/")).status_code == 403
        assert client_of(person).post(url(cast, f"{task.pk}/withdraw/"), {"reason": "x"}).status_code == 403


def test_a_task_of_another_commune_is_not_found(cast: Cast, client_of: ClientOf) -> None:
    task = one_task(cast)
    address = f"/desk/{cast.other_unit.code}/tasks/{task.pk}/"
    for end in ("", "edit/", "parts/1/", "note/"):
        client = client_of(cast.other_coordinator)
        assert client.post(address + end, {"move": "start", "text": "x"}).status_code in (404, 405)
    assert client_of(cast.other_coordinator).get(address).status_code == 404


def test_the_number_of_queries_does_not_grow_with_proof(
    cast: Cast, client_of: ClientOf, now: datetime
) -> None:
    first, second = make_plan(cast.unit, facts("Việc một", cast.culture), facts("Việc hai", cast.culture))
    client, counts = client_of(cast.leader), []
    colours = ("red", "green", "blue")
    add_files(actor=cast.officer, at=now, task=first, uploads=[picture("a.jpg", "white")])
    add_files(actor=cast.officer, at=now, task=second, uploads=[picture(f"{c}.jpg", c) for c in colours])
    for task in (first, second):
        client.get(url(cast, f"{task.pk}/"))
        with CaptureQueriesContext(connection) as queries:
            client.get(url(cast, f"{task.pk}/"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 25
