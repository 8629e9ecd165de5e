"""Writes of files with a month's figures: handed in, columns chosen, put aside. Keeping is a workflow: it proves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache

from django.db import transaction
from django.utils import timezone

from thanthien.lib.documents.grids import Grid, read_grids
from thanthien.lib.documents.model import CannotRead
from thanthien.lib.vietnamese import tidy
from thanthien.platform.audit.actions import record
from thanthien.platform.columns.actions import CannotChooseColumns, chosen_columns, keep_columns
from thanthien.platform.columns.queries import saved_columns
from thanthien.platform.files.actions import keep_file
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.files.models import StoredFile
from thanthien.platform.files.queries import open_kept
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.measures.actions import CannotRecordFigure
from thanthien.programme.measures.file_tables import Table
from thanthien.programme.measures.file_words import fields
from thanthien.programme.measures.models import FigureImport
from thanthien.programme.measures.month_file import guessed, lacking, table_for

State = FigureImport.State
DEFAULT_SOURCE = "Báo cáo tháng của tỉnh, thành phố"
OPEN = (State.MAPPING, State.WAITING)


def hand_in_figures(
    *, actor: Person, at: datetime, unit: Unit, month: date, source: str, data: bytes, filename: str
) -> FigureImport:
    """Keep a file of a month's figures, its columns as last confirmed for the source, else as guessed.

    Raises CannotRecordFigure with what to do about the file.
    """
    require(actor, Action.FIGURE_RECORD, unit)
    first, words = month.replace(day=1), tidy(source)[:80] or DEFAULT_SOURCE
    if first > timezone.localdate(at):
        raise CannotRecordFigure(f"Tháng {month.month}/{month.year} chưa tới nên chưa có số liệu.", "upload")
    try:
        table, refusal = table_for(read_grids(data), unit, first)
        if table is None:
            raise CannotRecordFigure(refusal, "upload")
        file = keep_file(data=data, at=at)
    except (CannotRead, CannotKeepFile) as error:
        raise CannotRecordFigure(str(error), "upload") from error
    known = saved_columns(unit, map_name(words), table.headers)
    is_known = known is not None and not lacking(table, known)
    with transaction.atomic():
        made = FigureImport.objects.create(
            unit=unit, month=first, source=words, file=file, filename=filename[:200],
            state=State.WAITING if is_known else State.MAPPING, columns=known if is_known else guessed(table),
            handed_in_at=at, handed_in_by=actor,
        )  # fmt: skip
        _audit(actor, at, "figure_import.hand_in", made)
    return made


def choose_columns(
    *, actor: Person, at: datetime, figure_import: FigureImport, columns: Mapping[str, str]
) -> FigureImport:
    """Say which column is what; remembered for the unit and source. Raises CannotRecordFigure."""
    require(actor, Action.FIGURE_RECORD, figure_import.unit)
    table = table_of(figure_import)
    with transaction.atomic():
        made = locked(figure_import)
        try:
            chosen = chosen_columns(columns, fields(), list(table.headers))
        except CannotChooseColumns as error:
            raise CannotRecordFigure(str(error)) from error
        if missing := lacking(table, chosen):
            raise CannotRecordFigure(f"Còn thiếu {' và '.join(missing)}.")
        made.columns, made.state = chosen, State.WAITING
        made.save()
        keep_columns(actor=actor, at=at, unit=made.unit, source=map_name(made.source), columns=chosen)
        _audit(actor, at, "figure_import.columns", made)
    return made


@transaction.atomic
def drop_figures(*, actor: Person, at: datetime, figure_import: FigureImport) -> FigureImport:
    """Put a file aside of which nothing is to be kept. Raises CannotRecordFigure where somebody was first."""
    require(actor, Action.FIGURE_RECORD, figure_import.unit)
    return _end(actor, at, locked(figure_import), State.DROPPED, "figure_import.drop")


def mark_kept(*, actor: Person, at: datetime, figure_import: FigureImport, figures: int) -> FigureImport:
    """End a locked import whose figures were kept in the same transaction."""
    figure_import.figures = figures
    return _end(actor, at, figure_import, State.KEPT, "figure_import.keep")


def locked(figure_import: FigureImport) -> FigureImport:
    """The row as it is now, locked. Raises CannotRecordFigure where it was kept or put aside meanwhile."""
    rows = FigureImport.objects.select_for_update(of=("self",)).select_related(
        "unit__parent", "file", "ended_by"
    )
    made = rows.get(pk=figure_import.pk)
    if made.state not in OPEN:
        at = timezone.localtime(made.ended_at).strftime("%H:%M %d/%m/%Y") if made.ended_at else ""
        done = "ghi vào phiếu" if made.state == State.KEPT else "bỏ"
        raise CannotRecordFigure(f"Tệp này {made.ended_by} đã {done} lúc {at}. Không có gì được ghi thêm.")
    return made


def table_of(figure_import: FigureImport) -> Table:
    """The file's table that speaks of the unit. Raises CannotRecordFigure."""
    table, refusal = table_for(_grids(figure_import.file), figure_import.unit, figure_import.month)
    if table is None:
        raise CannotRecordFigure(refusal)
    return table


def map_name(source: str) -> str:
    """Under which name the columns of a source are remembered, apart from those of other rooms."""
    return f"Số liệu: {source}"[:80]


def _grids(file: StoredFile) -> tuple[Grid, ...]:
    return _read(file.pk, file.sha256)


@lru_cache(maxsize=8)
def _read(pk: int, sha256: str) -> tuple[Grid, ...]:
    """The same bytes read once for the steps of one import."""
    try:
        with open_kept(StoredFile.objects.get(pk=pk)) as kept:
            return tuple(read_grids(kept.read()))
    except CannotRead as error:
        raise CannotRecordFigure(str(error)) from error


def _end(actor: Person, at: datetime, made: FigureImport, state: str, action: str) -> FigureImport:
    made.state, made.ended_at, made.ended_by = state, at, actor
    made.save()
    _audit(actor, at, action, made)
    return made


def _audit(actor: Person, at: datetime, action: str, made: FigureImport) -> None:
    record(
        actor=actor, at=at, action=action, subject=made, unit=made.unit,
        after={
            "filename": made.filename, "month": f"{made.month:%m/%Y}", "source": made.source,
            "state": made.get_state_display(), "figures": made.figures,
        },
    )  # fmt: skip
