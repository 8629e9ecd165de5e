"""A picture brought as proof a second time, smaller: the checker is told, judges it, and returns another."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.looks import arrived, looks_right
from tests.platform.files.scenes import room

pytestmark = pytest.mark.browser

OFFICER, CHECKER = "motcua.thanhbinh", "dieuphoi.thanhbinh"
DESK = "/desk/HM01/"
FIRST = "Công khai danh mục thủ tục hành chính"
AGAIN = "Công khai phí, lệ phí của từng thủ tục hành chính"
WHY = "Cùng một buổi niêm yết, phục vụ hai nhiệm vụ"
REFUSED = "Ảnh của buổi khác, đề nghị chụp lại"


def test_a_checker_judges_pictures_used_again(open_as: Callable[..., Page]) -> None:
    officer, checker = open_as(OFFICER, width="phone"), open_as(CHECKER)
    for number, name in ((71, "Bảng niêm yết"), (72, "Bàn hướng dẫn")):
        _bring(officer, FIRST, f"{name}.jpg", _photograph(number))
        _bring(officer, AGAIN, f"{name} (gửi qua điện thoại).jpg", _photograph(number, smaller=True))
    _allow(checker, "Bảng niêm yết (gửi qua điện thoại)")
    _return(checker, "Bàn hướng dẫn (gửi qua điện thoại)")
    _see_what_was_decided(officer)


def _photograph(place: int, *, smaller: bool = False) -> bytes:
    out = io.BytesIO()
    image: Image.Image = room(place, 1)
    if smaller:
        image = image.resize((480, 360))
    image.save(out, "JPEG", quality=55 if smaller else 92)
    return out.getvalue()


def _task(page: Page, title: str) -> None:
    page.goto(f"{DESK}tasks/?q={title}")
    page.get_by_role("link", name=re.compile(title)).first.click()
    arrived(page, title)


def _bring(page: Page, task: str, name: str, data: bytes) -> None:
    _task(page, task)
    form = page.locator("details.tt-add form")
    if not form.is_visible():
        page.get_by_text("Thêm minh chứng", exact=True).click()
    form.locator("input[type=file]").set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": data})
    form.get_by_role("button", name="Lưu minh chứng").click()
    expect(_proof(page, name.removesuffix(".jpg"))).to_contain_text("Chờ kiểm tra")


def _proof(page: Page, title: str) -> Locator:
    """The row of a proof by its whole title."""
    return page.locator("article.tt-proof").filter(has=page.get_by_role("link", name=title, exact=True))


def _allow(page: Page, title: str) -> None:
    page.goto(f"{DESK}proofs/reuse/")
    row = _proof(page, title)
    expect(row).to_contain_text("Đã thấy ở nơi khác")
    expect(row).to_contain_text("Ảnh giống nhau: " + FIRST)
    expect(_proof(page, "Bảng niêm yết")).to_contain_text("Ảnh giống nhau: " + AGAIN)
    row.get_by_text("Dùng lại là hợp lệ…").click()
    looks_right(page)
    row.get_by_label("Vì sao được dùng lại").fill(WHY)
    row.get_by_role("button", name="Ghi lý do, chấp nhận").click()
    expect(page.get_by_text("lần dùng lại này không hỏi nữa")).to_be_visible()
    expect(_proof(page, title)).to_have_count(0)
    expect(_proof(page, "Bảng niêm yết")).to_have_count(0)  # the other end of the same use
    page.get_by_role("link", name="Xem cả nơi đã cho phép").click()
    expect(_proof(page, title)).to_contain_text(WHY)
    looks_right(page)
    page.get_by_role("link", name="Chỉ xem nơi chưa quyết định").click()


def _return(page: Page, title: str) -> None:
    _proof(page, title).get_by_role("link", name="Xem để trả lại").click()
    row = _proof(page, title)
    expect(row).to_be_in_viewport()
    row.get_by_text("Trả lại…").click()
    looks_right(page)
    row.get_by_label("Lý do trả lại").fill(REFUSED)
    row.get_by_role("button", name="Trả lại kèm lý do").click()
    expect(_proof(page, title)).to_contain_text("trả lại: " + REFUSED)
    page.goto(f"{DESK}proofs/reuse/")
    expect(_proof(page, title)).to_have_count(0)
    expect(_proof(page, "Bàn hướng dẫn")).to_have_count(0)


def _see_what_was_decided(page: Page) -> None:
    _task(page, AGAIN)
    expect(_proof(page, "Bảng niêm yết (gửi qua điện thoại)")).to_contain_text("Đã chấp nhận")
    expect(_proof(page, "Bàn hướng dẫn (gửi qua điện thoại)")).to_contain_text(REFUSED)
    looks_right(page)
