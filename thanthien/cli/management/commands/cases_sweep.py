"""`thanthien cases sweep` – what time does to cases; safe to call as often as one likes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from thanthien.operations.casework.sweeping import sweep


class Command(BaseCommand):
    help = "Lập bản xin lỗi cho hồ sơ vừa quá hạn, làm tiếp việc nhập bị dừng giữa chừng, xóa tệp đã nhập hết hạn lưu."

    def handle(self, *args: Any, **options: Any) -> None:
        done = sweep(at=timezone.now())
        self.stdout.write(
            f"Đã lập {done.begun} bản xin lỗi, làm tiếp {done.resumed} lần nhập, xóa {done.removed} tệp hết hạn lưu."
        )
