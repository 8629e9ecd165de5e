"""What a file would change in an owner's catalogue, worked out without writing anything."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from thanthien.lib.procedures import (
    Change,
    Listing,
    Problem,
    Row,
    digest,
    summary_differences,
    summary_to_data,
    to_data,
)
from thanthien.lib.procedures import differences as said_differences
from thanthien.operations.procedures.models import Edition
from thanthien.operations.procedures.queries import in_force, nearest, owners_of
from thanthien.platform.units.models import Unit

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """A row that makes an edition: in force from–until (None: open), in the place of `old` where there is one."""

    row: Row
    content: dict[str, Any]
    summary: dict[str, Any]
    digest: str
    from_date: date
    until_date: date | None
    old: Edition | None
    number: int
    changes: tuple[Change, ...] = ()

    @property
    def code(self) -> str:
        return self.row.procedure.code


@dataclass(slots=True)
class Plan:
    """`back`: were ended and come again. `gone`: in force and not in the file, which ends nothing by itself.

    `covers`: codes of the file that an owner above has in force, whose text this one's stands before from now on.
    """

    new: list[Step] = field(default_factory=list)
    changed: list[Step] = field(default_factory=list)
    back: list[Step] = field(default_factory=list)
    same: list[Row] = field(default_factory=list)
    gone: list[Edition] = field(default_factory=list)
    covers: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def steps(self) -> list[Step]:
        return [*self.new, *self.changed, *self.back]

    @property
    def seen(self) -> str:
        """A mark of everything that is shown: what is applied must still bear it."""
        parts = [f"{one.digest} {one.old.pk if one.old else ''} {one.from_date}" for one in self.steps]
        parts += [f"gone {one.pk}" for one in self.gone]
        return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()[:32]


def plan_import(
    owner: Unit, listing: Listing, *, from_date: date, today: date, is_typed: bool = False
) -> Plan:
    """Two queries, whatever the size. `from_date`: the first day of rows that name none.

    `is_typed`: the row of one procedure, which says nothing of the others; where the text of an owner above is covered
    the two are set side by side.
    """
    plan = Plan(problems=listing.problems, notes=listing.notes)
    in_file = frozenset(row.procedure.code for row in listing.rows) | {one.code for one in listing.problems}
    rows = Edition.objects.filter(procedure__owner=owner).select_related("procedure")
    above = Edition.objects.filter(in_force(today), procedure__owner__in=owners_of(owner)[1:])
    if is_typed:
        rows, above = (one.filter(procedure__code__in=in_file) for one in (rows, above))
    kept: dict[str, list[Edition]] = defaultdict(list)
    for edition in rows.order_by("number"):
        kept[edition.procedure.code].append(edition)
    for row in listing.rows:
        _place(plan, row, kept.get(row.procedure.code, []), row.in_force or from_date, today)
    missing = [editions for code, editions in sorted(kept.items()) if code not in in_file]
    there = [_in_force(editions, max(from_date, today)) for editions in missing]
    plan.gone = [one for one in there if one is not None]
    plan.covers = in_file & set(above.order_by().values_list("procedure__code", flat=True))
    if is_typed and plan.covers:
        theirs = nearest(owner, above.select_related("procedure"))
        plan.new = [
            replace(step, changes=_changes(theirs, step.row)) if theirs else step for step in plan.new
        ]
    return plan


def _place(plan: Plan, row: Row, editions: list[Edition], starts: date, today: date) -> None:
    content, summary = to_data(row.procedure), summary_to_data(row.summary)
    there = _in_force(editions, max(starts, today))
    if there is not None and there.content == content and (not summary or there.summary == summary):
        plan.same.append(row)
        return
    until: date | None
    if there is not None:
        starts, until = max(starts, there.from_date), there.until_date
    else:
        later = [one.from_date for one in editions if one.was_used and one.from_date > starts]
        until = min(later) - _DAY if later else None
    step = Step(
        row, content, summary, digest({"content": content, "summary": summary}), starts, until, there,
        max((one.number for one in editions), default=0) + 1,
        _changes(there, row) if there else (),
    )  # fmt: skip
    (plan.changed if there else plan.back if editions else plan.new).append(step)


def _changes(old: Edition, row: Row) -> tuple[Change, ...]:
    return (*said_differences(old.said, row.procedure), *summary_differences(old.plain, row.summary))


def _in_force(editions: list[Edition], day: date) -> Edition | None:
    return next(
        (
            one
            for one in editions
            if one.from_date <= day and (one.until_date is None or one.until_date >= day)
        ),
        None,
    )
