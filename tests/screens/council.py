"""The council's guide, and what the city decides on it: one appraisal played from its opening to the decision."""

from __future__ import annotations

import sys

from playwright.sync_api import Page

from tests.screens.city import ADMIN
from tests.screens.studio import CITY, WARD, YEAR, Studio, keep

CHAIR, MEMBER, MEMBER_NAME = "thamdinh.tp", "hoidong.donghai", "Tống Khắc Minh (hoidong.donghai)"
REMARK = "Bảng cam kết quý II niêm yết muộn nửa tháng."


def appraisal(studio: Studio) -> None:
    page = studio.page(ADMIN)
    page.goto(f"{CITY}rounds/?show=waiting")
    commune = page.get_by_role("link", name="Xã Thanh Bình")
    if not commune.count():
        # The demo hands in on 10 November and is recognised on 22 December, as a commune does.
        sys.stdout.write("appraisal: nothing waits in the demo of today; its pictures stay as they are\n")
        return
    _council(page)
    page.goto(f"{CITY}rounds/")
    page.get_by_role("link", name="Xã Thanh Bình").click()
    address = page.url
    if page.get_by_label(
        "Mã rút mẫu minh chứng"
    ).count():  # from 20 November the demo's council has opened it
        page.get_by_label("Mã rút mẫu minh chứng").fill("318/QĐ-UBND, phiên họp thứ nhất")
        keep(page, "mo-tham-dinh", height=640)
        page.get_by_role("button", name="Mở thẩm định").click()
    keep(page, "dang-tham-dinh")
    _member(studio)
    _chair(studio, address)
    _decision(page, address)


def _council(page: Page) -> None:
    page.goto(f"{CITY}councils/")
    page.locator("main a.fw-semibold").first.click()
    page.get_by_label("Tài khoản", exact=True).select_option(label=MEMBER_NAME)
    page.get_by_label("Cơ quan, tổ chức", exact=True).fill("Phòng Văn hóa - Xã hội")
    page.get_by_label("Công tác tại").select_option("HM02")
    keep(page, "hoi-dong", height=760)
    page.get_by_role("button", name="Thêm thành viên").click()


def _member(studio: Studio) -> None:
    page = studio.page(MEMBER)
    page.goto(f"{WARD}appraisals/")
    keep(page, "phieu-cua-toi", height=300)
    page.locator("main").get_by_role("link").first.click()
    page.get_by_label("Không có", exact=True).check()
    keep(page, "truoc-khi-cham", height=420)
    page.get_by_role("button", name="Xác nhận").click()
    keep(page, "phieu-tham-dinh", height=640)
    _hand_in(page)


def _hand_in(page: Page) -> None:
    if page.get_by_text("Phiếu đã nộp").count():
        return
    if page.get_by_role("button", name="Xác nhận").count():
        page.get_by_label("Không có", exact=True).check()
        page.get_by_role("button", name="Xác nhận").click()
    page.get_by_role("button", name="Lấy điểm tự chấm cho ô trống").click()
    page.get_by_role("button", name="Nộp phiếu").click()
    page.get_by_text("Phiếu đã nộp").wait_for()


def _chair(studio: Studio, address: str) -> None:
    page = studio.page(CHAIR)
    page.goto(f"{address}sheet/")
    page.get_by_label("Không có", exact=True).check()
    page.get_by_role("button", name="Xác nhận").click()
    page.locator(".rd-cell input").first.fill("1")
    page.locator(".rd-cell textarea").first.fill(REMARK)
    _hand_in(page)
    page.goto(f"{address}sample/?show=waiting")
    keep(page, "mau-minh-chung", height=640)
    drawn_now = page.locator("article[id^=m-]")
    for place in drawn_now.evaluate_all("all => all.map(one => one.id.slice(2))"):
        drawn = page.locator(f"#m-{place}")
        drawn.get_by_label("Đúng", exact=True).check()
    page.get_by_role("button", name="Lưu các kết quả đã đánh dấu").click()
    page.get_by_text("Đã ghi kết quả kiểm tra").wait_for()


def _decision(page: Page, address: str) -> None:
    """The secretary brings in the sheets on paper and the own one, the chair's points are seen, the round is closed."""
    page.goto(f"{address}sheet/")
    _hand_in(page)
    page.goto(address)
    papers = [
        link.get_attribute("href") or "" for link in page.get_by_role("link", name="Nhập phiếu giấy").all()
    ]
    for paper in papers:
        page.goto(paper)
        _hand_in(page)
    page.goto(f"{address}points/")
    keep(page, "diem-tong-hop", height=640)
    page.get_by_role("button", name="Kết thúc thẩm định").click()
    page.goto(address)
    page.get_by_label("Công nhận", exact=True).check()
    page.get_by_label("Mức được công nhận").select_option(index=1)
    page.get_by_label("Số quyết định").fill("512/QĐ-UBND")
    page.get_by_label("Người ký").fill("Hoàng Văn Sơn, Phó Chủ tịch UBND thành phố")
    page.get_by_label("Tôi biết và vẫn ghi quyết định").check()
    page.get_by_label("Ngày ký").fill(f"{YEAR}-12-12")  # the same read either way round
    page.get_by_label("Hạn kiến nghị").fill(f"{YEAR + 1}-01-01")
    keep(page, "ghi-quyet-dinh")


SCENES = (appraisal,)
