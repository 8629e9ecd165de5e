"""The power fails while kiosks are pressed and a counter has called: no number twice, no call lost."""

from __future__ import annotations

import http.client
import shutil
import sqlite3
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.hall import open_hall
from tests.browser.program import cut_power, running, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="who started whom is read from /proc"),
]
TOKEN, KIOSKS = "a-token-of-a-test", 6
ENOUGH = 25  # numbers told before the power fails


@pytest.fixture
def data(demo_data: Path, tmp_path: Path) -> Path:
    """The demo with its hall open now, whatever the hour, and its kiosk paired."""
    data = tmp_path / "data"
    shutil.copytree(demo_data, data)
    open_hall(data)
    base = sqlite3.connect(data / "thanthien.sqlite3")
    told = sha256(TOKEN.encode()).hexdigest()
    base.execute("UPDATE queueing_screen SET token_hash = ? WHERE kind = 'kiosk'", (told,))
    base.commit()
    base.close()
    return data


def press(url: str, service: int, key: str) -> str:
    """The number's address; "" where no answer came."""
    line = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
    heads = {"Cookie": f"queue_kiosk={TOKEN}", "Content-Type": "application/x-www-form-urlencoded"}
    try:
        line.request("POST", "/kiosk/queue/", urlencode({"service": service, "key": key}), heads)
        return str(line.getresponse().getheader("Location", ""))
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        line.close()


def until_the_power_fails(
    url: str, service: int, told: dict[str, str], lost: list[str], cut: threading.Event
) -> None:
    for n in range(1000):
        key = f"{threading.get_ident()}-{n}"
        if not (address := press(url, service, key)):
            lost.append(key)
            return
        told[key] = address
        if len(told) >= ENOUGH:
            cut.set()


def test_nothing_is_lost_or_given_twice(browser: Browser, data: Path) -> None:
    base = data / "thanthien.sqlite3"
    with sqlite3.connect(base) as seen:
        (service,) = seen.execute("SELECT id FROM queueing_service WHERE prefix = 'B'").fetchone()
    told: dict[str, str] = {}
    lost: list[str] = []
    cut = threading.Event()
    with running(data) as (url, server), ThreadPoolExecutor(KIOSKS) as pool:
        desk = _desk(browser, url)
        desk.keyboard.press("n")
        expect(desk.locator(".qu-number")).to_have_text("B001")
        work = [pool.submit(until_the_power_fails, url, service, told, lost, cut) for _ in range(KIOSKS)]
        assert cut.wait(60)
        cut_power(server)
        for one in work:
            one.result(60)
    with running(data) as (url, _):
        assert {key: press(url, service, key) for key in told} == told  # the same press is the same number
        again = [press(url, service, key) for key in lost]
        assert len({*told.values(), *again}) == len(told) + len(lost)
        desk = _desk(browser, url)
        expect(desk.locator(".qu-number")).to_have_text("B001")  # still at the counter that called it
        desk.keyboard.press("x")
        expect(desk.locator(".qu-number")).to_have_text("B002")
    with sqlite3.connect(base) as seen:
        assert seen.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        today = "FROM queueing_ticket WHERE service_id = ? AND day = (SELECT MAX(day) FROM queueing_ticket)"
        numbers = [one for (one,) in seen.execute(f"SELECT number {today} ORDER BY number", (service,))]
        assert numbers == list(range(1, len(told) + len(lost) + 2))  # one was taken in the demo
        twice = "SELECT ticket_id FROM queueing_ticketstep WHERE move = 'call' GROUP BY ticket_id HAVING COUNT(*) > 1"
        assert seen.execute(twice).fetchall() == []


def _desk(browser: Browser, url: str) -> Page:
    page = browser.new_context(base_url=url, locale="vi-VN").new_page()
    sign_in(page, "kinhte.thanhbinh")
    page.goto("/desk/HM01/queue/")
    return page
