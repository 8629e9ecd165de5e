"""`thanthien holidays load` – the country's days off and make-up days, from `data/holidays` or a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from thanthien.cli.refusal import Refusal
from thanthien.platform.workdays.definition import InvalidHolidays
from thanthien.workflows.working_days import load_days


class Command(BaseCommand):
    help = "Nạp ngày nghỉ, ngày làm bù của cả nước theo năm."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="mặc định: mọi tệp trong data/holidays")

    def handle(self, *args: Any, **options: Any) -> None:
        paths: list[Path] = options["files"] or sorted((settings.REFERENCE_DIR / "holidays").glob("*.yaml"))
        for path in paths:
            try:
                loaded = load_days(path=path, at=timezone.now())
            except OSError as error:
                raise Refusal(
                    f"Không mở được tệp {path}. Hãy kiểm tra lại đường dẫn và quyền đọc."
                ) from error
            except InvalidHolidays as error:
                raise Refusal(f"{path.name} không đúng mẫu lịch ngày nghỉ: {error}") from error
            self.stdout.write(f"Năm {loaded.year}: {loaded.days} ngày, {loaded.changed} thay đổi.")
            if loaded.recounts:
                self.stdout.write(
                    f"Hạn của các nhiệm vụ ở {loaded.recounts} tỉnh, thành phố đang chờ tiến trình nền tính lại; "
                    "trang Lịch ngày nghỉ cho biết kết quả."
                )
