"""`thanthien letters propose` – what happened lately and suggests a letter; safe to call as often as one likes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from thanthien.workflows.letters import propose_letters


class Command(BaseCommand):
    help = "Tìm việc vừa qua gợi ý một lá thư: giấy kết hôn, khai sinh đã trao, sáng kiến được công nhận."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Có {propose_letters(at=timezone.now())} đề xuất mới.")
