"""The page of the centre in a month: figures that open their records, for each person as far as they may."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import NOW, Cast
from tests.operations.queueing.factories import hall, taken
from thanthien.operations.queueing.calling import call_next, finish, serve
from thanthien.platform.people.models import Person

ClientOf = Callable[[Person], Client]


@pytest.fixture
def served(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> str:
    """One number waited for 0 minutes and finished today; the address of the page."""
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: NOW.date())
    hot = hall(cast)
    ticket = taken(cast, hot.a)
    call_next(actor=cast.one_stop, at=NOW, counter=hot.one)
    serve(actor=cast.one_stop, at=NOW, ticket=ticket)
    finish(actor=cast.one_stop, at=NOW, ticket=ticket)
    return f"/desk/{cast.unit.code}/centre/"


def test_every_line_opens_what_it_is_counted_from(served: str, cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.leader).get(served).content.decode()
    today = timezone.localdate()
    days = f"from={today.replace(day=1)}&amp;to={today}"
    assert f'href="/desk/{cast.unit.code}/queue/figures/?{days}">Chờ đến lượt, một nửa' in page
    assert f'href="/desk/{cast.unit.code}/figures/case_on_time/records/?{days}"' in page
    assert "<b>0 phút</b>" in page
    assert "0/1 số" in page
    assert "Tháng trước: chưa có số liệu" in page


def test_who_may_not_open_the_records_reads_the_figure(served: str, cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.council).get(served).content.decode()
    assert '<span class="ce-words">Chờ đến lượt, một nửa' in page
    assert "/queue/figures/" not in page


def test_an_empty_month_and_one_that_cannot_be(served: str, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.coordinator)
    empty = client.get(served, {"month": "2020-02"}).content.decode()
    assert "Tháng này chưa có số liệu của Trung tâm" in empty
    today = timezone.localdate()
    for wrong in ("2026-13", "x", "9999-01"):
        page = client.get(served, {"month": wrong}).content.decode()
        assert f"Một cửa, tháng {today:%m/%Y}" in page
        assert "Tháng sau" not in page
