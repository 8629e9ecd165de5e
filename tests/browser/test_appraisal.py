"""From a self-assessment handed in to the recognition the commune reads, by the pages that its people open."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import arrived, looks_right
from thanthien.workflows.demo.build import demo_year

pytestmark = pytest.mark.browser

# The city sent its self-assessment back, so it may hand in on whatever day this runs.
LEADER, SECRETARY, CHAIR = "chutich.donghai", "quantri.tp", "thamdinh.tp"
COMMUNE = "Đông Hải"
REMARK = "Hội đồng xem tại chỗ: làm đủ và đúng hạn."
COUNCIL, DECISION = "77/QĐ-UBND", "901/QĐ-UBND"
HIDDEN = "Điểm của các thành viên chưa mở"


def test_an_appraisal_ends_in_a_recognition(open_as: Callable[..., Page]) -> None:
    leader, city = open_as(LEADER), open_as(SECRETARY, refused=True)
    chair = open_as(CHAIR, width="phone", refused=True)
    year = demo_year(date.today())
    _hand_in(leader, year)
    _found_a_council(city, year)
    _open(city, year)
    _score(chair, year, forgets_a_remark=True)
    _see_that_points_are_hidden(city, year)
    _score(city, year)
    _check_the_sample(chair, year)
    _close(chair)
    _decide(city, year)
    leader.reload()
    expect(leader.get_by_role("heading", name=re.compile(f"Được công nhận Mức . năm {year}"))).to_be_visible()
    expect(leader.get_by_text(f"Số {DECISION}, ngày")).to_be_visible()
    looks_right(leader)


def _hand_in(page: Page, year: int) -> None:
    page.goto(f"/desk/HM02/round/?year={year}")
    if page.get_by_text("Nộp hồ sơ…").is_visible():  # for some days of November it lies with the city already
        page.get_by_text("Nộp hồ sơ…").click()
        page.get_by_role("button", name="Chốt và nộp").click()
    expect(page.get_by_role("heading", name="Hồ sơ đã nộp")).to_be_visible()


def _round(page: Page, year: int) -> None:
    page.goto(f"/city/HM/rounds/?year={year}")
    page.get_by_role("link", name=re.compile(COMMUNE)).click()
    arrived(page, COMMUNE)


def _found_a_council(page: Page, year: int) -> None:
    page.goto(f"/city/HM/rounds/?year={year}")
    page.get_by_role("main").get_by_role("link", name="Hội đồng thẩm định").click()
    page.get_by_label("Số quyết định thành lập").fill(COUNCIL)
    page.get_by_label("Ngày quyết định").fill(f"{year}-03-02")
    page.get_by_role("button", name="Lập hội đồng").click()
    for number, (person, post) in enumerate(((CHAIR, "chair"), (SECRETARY, "secretary")), 1):
        page.get_by_label("Tài khoản", exact=True).select_option(person)
        page.get_by_label("Cơ quan, tổ chức").fill("Sở Nội vụ")
        page.get_by_label("Chức danh", exact=True).select_option(post)
        page.get_by_role("button", name="Thêm thành viên").click()
        expect(page.get_by_role("status").or_(page.get_by_role("alert")).first).to_contain_text("Đã thêm")
        expect(page.locator(".row-cards li.list-group-item")).to_have_count(
            number
        )  # said of the one before, too
        page.wait_for_load_state()
    looks_right(page)


def _open(page: Page, year: int) -> None:
    _round(page, year)
    chosen = page.locator("#council option", has_text=COUNCIL).get_attribute("value")
    page.get_by_label("Hội đồng", exact=True).select_option(chosen)
    page.get_by_role("button", name="Mở thẩm định").click()
    expect(page.get_by_role("heading", name="Thẩm định lần 1")).to_be_visible()
    expect(page.get_by_text("0/2 đã nộp, cần ít nhất 2")).to_be_visible()
    looks_right(page)


def _score(page: Page, year: int, *, forgets_a_remark: bool = False) -> None:
    """Full points wherever the commune gave itself fewer, the reason beside each."""
    _round(page, year)
    page.get_by_role("link", name="Phiếu của tôi").click()
    page.get_by_label("Không có", exact=True).check()
    page.get_by_role("button", name="Xác nhận").click()
    expect(page.get_by_role("button", name="Nộp phiếu")).to_be_visible()
    page.wait_for_load_state()
    for place, most in _fewer_than_possible(page):
        page.locator(f"#p-{place}").fill(most)
        page.locator(f"#r-{place}").fill(REMARK)
    page.get_by_role("button", name="Lấy điểm tự chấm cho ô trống").click()
    expect(page.get_by_text("Đã lưu nháp phiếu thẩm định")).to_be_visible()
    page.wait_for_load_state()  # said above the sheet, which is still coming
    if forgets_a_remark:
        _hand_in_too_early(page)
    page.get_by_role("button", name="Nộp phiếu").click()
    expect(page.get_by_role("heading", name=re.compile("Phiếu đã nộp lúc"))).to_be_visible()


def _fewer_than_possible(page: Page) -> list[tuple[int, str]]:
    """(place on the sheet, most points) of the rows where the commune gave itself fewer than the most."""
    said = [
        re.findall(r"Đơn vị tự chấm ([\d,]+)/([\d,]+)", t)[0]
        for t in page.locator(".rd-cell").all_inner_texts()
    ]
    return [(place, most) for place, (own, most) in enumerate(said, 1) if own != most]


def _hand_in_too_early(page: Page) -> None:
    """A remark that is owed: the sheet says where, leads there and has kept everything else."""
    (place, _), *_ = _fewer_than_possible(page)
    page.locator(f"#r-{place}").fill("")
    page.get_by_role("button", name="Nộp phiếu").click()
    page.get_by_role("alert").get_by_role("link", name="Tới nội dung này").click()
    wrong = page.locator(".rd-cell:target")
    expect(wrong).to_be_in_viewport()
    expect(wrong.get_by_label("Điểm")).to_have_attribute("aria-invalid", "true")
    looks_right(page)
    wrong.get_by_label("Nhận xét").fill(REMARK)


def _see_that_points_are_hidden(page: Page, year: int) -> None:
    _round(page, year)
    expect(page.get_by_text("1/2 đã nộp")).to_be_visible()
    page.get_by_role("link", name="Điểm tổng hợp").click()
    expect(page.get_by_text(HIDDEN)).to_be_visible()
    expect(page.get_by_text(REMARK)).to_have_count(0)
    looks_right(page)


def _check_the_sample(page: Page, year: int) -> None:
    _round(page, year)
    page.get_by_role("link", name="Kiểm tra minh chứng").click()
    arrived(page, "Kiểm tra minh chứng rút mẫu")
    drawn = page.locator("article[id^=m-]")
    size = drawn.count()
    assert size >= 5
    for number in range(1, size + 1):
        one = page.locator(f"#m-{number}")
        one.get_by_label("Không đúng" if number == 1 else "Đúng", exact=True).check()
        one.get_by_label("Nhận xét").fill("Ảnh của việc khác." if number == 1 else "")
    page.get_by_role("button", name="Lưu các kết quả đã đánh dấu").click()
    expect(page.get_by_text(f"đã kiểm tra {size}/{size}")).to_be_attached()
    looks_right(page)


def _close(page: Page) -> None:
    page.get_by_role("navigation", name="Đường dẫn").get_by_role("link", name=re.compile(COMMUNE)).click()
    page.get_by_role("link", name="Điểm tổng hợp").click()
    expect(page.get_by_text("điểm từ 2 phiếu")).to_be_visible()
    expect(page.get_by_text(REMARK).first).to_be_visible()
    looks_right(page)
    page.get_by_role("button", name="Kết thúc thẩm định").click()
    expect(page.get_by_text("Đã kết thúc thẩm định")).to_be_visible()


def _decide(page: Page, year: int) -> None:
    _round(page, year)
    form = page.get_by_role("region", name="Ghi quyết định của thành phố")
    form.get_by_label("Công nhận", exact=True).check()
    form.get_by_label("Mức được công nhận").select_option(index=1)
    form.get_by_label("Người ký").fill("Hoàng Văn Sơn")
    form.get_by_label("Tôi biết và vẫn ghi quyết định").check()
    form.get_by_role("button", name="Ghi quyết định").click()
    expect(form.get_by_text("Anh/chị ghi số quyết định.")).to_be_visible()
    looks_right(page)
    form.get_by_label("Số quyết định").fill(DECISION)
    form.get_by_role("button", name="Ghi quyết định").click()
    expect(page.get_by_role("heading", name=re.compile("Được công nhận Mức"))).to_be_visible()
