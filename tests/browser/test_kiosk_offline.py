"""A tablet without a line: faces kept over reload and closing, sent once when the line is back; back to the start."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.conftest import AGAIN, Site
from tests.browser.looks import looks_right
from tests.browser.wire import Wire

pytestmark = pytest.mark.browser

HEAD = "dieuphoi.thanhbinh"
WIDTHS = ((360, 740), (1280, 800))


def ratings(site: Site, device: str) -> list[tuple[int, str]]:
    """(mark, reasons) of what the server keeps from the tablet of that name, by mark."""
    base = sqlite3.connect(site.data / "thanthien.sqlite3")
    rows = base.execute(
        "select r.mark, r.reasons from ratings_rating r join ratings_device d on d.id = r.device_id"
        " where d.name = ? order by r.mark",
        (device,),
    ).fetchall()
    base.close()
    return rows


@pytest.fixture
def tablet(
    browser: Browser, wire: Wire, open_as: Callable[..., Page], request: pytest.FixtureRequest
) -> Iterator[tuple[BrowserContext, str]]:
    """A tablet of its own, registered at the desk and paired by its code."""
    name = f"Máy {request.node.name[:40]}"
    desk = open_as(HEAD)
    desk.goto("/desk/HM01/ratings/devices/new/")
    desk.get_by_label("Đặt ở quầy").select_option(index=1)
    desk.get_by_label("Tên máy").fill(name)
    desk.get_by_role("button", name="Đăng ký").click()
    desk.get_by_role("button", name="Lấy mã ghép máy").click()
    code = desk.locator(".rt-code").inner_text()
    context = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=wire.url, locale="vi-VN")
    page = context.new_page()
    page.goto("/kiosk/")
    page.get_by_label("Mã ghép máy").fill(code)
    page.get_by_role("button", name="Ghép máy").click()
    expect(
        page.get_by_role("heading", name="Ông/bà thấy việc phục vụ ở đây hôm nay thế nào?")
    ).to_be_visible()
    page.close()
    yield context, name
    context.close()


def ready(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/kiosk/")
    page.wait_for_selector("[data-ready='1']")
    return page


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def test_days_without_a_line_lose_nothing_and_send_nothing_twice(
    site: Site, wire: Wire, tablet: tuple[BrowserContext, str]
) -> None:
    context, name = tablet
    page = ready(context)
    page.clock.install()
    wire.cut(context)
    press(page, "Rất hài lòng")
    expect(page.get_by_role("heading", name="Cảm ơn ông/bà!")).to_be_focused()
    page.clock.run_for(7000)
    expect(
        page.get_by_role("heading", name="Ông/bà thấy việc phục vụ ở đây hôm nay thế nào?")
    ).to_be_focused()
    press(page, "Không hài lòng")
    page.get_by_label("Chờ lâu").check()
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(
        page.get_by_role("heading", name="Cảm ơn ông/bà!")
    ).to_be_focused()  # said once the reasons are kept
    expect(page.locator("[data-staff]")).to_contain_text("2 lượt chờ gửi")
    page.reload()
    expect(page.locator("[data-staff]")).to_contain_text("2 lượt chờ gửi")
    press(page, "Rất không hài lòng")
    expect(page.get_by_role("button", name="Gửi", exact=True)).to_be_visible()
    page.close()  # the power goes while reasons are asked
    page = context.new_page()
    page.goto("/kiosk/")
    expect(page.locator("[data-staff]")).to_contain_text("3 lượt chờ gửi")
    assert ratings(site, name) == []
    wire.mend(context)
    expect(page.locator("[data-staff]")).to_contain_text("Đã gửi hết", timeout=AGAIN)
    assert ratings(site, name) == [(1, "[]"), (2, '["waiting"]'), (5, "[]")]

    def lose_the_answer(route: Route) -> None:
        route.fetch()  # the server keeps the rating, the tablet never hears of it
        route.abort()

    page.route(re.compile("/kiosk/send/"), lose_the_answer)
    with page.expect_event("requestfailed", lambda request: "/kiosk/send/" in request.url):
        press(page, "Bình thường")
    expect(page.locator("[data-staff]")).to_contain_text("1 lượt chờ gửi")
    page.unroute(re.compile("/kiosk/send/"))
    page.reload()
    expect(page.locator("[data-staff]")).to_contain_text("Đã gửi hết", timeout=AGAIN)
    assert [mark for mark, _ in ratings(site, name)] == [1, 2, 3, 5]


def test_it_looks_right_speaks_english_and_needs_no_mouse(
    site: Site, tablet: tuple[BrowserContext, str]
) -> None:
    context, name = tablet
    page = ready(context)
    looks_right(page, *WIDTHS)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="How was the service here today?")).to_be_visible()
    page.get_by_role("button", name="Very unhappy").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What was not good?")).to_be_focused()
    looks_right(page, *WIDTHS)
    page.get_by_role("button", name="Skip").press("Enter")
    expect(page.get_by_role("heading", name="Thank you!")).to_be_focused()
    page.get_by_role("button", name="Back to the start").press("Enter")
    expect(
        page.get_by_role("heading", name="Ông/bà thấy việc phục vụ ở đây hôm nay thế nào?")
    ).to_be_focused()
    expect(page.locator("[data-staff]")).to_contain_text("Đã gửi hết", timeout=AGAIN)
    assert ratings(site, name) == [(1, "[]")]
    scopes = page.evaluate(
        "navigator.serviceWorker.getRegistrations().then(all => all.map(one => new URL(one.scope).pathname))"
    )
    assert scopes == ["/kiosk/"]
