"""A citizen's phone without a line: pages that were read, a report that waits, and nothing left of it afterwards."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, Route, expect

from tests.browser.conftest import AGAIN, PATIENCE, Site
from tests.browser.looks import looks_right
from tests.browser.test_capture_offline import photograph
from tests.browser.wire import Wire

pytestmark = pytest.mark.browser

UNIT = "/HM01/"
HEAVIEST = 150_000  # bytes of a first visit, with all that is kept for times without a line
STORED = """async () => {
  const base = await new Promise((done) => {
    const asked = indexedDB.open("thanthien-portal", 1);
    asked.onsuccess = () => done(asked.result);
  });
  return new Promise((done) => {
    const asked = base.transaction("reports").objectStore("reports").getAll();
    asked.onsuccess = () => done(JSON.stringify(asked.result));
  });
}"""
KEPT_PAGES = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const one of await cache.keys()) {
      const kept = await cache.match(one);
      if (kept) found[new URL(one.url).pathname] = (await kept.blob()).size; // one being kept anew is away for a moment
    }
  }
  return found;
}"""
HELD = "() => Boolean(navigator.serviceWorker.controller)"
HAS_KEPT = "async (path) => Boolean(await caches.match(path))"


@pytest.fixture
def phone(browser: Browser, wire: Wire) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        base_url=wire.url,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
    )
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def visited(phone: BrowserContext, address: str = UNIT) -> Page:
    """A page once its worker holds it."""
    page = phone.new_page()
    page.goto(address)
    page.wait_for_function(HELD)
    return page


def reports(site: Site, text: str) -> list[tuple[str, int]]:
    """(channel, attachments) of the reports with this text."""
    base = sqlite3.connect(site.data / "thanthien.sqlite3")
    rows = base.execute(
        "select r.channel, (select count(*) from feedback_attachment a where a.report_id = r.id)"
        " from feedback_report r where r.text = ?",
        (text,),
    ).fetchall()
    base.close()
    return rows


def write(page: Page, text: str, picture: Path | None = None) -> None:
    page.wait_for_selector("html[data-outbox=ready]")
    page.get_by_label("Việc gì, ở đâu, từ khi nào?").fill(text)
    page.get_by_label("Rác thải, môi trường").check()
    if picture:
        page.locator("input[name=files]").set_input_files(picture)
    page.get_by_role("button", name="Gửi", exact=True).click()


def test_what_was_read_opens_without_a_line_and_says_since_when(phone: BrowserContext, wire: Wire) -> None:
    page = visited(phone)
    page.goto(f"{UNIT}schedule/")
    page.wait_for_function(HAS_KEPT, arg=f"{UNIT}schedule/")
    wire.cut(phone)
    page.goto(f"{UNIT}schedule/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lịch làm việc của UBND và Chủ tịch")
    expect(page.locator("p.kept")).to_contain_text(re.compile(r"bản đã lưu lúc \d\d:\d\d \d\d/\d\d/\d{4}"))
    page.goto(f"{UNIT}contacts/")  # never opened before: whom to call is kept for everybody
    expect(page.locator("a[href='tel:19000000']")).to_be_visible()
    page.goto(f"{UNIT}en/reports/")
    expect(page.get_by_role("heading", level=1)).to_have_text("No connection")
    looks_right(page)


def test_no_page_with_a_code_is_kept(phone: BrowserContext, wire: Wire, site: Site) -> None:
    page = visited(phone, f"{UNIT}send/")
    write(page, "Cống trước cổng trường tắc hai tuần")
    page.wait_for_url("**/follow/**")
    address = page.url
    page.goto(f"{UNIT}search/?q=cong+truong")
    page.goto(f"{UNIT}follow/")
    page.goto(UNIT)
    kept: dict[str, int] = page.evaluate(KEPT_PAGES)
    assert f"{UNIT}send/" in kept
    assert not [one for one in kept if "follow" in one or "search" in one]
    wire.cut(phone)
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Không có mạng")


def test_a_report_waits_in_the_phone_and_arrives_once(
    phone: BrowserContext, wire: Wire, site: Site, tmp_path: Path
) -> None:
    text = "Rác để bốn ngày trước nhà văn hóa"
    page = visited(phone)
    wire.cut(phone)
    page.goto(f"{UNIT}send/")
    write(page, text, photograph(tmp_path, "rac.jpg", visit=9))
    waiting = page.locator("[data-reports]")
    expect(waiting).to_contain_text("Chờ gửi")
    expect(waiting).to_contain_text("1 tệp kèm")
    expect(page.get_by_label("Việc gì, ở đâu, từ khi nào?")).to_have_value("")
    looks_right(page)
    page.goto(UNIT)
    expect(waiting).to_contain_text(text)
    assert reports(site, text) == []
    wire.mend(phone)
    expect(waiting).to_contain_text("Mã theo dõi", timeout=AGAIN)
    assert reports(site, text) == [("web", 1)]
    assert text not in page.evaluate(STORED)  # nothing of it is left but its code
    code = waiting.locator(".code-said").inner_text()
    waiting.get_by_role("link", name="Xem ý kiến").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(code)
    page.goto(UNIT)
    waiting.get_by_role("button", name="Đã ghi mã").click()
    expect(waiting).to_be_hidden()
    assert page.evaluate(STORED) == "[]"


def test_an_answer_lost_on_the_way_makes_no_second_report(phone: BrowserContext, site: Site) -> None:
    text = "Đèn ngõ sáu tắt từ tối thứ Ba"
    page = visited(phone, f"{UNIT}send/")

    def lose_the_answer(route: Route) -> None:
        if route.request.method != "POST":
            return route.fallback()
        route.fetch(max_redirects=0)  # the server keeps the report, the phone never hears of it
        return route.abort()

    page.route(re.compile("/send/"), lose_the_answer)
    write(page, text)
    expect(page.locator("[data-reports]")).to_contain_text("Chờ gửi")
    assert len(reports(site, text)) == 1
    page.unroute_all()
    page.get_by_role("button", name="Gửi ngay").click()
    expect(page.locator("[data-reports]")).to_contain_text("Đã gửi")
    assert len(reports(site, text)) == 1


def test_its_writer_changes_it_or_takes_it_away(phone: BrowserContext, wire: Wire, site: Site) -> None:
    page = visited(phone)
    wire.cut(phone)
    page.goto(f"{UNIT}send/")
    write(page, "Nước chảy yếu cả xóm")
    kept = page.locator("[data-reports]")
    kept.get_by_role("button", name="Sửa").click()
    box = page.get_by_label("Việc gì, ở đâu, từ khi nào?")
    expect(box).to_have_value("Nước chảy yếu cả xóm")
    expect(page.get_by_label("Rác thải, môi trường")).to_be_checked()
    box.fill("Nước chảy yếu cả xóm từ thứ Hai")
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(kept.locator("li")).to_have_count(1)
    expect(kept).to_contain_text("từ thứ Hai")
    kept.get_by_role("button", name="Xóa khỏi máy").click()
    kept.get_by_role("button", name="Xóa thật?").click()
    expect(kept).to_be_hidden()
    assert page.evaluate(STORED) == "[]"


def test_a_word_about_staff_is_not_shown_on_the_phone(phone: BrowserContext, wire: Wire) -> None:
    page = visited(phone)
    wire.cut(phone)
    page.goto(f"{UNIT}send/")
    page.wait_for_selector("html[data-outbox=ready]")
    page.get_by_label("Việc gì, ở đâu, từ khi nào?").fill("Công chức quầy ba đòi thêm tiền")
    page.locator("input[value=staff]").check()
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(page.locator("[data-reports]")).to_contain_text("Ý kiến cần giữ kín")
    expect(page.locator("[data-reports]")).not_to_contain_text("đòi thêm tiền")


def test_what_is_wrong_is_said_and_the_picture_stays_chosen(phone: BrowserContext, tmp_path: Path) -> None:
    page = visited(phone, f"{UNIT}send/")
    write(page, "Ngắn", photograph(tmp_path, "con-day.jpg", visit=10))
    expect(page.locator("#text-wrong")).to_contain_text("viết rõ hơn một chút")
    names: Any = page.evaluate("[...document.querySelector('[name=files]').files].map((file) => file.name)")
    assert names == ["con-day.jpg"]
    write(page, "Ngắn quá nên viết dài thêm cho rõ")
    page.wait_for_url("**/follow/**")
    expect(page.get_by_role("status")).to_contain_text("Đã nhận ý kiến của ông/bà")


def test_a_first_visit_stays_light_with_what_is_kept(phone: BrowserContext) -> None:
    loaded: list[Response] = []
    page = phone.new_page()
    page.on("response", lambda one: loaded.append(one))
    page.goto(UNIT, wait_until="networkidle")
    page.evaluate("document.fonts.ready.then(() => 1)")
    page.wait_for_function(HELD)
    sizes = {one.url.split("/", 3)[-1]: len(one.body()) for one in loaded if one.url.startswith("http")}
    kept: dict[str, int] = page.evaluate(KEPT_PAGES)
    later = {path.lstrip("/"): size for path, size in kept.items() if path.lstrip("/") not in sizes}
    worker = len(page.request.get(f"{UNIT}worker.js").body()) + len(
        page.request.get(f"{UNIT}app.webmanifest").body()
    )
    assert sum(size for name, size in sizes.items() if name.endswith(".woff2")) > 50_000  # the letters came
    assert len(later) >= 5
    assert sum(sizes.values()) + sum(later.values()) + worker < HEAVIEST, (sizes, later)
