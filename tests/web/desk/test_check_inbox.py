"""Everything that waits for my check, in one place."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.programme.plans.factories import add_picture, facts, lead_of, make_plan, one_task, picture
from tests.web.desk.test_task_list import text, url
from thanthien.platform.people.models import Person
from thanthien.programme.evidence.actions import add_files, hand_in_part
from thanthien.programme.evidence.models import Evidence

ClientOf = Callable[[Person], Client]
HTMX = {"HX-Request": "true"}


def mark(page: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found
    return found[1]


def test_parts_and_proofs_wait_for_others_than_their_makers(
    cast: Cast, client_of: ClientOf, now: datetime
) -> None:
    task = one_task(cast)
    add_picture(cast, task)
    hand_in_part(actor=cast.officer, at=now, part=lead_of(task))
    page = text(client_of(cast.head).get(url(cast, "checks/")))
    assert "Phần việc đã báo xong 1" in page
    assert "bang-tin Ngày 01/07/2026" in page
    add_files(actor=cast.coordinator, at=now, task=task, uploads=[picture("cua-toi.jpg", "red")])
    assert "cua-toi" not in text(client_of(cast.coordinator).get(url(cast, "checks/")))
    assert client_of(cast.officer).get(url(cast, "checks/")).status_code == 403


def test_a_head_sees_the_own_agency_alone(cast: Cast, client_of: ClientOf, now: datetime) -> None:
    task = one_task(cast, cast.centre)
    add_files(actor=cast.centre_officer, at=now, task=task, uploads=[picture()])
    assert "Không còn gì chờ anh/chị kiểm tra" in text(client_of(cast.head).get(url(cast, "checks/")))
    assert "bang-tin" in text(client_of(cast.leader).get(url(cast, "checks/")))


def test_one_after_the_other_without_leaving_the_list(cast: Cast, client_of: ClientOf) -> None:
    proof = add_picture(cast, one_task(cast))
    head, address = client_of(cast.head), url(cast, f"proof/{proof.pk}/")
    seen = mark(head.get(url(cast, "checks/")).content.decode())
    refused = head.post(address, {"move": "return", "seen": seen, "remark": " "}, headers=HTMX)
    assert refused.status_code == 422
    assert "ghi lý do trả lại" in text(refused)
    row = head.post(address, {"move": "accept", "seen": seen}, headers=HTMX)
    assert "Đã chấp nhận" in text(row)
    assert "<html" not in row.content.decode()
    late = client_of(cast.leader).post(
        address, {"move": "return", "seen": seen, "remark": "Mờ"}, headers=HTMX
    )
    assert "Phạm Quốc Dũng, lúc" in text(late)
    assert Evidence.objects.get().state == "accepted"


def test_without_htmx_one_comes_back_to_the_list(cast: Cast, client_of: ClientOf) -> None:
    proof = add_picture(cast, one_task(cast))
    head = client_of(cast.head)
    seen = mark(head.get(url(cast, "checks/")).content.decode())
    data = {"move": "accept", "seen": seen, "back": "checks"}
    done = head.post(url(cast, f"proof/{proof.pk}/"), data)
    assert done.headers["Location"] == url(cast, "checks/")


def test_the_number_of_queries_does_not_grow(cast: Cast, client_of: ClientOf, now: datetime) -> None:
    client, counts = client_of(cast.leader), []
    tasks = make_plan(cast.unit, facts("Một", cast.culture), facts("Hai", cast.culture))
    for colours in (("red",), ("green", "blue", "white")):
        for number, colour in enumerate(colours):
            task = tasks[number % 2]
            add_files(actor=cast.officer, at=now, task=task, uploads=[picture(f"{colour}.jpg", colour)])
        client.get(url(cast, "checks/"))
        with CaptureQueriesContext(connection) as queries:
            client.get(url(cast, "checks/"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16
