"""What waits for a person, in one shape whatever room it comes from; `workflows/inbox` gathers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do. A room's `waiting.py` yields these from `waiting_for(person, unit, today)`.

    `title` names the thing, `why` says in a few words what is to be done ("cần kiểm tra", "cần trả lời").
    `page` and `args` are the name and arguments of the address that does it, the unit's code left out.
    `due_date` is the last good day, `since_date` the day it began to wait.
    """

    room: str
    title: str
    why: str
    page: str
    args: tuple[object, ...] = ()
    due_date: date | None = None
    since_date: date | None = None
