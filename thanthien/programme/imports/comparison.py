"""An amended plan beside the one in force: which row continues which task, and what differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from thanthien.lib.vietnamese import search_key, tidy
from thanthien.programme.imports.words_in_common import WordWeights

LEAST = 0.58
_SAME_NUMBER = 0.08


class Change(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


CHANGE_WORDS = {Change.NEW: "Mới", Change.CHANGED: "Có thay đổi", Change.SAME: "Giữ nguyên"}
FIELD_WORDS = {
    "title": "Nội dung",
    "lead": "Chủ trì",
    "coordinators": "Phối hợp",
    "product": "Sản phẩm",
    "timing": "Thời gian",
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a row, or a task, says. `id` is the row's or the task's own."""

    id: int
    title: str
    no: str = ""
    group: str = ""
    is_header: bool = False
    lead: tuple[str, ...] = ()
    coordinators: tuple[str, ...] = ()
    product: str = ""
    timing: str = ""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, before and after, as printed."""

    name: str
    old: str
    new: str

    @property
    def words(self) -> str:
        return FIELD_WORDS[self.name]


def match(rows: Sequence[Said], tasks: Sequence[Said]) -> dict[int, int]:
    """Row id → id of the task it continues; one task a row, the surest pairs first."""
    row_keys = {row.id: search_key(row.title) for row in rows}
    task_keys = {task.id: search_key(task.title) for task in tasks}
    weights = WordWeights([*row_keys.values(), *task_keys.values()])
    pairs = sorted(
        (
            (likeness, -abs(i - j), row.id, task.id)
            for i, row in enumerate(rows)
            for j, task in enumerate(tasks)
            if (likeness := _likeness(row, task, row_keys[row.id], task_keys[task.id], weights)) >= LEAST
        ),
        reverse=True,
    )
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, row_id, task_id in pairs:
        if row_id not in found and task_id not in taken:
            found[row_id] = task_id
            taken.add(task_id)
    return found


def _likeness(row: Said, task: Said, row_key: str, task_key: str, weights: WordWeights) -> float:
    if row.is_header != task.is_header:
        return 0.0
    same_number = bool(row.no) and (row.no, search_key(row.group)) == (task.no, search_key(task.group))
    if row_key == task_key:
        return 2.0 + (_SAME_NUMBER if same_number else 0)
    return max(weights.likeness(row_key, task_key), 0.9 * fuzz.ratio(row_key, task_key) / 100) + (
        _SAME_NUMBER if same_number else 0
    )


def changes(row: Said, task: Said) -> list[FieldChange]:
    """What the row says otherwise than the task it continues; numbers and order do not count."""
    found: list[FieldChange] = []
    for name in FIELD_WORDS:
        new, old = _printed(getattr(row, name)), _printed(getattr(task, name))
        if new != old:
            found.append(FieldChange(name, old, new))
    return found


def change_of(row: Said, task: Said | None) -> Change:
    if task is None:
        return Change.NEW
    return Change.CHANGED if changes(row, task) else Change.SAME


def _printed(value: str | tuple[str, ...]) -> str:
    return tidy(value) if isinstance(value, str) else "; ".join(value)
