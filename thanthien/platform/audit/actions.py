"""The one way a row enters the audit log: beside the write it tells of, in the same transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction

from thanthien.platform.audit.models import Entry
from thanthien.platform.inserting import add

SYSTEM = "Hệ thống"


def thread_of(thing: models.Model) -> str:
    """The thread key of a thing, e.g. `plans.task:12`; its parts write under the same key."""
    return f"{thing._meta.label_lower}:{thing.pk}"


def record(
    *,
    actor: Any,
    at: datetime,
    action: str,
    subject: models.Model,
    unit: models.Model | None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    remark: str = "",
    thread: models.Model | None = None,
    said_actor: str = SYSTEM,
) -> None:
    """Write one audit row. `actor` is a Person, or None for the system itself and for citizens (`said_actor`).

    Outside a transaction the row and the write it tells of could part, so that is refused.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An audit row is written in the transaction of its write.")
    person = None if actor is None or isinstance(actor, AnonymousUser) else actor
    add(
        Entry,
        at=at,
        actor_id=person.pk if person else None,
        actor_name=str(person) if person else said_actor,
        unit_id=unit.pk if unit else None,
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject=str(subject)[:300],
        thread=thread_of(thread or subject),
        before=before,
        after=after,
        remark=remark,
    )


def differences(thing: models.Model, changes: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(before, after) of those fields that `changes` would alter; both empty when nothing changes."""
    old = {name: getattr(thing, name) for name in changes}
    changed = [name for name, value in changes.items() if old[name] != value]

    def plain(value: Any) -> Any:
        return str(value) if isinstance(value, models.Model) else value

    return {n: plain(old[n]) for n in changed}, {n: plain(changes[n]) for n in changed}
