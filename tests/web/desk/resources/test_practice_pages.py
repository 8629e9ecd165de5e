"""Good practices on the pages: written with files, shared, found and taken over by another commune."""

from __future__ import annotations

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast
from tests.programme.merit.factories import draft_practice, shared_one, submitted_practice
from thanthien.platform.people.models import Person
from thanthien.programme.merit.models import Practice, PracticeAdoption

Browser = Callable[[Person], Client]


def test_written_submitted_recognised(cast: Cast, client_of: Browser) -> None:
    desk = f"/desk/{cast.unit.code}/practices/"
    officer, leader = client_of(cast.officer), client_of(cast.leader)
    papers = [SimpleUploadedFile("a.txt", b"anh"), SimpleUploadedFile("b.txt", b"bieu")]
    typed = {
        "title": "Ngày không hẹn",
        "problem": "Phải hẹn nhiều lần",
        "way": "Giải quyết ngay",
        "result": "90 hồ sơ",
        "uploads": papers,
    }
    officer.post(f"{desk}new/?year=2026", typed)
    practice = Practice.objects.get()
    assert practice.files.count() == 2
    officer.post(f"{desk}{practice.pk}/submit/", {"seen": practice.version})
    practice.refresh_from_db()
    leader.post(f"{desk}{practice.pk}/decide/", {
        "move": "recognise", "seen": practice.version, "number": "88/QĐ-UBND", "day": "2026-06-20", "level": "commune",
    })  # fmt: skip
    practice.refresh_from_db()
    assert practice.state == "recognised"
    page = officer.get(f"{desk}?year=2026").content.decode()
    assert "Năm 2026 đã có 1 mô hình được công nhận" in page


def test_another_commune_reads_and_takes_over(cast: Cast, client_of: Browser) -> None:
    practice, hidden = shared_one(cast), submitted_practice(cast)
    other = client_of(cast.other_coordinator)
    desk = f"/desk/{cast.other_unit.code}/practices/"
    assert (
        other.get(f"{desk}{practice.pk}/").status_code == 404
    )  # by the number of the source it is not there
    assert other.get(f"{desk}shared/{hidden.code}/").status_code == 404
    assert practice.title in other.get(desk).content.decode()
    page = other.get(f"{desk}shared/{practice.code}/").content.decode()
    assert "Cách làm của xã Thanh Bình" in page
    file = other.get(f"{desk}shared/{practice.code}/files/1")
    assert b"".join(file.streaming_content).decode() == "Mẫu phiếu hẹn"  # type: ignore[attr-defined]
    assert other.get(f"{desk}shared/{practice.code}/files/2").status_code == 404
    assert other.post(f"{desk}shared/{practice.code}/adopt/", {"adapted": ""}).status_code == 422
    other.post(f"{desk}shared/{practice.code}/adopt/", {"adapted": "Áp dụng ở 5 tổ dân phố"})
    assert PracticeAdoption.objects.get().unit == cast.other_unit
    source = client_of(cast.officer).get(f"/desk/{cast.unit.code}/practices/{practice.pk}/").content.decode()
    assert "Phường Đông Hải" in source


def test_the_city_recommends(cast: Cast, client_of: Browser) -> None:
    practice = shared_one(cast)
    city = client_of(cast.city_admin)
    address = reverse("oversight:practices", args=[cast.city.code])
    assert practice.title in city.get(f"{address}?q=tra ket qua").content.decode()
    assert practice.title not in city.get(f"{address}?q=khong co").content.decode()
    city.post(f"{address}{practice.code}/recommend/", {"recommended": "yes"})
    page = client_of(cast.other_officer).get(f"/desk/{cast.other_unit.code}/practices/").content.decode()
    assert "Thành phố giới thiệu" in page


def test_lists_ask_the_database_as_often_for_three_as_for_one(cast: Cast, client_of: Browser) -> None:
    pages = [
        (client_of(cast.officer), f"/desk/{cast.unit.code}/practices/?year=2026"),
        (client_of(cast.other_officer), f"/desk/{cast.other_unit.code}/practices/?year=2026"),
        (client_of(cast.appraiser), reverse("oversight:practices", args=[cast.city.code])),
    ]
    counts = []
    for more in (1, 2):
        for _ in range(more):
            shared_one(cast)
            draft_practice(cast)
        with CaptureQueriesContext(connection) as seen:
            for browser, address in pages:
                assert browser.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
