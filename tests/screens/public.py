"""What is public, what people are asked, and the faces they press: desk, phone, tablet at the counter."""

from __future__ import annotations

from tests.screens.studio import HOME, PHONE, WARD, Studio, keep

COORDINATOR, NEIGHBOUR = "dieuphoi.thanhbinh", "dieuphoi.donghai"
PORTAL = "/HM01/"
TABLET = (1024, 768)
TO_THE_TOP = "one => scrollTo(0, one.getBoundingClientRect().top + scrollY - 16)"
ALLOWANCES = "Kết quả rà soát đối tượng hưởng trợ cấp xã hội"


def disclosure(studio: Studio) -> None:
    page = studio.page(COORDINATOR)
    page.goto(f"{HOME}disclosure/")
    keep(page, "so-cong-khai")
    page.get_by_role("link", name="Chính sách hỗ trợ, trợ cấp").click()
    page.locator("main tbody").get_by_role("link", name=ALLOWANCES).click()
    keep(page, "noi-cong-khai")
    page.goto(f"{HOME}disclosure/quarters/")
    keep(page, "danh-muc-quy")
    page = studio.page("", PHONE)
    page.goto(f"{PORTAL}public/")
    page.get_by_role("link", name=ALLOWANCES).click()
    page.locator("h1").evaluate(TO_THE_TOP)
    keep(page, "cong-khai-dien-thoai")


def surveys(studio: Studio) -> None:
    page = studio.page(COORDINATOR)
    page.goto(f"{HOME}surveys/")
    keep(page, "danh-sach-khao-sat")
    page.get_by_role("link", name="Kết quả Chính quyền thân thiện").first.click()
    keep(page, "ket-qua-khao-sat")
    page.locator(".sv-key").evaluate(TO_THE_TOP)
    keep(page, "cau-hoi-khao-sat")
    page = studio.page(NEIGHBOUR)
    page.goto(f"{WARD}surveys/")
    page.get_by_role("link", name="Soạn tiếp").click()
    keep(page, "soan-phieu")
    page = studio.page("", PHONE)
    page.goto(f"{PORTAL}surveys/")
    page.locator("main .door").first.click()
    keep(page, "khao-sat-dien-thoai")


def counters(studio: Studio) -> None:
    page = studio.page(COORDINATOR)
    page.goto(f"{HOME}ratings/")
    page.locator(".fb-page").evaluate(TO_THE_TOP)
    keep(page, "ket-qua-danh-gia")
    page.goto(f"{HOME}ratings/counters/")
    keep(page, "quay-va-may")
    page.locator("main").get_by_role("link", name="Máy tính bảng quầy").first.click()
    page.get_by_role("button", name="Lấy mã ghép").click()
    code = page.locator(".rt-code").inner_text()
    keep(page, "ghep-may", height=520)
    page = studio.page("", TABLET)
    page.goto("/kiosk/")
    page.get_by_label("Mã ghép máy").fill(code)
    page.get_by_role("button", name="Ghép máy").click()
    page.wait_for_selector("[data-ready='1']")
    keep(page, "nam-khuon-mat")


SCENES = (disclosure, surveys, counters)
