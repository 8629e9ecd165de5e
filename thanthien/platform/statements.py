"""Statements that are asked many times a second: on PostgreSQL each connection has them parsed and planned once.

Django sends every statement as a new text. For a report that comes in, reading five such texts took PostgreSQL about
as long as writing the rows. Here a connection prepares a statement when it first needs it, and then calls its name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

# A driver's connection → statement → the call of what it has prepared. They end together.
_CALLS: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()


def ask(cursor: CursorWrapper, statement: str, values: Sequence[Any]) -> None:
    """`cursor.execute(statement, values)`; `statement` is one of a few, never made of values. Raises as it does."""
    cursor.execute(_caller(cursor.db)(statement), values)


def put(rows: Sequence[tuple[str, Sequence[Any]]]) -> list[int]:
    """Execute statements with their values, on PostgreSQL in one trip over the wire; how many rows each changed.

    Inside a transaction only. Raises as `execute` does, and nothing may be read of them before.
    """
    changed = []
    here = connections[DEFAULT_DB_ALIAS]
    with here.cursor() as cursor:
        if not travels_together(here):
            for statement, values in rows:
                cursor.execute(statement, values)
                changed.append(cursor.rowcount)
            return changed
        call = _caller(here)
        cursor.execute("; ".join([call(one) for one, _ in rows]), [value for _, row in rows for value in row])
        for _ in rows:
            changed.append(cursor.rowcount)
            cursor.nextset()
    return changed


def travels_together(here: BaseDatabaseWrapper) -> bool:
    """Whether several statements are one message: only a driver that writes the values into the text sends such."""
    return here.vendor == "postgresql" and not getattr(here.features, "uses_server_side_binding", True)


def _caller(here: BaseDatabaseWrapper) -> Callable[[str], str]:
    """Statement → what to execute for it on a connection with an open cursor; the values are the same.

    The text itself behind a pooler that gives each transaction another connection (the setting is Django's own word
    for one), and where the driver binds at the server: it prepares by itself.
    """
    if not travels_together(here) or here.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        return str
    calls = _CALLS.setdefault(here.connection, {})

    def call_of(statement: str) -> str:
        call = calls.get(statement)
        if call is None:
            call = calls[statement] = _prepared(here, statement, f"kept_{len(calls)}")
        return call

    return call_of


def _prepared(here: BaseDatabaseWrapper, statement: str, name: str) -> str:
    pieces = statement.split("%s")
    numbered = pieces[0] + "".join(f"${n}{piece}" for n, piece in enumerate(pieces[1:], 1))
    with here.wrap_database_errors, here.connection.cursor() as cursor:
        cursor.execute(f"PREPARE {name} AS {numbered}")
    return f"EXECUTE {name} ({', '.join(['%s'] * (len(pieces) - 1))})"
