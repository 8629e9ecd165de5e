"""The queue's door: a worker calls it with the id of a reading."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from thanthien.programme.imports.reading import read_plan_file


@task()
def read_in_background(reading_id: int) -> None:
    read_plan_file(reading_id=reading_id, clock=timezone.now)
