"""What comes out of a plan: typed rows, each with its place in the source and a confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Literal

from thanthien.lib.planreader.timing import TimingRule

SectionKind = Literal["heading", "item", "appendix", "criterion"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a row stands: page and first and last line, or table and row; all from 1."""

    page: int | None = None
    line: int | None = None
    line_to: int | None = None
    table: int | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a commune knows of itself: its agencies as (canonical name, aliases, is it a group)."""

    agencies: Sequence[tuple[str, Sequence[str], bool]] = ()


@dataclass(slots=True)
class Unit:
    kind: str | None = None
    name: str | None = None
    province: str | None = None


@dataclass(slots=True)
class PlanDocument:
    """Number and head of the plan. `date` is ISO and may be partial ("2026-02", "2026")."""

    type: str | None = None
    number: str | None = None
    date: str | None = None
    title: str | None = None
    years: list[int] = field(default_factory=list)
    years_open_ended: bool = False
    signer: str | None = None
    signer_title: str | None = None
    signed_for: str | None = None
    place: str | None = None
    printed: str | None = None
    source: Source = field(default_factory=Source)
    confidence: float = 1.0
    doubtful: list[str] = field(default_factory=list)


@dataclass(slots=True)
class LegalBasis:
    number: str | None
    date: str | None
    kind: str
    issuer: str | None = None
    title: str | None = None
    source: Source = field(default_factory=Source)
    confidence: float = 1.0
    doubtful: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Section:
    path: str
    title: str
    parent: str | None
    kind: SectionKind = "heading"
    printed: str | None = None
    run_in_heading: bool = False
    title_is_prefix: bool = False
    source: Source = field(default_factory=Source)
    confidence: float = 1.0
    doubtful: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Obligation:
    """One bullet or paragraph of the content part. `bullet_level` 2 for a "+" under a "-"."""

    id: str
    section: str
    text: str
    bullet_level: int = 0
    sub_items: list[str] = field(default_factory=list)
    timing_rule: TimingRule | None = None
    printed: str | None = None
    source: Source = field(default_factory=Source)
    confidence: float = 1.0
    doubtful: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Duty:
    """One bullet or paragraph of the implementation part; `agency` joins `agencies` with "; "."""

    id: str
    section: str
    agencies: list[str]
    text: str
    bullet_level: int = 0
    agencies_printed: str | None = None
    timing_rule: TimingRule | None = None
    printed: str | None = None
    source: Source = field(default_factory=Source)
    confidence: float = 1.0
    doubtful: list[str] = field(default_factory=list)

    @property
    def agency(self) -> str:
        return "; ".join(self.agencies)


@dataclass(slots=True)
class Task:
    """One row of the table. `is_header` rows have no cells of their own; `key` is unique in a plan."""

    no: str | None
    title: str
    group: str | None = None
    parent_no: str | None = None
    key: str = ""
    lead: list[str] = field(default_factory=list)
    lead_printed: str | None = None
    coordinators: list[str] = field(default_factory=list)
    coordinators_printed: str | None = None
    product: str | None = None
    timing: str | None = None
    timing_rule: TimingRule | None = None
    counts: list[TimingRule] = field(default_factory=list)
    note: str | None = None
    points: str | None = None
    is_header: bool = False
    printed: str | None = None
    source: Source = field(default_factory=Source)
    confidence: float = 1.0
    doubtful: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Level:
    """A half-open band of points; `max_inclusive` only for the highest. Level 0 is "not recognised"."""

    level: int
    min: float
    max: float
    max_inclusive: bool = False
    label: str | None = None
    or_when: str | None = None
    source: Source = field(default_factory=Source)
    confidence: float = 1.0
    doubtful: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Threshold:
    op: Literal["=", ">=", ">", "<=", "<"]
    value: float
    unit: str
    label_vi: str
    ref: str | None = None
    source: Source = field(default_factory=Source)
    confidence: float = 1.0
    doubtful: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Target:
    """A level aimed at; level None where the plan only says "đạt chuẩn"."""

    years: list[int]
    level: int | None
    ref: str | None = None
    source: Source = field(default_factory=Source)
    confidence: float = 1.0
    doubtful: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Steering:
    """The Ban Chỉ đạo as far as the plan names it: members in printed order, roles where printed."""

    members: list[str] = field(default_factory=list)
    text: str = ""
    source: Source = field(default_factory=Source)
    confidence: float = 1.0


@dataclass(slots=True)
class Anomaly:
    """Something a person should look at: a stable `code` and a sentence in Vietnamese."""

    code: str
    text: str
    source: Source = field(default_factory=Source)


@dataclass(slots=True)
class Reading:
    """Everything read from one document; `is_plan` False carries a Vietnamese reason and no tasks."""

    is_plan: bool = True
    not_plan_reason: str | None = None
    unit: Unit = field(default_factory=Unit)
    document: PlanDocument = field(default_factory=PlanDocument)
    legal_bases: list[LegalBasis] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    agencies: list[str] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    obligations: list[Obligation] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)
    thresholds: list[Threshold] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    steering: Steering | None = None
    recipients: list[str] = field(default_factory=list)
    anomalies: list[Anomaly] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Plain data: the keys of the measured format, and `source`, `confidence`, `doubtful` a row."""
        data = _plain(self)
        assert isinstance(data, dict)
        return data


def _plain(value: Any) -> Any:
    if isinstance(value, TimingRule):
        return value.as_json()
    if isinstance(value, Source):
        return {f.name: v for f in fields(value) if (v := getattr(value, f.name)) is not None}
    if is_dataclass(value) and not isinstance(value, type):
        data = {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
        if isinstance(value, Duty):
            data["agency"] = value.agency
        if isinstance(value, Target) and len(value.years) == 1:
            data["year"] = value.years[0]
        return data
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value
