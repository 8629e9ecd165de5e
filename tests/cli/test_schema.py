"""Tables made at once are those that migrations make, on the kind of database of this run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import ConnectionHandler

from tests.cli.program import program
from thanthien.cli.schema import is_behind

BESIDE = {"RunSQL", "RunPython", "SeparateDatabaseAndState"}
# Migrations that do more than make the models' tables, and what that means where nothing is yet.
KNOWN = {
    ("audit", "0002_rows_are_final"): "put beside the tables",
    ("audit", "0004_fewer_indexes"): "indexes that the models do not name",
    ("audit", "0005_no_beginnings"): "put beside the tables",
    ("outbox", "0003_no_beginnings"): "put beside the tables",
    ("feedback", "0005_no_beginnings"): "put beside the tables",
    ("ratings", "0003_counters_copied"): "rows only",
    ("ratings", "0005_hours_known_to_all"): "rows only",
    ("casework", "0004_column_maps_copied"): "rows only",
    ("evidence", "0004_mark_of_what_was_accepted"): "rows only",
}
TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """SELECT trigger_name, event_manipulation || ' ' || action_timing || ' ' || action_statement
        FROM information_schema.triggers WHERE trigger_schema = 'public'
        UNION SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal""",
}


@contextmanager
def _empty_database(folder: Path, name: str) -> Iterator[str]:
    """The address of a database without tables; "" for SQLite in `folder`."""
    if connection.vendor == "sqlite":
        yield ""
        return
    own = connection.settings_dict
    name = f"thanthien_schema_{name}_{os.getpid()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    host = own["HOST"]
    who = own["USER"] + (f":{own['PASSWORD']}" if own["PASSWORD"] else "")
    place = f"{host}:{own['PORT']}" if own["PORT"] else host
    yield f"postgres://{who}@{place}/{name}" if who else f"postgres://{place}/{name}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}"')


def _made(folder: Path, url: str, *words: str) -> dict[str, Any]:
    """What stands in a database after one command of the program."""
    done = program(folder, *words, **({"DATABASE_URL": url} if url else {}))
    assert done.returncode == 0, done.stderr
    own = {**settings.DATABASES["default"], "TEST": {}}
    name = url.rpartition("/")[2] or str(folder / "thanthien.sqlite3")
    there = ConnectionHandler({"default": {**own, "NAME": name}})["default"]
    try:
        with there.cursor() as cursor:
            return _described(there, cursor)
    finally:
        there.close()


def _described(there: BaseDatabaseWrapper, cursor: CursorWrapper) -> dict[str, Any]:
    """Tables with columns and constraints, without names that the database chose; triggers; migrations done."""
    look = there.introspection
    found: dict[str, Any] = {}
    for table in look.table_names(cursor):
        columns = {
            (c.name, str(c.type_code), c.null_ok, str(getattr(c, "display_size", "")))
            for c in look.get_table_description(cursor, table)
        }
        rules = sorted(
            str((one["columns"], one["primary_key"], one["unique"], one["foreign_key"], one["check"], one["index"],
                 one.get("orders"), str(one.get("definition"))))
            for one in look.get_constraints(cursor, table).values()
        )  # fmt: skip
        found[table] = {"columns": columns, "rules": rules}
    cursor.execute(TRIGGERS[there.vendor])
    found["triggers"] = sorted(cursor.fetchall())
    found["done"] = set(MigrationRecorder(there).applied_migrations())
    return found


@pytest.mark.slow
@pytest.mark.django_db
def test_both_ways_lead_to_the_same_tables(tmp_path: Path) -> None:
    with (
        _empty_database(tmp_path / "step", "step") as step,
        _empty_database(tmp_path / "once", "once") as once,
    ):
        with ThreadPoolExecutor() as both:
            by_steps = both.submit(_made, tmp_path / "step", step, "migrate", "-v0")
            at_once = both.submit(_made, tmp_path / "once", once, "setup", "--no-demo")
        expected, found = by_steps.result(), at_once.result()
    assert found.keys() == expected.keys()
    unlike = {name: (found[name], what) for name, what in expected.items() if found[name] != what}
    unlike.pop(
        "auth_group_permissions", None
    )  # Django's own, with a wider id by its migrations; groups are not used
    assert not unlike
    assert len(expected["triggers"]) >= 2
    assert len(expected["done"]) > 100


@pytest.mark.django_db
def test_the_tables_of_this_run_are_at_this_version() -> None:
    assert not is_behind()


def test_what_a_migration_does_beside_the_models_is_known() -> None:
    """A new one has to say what it means for a database that gets its tables at once (thanthien/cli/schema.py)."""

    def ours(migration: Migration) -> bool:
        return migration.__module__.startswith("thanthien.")

    disk = MigrationLoader(None).disk_migrations
    assert disk
    beside = {
        key for key, one in disk.items() if ours(one) and BESIDE & {type(o).__name__ for o in one.operations}
    }
    assert beside == set(KNOWN)
