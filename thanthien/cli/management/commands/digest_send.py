"""`thanthien digest send` – the reminders by mail that are due now; safe to call as often as one likes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi
from thanthien.operations.facilities.reminding import remind_heads
from thanthien.platform.notices.actions import trust_clock
from thanthien.workflows.digest import send_due


class Command(BaseCommand):
    help = "Gửi thư nhắc việc đến hạn gửi. Gọi lại không gửi trùng."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--clock-is-right",
            action="store_true",
            help="đồng hồ từng chạy trước và nay đã đúng: thư ghi vào ngày chưa tới được coi là thư của hôm nay",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if options["clock_is_right"]:
            freed = trust_clock(at=now, today=timezone.localdate(now))
            self.stdout.write(f"Đã đưa {freed} thư ghi vào ngày chưa tới về hôm nay.")
        remind_heads(at=now)
        told = send_due(at=now)
        if told.ahead:
            self.stdout.write(
                f"Hôm nay là {date_vi(timezone.localdate(now))} nhưng đã có thư của ngày {date_vi(told.ahead)}: "
                "đồng hồ máy chủ đang sai hoặc từng sai. Chưa gửi thư nào. Nếu đồng hồ đã đúng, chạy: "
                "thanthien digest send --clock-is-right"
            )
            return
        self.stdout.write(
            f"Đã gửi {told.sent} thư, {told.failed} thư chưa gửi được, {told.empty} người không có việc chờ."
        )
