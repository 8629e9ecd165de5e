"""What a person may ask of the list, and what the address keeps."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import NOW, Cast
from tests.programme.plans.factories import facts, lead_of, make_plan
from thanthien.platform.people.models import Person
from thanthien.programme.plans.actions import assign_part, move_part
from thanthien.programme.plans.filters import TaskFilter
from thanthien.programme.plans.queries import counts_by_agency, counts_by_state, tasks_of
from thanthien.programme.plans.standing import standing_of
from thanthien.programme.plans.states import Move

TODAY = date(2026, 7, 1)  # a Wednesday


@pytest.fixture
def plan(cast: Cast) -> Cast:
    make_plan(
        cast.unit,
        facts("Đường dây nóng", cast.culture, group="A", product="Quyết định"),
        facts("Niêm yết thủ tục", cast.centre, cast.culture, group="A", timing="Ít nhất 01 lần/tuần"),
        facts("Gửi thư xin lỗi", "Các cơ quan, đơn vị", group="B", timing="Trước ngày 01/6/2026"),
        facts("Khảo sát hài lòng", cast.centre, group="B", timing="Tháng 7"),
        facts("Tổng kết năm", cast.office, group="B", timing="Quý IV"),
    )
    return cast


def titles(cast: Cast, person: Person | None = None, **asked: Any) -> list[str]:
    standing = standing_of(person or cast.coordinator, cast.unit)
    return [t.title for t in tasks_of(cast.unit, 2026, TaskFilter(**asked), standing, TODAY)]


def test_search_without_tone_marks(plan: Cast) -> None:
    assert titles(plan, q="duong DAY") == ["Đường dây nóng"]
    assert titles(plan, q="quyết định") == ["Đường dây nóng"]
    assert titles(plan, q="không có đâu") == []


def test_by_agency_group_and_nobody(plan: Cast) -> None:
    assert titles(plan, agency=str(plan.centre.pk)) == ["Niêm yết thủ tục", "Khảo sát hài lòng"]
    assert titles(plan, group="B", agency=str(plan.centre.pk)) == ["Khảo sát hài lòng"]
    assert titles(plan, agency="0") == ["Gửi thư xin lỗi"]


def test_by_time(plan: Cast) -> None:
    assert titles(plan, time="overdue") == ["Gửi thư xin lỗi"]
    assert titles(plan, time="week") == ["Niêm yết thủ tục"]
    assert titles(plan, time="month") == ["Niêm yết thủ tục", "Khảo sát hài lòng"]
    assert titles(plan, time="quarter") == ["Niêm yết thủ tục", "Khảo sát hài lòng"]


def test_mine_and_what_waits_for_me(plan: Cast) -> None:
    assert titles(plan, plan.officer, whose="agency") == ["Đường dây nóng", "Niêm yết thủ tục"]
    task = tasks_of(plan.unit, 2026, TaskFilter(), standing_of(plan.officer, plan.unit), TODAY)[0]
    assign_part(actor=plan.officer, at=NOW, part=lead_of(task), assignee=plan.officer)
    assert titles(plan, plan.officer, whose="me") == ["Đường dây nóng"]
    move_part(actor=plan.coordinator, at=NOW, part=lead_of(task), move=Move.FINISH)
    assert titles(plan, plan.head, whose="check") == ["Đường dây nóng"]
    assert titles(plan, plan.coordinator, whose="check") == []
    assert titles(plan, plan.officer, whose="check") == []


def test_counts_follow_the_other_filters(plan: Cast) -> None:
    standing = standing_of(plan.coordinator, plan.unit)
    task = tasks_of(plan.unit, 2026, TaskFilter(), standing, TODAY)[3]
    move_part(actor=plan.centre_officer, at=NOW, part=lead_of(task), move=Move.START)
    counts = counts_by_state(plan.unit, 2026, TaskFilter(group="B", state="open"), standing, TODAY)
    assert (counts["all"], counts["open"], counts["started"], counts["overdue"]) == (3, 2, 1, 1)


def test_counts_by_agency_are_of_lead_parts(plan: Cast) -> None:
    counts = {a.name: n["all"] for a, n in counts_by_agency(plan.unit, 2026, TODAY)}
    assert counts == {plan.culture.name: 2, plan.office.name: 1, plan.centre.name: 2}


def test_another_commune_has_its_own_list(plan: Cast) -> None:
    standing = standing_of(plan.other_coordinator, plan.other_unit)
    assert list(tasks_of(plan.other_unit, 2026, TaskFilter(), standing, TODAY)) == []


@given(
    st.fixed_dictionaries(
        {
            name: st.text(max_size=12)
            for name in ("q", "agency", "group", "criterion", "state", "time", "whose")
        }
    )
)
def test_any_address_is_read_and_written_alike(data: dict[str, str]) -> None:
    wanted = TaskFilter.from_query(data)
    assert TaskFilter.from_query(dict(parse_qsl(wanted.as_query()))) == wanted
