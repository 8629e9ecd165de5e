"""The coordinator makes a key, sees it once, watches its use, and revokes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast
from tests.platform.keys.factories import made
from thanthien.platform.keys.actions import count_use
from thanthien.platform.keys.models import Key
from thanthien.platform.keys.queries import key_by_secret
from thanthien.platform.people.models import Person

pytestmark = pytest.mark.django_db
TYPED = {
    "name": "Ứng dụng Công dân số", "contact": "Tổ kỹ thuật", "scopes": ["send", "follow"], "per_minute": "1.200",
    "per_day": "5000", "last_date": "2026-12-31",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def browser(cast: Cast, client_of: Callable[[Person], Client]) -> Client:
    return client_of(cast.coordinator)


def test_a_key_is_shown_once_and_works(cast: Cast, browser: Client) -> None:
    there = f"/desk/{cast.unit.code}/keys/"
    assert "Chưa có khóa nào" in browser.get(there).content.decode()
    shown = browser.post(f"{there}add/", TYPED, follow=True).content.decode()
    secret = shown.split("<code>")[1].split("</code>")[0]
    key = key_by_secret(secret)
    assert key is not None
    assert (key.unit, key.per_minute, key.scopes) == (cast.unit, 1200, ["send", "follow"])
    again = browser.get(f"{there}made/").content.decode()
    assert secret not in again
    assert "Khóa đã hiện rồi" in again
    page = browser.get(there).content.decode()
    assert secret not in page
    assert key.shown in page
    assert "1.200 lần/phút" in page
    assert "chưa dùng" in page


def test_what_does_not_hold_comes_back_as_typed(cast: Cast, browser: Client) -> None:
    for wrong, said in (
        ({"scopes": []}, "chọn ít nhất một quyền"),
        ({"per_minute": "nhiều"}, "ghi bằng chữ số"),
        ({"per_day": "100"}, "không ít hơn số lần mỗi phút"),
        ({"last_date": "2026-06-30"}, "Ngày hết hạn từ hôm nay"),
    ):
        answer = browser.post(f"/desk/{cast.unit.code}/keys/add/", {**TYPED, **wrong})
        page = answer.content.decode()
        assert (answer.status_code, said in page, "Công dân số" in page) == (422, True, True), wrong
    assert not Key.objects.exists()


def test_its_use_is_told_and_it_is_revoked(cast: Cast, browser: Client, now: datetime) -> None:
    key, _ = made(cast, now)
    for _ in range(3):
        count_use(at=now, key=key)
    there = f"/desk/{cast.unit.code}/keys/"
    assert "hôm nay 3 lần" in browser.get(there).content.decode()
    page = browser.post(f"{there}{key.pk}/revoke/", follow=True).content.decode()
    assert "Đã thu hồi khóa" in page
    key.refresh_from_db()
    assert (key.revoked_at, key.revoked_by) == (now, cast.coordinator)
    assert (
        "đã được thu hồi trước đó" in browser.post(f"{there}{key.pk}/revoke/", follow=True).content.decode()
    )


def test_a_leader_looks_and_an_officer_does_not(
    cast: Cast, client_of: Callable[[Person], Client], now: datetime
) -> None:
    made(cast, now)
    page = client_of(cast.leader).get(f"/desk/{cast.unit.code}/keys/")
    assert "Công dân số" in page.content.decode()
    assert "Tạo khóa" not in page.content.decode()
    assert client_of(cast.officer).get(f"/desk/{cast.unit.code}/keys/").status_code == 403


def test_the_list_takes_the_same_queries_at_one_key_and_at_many(
    cast: Cast, browser: Client, now: datetime
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            browser.get(f"/desk/{cast.unit.code}/keys/")
        return len(seen)

    count_use(at=now, key=made(cast, now)[0])
    few = queries()
    for _ in range(4):
        count_use(at=now, key=made(cast, now)[0])
    assert queries() == few
