"""Correcting a draft of points: a row's criterion and points, rows the file lacks, points of a heading divided."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from thanthien.lib.documents.model import Place
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.refusals import Refusal
from thanthien.programme.criteria.drafts import Draft, draft_of
from thanthien.programme.criteria.models import Criterion, Weight, WeightTable
from thanthien.programme.criteria.point_table import PointRow, row_as_data
from thanthien.programme.criteria.weighing import first_was_another, moved, require_own

State = WeightTable.State
MOST_POINTS = Decimal(10000)
_CENT = Decimal("0.01")
_SUMS = ("subtotal", "total")


class CannotCorrectWeights(Refusal):
    """The row was not changed; `field` is criterion, points or ""."""


@transaction.atomic
def correct_row(
    *, actor: Person, at: datetime, table: WeightTable, position: int, key: str | None, points: Decimal | None
) -> Weight:
    """Say what a row of the file stands for, and its points. `key` None leaves the row out, with its points.

    A criterion that another row held moves here; that row then waits for a decision. Raises
    `CannotCorrectWeights`.
    """
    _open_draft(actor, table)
    _check_points(points)
    weight = table.weights.select_related("criterion").filter(position=position).first()
    if weight is None:
        raise CannotCorrectWeights("Bảng điểm không có dòng này. Anh/chị tải lại trang.")
    criterion = _criterion(table, key)
    before = _said(weight)
    if criterion is not None:
        if _kind(table, position) in _SUMS:
            raise CannotCorrectWeights("Dòng cộng không ghép với nội dung nào; chỉ sửa số điểm.", "criterion")
        for other in table.weights.filter(criterion=criterion).exclude(pk=weight.pk):
            other.criterion, other.confidence, other.is_settled = None, 0.0, False
            other.problem = (
                f"Nội dung {criterion.key} đã chuyển sang dòng khác. Hãy chọn nội dung hoặc bỏ qua dòng này."
            )
            other.save(update_fields=["criterion", "confidence", "is_settled", "problem"])
    left_out = criterion is None and _kind(table, position) not in _SUMS
    weight.criterion, weight.points = criterion, None if left_out else points
    weight.confidence, weight.problem, weight.is_settled = 1.0, "", True
    weight.save()
    _tell(actor, at, table, "weights.correct", weight, before, _said(weight))
    return weight


@transaction.atomic
def add_row(*, actor: Person, at: datetime, table: WeightTable, key: str, points: Decimal) -> Weight:
    """Give points to a row of the set that the file does not name. Raises `CannotCorrectWeights`."""
    locked = _open_draft(actor, table)
    _check_points(points)
    draft = draft_of(locked)
    if key not in {leaf.key for leaf in draft.missing}:
        raise CannotCorrectWeights("Nội dung này đã có điểm, hoặc không có trong bộ tiêu chí.", "criterion")
    weight = _append(locked, draft, key, points, "thêm khi đối chiếu")
    _tell(actor, at, table, "weights.add_row", weight, None, _said(weight))
    return weight


@transaction.atomic
def split_evenly(*, actor: Person, at: datetime, table: WeightTable, key: str) -> int:
    """Agree that the points of a heading are divided evenly over its rows. Returns how many rows got points."""
    locked = _open_draft(actor, table)
    draft = draft_of(locked)
    below = (f"{key}.", f"{key}#")
    parts = {leaf: points for leaf, points in draft.review.suggested.items() if leaf.startswith(below)}
    heading = draft.row_of(key)
    if not parts or heading is None:
        raise CannotCorrectWeights("Nội dung này không còn điểm để chia. Anh/chị tải lại trang.")
    for leaf, points in parts.items():
        row = draft.row_of(leaf)
        if row is None:
            _append(locked, draft, leaf, points, f"chia đều từ {heading.row.spot}")
            draft = draft_of(locked)
        else:
            row.weight.points, row.weight.is_settled, row.weight.problem = points, True, ""
            row.weight.save(update_fields=["points", "is_settled", "problem"])
    after = {leaf: str(points) for leaf, points in parts.items()}
    _tell(actor, at, table, "weights.split", heading.weight, None, after)
    return len(parts)


def _append(table: WeightTable, draft: Draft, key: str, points: Decimal, spot: str) -> Weight:
    """A row that is not in the file, below the row of the nearest heading that is."""
    criterion = draft.definition.criterion(key)
    above = criterion.parent_key
    while above is not None and draft.row_of(above) is None:
        above = draft.definition.criterion(above).parent_key
    parent = draft.row_of(above).row if above is not None else None  # type: ignore[union-attr]
    index = len(draft.table.rows)
    depth = parent.depth + 1 if parent else 1
    row = PointRow(
        index, Place(), spot, "item", "", criterion.title, points, "", depth, parent.index if parent else None
    )
    reading: dict[str, Any] = dict(table.reading or {})
    reading["rows"] = [*reading["rows"], row_as_data(row)]
    table.reading = reading
    table.save(update_fields=["reading"])
    return Weight.objects.create(
        table=table, criterion=_criterion(table, key), points=points, position=index, is_settled=True
    )


def _open_draft(actor: Person, table: WeightTable) -> WeightTable:
    """The draft as it stands, held until the end of the transaction."""
    require_own(actor, table, CannotCorrectWeights)
    if not moved(table, State.DRAFT, State.DRAFT):
        first_was_another(table, CannotCorrectWeights)
    return WeightTable.objects.select_related("criteria_set", "unit").get(pk=table.pk)


def _check_points(points: Decimal | None) -> None:
    if points is None:
        return
    if not points.is_finite() or not 0 <= points <= MOST_POINTS or points != points.quantize(_CENT):
        raise CannotCorrectWeights("Điểm là số không âm, nhiều nhất hai chữ số sau dấu phẩy.", "points")


def _criterion(table: WeightTable, key: str | None) -> Criterion | None:
    if key is None:
        return None
    found = Criterion.objects.filter(criteria_set_id=table.criteria_set_id, key=key).first()
    if found is None:
        raise CannotCorrectWeights("Bộ tiêu chí không có nội dung này. Anh/chị chọn lại.", "criterion")
    return found


def _kind(table: WeightTable, position: int) -> str:
    rows = (table.reading or {"rows": []})["rows"]
    return next((str(row["kind"]) for row in rows if row["index"] == position), "item")


def _said(weight: Weight) -> dict[str, Any]:
    return {"criterion": weight.criterion.key if weight.criterion else "", "points": weight.points}


def _tell(
    actor: Person,
    at: datetime,
    table: WeightTable,
    action: str,
    weight: Weight,
    before: dict[str, Any] | None,
    after: dict[str, Any],
) -> None:
    record(
        actor=actor, at=at, action=action, subject=weight, unit=table.unit, before=before, after=after,
        remark=weight.printed[:200], thread=table,
    )  # fmt: skip
