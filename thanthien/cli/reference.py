"""The data every installation starts from: units of the country, criteria sets, weight tables."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from thanthien.platform.units.actions import load_units
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.models import CriteriaSet


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
