"""Several counts in one statement, each no farther than it matters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def counted(wanted: Mapping[str, QuerySet[Any]], *, most: int) -> dict[str, int]:
    """Name → how many rows there are, up to `most`. One statement, whatever the number of names."""
    found = dict.fromkeys(wanted, 0)
    pieces: list[tuple[str, str]] = []
    values: list[Any] = []
    for name, rows in wanted.items():
        try:
            statement, given = rows.order_by().values("pk")[:most].query.sql_with_params()
        except EmptyResultSet:  # Django knows without asking
            continue
        pieces.append((name, f"(SELECT COUNT(*) FROM ({statement}) AS counted)"))  # noqa: S608
        values += given
    if pieces:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(piece for _, piece in pieces)}", values)
            found.update(zip((name for name, _ in pieces), cursor.fetchone(), strict=True))
    return found
