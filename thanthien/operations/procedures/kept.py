"""The catalogue of a unit in memory: made once for a state of what is kept and a day, asked by everybody.

A write gives the shelf a new mark in its own transaction, and every reader asks for the marks first (one small
query): so all processes see an import as soon as it has landed, and an edition on the day it comes into force.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock
from uuid import UUID

import yaml
from django.conf import settings

from thanthien.lib.lookup import Answer, Catalogue, Record, Speech, read_speech
from thanthien.lib.vietnamese import search_key, sort_key
from thanthien.operations.procedures.models import Edition, Shelf
from thanthien.operations.procedures.queries import in_force, owners_of
from thanthien.platform.units.models import Unit

MOST_KEPT = 6  # catalogues in memory; communes that add nothing of their own share one
_State = tuple[tuple[int, UUID], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A procedure in force, as lists show it. `key` is what it is found by, `sort` where it stands."""

    code: str
    name: str
    field: str
    edition_id: int
    what: str  # of the summary that came with it
    key: str
    sort: str
    also: tuple[str, ...] = ()  # what people call it


@dataclass(slots=True)
class Kept:
    """`entries` by code in the order of their names; `fields`: (name, how many), sorted."""

    entries: dict[str, Entry]
    fields: list[tuple[str, int]]
    _catalogue: Catalogue | None = None
    _making: Lock = field(default_factory=Lock)

    def ask(self, question: str) -> Answer:
        with self._making:
            if self._catalogue is None:
                records = [Record(one.code, one.name, one.also) for one in self.entries.values()]
                self._catalogue = Catalogue(records, speech())
        return self._catalogue.ask(question)

    def find(self, text: str, field_name: str = "") -> list[Entry]:
        """Those whose code, name or field holds every word, tone marks or not; of one field where it is named."""
        words = search_key(text).split()
        return [
            one
            for one in self.entries.values()
            if (not field_name or one.field == field_name) and all(word in one.key for word in words)
        ]


_kept: dict[tuple[_State, date], Kept] = {}
_lock = Lock()


def kept(unit: Unit, day: date) -> Kept:
    """What the unit shows on a day. One query where it is in memory."""
    owners = owners_of(unit)
    shelves = dict(Shelf.objects.filter(owner__in=owners).values_list("owner", "mark"))
    state = tuple((pk, shelves[pk]) for pk in owners if pk in shelves)
    found = _kept.get((state, day))
    if found is not None:
        return found
    with _lock:
        found = _kept.get((state, day))
        if found is None:
            found = _read([pk for pk, _ in state], day)
            while len(_kept) >= MOST_KEPT:
                del _kept[next(iter(_kept))]
            _kept[state, day] = found
    return found


def entry_of(unit: Unit, code: str, day: date) -> Entry | None:
    return kept(unit, day).entries.get(code)


@lru_cache(maxsize=2)
def _speech(path: Path) -> Speech:
    return read_speech(yaml.safe_load(path.read_text(encoding="utf-8")))


def speech() -> Speech:
    """How people say it, as data/procedures/words.yaml has it."""
    return _speech(settings.REFERENCE_DIR / "procedures/words.yaml")


def _read(owners: list[int], day: date) -> Kept:
    """The nearest owner's edition of each code."""
    rows = Edition.objects.filter(in_force(day), procedure__owner__in=owners).order_by()
    names = ("procedure__owner", "procedure__code", "name", "field", "pk", "summary")
    nearest: dict[str, tuple[int, Entry]] = {}
    for owner, code, name, field_name, pk, summary in rows.values_list(*names):
        rank = owners.index(owner)
        if code not in nearest or rank < nearest[code][0]:
            also = tuple(summary.get("names", ()))
            key = search_key(" ".join((code, name, field_name, *also)))
            entry = Entry(code, name, field_name, pk, summary.get("what", ""), key, sort_key(name), also)
            nearest[code] = rank, entry
    entries = sorted((one for _, one in nearest.values()), key=lambda one: (one.sort, one.code))
    return Kept({one.code: one for one in entries}, _fields(entries))


def _fields(entries: Iterable[Entry]) -> list[tuple[str, int]]:
    counts = Counter(one.field for one in entries)
    return sorted(counts.items(), key=lambda one: (not one[0], sort_key(one[0])))
