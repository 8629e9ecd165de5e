"""The month's sheet with its source file, what it proposes, and figures of a year that was handed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.assessment.year import Year, year
from tests.cast import Cast
from thanthien.platform.files.queries import open_kept
from thanthien.platform.people.models import Person
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.measures.models import Reading
from thanthien.workflows import month_figures

__all__ = ["year"]
pytestmark = pytest.mark.django_db
Clients = Callable[[Person], Client]
APP = "city_app_per_household"
SENT = {"month": "2026-06", f"{APP}-numerator": "2.105", f"{APP}-denominator": "2.000"}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: now.date())
    monkeypatch.setattr(timezone, "now", lambda: now)


def report(data: bytes = b"%PDF-1.4\n%%EOF\n") -> SimpleUploadedFile:
    return SimpleUploadedFile("bao-cao-thang-6.pdf", data, content_type="application/pdf")


def test_the_file_sent_with_typed_figures_proves_their_row(
    year: Year, cast: Cast, client_of: Clients
) -> None:
    task = year.add_task("II.2", cast.culture)
    year.add_task("I#1", cast.culture)  # reads none of these figures
    browser, home = client_of(cast.officer), f"/desk/{cast.unit.code}/figures/month/"
    answer = browser.post(f"{home}keep/", {**SENT, "source": report()}, follow=True)
    assert "Đã lưu 1 số của tháng 6/2026. Tệp nguồn đã nộp làm minh chứng" in answer.content.decode()
    [proof] = Evidence.objects.all()
    assert (proof.task_id, proof.state, proof.filename) == (task.pk, "waiting", "bao-cao-thang-6.pdf")
    assert proof.file is not None
    with open_kept(proof.file) as kept:
        assert kept.read() == b"%PDF-1.4\n%%EOF\n"
    assert Reading.objects.get().remark == "Nguồn: bao-cao-thang-6.pdf"
    page = browser.get(f"{home}?month=2026-06").content.decode()
    assert "bao-cao-thang-6.pdf</a>" in page


def test_a_file_that_cannot_be_kept_keeps_no_figure(year: Year, cast: Cast, client_of: Clients) -> None:
    year.add_task("II.2", cast.culture)
    home = f"/desk/{cast.unit.code}/figures/month/keep/"
    answer = client_of(cast.officer).post(home, {**SENT, "source": report(b"MZ\x00\x00 program")})
    assert answer.status_code == 422
    assert "Tệp chưa giữ được." in answer.content.decode()
    assert not Reading.objects.exists()
    assert not Evidence.objects.exists()


def test_households_are_proposed_as_last_time_and_asked_about_when_they_change(
    year: Year, cast: Cast, client_of: Clients
) -> None:
    year.add_reading(APP, date(2026, 5, 31), 2100, 2200)
    browser, home = client_of(cast.officer), f"/desk/{cast.unit.code}/figures/month/"
    page = browser.get(f"{home}?month=2026-06").content.decode()
    assert (
        'name="city_app_per_household-denominator" inputmode="decimal" autocomplete="off" value="2.200"'
        in page
    )
    assert "Mẫu số lấy theo lần ghi 31/05/2026" in page
    # what was only proposed is not a figure typed
    answer = browser.post(f"{home}keep/", {"month": "2026-06", f"{APP}-denominator": "2.200"})
    assert "ghi ít nhất một số" in answer.content.decode()
    answer = browser.post(f"{home}keep/", {**SENT, f"{APP}-denominator": "2.600"})
    assert "Mẫu số 2.600 khác nhiều so với lần ghi trước (2.200)" in answer.content.decode()
    assert Reading.objects.count() == 1
    browser.post(f"{home}keep/", {**SENT, f"{APP}-denominator": "2.600", "confirmed": "Nhập thêm hai thôn"})
    assert Reading.objects.get(day=date(2026, 6, 30)).denominator == Decimal(2600)


def test_a_year_handed_in_takes_no_figure_typed_nor_taken_out(
    year: Year, cast: Cast, client_of: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = year.add_reading("case_on_time", date(2026, 5, 6), 48, 50)
    monkeypatch.setattr(month_figures, "frozen_until", lambda: {(cast.unit.pk, 2026): date(2026, 6, 20)})
    browser, home = client_of(cast.officer), f"/desk/{cast.unit.code}/figures/case_on_time/"
    sent = {"period": "month", "month": "6", "numerator": "12", "denominator": "12"}
    answer = browser.post(f"{home}record/?year=2026", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Hồ sơ năm 2026 đã nộp với số liệu đến ngày 20/06/2026" in page
    assert 'value="12"' in page
    said = browser.post(f"{home}{kept.pk}/remove/?year=2026", follow=True).content.decode()
    assert "đề nghị trả lại hồ sơ trước" in said
    assert list(Reading.objects.values_list("pk", flat=True)) == [kept.pk]
    answer = browser.post(f"{home}record/?year=2026", {**sent, "period": "day", "day": "2026-06-25"})
    assert answer.status_code == 302  # after the day that was handed in
