"""The inbox asks the database as often for three reports as for many, and says of each what it should."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast
from tests.operations.feedback.factories import sent
from thanthien.operations.feedback.models import Report
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Neighbourhood

pytestmark = pytest.mark.django_db


def _reports(cast: Cast, many: int) -> None:
    """The first is the newest."""
    for number in range(many):
        sent(
            cast, timezone.now() - timedelta(hours=number), text=f"Rác ở cổng chợ chưa dọn, lần thứ {number}"
        )


def test_three_rows_and_sixty_cost_the_same(cast: Cast, client_of: Callable[[Person], Client]) -> None:
    browser, here = client_of(cast.coordinator), f"/desk/{cast.unit.code}/feedback/?tab=all"
    village = Neighbourhood.objects.create(unit=cast.unit, kind="village", name="Đoài")
    now = timezone.now()

    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(here).status_code == 200
        return len(seen)

    for _ in range(3):
        sent(cast, now, neighbourhood=village)
    few = queries()
    for number in range(57):
        report = sent(cast, now - timedelta(hours=number), neighbourhood=village)
        Report.objects.filter(pk=report.pk).update(due_date=report.due_date + timedelta(days=number % 9))
    assert queries() == few


def test_a_line_says_what_where_how_who_and_until_when(
    cast: Cast, client_of: Callable[[Person], Client]
) -> None:
    text = "Cống đầu ngõ tắc, nước tràn ra đường. " * 8
    sent(cast, timezone.now(), text=text)
    page = client_of(cast.coordinator).get(f"/desk/{cast.unit.code}/feedback/?tab=all").content.decode()
    kept = Report.objects.get()
    assert f"{kept.text[:179]}…" in page
    assert f'href="/desk/{cast.unit.code}/feedback/{kept.pk}/"' in page
    for words in ("Mới tiếp nhận", "Trang của đơn vị", "Kinh tế", "ngày làm việc"):
        assert words in page, words


def test_the_farthest_page_says_how_to_find_what_is_older(
    cast: Cast, client_of: Callable[[Person], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thanthien.web.desk.feedback.inbox.LAST", 2)
    monkeypatch.setattr("thanthien.web.desk.feedback.inbox.PAGE", 2)
    browser, here = client_of(cast.coordinator), f"/desk/{cast.unit.code}/feedback/?tab=all"
    _reports(cast, 6)
    first, last = (browser.get(f"{here}&page={page}").content.decode() for page in (1, 2))
    assert "Trang 1/2" in first
    assert "Còn ý kiến cũ hơn" not in first
    assert "Còn ý kiến cũ hơn" in last
    assert "Còn ý kiến cũ hơn" in browser.get(f"{here}&page=99").content.decode()
    assert "lần thứ 5" in browser.get(f"{here}&q=lan+thu+5").content.decode()


def test_past_the_end_one_comes_to_the_last_page(
    cast: Cast, client_of: Callable[[Person], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page was open while others worked on what it showed."""
    monkeypatch.setattr("thanthien.web.desk.feedback.inbox.PAGE", 2)
    browser, here = client_of(cast.coordinator), f"/desk/{cast.unit.code}/feedback/?tab="
    _reports(cast, 3)
    for page in ("2", "7", "100000"):
        said = browser.get(f"{here}all&page={page}").content.decode()
        assert "lần thứ 2" in said, page
        assert "Trang 2/2" in said, page
    for page in ("0", "-3", "x", ""):
        assert "lần thứ 0" in browser.get(f"{here}all&page={page}").content.decode(), page
    assert "Không có ý kiến nào" in browser.get(f"{here}answered&page=7").content.decode()


def test_where_nobody_has_counted_only_the_page_is_said(
    cast: Cast, client_of: Callable[[Person], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thanthien.web.desk.feedback.inbox.PAGE", 2)
    browser, here = client_of(cast.coordinator), f"/desk/{cast.unit.code}/feedback/?tab=all&q=rac"
    _reports(cast, 3)
    first, last = (browser.get(f"{here}&page={page}").content.decode() for page in (1, 2))
    assert ">Trang 1<" in first
    assert "Trang sau" in first
    assert ">Trang 2<" in last
    assert "Trang sau" not in last
