"""Live, self and appraised points side by side, every difference with its reason. Pure, on plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from thanthien.lib.vietnamese import number_vi

Remarks = Mapping[str, Sequence[str]]  # criterion key → "tên: lời"


@dataclass(frozen=True, slots=True)
class Compared:
    """One criterion. None: no such points yet. `reasons` is empty only where all that is there is equal."""

    key: str
    number: str
    title: str
    maximum: Decimal | None
    live: Decimal | None
    handed_in: Decimal | None
    appraised: Decimal | None
    reasons: tuple[str, ...] = field(default=())

    @property
    def differs(self) -> bool:
        return len({one for one in (self.live, self.handed_in, self.appraised) if one is not None}) > 1


def compare(
    snapshot: Mapping[str, Any],
    live: Mapping[str, Any] | None = None,
    result: Mapping[str, Any] | None = None,
    remarks: Remarks | None = None,
) -> list[Compared]:
    """Rows of the snapshot against what the records say now (`live`, of the same shape) and the appraisal."""
    now = {row["key"]: row for row in live["criteria"]} if live else {}
    appraised = {row["key"]: row for row in result["rows"]} if result else {}
    found = []
    for row in snapshot["criteria"]:
        if not row["is_leaf"]:
            continue
        today, given = now.get(row["key"]), appraised.get(row["key"])
        reasons = [
            *_since(row, today),
            *_own(row),
            *_council(row, given, (remarks or {}).get(row["key"], ())),
        ]
        found.append(
            Compared(
                key=row["key"],
                number=row["number"],
                title=row["title"],
                maximum=_points(row["maximum"]),
                live=_points(today["live"]) if today else _points(row["live"]),
                handed_in=_points(row["self"]),
                appraised=_points(given["points"]) if given else None,
                reasons=tuple(reasons),
            )
        )
    return found


def differing_records(row: Mapping[str, Any], today: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """(new, gone): labels of the records that count in only one of two rows."""
    before = {_identity(one): one["label"] for one in row["records"]}
    after = {_identity(one): one["label"] for one in today["records"]}
    new = [label for one, label in after.items() if one not in before]
    gone = [label for one, label in before.items() if one not in after]
    return new, gone


def _since(row: Mapping[str, Any], today: Mapping[str, Any] | None) -> list[str]:
    """Why the live points are no longer those of the day of handing in."""
    if today is None or _points(today["live"]) == _points(row["live"]):
        return []
    new, gone = differing_records(row, today)
    said = [_some("Từ khi nộp có thêm", new)] if new else []
    said += [_some("Từ khi nộp không còn tính", gone)] if gone else []
    return said or [f"Tính lại hôm nay: {today['why']}"]


def _own(row: Mapping[str, Any]) -> list[str]:
    """Why the unit gave itself other points than its records did on that day."""
    if row["self"] == row["live"]:
        return []
    return [f"Đơn vị tự chấm khác điểm tính được: {row['self_reason'] or 'không ghi lý do'}"]


def _council(row: Mapping[str, Any], given: Mapping[str, Any] | None, remarks: Sequence[str]) -> list[str]:
    """Why the council gave other points than the unit itself."""
    if given is None or _points(given["points"]) == _points(row["self"]):
        return []
    if given["reason"]:
        return [f"Chủ tịch hội đồng quyết định: {given['reason']}", *remarks]
    if remarks:
        return list(remarks)
    low, high = number_vi(Decimal(given["lowest"])), number_vi(Decimal(given["highest"]))
    return [f"Trung bình các phiếu thẩm định (từ {low} đến {high})"]


def _some(words: str, labels: Sequence[str]) -> str:
    shown = "; ".join(labels[:3])
    return f"{words} {len(labels)} mục: {shown}{'; …' if len(labels) > 3 else ''}"


def _identity(one: Mapping[str, Any]) -> tuple[str, int, str]:
    """A reading corrected in place keeps its number but says something else."""
    return one["kind"], int(one["id"]), one["label"] if one["kind"] != "evidence" else ""


def _points(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
