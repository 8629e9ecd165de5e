"""Pictures from a phone: a plain form, and a queue whose sendings are kept once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from tests.cast import Cast
from tests.programme.plans.factories import facts, make_plan, one_task, picture
from tests.web.desk.test_task_list import text
from thanthien.platform.people.models import Person
from thanthien.programme.evidence.actions import CannotChangeProof
from thanthien.programme.evidence.capturing import send_capture
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.plans.models import Task

ClientOf = Callable[[Person], Client]
NAME = UUID("0b5c5a5e-7d1c-4c52-9e34-0f7a5f6f2a11")


def at(cast: Cast, rest: str = "") -> str:
    return f"/desk/{cast.unit.code}/capture/{rest}"


def parcel(to: Task, **more: object) -> dict[str, object]:
    return {
        "client_id": str(NAME),
        "task": to.pk,
        "effective_date": "2026-06-30",
        "upload": picture("anh.jpg"),
        **more,
    }


def test_the_plain_form_keeps_pictures(cast: Cast, client_of: ClientOf) -> None:
    mine, _ = make_plan(cast.unit, facts("Việc của ta", cast.culture), facts("Việc nơi khác", cast.centre))
    client = client_of(cast.officer)
    page = text(client.get(at(cast)))
    assert "Việc của ta" in page
    assert "Việc nơi khác" not in page
    empty = client.post(at(cast), {"task": mine.pk})
    assert empty.status_code == 422
    assert "chụp hoặc chọn ít nhất một ảnh" in text(empty)
    sent = client.post(
        at(cast), {"task": mine.pk, "uploads": [picture(), picture("b.jpg", "red")]}, follow=True
    )
    assert "Đã nhận 2 ảnh cho “Việc của ta”." in text(sent)
    assert Evidence.objects.filter(task=mine, added_by=cast.officer).count() == 2


def test_a_picture_sent_again_is_kept_once(cast: Cast, client_of: ClientOf) -> None:
    task, client = one_task(cast), client_of(cast.officer)
    for _ in range(2):
        answer = client.post(at(cast, "send/"), parcel(task, taken_at="2026-06-29T08:15:00"))
        assert (answer.status_code, answer.json()) == (200, {"title": "Ảnh chụp lúc 08:15 ngày 29/06/2026"})
    proof = Evidence.objects.get()
    assert (proof.client_id, proof.effective_date) == (NAME, date(2026, 6, 30))
    assert proof.taken_date == date(2026, 6, 29)
    assert proof.day_doubt == "Ảnh chụp ngày 29/06/2026, khác ngày ghi 30/06/2026."


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"task": 10**9}, "Nhiệm vụ này không còn"),
        ({"client_id": "x"}, "không trọn vẹn"),
        ({"effective_date": "2999-01-01"}, "không thể sau ngày hôm nay"),
        ({"upload": SimpleUploadedFile("may.exe", b"MZ\x90\x00" + bytes(200))}, "không được nhận"),
    ],
)
def test_what_cannot_be_kept_is_said_and_stays_on_the_phone(
    cast: Cast, client_of: ClientOf, more: dict[str, object], why: str
) -> None:
    answer = client_of(cast.officer).post(at(cast, "send/"), parcel(one_task(cast), **more))
    assert answer.status_code == 422
    assert why in answer.json()["why"]
    assert not Evidence.objects.exists()


def test_another_agencys_task_and_another_persons_name_are_refused(cast: Cast, client_of: ClientOf) -> None:
    mine, other = make_plan(cast.unit, facts("Việc một", cast.culture), facts("Việc hai", cast.centre))
    client = client_of(cast.officer)
    assert client.post(at(cast, "send/"), parcel(other)).status_code == 422
    assert client.post(at(cast, "send/"), parcel(mine)).status_code == 200
    stolen = client_of(cast.centre_officer).post(at(cast, "send/"), parcel(other))
    assert stolen.status_code == 422
    assert "một người khác gửi" in stolen.json()["why"]
    assert Evidence.objects.count() == 1


def test_a_page_asks_who_is_signed_in_and_a_stranger_is_sent_to_sign_in(
    cast: Cast, client_of: ClientOf, client: Client
) -> None:
    answer = client_of(cast.officer).get(at(cast, "state/"))
    assert answer.json()["person"] == cast.officer.username
    assert len(answer.json()["csrf"]) == 64
    assert client.get(at(cast, "state/")).status_code == 302
    assert client.post(at(cast, "send/")).status_code == 302


def test_the_worker_lies_beside_the_page_it_serves(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.officer).get(at(cast, "worker.js"))
    assert answer["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer
    assert "thanthien-capture" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_same_picture_by_two_ways_at_once(cast: Cast, now: datetime) -> None:
    task, start, name = one_task(cast), threading.Barrier(2), uuid4()
    got: list[int | str] = []

    def way() -> None:
        start.wait()
        try:
            proof = send_capture(
                actor=cast.officer, at=now, task=task, upload=picture(), client_id=name,
                effective_date=date(2026, 6, 30),
            )  # fmt: skip
            got.append(proof.pk)
        except CannotChangeProof as refusal:
            got.append(str(refusal))
        finally:
            connections.close_all()

    ways = [threading.Thread(target=way) for _ in range(2)]
    for one in ways:
        one.start()
    for one in ways:
        one.join()
    assert got == [Evidence.objects.get().pk] * 2


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("IMG_20260318_091245.jpg", "Ảnh chụp lúc 09:12 ngày 18/03/2026"),
        ("z5432109_a1b2c3d4e5.jpg", "Ảnh chụp lúc 09:12 ngày 18/03/2026"),
        ("Biên bản họp dân.jpg", "Biên bản họp dân"),
        ("Hội nghị 2026.jpg", "Hội nghị 2026"),
    ],
)
def test_a_proof_is_called_by_the_person_or_by_its_moment_never_by_the_camera(
    cast: Cast, client_of: ClientOf, name: str, title: str
) -> None:
    told = {"upload": picture(name), "effective_date": "2026-03-18", "taken_at": "2026-03-18T09:12:45"}
    answer = client_of(cast.officer).post(at(cast, "send/"), parcel(one_task(cast), **told))
    assert answer.json() == {"title": title}
    assert Evidence.objects.get().title == title
