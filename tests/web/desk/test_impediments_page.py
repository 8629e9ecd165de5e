"""The log of difficulties on its pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast
from tests.programme.plans.factories import facts, make_plan
from thanthien.programme.impediments.actions import version_of
from thanthien.programme.impediments.models import Impediment

ClientOf = Callable[..., Client]


def said(answer: Any) -> str:
    return str(answer.content.decode())


def test_reported_at_a_task_answered_and_confirmed(cast: Cast, client_of: ClientOf) -> None:
    desk = f"/desk/{cast.unit.code}"
    task = make_plan(cast.unit, facts("Số hóa", cast.centre), year=timezone.localdate().year)[0]
    reporter, boss = client_of(cast.one_stop), client_of(cast.coordinator)
    assert f"{desk}/impediments/new/?task={task.pk}" in said(reporter.get(f"{desk}/tasks/{task.pk}/"))
    form = {"text": "Thiếu máy quét", "proposal": "Mượn", "task": str(task.pk)}
    page = said(reporter.post(f"{desk}/impediments/new/", form, follow=True))
    assert "Vướng mắc số 1/" in page
    assert "Trình lãnh đạo" not in page
    one = Impediment.objects.get()
    there, seen = f"{desk}/impediments/{one.pk}", version_of(one)
    assert "Thiếu máy quét" in said(boss.get(f"{desk}/my-work/"))
    page = said(
        boss.post(f"{there}/answer/", {"move": "answer", "text": "Cấp máy", "seen": seen}, follow=True)
    )
    assert "Cấp máy" in page
    late = client_of(cast.leader).post(
        f"{there}/answer/", {"move": "answer", "text": "Bản thứ hai", "seen": seen}
    )
    assert late.status_code == 422
    assert "Trần Thị Hòa – trả lời" in said(late)
    one.refresh_from_db()
    reporter.post(f"{there}/move/", {"move": "solved", "seen": version_of(one)})
    assert "đã giải quyết" in said(reporter.get(f"{desk}/tasks/{task.pk}/"))


def test_filters_terms_and_excel(cast: Cast, client_of: ClientOf) -> None:
    desk, boss = f"/desk/{cast.unit.code}/impediments", client_of(cast.leader)
    client_of(cast.officer).post(f"{desk}/new/", {"text": "Mất điện"})
    page = said(boss.get(f"{desk}/"))
    assert "mẫu, đơn vị tự đặt" in page
    assert "Mất điện" in page
    assert "Mất điện" not in said(boss.get(f"{desk}/?since=2001-01-01&until=2001-12-31"))
    assert "Mất điện" in said(boss.get(f"{desk}/?since=2001-99-99&state=nonsense"))
    page = said(boss.post(f"{desk}/terms/", {"answer_days": "3", "leader_days": "4"}, follow=True))
    assert "Trả lời trong 3 ngày làm việc" in page
    assert "mẫu, đơn vị tự đặt" not in page
    assert boss.post(f"{desk}/terms/", {"answer_days": "0", "leader_days": "4"}).status_code == 422
    assert boss.get(f"{desk}/log.xlsx").content[:2] == b"PK"


def test_the_log_asks_no_more_for_more_rows(cast: Cast, client_of: ClientOf) -> None:
    desk, browser = f"/desk/{cast.unit.code}/impediments/", client_of(cast.officer)
    counts = []
    for text in ("Một", "Hai", "Ba"):
        browser.post(f"{desk}new/", {"text": text})
        with CaptureQueriesContext(connection) as asked:
            browser.get(desk)
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]


def test_ones_own_tasks_stand_first_in_the_form(cast: Cast, client_of: ClientOf) -> None:
    rows = (facts("Việc của nơi khác", cast.culture), facts("Việc của một cửa", cast.centre))
    make_plan(cast.unit, *rows, year=timezone.localdate().year)
    page = said(client_of(cast.one_stop).get(f"/desk/{cast.unit.code}/impediments/new/"))
    own, other = page.index("Việc của cơ quan anh/chị"), page.index("Việc của cơ quan khác")
    assert own < page.index("Việc của một cửa") < other < page.index("Việc của nơi khác")
