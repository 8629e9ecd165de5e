"""`thanthien papers file` – the tables of the months that are over, handed in as evidence; safe to call every day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from thanthien.cli.refusal import Refusal
from thanthien.workflows.filing import file_due


class Command(BaseCommand):
    help = "Lập bảng của các tháng đã hết từ sổ của từng phần việc và nộp làm minh chứng; lập lại khi sổ được sửa."

    def handle(self, *args: Any, **options: Any) -> None:
        done = file_due(at=timezone.now())
        self.stdout.write(f"Đã lập {done.made} bảng.")
        if done.failed:
            raise Refusal(f"Chưa lập được bảng của: {', '.join(done.failed)}. Nhật ký máy chủ ghi lý do.")
