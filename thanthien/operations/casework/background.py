"""The queue's door: a worker calls it with the id of an import."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from thanthien.operations.casework.running import run_import


@task()
def import_in_background(import_id: int) -> None:
    run_import(import_id=import_id, clock=timezone.now)
