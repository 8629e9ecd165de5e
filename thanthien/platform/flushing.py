"""Many that write at once wait for the disk together: on SQLite one flush makes all of their transactions durable.

SQLite flushes its log within every transaction, while it holds the only write lock; on a busy disk that takes a hundred
times as long as the writing. Here the log is flushed after the lock was given back, by one for all who wait, and before
anybody is answered. So what was told stays when the power fails, as ever; what was not told yet may be gone.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction

# Folding the log back into the file takes two more flushes, about one write in a hundred: others may do it.
_WITHOUT = ("PRAGMA synchronous=NORMAL", "PRAGMA wal_autocheckpoint=0")
_AS_EVER = ("PRAGMA synchronous=FULL", "PRAGMA wal_autocheckpoint=1000")  # SQLite's own number of pages
_flush_file = getattr(os, "fdatasync", os.fsync)


@contextmanager
def flushed_together() -> Iterator[None]:
    """A transaction that is on the disk when this ends; inside another one, or on PostgreSQL, as `atomic` has it."""
    log = Path(f"{connection.settings_dict['NAME']}-wal")
    connection.ensure_connection()
    if connection.vendor != "sqlite" or connection.in_atomic_block or not log.exists():
        with transaction.atomic():
            yield
        return
    with connection.cursor() as cursor:
        for setting in _WITHOUT:
            cursor.execute(setting)
        try:
            with transaction.atomic():
                yield
        finally:
            for setting in _AS_EVER:
                cursor.execute(setting)
    _step_aside()
    _flushes.wait_for(log)


class _Flushes:
    """One flushes at a time; whoever wrote before it began needs no other."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._asked = self._done = 0
        self._is_at_work = False

    def wait_for(self, log: Path) -> None:
        """Raises OSError where the disk refused."""
        with self._changed:
            self._asked += 1
            mine = self._asked
            while self._done < mine:
                if self._is_at_work:
                    self._changed.wait()
                else:
                    self._lead(log)

    def _lead(self, log: Path) -> None:
        """Flush for everybody who has asked by now; called with the lock, which is given back meanwhile."""
        self._is_at_work, until = True, self._asked
        self._changed.release()
        try:
            _flush(log)
        finally:
            self._changed.acquire()
            self._is_at_work = False
            self._changed.notify_all()
        self._done = until


_flushes = _Flushes()


def _flush(log: Path) -> None:
    """By a handle of its own: the log may be another file than a moment ago."""
    handle = os.open(log, os.O_RDONLY)
    try:
        _flush_file(handle)
    finally:
        os.close(handle)


def _step_aside() -> None:
    """A thread that works in turns lets the next one work while it waits."""
    aside = getattr(threading.current_thread(), "step_aside", None)
    if aside is not None:
        aside()
