"""What happened to a thing, in words, for the side of its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models

from thanthien.platform.audit.queries import history_of
from thanthien.web.audit_words import Change, action_words, changes_of


@dataclass(frozen=True, slots=True)
class Told:
    did: str
    who: str
    at: datetime
    remark: str
    changes: list[Change]


def told_of(thing: models.Model) -> list[Told]:
    """Newest first, at most forty; one query."""
    entries = history_of(thing)[:40]
    return [Told(action_words(e.action), e.actor_name, e.at, e.remark, changes_of(e)) for e in entries]
