"""`thanthien feedback sweep` – what time does to reports of citizens; safe to call as often as one likes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from thanthien.operations.feedback.sweeping import sweep


class Command(BaseCommand):
    help = (
        "Kết thúc ý kiến đã trả lời quá thời gian mở lại, cho đồng hồ chạy tiếp, báo lãnh đạo việc đến hạn."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = sweep(at=timezone.now())
        self.stdout.write(
            f"Đã kết thúc {done.closed}, tiếp tục {done.resumed}, báo lãnh đạo {done.alarmed} ý kiến."
        )
