"""The desk's pages and the score, on a demo database, through Django's own client."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date

from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from tests.bench.measure import Measured, timed
from thanthien.assessment.forecast.queries import forecast_of
from thanthien.assessment.scoring.queries import score_sheet
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.imports.models import PlanReading
from thanthien.programme.measures.models import Reading
from thanthien.programme.plans.models import Plan, Task

COORDINATOR = "dieuphoi.thanhbinh"
CITY = "quantri.tp"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WARM = 2


def measure_score(*, times: int, seconds: float) -> Measured:
    unit = unit_of(COORDINATOR)
    plan = Plan.objects.filter(unit=unit).latest("pk")
    today = timezone.localdate()
    spent = timed(lambda: score_sheet(unit, plan.year, today), times=times, warm=WARM)
    return Measured("score of a unit", "s", spent, seconds)


def measure_forecast(*, times: int, seconds: float) -> Measured:
    unit = unit_of(COORDINATOR)
    plan = Plan.objects.filter(unit=unit).latest("pk")
    # In summer there is most of a year to imagine.
    spent = timed(lambda: forecast_of(unit, plan.year, date(plan.year, 6, 30)), times=times, warm=WARM)
    return Measured("forecast of a unit", "s", spent, seconds)


def measure_pages(*, times: int, milliseconds: float) -> list[Measured]:
    """Every page that opens with a GET, as the coordinator sees it; the city's as its administrator."""
    rows = []
    for surface, username in (("desk", COORDINATOR), ("oversight", CITY)):
        client = Client(SERVER_NAME="localhost")
        client.raise_request_exception = False  # a page that fails is said by its name
        client.force_login(Person.objects.get(username=username), backend=BACKEND)
        for name, address in addresses(surface, unit_of(username)):
            first = client.get(address)
            if first.status_code == 403:
                continue  # for people of another role
            # an answer that leads elsewhere, has nothing new to say or is a file is no page
            if first.status_code >= 400 or (
                first.status_code == 200 and "text/html" in first.headers.get("Content-Type", "")
            ):
                rows.append(Measured(f"page {name}", "ms", ask(client, address, times), milliseconds, "p95"))
    return rows


def addresses(surface: str, unit: Unit) -> Iterator[tuple[str, str]]:
    """(name, address) of the surface's pages that are read: those about the unit, and one of each kind of thing."""
    for name in sorted(key for key in _names(surface) if isinstance(key, str)):
        for arguments in ([], *([key] for key in _examples(name, unit))):
            try:
                address = reverse(f"{surface}:{name}", args=[unit.code, *arguments])
            except NoReverseMatch:
                continue
            if _opens(address):
                yield f"{surface}:{name}", address


def _names(surface: str) -> list[object]:
    _, resolver = get_resolver().namespace_dict[surface]
    return list(resolver.reverse_dict)


def _examples(name: str, unit: Unit) -> list[object]:
    """One thing that a page with one argument can be about."""
    proofs = Evidence.objects.filter(unit=unit).order_by("pk")
    if name in {"task_proof", "task_file", "task_small", "proof_tie", "proof_renew"}:
        return list(proofs.values_list("pk", flat=True)[:1])
    if name.startswith("task") or name == "proof_period":
        return list(proofs.values_list("task", flat=True)[:1])
    if name.startswith("plan_reading"):
        return list(PlanReading.objects.filter(unit=unit).values_list("pk", flat=True)[:1])
    if name.startswith("plan"):
        return list(Plan.objects.filter(unit=unit).values_list("pk", flat=True)[:1])
    if name == "score_criterion":
        tasks = Task.objects.filter(plan__unit=unit, criterion__isnull=False)
        return list(tasks.values_list("criterion__key", flat=True)[:1])
    if name == "figure":
        return list(Reading.objects.filter(unit=unit).values_list("measure", flat=True)[:1])
    return []


def _opens(address: str) -> bool:
    match = get_resolver().resolve(address)
    page = getattr(match.func, "page", None)
    return page is not None and "GET" in page.methods


def ask(client: Client, address: str, times: int) -> tuple[float, ...]:
    """Milliseconds of `times` requests. An answer other than 200 is no measurement."""
    spent = []
    for number in range(times + WARM):
        begun = time.perf_counter()
        answer = client.get(address)
        answer.close()
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}.")
        if number >= WARM:
            spent.append((time.perf_counter() - begun) * 1000)
    return tuple(spent)


def unit_of(username: str) -> Unit:
    return Unit.objects.get(pk__in=Person.objects.get(username=username).memberships.values("unit"))
