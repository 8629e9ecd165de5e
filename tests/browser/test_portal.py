"""What a citizen does on a phone: sends and follows without JavaScript, by keyboard, at double size, on a slow line."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.looks import looks_right

pytestmark = pytest.mark.browser

HEAVIEST = 150_000  # bytes of a first page with all it loads, as it comes out of the files
UNIT = "/HM01/"
TEXT = "Đèn đường trước nhà văn hóa tắt ba tối nay"


def send(page: Page, text: str = TEXT, category: str = "Đường sá, vỉa hè, chiếu sáng") -> None:
    page.goto(f"{UNIT}send/")
    page.get_by_label("Việc gì, ở đâu, từ khi nào?").fill(text)
    page.get_by_label(category).check()
    page.get_by_role("button", name="Gửi", exact=True).click()


def test_sent_and_followed_without_javascript(open_as: Callable[..., Page]) -> None:
    page = open_as("", width="phone", javascript=False)
    send(page)
    expect(page.get_by_role("status")).to_contain_text("Đã nhận ý kiến của ông/bà")
    code = page.locator(".code-said").inner_text()
    page.goto(f"{UNIT}follow/")
    page.get_by_label("Mã theo dõi").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Xem").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(code)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Report or suggestion")
    expect(page.locator(".state")).to_contain_text("Received")


def test_followed_pages_are_whole_in_both_languages(open_as: Callable[..., Page]) -> None:
    page = open_as("", width="phone")
    send(page, "Có người bất tỉnh trước nhà văn hóa thôn 2")
    expect(page.get_by_role("alert")).to_contain_text("Việc này có khẩn cấp không?")
    expect(page.get_by_role("alert").get_by_role("link")).to_have_attribute("href", "tel:115")
    looks_right(page)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("alert")).to_contain_text("Ambulance")
    looks_right(page)


def test_what_is_wrong_is_said_beside_the_box(open_as: Callable[..., Page]) -> None:
    page = open_as("", width="phone", refused=True)
    page.goto(f"{UNIT}send/?path=complaint")
    page.get_by_label("Việc gì, ở đâu, từ khi nào?").fill(TEXT)
    page.get_by_label("Thư điện tử").first.fill("khong-phai-thu")
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(page.get_by_label("Thư điện tử").first).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#email-wrong")).to_contain_text("chưa đúng dạng")
    expect(page.get_by_label("Việc gì, ở đâu, từ khi nào?")).to_have_value(TEXT)
    looks_right(page)


def test_by_keyboard_alone(open_as: Callable[..., Page]) -> None:
    page = open_as("", width="phone")
    page.goto(UNIT)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Tìm, không cần gõ dấu")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Gửi phản ánh, kiến nghị").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/send/")


def test_at_double_size_nothing_is_cut(open_as: Callable[..., Page]) -> None:
    """Letters twice as large on a phone."""
    page = open_as("", width="phone")
    for address in (UNIT, f"{UNIT}send/?path=denunciation", f"{UNIT}follow/"):
        page.goto(address)
        page.evaluate("document.documentElement.style.fontSize = '225%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address


def test_the_first_page_is_light(open_as: Callable[..., Page]) -> None:
    page = open_as("", width="phone")
    loaded: list[Response] = []
    page.on("response", lambda one: loaded.append(one))
    page.goto(UNIT, wait_until="networkidle")
    page.evaluate("document.fonts.ready.then(() => 1)")
    sizes = {one.url.rsplit("/", 1)[-1]: len(one.body()) for one in loaded}
    assert len([name for name in sizes if name.endswith(".woff2")]) >= 2  # the letters came with it
    assert sum(sizes.values()) < HEAVIEST, sizes
