"""The guides of the one-stop centre: the start of the day with and without a line, repairs, home service, helpers."""

from __future__ import annotations

from tests.screens.studio import HOME, PHONE, Studio, keep

OFFICER, HEAD = "motcua.thanhbinh", "giamdocmotcua.thanhbinh"


def start_of_day(studio: Studio) -> None:
    page = studio.page(HEAD)
    page.goto(f"{HOME}checklist/history/")
    keep(page, "cac-ngay-kiem-tra")
    page.goto(f"{HOME}repairs/?state=all")
    page.locator(".tt-cell-main").first.click()
    page.wait_for_load_state()
    keep(page, "phieu-sua-chua")
    phone = studio.page(OFFICER, PHONE)
    phone.goto(f"{HOME}checklist/")
    phone.wait_for_selector("#checklist[data-ready]")
    keep(phone, "kiem-tra-dau-ngay")
    phone.context.set_offline(True)
    for thing in ("Điện, ổ cắm", "Mạng Internet, Wi-Fi"):
        line = phone.locator(".ck-line").filter(has=phone.get_by_text(thing, exact=True))
        line.get_by_role("button", name="Tốt").click()
        line.get_by_text("chờ gửi").wait_for()
    phone.locator(".ck-line").first.evaluate("line => scrollTo(0, line.offsetTop - 200)")
    keep(phone, "kiem-tra-mat-mang")
    phone.context.set_offline(False)
    phone.locator(".is-waiting").first.wait_for(state="detached")


def home_service(studio: Studio) -> None:
    page = studio.page(HEAD)
    page.goto(f"{HOME}assistance/")
    keep(page, "phuc-vu-tai-nha")
    page.goto(f"{HOME}assistance/rounds/")
    page.locator("main table a").last.click()
    page.locator(".as-route").wait_for()
    keep(page, "chuyen-di")
    page.goto(f"{HOME}assistance/roster/")
    keep(page, "luc-luong-ho-tro")
    phone = studio.page(HEAD, PHONE)
    phone.goto(f"{HOME}assistance/rounds/new/")  # of today, with who is ready
    phone.locator("main form .btn-primary").click()
    phone.locator(".as-route .btn-primary").first.click()
    phone.get_by_role("button", name="Đã đến nhà").wait_for()
    phone.locator("#messages").evaluate("box => box.replaceChildren()")
    keep(phone, "den-nha")


SCENES = (start_of_day, home_service)
