"""`thanthien queue sweep` – what time does to numbers; safe to call as often as one likes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from thanthien.operations.queueing.sweeping import sweep


class Command(BaseCommand):
    help = "Đóng các số còn lại sau giờ làm việc, dọn tiếng gọi số cũ."

    def handle(self, *args: Any, **options: Any) -> None:
        done = sweep(at=timezone.now())
        self.stdout.write(
            f"Đã đóng {done.closed} số, dọn {done.sounds} tiếng gọi, xóa tên ở {done.forgotten} lịch hẹn cũ."
        )
