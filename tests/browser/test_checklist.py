"""The list of the day on a phone: marked, a fault with its picture until it is mended; and all of it without a line."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.browser.conftest import AGAIN, Site
from tests.browser.looks import arrived, looks_right
from tests.browser.program import sign_in
from tests.browser.test_capture_offline import photograph
from tests.browser.test_capture_shared_phone import sign_out
from tests.browser.wire import Wire

pytestmark = pytest.mark.browser

OFFICER, OTHER = "motcua.thanhbinh", "kinhte.thanhbinh"
PAGE = "/desk/HM01/checklist/"


def marks(site: Site, thing: str) -> list[tuple[str, str]]:
    """(what was seen, by whom) of an item today."""
    return _rows(
        site,
        "select m.seen, p.username from facilities_mark m join people_person p on p.id = m.by_id"
        " join facilities_checklistitem i on i.id = m.item_id join facilities_daycheck d on d.id = m.day_check_id"
        " where i.label = ? and d.date = ?",
        (thing, timezone.localdate().isoformat()),
    )


def reports(site: Site, said: str) -> list[tuple[int, int]]:
    """(steps, pictures) of each repair with these words."""
    return _rows(
        site,
        "select count(s.id), count(s.photo_id) from facilities_repair r join facilities_repairstep s"
        " on s.repair_id = r.id where r.said = ? group by r.id",
        (said,),
    )


def _rows(site: Site, query: str, values: tuple[str, ...]) -> list[Any]:
    base = sqlite3.connect(site.data / "thanthien.sqlite3")
    found = base.execute(query, values).fetchall()
    base.close()
    return found


def quiet(page: Page) -> Page:
    page.goto(PAGE)
    page.wait_for_selector("#checklist[data-ready]")
    return page


def line(page: Page, thing: str) -> Locator:
    return page.locator(".ck-line").filter(has=page.get_by_text(thing, exact=True))


def report_fault(page: Page, thing: str, said: str, photo: Path) -> None:
    line(page, thing).get_by_role("link", name="Hỏng").click()
    line(page, thing).get_by_label("Hỏng, thiếu thế nào?").fill(said)
    line(page, thing).get_by_label("Ảnh").set_input_files(photo)
    line(page, thing).get_by_role("button", name="Báo hỏng").click()


def phone(browser: Browser, wire: Wire, kept: Any = None) -> BrowserContext:
    return browser.new_context(
        viewport={"width": 360, "height": 740}, base_url=wire.url, storage_state=kept, locale="vi-VN"
    )


def test_a_fault_with_its_picture_becomes_a_repair_and_is_shown_as_mended(
    open_as: Callable[..., Page], site: Site, tmp_path: Path
) -> None:
    page = quiet(open_as(OFFICER, width="phone"))
    line(page, "Nước uống").get_by_role("button", name="Tốt").click()
    expect(line(page, "Nước uống").locator(".ck-who")).to_contain_text(re.compile(r", \d\d:\d\d$"))
    assert marks(site, "Nước uống") == [("ok", OFFICER)]
    report_fault(
        page, "Máy quét", "Kẹt giấy, không quét được", photograph(tmp_path, "may-quet.jpg", visit=21)
    )
    broken = line(page, "Máy quét").locator("a.ck-broken")
    expect(broken).to_contain_text("Kẹt giấy, không quét được · mới báo")
    looks_right(page)
    broken.click()
    arrived(page, "Máy quét")
    expect(page.locator(".st-shot img")).to_have_count(1)
    page.locator("summary").filter(has_text="Đã sửa xong").click()
    page.get_by_label("Đã sửa những gì?").fill("Lấy mẩu giấy kẹt ra, quét thử năm trang")
    page.get_by_role("button", name="Đã sửa xong").click()
    expect(page.get_by_text("Đã ghi: đã sửa xong.")).to_be_visible()
    quiet(page)
    expect(line(page, "Máy quét").locator("a.ck-mended")).to_contain_text("đã sửa xong")
    expect(line(page, "Máy quét").locator("a.ck-broken")).to_have_count(0)


def test_marked_without_a_line_kept_over_closing_and_sent_once(
    browser: Browser, site: Site, wire: Wire, signed_in: Callable[[str], Any], tmp_path: Path
) -> None:
    context = phone(browser, wire, signed_in(OFFICER))
    page = quiet(context.new_page())
    wire.cut(context)
    line(page, "Tủ thuốc sơ cứu").get_by_role("button", name="Tốt").click()
    line(page, "Camera").get_by_role("button", name="Tốt").click()
    line(page, "Camera").get_by_role("button", name="Không dùng").click()  # the last press counts
    report_fault(page, "Bình chữa cháy", "Kim dưới vạch xanh", photograph(tmp_path, "binh.jpg", visit=22))
    expect(page.locator(".ck-line.is-waiting")).to_have_count(3)
    expect(page.locator(".ck-waits")).to_have_text("3 mục trong máy, chờ gửi")
    page.reload()
    expect(page.locator(".ck-line.is-waiting")).to_have_count(3)
    expect(line(page, "Bình chữa cháy")).to_contain_text("Kim dưới vạch xanh · có ảnh")
    page.close()
    page = context.new_page()
    page.goto(PAGE)
    expect(page.locator(".ck-line.is-waiting")).to_have_count(3)
    assert marks(site, "Camera") == []

    def lose_the_answer(route: Route) -> None:
        route.fetch()  # the server keeps it, the phone never hears of it
        route.abort()

    page.route(re.compile("checklist/send/"), lose_the_answer, times=1)
    wire.mend(context)
    expect(page.locator("#checklist-line")).to_contain_text("vẫn nằm trong máy")
    page.reload()
    expect(page.locator(".ck-line.is-waiting")).to_have_count(0, timeout=AGAIN)
    expect(line(page, "Bình chữa cháy").locator("a.ck-broken")).to_be_visible()
    assert marks(site, "Tủ thuốc sơ cứu") == [("ok", OFFICER)]
    assert marks(site, "Camera") == [("not_used", OFFICER)]
    assert marks(site, "Bình chữa cháy") == [("fault", OFFICER)]
    assert reports(site, "Kim dưới vạch xanh") == [(1, 1)]
    context.close()


def test_on_a_shared_phone_nobody_sends_anothers_marks(browser: Browser, site: Site, wire: Wire) -> None:
    context = phone(browser, wire)
    page = context.new_page()
    sign_in(page, OFFICER)
    quiet(page)
    wire.cut(context)
    line(page, "Thiết bị ký số").get_by_role("button", name="Không dùng").click()
    expect(page.locator(".ck-line.is-waiting")).to_have_count(1)
    page.close()
    wire.mend(context)
    page = context.new_page()
    sign_out(page)
    expect(page.get_by_text("Máy này còn 1 mục kiểm tra đầu ngày chưa gửi.")).to_be_visible()
    page.wait_for_function("async () => !(await caches.has('thanthien-checklist'))")
    sign_in(page, OTHER)
    quiet(page)
    expect(page.get_by_text("Máy này còn 1 mục của người khác")).to_be_visible()
    expect(page.locator(".ck-line.is-waiting")).to_have_count(0)
    assert marks(site, "Thiết bị ký số") == []
    sign_out(page)
    sign_in(page, OFFICER)
    page.goto(PAGE)
    expect(line(page, "Thiết bị ký số").locator(".ck-who")).to_contain_text(", ", timeout=AGAIN)
    expect(page.locator(".ck-line.is-waiting")).to_have_count(0)
    assert marks(site, "Thiết bị ký số") == [("not_used", OFFICER)]
    context.close()
