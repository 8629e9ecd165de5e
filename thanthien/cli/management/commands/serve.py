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
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from thanthien.cli.data_in_use import DataInUse, data_in_use
from thanthien.cli.refusal import Refusal

_PATIENCE = 60  # seconds


class Command(BaseCommand):
    help = "Chạy máy chủ web và tiến trình nền (đọc kế hoạch, làm báo cáo)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--workers", type=int, default=int(os.environ.get("WEB_WORKERS", "1")))
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
    return [
        sys.executable, "-m", "gunicorn", "thanthien.config.wsgi:application",
        "--bind", f"{host}:{port}", "--workers", str(workers), "--threads", "8", "--worker-class", "gthread",
        "--timeout", "120", "--graceful-timeout", "20", "--max-requests", "5000", "--max-requests-jitter", "500",
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
    while web.poll() is None:
        if background is not None and background.poll() is not None and not stopping:
            background = _start_background()
        time.sleep(0.5)
    if background is not None:
        background.terminate()
        background.wait()
    return 0 if stopping else web.returncode
