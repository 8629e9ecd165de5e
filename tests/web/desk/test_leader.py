"""The leader's screen: the level, what turned worse this week and why, what presses; each opens its records."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.operations.engagement.factories import promised
from tests.workflows.test_filing import counted
from tests.workflows.test_filing import tasks as tasks
from thanthien.programme.plans.models import Task
from thanthien.workflows.leading import screen_of

pytestmark = pytest.mark.django_db


def test_a_row_and_a_figure_that_fell_this_week_are_told_with_the_reason(
    cast: Cast, now: datetime, tasks: dict[str, Task]
) -> None:
    today = date(2026, 7, 1)
    for back in range(21):
        counted(cast, now, "case_on_time", today - timedelta(days=back), 1 if back < 7 else 2, 2)
    screen = screen_of(cast.leader, cast.unit, 2026, now)
    [worse] = screen.worse
    assert (worse.line.key, worse.lost) == ("II.8", None)  # no weights were adopted
    assert worse.before == Decimal(1)
    assert worse.line.share < 1
    [fallen] = screen.fallen
    assert (fallen.code, fallen.now.hits, fallen.now.total, fallen.before.ratio) == (
        "case_on_time",
        7,
        14,
        1.0,
    )


def test_chance_is_no_fall(cast: Cast, now: datetime, tasks: dict[str, Task]) -> None:
    for back in range(14):
        counted(cast, now, "duty_covered", date(2026, 7, 1) - timedelta(days=back), 1 if back == 2 else 2, 2)
    assert screen_of(cast.leader, cast.unit, 2026, now).fallen == ()


def test_what_presses_is_counted_and_opens_its_list(
    cast: Cast, now: datetime, tasks: dict[str, Task], client_of: object
) -> None:
    late = tasks["II.3"]
    late.due_date = date(2026, 6, 1)
    late.save()
    leader: Client = client_of(cast.leader)  # type: ignore[operator]
    page = leader.get(f"/desk/{cast.unit.code}/leader/")
    words = page.content.decode()
    tile = words[words.index(f'href="/desk/{cast.unit.code}/tasks/?state=overdue"') :][:200]
    assert "<strong>1</strong><span>nhiệm vụ quá hạn</span>" in tile
    assert "1 quá hạn" in words
    assert "Refresh" not in page.headers
    assert leader.get(f"/desk/{cast.unit.code}/leader/?wall=1").headers["Refresh"] == "60"
    officer: Client = client_of(cast.officer)  # type: ignore[operator]
    assert officer.get(f"/desk/{cast.unit.code}/leader/").status_code == 403


def test_promises_that_are_due_open_their_list(cast: Cast, client_of: object) -> None:
    from_here = timezone.now()
    promised(cast, from_here - timedelta(days=4), text="Sửa cống làng Hạ", days=3)
    promised(cast, from_here, text="Lắp đèn ngõ 5", days=7)
    promised(cast, from_here, text="Trồng cây sân chơi", days=8)
    leader: Client = client_of(cast.leader)  # type: ignore[operator]
    page = leader.get(f"/desk/{cast.unit.code}/leader/").content.decode()
    there = f"/desk/{cast.unit.code}/commitments/?state=due"
    tile = page[page.index(f'href="{there}"') :][:220]
    assert "<strong>2</strong><span>lời hứa đến hạn với người dân</span>" in tile
    assert "1 quá hạn" in tile
    listed = leader.get(there).content.decode()
    assert "Sửa cống làng Hạ" in listed
    assert "Lắp đèn ngõ 5" in listed
    assert "Trồng cây sân chơi" not in listed
