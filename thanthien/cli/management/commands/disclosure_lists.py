"""`thanthien disclosure lists` – the list of what was public in the quarter that is over; safe to call every day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from thanthien.workflows.disclosure import make_due_lists


class Command(BaseCommand):
    help = "Lập danh mục nội dung công khai của quý vừa hết cho từng đơn vị; lập lại khi sổ được bổ sung."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Đã lập {make_due_lists(at=timezone.now())} danh mục.")
