"""`thanthien demo` – makes the demo, throws it away and makes it anew, or shows its accounts."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, connections
from django.utils import timezone

from thanthien.cli.demo_accounts import account_lines
from thanthien.cli.reference import load_reference_data
from thanthien.cli.refusal import Refusal
from thanthien.cli.schema import bring_up_to_date
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit
from thanthien.workflows.demo.build import CannotMakeDemo, build_demo


class Command(BaseCommand):
    help = "Tạo dữ liệu minh họa (địa danh, nhân sự hư cấu); --reset làm lại từ đầu."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true", help="xóa dữ liệu minh họa đang có rồi làm lại")
        parser.add_argument("--accounts", action="store_true", help="chỉ in các tài khoản minh họa")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["accounts"]:
            self._make(reset=options["reset"])
        self.stdout.write("\n".join(["", *account_lines(), ""]))

    def _make(self, *, reset: bool) -> None:
        if reset:
            _empty()
        elif Person.objects.exists():
            raise Refusal(
                "Đã có dữ liệu trong hệ thống. Dùng “thanthien demo --reset” để làm lại dữ liệu minh họa."
            )
        self.stdout.write("Tạo dữ liệu minh họa (khoảng hai phút) …")
        self.stdout.flush()
        try:
            build_demo(now=timezone.now(), say=lambda words: (self.stdout.write(words), self.stdout.flush()))
        except CannotMakeDemo as error:
            raise Refusal(str(error)) from error


def _empty() -> None:
    """Empty the database and the files – only where all there is, is the demo."""
    bring_up_to_date()
    real = Person.objects.exclude(memberships__unit__is_demo=True).exists()
    if Person.objects.exists() and (real or not Unit.objects.filter(is_demo=True).exists()):
        raise Refusal(
            "Trong hệ thống có tài khoản thật, nên không xóa. Dữ liệu minh họa chỉ làm lại trên máy thử."
        )
    if connection.vendor == "sqlite":
        path = Path(str(settings.DATABASES["default"]["NAME"]))
        connections.close_all()
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    shutil.rmtree(settings.DATA_DIR / "files", ignore_errors=True)
    bring_up_to_date()
    load_reference_data()
