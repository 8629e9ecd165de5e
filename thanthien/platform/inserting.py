"""New rows where many come at once: the statement of a table is made once, not for every row.

`insert(thing)` does what `thing.save(force_insert=True)` does for a row that the database numbers, in a fifth of the
time of the program; `add(Kind, …)` the same where nobody needs the thing itself. No signal is sent: nothing here
listens to any. What a column bears when nothing is said stands in the statement, so only the rest travels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import lru_cache, partial
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

from thanthien.platform.statements import ask, put, travels_together

Statement = tuple[str, list[Any]]
_Taken = tuple[tuple[str, str], ...]  # attribute → an expression
# What waits for the end of `in_one_trip`: statements with their rows.
_trip: ContextVar[list[Statement] | None] = ContextVar("trip", default=None)
# What every driver takes as it is.
_PLAIN = frozenset({str, int, bool, type(None)})
_MOMENT: models.Field[Any, Any] = models.DateTimeField()
_DAY: models.Field[Any, Any] = models.DateField()
_ASKED = object()  # a default that is asked for anew with every row


@dataclass(frozen=True, slots=True)
class _Column:
    name: str  # of the attribute
    column: str  # quoted
    default: Any  # a value that may stand in the statement, or `_ASKED`
    literal: str  # of the default
    make: Callable[[], Any]  # the default
    prepare: Callable[[Any], Any]  # how the database wants a value
    is_plain: bool  # whether plain values go as they are


def insert(thing: models.Model, *questions: Statement) -> list[Any]:
    """Insert a new row, which gets its number; one value for each question (an SQL expression with its values).

    All in one statement. Raises IntegrityError as the database does.
    """
    here = connections[DEFAULT_DB_ALIAS]
    statement, values = _row(type(thing), here.vendor, thing.__dict__, "number")
    with here.cursor() as cursor:
        ask(
            cursor,
            ", ".join([statement, *[f"({one})" for one, _ in questions]]),
            [*values, *[value for _, said in questions for value in said]],
        )
        row: Sequence[Any] = cursor.fetchone()
    thing.pk, told = row[0], list(row[1:])
    thing._state.adding, thing._state.db = False, here.alias
    return told


def add(kind: type[models.Model], **values: Any) -> None:
    """Insert a new row of columns' values (`unit_id`, not `unit`), the others by default. Raises IntegrityError."""
    _put(_row(kind, connection.vendor, values))


def add_unless_there(kind: type[models.Model], **values: Any) -> None:
    """`add`, or nothing where a row with the same unique value is there already."""
    _put(_row(kind, connection.vendor, values, "unless there"))


def row_of(thing: models.Model) -> Statement:
    """The statement that inserts a thing whose kind brings its own number, and its values."""
    return _row(type(thing), connection.vendor, thing.__dict__)


def row_from(source: str, taken: Mapping[str, str], kind: type[models.Model], **values: Any) -> Statement:
    """`add` as a part of a larger statement: columns of `taken` are expressions over `source`, a table or a part."""
    columns = tuple(taken.items())
    return _row(kind, connection.vendor, {**values, **taken}, source, columns)


@contextmanager
def in_one_trip() -> Iterator[None]:
    """What is added inside goes to a database at the end of a wire together, when the block ends.

    Nothing inside may read what was added; nothing is written where the block ends with an exception.
    """
    if not travels_together(connections[DEFAULT_DB_ALIAS]) or _trip.get() is not None:
        yield
        return
    waiting: list[Statement] = []
    token = _trip.set(waiting)
    try:
        yield
    finally:
        _trip.reset(token)
    if waiting:
        put(waiting)


def _put(row: Statement) -> None:
    waiting = _trip.get()
    if waiting is not None:
        waiting.append(row)
        return
    with connection.cursor() as cursor:
        ask(cursor, *row)


def _row(
    kind: type[models.Model], vendor: str, given: Mapping[str, Any], end: str = "", taken: _Taken = ()
) -> Statement:
    """`end`: how the statement ends; with `taken`, the source."""
    columns, elsewhere = _columns(kind, vendor), dict(taken)
    said = [
        one for one in columns
        if one.name not in elsewhere
        and (given.get(one.name, one.default) is not one.default or one.default is _ASKED)
    ]  # fmt: skip
    values = []
    for one in said:
        value = given[one.name] if one.name in given else one.make()
        if isinstance(value, Enum):
            value = value.value
        values.append(value if one.is_plain and type(value) in _PLAIN else one.prepare(value))
    return _statement(kind, vendor, tuple([one.name for one in said]), end, taken), values


@lru_cache(maxsize=64)
def _columns(kind: type[models.Model], vendor: str) -> Sequence[_Column]:
    """`vendor` only tells two databases of one program apart, here and below."""
    return [_column(field, vendor) for field in _fields(kind)]


def _column(field: models.Field[Any, Any], vendor: str) -> _Column:
    is_fixed = not field.has_default() or not callable(field.default)
    default = field.get_default() if is_fixed else _ASKED
    literal = _literal(default)
    return _Column(
        str(field.attname), connection.ops.quote_name(str(field.column)), default if literal else _ASKED, literal,
        field.get_default, partial(_prepared, vendor, field), not isinstance(field, models.JSONField),
    )  # fmt: skip


def _literal(default: Any) -> str:
    """How a default is written in a statement; "" where it is better sent beside it."""
    if default is None:
        return "NULL"
    if isinstance(default, bool):
        return "TRUE" if default else "FALSE"
    if type(default) is int:
        return str(default)
    return "''" if type(default) is str and default == "" else ""


def _prepared(vendor: str, field: models.Field[Any, Any], value: Any) -> Any:
    if type(field) is models.DateTimeField and type(value) is datetime:
        return _moment(value, vendor)
    if type(field) is models.DateField and type(value) is date:
        return _day(value, vendor)
    return field.get_db_prep_save(value, connection)


@lru_cache(maxsize=16)
def _moment(at: datetime, vendor: str) -> Any:
    """What is written together bears one time: worked out once, not for every row."""
    return _MOMENT.get_db_prep_save(at, connection)


@lru_cache(maxsize=64)
def _day(day: date, vendor: str) -> Any:
    return _DAY.get_db_prep_save(day, connection)


def _fields(kind: type[models.Model]) -> list[models.Field[Any, Any]]:
    fields = [field for field in kind._meta.concrete_fields if not isinstance(field, models.AutoField)]
    assert not any(getattr(one, "auto_now", False) or getattr(one, "auto_now_add", False) for one in fields)
    return fields


@lru_cache(maxsize=256)
def _statement(kind: type[models.Model], vendor: str, said: tuple[str, ...], end: str, taken: _Taken) -> str:
    """With a place for each of the attributes that are `said`, the others' defaults or what is `taken` in the text."""
    columns, elsewhere, name = _columns(kind, vendor), dict(taken), connection.ops.quote_name
    names = ", ".join(one.column for one in columns)
    places = ", ".join("%s" if one.name in said else elsewhere.get(one.name, one.literal) for one in columns)
    begins = f"INSERT INTO {name(kind._meta.db_table)} ({names})"
    if taken:
        return f"{begins} SELECT {places} FROM {end}"  # noqa: S608
    ends = {
        "": "",
        "number": f" RETURNING {name(str(kind._meta.pk.column))}",
        "unless there": " ON CONFLICT DO NOTHING",
    }
    return f"{begins} VALUES ({places}){ends[end]}"
