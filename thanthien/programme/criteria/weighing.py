"""A city's point table from file to use: read into a draft, published or put away.

Between the two it is corrected (`corrections`). A draft moves `draft → published → withdrawn`, or straight
to withdrawn, and never back. Whoever comes second is told who was first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NoReturn

from django.db import transaction
from django.utils import timezone

from thanthien.lib.documents import CannotRead, read
from thanthien.platform.audit.actions import record
from thanthien.platform.audit.queries import history_of
from thanthien.platform.files.actions import keep_file
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.actions import next_version
from thanthien.programme.criteria.drafts import draft_of
from thanthien.programme.criteria.models import CriteriaSet, Criterion, Weight, WeightTable
from thanthien.programme.criteria.point_table import (
    Match,
    NotAPointTable,
    PointTable,
    match_point_table,
    read_point_table,
    table_as_data,
)
from thanthien.programme.criteria.queries import definition_of

State = WeightTable.State
_DONE = {"weights.publish": "đưa vào sử dụng", "weights.withdraw": "cho thôi dùng"}


class CannotDraftWeights(Exception):
    """The file does not become a draft; nothing was kept. `table` is the one made of it before, if any."""

    def __init__(self, message: str, table: WeightTable | None = None) -> None:
        super().__init__(message)
        self.table = table


class CannotPublishWeights(Exception):
    """The table does not hold together yet, or is no draft any more; the message says which."""


class CannotWithdrawWeights(Exception):
    """The table was put away already, or is not the city's own."""


def draft_weights(
    *,
    actor: Person | None,
    at: datetime,
    unit: Unit | None,
    criteria_set: CriteriaSet,
    data: bytes,
    filename: str,
    title: str = "",
) -> WeightTable:
    """Read a point table (Word, Excel …) and keep it as a draft for review.

    `unit` is the province or city that sends it; None for one that all may use (command line only).
    Raises `CannotDraftWeights`.
    """
    if actor is not None:
        if unit is None:
            raise CannotDraftWeights("Bảng điểm phải thuộc một tỉnh, thành phố.")
        require(actor, Action.CRITERIA_MANAGE, unit)
    if unit is not None and not unit.is_demo and criteria_set.province_code != unit.code:
        raise CannotDraftWeights(f"Bộ tiêu chí này không ban hành cho {unit.full_name}.")
    try:
        table, matches = match_file(data=data, filename=filename, criteria_set=criteria_set)
        kept = keep_file(data=data, at=at)
    except (CannotRead, NotAPointTable, CannotKeepFile) as error:
        raise CannotDraftWeights(str(error)) from error
    return _keep_draft(actor, at, unit, criteria_set, kept, filename, title, table, matches)


def match_file(
    *, data: bytes, filename: str, criteria_set: CriteriaSet
) -> tuple[PointTable, Sequence[Match]]:
    """What a file says of a set's points; keeps nothing. Raises `CannotRead` or `NotAPointTable`."""
    table = read_point_table(read(data, filename=filename))
    return table, match_point_table(table, definition_of(criteria_set))


@transaction.atomic
def _keep_draft(
    actor: Person | None,
    at: datetime,
    unit: Unit | None,
    criteria_set: CriteriaSet,
    kept: StoredFile,
    filename: str,
    title: str,
    table: PointTable,
    matches: Sequence[Match],
) -> WeightTable:
    CriteriaSet.objects.select_for_update().get(pk=criteria_set.pk)  # one draft at a time gets its number
    same = WeightTable.objects.filter(
        criteria_set=criteria_set, unit=unit, file=kept, state__in=[State.DRAFT, State.PUBLISHED]
    ).first()
    if same is not None:
        day = timezone.localtime(same.loaded_at)
        raise CannotDraftWeights(
            f"Tệp này đã được tải lên lúc {day:%H:%M %d/%m/%Y} ({same.get_state_display().lower()}).", same
        )
    code = f"{criteria_set.code}-{unit.code if unit else 'chung'}"
    draft = WeightTable.objects.create(
        criteria_set=criteria_set,
        unit=unit,
        code=code,
        version=next_version(criteria_set, code),
        title=title.strip() or f"Bảng điểm {filename}",
        source=filename[:300],
        file=kept,
        reading=table_as_data(table, matches),
        loaded_at=at,
    )
    criteria = {c.key: c for c in criteria_set.criteria.all()}
    Weight.objects.bulk_create(_draft_rows(draft, table, matches, criteria))
    record(
        actor=actor,
        at=at,
        action="weights.draft",
        subject=draft,
        unit=unit,
        after={
            "file": filename,
            "rows": len(matches),
            "matched": sum(m.criterion_key is not None for m in matches),
        },
    )
    return draft


def _draft_rows(
    draft: WeightTable, table: PointTable, matches: Sequence[Match], criteria: dict[str, Criterion]
) -> list[Weight]:
    rows = [
        Weight(
            table=draft,
            criterion=criteria[match.criterion_key] if match.criterion_key else None,
            points=match.row.points,
            position=match.row.index,
            printed=match.row.text,
            confidence=match.confidence,
            problem=match.problem,
        )
        for match in matches
    ]
    sums = [row for row in table.rows if row.kind in ("subtotal", "total")]
    rows += [Weight(table=draft, points=row.points, position=row.index, printed=row.text) for row in sums]
    return rows


@transaction.atomic
def publish_weights(*, actor: Person | None, at: datetime, table: WeightTable) -> WeightTable:
    """Put a reviewed draft into use, once. Raises `CannotPublishWeights` with the first thing left to do."""
    if actor is not None:
        require_own(actor, table, CannotPublishWeights)
    if not moved(table, State.DRAFT, State.PUBLISHED):
        first_was_another(table, CannotPublishWeights)
    table.refresh_from_db()
    draft = draft_of(table)
    if draft.errors:
        more = f" Còn {len(draft.errors) - 1} chỗ khác." if len(draft.errors) > 1 else ""
        raise CannotPublishWeights(f"Chưa áp dụng được bảng điểm. {draft.errors[0].message}{more}")
    totals = draft.definition.summed(draft.review.points)
    rows = {weight.criterion.key: weight for weight in _matched(table) if weight.criterion}
    for key, weight in rows.items():
        weight.points = totals.get(key)
    Weight.objects.bulk_update(rows.values(), ["points"])
    criteria = {c.key: c for c in table.criteria_set.criteria.all()}
    Weight.objects.bulk_create(
        Weight(table=table, criterion=criteria[key], points=points, position=criteria[key].position)
        for key, points in totals.items()
        if key not in rows
    )
    table.total = draft.definition.total
    table.save(update_fields=["total"])
    record(
        actor=actor, at=at, action="weights.publish", subject=table, unit=table.unit,
        after={"total": table.total, "version": table.version},
    )  # fmt: skip
    return table


@transaction.atomic
def withdraw_weights(*, actor: Person, at: datetime, table: WeightTable) -> WeightTable:
    """Put a draft away, or let no more unit choose a published table; units that use it keep it."""
    require_own(actor, table, CannotWithdrawWeights)
    before = table.state
    if not (moved(table, State.DRAFT, State.WITHDRAWN) or moved(table, State.PUBLISHED, State.WITHDRAWN)):
        first_was_another(table, CannotWithdrawWeights)
    table.refresh_from_db()
    record(
        actor=actor, at=at, action="weights.withdraw", subject=table, unit=table.unit,
        before={"state": before}, after={"state": table.state},
    )  # fmt: skip
    return table


def _matched(table: WeightTable) -> list[Weight]:
    return list(table.weights.filter(criterion__isnull=False).select_related("criterion"))


def moved(table: WeightTable, old: State, new: State) -> bool:
    """Move the table on if it still stands at `old`; of two people at once only one succeeds."""
    return WeightTable.objects.filter(pk=table.pk, state=old).update(state=new) == 1


def require_own(actor: Person, table: WeightTable, refusal: type[Exception]) -> None:
    """Only the city that sent a table works on it. Raises `refusal` or `NotAllowed`."""
    if table.unit is None:
        raise refusal("Bảng điểm này đi kèm phần mềm, không sửa trên trang này.")
    require(actor, Action.CRITERIA_MANAGE, table.unit)


def first_was_another(table: WeightTable, refusal: type[Exception]) -> NoReturn:
    """Raise `refusal` with the name of who ended the draft, and when."""
    first = history_of(table).filter(action__in=_DONE).first()
    if first is None:
        raise refusal("Bảng điểm này không còn ở bước đối chiếu.")
    when = timezone.localtime(first.at)
    raise refusal(
        f"{first.actor_name} đã {_DONE[first.action]} bảng điểm này lúc {when:%H:%M ngày %d/%m/%Y}. "
        "Anh/chị tải lại trang để xem."
    )
