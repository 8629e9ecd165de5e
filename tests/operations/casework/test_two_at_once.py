"""A worker that is killed in the middle of a file, and two programs that send the same case at the same moment."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections

from tests.cast import NOW, Cast
from tests.operations.casework.factories import imported
from tests.operations.casework.test_importing import csv_of, row
from tests.platform.keys.factories import made
from thanthien.lib.documents.records import Value
from thanthien.operations.casework import running
from thanthien.operations.casework.importing import apply_import, confirm_columns
from thanthien.operations.casework.intake import take_records
from thanthien.operations.casework.models import Case, CaseImport
from thanthien.operations.casework.running import run_import
from thanthien.operations.casework.sweeping import sweep
from thanthien.operations.casework.taking import take_rows
from thanthien.platform.audit.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_worker_killed_in_the_middle_loses_nothing_and_doubles_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """kill -9 after the fifth and sixth rows were written, before their transaction ended; the sweep goes on."""
    monkeypatch.setattr(running, "CHUNK", 2)
    still = type("Still", (), {"enqueue": staticmethod(lambda pk: None)})
    monkeypatch.setattr("thanthien.operations.casework.importing.import_in_background", still)
    file = imported(cast, csv_of(*(row(code=f"H15.50.05.13-260622-{n:04d}") for n in range(1, 8))))
    confirm_columns(actor=cast.one_stop, at=NOW, case_import=file, columns=file.columns)
    run_import(import_id=file.pk, clock=lambda: NOW)
    apply_import(actor=cast.one_stop, at=NOW, case_import=file)
    connections.close_all()
    child = os.fork()
    if child == 0:

        def dying(*words: object) -> object:
            told = take_rows(*words)  # type: ignore[arg-type]
            if Case.objects.count() == 6:
                os.kill(os.getpid(), signal.SIGKILL)
            return told

        monkeypatch.setattr(running, "take_rows", dying)
        try:
            run_import(import_id=file.pk, clock=lambda: NOW)
        finally:
            os._exit(3)  # not reached: a status of 3 fails the test below
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    file.refresh_from_db()
    assert (file.state, file.done, Case.objects.count()) == ("applying", 4, 4)
    assert sweep(at=NOW + timedelta(minutes=4)).resumed == 1
    file.refresh_from_db()
    assert (file.state, file.done, file.new, Case.objects.count()) == ("done", 7, 7, 7)
    assert Entry.objects.filter(action="case_import.done").count() == 1


def test_two_programs_send_one_case_at_once(cast: Cast) -> None:
    key, _ = made(cast, NOW, scopes=("cases",))
    record: dict[str, Value] = {
        "code": "H15.50-260622-0001",
        "procedure_name": "Khai sinh",
        "received_at": "22/06/2026",
        "term": 2,
    }
    begin = Barrier(2)

    def send() -> str:
        begin.wait(30)
        try:
            return take_records(at=NOW, key=key, records=[record])[0].result
        finally:
            connections.close_all()

    jobs: list[Callable[[], str]] = [send, send]
    with ThreadPoolExecutor(2) as pool:
        assert sorted(one.result() for one in [pool.submit(job) for job in jobs]) == ["new", "same"]
    assert (Case.objects.count(), CaseImport.objects.get().total) == (1, 2)
