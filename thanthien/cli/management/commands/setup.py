"""`thanthien setup` – brings the database and the reference data to this version; a demo where nothing is yet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from thanthien.platform.people.models import Person
from thanthien.platform.units.actions import load_units
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.models import CriteriaSet


class Command(BaseCommand):
    help = "Chuẩn bị cơ sở dữ liệu và dữ liệu dùng chung; lần đầu thì nạp thêm dữ liệu minh họa."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="không nạp dữ liệu minh họa")

    def handle(self, *args: Any, **options: Any) -> None:
        executor = MigrationExecutor(connections["default"])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Cập nhật cơ sở dữ liệu …")
            call_command("migrate", verbosity=0, interactive=False)
        load_reference_data()
        if options["no_demo"]:
            return
        if not Person.objects.exists():
            call_command("demo", stdout=self.stdout)
        elif Unit.objects.filter(is_demo=True).exists():
            call_command("demo", accounts=True, stdout=self.stdout)


def load_reference_data() -> None:
    """Units and criteria sets, where they are missing; a few milliseconds when they are there."""
    folder: Path = settings.REFERENCE_DIR
    if not Unit.objects.filter(code="01").exists():
        load_units(path=folder / "units/administrative_units.csv", at=timezone.now())
    if CriteriaSet.objects.exists():
        return
    files = sorted((folder / "criteria").glob("*.yaml"), key=lambda path: ("weights" in path.name, path.name))
    for path in files:
        call_command("criteria_load", path, verbosity=0, stdout=_Quiet())


class _Quiet:
    def write(self, text: str) -> None:
        """The person running `setup` wants to know that it is ready, not each file."""

    def flush(self) -> None: ...
