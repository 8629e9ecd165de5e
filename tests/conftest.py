"""What every test may use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.backends.sqlite3.operations import DatabaseOperations as SqliteOperations
from hypothesis import settings as hypothesis_settings

from thanthien.platform.audit.guard import GUARD, UNGUARD

pytest_plugins = ["tests.cast"]

# A loaded machine is not a failed property.
hypothesis_settings.register_profile("calm", deadline=None)
hypothesis_settings.load_profile("calm")


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_audit_guard() -> Iterator[None]:
    """Between transactional tests Django empties all tables; on SQLite the audit guard refuses that, as it should.

    The guard is lifted for that one moment and stands again before the next test.
    """
    original = SqliteOperations.sql_flush

    def sql_flush(self: SqliteOperations, *args: Any, **kwargs: Any) -> list[str]:
        return [*UNGUARD["sqlite"], *original(self, *args, **kwargs), *GUARD["sqlite"]]

    SqliteOperations.sql_flush = sql_flush  # type: ignore[method-assign,assignment]
    yield
    SqliteOperations.sql_flush = original  # type: ignore[method-assign]


@pytest.fixture
def on_postgres() -> bool:
    return connection.vendor == "postgresql"
