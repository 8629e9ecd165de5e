"""`thanthien backup FILE` – everything an installation on SQLite keeps, in one .tar, while it runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from thanthien.cli.safekeeping.backup import write_backup
from thanthien.cli.safekeeping.places import places


class Command(BaseCommand):
    help = "Sao lưu cơ sở dữ liệu SQLite và tệp vào một tệp .tar, ngay khi máy chủ đang chạy."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="tệp .tar sẽ tạo")
        parser.add_argument("--json", action="store_true", help="in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        to: Path = options["file"].absolute()
        here = places()
        kept = write_backup(to=to, places=here, at=timezone.now())
        size = to.stat().st_size
        if options["json"]:
            said = {"file": str(to), "files": len(kept), "size": size, "in_s3": here.files is None}
            self.stdout.write(json.dumps(said, ensure_ascii=False))
            return
        self.stdout.write(f"Đã sao lưu {len(kept)} tệp, {size / 2**20:.1f} MB vào {to}.".replace(".", ",", 1))
        if here.files is None:
            self.stdout.write("Tệp minh chứng nằm ở S3, không có trong bản này; hãy bật lưu phiên bản ở S3.")
        self.stdout.write(
            "Bản này chứa toàn bộ dữ liệu và khóa: hãy cất ở máy khác, nơi chỉ người quản trị mở được."
        )
