"""Figures at the desk: the list a set asks for, typing, correcting, removing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.assessment.year import Year, year
from tests.cast import Cast
from thanthien.platform.people.models import Person
from thanthien.programme.measures.models import Reading
from thanthien.programme.measures.registry import measures
from thanthien.web.desk.figures.gathering import ROOM_WORDS

__all__ = ["year"]
ClientOf = Callable[[Person], Client]
ON_TIME = "figures/case_on_time/"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: now.date())
    monkeypatch.setattr(timezone, "now", lambda: now)


def url(cast: Cast, rest: str = "figures/") -> str:
    return f"/desk/{cast.unit.code}/{rest}"


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def typed(**changes: str) -> dict[str, str]:
    return {"period": "month", "month": "6", "numerator": "1.200", "denominator": "1.250"} | changes


def test_the_set_says_which_figures_are_needed(year: Year, cast: Cast, client_of: ClientOf) -> None:
    year.add_reading("case_on_time", date(2026, 5, 6), 48, 50)
    seen = page(client_of(cast.officer), url(cast))
    assert "96%" in seen
    assert "48/50 hồ sơ" in seen
    assert "Yêu cầu từ 100%" in seen
    assert "Lượt cài ứng dụng" in seen
    assert "Chưa có số liệu nào trong năm." in seen
    assert "ký số" not in seen  # this set does not ask for it


def test_every_room_that_measures_has_a_name_here() -> None:
    assert {one.room for one in measures().values() if one.room} == set(ROOM_WORDS)


def test_without_a_set_the_page_says_so(cast: Cast, client_of: ClientOf) -> None:
    assert "Chưa chọn bộ tiêu chí năm 2026" in page(client_of(cast.coordinator), url(cast))


def test_numbers_are_typed_as_vietnamese_write_them(year: Year, cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.officer).post(url(cast, f"{ON_TIME}record/"), typed(), follow=True)
    kept = Reading.objects.get()
    assert (kept.day, kept.period) == (date(2026, 6, 1), "month")
    assert (kept.numerator, kept.denominator) == (Decimal(1200), Decimal(1250))
    assert "Đã lưu số liệu tháng 6/2026: 1.200/1.250." in answer.content.decode()


def test_a_day_is_typed_with_its_date(year: Year, cast: Cast, client_of: ClientOf) -> None:
    client_of(cast.officer).post(url(cast, f"{ON_TIME}record/"), typed(period="day", day="2026-06-17"))
    assert Reading.objects.get().day == date(2026, 6, 17)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"month": "8"}, "Ngày 01/08/2026 chưa tới."),
        ({"denominator": ""}, "Chưa có mẫu số."),
        ({"numerator": "nhiều"}, "Anh/chị ghi một số."),
        ({"period": "day", "day": ""}, "Anh/chị chọn ngày."),
        ({"period": "day", "day": "2025-06-01"}, "không thuộc năm 2026"),
    ],
)
def test_refusals_stand_beside_the_field_and_keep_what_was_typed(
    year: Year, cast: Cast, client_of: ClientOf, changes: dict[str, str], words: str
) -> None:
    answer = client_of(cast.officer).post(
        url(cast, f"{ON_TIME}record/"), typed(remark="Theo báo cáo tháng", **changes)
    )
    seen = answer.content.decode()
    assert answer.status_code == 422
    assert words in seen
    assert "Theo báo cáo tháng" in seen
    assert not Reading.objects.exists()


def test_a_standing_figure_is_shown_first_and_replaced_on_the_second_press(
    year: Year, cast: Cast, client_of: ClientOf
) -> None:
    client, address = client_of(cast.officer), url(cast, f"{ON_TIME}record/")
    client.post(address, typed())
    answer = client.post(address, typed(numerator="1.250"))
    seen = answer.content.decode()
    assert "đã có số 1.200/1.250 do Nguyễn Văn An ghi" in seen
    stamp = seen.split('name="seen" value="')[1].split('"')[0]
    client.post(address, typed(numerator="1.250", seen=stamp))
    assert Reading.objects.get().numerator == 1250
    assert "1.200/1.250 → 1.250/1.250" in page(client, url(cast, ON_TIME))


def test_a_removed_figure_is_gone_but_told(year: Year, cast: Cast, client_of: ClientOf) -> None:
    reading = year.add_reading("case_on_time", date(2026, 5, 6), 48, 50)
    client = client_of(cast.officer)
    client.post(url(cast, f"{ON_TIME}{reading.pk}/remove/"))
    assert not Reading.objects.exists()
    assert "48/50 → bỏ" in page(client, url(cast, ON_TIME))


def test_council_sees_but_does_not_type_and_others_do_not_see(
    year: Year, cast: Cast, client_of: ClientOf
) -> None:
    reading = year.add_reading("case_on_time", date(2026, 5, 6), 48, 50)
    client = client_of(cast.council)
    assert "Lưu số liệu" not in page(client, url(cast, ON_TIME))
    assert client.post(url(cast, f"{ON_TIME}record/"), typed()).status_code == 403
    other = client_of(cast.other_officer)
    assert other.get(url(cast, ON_TIME)).status_code == 404
    # another unit's figure is not found under one's own address either
    own = f"/desk/{cast.other_unit.code}/{ON_TIME}{reading.pk}/remove/"
    assert other.post(own).status_code == 404
    assert Reading.objects.count() == 1


def test_the_number_of_queries_stays_the_same(year: Year, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.officer)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            page(client, url(cast))
        return len(seen)

    year.add_reading("case_on_time", date(2026, 1, 6), 48, 50)
    first = queries()
    for month in (2, 3, 4):
        year.add_reading("case_on_time", date(2026, month, 6), 48, 50)
    assert queries() == first
