"""`thanthien units load` – the country's tree of units from the reference CSV."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from thanthien.cli.refusal import Refusal
from thanthien.platform.units.actions import CannotLoadUnits, load_units


class Command(BaseCommand):
    help = "Nạp danh mục đơn vị hành chính (34 tỉnh, thành phố; 3.321 xã, phường, đặc khu)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, default=settings.REFERENCE_DIR / "units/administrative_units.csv"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            added, changed = load_units(path=path, at=timezone.now())
        except OSError as error:
            raise Refusal(f"Không mở được tệp {path}. Hãy kiểm tra lại đường dẫn và quyền đọc.") from error
        except (CannotLoadUnits, KeyError, UnicodeDecodeError) as error:
            raise Refusal(f"{path.name} không đúng mẫu danh mục đơn vị: {error}") from error
        self.stdout.write(f"Đã nạp: {added} đơn vị mới, {changed} đơn vị thay đổi.")
