"""A question of a citizen, from the portal to what was promised and done, in browsers of their own."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.looks import arrived, looks_right

pytestmark = pytest.mark.browser

COORDINATOR, OWNER = "dieuphoi.thanhbinh", "kinhte.thanhbinh"
TEXT = "Bao giờ lắp đèn ở ngõ sau trường tiểu học? Gọi tôi số 0912 345 678."
DONE = "Đã lắp ba cột đèn, đóng điện, bà con trong ngõ đã xem."


def invited(page: Page, title: str) -> None:
    """A conference of today, with its invitation published."""
    page.goto("/desk/HM01/dialogues/new/")
    page.get_by_label("Tên buổi đối thoại").fill(title)
    page.get_by_label("Ngày", exact=True).fill(f"{date.today():%Y-%m-%d}")
    page.get_by_label("Giờ bắt đầu").fill("08:00")
    page.get_by_label("Nơi tổ chức").fill("Hội trường Ủy ban nhân dân")
    page.get_by_label("Người chủ trì").select_option(index=1)  # leaders stand first
    page.get_by_label("Nội dung đối thoại").fill("Đèn đường\nRãnh thoát nước")
    page.get_by_role("button", name="Lưu").click()
    arrived(page, title)
    expect(page.get_by_text("không đủ 20 ngày lấy ý kiến")).to_be_visible()
    page.get_by_role("button", name="Công bố giấy mời").click()
    expect(page.get_by_text("Đã công bố.")).to_be_visible()


def asked(page: Page, title: str) -> str:
    """The code under which who asked follows the question."""
    page.goto("/HM01/dialogues/")
    page.get_by_role("link", name=title).click()
    page.get_by_label("Câu hỏi, kiến nghị của ông/bà").fill(TEXT)
    page.get_by_role("button", name="Gửi").click()
    return page.locator(".code-said").inner_text()


def held(page: Page, title: str, promise: str) -> None:
    """The question let through, the conference held with its minutes, the question promised to an agency."""
    page.reload()
    dialogue = page.url
    page.get_by_role("link", name="Bao giờ lắp đèn").click()
    expect(page.get_by_text("Chương trình đã che điều giống thông tin cá nhân")).to_be_visible()
    page.get_by_role("button", name="Đưa ra đối thoại").click()
    arrived(page, title)
    page.get_by_role("button", name="Đã tổ chức").click()
    page.get_by_role("link", name="Ghi biên bản").click()
    page.get_by_label("Số người theo danh sách giấy").fill("64")
    page.get_by_label("Kết luận của người chủ trì").fill("Phòng Kinh tế lắp đèn trong tháng.")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Đã lưu biên bản.")).to_be_visible()
    page.get_by_role("link", name="Bao giờ lắp đèn").click()
    page.get_by_role("link", name="Lập cam kết giải quyết").click()
    page.get_by_label("Cam kết làm gì").fill(promise)
    page.get_by_label("Cơ quan, người thực hiện").select_option(label="Phòng Kinh tế")
    page.get_by_label("Hạn", exact=True).fill(f"{date.today() + timedelta(days=20):%Y-%m-%d}")
    page.get_by_role("button", name="Lập cam kết").click()
    arrived(page, title)
    assert page.url == dialogue


def settled(page: Page, promise: str) -> None:
    page.goto("/desk/HM01/commitments/")
    page.get_by_role("link", name=promise).click()
    page.get_by_label("Đã làm gì, kết quả ra sao").fill(DONE)
    page.get_by_role("button", name="Ghi đã giải quyết").click()
    expect(page.get_by_text("Đã ghi.")).to_be_visible()


def test_a_question_becomes_a_promise_that_everybody_sees_kept(
    open_as: Callable[..., Page], site: Site
) -> None:
    citizen = open_as("", width="phone", javascript=False)
    reader, office, owner = open_as("", width="phone"), open_as(COORDINATOR), open_as(OWNER, width="phone")
    mark = secrets.token_hex(3)  # tried again, it is another conference
    title, promise = f"Đối thoại về đèn đường {mark}", f"Lắp ba cột đèn ở ngõ sau trường {mark}"
    invited(office, title)
    code = asked(citizen, title)
    held(office, title, promise)
    due = f"{date.today() + timedelta(days=20):%d/%m/%Y}"
    reader.goto("/HM01/dialogues/")
    reader.get_by_role("link", name=title).click()
    expect(reader.get_by_text("Phòng Kinh tế lắp đèn trong tháng.")).to_be_visible()
    expect(reader.get_by_role("main")).not_to_contain_text("345 678")
    reader.get_by_role("link", name=promise).click()
    arrived(reader, promise)
    expect(reader.locator(".state").first).to_have_text("Đang thực hiện")
    expect(reader.locator("dl.about")).to_contain_text("Phòng Kinh tế")
    expect(reader.locator("dl.about")).to_contain_text(due)
    settled(owner, promise)
    reader.reload()
    expect(reader.locator(".state").first).to_have_text("Đã giải quyết")
    expect(reader.locator(".answer")).to_contain_text(DONE)
    looks_right(reader)
    citizen.goto(f"/HM01/dialogues/question/{code.replace(' ', '')}/")
    citizen.get_by_label("Đã được giải quyết", exact=True).check()
    citizen.get_by_role("button", name="Gửi").click()
    expect(citizen.get_by_text("Đã ghi ý kiến của ông/bà.")).to_be_visible()
    base = sqlite3.connect(site.data / "thanthien.sqlite3")
    moves = base.execute(
        "select s.move from engagement_commitmentstep s join engagement_commitment c on c.id = s.commitment_id"
        " where c.text = ? order by s.id",
        (promise,),
    ).fetchall()
    base.close()
    assert moves == [("promise",), ("settle",), ("accept",)]
