"""`thanthien files hash [--all]` – fingerprints of pictures kept before reuse was looked for."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from thanthien.platform.files.upkeep import hash_files


class Command(BaseCommand):
    help = "Tính dấu ảnh, ngày và nơi chụp cho các ảnh đã lưu trước đây, để tìm ảnh dùng lại."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="tính lại cả những ảnh đã có dấu")
        parser.add_argument("--json", action="store_true", help="in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        done = hash_files(again=options["all"])
        if options["json"]:
            self.stdout.write(json.dumps(asdict(done)))
            return
        self.stdout.write(f"Đã đọc {done.read} tệp, {done.alike} ảnh giống một ảnh khác.")
        if done.unreadable:
            self.stdout.write(
                f"{done.unreadable} tệp không đọc được; chạy “thanthien files check” để biết tệp nào."
            )
