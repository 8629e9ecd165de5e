"""Corrections of rows: change, leave out, add, split, merge. Each saves one step that can be undone."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from thanthien.lib.vietnamese import tidy
from thanthien.platform.audit.actions import differences, record
from thanthien.platform.people.models import Person
from thanthien.programme.imports.drafts import LONGEST_GROUP, LONGEST_NO, LONGEST_TIMING, rule_of
from thanthien.programme.imports.keeping import STEP, suggest_criteria, tasks_to_continue
from thanthien.programme.imports.models import PlanReading, ReadingRow
from thanthien.programme.imports.queries import criteria_for
from thanthien.programme.imports.register import Register
from thanthien.programme.imports.steps import CannotCorrect, open_reading, remember

# What a person may type into a row, besides the criterion and the task it continues.
TYPED = ("no", "title", "lead", "coordinators", "product", "timing", "is_header")
_BREAK = re.compile(r"[;.\n]\s+")


@transaction.atomic
def change_row(
    *, actor: Person, at: datetime, row: ReadingRow, version: int, changes: dict[str, Any]
) -> ReadingRow:
    """Save what a person typed into a row; looking at it settles its doubts.

    `changes` holds any of `TYPED` (agencies as typed text), `criterion_id`, `matched_task_id`. Raises
    `CannotCorrect` when somebody else changed the row since `version`, or when no words are left.
    """
    reading = open_reading(actor, row.reading_id)
    row = _row(reading, row.pk)
    if row.version != version:
        raise CannotCorrect(
            "Dòng này vừa được người khác sửa nên chưa lưu được. Nội dung anh/chị gõ còn trong ô; "
            "anh/chị sao lại, bấm “Thôi” để xem bản mới rồi sửa tiếp."
        )
    fields = _clean(changes, Register(reading.unit))
    if "title" in fields and not fields["title"]:
        raise CannotCorrect(
            "Nội dung đang trống. Anh/chị ghi nội dung, hoặc bấm “Bỏ ra” nếu không cần dòng này."
        )
    fields |= _links(reading, row, changes)
    fields["is_checked"] = True
    before, after = differences(row, fields)
    if not after:
        return row
    remember(reading, f"sửa {_called(row)}", rows=[row])
    _save(row, fields)
    _tell(actor, at, row, "reading.row_change", before, after)
    return row


def _clean(changes: dict[str, Any], register: Register) -> dict[str, Any]:
    fields: dict[str, Any] = {name: changes[name] for name in TYPED if name in changes}
    for name in ("lead", "coordinators"):
        if name in fields:
            fields[name] = register.typed(fields[name])
    if "title" in fields:
        fields["title"] = tidy(fields["title"], keep_lines=True)
    if "product" in fields:
        fields["product"] = tidy(fields["product"], keep_lines=True)
    if "no" in fields:
        fields["no"] = tidy(fields["no"])[:LONGEST_NO]
    if "timing" in fields:
        fields["timing"] = tidy(fields["timing"])[:LONGEST_TIMING]
        fields["timing_rule"] = rule_of(fields["timing"])
    return fields


def _links(reading: PlanReading, row: ReadingRow, changes: dict[str, Any]) -> dict[str, Any]:
    """Criterion and task as chosen, of this unit's set and year; choosing a criterion confirms it."""
    fields: dict[str, Any] = {}
    criterion_id = changes.get("criterion_id", row.criterion_id)
    if criterion_id != row.criterion_id:
        if criterion_id is not None and criterion_id not in {c.pk for c in criteria_for(reading)}:
            raise CannotCorrect(
                "Tiêu chí này không thuộc bộ tiêu chí của năm. Anh/chị tải lại trang rồi chọn lại."
            )
        fields |= {"criterion_id": criterion_id, "criterion_confirmed": criterion_id is not None}
    task_id = changes.get("matched_task_id", row.matched_task_id)
    if task_id != row.matched_task_id:
        taken = reading.rows.filter(matched_task_id=task_id, is_left_out=False).exclude(pk=row.pk)
        if task_id is not None and (task_id not in tasks_to_continue(reading) or taken.exists()):
            raise CannotCorrect("Nhiệm vụ cũ này đã nối với dòng khác. Anh/chị tải lại trang rồi chọn lại.")
        fields["matched_task_id"] = task_id
    return fields


@transaction.atomic
def settle_row(*, actor: Person, at: datetime, row: ReadingRow) -> ReadingRow:
    """The person looked, and what was read is right."""
    reading = open_reading(actor, row.reading_id)
    row = _row(reading, row.pk)
    remember(reading, f"xác nhận {_called(row)}", rows=[row])
    _save(row, {"is_checked": True})
    _tell(actor, at, row, "reading.row_check", {"is_checked": False}, {"is_checked": True})
    return row


@transaction.atomic
def leave_out(*, actor: Person, at: datetime, row: ReadingRow, out: bool = True) -> ReadingRow:
    """Leave a row out of the plan, or (`out` False) bring it back. The row itself stays."""
    reading = open_reading(actor, row.reading_id)
    row = _row(reading, row.pk)
    if row.is_left_out == out:
        return row
    remember(reading, f"{'bỏ ra' if out else 'đưa lại'} {_called(row)}", rows=[row])
    _save(row, {"is_left_out": out})
    _tell(actor, at, row, "reading.row_leave", {"is_left_out": not out}, {"is_left_out": out})
    return row


@transaction.atomic
def add_row(
    *,
    actor: Person,
    at: datetime,
    reading: PlanReading,
    after: ReadingRow | None,
    title: str,
    source: dict[str, Any] | None = None,
) -> ReadingRow:
    """A row of the person's own after another (or at the end). `source` is the line it was taken from."""
    reading = open_reading(actor, reading.pk)
    before = _row(reading, after.pk) if after else reading.rows.order_by("position").last()
    row = ReadingRow(
        reading=reading,
        position=_room_after(reading, before),
        kind=before.kind if before else ReadingRow.Kind.TASK,
        group=before.group if before else "",
        parent_id=before.parent_id if before else None,
        title=tidy(title, keep_lines=True) or "Nhiệm vụ mới",
        source=source or {},
        is_checked=bool(title.strip()),
    )
    row.save()
    suggest_criteria(reading, [row])
    remember(reading, "thêm dòng", made=[row.pk])
    _tell(actor, at, row, "reading.row_add", None, {"title": row.title})
    return row


@transaction.atomic
def split_row(
    *, actor: Person, at: datetime, row: ReadingRow, version: int, caret: int | None
) -> tuple[ReadingRow, ReadingRow]:
    """Two rows out of one, cut at `caret` (characters of the title) or at the break nearest the middle.

    Both keep agencies, product and timing; the second is unnumbered and stands right behind.
    """
    reading = open_reading(actor, row.reading_id)
    row = _row(reading, row.pk)
    if row.version != version:
        raise CannotCorrect("Dòng này vừa được người khác sửa. Anh/chị tải lại trang rồi tách lại.")
    first, second = _cut(row.title, caret)
    if not first or not second:
        raise CannotCorrect(
            "Chưa tách được: anh/chị đặt con trỏ vào giữa nội dung, nơi cần tách, rồi bấm lại."
        )
    other = ReadingRow(**{f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields})
    other.pk, other.version, other.no, other.title = None, 0, "", second
    other.matched_task_id, other.position = None, _room_after(reading, row)
    other.criterion_confirmed = False
    other.save()
    suggest_criteria(reading, [other])
    remember(reading, f"tách {_called(row)}", rows=[row], made=[other.pk])
    _save(row, {"title": first, "is_checked": True})
    after = {"title": first, "second": second}
    _tell(actor, at, row, "reading.row_split", {"title": f"{first} {second}"}, after)
    return row, other


def _cut(title: str, caret: int | None) -> tuple[str, str]:
    if caret is None:
        breaks = [match.end() for match in _BREAK.finditer(title)]
        if not breaks:
            return title, ""
        caret = min(breaks, key=lambda at: abs(at - len(title) // 2))
    return title[:caret].strip(" ;,\n"), title[caret:].strip(" ;,\n–-")


@transaction.atomic
def merge_with_next(
    *, actor: Person, at: datetime, row: ReadingRow, version: int
) -> tuple[ReadingRow, ReadingRow]:
    """One row out of this and the next: words joined, agencies united. Returns (row, the one that went)."""
    reading = open_reading(actor, row.reading_id)
    row = _row(reading, row.pk)
    if row.version != version:
        raise CannotCorrect("Dòng này vừa được người khác sửa. Anh/chị tải lại trang rồi gộp lại.")
    after = reading.rows.filter(position__gt=row.position, is_left_out=False)
    following = after.order_by("position").first()
    if following is None:
        raise CannotCorrect("Đây là dòng cuối nên không có dòng sau để gộp.")
    children = reading.rows.filter(parent=following)
    remember(reading, f"gộp {_called(row)} với dòng sau", rows=[row, following, *children])
    gone_id = following.pk
    children.update(parent=row)
    following.delete()
    following.pk = gone_id
    _save(row, _united(row, following))
    _tell(actor, at, row, "reading.row_merge", {"title": following.title}, {"title": row.title})
    return row, following


def _united(row: ReadingRow, following: ReadingRow) -> dict[str, Any]:
    def joined(one: str, other: str, between: str) -> str:
        return one if not other or other in one else f"{one}{between}{other}" if one else other

    timing = joined(row.timing, following.timing, "; ")[:LONGEST_TIMING]
    return {
        "title": joined(row.title, following.title, " "),
        "lead": list(dict.fromkeys([*row.lead, *following.lead])),
        "coordinators": list(dict.fromkeys([*row.coordinators, *following.coordinators])),
        "product": joined(row.product, following.product, "; "),
        "timing": timing,
        "timing_rule": row.timing_rule if timing == row.timing else rule_of(timing),
        "source": _from_to(row.source, following.source),
        "group": row.group[:LONGEST_GROUP],
        "is_checked": True,
    }


def _from_to(first: dict[str, Any], last: dict[str, Any]) -> dict[str, Any]:
    """The place of two rows in one: from the first line of one to the last of the other, where they tell."""
    if "line" in first and "line" in last and first.get("page") == last.get("page"):
        return {**first, "line_to": max(last.get("line_to", last["line"]), first["line"])}
    return first or last


def _row(reading: PlanReading, pk: int) -> ReadingRow:
    row = reading.rows.filter(pk=pk).first()
    if row is None:
        raise CannotCorrect("Dòng này không còn (đã được gộp hoặc hoàn tác). Anh/chị tải lại trang để xem.")
    row.reading = reading
    return row


def _save(row: ReadingRow, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*fields, "version"])


def _room_after(reading: PlanReading, row: ReadingRow | None) -> int:
    """A position right behind a row; where there is no room, the rows behind move on."""
    if row is None:
        return STEP
    behind = reading.rows.filter(position__gt=row.position)
    following = behind.order_by("position").values_list("position", flat=True).first()
    if following is None:
        last = reading.rows.aggregate(last=Max("position"))["last"] or 0
        return int(last) + STEP
    if following - row.position < 2:
        behind.update(position=F("position") + STEP)
        following += STEP
    return (row.position + following) // 2


def _called(row: ReadingRow) -> str:
    return f"dòng {row.no}" if row.no else f"“{row.title[:40].strip()}…”"


def _tell(
    actor: Person,
    at: datetime,
    row: ReadingRow,
    action: str,
    before: dict[str, Any] | None,
    after: dict[str, Any],
) -> None:
    record(
        actor=actor,
        at=at,
        action=action,
        subject=row,
        unit=row.reading.unit,
        before=before,
        after=after,
        thread=row.reading,
    )
