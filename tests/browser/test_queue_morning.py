"""A morning at the centre, from the list before the doors open to the apology for a case that is late.

A kiosk and a phone take numbers, two counters call, the board shows it; lines are lost on the way. What was done is
then in the figures.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Site
from tests.browser.hall import open_hall
from tests.browser.looks import arrived, looks_right
from tests.browser.program import served, sign_in

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
CLERK, OFFICER, HEAD, CHAIR = (f"{one}.thanhbinh" for one in ("motcua", "kinhte", "giamdocmotcua", "chutich"))
PHONE = (360, 740)
BROKEN = "Máy in ở quầy 1 hết mực"
REASON = "Cán bộ địa chính đo lại ranh giới thửa đất theo đề nghị của hộ liền kề"


@pytest.fixture
def hall(demo_data: Path, tmp_path: Path) -> Iterator[Site]:
    """The demo with its hall open now, whatever the day and the hour."""
    data = tmp_path / "data"
    shutil.copytree(demo_data, data)
    open_hall(data)
    with served(data) as url:
        yield Site(url, data)


@pytest.fixture
def opened(browser: Browser, hall: Site) -> Iterator[Open]:
    """A page in a browser of its own, signed in where a person is named."""
    contexts: list[BrowserContext] = []

    def one(username: str = "", size: tuple[int, int] = (1280, 800)) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, base_url=hall.url, locale="vi-VN"
        )
        contexts.append(context)
        page = context.new_page()
        if username:
            sign_in(page, username)
        return page

    yield one
    for context in contexts:
        context.close()


def test_a_morning_at_the_centre(opened: Open, hall: Site) -> None:
    head = opened(HEAD)
    _look_round(opened(CLERK, PHONE), head)
    begun = datetime.now(UTC)
    _serve(opened, head)
    assert _faces(hall, since=begun) == [("Quầy 1 – Hộ tịch, chứng thực", 5)]
    _apologise(opened, head)


def _look_round(clerk: Page, head: Page) -> None:
    """Before the doors open: one thing is broken, the rest is well; the head sees both."""
    clerk.goto("/desk/HM01/checklist/")
    total = clerk.locator(".ck-line").count()
    line = clerk.locator(".ck-line").filter(has_text="Có mực, có giấy")
    line.get_by_role("link", name="Hỏng").click()
    line.get_by_label("Hỏng, thiếu thế nào?").fill(BROKEN)
    line.get_by_role("button", name="Báo hỏng").click()
    expect(line.locator(".ck-broken")).to_contain_text(BROKEN)
    loud = clerk.locator(".ck-line").filter(has=clerk.locator(".ck-broken")).filter(has_not_text=BROKEN)
    loud.get_by_role("button", name="Tốt").click()  # the workshop brought the loudspeaker back
    expect(loud.get_by_role("button", name="Tốt")).to_have_attribute("aria-pressed", "true")
    clerk.once("dialog", lambda asked: asked.accept())
    clerk.get_by_role("button", name="nội dung còn lại đều tốt").click()
    expect(clerk.locator(".ck-count")).to_contain_text(f"{total}/{total} xong lúc")
    looks_right(clerk)
    head.goto("/desk/HM01/repairs/")
    expect(head.get_by_role("main")).to_contain_text(BROKEN)


def _serve(opened: Open, head: Page) -> None:
    """The hall: numbers taken in three ways, called at two counters, shown, and a face pressed afterwards."""
    kiosk, board, phone = _kiosk(opened, head), _board(opened, head), opened(size=(360, 740))

    # the line of the kiosk is lost as somebody presses: one number, once it is back
    kiosk.context.set_offline(True)
    kiosk.get_by_role("button", name=re.compile("Đất đai")).click()
    expect(kiosk.get_by_role("alert")).to_contain_text("mất kết nối")
    kiosk.context.set_offline(False)
    expect(kiosk.locator("#number")).to_have_text("B002")
    looks_right(kiosk)

    phone.goto("/HM01/queue/")
    looks_right(phone)
    phone.get_by_label(re.compile("Hộ tịch")).check()
    phone.get_by_role("button", name="Lấy số").click()
    expect(phone.get_by_role("heading", name="A004")).to_be_visible()
    expect(phone.get_by_text("người trước ông/bà")).to_be_visible()

    first, second = opened(CLERK), opened(OFFICER)
    for desk in (first, second):
        desk.goto("/desk/HM01/queue/")
    second.keyboard.press("n")
    expect(second.locator(".qu-number")).to_have_text("B001")
    expect(board.locator(".qb-latest")).to_contain_text("B001")
    expect(board.locator(".qb-latest")).to_contain_text("Quầy 2")

    # the board is without a line while two are called: it says so, keeps the last, and catches up
    board.context.set_offline(True)
    first.get_by_role("button", name="Xong, gọi tiếp").click()
    expect(first.locator(".qu-number")).to_have_text("A001")
    expect(board.get_by_text("Mất kết nối từ")).to_be_visible()
    expect(board.locator(".qb-latest")).to_contain_text("B001")
    board.context.set_offline(False)
    expect(board.locator(".qb-latest")).to_contain_text("A001")
    expect(board.get_by_text("Mất kết nối từ")).to_be_hidden()
    looks_right(first)

    # the phone's number is called by hand, served and done; then its page leads to the faces of that counter
    first.get_by_role("button", name="Xong", exact=True).click()
    first.get_by_role("button", name="Gọi số A004").click()
    phone.reload()
    expect(phone.get_by_role("alert")).to_contain_text("Mời ông/bà đến Quầy 1")
    first.keyboard.press("b")
    expect(first.get_by_text("Đang phục vụ", exact=True)).to_be_visible()
    first.get_by_role("button", name="Xong", exact=True).click()
    expect(first.get_by_text("Quầy đang trống")).to_be_visible()
    phone.reload()
    phone.get_by_role("link", name="Đánh giá phục vụ tại quầy").click()
    expect(phone.get_by_text("Quầy 1")).to_be_visible()
    phone.get_by_role("button", name="Rất hài lòng").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Cảm ơn ông/bà")


def _faces(hall: Site, *, since: datetime) -> list[tuple[str, int]]:
    """The counters rated since this minute, with the mark, as the database has them: it keeps minutes."""
    base = sqlite3.connect(hall.data / "thanthien.sqlite3")
    rows = base.execute(
        "SELECT name, mark FROM ratings_rating r JOIN counters_counter c ON c.id = counter_id WHERE received_at >= ?",
        (f"{since:%Y-%m-%d %H:%M}",),
    ).fetchall()
    base.close()
    return rows


def _apologise(opened: Open, head: Page) -> None:
    """The case that is late: the reason is written, the Chair signs, the centre hands it over; the figure follows."""
    officer, chair = opened(OFFICER), opened(CHAIR, PHONE)
    officer.goto("/desk/HM01/cases/?tab=late")
    officer.get_by_role("link", name="Xác nhận thông tin đất đai").click()
    arrived(officer, "Xác nhận thông tin đất đai")
    code = officer.locator(".st-facts dd").first.inner_text()
    officer.get_by_role("region", name="Xin lỗi").get_by_role("link", name="Quá hạn").click()
    arrived(officer, "Phiếu xin lỗi")
    letter = officer.url
    officer.get_by_label("Lý do", exact=True).fill(REASON)
    officer.get_by_role("button", name="Trình lãnh đạo ký").click()
    expect(officer.get_by_text("Hồ sơ chưa xong nên cần ngày hẹn trả mới.")).to_be_visible()
    officer.get_by_label("Ngày hẹn trả mới").fill((date.today() + timedelta(days=7)).isoformat())
    officer.get_by_role("button", name="Trình lãnh đạo ký").click()
    expect(officer.get_by_text("Đã trình lãnh đạo ký.")).to_be_visible()

    chair.goto(letter)
    expect(chair.get_by_role("region", name="Nội dung văn bản")).to_contain_text(REASON)
    looks_right(chair)
    chair.get_by_role("button", name="Ký, lấy số").click()
    expect(chair.get_by_role("heading", level=1)).to_contain_text("Phiếu xin lỗi số")

    head.goto(letter)
    head.get_by_label("Trao trực tiếp").check()
    head.get_by_role("button", name="Gửi", exact=True).click()
    expect(head.get_by_text("Đã ghi gửi")).to_be_visible()
    head.get_by_label("Nhận thế nào").fill("Trao tại nhà, gia đình ký nhận")
    head.get_by_role("button", name="Ghi đã nhận").click()
    expect(head.get_by_text("Đã ghi người dân nhận được.")).to_be_visible()
    looks_right(head)
    late = _missed(head) + timedelta(days=1)
    head.goto(f"/desk/HM01/figures/late_case_apology/records/?from={late}&to={late}")
    expect(head.get_by_role("listitem").filter(has_text=code)).to_contain_text("Đạt")


def _missed(page: Page) -> date:
    """The date that the letter says was missed."""
    said = page.get_by_role("region", name="Thông tin").locator("dd").first.inner_text()
    return datetime.strptime(said, "%d/%m/%Y").date()


def _kiosk(opened: Open, head: Page) -> Page:
    """The demo's kiosk, paired by the code that the desk tells."""
    head.goto("/desk/HM01/queue/services/")
    head.get_by_role("link", name="Máy lấy số ở cửa vào").click()
    head.get_by_role("button", name="Lấy mã ghép máy").click()
    code = head.locator(".rt-code").inner_text()
    kiosk = opened()
    kiosk.goto("/kiosk/queue/")
    kiosk.get_by_label("Mã ghép máy").fill(code)
    kiosk.get_by_role("button", name="Ghép máy").click()
    expect(kiosk.get_by_role("heading", name="Ông/bà đến làm việc gì?")).to_be_visible()
    looks_right(kiosk)
    return kiosk


def _board(opened: Open, head: Page) -> Page:
    head.goto("/desk/HM01/queue/services/")
    head.get_by_role("link", name="Bảng gọi số ở sảnh").click()
    address = head.locator("ol a").get_attribute("href")
    assert address
    board = opened()
    board.goto(address)
    expect(board.locator(".qb-latest")).to_contain_text("A003")
    looks_right(board)
    return board
