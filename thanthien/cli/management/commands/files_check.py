"""`thanthien files check [--json]` – kept files against their sha-256, acceptances against what was accepted.

Exit 1 when something is missing or changed.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from thanthien.platform.files.models import StoredFile
from thanthien.platform.files.upkeep import examine_store
from thanthien.programme.evidence.health import changed_since_acceptance

SHOWN = 50


class Command(BaseCommand):
    help = "Đối chiếu từng tệp trong kho với mã nội dung đã ghi; báo tệp mất hoặc không còn nguyên vẹn."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        found = examine_store(at=timezone.now())
        damaged = StoredFile.objects.exclude(damage="").order_by("pk")
        changed = changed_since_acceptance()
        if options["json"]:
            rows = [{"sha256": file.sha256, "damage": file.damage} for file in damaged]
            self.stdout.write(
                json.dumps(
                    {
                        **asdict(found),
                        "damaged": rows,
                        "changed_since_acceptance": [proof.pk for proof in changed],
                    }
                )
            )
        elif found.is_sound:
            self.stdout.write(f"Kho tệp nguyên vẹn: {found.whole} tệp.")
        else:
            self.stdout.write(
                f"{found.whole} tệp nguyên vẹn, {found.missing} tệp mất, {found.changed} tệp đã thay đổi:"
            )
            for file in damaged[:SHOWN]:
                self.stdout.write(f"  {file.sha256}  {file.get_damage_display()}")
            self.stdout.write(
                "Hãy lấy lại các tệp này từ bản sao lưu. Minh chứng liên quan hiện ở trang Kiểm tra minh chứng."
            )
        if changed and not options["json"]:
            self.stdout.write(f"{len(changed)} minh chứng không còn như khi được chấp nhận:")
            for proof in changed[:SHOWN]:
                self.stdout.write(f"  {proof.unit.full_name}, số {proof.pk}: {proof.title}")
        if changed or not found.is_sound:
            sys.exit(1)
