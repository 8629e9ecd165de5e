"""What the review page shows: each row with its doubts, names and differences, and the counts of all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from thanthien.lib.planreader import TimingRule
from thanthien.lib.vietnamese import search_key
from thanthien.programme.imports.accepting import new_agencies
from thanthien.programme.imports.comparison import CHANGE_WORDS, Change, FieldChange, changes
from thanthien.programme.imports.keeping import said_by_row, said_by_task
from thanthien.programme.imports.likeness import SURE
from thanthien.programme.imports.models import PlanReading, ReadingRow
from thanthien.programme.imports.queries import continued_tasks, rows_of
from thanthien.programme.imports.register import NameKind, Register
from thanthien.programme.imports.source import SourceIndex
from thanthien.programme.plans.models import Task
from thanthien.programme.plans.timing_words import timing_in_words


@dataclass(frozen=True, slots=True)
class Name:
    """An agency in a row: an agency of the unit, a group, or new to the unit."""

    text: str
    kind: NameKind


@dataclass(slots=True)
class RowView:
    """A row as the page shows it. `span` is (first, last) index among the source lines."""

    row: ReadingRow
    lead: list[Name]
    coordinators: list[Name]
    doubts: dict[str, str]
    span: tuple[int, int] | None = None
    timing_words: str = ""
    change: Change | None = None
    change_words: str = ""
    differences: list[FieldChange] = field(default_factory=list)
    opens_group: bool = False

    @property
    def first_doubt(self) -> str:
        return next(iter(self.doubts), "")

    @property
    def has_facts(self) -> bool:
        """A heading without cells of its own shows none."""
        row = self.row
        return not row.is_header or bool(row.lead or row.coordinators or row.timing or row.product)

    @property
    def criterion_number(self) -> str:
        """As people cite it: an unnumbered row of the set by the number it stands under."""
        criterion = self.row.criterion
        return (criterion.number or criterion.key.split("#")[0]) if criterion else ""

    @property
    def is_sure(self) -> bool:
        return self.row.criterion_likeness >= SURE

    @property
    def percent(self) -> int:
        return round(self.row.criterion_likeness * 100)


@dataclass(slots=True)
class Counts:
    """What stands over the rows and before accepting."""

    rows: int = 0
    headers: int = 0
    left_out: int = 0
    doubtful: int = 0
    no_lead: int = 0
    criteria_open: int = 0
    criteria_sure: int = 0
    criteria_none: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    document_doubts: int = 0
    undo: str = ""


@dataclass(slots=True)
class Review:
    reading: PlanReading
    rows: list[RowView]
    counts: Counts
    gone: list[Task]
    new_agencies: list[str]
    register: Register


class Viewer:
    """Turns rows of one reading into views; asks the register, the tasks and the source once."""

    def __init__(self, reading: PlanReading, *, with_source: bool = True) -> None:
        self.reading = reading
        self.register = Register(reading.unit)
        self.tasks = continued_tasks(reading)
        self.source = SourceIndex(reading.source_lines) if with_source else None
        self._kinds: dict[str, NameKind] = {}

    def view(self, row: ReadingRow) -> RowView:
        shown = RowView(
            row=row,
            lead=self._names(row.lead),
            coordinators=self._names(row.coordinators),
            doubts=open_doubts(row),
            span=self.source.span(row.source) if self.source else None,
            timing_words=_timing(row),
        )
        if self.reading.replaces_id:
            self._compare(shown)
        return shown

    def _compare(self, shown: RowView) -> None:
        task = self.tasks.get(shown.row.matched_task_id or 0)
        if task is None:
            shown.change = Change.NEW
        else:
            shown.differences = changes(said_by_row(shown.row), said_by_task(task))
            shown.change = Change.CHANGED if shown.differences else Change.SAME
        shown.change_words = CHANGE_WORDS[shown.change]

    def _names(self, names: Sequence[str]) -> list[Name]:
        return [Name(name, self._kind(name)) for name in names]

    def _kind(self, name: str) -> NameKind:
        if name not in self._kinds:
            self._kinds[name] = self.register.kind_of(name)
        return self._kinds[name]


def open_doubts(row: ReadingRow) -> dict[str, str]:
    """Field → why, for what a person has not looked at yet."""
    if row.is_checked or row.is_left_out:
        return {}
    return {doubt["field"]: doubt["why"] for doubt in row.doubtful}


def review_of(reading: PlanReading) -> Review:
    """Everything of a ready reading; the number of queries does not grow with its rows."""
    viewer = Viewer(reading)
    rows = rows_of(reading)
    views = [viewer.view(row) for row in rows]
    group = ""
    for shown in views:
        shown.opens_group = bool(shown.row.group) and shown.row.group != group
        group = shown.row.group or group
    kept = {row.matched_task_id for row in rows if not row.is_left_out}
    gone = [t for t in viewer.tasks.values() if t.pk not in kept and t.withdrawn_at is None]
    gone.sort(key=lambda task: task.position)
    return Review(
        reading=reading,
        rows=views,
        counts=_count(reading, views),
        gone=gone,
        new_agencies=new_agencies(viewer.register, rows),
        register=viewer.register,
    )


def counts_of(reading: PlanReading) -> Counts:
    """The counts alone, after a correction."""
    viewer = Viewer(reading, with_source=False)
    return _count(reading, [viewer.view(row) for row in rows_of(reading)])


def _count(reading: PlanReading, views: Sequence[RowView]) -> Counts:
    counts = Counts(
        document_doubts=len(reading.document.get("doubtful", [])),
        undo=reading.steps[-1]["says"] if reading.steps else "",
    )
    for shown in views:
        row = shown.row
        if row.is_left_out:
            counts.left_out += 1
            continue
        counts.rows += 1
        counts.headers += row.is_header
        counts.doubtful += bool(shown.doubts)
        counts.no_lead += not row.is_header and not row.lead
        counts.new += shown.change == Change.NEW
        counts.changed += shown.change == Change.CHANGED
        counts.same += shown.change == Change.SAME
        if not row.criterion_confirmed:
            counts.criteria_open += row.criterion_id is not None
            counts.criteria_none += row.criterion_id is None
            counts.criteria_sure += row.criterion_id is not None and shown.is_sure
    return counts


def _timing(row: ReadingRow) -> str:
    """How the timing was understood, where that says more than the print."""
    if not row.timing_rule:
        return ""
    try:
        words = timing_in_words(TimingRule.from_json(row.timing_rule))
    except ValueError:
        return ""
    return words if _telling(words) != _telling(row.timing) else ""


def _telling(timing: str) -> frozenset[str]:
    plain = re.sub(r"\b0(?=\d)", "", search_key(timing))  # 31/3 and 31/03 say the same
    return frozenset(plain.split()) - {"ngay", "nam", "vao", "trong"}


def misfits(reading: PlanReading) -> list[str]:
    """Signs that a file was handed in for the wrong year or the wrong commune, in sentences."""
    found = []
    years = reading.document.get("years") or []
    is_open = bool(reading.document.get("years_open_ended")) and bool(years) and reading.year > max(years)
    if years and reading.year not in years and not is_open:
        printed = f"{min(years)} - {max(years)}" if len(years) > 1 else str(years[0])
        found.append(
            f"Văn bản ghi năm {printed}, nhưng anh/chị đang nhận cho năm {reading.year}. "
            "Nếu nhầm năm, anh/chị bỏ bản đọc này rồi tải lại với năm đúng."
        )
    named = reading.result.get("unit") or {}
    name = named.get("name") or ""
    if name and search_key(name) not in search_key(reading.unit.full_name):
        found.append(
            f"Văn bản của {named.get('kind') or 'đơn vị'} {name}, không phải của {reading.unit.full_name}. "
            "Anh/chị kiểm tra lại tệp trước khi nhận."
        )
    return found
