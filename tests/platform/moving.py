"""The way back to older tables and forth again, for tests of migrations that move rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

Step = tuple[str, str]  # app and name of a migration


@contextmanager
def as_it_was(before: Step, after: Step) -> Iterator[Any]:
    """The models as they were at `before`, nothing in their tables yet; at the end the database stands at `after`."""
    executor = MigrationExecutor(connection)
    executor.migrate([before])
    yield executor.loader.project_state([before]).apps
    MigrationExecutor(connection).migrate([after])
