"""A morning in the hall: a kiosk and a phone take numbers, two counters call, the board shows it; lines are lost."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.looks import looks_right
from tests.browser.program import served, sign_in

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


@pytest.fixture
def hall(demo_data: Path, tmp_path: Path) -> Iterator[str]:
    """The demo with its hall open now, whatever the day and the hour → its address."""
    data = tmp_path / "data"
    shutil.copytree(demo_data, data)
    base, now = sqlite3.connect(data / "thanthien.sqlite3"), datetime.now(UTC)
    (city,) = base.execute("SELECT parent_id FROM units_unit WHERE code = 'HM01'").fetchone()
    for n in range(2):
        day = ((now + timedelta(hours=7)).date() + timedelta(days=n)).isoformat()
        base.execute("DELETE FROM workdays_specialday WHERE unit_id = ? AND date = ?", (city, day))
        base.execute(
            "INSERT INTO workdays_specialday (unit_id, date, name, kind, status, changed_at) VALUES (?, ?, 'Thử',"
            " 'make_up', 'own', ?)",
            (city, day, now.isoformat()),
        )
    rules = {"hours": {str(n): [["00:00", "23:59"]] for n in range(7)}, "last_minutes": 0}
    base.execute("UPDATE queueing_hall SET rules = ?", (json.dumps(rules),))
    base.commit()
    base.close()
    with served(data) as url:
        yield url


@pytest.fixture
def opened(browser: Browser, hall: str) -> Iterator[Open]:
    """A page in a browser of its own, signed in where a person is named."""
    contexts: list[BrowserContext] = []

    def one(username: str = "", size: tuple[int, int] = (1280, 800)) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, base_url=hall, locale="vi-VN"
        )
        contexts.append(context)
        page = context.new_page()
        if username:
            sign_in(page, username)
        return page

    yield one
    for context in contexts:
        context.close()


def test_a_morning_in_the_hall(opened: Open) -> None:
    head = opened("giamdocmotcua.thanhbinh")
    kiosk, board, phone = _kiosk(opened, head), _board(opened, head), opened(size=(360, 740))

    # the line of the kiosk is lost as somebody presses: one number, once it is back
    kiosk.context.set_offline(True)
    kiosk.get_by_role("button", name=re.compile("Đất đai")).click()
    expect(kiosk.get_by_role("alert")).to_contain_text("mất kết nối")
    kiosk.context.set_offline(False)
    expect(kiosk.locator("#number")).to_have_text("B002")
    looks_right(kiosk)

    phone.goto("/HM01/queue/")
    looks_right(phone)
    phone.get_by_label(re.compile("Hộ tịch")).check()
    phone.get_by_role("button", name="Lấy số").click()
    expect(phone.get_by_role("heading", name="A004")).to_be_visible()
    expect(phone.get_by_text("người trước ông/bà")).to_be_visible()

    first, second = opened("motcua.thanhbinh"), opened("kinhte.thanhbinh")
    for desk in (first, second):
        desk.goto("/desk/HM01/queue/")
    second.keyboard.press("n")
    expect(second.locator(".qu-number")).to_have_text("B001")
    expect(board.locator(".qb-latest")).to_contain_text("B001")
    expect(board.locator(".qb-latest")).to_contain_text("Quầy 2")

    # the board is without a line while two are called: it says so, keeps the last, and catches up
    board.context.set_offline(True)
    first.get_by_role("button", name="Xong, gọi tiếp").click()
    expect(first.locator(".qu-number")).to_have_text("A001")
    expect(board.get_by_text("Mất kết nối từ")).to_be_visible()
    expect(board.locator(".qb-latest")).to_contain_text("B001")
    board.context.set_offline(False)
    expect(board.locator(".qb-latest")).to_contain_text("A001")
    expect(board.get_by_text("Mất kết nối từ")).to_be_hidden()
    looks_right(first)

    # the phone's number is called by hand, served and done; then its page leads to the faces of that counter
    first.get_by_role("button", name="Xong", exact=True).click()
    first.get_by_role("button", name="Gọi số A004").click()
    phone.reload()
    expect(phone.get_by_role("alert")).to_contain_text("Mời ông/bà đến Quầy 1")
    first.keyboard.press("b")
    expect(first.get_by_text("Đang phục vụ", exact=True)).to_be_visible()
    first.get_by_role("button", name="Xong", exact=True).click()
    expect(first.get_by_text("Quầy đang trống")).to_be_visible()
    phone.reload()
    phone.get_by_role("link", name="Đánh giá phục vụ tại quầy").click()
    expect(phone.get_by_text("Quầy 1")).to_be_visible()


def _kiosk(opened: Open, head: Page) -> Page:
    """The demo's kiosk, paired by the code that the desk tells."""
    head.goto("/desk/HM01/queue/services/")
    head.get_by_role("link", name="Máy lấy số ở cửa vào").click()
    head.get_by_role("button", name="Lấy mã ghép máy").click()
    code = head.locator(".rt-code").inner_text()
    kiosk = opened()
    kiosk.goto("/kiosk/queue/")
    kiosk.get_by_label("Mã ghép máy").fill(code)
    kiosk.get_by_role("button", name="Ghép máy").click()
    expect(kiosk.get_by_role("heading", name="Ông/bà đến làm việc gì?")).to_be_visible()
    looks_right(kiosk)
    return kiosk


def _board(opened: Open, head: Page) -> Page:
    head.goto("/desk/HM01/queue/services/")
    head.get_by_role("link", name="Bảng gọi số ở sảnh").click()
    address = head.locator("ol a").get_attribute("href")
    assert address
    board = opened()
    board.goto(address)
    expect(board.locator(".qb-latest")).to_contain_text("A003")
    looks_right(board)
    return board
