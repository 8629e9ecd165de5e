"""`thanthien serve` – the web server and the background worker together, in one program."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from thanthien.cli.data_in_use import DataInUse, data_in_use
from thanthien.cli.refusal import Refusal
from thanthien.platform.outbox.queries import is_any_due

_PATIENCE = 60  # seconds
_MESSAGES = 2  # seconds between two looks at which messages to citizens are due
_LINGER = 20  # seconds for which a sender waits for more before it ends
_SWEEPS = 1800  # seconds between two looks at what time does to reports
_LISTS = 6 * 3600  # seconds between two looks at whether a quarter or a month is over
_CASES = 300  # seconds between two looks at what time does to cases
_QUEUE = 900  # seconds between two looks at what time does to numbers of the queue
_SETTLED = 300  # seconds after the start before the first
_MONTH_BEHIND = 3600  # the same for tables of months: many, and nobody waits for them
_MAIL = 120  # seconds between two readings of the mailboxes
_MEASURES = 60  # seconds after which figures are followed again where that has ended
_SETTLE = 10  # seconds that figures leave to the start of the others
_REMINDERS = 600  # seconds between two looks at which reminders are due


class Command(BaseCommand):
    help = "Chạy máy chủ web và tiến trình nền (đọc kế hoạch, làm báo cáo)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--workers", type=int, default=int(os.environ.get("WEB_WORKERS", "2")))
        parser.add_argument("--no-background", action="store_true", help="không chạy tiến trình nền kèm theo")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        _require_free(host, port)
        _require_migrated()
        _require_assets()
        connections.close_all()
        try:
            with data_in_use(settings.DATA_DIR):
                raise SystemExit(self._serve(host, port, options["workers"], not options["no_background"]))
        except DataInUse as error:
            raise Refusal("Đang khôi phục dữ liệu từ bản sao lưu. Hãy chờ xong rồi chạy lại.") from error

    def _serve(self, host: str, port: int, workers: int, with_background: bool) -> int:
        web = subprocess.Popen(_web_command(host, port, workers))  # noqa: S603
        _wait_until_it_listens(web, host, port)  # the worker starts after it: two starts at once slow both
        background = _start_background() if with_background else None
        self.stdout.write(f"Thân Thiện đang chạy tại http://{host}:{port}/  (Ctrl+C để dừng)")
        self.stdout.flush()
        return _supervise(web, background)


def _web_command(host: str, port: int, workers: int) -> list[str]:
    kind = "thanthien.web.turns.Worker" if connection.vendor == "sqlite" else "gthread"
    return [
        sys.executable, "-m", "gunicorn", "thanthien.config.wsgi:application",
        "--bind", f"{host}:{port}", "--workers", str(workers), "--threads", "8", "--worker-class", kind,
        "--timeout", "120", "--graceful-timeout", "20", "--max-requests", "20000", "--max-requests-jitter", "2000",
        "--preload", "--log-level", "warning", "--forwarded-allow-ips", os.environ.get("PROXIES", "127.0.0.1"),
    ]  # fmt: skip


def _background_command() -> list[str]:
    return [
        sys.executable,
        "-m",
        "thanthien",
        "db_worker",
        "--interval",
        "0.5",
        "--no-reload",
        "--queue-name",
        "*",
    ]


def _wait_until_it_listens(web: subprocess.Popen[bytes], host: str, port: int) -> None:
    for _ in range(_PATIENCE * 20):
        if web.poll() is not None:
            return
        with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1):
            return
        time.sleep(0.05)


def _require_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refusal(
                f"Cổng {port} đang có chương trình khác dùng. Hãy chọn cổng khác, ví dụ: make run PORT={port + 1}"
            ) from error


def _require_migrated() -> None:
    executor = MigrationExecutor(connections["default"])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Refusal("Cơ sở dữ liệu chưa theo kịp phiên bản này. Hãy chạy “thanthien migrate” trước.")


def _require_assets() -> None:
    if not settings.DEBUG and not Path(settings.STATIC_ROOT, "staticfiles.json").exists():
        raise Refusal("Chưa có tệp giao diện. Hãy chạy “make assets” trước.")


def _start_background() -> subprocess.Popen[bytes]:
    return subprocess.Popen(_background_command())  # noqa: S603


def _is_time_for_reminders(running: subprocess.Popen[bytes] | None, next_round: float) -> bool:
    """Only where mail goes out at all, and never two rounds at once."""
    return settings.MAIL_IS_SET_UP and _is_over(running) and time.monotonic() >= next_round


def _is_time_for_messages(running: subprocess.Popen[bytes] | None, next_look: float) -> bool:
    """Where a message to a citizen waits and none is being sent. A database that does not answer is no reason

    to end: the next look asks again.
    """
    if not _is_over(running) or time.monotonic() < next_look:
        return False
    try:
        return is_any_due(timezone.now())
    except DatabaseError:
        return False
    finally:
        connections.close_all()


def _is_over(running: subprocess.Popen[bytes] | None) -> bool:
    return running is None or running.poll() is not None


def _start(*words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "thanthien", *words]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603


class _Turn:
    """A command that is started again and again, never twice at once."""

    def __init__(self, words: tuple[str, ...], every: float, *, first_in: float = 0) -> None:
        self.words, self.every = words, every
        self.due = time.monotonic() + first_in
        self.running: subprocess.Popen[bytes] | None = None

    def take(self) -> None:
        if time.monotonic() >= self.due and _is_over(self.running):
            self.running = _start(*self.words)
            self.due = time.monotonic() + self.every


def _supervise(web: subprocess.Popen[bytes], background: subprocess.Popen[bytes] | None) -> int:
    """Until the web server ends or a signal comes. A background worker that dies is started again:

    its task is found unfinished and can be taken up anew, so nobody has to notice.
    """
    stopping = False

    def stop(signum: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True
        web.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    reminders: subprocess.Popen[bytes] | None = None
    sending: subprocess.Popen[bytes] | None = None
    fetching: subprocess.Popen[bytes] | None = None
    measuring = _Turn(("measures_fill", "--follow"), _MEASURES, first_in=_SETTLE)
    turns = (
        _Turn(("feedback_sweep",), _SWEEPS),
        _Turn(("cases_sweep",), _CASES, first_in=_SETTLED),
        _Turn(("queue_sweep",), _QUEUE, first_in=_SETTLED),
        _Turn(("disclosure_lists",), _LISTS, first_in=_SETTLED),
        _Turn(("papers_file",), _LISTS, first_in=_MONTH_BEHIND),
        _Turn(("letters_propose",), _SWEEPS, first_in=_SETTLED),
        measuring,
    )
    next_round = next_look = next_fetch = time.monotonic()
    while web.poll() is None:
        if background is not None and background.poll() is not None and not stopping:
            background = _start_background()
        if background is not None and _is_time_for_reminders(reminders, next_round):
            reminders = _start("digest_send")
            next_round = time.monotonic() + _REMINDERS
        for turn in turns if background is not None else ():
            turn.take()
        if background is not None and time.monotonic() >= next_fetch and _is_over(fetching):
            fetching = _start("mail_fetch") if settings.MAILBOXES else None
            next_fetch = time.monotonic() + _MAIL
        if background is not None and _is_time_for_messages(sending, next_look):
            sending = _start("messages_send", "--linger", str(_LINGER))
        if time.monotonic() >= next_look:
            next_look = time.monotonic() + _MESSAGES
        time.sleep(0.5)
    for process in (background, measuring.running):
        if process is not None:
            process.terminate()
            process.wait()
    return 0 if stopping else web.returncode
