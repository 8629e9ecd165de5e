"""Packing a dossier: seconds and memory, in a process of its own, over files that are really there."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import django

from tests.bench.measure import Measured, Row

if TYPE_CHECKING:
    from thanthien.platform.units.models import Unit
from tests.house.tree import ROOT

UNIT = "HM01"
MEMORY = 200  # MB


def measure_dossier(data: Path, *, files: int, kilobytes: int, seconds: float) -> list[Row]:
    """Adds `files` proofs of `kilobytes` each to a copy of the demo in `data`, packs, reads the figures."""
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(data, Path(folder) / "data")
        words = [sys.executable, "-m", "tests.bench.dossier", str(copy), str(files), str(kilobytes)]
        done = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True)
    spent, peak, _ = done.stdout.split()[-3:]
    name = f"dossier, {files} files of {kilobytes} KB"
    return [
        Measured(name, "s", (float(spent),), seconds),
        Measured(f"{name}: memory", "MB", (float(peak),), MEMORY, "peak"),
    ]


def main(data: str, files: int, kilobytes: int) -> None:
    """In a fresh process: the files first, then the packing, measured; prints seconds, MB, bytes packed."""
    os.environ.update(THANTHIEN_DATA=data, DJANGO_SETTINGS_MODULE="thanthien.config.settings")
    os.environ.pop("DATABASE_URL", None)
    django.setup()
    from django.utils import timezone

    from thanthien.assessment.dossier.models import DossierArchive
    from thanthien.assessment.dossier.packing import pack
    from thanthien.platform.units.models import Unit

    unit = Unit.objects.get(code=UNIT)
    add_proofs(unit, files, kilobytes)
    now = timezone.now()
    year = newest_year(unit)
    DossierArchive.objects.filter(state__in=["waiting", "packing"]).update(state="failed")
    archive = DossierArchive.objects.create(
        unit=unit, year=year, as_of=timezone.localdate(now), asked_at=now, progress_at=now
    )
    begun = time.perf_counter()
    pack(archive_id=archive.pk, clock=timezone.now)
    spent = time.perf_counter() - begun
    archive.refresh_from_db()
    assert archive.state == "ready", archive.error
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{spent:.3f} {peak:.1f} {archive.size}\n")


def newest_year(unit: Unit) -> int:
    from thanthien.programme.plans.models import Plan

    return Plan.objects.filter(unit=unit).latest("year").year


def add_proofs(unit: Unit, files: int, kilobytes: int) -> None:
    """Accepted proofs spread over the unit's tasks; random bytes, so that nothing is stored twice."""
    import hashlib

    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage
    from django.utils import timezone

    from thanthien.platform.files.models import StoredFile
    from thanthien.platform.people.models import Person
    from thanthien.programme.evidence.models import Evidence
    from thanthien.programme.plans.models import Task

    tasks = list(Task.objects.filter(unit=unit, is_header=False, withdrawn_at=None))
    by, now = Person.objects.first(), timezone.now()
    assert by is not None
    for number in range(files):
        content = os.urandom(kilobytes * 1024)
        file = StoredFile.objects.create(
            sha256=hashlib.sha256(content).hexdigest(), size=len(content), media_type="image/jpeg", extension="jpg",
            stored_at=now,
        )  # fmt: skip
        default_storage.save(file.path, ContentFile(content))
        task = tasks[number % len(tasks)]
        Evidence.objects.create(
            unit=unit, task=task, kind="picture", title=f"Ảnh thực hiện nhiệm vụ số {number}", file=file,
            filename=f"anh-{number}.jpg", effective_date=date(task.year, 1, 1) + timedelta(days=number % 300),
            state="accepted", added_at=now, added_by=by,
        )  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
