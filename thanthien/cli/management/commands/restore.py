"""`thanthien restore FILE [--yes]` – a backup back in its place, checked before anything is replaced."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from thanthien.cli.data_in_use import DataInUse, data_in_use
from thanthien.cli.refusal import Refusal
from thanthien.cli.safekeeping.places import places
from thanthien.cli.safekeeping.restore import name_of_kept, put_in_place, unpack_and_check


class Command(BaseCommand):
    help = "Khôi phục từ một bản sao lưu; dữ liệu đang có được giữ lại ở thư mục bên cạnh."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="tệp .tar do “thanthien backup” tạo ra")
        parser.add_argument("--yes", action="store_true", help="đồng ý thay dữ liệu đang có")
        parser.add_argument("--check", action="store_true", help="chỉ kiểm tra bản sao lưu, không thay gì")
        parser.add_argument("--json", action="store_true", help="in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        here, folder = places(), Path(settings.DATA_DIR)
        if here.database.exists() and not (options["yes"] or options["check"]):
            raise Refusal(
                "Đang có dữ liệu ở đây. Khôi phục sẽ thay dữ liệu đó (bản cũ được giữ lại ở thư mục bên cạnh); "
                "nếu đồng ý, hãy dừng máy chủ rồi thêm --yes."
            )
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="restore-", dir=folder) as unpacked:
            count = unpack_and_check(source=options["file"], into=Path(unpacked))
            if options["check"]:
                self._say(options["json"], f"Bản sao lưu còn nguyên vẹn: {count} tệp.", files=count)
                return
            kept = folder / name_of_kept(timezone.localtime())
            try:
                with data_in_use(folder, alone=True):
                    put_in_place(unpacked=Path(unpacked), places=here, kept=kept)
                    call_command("migrate", verbosity=0, interactive=False)
            except DataInUse as error:
                raise Refusal("Máy chủ đang chạy trên dữ liệu này. Hãy dừng máy chủ rồi làm lại.") from error
        self._say(
            options["json"],
            f"Đã khôi phục {count} tệp. Dữ liệu trước đó ở {kept}; xóa khi không cần nữa.",
            files=count,
            kept=str(kept),
        )

    def _say(self, as_json: bool, words: str, **data: object) -> None:
        self.stdout.write(json.dumps(data, ensure_ascii=False) if as_json else words)
