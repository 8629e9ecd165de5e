"""One phone, several people: what a person leaves on it when signing out, and a browser that lacks this or that."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import AGAIN, Site
from tests.browser.program import sign_in
from tests.browser.test_capture_offline import OFFICER, PAGE, photograph, proofs, quiet, take
from tests.browser.wire import Wire

pytestmark = pytest.mark.browser

OTHER = "kinhte.thanhbinh"


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Đăng xuất").last.click()
    expect(page.get_by_role("link", name="Đăng nhập")).to_be_visible()


def sender_of(site: Site, name: str) -> list[str]:
    base = sqlite3.connect(site.data / "thanthien.sqlite3")
    rows = base.execute(
        "select p.username from evidence_evidence e join people_person p on p.id = e.added_by_id where e.filename = ?",
        (name,),
    ).fetchall()
    base.close()
    return [row[0] for row in rows]


def test_signed_out_the_phone_forgets_the_page_and_keeps_the_picture_for_its_person(
    browser: Browser, site: Site, wire: Wire, tmp_path: Path
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, base_url=wire.url, locale="vi-VN")
    page = context.new_page()
    sign_in(page, OFFICER)
    quiet(page)
    wire.cut(context)
    take(page, photograph(tmp_path, "may-chung.jpg", visit=11))
    expect(page.locator(".cp-item.is-waiting")).to_have_count(1)
    page.close()
    wire.mend(context)
    page = context.new_page()
    sign_out(page)
    expect(page.get_by_text("Máy này còn 1 ảnh chưa gửi.")).to_be_visible()
    page.wait_for_function("async () => !(await caches.has('thanthien-capture'))")
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('capture-'))") == []

    sign_in(page, OTHER)
    quiet(page)
    expect(page.get_by_text("Máy này còn 1 ảnh của người khác")).to_be_visible()
    expect(page.locator(".cp-item")).to_have_count(0)
    assert proofs(site, "may-chung.jpg") == []
    sign_out(page)

    sign_in(page, OFFICER)
    page.goto(PAGE)
    expect(page.locator(".cp-item.is-sent")).to_have_count(1, timeout=AGAIN)
    assert sender_of(site, "may-chung.jpg") == [OFFICER]
    sign_out(page)
    expect(page.get_by_text("ảnh chưa gửi")).to_have_count(0)
    page.wait_for_function(_NOTHING_KEPT)  # what was sent is cleared while the page comes
    context.close()


_NOTHING_KEPT = """() => new Promise((resolve) => {
  const asked = indexedDB.open("thanthien-capture", 1);
  asked.onsuccess = () => {
    const all = asked.result.transaction("queue").objectStore("queue").getAll();
    all.onsuccess = () => { asked.result.close(); resolve(all.result.length === 0); };
  };
})"""


def test_signing_out_where_no_picture_was_ever_taken_makes_no_store(
    open_as: Callable[..., Page], site: Site
) -> None:
    page = open_as("", width="phone")
    page.goto("/accounts/login/")
    # its script opens a store to look, and gives it up again
    page.wait_for_function("async () => (await indexedDB.databases()).length === 0")


def test_a_browser_that_cannot_draw_from_a_file_makes_it_smaller_all_the_same(
    open_as: Callable[..., Page], site: Site, tmp_path: Path
) -> None:
    page = open_as(OFFICER, width="phone")
    page.add_init_script("delete window.createImageBitmap; delete Crypto.prototype.randomUUID")
    quiet(page)
    take(page, photograph(tmp_path, "safari-cu.jpg", visit=12, size=(4000, 3000)))
    expect(page.locator(".cp-item.is-sent").first).to_be_visible(timeout=AGAIN)
    [(_, width, taken)] = proofs(site, "safari-cu.jpg")
    assert (width, (taken or "")[:10]) == (2000, "2026-02-03")


def test_a_store_taken_away_from_a_page_that_slept_is_opened_again(
    open_as: Callable[..., Page], site: Site, tmp_path: Path
) -> None:
    page = open_as(OFFICER, width="phone")
    quiet(page)
    page.evaluate(
        """() => {
          const real = IDBDatabase.prototype.transaction;
          let lost = true;
          IDBDatabase.prototype.transaction = function (...given) {
            if (lost) { lost = false; throw new DOMException("gone", "InvalidStateError"); }
            return real.apply(this, given);
          };
        }"""
    )
    take(page, photograph(tmp_path, "ngu-day.jpg", visit=13))
    expect(page.locator(".cp-item.is-sent").first).to_be_visible(timeout=AGAIN)
    assert len(proofs(site, "ngu-day.jpg")) == 1


def test_a_full_phone_is_said(open_as: Callable[..., Page], site: Site, tmp_path: Path) -> None:
    page = open_as(OFFICER, width="phone")
    quiet(page)
    page.evaluate(
        "() => { IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    page.locator("input[data-take]").first.set_input_files(photograph(tmp_path, "het-cho.jpg", visit=14))
    expect(page.locator("[data-line]")).to_contain_text("Máy không giữ được ảnh “het-cho.jpg”")
    assert proofs(site, "het-cho.jpg") == []
