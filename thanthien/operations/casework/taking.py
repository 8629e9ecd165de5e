"""Rows taken in: checked, compared with what is kept, written. The one way for files and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from thanthien.lib.documents.records import Value
from thanthien.operations.casework.applying import Applier, Plan
from thanthien.operations.casework.checking import Checker, Fault, Given, against
from thanthien.operations.casework.models import Case
from thanthien.platform.units.models import Unit

Line = tuple[int, Sequence[Value]]


def lock_codes(unit: Unit) -> None:
    """One at a time gives a unit's cases their codes; rows that only point to the unit do not wait."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)


def take_rows(
    unit: Unit, checker: Checker, applier: Applier, lines: Sequence[Line], at: datetime
) -> tuple[Plan, list[Fault]]:
    """Write the rows without a fault, in the caller's transaction; what was done, and the faults of the others."""
    lock_codes(unit)
    found, faults = sorted_out(unit, checker, lines, locked=True)
    plan = applier.plan(found)
    applier.write(plan, at)
    return plan, faults


def sorted_out(
    unit: Unit, checker: Checker, lines: Sequence[Line], *, locked: bool = False
) -> tuple[list[tuple[Given, Case | None]], list[Fault]]:
    """Rows that can be applied, each beside the case there is; and the faults of the others.

    `locked`: nobody moves those cases until the transaction ends, so that no move is written over.
    """
    given: list[Given] = []
    faults: list[Fault] = []
    for line, row in lines:
        one, wrong = checker.read(line, row)
        faults += wrong
        if one is not None:
            given.append(one)
    codes = [one.values["code"] for one in given]
    rows = Case.objects.filter(unit=unit, code__in=codes).order_by("pk").prefetch_related("pauses")
    known = {one.code: one for one in (rows.select_for_update(of=("self",)) if locked else rows)}
    found = []
    for one in given:
        case = known.get(one.values["code"])
        wrong = against(one, case) if case is not None else []
        faults += wrong
        if not wrong:
            found.append((one, case))
    return found, faults
