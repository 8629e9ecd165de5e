"""Writers on SQLite wait for the disk together, and nobody is answered before what they wrote is there."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.sqlite3.base import DatabaseWrapper

from thanthien.platform import flushing
from thanthien.platform.flushing import flushed_together

LONG = 20  # seconds after which something that does not come has failed


@pytest.fixture
def base(tmp_path: Path, django_db_blocker: Any) -> Iterator[Path]:
    """A file of SQLite's own, whatever the tests run on."""
    path = tmp_path / "base.sqlite3"
    with sqlite3.connect(path) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE kept (number INTEGER)")
        made.commit()
        made.execute("INSERT INTO kept VALUES (0)")
        made.commit()
        with django_db_blocker.unblock():
            yield path


def write(base: Path, number: int) -> None:
    """In a thread, on a connection of its own."""
    settings = {
        **connections.settings[DEFAULT_DB_ALIAS],
        "NAME": str(base),
        "ENGINE": "django.db.backends.sqlite3",
    }
    settings["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20}
    here = DatabaseWrapper(settings)
    connections[DEFAULT_DB_ALIAS] = here
    try:
        with flushed_together(), here.cursor() as cursor:
            cursor.execute("INSERT INTO kept VALUES (%s)", [number])
        with here.cursor() as cursor:
            assert cursor.execute("PRAGMA synchronous").fetchone() == (
                2,
            )  # every other write flushes by itself
    finally:
        here.close()


def test_six_who_write_while_one_flushes_need_one_more(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, go_on, flushed = threading.Event(), threading.Event(), []

    def slow(handle: int) -> None:
        flushed.append(handle)
        first.set()
        assert go_on.wait(LONG)

    monkeypatch.setattr(flushing, "_flush_file", slow)
    with ThreadPoolExecutor(7) as pool:
        told = [pool.submit(write, base, 1)]
        assert first.wait(LONG)
        asked = flushing._flushes._asked
        told += [pool.submit(write, base, number) for number in range(2, 8)]
        while flushing._flushes._asked < asked + 6:  # all have written, none was answered
            assert not any(one.done() for one in told)
        go_on.set()
        for one in told:
            one.result(LONG)
    assert len(flushed) == 2
    with sqlite3.connect(base) as seen:
        assert seen.execute("SELECT COUNT(*) FROM kept WHERE number > 0").fetchone() == (7,)


def test_a_disk_that_refuses_is_no_answer(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(handle: int) -> None:
        raise OSError("no space")

    monkeypatch.setattr(flushing, "_flush_file", refuse)
    with ThreadPoolExecutor(2) as pool:
        told = [pool.submit(write, base, number) for number in (1, 2)]
        for one in told:
            assert isinstance(one.exception(LONG), OSError)
