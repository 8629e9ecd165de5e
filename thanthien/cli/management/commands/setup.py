"""`thanthien setup` – brings the database and the reference data to this version; a demo where nothing is yet."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from thanthien.cli.demo_accounts import account_lines
from thanthien.cli.reference import load_reference_data
from thanthien.cli.schema import bring_up_to_date, is_behind
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit
from thanthien.programme.occurrences.actions import refresh_year, years_to_fill


class Command(BaseCommand):
    help = "Chuẩn bị cơ sở dữ liệu và dữ liệu dùng chung; lần đầu thì nạp thêm dữ liệu minh họa."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="không nạp dữ liệu minh họa")

    def handle(self, *args: Any, **options: Any) -> None:
        if is_behind():
            self.stdout.write("Cập nhật cơ sở dữ liệu …")
            bring_up_to_date()
        call_command("createcachetable", verbosity=0)  # where CACHE_URL=database; nothing otherwise
        load_reference_data()
        for unit, year in years_to_fill():
            refresh_year(at=timezone.now(), unit=unit, year=year)
        if options["no_demo"]:
            return
        if not Person.objects.exists():
            call_command("demo", stdout=self.stdout)
        elif Unit.objects.filter(is_demo=True).exists():
            self.stdout.write("\n".join(["", *account_lines(), ""]))
