"""A real Chromium against the real program: the demo, served as a person serves it."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from tests.browser.program import run, served, sign_in, start_chromium
from tests.browser.wire import Wire

PATIENCE = 30_000  # milliseconds: two workers, their servers and their browsers share two cores
READ = 60_000  # milliseconds until the background worker, which has other work too, has read a plan
AGAIN = 60_000  # milliseconds for what a page sends by itself: a try that came at a bad moment is repeated after 30 s
WIDTHS = {"phone": (360, 740), "desk": (1280, 800)}


@dataclass(frozen=True)
class Site:
    url: str
    data: Path


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's data folder, made once for all workers of this run."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    data, done = shared / "demo-data", shared / "demo-data.done"
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            run(data, "collectstatic", "--noinput", "-v0")
            run(data, "setup")
            done.touch()
    return data


@pytest.fixture(scope="session")
def site(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The program, serving a copy of the demo of this worker's own."""
    data = tmp_path_factory.mktemp("site") / "data"
    shutil.copytree(demo_data, data)
    with served(data) as url:
        yield Site(url, data)


@pytest.fixture
def wire(site: Site) -> Iterator[Wire]:
    """What a browser of this test is connected by."""
    wire = Wire(site.url)
    yield wire
    wire.close()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = start_chromium(playwright)
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def signed_in(browser: Browser, site: Site) -> Callable[[str], Any]:
    """The cookies of a person, signed in once a session through the sign-in page."""
    kept: dict[str, Any] = {}

    def cookies(username: str) -> Any:
        if username not in kept:
            context = browser.new_context(base_url=site.url, locale="vi-VN")
            sign_in(context.new_page(), username)
            kept[username] = context.storage_state()
            context.close()
        return kept[username]

    return cookies


def _is_wrong(said: ConsoleMessage, *, refused: bool) -> bool:
    """Whether a line of the console is an error; `refused` allows forms answered with 422, to be filled in again."""
    return said.type == "error" and not (refused and "status of 422" in said.text)


def _watched(context: BrowserContext, wrong: list[str], *, refused: bool = False) -> Page:
    """A new page whose errors are written to `wrong`."""
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on(
        "console",
        lambda m: wrong.append(f"{page.url}: {m.text}") if _is_wrong(m, refused=refused) else None,
    )
    page.on("pageerror", lambda e: wrong.append(f"{page.url}: {e}"))
    return page


@pytest.fixture(scope="session")
def _windows(
    browser: Browser, site: Site, signed_in: Callable[[str], Any]
) -> Iterator[Callable[[str], tuple[Page, list[str]]]]:
    kept: dict[str, tuple[Page, list[str]]] = {}

    def window(username: str) -> tuple[Page, list[str]]:
        if username not in kept:
            wrong: list[str] = []
            context = browser.new_context(
                locale="vi-VN", base_url=site.url, service_workers="block",
                storage_state=signed_in(username) if username else None,
            )  # fmt: skip
            kept[username] = _watched(context, wrong), wrong
        return kept[username]

    yield window
    for page, _ in kept.values():
        page.context.close()


@pytest.fixture
def walk_as(_windows: Callable[[str], tuple[Page, list[str]]]) -> Iterator[Callable[[str], Page]]:
    """`walk_as("dieuphoi.thanhbinh")` → the window in which this person walks from page to page all through the run.

    For tests that only look: a window of their own costs more than most pages. Errors fail a test as in `open_as`.
    """
    walked: list[list[str]] = []

    def enter(username: str) -> Page:
        page, wrong = _windows(username)
        wrong.clear()
        walked.append(wrong)
        w, h = WIDTHS["phone"]
        page.set_viewport_size({"width": w, "height": h})
        return page

    yield enter
    assert [one for wrong in walked for one in wrong] == []


@pytest.fixture
def open_as(browser: Browser, site: Site, signed_in: Callable[[str], Any]) -> Iterator[Callable[..., Page]]:
    """`open_as("dieuphoi.thanhbinh", width="phone", javascript=True)` → a signed-in page.

    A page that logs an error, breaks the content policy or fails to load a file fails its test; `refused` is for
    a person whose form the test means to have refused.
    """
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def enter(username: str, *, width: str = "desk", javascript: bool = True, refused: bool = False) -> Page:
        w, h = WIDTHS[width]
        context = browser.new_context(
            viewport={"width": w, "height": h}, java_script_enabled=javascript, locale="vi-VN", base_url=site.url,
            storage_state=signed_in(username) if username else None, accept_downloads=True,
        )  # fmt: skip
        contexts.append(context)
        return _watched(context, wrong, refused=refused)

    yield enter
    for context in contexts:
        context.close()
    assert wrong == []
