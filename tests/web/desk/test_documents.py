"""Documents at the desk: the list with what is missing, one document seen before it is taken, its files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.assessment.year import Year, year
from tests.cast import Cast
from thanthien.assessment.reports.kinds import KINDS
from thanthien.platform.people.models import Person

__all__ = ["year"]
ClientOf = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: now.date() if not a else a[0].date())


def url(cast: Cast, rest: str = "") -> str:
    return f"/desk/{cast.unit.code}/documents/{rest}"


def test_the_list_names_every_document_and_what_is_missing(
    year: Year, cast: Cast, client_of: ClientOf
) -> None:
    seen = client_of(cast.coordinator).get(url(cast)).content.decode()
    for kind in KINDS.values():
        assert kind.title in seen
    assert "Chưa có nhiệm vụ của kế hoạch." in seen
    assert f'href="/desk/{cast.unit.code}/score/register/"' in seen


def test_the_list_asks_as_often_for_one_task_as_for_many(year: Year, cast: Cast, client_of: ClientOf) -> None:
    client, asked = client_of(cast.coordinator), []
    for number in range(2):
        for _ in range(1 + 4 * number):
            year.add_task("I#1", cast.office)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url(cast)).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_document_is_seen_with_its_table_before_it_is_taken(
    year: Year, cast: Cast, client_of: ClientOf
) -> None:
    year.add_task("I#1", cast.office)
    client = client_of(cast.leader)
    seen = client.get(url(cast, "plan/")).content.decode()
    assert "I. MỤC ĐÍCH, YÊU CẦU" in seen
    assert "Văn phòng HĐND và UBND" in seen
    taken = client.get(url(cast, "plan/file.docx"))
    assert taken.headers["Content-Disposition"] == (
        'attachment; filename="ke-hoach-thuc-hien-xa-thanh-binh-2026.docx"'
    )
    assert client.get(url(cast, "plan/file.pdf")).content.startswith(b"%PDF")


def test_the_month_and_the_days_are_chosen(year: Year, cast: Cast, client_of: ClientOf) -> None:
    year.add_task("I#1", cast.office)
    client = client_of(cast.leader)
    assert "tháng 3 năm 2026" in client.get(url(cast, "month/?month=3")).content.decode()
    days = client.get(url(cast, "period/?first=2026-03-02&last=2026-03-09"))
    assert "từ ngày 02/03/2026 đến ngày 09/03/2026" in days.content.decode()
    refused = client.get(url(cast, "period/?first=2026-03-09&last=2026-03-02"))
    assert (refused.status_code, "Ngày cuối phải sau ngày đầu." in refused.content.decode()) == (422, True)
    taken = client.get(url(cast, "period/file.docx?year=2026&first=2026-03-02&last=2026-03-09"))
    assert "20260302-20260309.docx" in taken.headers["Content-Disposition"]


def test_what_cannot_be_drawn_up_says_why(year: Year, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.leader)
    answer = client.get(url(cast, "assignment/file.docx"), follow=True)
    assert "Chưa lập được “Thông báo phân công nhiệm vụ”" in answer.content.decode()
    assert client.get(url(cast, "khong-co/")).status_code == 404


def test_officers_see_and_do_not_take(year: Year, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.officer)
    assert client.get(url(cast, "registration/")).status_code == 200
    assert client.get(url(cast, "registration/file.docx")).status_code == 403
    assert client_of(cast.other_coordinator).get(url(cast)).status_code == 404
