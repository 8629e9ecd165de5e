"""Two people at the same moment, each with a connection of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection

from tests.cast import Cast
from tests.programme.imports.conftest import HandIn
from thanthien.programme.imports.accepting import CannotAccept, accept
from thanthien.programme.imports.models import PlanReading
from thanthien.programme.imports.row_actions import change_row
from thanthien.programme.imports.steps import CannotCorrect
from thanthien.programme.plans.models import Plan, Task

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(*jobs: Callable[[], object]) -> list[object]:
    """Run the jobs together; each one's result, or the exception it raised."""
    start = threading.Barrier(len(jobs))
    results: list[object] = [None] * len(jobs)

    def run(n: int) -> None:
        start.wait()
        try:
            results[n] = jobs[n]()
        except (CannotAccept, CannotCorrect) as error:
            results[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def _reading(pk: int) -> PlanReading:
    return PlanReading.objects.select_related("unit", "file", "replaces").get(pk=pk)


def test_one_accepts_the_other_is_told(cast: Cast, now: datetime, handed_in: HandIn) -> None:
    first, second = _reading(handed_in().pk), _reading(PlanReading.objects.get().pk)
    results = _at_once(
        lambda: accept(actor=cast.coordinator, at=now, reading=first),
        lambda: accept(actor=cast.coordinator, at=now, reading=second),
    )
    refused = [result for result in results if isinstance(result, CannotAccept)]
    assert len(refused) == 1
    assert "đã được Trần Thị Hòa nhận" in str(refused[0])
    assert (Plan.objects.count(), Task.objects.count()) == (1, 5)


def test_one_correction_of_a_row_wins(cast: Cast, now: datetime, handed_in: HandIn) -> None:
    row = handed_in().rows.order_by("position")[0]

    def save(title: str) -> Callable[[], object]:
        changes = {"title": title}
        return lambda: change_row(actor=cast.coordinator, at=now, row=row, version=0, changes=changes)

    results = _at_once(save("Bản thứ nhất"), save("Bản thứ hai"))
    assert sum(isinstance(result, CannotCorrect) for result in results) == 1
    row.refresh_from_db()
    assert (row.version, row.title in {"Bản thứ nhất", "Bản thứ hai"}) == (1, True)
