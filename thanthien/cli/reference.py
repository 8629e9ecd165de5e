"""The data every installation starts from: units of the country, criteria sets, weight tables."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from thanthien.platform.units.actions import load_units
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.queries import years_known
from thanthien.programme.criteria.models import CriteriaSet
from thanthien.workflows.working_days import load_days


def load_reference_data() -> None:
    """Units and criteria sets, where they are missing; a few milliseconds when they are there."""
    folder: Path = settings.REFERENCE_DIR
    if not Unit.objects.filter(code="01").exists():
        load_units(path=folder / "units/administrative_units.csv", at=timezone.now())
    _load_holidays(folder / "holidays")
    if CriteriaSet.objects.exists():
        return
    files = sorted((folder / "criteria").glob("*.yaml"), key=lambda path: ("weights" in path.name, path.name))
    for path in files:
        call_command("criteria_load", path, verbosity=0, stdout=_Quiet())


def _load_holidays(folder: Path) -> None:
    """Years the database does not know yet; a year already there is brought up to date by `holidays load`."""
    known = set(years_known())
    for path in sorted(folder.glob("*.yaml")):
        if int(path.stem) not in known:
            load_days(path=path, at=timezone.now())


class _Quiet:
    def write(self, text: str) -> None:
        """The person running `setup` wants to know that it is ready, not each file."""

    def flush(self) -> None: ...
