"""Rows of a task table, however they were printed, turned into tasks: groups, parents, keys, agencies."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from thanthien.lib.planreader.agencies import Agency, AgencyBook
from thanthien.lib.planreader.columns import Role
from thanthien.lib.planreader.dates import join_broken_date
from thanthien.lib.planreader.keys import fold, is_upper, squeeze, starts_lower
from thanthien.lib.planreader.markers import roman_value
from thanthien.lib.planreader.model import Source, Task
from thanthien.lib.planreader.timing import counts_in, parse_timing

OWN_CELLS: tuple[Role, ...] = ("lead", "coordinators", "product", "timing")
GROUP_WORD = re.compile(
    r"^(?:(?:nhom )?tieu chi|nhom(?: nhiem vu| noi dung| viec)?|phan|linh vuc|noi dung|muc|chuong)\s+"
    r"(?:so |thu )?(?:\d{1,2}|[ivx]+)\b"
)
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*")


@dataclass(slots=True)
class RawRow:
    """One printed row: its number cell and its other cells by role; `spanning` for a row of one wide cell."""

    no: str = ""
    cells: dict[Role, str] = field(default_factory=dict)
    source: Source = field(default_factory=Source)
    spanning: bool = False
    confidence: float = 1.0
    printed: str | None = None
    last_page: int | None = None

    @property
    def title(self) -> str:
        return self.cells.get("title", "")

    @property
    def bare(self) -> bool:
        return not any(self.cells.get(role, "").strip() for role in OWN_CELLS)


@dataclass(slots=True)
class _State:
    group: str | None = None
    group_no: str = ""
    number: str | None = None
    children: int = 0
    loose: int = 0
    seen: set[str] = field(default_factory=set)
    groups: list[tuple[str, str, Source]] = field(default_factory=list)


def tasks_from(rows: list[RawRow], book: AgencyBook) -> tuple[list[Task], list[tuple[str, str, Source]]]:
    """Tasks in printed order and the groups met: (number, title, place)."""
    state = _State()
    tasks: list[Task] = []
    _mend_numbers(rows)
    for row in rows:
        if _is_group(row):
            _enter_group(row, state)
        elif fold(row.title) or not row.bare:
            tasks.append(_task(row, state, book))
    return tasks, state.groups


def _mend_numbers(rows: list[RawRow]) -> None:
    """A scanner drops the dot of "1.1": an "11" after 1 that counts on as 1.1, 1.2 … gets it back."""
    top = child = 0
    for row in rows:
        number = clean_number(row.no)
        if not number.isdigit():
            parts = number.split(".")
            if len(parts) == 2 and all(p.isdigit() for p in parts):
                top, child = int(parts[0]), int(parts[1])
            elif number:
                top = child = 0
            continue
        if (
            len(number) == 2
            and int(number[0]) == top
            and int(number[1]) == child + 1
            and int(number) > top + 3
        ):
            child += 1
            row.no, row.confidence = f"{top}.{child}", min(row.confidence, 0.8)
        else:
            top, child = int(number), 0


def clean_number(text: str) -> str:
    return squeeze(text).strip(" .):/-–")


def _is_group(row: RawRow) -> bool:
    no = clean_number(row.no)
    if not row.bare or not fold(row.title):
        return False
    if GROUP_WORD.match(fold(row.title)) and (is_upper(row.title) or not _NUMBER.fullmatch(no)):
        return True
    if no and not no[0].isdigit() and len(no) <= 3 and is_upper(row.title) and len(row.title.split()) >= 2:
        return True  # a letter or Roman number, whatever a scanner made of it
    roman = bool(roman_value(no)) or (len(no) == 1 and no in "ABCDEGH")
    if roman:
        return True
    return not no and is_upper(row.title) and len(row.title.split()) >= 3


def _enter_group(row: RawRow, state: _State) -> None:
    state.group = squeeze(row.title).rstrip(" .;")
    number = clean_number(row.no)
    if not number:
        match = GROUP_WORD.match(fold(row.title))
        number = match[0].split()[-1].upper() if match else str(len(state.groups) + 1)
    state.group_no = number
    state.number, state.children = None, 0
    state.seen.clear()
    state.groups.append((number, state.group, row.source))


def _task(row: RawRow, state: _State, book: AgencyBook) -> Task:
    number = clean_number(row.no) or None
    parent, key = _place(number, state)
    lead, coordinators = book.read(row.cells.get("lead")), book.read(row.cells.get("coordinators"))
    timing = join_broken_date(squeeze(row.cells.get("timing", ""))).rstrip(" ;.") or None
    title = clean_title(row.title)
    task = Task(
        number, title, state.group or _criterion(row), parent, key,
        [a.name for a in lead], squeeze(row.cells.get("lead", "")) or None,
        [a.name for a in coordinators], squeeze(row.cells.get("coordinators", "")) or None,
        clean_title(row.cells.get("product", "")) or None, timing,
        parse_timing(timing) if timing else None, counts_in(title),
        squeeze(row.cells.get("note", "")) or None, squeeze(row.cells.get("points", "")) or None,
        row.bare, row.printed, row.source, row.confidence,
    )  # fmt: skip
    _doubt(task, lead, coordinators)
    return task


def _criterion(row: RawRow) -> str | None:
    return squeeze(row.cells.get("criterion", "")) or None


def _place(number: str | None, state: _State) -> tuple[str | None, str]:
    """Parent number and key of the row; unnumbered rows hang on the last numbered one."""
    prefix = f"{state.group_no}." if state.group_no else ""
    if number is None:
        if state.number is None:
            state.loose += 1
            return None, f"{prefix}#{state.loose}"
        state.children += 1
        return state.number, f"{prefix}{state.number}#{state.children}"
    if re.fullmatch(r"[a-zđ]", number) and state.number:
        return state.number, f"{prefix}{state.number}.{number}"
    state.number, state.children = number, 0
    parent = number.rsplit(".", 1)[0] if "." in number else None
    if parent and parent.upper() == state.group_no.upper() and parent not in state.seen:
        parent = None
    state.seen.add(number)
    return parent, f"{prefix}{number}"


def clean_title(text: str) -> str:
    """One line, without the dash that opens a cell and the semicolon that ends it."""
    text = re.sub(r"^[-–+•*]\s*(?=\S)", "", squeeze(text))
    return text.rstrip(" ;,").strip()


def _doubt(task: Task, lead: tuple[Agency, ...], coordinators: tuple[Agency, ...]) -> None:
    if not task.title or starts_lower(task.title) or len(task.title) < 8:
        task.doubtful.append("title")
    if not task.is_header:
        if not lead or min(a.confidence for a in lead) < 0.85:
            task.doubtful.append("lead")
        if coordinators and min(a.confidence for a in coordinators) < 0.85:
            task.doubtful.append("coordinators")
        if task.timing_rule is None or task.timing_rule.kind == "unknown":
            task.doubtful.append("timing")
        if {a.name for a in lead} & {a.name for a in coordinators}:
            task.doubtful.append("coordinators")
    task.doubtful = list(dict.fromkeys(task.doubtful))
    task.confidence = round(max(0.2, task.confidence * (1 - 0.15 * len(task.doubtful))), 2)
