"""Proof in quantity, on a copy of the demo: finding a photograph among 100,000, and a calendar of 5,000 proofs."""

from __future__ import annotations

import random
from datetime import date, timedelta

from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.bench.measure import Measured, timed
from thanthien.platform.files.models import StoredFile
from thanthien.platform.files.queries import pictures_like
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit
from thanthien.programme.evidence.models import Evidence

PICTURES, PROOFS = 100_000, 5_000
COORDINATOR = "dieuphoi.thanhbinh"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def measure_proofs(*, times: int, search: float, milliseconds: float) -> list[Measured]:
    """Both rows; what is made for them is rolled back."""
    with transaction.atomic():
        rows = [_search(times, search), *_pages(times, milliseconds)]
        transaction.set_rollback(True)
    return rows


def _search(times: int, seconds: float) -> Measured:
    dice = random.Random("pictures")
    now = timezone.now()
    made = (
        StoredFile(
            sha256=f"{number:064x}",
            size=1,
            media_type="image/jpeg",
            extension="jpg",
            stored_at=now,
            picture_hash=f"{dice.getrandbits(128):032x}",
        )
        for number in range(PICTURES)
    )
    StoredFile.objects.bulk_create(made, batch_size=5_000)
    real = StoredFile.objects.exclude(picture_hash="").filter(width__isnull=False).first()
    assert real is not None
    spent = timed(lambda: pictures_like(real), times=times, warm=1)
    return Measured(f"a photograph among {PICTURES:,}", "s", spent, seconds, "p95")


def _pages(times: int, milliseconds: float) -> list[Measured]:
    person = Person.objects.get(username=COORDINATOR)
    unit = Unit.objects.get(pk__in=person.memberships.values("unit"))
    pattern = Evidence.objects.filter(unit=unit).order_by("pk").first()
    assert pattern is not None
    year = pattern.task.year
    tasks = list(pattern.task.plan.tasks.filter(is_header=False).values_list("pk", flat=True))
    Evidence.objects.bulk_create(
        Evidence(
            unit=unit,
            task_id=tasks[number % len(tasks)],
            kind=Evidence.Kind.LINK,
            title=f"Minh chứng {number}",
            url=f"https://example.vn/{number}",
            effective_date=date(year, 1, 1) + timedelta(days=number % 320),
            added_at=pattern.added_at,
            added_by=pattern.added_by,
        )
        for number in range(PROOFS)
    )
    client = Client(SERVER_NAME="localhost")
    client.force_login(person, backend=BACKEND)
    rows = []
    for words, name, query in (
        ("months", "desk:proof_calendar", ""),
        ("weeks", "desk:proof_calendar", "&weeks=2"),
        ("reuse", "desk:proof_reuse", ""),
        ("checks", "desk:proof_checks", ""),
    ):
        address = f"{reverse(name, args=[unit.code])}?year={year}{query}"
        spent = timed(lambda address=address: client.get(address), times=times, warm=2)  # type: ignore[misc]
        rows.append(
            Measured(
                f"{name} ({words}), {PROOFS:,} proofs",
                "ms",
                tuple(s * 1000 for s in spent),
                milliseconds,
                "p95",
            )
        )
    return rows
