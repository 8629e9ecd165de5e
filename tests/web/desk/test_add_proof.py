"""An officer adds proof on a task's page; its files are served to those who may see the task."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast
from tests.programme.plans.factories import add_picture, lead_of, one_task, picture
from tests.web.desk.test_task_list import text, url
from thanthien.platform.people.models import Person
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.plans.models import Task

ClientOf = Callable[[Person], Client]


def exe() -> SimpleUploadedFile:
    return SimpleUploadedFile("may.exe", b"MZ\x90\x00" + bytes(200))


@pytest.fixture
def task(cast: Cast) -> Task:
    return one_task(cast)


def test_several_files_at_once(cast: Cast, task: Task, client_of: ClientOf) -> None:
    client = client_of(cast.officer)
    uploads = [picture("a.jpg", "red", taken=date(2026, 1, 9)), picture("b.jpg", "green")]
    data = {"uploads": uploads, "title": "", "effective_date": ""}
    page = client.post(url(cast, f"{task.pk}/proof/"), data, follow=True)
    shown = text(page)
    assert "Đã nhận 2 minh chứng." in shown
    assert "Ngày 09/01/2026" in shown
    assert Evidence.objects.filter(task=task, part=lead_of(task), added_by=cast.officer).count() == 2


def test_a_refused_file_is_said_beside_the_field_and_the_others_are_kept(
    cast: Cast, task: Task, client_of: ClientOf
) -> None:
    data = {"uploads": [picture(), exe()], "title": "Bảng tin"}
    page = client_of(cast.officer).post(url(cast, f"{task.pk}/proof/"), data)
    assert page.status_code == 422
    shown = text(page)
    assert "“may.exe” chưa được nhận. Loại tệp này không được nhận." in shown
    assert "Đã nhận minh chứng “Bảng tin (1/2)”." in shown
    assert Evidence.objects.get().title == "Bảng tin (1/2)"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Anh/chị chọn ít nhất một tệp"),
        ({"url": "javascript:alert(1)", "title": "Tin bài"}, "bắt đầu bằng http:// hoặc https://"),
        ({"url": "https://a.vn/1", "effective_date": "31/02/2026"}, "Chưa đọc được ngày"),
        ({"url": "https://a.vn/1", "effective_date": "2999-01-01"}, "không thể sau ngày hôm nay"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    cast: Cast, task: Task, client_of: ClientOf, data: dict[str, str], words: str
) -> None:
    page = client_of(cast.officer).post(url(cast, f"{task.pk}/proof/"), data)
    assert page.status_code == 422
    assert words in text(page)
    for typed in data.values():
        assert typed in page.content.decode()
    assert not Evidence.objects.exists()


def test_htmx_shows_at_once_what_was_kept_beside_what_was_refused(
    cast: Cast, task: Task, client_of: ClientOf
) -> None:
    data = {"uploads": [picture("bang-tin-thon.jpg"), exe()]}
    page = client_of(cast.officer).post(url(cast, f"{task.pk}/proof/"), data, headers={"HX-Request": "true"})
    shown = text(page)
    assert "“may.exe” chưa được nhận." in shown
    assert "Đã nhận minh chứng “bang-tin-thon”." in shown
    assert "Chờ kiểm tra" in shown
    assert "<html" not in page.content.decode()


def test_htmx_gets_the_form_again_or_the_proofs(cast: Cast, task: Task, client_of: ClientOf) -> None:
    client, headers = client_of(cast.officer), {"HX-Request": "true"}
    again = client.post(url(cast, f"{task.pk}/proof/"), {}, headers=headers)
    assert again.status_code == 422
    assert "<html" not in again.content.decode()
    on = client.post(url(cast, f"{task.pk}/proof/"), {"url": "https://a.vn/1"}, headers=headers)
    assert on.status_code == 200
    assert "Đã nhận minh chứng “a.vn/1”." in text(on)
    assert "Báo đã làm xong" in text(on)


def test_who_only_looks_has_no_form(cast: Cast, task: Task, client_of: ClientOf) -> None:
    for person in (cast.council, cast.appraiser, cast.centre_officer):
        assert "Thêm minh chứng" not in text(client_of(person).get(url(cast, f"{task.pk}/")))
    assert (
        client_of(cast.council).post(url(cast, f"{task.pk}/proof/"), {"url": "https://a.vn"}).status_code
        == 403
    )
    assert (
        client_of(cast.centre_officer)
        .post(url(cast, f"{task.pk}/proof/"), {"url": "https://a.vn"})
        .status_code
        == 403
    )


def test_files_are_served_guarded(cast: Cast, task: Task, client_of: ClientOf) -> None:
    proof = add_picture(cast, task)
    address = url(cast, f"proof/{proof.pk}/file")
    answer = client_of(cast.council).get(address)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    again = client_of(cast.council).get(address, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    small = client_of(cast.council).get(url(cast, f"proof/{proof.pk}/small"))
    assert small["Content-Type"] == "image/webp"
    assert small["ETag"] != answer["ETag"]


def test_a_document_is_handed_over_as_a_download(cast: Cast, task: Task, client_of: ClientOf) -> None:
    client = client_of(cast.officer)
    note = SimpleUploadedFile("Biên bản.txt", "Biên bản họp thôn <script>alert(1)</script>".encode())
    client.post(url(cast, f"{task.pk}/proof/"), {"uploads": [note]})
    answer = client.get(url(cast, f"proof/{Evidence.objects.get().pk}/file"))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert client.get(url(cast, f"proof/{Evidence.objects.get().pk}/small")).status_code == 404


def test_a_text_is_never_handed_over_as_a_program(cast: Cast, task: Task, client_of: ClientOf) -> None:
    client = client_of(cast.officer)
    client.post(
        url(cast, f"{task.pk}/proof/"), {"uploads": [SimpleUploadedFile("mo-toi.bat", b"start calc")]}
    )
    answer = client.get(url(cast, f"proof/{Evidence.objects.get().pk}/file"))
    assert answer["Content-Disposition"] == 'attachment; filename="mo-toi.bat.txt"'


def test_another_commune_knows_of_no_file(cast: Cast, task: Task, client_of: ClientOf) -> None:
    proof = add_picture(cast, task)
    stranger = client_of(cast.other_coordinator)
    for end in ("file", "small", ""):
        assert stranger.get(url(cast, f"proof/{proof.pk}/{end}")).status_code == 404
        own = f"/desk/{cast.other_unit.code}/tasks/proof/{proof.pk}/{end}"
        assert stranger.get(own).status_code == 404
