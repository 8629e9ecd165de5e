"""The queue's door: a worker calls it with the id of an archive."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from thanthien.assessment.dossier.packing import pack


@task()
def pack_in_background(archive_id: int) -> None:
    pack(archive_id=archive_id, clock=timezone.now)
