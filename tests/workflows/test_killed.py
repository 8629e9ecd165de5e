"""Kill -9 in the middle of an upload, a dossier, a submission: nothing half-written, and the next start goes on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from tests.assessment.rounds.steps import AUTUMN
from tests.assessment.year import Year, year
from tests.cast import Cast
from thanthien.assessment.dossier.actions import ask_again
from thanthien.assessment.dossier.leftovers import clear_leftovers
from thanthien.assessment.dossier.models import DossierArchive
from thanthien.assessment.dossier.states import SILENCE, has_stalled
from thanthien.assessment.rounds.models import Round, Submission
from thanthien.assessment.rounds.queries import submissions_of
from thanthien.platform.audit.models import Entry
from thanthien.platform.files.actions import keep_file
from thanthien.platform.files.models import StoredFile
from thanthien.platform.files.queries import read_file
from thanthien.workflows.rounds import submit_round

__all__ = ["year"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
TEXT = os.urandom(16).hex().encode() * 100_000  # new bytes each time: the store outlives a run


@pytest.fixture(autouse=True)
def _nothing_left_of_a_run_before() -> None:
    for folder in ("packing", "files/dossiers"):
        shutil.rmtree(Path(settings.DATA_DIR) / folder, ignore_errors=True)


_START = """
import sys, time
import django
from django.conf import settings
import tests.settings  # the same data folder and storage as the test's
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
def here(*args, **kwargs):
    print("here", flush=True)
    time.sleep(120)
"""


def killed_in(work: str) -> None:
    """Run `work` in a process of its own on the test's database; kill it when it says that it is there."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    with subprocess.Popen(
        [sys.executable, "-c", _START + work, str(connection.settings_dict["NAME"]), TEXT[:32].decode()],
        env=environment, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "here\n"
        process.kill()


def test_in_the_middle_of_an_upload(now: datetime) -> None:
    killed_in(
        """
from pathlib import Path
from django.core.files.storage import default_storage, FileSystemStorage
from django.utils import timezone
from thanthien.platform.files.actions import keep_file
data = bytes.fromhex(sys.argv[2]).hex().encode() * 100_000
def half(self, name, content):
    path = Path(self.path(name)); path.parent.mkdir(parents=True, exist_ok=True); path.write_bytes(data[:5000])
    here()
FileSystemStorage._save = half
keep_file(data=data, at=timezone.now())
"""
    )
    assert not StoredFile.objects.exists()
    kept = keep_file(data=TEXT, at=now)
    assert read_file(kept) == TEXT


def test_in_the_middle_of_a_dossier(year: Year, cast: Cast, now: datetime) -> None:
    proof = year.add_proof(year.add_task("I#1", cast.office), cast.office, date(2026, 5, 6))
    proof.file, proof.url = keep_file(data=TEXT, at=now), ""
    proof.save()
    archive = DossierArchive.objects.create(
        unit=cast.unit, year=2026, as_of=date(2026, 7, 1), asked_at=timezone.now(), progress_at=timezone.now()
    )
    killed_in(
        f"""
from django.utils import timezone
from thanthien.assessment.dossier import packing
packing._store = here
packing.pack(archive_id={archive.pk}, clock=timezone.now)
"""
    )
    archive.refresh_from_db()
    [part] = (Path(settings.DATA_DIR) / "packing").glob(f"{archive.pk}-*.part")
    assert (archive.state, archive.sha256, part.stat().st_size > len(TEXT)) == ("packing", "", True)
    soon, later = timezone.now(), timezone.now() + SILENCE * 2
    assert clear_leftovers(at=soon) == 0
    assert has_stalled(archive, later)
    assert clear_leftovers(at=later) == 1
    again = ask_again(actor=cast.coordinator, at=later, archive=archive)
    assert (again.state, again.problems) == ("ready", [])
    assert default_storage.size(again.path) == again.size


def test_an_object_that_no_archive_offers_is_cleared(year: Year, cast: Cast, now: datetime) -> None:
    """Killed between the store and the database; the next packing gave other bytes."""
    archive = DossierArchive(pk=7, unit=cast.unit, year=2026, as_of=date(2026, 7, 1), sha256="ab" * 32)
    orphan = default_storage.save(archive.path, default_storage.open(keep_file(data=TEXT, at=now).path))
    archive.sha256, archive.state, archive.asked_at = "cd" * 32, "ready", now
    archive.save()
    offered = default_storage.save(archive.path, default_storage.open(StoredFile.objects.get().path))
    assert clear_leftovers(at=timezone.now()) == 1
    assert (default_storage.exists(orphan), default_storage.exists(offered)) == (False, True)


def test_in_the_middle_of_a_submission(year: Year, cast: Cast) -> None:
    year.add_proof(year.add_task("I#1", cast.office), cast.office, date(2026, 5, 6))
    entries = Entry.objects.count()
    killed_in(
        f"""
from datetime import datetime
from thanthien.assessment.rounds.models import Submission
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit
from thanthien.workflows.rounds import submit_round
keep = Submission.save
def save(self, *args, **kwargs):
    keep(self, *args, **kwargs)
    here()
Submission.save = save
submit_round(actor=Person.objects.get(pk={cast.leader.pk}), at=datetime.fromisoformat("{AUTUMN.isoformat()}"),
    unit=Unit.objects.get(pk={cast.unit.pk}), year=2026, seen=1)
"""
    )
    assert not Submission.objects.exists()
    assert not Round.objects.exists()
    assert Entry.objects.count() == entries
    again = submit_round(actor=cast.leader, at=AUTUMN, unit=cast.unit, year=2026, seen=1)
    assert [one.version for one in submissions_of(again.round)] == [1]
