"""The month of a unit: what is due when, whose, days off, and a deadline counted step by step."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.programme.plans.factories import facts, make_plan
from thanthien.platform.people.models import Person
from thanthien.platform.workdays.actions import load_holidays
from thanthien.programme.occurrences.actions import move_occurrence, refresh_year
from thanthien.programme.occurrences.models import Occurrence

ClientOf = Callable[[Person], Client]


def text(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def plan(cast: Cast, now: datetime) -> Cast:
    load_holidays(path=settings.REFERENCE_DIR / "holidays/2026.yaml", at=now)
    make_plan(
        cast.unit,
        facts("Họp giao ban", cast.culture, timing="Hằng tháng"),
        facts("Trực bộ phận một cửa", cast.centre, timing="Mỗi ngày làm việc"),
    )
    refresh_year(at=now, unit=cast.unit, year=2026)
    return cast


def month(cast: Cast, browser: Client, which: str = "2026-04", **more: str) -> Any:
    return browser.get(f"/desk/{cast.unit.code}/calendar/", {"month": which, **more})


def test_days_off_carry_their_names_and_no_daily_work(plan: Cast, client_of: ClientOf) -> None:
    page = month(plan, client_of(plan.coordinator), whose="all")
    assert "Giỗ Tổ Hùng Vương" in text(page)
    days = {day.day: day for day in page.context["days"]}
    assert (days[date(2026, 4, 30)].is_off, days[date(2026, 4, 30)].count) == (True, 0)
    assert days[date(2026, 4, 29)].count == 2  # April's last good day, and the day's own work
    assert page.context["count"] == 1 + 20  # April has 20 working days


def test_an_officer_sees_the_own_agency_first_and_the_unit_on_request(
    plan: Cast, client_of: ClientOf
) -> None:
    browser = client_of(plan.officer)
    own = text(month(plan, browser))
    assert "Họp giao ban" in own
    assert "Trực bộ phận" not in own
    assert "Trực bộ phận" in text(month(plan, browser, whose="all"))


def test_a_moved_time_stands_on_its_new_day(plan: Cast, client_of: ClientOf, now: datetime) -> None:
    one = Occurrence.objects.get(task__title="Họp giao ban", first_date=date(2026, 4, 1))
    move_occurrence(
        actor=plan.coordinator,
        at=now,
        occurrence=one,
        to=date(2026, 5, 6),
        reason="Họp Đảng ủy",
        seen=one.due_date,
    )
    april = month(plan, client_of(plan.officer))
    assert [day.day for day in april.context["days"] if day.inside and day.count] == []
    assert "dời từ 29/04/2026" in text(month(plan, client_of(plan.officer), "2026-05"))


def test_a_deadline_is_counted_step_by_step(plan: Cast, client_of: ClientOf) -> None:
    page = text(month(plan, client_of(plan.officer), start="2026-04-27", days="5"))
    assert "Ngày cuối trong hạn: 06/05/2026" in page
    assert "5 ngày làm việc từ thứ Hai 27/04/2026" in page
    assert "Nghỉ 30/04, 01/05." in page
    refused = text(month(plan, client_of(plan.officer), start="2026-04-31", days="0"))
    assert "Ngày chưa đúng." in refused
    assert "Từ 1 ngày trở lên." in refused


@pytest.mark.parametrize("which", ["", "2026-13", "x", "0001-01", "9999-12"])
def test_a_month_that_does_not_exist_gives_this_one(cast: Cast, client_of: ClientOf, which: str) -> None:
    page = month(cast, client_of(cast.coordinator), which)
    assert page.status_code == 200
    assert page.context["month"] == page.context["this_month"]
    assert "khi đơn vị đã nhận kế hoạch" in text(page)


def test_the_number_of_queries_does_not_grow(plan: Cast, client_of: ClientOf, now: datetime) -> None:
    browser = client_of(plan.coordinator)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            month(plan, browser, whose="all")
        return len(seen)

    queries()
    first = queries()
    rows = [facts(f"Việc {n}", plan.culture, timing="Hằng tuần") for n in range(3)]
    make_plan(plan.unit, *rows, year=2027)
    Occurrence.objects.filter(task__year=2026).delete()
    refresh_year(at=now, unit=plan.unit, year=2027)
    Occurrence.objects.filter(task__year=2027, due_date__month=4).update(due_date=date(2026, 4, 15))
    assert queries() == first


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        ("2026-02-10", 10, "03/03/2026"),  # the week of Tết, 16/02 to 20/02, does not count
        ("2025-12-31", 6, "10/01/2026"),  # Saturday 10/01 is worked in place of 02/01
        ("2026-08-21", 1, "22/08/2026"),  # Saturday 22/08 is worked in place of 31/08
        ("2026-08-28", 2, "04/09/2026"),  # 31/08 to 02/09 are off
    ],
)
def test_a_deadline_is_counted_over_the_holidays_of_the_country(
    plan: Cast, client_of: ClientOf, start: str, days: int, last: str
) -> None:
    page = client_of(plan.coordinator).get(
        f"/desk/{plan.unit.code}/calendar/", {"start": start, "days": str(days)}
    )
    assert f"Ngày cuối trong hạn: <strong>{last}</strong>" in page.content.decode()


def test_a_count_says_what_it_does_not_know(plan: Cast, client_of: ClientOf, now: datetime) -> None:
    load_holidays(path=settings.REFERENCE_DIR / "holidays/2027.yaml", at=now)
    address = f"/desk/{plan.unit.code}/calendar/"
    browser = client_of(plan.coordinator)
    guessed = browser.get(address, {"start": "2027-02-01", "days": "10"}).content.decode()
    assert "chưa có thông báo chính thức: " in guessed
    assert "hạn có thể đổi" in guessed
    unknown = browser.get(address, {"start": "2028-01-03", "days": "3"}).content.decode()
    assert "Chưa có lịch nghỉ lễ, Tết năm 2028; mới trừ thứ Bảy, Chủ nhật." in unknown
    certain = browser.get(address, {"start": "2026-08-21", "days": "3"}).content.decode()
    assert "alert-warning" not in certain
