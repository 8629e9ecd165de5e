"""The program and a Chromium, started as a person starts them."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright

from tests.house.tree import ROOT
from thanthien.workflows.demo.names import PASSWORD

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def environment(data: Path) -> dict[str, str]:
    """This process's variables, with data and static files in `data` and nothing of its own database."""
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


def run(data: Path, *words: str) -> None:
    """One command of the program; AssertionError with the end of what it said when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "thanthien", *words], cwd=ROOT, env=environment(data), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]


@contextmanager
def served(data: Path) -> Iterator[str]:
    """`thanthien serve` on a free port → its address; ended on leaving."""
    with running(data) as (url, _):
        yield url


@contextmanager
def running(data: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """As `served`, with the process: for a test that ends it otherwise."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "thanthien", "serve", "--port", str(port)], cwd=ROOT, env=environment(data)
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url + "/healthz", server)
        yield url, server
    finally:
        server.terminate()
        server.wait(timeout=90)


def cut_power(server: subprocess.Popen[bytes]) -> None:
    """End a server and all that it started at once, without a word (Linux: /proc tells who started whom)."""
    ends, more = {server.pid}, True
    while more:
        started = {
            int(one.parent.name) for one in Path("/proc").glob("[0-9]*/stat") if _parent_of(one) in ends
        }
        more = not started <= ends
        ends |= started
    for pid in ends:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    server.wait(timeout=30)


def _parent_of(stat: Path) -> int:
    try:
        return int(stat.read_text().rpartition(")")[2].split()[1])
    except OSError:  # ended meanwhile
        return 0


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(450):
        assert server.poll() is None, "the server ended before it answered"
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{url} did not answer in 90 s")


def start_chromium(playwright: Playwright) -> Browser:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    assert path, "No Chromium: `make browser` installs one, or set CHROMIUM."
    return playwright.chromium.launch(executable_path=path, args=QUIET)


def sign_in(page: Page, username: str) -> None:
    """Sign a person of the demo in through the sign-in page."""
    page.goto("/accounts/login/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.wait_for_url(lambda url: "/accounts/login" not in url)
