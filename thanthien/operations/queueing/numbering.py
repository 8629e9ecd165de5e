"""A number and its first step are written in one go: on PostgreSQL in one statement, which is its own transaction, so
the roll of the day is held for one trip; on SQLite in four, between taking the write lock and giving it back.

The screens are told last. A kiosk is remembered for a while, and the write itself asks whether it may give numbers.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db import connection

from thanthien.operations.queueing.models import Hall, Roll, Screen, Service, Ticket, TicketStep
from thanthien.platform.flushing import flushed_together
from thanthien.platform.inserting import add, insert, row_from
from thanthien.platform.people.models import Person
from thanthien.platform.statements import ask
from thanthien.platform.units.models import Unit

Values = list[Any]
_ROLL, _HALL = Roll._meta.db_table, Hall._meta.db_table
# Whoever was first at the roll is called first, though another may have pressed a moment earlier.
_NEXT = f"""ON CONFLICT (unit_id, day, prefix) DO UPDATE SET last = {_ROLL}.last + 1,
at = CASE WHEN {_ROLL}.at > excluded.at THEN {_ROLL}.at ELSE excluded.at END RETURNING last, at"""
_ROLLED = f"INSERT INTO {_ROLL} (unit_id, day, prefix, at, last) VALUES (%s, %s, %s, %s, 1) {_NEXT}"  # noqa: S608
# As above, where the kiosk is still paired, its unit not merged, the service open under the letter that was read.
_ROLLED_AT_KIOSK = f"""INSERT INTO {_ROLL} (unit_id, day, prefix, at, last)
SELECT s.unit_id, %s, v.prefix, %s, 1 FROM {Screen._meta.db_table} s
JOIN {Unit._meta.db_table} u ON u.id = s.unit_id AND u.successor_id IS NULL
JOIN {Service._meta.db_table} v ON v.id = %s AND v.is_open AND v.prefix = %s
WHERE s.id = %s AND s.token_hash = %s AND s.revoked_at IS NULL {_NEXT}"""  # noqa: S608
_NUMBERED = frozenset({"_state", "id", "number", "waits_from"})
_TELL = f"UPDATE {_HALL} SET version = version + 1 WHERE unit_id = %s"  # noqa: S608


class NoLongerGives(Exception):
    """The kiosk was ended or the service closed meanwhile: nothing was written."""


def write_number(made: Ticket, actor: Person | None, kiosk: Screen | None) -> None:
    """Write a ticket, which gets its number, with its first step. Raises `NoLongerGives`, IntegrityError."""
    with _one_transaction():
        if connection.vendor == "postgresql":
            _write_at_once(made, actor, kiosk)
        else:
            _write_in_turn(made, actor, kiosk)


def _one_transaction() -> AbstractContextManager[Any]:
    """A statement alone needs no begin and no commit, each a trip over the wire."""
    is_alone = connection.vendor == "postgresql" and not connection.in_atomic_block
    return nullcontext() if is_alone else flushed_together()


def _write_in_turn(made: Ticket, actor: Person | None, kiosk: Screen | None) -> None:
    statement, values = _rolled(made, kiosk)
    with connection.cursor() as cursor:
        ask(cursor, statement, values)
        row = cursor.fetchone()
        if row is None:
            raise NoLongerGives
        made.number, made.waits_from = int(row[0]), _moment(row[1])
        insert(made)
        add(TicketStep, ticket_id=made.pk, **_step(made, actor))
        ask(cursor, _TELL, [made.unit_id])


def _write_at_once(made: Ticket, actor: Person | None, kiosk: Screen | None) -> None:
    """As `_write_in_turn`. Nothing reads what the screens are told, so the database does that after the rest."""
    rolled, roll_values = _rolled(made, kiosk)
    given = {name: value for name, value in made.__dict__.items() if name not in _NUMBERED}
    ticket, ticket_values = row_from(
        "rolled", {"number": "rolled.last", "waits_from": "rolled.at"}, Ticket, **given
    )
    step, step_values = row_from("made", {"ticket_id": "made.id"}, TicketStep, **_step(made, actor))
    with connection.cursor() as cursor:
        values = [*roll_values, *ticket_values, *step_values, made.unit_id]
        ask(cursor, _at_once(rolled, ticket, step), values)
        row = cursor.fetchone()
    if row is None:
        raise NoLongerGives
    made.pk, made.number, made.waits_from = row
    made._state.adding, made._state.db = False, connection.alias


@lru_cache(maxsize=8)
def _at_once(rolled: str, ticket: str, step: str) -> str:
    return f"""WITH rolled AS ({rolled}), made AS ({ticket} RETURNING id, number, waits_from), stepped AS ({step}),
told AS ({_TELL} AND EXISTS (SELECT 1 FROM made)) SELECT id, number, waits_from FROM made"""  # noqa: S608


def _rolled(made: Ticket, kiosk: Screen | None) -> tuple[str, Values]:
    day = connection.ops.adapt_datefield_value(made.day)
    at = connection.ops.adapt_datetimefield_value(made.waits_from)
    if kiosk is None:
        return _ROLLED, [made.unit_id, day, made.prefix, at]
    return _ROLLED_AT_KIOSK, [day, at, made.service_id, made.prefix, kiosk.pk, kiosk.token_hash]


def _moment(kept: str | datetime) -> datetime:
    """A moment as SQLite returns it from a statement of one's own: without its zone, which is UTC."""
    return (datetime.fromisoformat(kept) if isinstance(kept, str) else kept).replace(tzinfo=UTC)


def _step(made: Ticket, actor: Person | None) -> dict[str, Any]:
    return {
        "unit_id": made.unit_id, "move": TicketStep.Move.TAKE, "at": made.taken_at, "day": made.day,
        "service_id": made.service_id, "person_id": actor.pk if actor else None,
    }  # fmt: skip
