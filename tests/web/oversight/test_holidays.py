"""The city's page of days off: what it shows, and what its administrator changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.programme.plans.factories import facts, make_plan
from thanthien.platform.people.models import Person
from thanthien.platform.workdays.actions import load_holidays
from thanthien.platform.workdays.models import SpecialDay
from thanthien.platform.workdays.queries import calendar_of
from thanthien.programme.occurrences.actions import refresh_year
from thanthien.programme.occurrences.models import Recount
from thanthien.programme.occurrences.recounts import ask_recount

ClientOf = Callable[[Person], Client]


@pytest.fixture
def years(cast: Cast, now: datetime) -> Cast:
    for year in (2026, 2027):
        load_holidays(path=settings.REFERENCE_DIR / f"holidays/{year}.yaml", at=now)
    return cast


def url(cast: Cast, end: str = "") -> str:
    return f"/city/{cast.city.code}/holidays/{end}"


def test_estimates_are_marked(years: Cast, client_of: ClientOf) -> None:
    page = client_of(years.appraiser).get(url(years, "?year=2027")).content.decode()
    assert "còn 6 ngày dự kiến" in page
    assert "Tết Nguyên đán Đinh Mùi" in page
    assert "holidays/keep/" not in page  # the appraiser looks only
    official = client_of(years.appraiser).get(url(years, "?year=2026")).content.decode()
    assert "dự kiến" not in official


def test_a_day_is_added_corrected_and_taken_back(years: Cast, client_of: ClientOf) -> None:
    browser = client_of(years.city_admin)
    day = date(2026, 5, 13)
    said = {"date": "2026-05-13", "kind": "day_off", "name": "Ngày giải phóng Hải Minh", "seen": ""}
    answer = browser.post(url(years, "keep/"), said, follow=True)
    assert "Đã ghi ngày 13/05/2026" in answer.content.decode()
    assert not calendar_of(years.unit, 2026).is_workday(day)
    edit = browser.get(url(years, "?year=2026&edit=2026-05-13"))
    seen = edit.context["form"]["seen"].value()
    browser.post(url(years, "keep/"), {**said, "kind": "plain", "seen": seen})
    assert calendar_of(years.unit, 2026).is_workday(day)
    browser.post(url(years, "drop/"), {"date": "2026-05-13"})
    assert not SpecialDay.objects.filter(unit=years.city).exists()


def test_a_refusal_keeps_what_was_typed(years: Cast, client_of: ClientOf) -> None:
    said = {"date": "2026-07-01", "kind": "make_up", "name": "Làm bù cho ngày 31/08", "seen": ""}
    answer = client_of(years.city_admin).post(url(years, "keep/"), said)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "không phải thứ Bảy, Chủ nhật" in page
    assert "Làm bù cho ngày 31/08" in page


def test_a_year_without_days_says_what_to_do(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.city_admin).get(url(cast, "?year=2030")).content.decode()
    assert "thanthien holidays load" in page


def test_the_page_says_what_a_change_moved(years: Cast, client_of: ClientOf, now: datetime) -> None:
    make_plan(years.unit, facts("Họp giao ban", years.culture, timing="Hằng tháng"))
    refresh_year(at=now, unit=years.unit, year=2026)
    browser = client_of(years.city_admin)
    said = {"date": "2026-07-31", "kind": "day_off", "name": "Ngày truyền thống", "seen": ""}
    page = browser.post(url(years, "keep/"), said, follow=True).content.decode()
    assert "Hạn của các nhiệm vụ được tính lại theo lịch mới." in page
    assert "ở 1 xã, phường, đặc khu: 1 kỳ đổi ngày." in page
    assert "hx-get" not in page.split('id="recount"')[1].split("</section>")[0]  # it is over
    assert 'id="recount"' not in browser.get(url(years, "?year=2027")).content.decode()


def test_a_round_under_way_and_one_that_nobody_takes(years: Cast, client_of: ClientOf, now: datetime) -> None:
    make_plan(years.unit, facts("Họp giao ban", years.culture, timing="Hằng tháng"))
    row = ask_recount(at=timezone.now(), city=years.city, year=2026)
    assert row is not None
    progress = client_of(years.appraiser).get(url(years, "progress/?year=2026")).content.decode()
    assert "Đang tính lại hạn của các nhiệm vụ năm 2026" in progress
    assert "0/1 xã, phường, đặc khu" in progress
    assert "hx-get" in progress
    Recount.objects.update(asked_at=now)
    browser = client_of(years.city_admin)
    waiting = browser.get(url(years, "?year=2026")).content.decode()
    assert "Chưa có máy nào nhận việc tính lại hạn" in waiting
    done = browser.post(url(years, "again/?year=2026"), follow=True).content.decode()
    assert "đã theo lịch này" in done
    assert "không cần tính lại" in browser.post(url(years, "again/?year=2026"), follow=True).content.decode()
