"""What every test may use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations as PostgresOperations
from django.db.backends.sqlite3.base import DatabaseOperations as SqliteOperations  # type: ignore[attr-defined]
from hypothesis import settings as hypothesis_settings

from thanthien.platform.audit.guard import GUARD, UNGUARD

pytest_plugins = ["tests.cast"]

# A loaded machine is not a failed property.
hypothesis_settings.register_profile("calm", deadline=None)
hypothesis_settings.load_profile("calm")


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_audit_guard() -> Iterator[None]:
    """Between transactional tests Django empties all tables; the audit guard refuses that, as it should.

    The guard is lifted for that one moment and stands again before the next test.
    """
    operations: dict[str, Any] = {"sqlite": SqliteOperations, "postgresql": PostgresOperations}
    originals = {vendor: kind.sql_flush for vendor, kind in operations.items()}

    def past_the_guard(vendor: str, original: Callable[..., list[str]]) -> Callable[..., list[str]]:
        def sql_flush(self: Any, *args: Any, **kwargs: Any) -> list[str]:
            statements = original(self, *args, **kwargs)
            return [*UNGUARD[vendor], *statements, *GUARD[vendor]] if statements else statements

        return sql_flush

    for vendor, kind in operations.items():
        kind.sql_flush = past_the_guard(vendor, originals[vendor])
    yield
    for vendor, kind in operations.items():
        kind.sql_flush = originals[vendor]


@pytest.fixture(autouse=True)
def _nothing_kept_from_the_test_before() -> None:
    """The cache counts tries and keeps scores by ids that the next test gives to others."""
    cache.clear()


@pytest.fixture
def on_postgres() -> bool:
    return connection.vendor == "postgresql"
