"""A file of the province becomes the month's figures: looked at first, kept with the file as their source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from thanthien.lib.vietnamese import number_vi
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.measures.actions import CannotRecordFigure
from thanthien.programme.measures.importing import hand_in_figures, locked, mark_kept, table_of
from thanthien.programme.measures.models import FigureImport, Reading
from thanthien.programme.measures.month_file import Report, Told, read_report, typed_lines
from thanthien.programme.measures.month_sheet import (
    differs,
    doubts_of,
    proposed,
    standing,
)
from thanthien.workflows.month_figures import keep_sheet, require_open
from thanthien.workflows.proving import Proven


@dataclass(frozen=True, slots=True)
class Difference:
    """A line of the sheet: what stands, what the file tells. `kind`: new, changed, same, ask or none."""

    told: Told
    stands: Reading | None
    kind: str
    doubts: tuple[str, ...]
    whole: str  # the denominator that a person said, or that is proposed


@dataclass(frozen=True, slots=True)
class Preview:
    report: Report
    lines: list[Difference]
    doubts: tuple[str, ...]  # of the file as a whole

    @property
    def changes(self) -> int:
        return sum(one.kind in {"new", "changed"} for one in self.lines)

    @property
    def asks(self) -> int:
        return sum(one.kind == "ask" for one in self.lines)

    @property
    def has_asked(self) -> bool:
        """Whether a denominator is said by a person, for one figure at least."""
        return any(one.told.asks_whole for one in self.lines)

    @property
    def is_doubtful(self) -> bool:
        return bool(self.doubts) or any(one.doubts for one in self.lines)


def bring_file(
    *, actor: Person, at: datetime, unit: Unit, month: date, source: str, data: bytes, filename: str
) -> FigureImport:
    """`hand_in_figures` for a year that is still open. Raises CannotRecordFigure."""
    require_open(unit, month.replace(day=1))
    return hand_in_figures(
        actor=actor, at=at, unit=unit, month=month, source=source, data=data, filename=filename
    )


def preview_of(figure_import: FigureImport, wholes: Mapping[str, Decimal] | None = None) -> Preview:
    """What the file would change, and what looks wrong. Raises CannotRecordFigure where it cannot be read."""
    unit, month = figure_import.unit, figure_import.month
    report = _report(figure_import, wholes)
    stands, before = standing(unit, month), proposed(unit, month)
    given = {one.code: one for one in typed_lines(report, {})}
    changed = [one for one in given.values() if differs(one, stands.get(one.code))]
    doubts = [*doubts_of(unit, month, changed), *report.doubts]
    codes = {one.code for one in changed}
    lines = []
    for told in report.lines:
        code, old = told.line.code, stands.get(told.line.code)
        if code in given:
            kind = "same" if code not in codes else "changed" if old else "new"
        else:
            kind = "ask" if told.asks_whole else "none"
        own = tuple(dict.fromkeys(one.words for one in doubts if one.code == code)) if code in codes else ()
        known = (wholes or {}).get(code) or _known_whole(old) or _known_whole(before.get(code))
        lines.append(Difference(told, old, kind, own, number_vi(known) if known else ""))
    whole = tuple(one.words for one in doubts if not one.code)
    return Preview(report, lines, whole if changed or any(one.kind == "ask" for one in lines) else ())


@transaction.atomic
def keep_import(
    *, actor: Person, at: datetime, figure_import: FigureImport, seen: Mapping[str, datetime | None],
    wholes: Mapping[str, Decimal] | None = None, confirmed: str = "",
) -> tuple[list[Reading], Proven]:  # fmt: skip
    """Keep what the file tells of the month, all of it or nothing; the file becomes the source, as a typed one does.

    `seen`: when each figure that the page showed was recorded. Raises CannotRecordFigure, Doubtful, LineStands.
    """
    require(actor, Action.FIGURE_RECORD, figure_import.unit)
    made = locked(figure_import)
    report = _report(made, wholes)
    if made.state != FigureImport.State.WAITING:
        raise CannotRecordFigure("Anh/chị xác nhận các cột trước khi ghi.")
    if report.faults:
        raise CannotRecordFigure("Tệp còn lỗi nên chưa số nào được ghi. Các lỗi ghi ở dưới.")
    if report.unread:
        raise CannotRecordFigure(
            "Còn chỉ số chưa có mẫu số. Anh/chị ghi mẫu số, hoặc bỏ cột đó ở cách ghép cột."
        )
    kept, proven = keep_sheet(
        actor=actor, at=at, unit=made.unit, month=made.month, lines=typed_lines(report, seen),
        source=(made.file, made.filename), confirmed=confirmed, more=report.doubts,
    )  # fmt: skip
    mark_kept(actor=actor, at=at, figure_import=made, figures=len(kept))
    return kept, proven


def _report(figure_import: FigureImport, wholes: Mapping[str, Decimal] | None) -> Report:
    return read_report(
        table_of(figure_import), figure_import.columns, figure_import.unit, figure_import.month,
        figure_import.filename, wholes,
    )  # fmt: skip


def _known_whole(reading: Reading | None) -> Decimal | None:
    return reading.denominator if reading is not None else None
