"""A quarter, and a line of its list."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from thanthien.lib.vietnamese import roman

_CODE = re.compile(r"(20\d\d)-Q([1-4])")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """`number` is 1 to 4; its code is "2026-Q3"."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        return cls(day.year, (day.month - 1) // 3 + 1)

    @classmethod
    def read(cls, code: str) -> Quarter | None:
        """None where it is no code of a quarter."""
        found = _CODE.fullmatch(code)
        return cls(int(found[1]), int(found[2])) if found else None

    @property
    def code(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def after(self) -> Quarter:
        return Quarter.of(self.last + timedelta(days=1))

    @property
    def words(self) -> str:
        """ "quý III năm 2026"."""
        return f"quý {roman(self.number)} năm {self.year}"

    @property
    def first(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def last(self) -> date:
        return (self.first + timedelta(days=95)).replace(day=1) - timedelta(days=1)

    @property
    def begins_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.first, time()))

    @property
    def ends_at(self) -> datetime:
        """The first moment that no longer belongs to it."""
        return timezone.make_aware(datetime.combine(self.last + timedelta(days=1), time()))


@dataclass(frozen=True, slots=True)
class Shown:
    """Where, from when, until when (None: longer than the quarter), by whom, with what proof."""

    channel: str
    place: str
    first: date
    last: date | None
    by: str
    proof: str


@dataclass(frozen=True, slots=True)
class Line:
    """A content of the register with what was public of it; without `shown` nothing was."""

    item: str
    item_title: str
    title: str = ""
    document: str = ""
    published: date | None = None
    shown: tuple[Shown, ...] = field(default=())
    lacks: tuple[str, ...] = field(default=())
