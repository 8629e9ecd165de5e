"""The score sheet of a unit: the tree with points, reasons, what is missing and the records behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from thanthien.assessment.rounds.models import Registration
from thanthien.assessment.rounds.queries import Deadline
from thanthien.lib.rules import STATUS_LABEL, Status, Total, Way
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.models import Adoption, CriteriaSet, LevelBand, WeightTable
from thanthien.programme.plans.models import Task


@dataclass(frozen=True, slots=True)
class Record:
    """One thing behind a score: a proof, a figure, a judgement. `ref` is "kind:id".

    `state` is the evidence's state, "" for the other kinds. `target` says what page shows it: ("task",
    id), ("figure", code) or ("score", key).
    """

    ref: str
    kind: str
    id: int
    label: str
    day: date
    target: tuple[str, str]
    state: str = ""
    agency: str = ""
    form: str = ""
    until: date | None = None  # the last day a proof with a term is good


@dataclass(frozen=True, slots=True)
class TaskRef:
    """A task that serves a criterion. `leads` by the names people read."""

    id: int
    no: str
    title: str
    state: str
    leads: tuple[str, ...]
    is_withdrawn: bool

    @property
    def state_label(self) -> str:
        return str(Task.State(self.state).label)


@dataclass(frozen=True, slots=True)
class Line:
    """A node of the tree. Points are None without weights, or for a row that leaves the total.

    `status` is what the facts say (`Status`), also without weights. `records` count; `waiting` and
    `returned` are proofs that do not count yet, `aside` accepted ones that stand for no lead, `beside`
    accepted ones that the rule does not ask for, `ended` accepted ones whose term is over. `after_check`:
    the points if all that wait were accepted. `how` says in sentences what the rule asks. `effort` tells how
    hard the open rest is, small being easy; None where nothing more can be won.
    """

    key: str
    number: str
    title: str
    depth: int
    criterion_id: int
    children: tuple[Line, ...]
    rule_kinds: frozenset[str]
    maximum: Decimal | None
    points: Decimal | None
    share: Decimal
    status: Status
    why: str
    missing: tuple[str, ...]
    how: tuple[str, ...]
    guide: str
    product: str
    records: tuple[Record, ...]
    waiting: tuple[Record, ...]
    returned: tuple[Record, ...]
    aside: tuple[Record, ...]
    beside: tuple[Record, ...]
    ended: tuple[Record, ...]
    after_check: Decimal | None
    tasks: tuple[TaskRef, ...]
    measures: tuple[str, ...]
    leads: tuple[str, ...]
    effort: int | None

    @property
    def is_leaf(self) -> bool:
        return not self.children

    @property
    def status_label(self) -> str:
        return STATUS_LABEL[self.status]

    @property
    def place(self) -> str:
        """Where it stands in the tree: "II.7.1"; an unnumbered row has the place of its heading."""
        return self.key.split("#")[0]

    @property
    def name(self) -> str:
        """ "7.1. Khảo sát …"; the bare title where the row has no number."""
        return f"{self.number}. {self.title}" if self.number else self.title

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done here."""
        return self.status not in (Status.MET, Status.NOT_APPLICABLE)

    @property
    def is_judged(self) -> bool:
        return "judged" in self.rule_kinds

    @property
    def counts_proof(self) -> bool:
        """Whether accepted proof makes points here."""
        return bool(self.rule_kinds & {"evidence", "count"})

    @property
    def hoped(self) -> Decimal:
        """Points that the proofs waiting for a check would add."""
        if self.after_check is None or self.points is None:
            return Decimal(0)
        return self.after_check - self.points

    @property
    def accepted(self) -> tuple[Record, ...]:
        """Every accepted proof of this row that has not run out, by day."""
        found = [one for one in (*self.records, *self.beside, *self.aside) if one.kind == "evidence"]
        return tuple(sorted(found, key=lambda one: (one.day, one.id)))

    @property
    def lost(self) -> Decimal:
        """Points between what is held and the maximum; 0 without weights."""
        if self.maximum is None or self.points is None:
            return Decimal(0)
        return self.maximum - self.points

    def walk(self) -> Iterator[Line]:
        """The node and everything below it, depth first."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Level:
    """What the score means. `level` is None where none is recognised; `reached` is the level by points alone."""

    level: int | None
    label: str
    reason: str
    reached: int | None
    reached_label: str

    @property
    def recognised(self) -> bool:
        return self.level is not None


@dataclass(frozen=True, slots=True)
class WayStep:
    """One criterion on the way; `wanted` is how many points of it are needed at least."""

    line: Line
    gain: Decimal
    enough: Decimal


@dataclass(frozen=True, slots=True)
class WayUp:
    """The fewest criteria that lead to a level; `lacking` points are missing now."""

    level: int
    label: str
    minimum: Decimal
    lacking: Decimal
    is_registered: bool
    way: Way
    steps: tuple[WayStep, ...]


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    unit: Unit
    year: int
    as_of: date
    adoption: Adoption | None
    top: tuple[Line, ...]
    total: Total
    level: Level
    bands: tuple[LevelBand, ...]
    registration: Registration | None
    registration_due: Deadline | None
    ways: tuple[WayUp, ...]

    @property
    def criteria_set(self) -> CriteriaSet | None:
        return self.adoption.criteria_set if self.adoption else None

    @property
    def weights(self) -> WeightTable | None:
        return self.adoption.weight_table if self.adoption else None

    @property
    def is_sample(self) -> bool:
        return bool(self.weights and self.weights.is_sample)

    @property
    def has_points(self) -> bool:
        return self.total.weights_loaded

    @property
    def points(self) -> Decimal | None:
        return self.total.on_scale if self.has_points else None

    @property
    def maximum(self) -> Decimal | None:
        """The whole scale; rows that are left out do not shrink it."""
        return self.total.scale if self.has_points else None

    @property
    def lines(self) -> list[Line]:
        return [line for top in self.top for line in top.walk()]

    @property
    def leaves(self) -> list[Line]:
        return [line for line in self.lines if line.is_leaf]

    def line(self, key: str) -> Line | None:
        return next((line for line in self.lines if line.key == key), None)

    @property
    def is_late(self) -> bool:
        """Whether the level was registered after the day the set asks for."""
        return bool(
            self.registration
            and self.registration_due
            and self.registration_due.is_late(self.registration.registered_date)
        )

    @property
    def way_up(self) -> WayUp | None:
        """The way to the next level."""
        return self.ways[0] if self.ways else None
