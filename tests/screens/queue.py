"""The guide of the queue: a counter that calls, a kiosk, a number, the board, what is set up, how long people wait."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from tests.browser.hall import open_hall
from tests.screens.studio import HOME, PHONE, Studio, keep

HEAD, CLERK = "giamdocmotcua.thanhbinh", "motcua.thanhbinh"
KIOSK, BOARD = (1024, 768), (1280, 720)


def queue(studio: Studio) -> None:
    open_hall(studio.data)
    head = studio.page(HEAD)
    page = studio.page(CLERK)
    page.goto(f"{HOME}queue/")
    keep(page, "goi-so")
    head.goto(f"{HOME}queue/figures/")
    keep(head, "so-lieu-xep-hang")
    head.goto(f"{HOME}queue/services/")
    keep(head, "viec-va-may")
    head.get_by_role("link", name="Bảng gọi số ở sảnh").click()
    board = studio.page("", BOARD)
    board.goto(head.locator("ol a").get_attribute("href") or "")
    keep(board, "bang-goi-so", polls=True)
    _kiosk(studio, head)
    phone = studio.page("", PHONE)
    phone.goto("/HM01/queue/")
    phone.get_by_label(re.compile("Hộ tịch")).check()
    phone.get_by_role("button", name="Lấy số").click()
    phone.locator(".pq-number").wait_for()
    keep(phone, "so-tren-dien-thoai")


def _kiosk(studio: Studio, head: Page) -> None:
    head.goto(f"{HOME}queue/services/")
    head.get_by_role("link", name="Máy lấy số ở cửa vào").click()
    head.get_by_role("button", name="Lấy mã ghép máy").click()
    code = head.locator(".rt-code").inner_text()
    kiosk = studio.page("", KIOSK)
    kiosk.goto("/kiosk/queue/")
    kiosk.get_by_label("Mã ghép máy").fill(code)
    kiosk.get_by_role("button", name="Ghép máy").click()
    kiosk.get_by_role("button", name=re.compile("Đất đai")).wait_for()
    keep(kiosk, "may-lay-so")
    kiosk.get_by_role("button", name=re.compile("Đất đai")).click()
    kiosk.locator("#number").wait_for()
    keep(kiosk, "so-vua-lay")
    kiosk.get_by_role("button", name="Không có giấy").click()
    kiosk.locator(".qk-out").wait_for()
    keep(kiosk, "het-giay")


SCENES = (queue,)
