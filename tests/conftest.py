"""What every test may use."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations as PostgresOperations
from django.db.backends.sqlite3.base import DatabaseOperations as SqliteOperations  # type: ignore[attr-defined]
from django.db.migrations.recorder import MigrationRecorder
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from thanthien.cli.schema import note_all_done, put_beside
from thanthien.lib.documents.write.fonts import register_fonts
from thanthien.platform.audit.guard import GUARD, UNGUARD

pytest_plugins = ["tests.cast"]

# A loaded machine is not a failed property; and the same code passes or fails the same way each time.
# HYPOTHESIS_PROFILE=searching looks elsewhere with each run, and longer: for whoever changes what properties hold.
hypothesis_settings.register_profile("calm", deadline=None, derandomize=True)
hypothesis_settings.register_profile("searching", deadline=None, max_examples=2_000)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "calm"))


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


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Tables made from the models (a tenth of the time of migrations) get what migrations put beside them."""
    recorder = MigrationRecorder(connection)
    with django_db_blocker.unblock():
        recorder.ensure_schema()
        with connection.schema_editor() as editor:
            put_beside(editor)
            note_all_done(recorder)


@pytest.fixture(scope="session", autouse=True)
def _no_files_of_an_earlier_run() -> None:
    """Files are kept under the hash of their bytes: one left behind would count as kept already."""
    shutil.rmtree(settings.DATA_DIR / "files", ignore_errors=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--after-postgres",
        action="store_true",
        help="leave out what a run on PostgreSQL has just asked: single pages, which the browser walks here",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test in a browser may fail once on a machine that stalls; the summary names it, and a second time is final."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))
    if config.getoption("after_postgres"):
        asked = [item for item in items if _is_asked_on_postgres(item)]
        config.hook.pytest_deselected(items=asked)
        items[:] = [item for item in items if item not in set(asked)]


def _is_asked_on_postgres(item: pytest.Item) -> bool:
    """Pages, and the long way of migrations; what runs with SQLite alone, or says other things to it, stays."""
    if item.get_closest_marker("once") or item.name.startswith("test_no_page_fails_on"):
        return False
    inside = item.path.relative_to(item.config.rootpath).parts
    return inside[:2] in {("tests", "web"), ("tests", "bench")} or item.name.startswith("test_both_ways_lead")


def pytest_sessionstart() -> None:
    """Faces are registered once a process: without this, who comes first decides whether others find one."""
    register_fonts(settings.FONT_DIRS)


@pytest.fixture(autouse=True)
def _nothing_kept_from_the_test_before() -> None:
    """The cache counts tries and keeps scores by ids that the next test gives to others."""
    for alias in settings.CACHES:
        caches[alias].clear()


@pytest.fixture
def on_postgres() -> bool:
    return connection.vendor == "postgresql"
