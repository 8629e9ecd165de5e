"""The product's main job in a real browser: a plan comes in, work is proved and checked, the score says why."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from docx import Document as Word
from playwright.sync_api import Page, expect

from tests.browser.conftest import READ
from tests.browser.looks import arrived
from thanthien.workflows.demo.build import demo_year
from thanthien.workflows.demo.pictures import picture

pytestmark = pytest.mark.browser

COORDINATOR, OFFICER = "dieuphoi.honngoc", "motcua.honngoc"
DESK = "/desk/HM03/"
TASK = "Công khai phí, lệ phí của từng thủ tục hành chính"
YEAR = demo_year(date.today())

AMENDED = f"""KẾ HOẠCH
Thực hiện mô hình “Chính quyền thân thiện” trên địa bàn đặc khu Hòn Ngọc năm {YEAR}

Căn cứ Kế hoạch số 12/KH-UBND ngày 20/01/{YEAR} của Ủy ban nhân dân thành phố Hải Minh.

I. MỤC ĐÍCH
Người dân được phục vụ đúng hẹn.

PHỤ LỤC

STT\tNhiệm vụ\tThời gian thực hiện\tCơ quan chủ trì\tCơ quan phối hợp
1\tCông khai phí, lệ phí của từng thủ tục hành chính\tHằng quý\tTrung tâm Phục vụ hành chính công\tPhòng Kinh tế
2\tTổ chức ngày hội công dân số tại bến cá\tQuý IV\tPhòng Văn hóa - Xã hội\tCác cơ quan, đơn vị có liên quan
"""
LAST = "3\tTập huấn kỹ năng giao tiếp cho công chức\tQuý IV\tVăn phòng HĐND và UBND\tPhòng Kinh tế\n"


def test_a_plan_becomes_points(open_as: Callable[..., Page]) -> None:
    desk = open_as(COORDINATOR)
    _accept_the_plan(desk)
    _bring_proof(open_as(OFFICER, width="phone"))
    _check_it(desk)
    _see_the_points(desk)
    _fetch_the_report(desk)
    _amend(desk)
    # As in the demo, one waits to be accepted: other tests look at its pages, before or after this one.
    _hand_in(desk, "Kế hoạch sửa lần hai.txt", AMENDED + LAST)


def _accept_the_plan(page: Page) -> None:
    page.goto(f"{DESK}plans/")
    page.locator("a[href*='/plans/readings/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Xem lại kế hoạch")
    expect(page.locator("#counts")).to_contain_text("84 dòng")
    page.get_by_role("button", name=re.compile("Xác nhận .* tiêu chí gợi ý")).click()
    expect(page.get_by_role("button", name=re.compile("Hoàn tác"))).to_be_visible()
    page.get_by_role("link", name="Nhận thành nhiệm vụ").click()
    page.get_by_role("button", name="Nhận kế hoạch").click()
    expect(page.get_by_text("Đã nhận kế hoạch: ")).to_be_visible()
    page.goto(f"{DESK}tasks/")
    expect(page.get_by_text(TASK).first).to_be_visible()


def _bring_proof(page: Page) -> None:
    page.goto(f"{DESK}tasks/?q=phi+le+phi")
    page.get_by_role("link", name=re.compile(TASK)).first.click()
    form = page.locator("details.tt-add form")
    form.locator("input[type=file]").set_input_files(
        {
            "name": "Bảng phí niêm yết.jpg",
            "mimeType": "image/jpeg",
            "buffer": picture("e2e", datetime(YEAR, 3, 2, 8)),
        }
    )
    form.get_by_role("button", name="Lưu minh chứng").click()
    # The proof itself: the name of the file stands in the form before it is kept.
    expect(page.locator("article.tt-proof", has_text="Bảng phí niêm yết")).to_contain_text("Chờ kiểm tra")


def _check_it(page: Page) -> None:
    page.goto(f"{DESK}tasks/?q=phi+le+phi")
    page.get_by_role("link", name=re.compile(TASK)).first.click()
    proof = page.locator("article.tt-proof", has_text="Bảng phí niêm yết")
    proof.get_by_role("button", name="Chấp nhận", exact=True).click()
    expect(page.locator("article.tt-proof", has_text="Bảng phí niêm yết")).to_contain_text("Đã chấp nhận")


def _see_the_points(page: Page) -> None:
    page.goto(f"{DESK}score/")
    expect(page.get_by_text("Điểm mẫu").first).to_be_visible()
    expect(page.get_by_text("Chưa đăng ký").first).to_be_visible()
    page.goto(f"{DESK}score/I.1%233/")
    expect(page.get_by_text("Bảng phí niêm yết").first).to_be_visible()


def _fetch_the_report(page: Page) -> None:
    page.goto(f"{DESK}report/")
    with page.expect_download() as started:
        page.get_by_role("link", name=re.compile("Word")).click()
    word = Word(io.BytesIO(started.value.path().read_bytes()))
    text = "\n".join(p.text for p in word.paragraphs)
    assert "BÁO CÁO" in text
    assert "12/KH-UBND" in text


def _hand_in(page: Page, name: str, text: str) -> None:
    page.goto(f"{DESK}plans/")
    page.get_by_role("link", name=re.compile("Tải .*kế hoạch")).first.click()
    page.get_by_label("Tệp kế hoạch").set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
    )
    page.get_by_label("Năm thực hiện").fill(str(YEAR))
    page.get_by_role("button", name="Tải lên và đọc").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Xem lại kế hoạch", timeout=READ)


def _amend(page: Page) -> None:
    """The same coordinator brings an amended plan: the background worker reads it, nothing proved is lost."""
    _hand_in(page, "Kế hoạch sửa đổi.txt", AMENDED)
    expect(page.locator("#counts")).to_contain_text("1 mới")
    page.get_by_role("link", name="Nhận thành nhiệm vụ").click()
    page.get_by_role("button", name="Nhận kế hoạch").click()
    expect(page.get_by_text("Đã nhận kế hoạch: ")).to_be_visible()
    page.goto(f"{DESK}tasks/?q=phi+le+phi")
    page.get_by_role("link", name=re.compile(TASK)).first.click()
    expect(page.get_by_text("Bảng phí niêm yết").first).to_be_visible()


def test_an_officer_works_without_javascript(open_as: Callable[..., Page]) -> None:
    page = open_as("vanphong.thanhbinh", javascript=False, width="phone")
    page.goto("/desk/HM01/tasks/?q=hom+thu+gop+y")
    page.get_by_role("link", name=re.compile("Hòm thư góp ý")).first.click()
    arrived(page, "Hòm thư góp ý")
    form = page.locator("details.tt-add form")
    if not form.is_visible():
        page.locator("details.tt-add summary").click()
    form.locator("input[type=file]").set_input_files(
        {"name": "Hòm thư ở nhà văn hóa.jpg", "mimeType": "image/jpeg",
         "buffer": picture("no-js", datetime(YEAR, 3, 4, 8))}
    )  # fmt: skip
    form.get_by_role("button", name="Lưu minh chứng").click()
    expect(page.get_by_text("Hòm thư ở nhà văn hóa").first).to_be_visible()
