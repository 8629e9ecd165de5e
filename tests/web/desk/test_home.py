"""The desk's first page, by role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.assessment.year import Year, year
from tests.cast import Cast
from tests.programme.plans.factories import add_picture, facts, lead_of, make_plan, one_task
from tests.web.desk.test_task_list import text
from thanthien.platform.people.models import Person
from thanthien.programme.evidence.actions import hand_in_part
from thanthien.programme.plans.actions import assign_part

__all__ = ["year"]
ClientOf = Callable[[Person], Client]


def home(cast: Cast) -> str:
    return f"/desk/{cast.unit.code}/"


def test_an_empty_unit_says_what_to_do_first(cast: Cast, client_of: ClientOf) -> None:
    page = text(client_of(cast.coordinator).get(home(cast)))
    for words in (
        "Bắt đầu với xã Thanh Bình",
        "Chọn bộ tiêu chí",
        "Nhập kế hoạch",
        "Thêm minh chứng đầu tiên",
    ):
        assert words in page
    assert "nhiệm vụ Xem danh sách" not in page
    officer = text(client_of(cast.officer).get(home(cast)))
    assert "Điều phối viên của đơn vị làm bước này." in officer


def test_numbers_of_the_day(cast: Cast, client_of: ClientOf, now: datetime) -> None:
    tasks = make_plan(
        cast.unit,
        facts("Đường dây nóng", cast.culture),
        facts("Thư xin lỗi", cast.culture, timing="Trước ngày 01/02/2026"),
        facts("Niêm yết", cast.centre),
    )
    add_picture(cast, tasks[0])
    hand_in_part(actor=cast.officer, at=now, part=lead_of(tasks[0]))
    page = text(client_of(cast.leader).get(home(cast), {"year": "2026"}))
    for words in (
        "3 nhiệm vụ",
        "Quá hạn 1",
        "Chờ kiểm tra 1",
        "Kiểm tra (1 minh chứng chờ) Đường dây nóng",
        "Thư xin lỗi 31/01/2026",
        "0/2 1 0 1",
    ):
        assert words in page


def test_dates_that_passed_say_what_the_unit_owes(
    year: Year, cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    year.add_task("I#2", cast.office)
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: date(2026, 11, 21))
    page = text(client_of(cast.leader).get(home(cast)))
    assert "Trước ngày 15/02/2026 chưa đăng ký" in page
    assert "Trước ngày 15/11/2026 chưa nộp" in page


def test_an_officer_sees_the_own_work(cast: Cast, client_of: ClientOf, now: datetime) -> None:
    task = one_task(cast)
    assign_part(actor=cast.head, at=now, part=lead_of(task), assignee=cast.officer)
    assert "Giao cho anh/chị Công khai đường dây nóng" in text(client_of(cast.officer).get(home(cast)))
    assert "Cơ quan anh/chị chưa bắt đầu" in text(client_of(cast.officer).get(home(cast)))
    assert "Không có gì đang chờ anh/chị" in text(client_of(cast.centre_officer).get(home(cast)))
    assert "Việc cần chú ý" in text(client_of(cast.council).get(home(cast)))


def test_every_role_opens_it_and_strangers_do_not(cast: Cast, client_of: ClientOf) -> None:
    one_task(cast)
    for person in cast.by_role().values():
        assert client_of(person).get(home(cast)).status_code == 200
    assert client_of(cast.other_coordinator).get(home(cast)).status_code == 404


def test_the_number_of_queries_does_not_grow(cast: Cast, client_of: ClientOf) -> None:
    client, counts = client_of(cast.coordinator), []
    due = "Trước ngày 01/02"
    make_plan(cast.unit, facts("Một", cast.culture, timing=due))
    make_plan(
        cast.unit, facts("Một", cast.culture, timing=due), facts("Hai", cast.centre, timing=due),
        facts("Ba", cast.office, timing=due), year=2027,
    )  # fmt: skip
    for asked in (2026, 2027):
        client.get(home(cast), {"year": asked})
        with CaptureQueriesContext(connection) as queries:
            client.get(home(cast), {"year": asked})
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 30
