"""An import at work in the background: its head read, its rows checked, then applied a thousand at a time.

Each thousand is one transaction together with how far it came: a worker that is killed leaves whole cases, and the
next one goes on behind them. Two workers at one import cannot meet: the second finds the mark moved and ends.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from django.db import transaction

from thanthien.lib.documents.model import CannotRead
from thanthien.lib.documents.records import Records, Value, read_records
from thanthien.operations.casework.applying import Applier
from thanthien.operations.casework.checking import Checker, Fault
from thanthien.operations.casework.mapping import guess, lacking, likeness
from thanthien.operations.casework.models import CaseImport
from thanthien.operations.casework.taking import sorted_out, take_rows
from thanthien.platform.audit.actions import record
from thanthien.platform.columns.queries import saved_columns
from thanthien.platform.files.queries import open_kept

State = CaseImport.State
Clock = Callable[[], datetime]
_log = logging.getLogger(__name__)
CHUNK = 1000
MOST_FAULTS = 500  # kept to be shown; the others are counted
_EXAMPLES = 3
_BROKEN = "Máy chủ gặp lỗi khi đọc tệp. Tệp vẫn được giữ; anh/chị thử lại hoặc báo người quản trị."


class _Overtaken(Exception):
    """Another worker is at the same import."""


def run_import(*, import_id: int, clock: Clock) -> None:
    """Do what the import waits for, until it waits for a person. Safe to call again at any time."""
    steps = {State.READING: _read_head, State.CHECKING: _check, State.APPLYING: _apply}
    while True:
        made = CaseImport.objects.select_related("unit__parent", "file").filter(pk=import_id).first()
        step = steps.get(State(made.state)) if made is not None else None
        if made is None or step is None:
            return
        try:
            step(made, clock)
        except _Overtaken:
            return
        except CannotRead as refusal:
            _fail(made, str(refusal), clock())
        except Exception:
            _log.exception("Import %s of cases", import_id)
            _fail(made, _BROKEN, clock())


def _read_head(made: CaseImport, clock: Clock) -> None:
    records = _records(made)
    examples = [list(map(str, row)) for _, row in islice(records.rows, _EXAMPLES)]
    known = saved_columns(made.unit, made.source, records.headers)
    columns = known or guess(records.headers)
    made.headers = list(records.headers)
    made.examples = [
        [row[n][:60] if n < len(row) and row[n] != "None" else "" for row in examples]
        for n in range(len(records.headers))
    ]
    made.columns = columns
    made.state = State.CHECKING if known and not lacking(columns) else State.MAPPING
    _keep(made, State.READING, clock())


def _check(made: CaseImport, clock: Clock) -> None:
    """The dry run: every row read, compared with what is kept, nothing written but the counts."""
    records = _records(made)
    checker = Checker(records.headers, made.columns, clock())
    applier = Applier(made.unit, clock())
    made.total = records.about
    made.done = made.new = made.changed = made.same = made.refused = 0
    made.faults = []
    for lines in _chunks(records.rows):
        found, faults = sorted_out(made.unit, checker, lines)
        _count(made, lines, faults)
        plan = applier.plan(found)
        made.new += len(plan.new)
        made.changed += len(plan.changed)
        made.same += plan.same
        _keep(made, State.CHECKING, clock())
    made.total, made.state = made.done, State.CHECKED
    _keep(made, State.CHECKING, clock())


def _apply(made: CaseImport, clock: Clock) -> None:
    records = _records(made)
    checker, applier = Checker(records.headers, made.columns, made.handed_in_at), Applier(made.unit, clock())
    before, position = made.done, 0
    for lines in _chunks(records.rows):
        if position < before:  # applied before the last worker ended; the codes seen still count
            for line, row in lines:
                checker.read(line, row)
            position += len(lines)
            continue
        position += len(lines)
        with transaction.atomic():
            _claim(made)
            plan, faults = take_rows(made.unit, checker, applier, lines, clock())
            _count(made, lines, faults, with_faults=False)
            made.new += len(plan.new)
            made.changed += len(plan.changed)
            made.same += plan.same
            _keep(made, State.APPLYING, clock())
    with transaction.atomic():
        _claim(made)
        made.state, made.ended_at = State.DONE, clock()
        _keep(made, State.APPLYING, made.ended_at)
        counts = {"new": made.new, "changed": made.changed, "refused": made.refused, "lines": made.total}
        record(
            actor=made.handed_in_by, at=made.ended_at, action="case_import.done", subject=made, unit=made.unit,
            after=counts,
        )  # fmt: skip


def _count(
    made: CaseImport, lines: Sequence[object], faults: Sequence[Fault], *, with_faults: bool = True
) -> None:
    made.done += len(lines)
    made.refused += len({line for line, _, _ in faults})
    if with_faults and len(made.faults) < MOST_FAULTS:
        made.faults = [*made.faults, *map(list, faults)][:MOST_FAULTS]


def _records(made: CaseImport) -> Records:
    if made.file is None:
        raise CannotRead("Tệp đã được xóa theo thời hạn lưu. Anh/chị gửi lại tệp.", code="gone")
    with open_kept(made.file) as stored:
        return read_records(stored.read(), likeness, was_read=made.state != State.READING)


def _chunks(
    rows: Iterator[tuple[int, Sequence[Value]]],
) -> Iterator[list[tuple[int, Sequence[Value]]]]:
    while lines := list(islice(rows, CHUNK)):
        yield lines


def _claim(made: CaseImport) -> None:
    """Lock the row; raises `_Overtaken` where another worker has moved it on."""
    row = (
        CaseImport.objects.select_for_update(of=("self",))
        .filter(pk=made.pk)
        .values_list("state", "done")
        .get()
    )
    if row != (State.APPLYING, made.done):
        raise _Overtaken


def _keep(made: CaseImport, state: str, at: datetime) -> None:
    """Write how far it came, where nobody has moved it meanwhile."""
    names = ("state", "headers", "examples", "columns", "total", "done", "new", "changed", "same", "refused",
             "faults", "ended_at")  # fmt: skip
    made.progress_at = at
    values = {name: getattr(made, name) for name in names}
    if not CaseImport.objects.filter(pk=made.pk, state=state).update(progress_at=at, **values):
        raise _Overtaken


def _fail(made: CaseImport, words: str, at: datetime) -> None:
    """What was applied stays applied; the file can be handed in again and goes on from there."""
    CaseImport.objects.filter(pk=made.pk).update(
        state=State.FAILED, problem=words, progress_at=at, ended_at=at
    )
