"""Records that a program sends with the unit's key: the checks and the writing of a file, an answer for each record.

The sender's code of a case is its name: sent again unchanged it changes nothing. What came in stands beside the files,
one row a key and day, with what was refused, so that people of the unit see what their provincial system sends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils import timezone

from thanthien.lib.documents.records import Value
from thanthien.operations.casework.applying import Applier, Plan, Result
from thanthien.operations.casework.checking import Checker, Fault
from thanthien.operations.casework.mapping import FIELDS
from thanthien.operations.casework.models import Case, CaseImport
from thanthien.operations.casework.running import MOST_FAULTS
from thanthien.operations.casework.taking import take_rows
from thanthien.platform.audit.actions import record
from thanthien.platform.keys.models import Key

MOST = 500  # records at once
_NAMES = tuple(FIELDS)
_CODES = {words: field for field, words in FIELDS.items()}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the `number`th record. `case`: as it is kept now; `faults`: (field, sentence), none of it kept."""

    number: int
    code: str
    result: Result | Literal["refused"]
    case: Case | None
    faults: tuple[tuple[str, str], ...] = ()


@transaction.atomic
def take_records(*, at: datetime, key: Key, records: Sequence[Mapping[str, Value]]) -> list[Outcome]:
    """Keep what holds of up to `MOST` records of the key's unit, by the names in `mapping.FIELDS`; one answer each."""
    unit = key.unit
    checker = Checker(_NAMES, {name: name for name in _NAMES}, at)
    lines = [(n, [one.get(name) for name in _NAMES]) for n, one in enumerate(records, 1)]
    plan, faults = take_rows(unit, checker, Applier(unit, at), lines, at)
    outcomes = _outcomes(records, plan, faults)
    _note(key, outcomes, at)
    return outcomes


def _outcomes(records: Sequence[Mapping[str, Value]], plan: Plan, faults: Sequence[Fault]) -> list[Outcome]:
    wrong: dict[int, list[tuple[str, str]]] = {}
    for line, name, words in faults:
        wrong.setdefault(line, []).append((_CODES[name], words))
    taken = {line: (result, case) for line, result, case in plan.results}
    found = []
    for n, one in enumerate(records, 1):
        if n in taken:
            result, case = taken[n]
            found.append(Outcome(n, case.code, result, case))
        else:
            said = str(one.get("code") or "")[:60]
            found.append(Outcome(n, said, "refused", None, tuple(wrong[n])))
    return found


def _note(key: Key, outcomes: Sequence[Outcome], at: datetime) -> None:
    """Add to the day's row of the key; in the log only where something changed or was refused."""
    counts = {
        kind: sum(one.result == kind for one in outcomes) for kind in ("new", "changed", "same", "refused")
    }
    made, _ = CaseImport.objects.get_or_create(
        key=key, intake_date=timezone.localdate(at),
        defaults={
            "unit": key.unit, "source": key.name[:80], "filename": key.name, "state": CaseImport.State.DONE,
            "handed_in_at": at, "progress_at": at, "ended_at": at,
        },
    )  # fmt: skip
    for kind, n in counts.items():
        setattr(made, kind, getattr(made, kind) + n)
    made.done = made.total = made.total + len(outcomes)
    fresh = [[one.code, FIELDS[field], words] for one in outcomes for field, words in one.faults]
    made.faults = [*(one for one in made.faults if one not in fresh), *fresh][-MOST_FAULTS:]
    made.progress_at = made.ended_at = at
    made.save()
    if len(outcomes) > counts["same"]:
        record(
            actor=None, at=at, action="case_import.receive", subject=made, unit=key.unit, after=counts,
            said_actor=f"Ứng dụng {key.name}",
        )  # fmt: skip
