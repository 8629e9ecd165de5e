"""Pictures taken without a line: kept over reload and closing, sent once when the line is back."""

from __future__ import annotations

import io
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags, Image
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import AGAIN, Site
from tests.browser.wire import Wire
from tests.platform.files.scenes import room

pytestmark = pytest.mark.browser

OFFICER = "vanphong.thanhbinh"
PAGE = "/desk/HM01/capture/"


def photograph(folder: Path, name: str, *, visit: int, size: tuple[int, int] = (960, 720)) -> Path:
    """A picture with a camera's day in it; `size` makes it as large as a phone's."""
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:02:03 08:15:00"
    path = folder / name
    out = io.BytesIO()
    room(40, visit).resize(size).save(out, "JPEG", quality=92, exif=exif)
    path.write_bytes(out.getvalue())
    return path


def proofs(site: Site, name: str) -> list[tuple[str, int, str | None]]:
    """(client id, width, day taken) of proofs kept under this file name."""
    base = sqlite3.connect(site.data / "thanthien.sqlite3")
    rows = base.execute(
        "select e.client_id, f.width, f.taken_at from evidence_evidence e"
        " join files_storedfile f on f.id = e.file_id where e.filename = ?",
        (name,),
    ).fetchall()
    base.close()
    return rows


def take(page: Page, path: Path) -> None:
    page.locator("input[data-take]").first.set_input_files(path)
    page.locator(".cp-task").first.click()


def quiet(page: Page) -> Page:
    page.goto(PAGE)
    page.wait_for_selector("#capture[data-ready='1']")
    return page


def test_taken_without_a_line_kept_over_a_reload_and_sent_once(
    browser: Browser, site: Site, wire: Wire, signed_in: Callable[[str], Any], tmp_path: Path
) -> None:
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        base_url=wire.url,
        storage_state=signed_in(OFFICER),
        locale="vi-VN",
    )
    page = quiet(context.new_page())
    wire.cut(context)
    take(page, photograph(tmp_path, "khong-mang.jpg", visit=1))
    expect(page.locator(".cp-item.is-waiting")).to_have_count(1)
    page.reload()
    expect(page.get_by_role("heading", name="Chụp minh chứng")).to_be_visible()
    expect(page.locator(".cp-item.is-waiting")).to_have_count(1)
    page.close()
    page = context.new_page()
    page.goto(PAGE)
    expect(page.locator(".cp-item.is-waiting")).to_have_count(1)
    assert proofs(site, "khong-mang.jpg") == []
    wire.mend(context)
    expect(page.locator(".cp-item.is-sent")).to_have_count(1, timeout=AGAIN)
    expect(page.locator(".cp-item.is-waiting")).to_have_count(0)
    page.reload()
    page.wait_for_load_state("networkidle")
    assert len(proofs(site, "khong-mang.jpg")) == 1
    context.close()


def test_killed_in_the_middle_of_sending_it_arrives_once(
    browser: Browser, site: Site, signed_in: Callable[[str], Any], tmp_path: Path
) -> None:
    context = browser.new_context(base_url=site.url, storage_state=signed_in(OFFICER), locale="vi-VN")
    page = quiet(context.new_page())

    def lose_the_answer(route: Route) -> None:
        route.fetch()  # the server keeps the picture, the phone never hears of it
        route.abort()

    page.route(re.compile("capture/send/"), lose_the_answer)
    take(page, photograph(tmp_path, "giua-chung.jpg", visit=2))
    expect(page.locator("[data-line]")).to_contain_text("Ảnh vẫn nằm trong máy")
    assert len(proofs(site, "giua-chung.jpg")) == 1
    page.close()
    page = context.new_page()
    page.goto(PAGE)
    expect(page.locator(".cp-item.is-sent")).to_have_count(1, timeout=AGAIN)
    assert len(proofs(site, "giua-chung.jpg")) == 1
    context.close()


def test_a_session_that_ended_keeps_the_picture_until_signed_in_again(
    browser: Browser, site: Site, signed_in: Callable[[str], Any], tmp_path: Path
) -> None:
    context = browser.new_context(base_url=site.url, storage_state=signed_in(OFFICER), locale="vi-VN")
    page = quiet(context.new_page())
    cookies = context.cookies()
    context.clear_cookies()
    take(page, photograph(tmp_path, "het-phien.jpg", visit=3))
    expect(page.get_by_role("link", name="Đăng nhập lại")).to_be_visible()
    expect(page.locator(".cp-item.is-waiting")).to_have_count(1)
    context.add_cookies([{**cookie} for cookie in cookies])  # type: ignore[typeddict-item]
    page.goto(PAGE)
    expect(page.locator(".cp-item.is-sent")).to_have_count(1, timeout=AGAIN)
    assert len(proofs(site, "het-phien.jpg")) == 1
    context.close()


def test_a_large_picture_is_made_smaller_and_keeps_its_day(
    open_as: Callable[..., Page], site: Site, tmp_path: Path
) -> None:
    page = open_as(OFFICER, width="phone")
    quiet(page)
    take(page, photograph(tmp_path, "anh-lon.jpg", visit=4, size=(4000, 3000)))
    expect(page.locator(".cp-item.is-sent").first).to_be_visible(timeout=AGAIN)
    [(_, width, taken)] = proofs(site, "anh-lon.jpg")
    assert width == 2000
    assert taken is not None
    assert taken.startswith("2026-02-03")


def test_without_a_script_it_is_a_form(open_as: Callable[..., Page], site: Site, tmp_path: Path) -> None:
    page = open_as(OFFICER, width="phone", javascript=False)
    page.goto(PAGE)
    page.get_by_label("Ảnh", exact=True).set_input_files(photograph(tmp_path, "form-thuong.jpg", visit=5))
    page.get_by_label("Cho nhiệm vụ").select_option(index=1)
    page.get_by_role("button", name="Gửi ảnh").click()
    expect(page.get_by_text("Đã nhận 1 ảnh")).to_be_visible()
    assert len(proofs(site, "form-thuong.jpg")) == 1
