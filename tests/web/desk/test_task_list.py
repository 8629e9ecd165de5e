"""The list and the board of tasks, as people see them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.programme.plans.factories import facts, lead_of, make_plan
from thanthien.platform.people.models import Person
from thanthien.programme.plans.actions import move_part
from thanthien.programme.plans.models import Task
from thanthien.programme.plans.states import Move

ClientOf = Callable[[Person], Client]
HTMX = {"HX-Request": "true"}


def url(cast: Cast, end: str = "") -> str:
    return f"/desk/{cast.unit.code}/tasks/{end}"


def text(response: Any) -> str:
    """What people read, without tags, on one line."""
    body = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(body.split())


@pytest.fixture
def plan(cast: Cast) -> Cast:
    make_plan(
        cast.unit,
        facts("Công khai các nội dung", is_header=True, no="1", timing=""),
        facts("Đường dây nóng", cast.culture, parent=0),
        facts("Niêm yết thủ tục", cast.centre, cast.culture, timing="Ít nhất 01 lần/tuần"),
        facts("Thư xin lỗi", "Các cơ quan", group="TIÊU CHÍ 2: THÂN THIỆN", timing="Trước ngày 01/02/2026"),
    )
    return cast


def test_rows_stand_under_the_headings_of_the_plan(plan: Cast, client_of: ClientOf) -> None:
    page = text(client_of(plan.council).get(url(plan)))
    order = [
        "Tiêu chí 1: Công khai, minh bạch",
        "1. Công khai các nội dung",
        "Đường dây nóng",
        "Niêm yết thủ tục",
        "Tiêu chí 2: Thân thiện",
        "Thư xin lỗi",
    ]
    places = [page.rindex(words) for words in order]
    assert places == sorted(places)
    assert "Ít nhất 1 lần mỗi tuần" in page
    assert "Hạn 31/01/2026 · quá hạn" in page
    assert "Tất cả 3" in page


def test_filters_stay_in_the_address(plan: Cast, client_of: ClientOf) -> None:
    client = client_of(plan.officer)
    page = text(client.get(url(plan), {"q": "duong day"}))
    assert "Tìm thấy 1 nhiệm vụ" in page
    assert "Niêm yết thủ tục" not in page
    part = client.get(url(plan), {"q": "duong day", "agency": "", "state": "", "time": ""}, headers=HTMX)
    assert part.headers["HX-Push-Url"] == f"{url(plan)}?q=duong+day"
    assert "<html" not in part.content.decode()


def test_nothing_found_says_what_to_do(plan: Cast, client_of: ClientOf) -> None:
    page = text(client_of(plan.officer).get(url(plan), {"q": "zzz"}))
    assert "Không có nhiệm vụ nào khớp" in page
    assert "Bỏ lọc, xem tất cả" in page


def test_without_a_plan_the_coordinator_is_invited(cast: Cast, client_of: ClientOf) -> None:
    assert "Nhập kế hoạch năm" in text(client_of(cast.coordinator).get(url(cast)))
    other = text(client_of(cast.officer).get(url(cast)))
    assert "Nhập kế hoạch năm" not in other
    assert "Điều phối viên của đơn vị là người nhập kế hoạch" in other


def test_what_waits_for_me(plan: Cast, client_of: ClientOf, now: Any) -> None:
    task = Task.objects.get(title="Đường dây nóng")
    move_part(actor=plan.officer, at=now, part=lead_of(task), move=Move.FINISH)
    assert "Tìm thấy 1 nhiệm vụ" in text(client_of(plan.head).get(url(plan), {"whose": "check"}))
    assert "Không có nhiệm vụ nào khớp" in text(
        client_of(plan.leader).get(url(plan), {"whose": "check", "q": "xin lỗi"})
    )


def test_the_board_by_state_and_by_agency(plan: Cast, client_of: ClientOf) -> None:
    client = client_of(plan.officer)
    assert "Chưa làm 3" in text(client.get(url(plan, "board/")))
    page = text(client.get(url(plan, "board/"), {"by": "agency"}))
    assert "Phòng Văn hóa - Xã hội 2" in page
    assert "Trung tâm Phục vụ hành chính công 1" in page
    assert "Các cơ quan 1" in page


def test_another_commune_and_strangers_stay_out(plan: Cast, client_of: ClientOf) -> None:
    assert client_of(plan.other_coordinator).get(url(plan)).status_code == 404
    assert Client().get(url(plan)).status_code == 302
    assert client_of(plan.appraiser).get(url(plan)).status_code == 200


@pytest.mark.parametrize("end", ["", "board/"])
def test_the_number_of_queries_does_not_grow(cast: Cast, client_of: ClientOf, end: str) -> None:
    client, counts = client_of(cast.coordinator), []
    one = facts("Một", cast.culture, cast.centre, supports=(cast.office,))
    make_plan(cast.unit, one)
    make_plan(cast.unit, one, facts("Hai", cast.culture, cast.office), facts("Ba", "Nhóm"), year=2027)
    for year in (2026, 2027):
        client.get(url(cast, end), {"year": year})
        with CaptureQueriesContext(connection) as queries:
            client.get(url(cast, end), {"year": year})
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20
