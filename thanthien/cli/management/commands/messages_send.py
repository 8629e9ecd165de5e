"""`thanthien messages send` – messages to citizens that are due now; safe with several at once, and often."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from thanthien.platform.outbox.actions import send_due


class Command(BaseCommand):
    help = "Gửi tin đang chờ cho người dân (thư điện tử, SMS, Zalo). Gọi lại không gửi trùng."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--linger", type=float, default=0, help="chờ thêm chừng ấy giây xem có tin mới không rồi mới dừng"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        sent = failed = 0
        ends = time.monotonic() + options["linger"]
        while True:
            told = send_due(at=timezone.now())
            sent, failed = sent + told.sent, failed + told.failed
            if told.sent:
                ends = time.monotonic() + options["linger"]
            if not (told.sent or told.failed):
                if time.monotonic() >= ends:
                    break
                time.sleep(min(1.0, options["linger"]))
        self.stdout.write(f"Đã gửi {sent} tin, {failed} tin chưa gửi được.")
