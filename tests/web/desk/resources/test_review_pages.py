"""Reviews and indices on the pages of the commune and of the city."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document as WordFile
from openpyxl import Workbook

from tests.cast import Cast
from tests.programme.reviews.factories import arranged, document, lesson
from thanthien.platform.people.models import Person
from thanthien.programme.indices.models import IndexYear
from thanthien.programme.reviews.models import Lesson, Review

Browser = Callable[[Person], Client]


def test_the_plans_milestone_becomes_a_review_with_lessons(cast: Cast, client_of: Browser) -> None:
    browser = client_of(cast.coordinator)
    desk = f"/desk/{cast.unit.code}/reviews/"
    assert "Sơ kết năm 2027" in browser.get(desk).content.decode()
    browser.post(f"{desk}new/", {
        "kind": "interim", "from_year": "2025", "to_year": "2027", "due_date": "2027-12-31",
    })  # fmt: skip
    review = Review.objects.get()
    assert "Sơ kết năm 2027" not in browser.get(desk).content.decode()
    browser.post(f"{desk}{review.pk}/lessons/", {
        "text": "Phân công chưa rõ", "follow_up": "Giao từng người", "agency": str(cast.culture.pk),
        "due_date": "2027-03-31",
    })  # fmt: skip
    learnt = Lesson.objects.get()
    client_of(cast.officer).post(f"{desk}lessons/{learnt.pk}/finish/", {"outcome": "Đã giao bằng văn bản"})
    assert "Đã giao bằng văn bản" in client_of(cast.council).get(f"{desk}{review.pk}/").content.decode()


def test_holding_keeps_the_results_of_the_day(cast: Cast, client_of: Browser) -> None:
    review = arranged(cast)
    address = f"/desk/{cast.unit.code}/reviews/{review.pk}/"
    browser = client_of(cast.coordinator)
    assert browser.post(f"{address}move/", {"move": "hold", "seen": "0"}).status_code == 422
    browser.post(f"{address}move/", {"move": "hold", "seen": review.version})
    review.refresh_from_db()
    assert review.state == "held"
    assert [one.year for one in review.results.all()] == [2025, 2026]
    assert "Số liệu tại ngày ghi hội nghị" in browser.get(address).content.decode()
    file = browser.get(f"{address}minutes")
    assert b"".join(file.streaming_content).decode() == "Biên bản"  # type: ignore[attr-defined]


def test_a_review_asks_the_database_as_often_for_three_lessons_as_for_one(
    cast: Cast, client_of: Browser
) -> None:
    review, browser, counts = arranged(cast), client_of(cast.officer), []
    for more in (1, 2):
        for _ in range(more):
            document(cast, review)
            lesson(cast, review)
        with CaptureQueriesContext(connection) as seen:
            browser.get(f"/desk/{cast.unit.code}/reviews/{review.pk}/")
            browser.get(f"/desk/{cast.unit.code}/reviews/")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_an_index_is_recorded_and_drawn(cast: Cast, client_of: Browser) -> None:
    browser = client_of(cast.coordinator)
    address = f"/desk/{cast.unit.code}/indices/"
    for year, value in ((2024, "90,5"), (2025, "91,87")):
        browser.post(f"{address}sipas_unit/record/", {
            "year": str(year), "value": value, "target": "92", "source": "Báo cáo 12/BC-SNV", "seen": "0",
        })  # fmt: skip
    page = client_of(cast.council).get(address).content.decode()
    assert "năm 2024: 90,5, chỉ tiêu 92; năm 2025: 91,87, chỉ tiêu 92" in page
    assert browser.post(f"{address}sipas_unit/record/", {"year": "2023", "value": "190"}).status_code == 422
    assert browser.get(f"{address}papi/record/").status_code == 404


def test_the_city_looks_first_and_then_confirms(cast: Cast, client_of: Browser) -> None:
    browser = client_of(cast.city_admin)
    address = reverse("oversight:indices_paste", args=[cast.city.code])
    typed = {
        "index": "sipas_unit",
        "year": "2025",
        "source": "Báo cáo 30",
        "table": "Thanh Bình;91,87;60/114\nXa Lạ;90;2",
    }
    page = browser.post(address, typed).content.decode()
    assert "1 dòng khớp, 1 dòng chưa khớp" in page
    assert "không có xã, phường, đặc khu nào tên “Xa Lạ”" in page
    assert not IndexYear.objects.exists()
    browser.post(address, {**typed, "confirm": "yes"})
    assert IndexYear.objects.get().value == Decimal("91.87")
    shown = reverse("oversight:indices", args=[cast.city.code]) + "?index=sipas_unit&year=2025"
    assert "60/114" in browser.get(shown).content.decode()
    assert browser.post(address, {**typed, "table": ""}).status_code == 422


def test_the_table_may_come_as_excel(cast: Cast, client_of: Browser) -> None:
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in (["Đơn vị", "Kết quả", "Hạng"], ["Thanh Bình", 91.87, 2], ["Đông Hải", 92.5, 1]):
        book.active.append(row)
    book.save(out)
    address = reverse("oversight:indices_paste", args=[cast.city.code])
    typed = {"index": "sipas_unit", "year": "2025", "source": "Báo cáo 30"}
    sheet = SimpleUploadedFile("chi-so.xlsx", out.getvalue())
    page = client_of(cast.city_admin).post(address, {**typed, "sheet": sheet}).content.decode()
    assert "2 dòng khớp, 0 dòng chưa khớp" in page
    broken = SimpleUploadedFile("chi-so.xlsx", b"PK nothing")
    assert client_of(cast.city_admin).post(address, {**typed, "sheet": broken}).status_code == 422


def test_the_report_is_taken_from_the_page_of_the_review(cast: Cast, client_of: Browser) -> None:
    review = arranged(cast, conclusion="Tiếp tục thực hiện")
    page = f"/desk/{cast.unit.code}/reviews/{review.pk}/"
    boss = client_of(cast.coordinator)
    assert f"{page}report.docx" in boss.get(page).content.decode()
    word = WordFile(io.BytesIO(boss.get(f"{page}report.docx").content))
    assert "Tiếp tục thực hiện." in [paragraph.text for paragraph in word.paragraphs]
    assert boss.get(f"{page}report.pdf").content.startswith(b"%PDF")
    assert boss.get(f"{page}report.odt").status_code == 302
    assert f"{page}report.docx" not in client_of(cast.officer).get(page).content.decode()
    assert client_of(cast.officer).get(f"{page}report.docx").status_code == 403
