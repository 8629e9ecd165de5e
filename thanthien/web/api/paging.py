"""Long lists by cursor: where a page ended is told by the moment of its last row, never by an id of the database."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from thanthien.web.api.problems import Problem

MOST = 100
_Row = TypeVar("_Row", bound=Model)
_Thing = TypeVar("_Thing")


def page_of(rows: QuerySet[_Row], *, field: str, cursor: str, limit: int) -> tuple[list[_Row], str]:
    """A page of rows that stand newest first by `field`, and the cursor of the next ("" after the last).

    The cursor holds the moment of the last row and how many rows of that very moment were given. One query.
    """
    skip = 0
    if cursor:
        moment, skip = _read(cursor)
        rows = rows.filter(**{f"{field}__lte": moment})
    found = list(rows[skip : skip + limit + 1])
    given = found[:limit]
    if len(found) <= limit:
        return given, ""
    last = getattr(given[-1], field)
    same = sum(1 for one in given if getattr(one, field) == last)
    if cursor and last == moment:
        same += skip
    return given, _written(f"{last.isoformat()}|{same}")


def page_by_code(
    rows: QuerySet[_Row], *, cursor: str, limit: int, code: Callable[[_Row], str]
) -> tuple[list[_Row], str]:
    """A page of rows in the order of their codes."""
    if cursor:
        rows = rows.filter(code__gt=_opened(cursor))
    found = list(rows.order_by("code")[: limit + 1])
    return found[:limit], _written(code(found[limit - 1])) if len(found) > limit else ""


def cut_by_code(
    rows: Sequence[_Thing], *, cursor: str, limit: int, code: Callable[[_Thing], str]
) -> tuple[list[_Thing], str]:
    """`page_by_code` of rows that lie in memory, in the order of their codes."""
    last = _opened(cursor) if cursor else ""
    found = [one for one in rows if code(one) > last][: limit + 1]
    return found[:limit], _written(code(found[limit - 1])) if len(found) > limit else ""


def _written(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _opened(cursor: str) -> str:
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        raise _no_such() from None
    if "\0" in text or len(text) > 100:
        raise _no_such()
    return text


def _read(cursor: str) -> tuple[datetime, int]:
    text, _, count = _opened(cursor).partition("|")
    try:
        moment = datetime.fromisoformat(text)
        skip = int(count)
        aware = moment.utcoffset() is not None and 1 < moment.year < 9999
    except ValueError:
        raise _no_such() from None
    if not aware or not 0 <= skip < 100_000:
        raise _no_such()
    return moment, skip


def _no_such() -> Problem:
    return Problem(
        "cursor", "Dấu trang này không đúng. Dùng đúng giá trị “next” của trang trước.", field="cursor"
    )


def as_json(items: list[Any], after: str) -> dict[str, Any]:
    return {"items": items, "next": after or None}
