"""The dates of a year and "My work" under load, on a demo database; nothing of it is kept."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.bench.measure import Measured, timed
from tests.bench.pages import BACKEND, COORDINATOR, ask, unit_of
from thanthien.platform.people.models import Person
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.occurrences.actions import refresh_year
from thanthien.programme.occurrences.models import Occurrence
from thanthien.programme.plans.models import Plan, Task


def measure_occurrences(*, times: int, seconds: float) -> Measured:
    """All occurrences of a unit's year, made from nothing."""
    unit = unit_of(COORDINATOR)
    year = Plan.objects.filter(unit=unit).latest("pk").year

    def make() -> None:
        with transaction.atomic():
            Occurrence.objects.filter(unit=unit).delete()
            refresh_year(at=timezone.now(), unit=unit, year=year)
            transaction.set_rollback(True)

    return Measured("occurrences of a year", "s", timed(make, times=times, warm=1), seconds)


def measure_work(*, times: int, proofs: int, milliseconds: float) -> Measured:
    """The page of what waits for a person, with so many proofs more in the unit, a tenth of them waiting."""
    person, unit, now = Person.objects.get(username=COORDINATOR), unit_of(COORDINATOR), timezone.now()
    client = Client(SERVER_NAME="localhost")
    client.force_login(person, backend=BACKEND)
    tasks = list(Task.objects.filter(unit=unit, is_header=False).values_list("pk", flat=True))
    adder = Person.objects.exclude(pk=person.pk).earliest("pk")
    added = Evidence.objects.bulk_create(
        Evidence(
            unit=unit, task_id=tasks[n % len(tasks)], kind="link", title=f"Minh chứng {n}",
            url="https://example.vn/", effective_date=now.date() - timedelta(days=n % 300),
            state="waiting" if n % 10 == 0 else "accepted", added_at=now, added_by=adder,
        )
        for n in range(proofs)
    )  # fmt: skip
    try:
        spent = ask(client, reverse("desk:work", args=[unit.code]), times)
    finally:
        Evidence.objects.filter(pk__gte=added[0].pk, pk__lte=added[-1].pk).delete()
    return Measured(f"My work, {proofs} proofs", "ms", spent, milliseconds, "p95")
