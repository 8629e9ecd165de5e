"""A real Chromium against the real program: the demo, served as a person serves it."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.house.tree import ROOT
from thanthien.workflows.demo.names import PASSWORD

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDTHS = {"phone": (360, 740), "desk": (1280, 800)}


@dataclass(frozen=True)
class Site:
    url: str
    data: Path


def _environment(data: Path) -> dict[str, str]:
    kept = {
        k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "DEBUG"}
    }
    return {
        **kept,
        "THANTHIEN_DATA": str(data),
        "THANTHIEN_STATIC": str(data / "static"),
        "SECRET_KEY": "only-for-tests",
        "LOG_LEVEL": "ERROR",
    }


def _run(data: Path, *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "thanthien", *words], cwd=ROOT, env=_environment(data), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]


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
            _run(data, "collectstatic", "--noinput", "-v0")
            _run(data, "setup")
            done.touch()
    return data


@pytest.fixture(scope="session")
def site(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The program, serving a copy of the demo of this worker's own."""
    data = tmp_path_factory.mktemp("site") / "data"
    shutil.copytree(demo_data, data)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "thanthien", "serve", "--port", str(port)], cwd=ROOT, env=_environment(data)
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url + "/healthz", server)
        yield Site(url, data)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        assert server.poll() is None, "the server ended before it answered"
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"{url} did not answer in 30 s")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    assert path, "No Chromium: `make browser` installs one, or set CHROMIUM."
    chromium = playwright.chromium.launch(executable_path=path, args=QUIET)
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def signed_in(browser: Browser, site: Site) -> Callable[[str], Any]:
    """The cookies of a person, signed in once a session through the sign-in page."""
    kept: dict[str, Any] = {}

    def cookies(username: str) -> Any:
        if username not in kept:
            context = browser.new_context(base_url=site.url, locale="vi-VN")
            page = context.new_page()
            page.goto("/accounts/login/")
            page.get_by_label("Tên đăng nhập").fill(username)
            page.get_by_label("Mật khẩu").fill(PASSWORD)
            page.get_by_role("button", name="Đăng nhập", exact=True).click()
            page.wait_for_url(lambda url: "/accounts/login" not in url)
            kept[username] = context.storage_state()
            context.close()
        return kept[username]

    return cookies


@pytest.fixture
def open_as(browser: Browser, site: Site, signed_in: Callable[[str], Any]) -> Iterator[Callable[..., Page]]:
    """`open_as("dieuphoi.thanhbinh", width="phone", javascript=True)` → a signed-in page.

    A page that logs an error, breaks the content policy or fails to load a file fails its test.
    """
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def enter(username: str, *, width: str = "desk", javascript: bool = True) -> Page:
        w, h = WIDTHS[width]
        context = browser.new_context(
            viewport={"width": w, "height": h}, java_script_enabled=javascript, locale="vi-VN", base_url=site.url,
            storage_state=signed_in(username) if username else None, accept_downloads=True,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda m: wrong.append(f"{page.url}: {m.text}") if m.type == "error" else None)
        page.on("pageerror", lambda e: wrong.append(f"{page.url}: {e}"))
        return page

    yield enter
    for context in contexts:
        context.close()
    assert wrong == []
