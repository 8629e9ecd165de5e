"""A task as the list and the board show it: everything said in words, nothing asked of the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from thanthien.lib.vietnamese import due_in_words
from thanthien.programme.evidence.coverage import has_current
from thanthien.programme.evidence.queries import ProofCount
from thanthien.programme.plans.models import Task, TaskAgency
from thanthien.programme.plans.queries import is_overdue, leads_of, supports_of, timing_rule_of
from thanthien.programme.plans.timing_words import repeats_each, timing_in_words

_ABBREVIATIONS = frozenset({"UBND", "HĐND", "MTTQ", "TTHC", "CNTT", "PVHCC"})
NEAR = 45  # days from which the time left is said beside the date
_RUNNING = {"week": "tuần này", "month": "tháng này", "quarter": "quý này"}


@dataclass(frozen=True, slots=True)
class Row:
    task: Task
    leads: list[TaskAgency]
    supports: list[TaskAgency]
    timing: str
    overdue: bool
    left: str  # "còn 12 ngày", "quá hạn 3 ngày", or nothing
    proof: ProofCount
    running: str  # "tuần này" where proof is looked for each week …
    has_running: bool | None


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading of the plan, in blocks under the plan's own sub-headings."""

    title: str
    blocks: list[tuple[Task | None, list[Row]]]

    @property
    def count(self) -> int:
        return sum(len(rows) for _, rows in self.blocks)

    @property
    def is_numbered(self) -> bool:
        return any(row.task.no for _, rows in self.blocks for row in rows)


def row_of(task: Task, proof: ProofCount, today: date) -> Row:
    rule = timing_rule_of(task)
    period = repeats_each(rule)
    finished = task.state in (Task.State.DONE, Task.State.ACCEPTED)
    return Row(
        task=task,
        leads=leads_of(task),
        supports=supports_of(task),
        timing=timing_in_words(rule) or task.timing,
        overdue=is_overdue(task, today),
        left="" if finished else time_left(task.due_date, today),
        proof=proof,
        running=_RUNNING.get(period.value, "") if period and not finished else "",
        has_running=has_current(proof.latest, rule, today),
    )


def rows_for(tasks: Iterable[Task], proofs: Mapping[int, ProofCount], today: date) -> list[Row]:
    return [row_of(task, proofs.get(task.pk, ProofCount()), today) for task in tasks]


def grouped(rows: Iterable[Row]) -> list[Group]:
    """Rows by the plan's headings, keeping their order."""
    groups = []
    for title, inside in groupby(rows, key=lambda row: row.task.group):
        blocks = [
            (next(iter(block)).task.parent, block)
            for block in (list(rows) for _, rows in groupby(inside, key=lambda row: row.task.parent_id))
        ]
        groups.append(Group(heading_words(title), blocks))
    return groups


def heading_words(text: str) -> str:
    """A heading printed in capitals, as a sentence: "TIÊU CHÍ 1: CÔNG KHAI" → "Tiêu chí 1: Công khai"."""
    if not text.isupper():
        return text
    parts = [part.strip() for part in text.split(":")]
    return ": ".join(_sentence(part) for part in parts)


def _sentence(text: str) -> str:
    words = [word if word.strip(",.;()") in _ABBREVIATIONS else word.lower() for word in text.split()]
    said = " ".join(words)
    return said[:1].upper() + said[1:]


def time_left(due: date | None, today: date) -> str:
    """How far the day is, when it is near or past."""
    if due is None or (due - today).days > NEAR:
        return ""
    return due_in_words((due - today).days, working=False)
