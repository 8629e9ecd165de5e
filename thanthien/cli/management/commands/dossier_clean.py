"""`thanthien dossier clean [--days N]` – old archives out of the store; proofs and the newest of a year stay."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from thanthien.assessment.dossier.actions import clear_archives
from thanthien.assessment.dossier.leftovers import clear_leftovers
from thanthien.cli.refusal import Refusal


class Command(BaseCommand):
    help = "Dọn các gói hồ sơ cũ; minh chứng và gói mới nhất của mỗi năm được giữ lại."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=90, help="chỉ dọn gói làm trước đây hơn số ngày này")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["days"] < 1:
            raise Refusal("Số ngày phải từ 1 trở lên.")
        now = timezone.now()
        removed, left = clear_archives(at=now, older_than_days=options["days"]), clear_leftovers(at=now)
        freed = sum(archive.size for archive in removed) // 2**20
        self.stdout.write(f"Đã dọn {len(removed)} gói, giải phóng {freed} MB. Minh chứng được giữ nguyên.")
        if left:
            self.stdout.write(f"Đã dọn {left} tệp dở dang của những lần đóng gói bị ngắt.")
