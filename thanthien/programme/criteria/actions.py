"""Loading criteria sets and weight tables, publishing a table, adopting a set for a unit's year."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from thanthien.lib.vietnamese import search_key
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.definition import (
    CriteriaSetDefinition,
    CriterionDefinition,
    WeightTableDefinition,
)
from thanthien.programme.criteria.models import (
    Adoption,
    CriteriaSet,
    Criterion,
    LevelBand,
    Weight,
    WeightTable,
)
from thanthien.programme.criteria.queries import adoptions_below, sets_for, weight_tables_for


class CannotAdopt(Exception):
    """Set, points and unit do not fit together."""


@transaction.atomic
def load_set(*, definition: CriteriaSetDefinition, source: str, at: datetime) -> tuple[CriteriaSet, bool]:
    """Keep a set as a new version; the same content again is the version there is. Returns (set, is_new).

    Points that the set itself prints become a published table, so that every score names its table.
    """
    sha256 = hashlib.sha256(source.encode()).hexdigest()
    versions = CriteriaSet.objects.filter(code=definition.code)
    latest = versions.order_by("-version").first()
    if latest is not None and latest.source_sha256 == sha256:
        return latest, False
    decision = definition.decision
    kept = CriteriaSet.objects.create(
        code=definition.code,
        version=(latest.version if latest else 0) + 1,
        title=definition.title,
        province_code=definition.province_code,
        from_year=definition.from_year,
        to_year=definition.to_year,
        decision_number=decision.number,
        decision_date=decision.date,
        issuer=decision.issuer,
        level_word=definition.level_label,
        maximum=definition.total,
        milestones=[asdict(milestone) for milestone in definition.milestones],
        below=definition.below,
        sources=list(definition.sources),
        notes=list(definition.notes),
        source=source,
        source_sha256=sha256,
        loaded_at=at,
    )
    _keep_tree(kept, definition)
    LevelBand.objects.bulk_create(
        LevelBand(criteria_set=kept, **asdict(level)) for level in definition.levels
    )
    own = definition.own_weights()
    if own is not None:
        load_weights(criteria_set=kept, definition=own, source=decision.number, at=at)
    record(
        actor=None, at=at, action="criteria.load", subject=kept, unit=None, after={"version": kept.version}
    )
    return kept, True


def _keep_tree(kept: CriteriaSet, definition: CriteriaSetDefinition) -> None:
    made: dict[str, Criterion] = {}
    depths = sorted({node.depth for node in definition.criteria})
    for depth in depths:  # parents first: a child needs its parent's key in the database
        level = [node for node in definition.criteria if node.depth == depth]
        rows = [_criterion(kept, node, made.get(node.parent_key or "")) for node in level]
        for row in Criterion.objects.bulk_create(rows):
            made[row.key] = row


def _criterion(kept: CriteriaSet, node: CriterionDefinition, parent: Criterion | None) -> Criterion:
    return Criterion(
        criteria_set=kept,
        parent=parent,
        key=node.key,
        number=node.number or "",
        title=node.title,
        search_key=search_key(" ".join([node.title, *node.terms])),
        depth=node.depth,
        position=node.order,
        terms=list(node.terms),
        product=node.product.label if node.product else "",
        product_kinds=list(node.product.kinds) if node.product else [],
        lead_roles=list(node.leads),
        coordinator_roles=list(node.coordinators),
        timing=node.timing.printed if node.timing else "",
        timing_rule=node.timing.as_json() if node.timing else None,
        rule=dict(node.rule) if node.rule else None,
        points=node.points,
        note=node.note,
    )


@transaction.atomic
def load_weights(
    *, criteria_set: CriteriaSet, definition: WeightTableDefinition, source: str, at: datetime
) -> tuple[WeightTable, bool]:
    """Keep a table of points, published; the same points again are the table there is."""
    versions = WeightTable.objects.filter(criteria_set=criteria_set, code=definition.code)
    latest = versions.order_by("-version").first()
    wanted = dict(definition.points)
    if latest is not None and latest.state == WeightTable.State.PUBLISHED and _points_of(latest) == wanted:
        return latest, False
    table = WeightTable.objects.create(
        criteria_set=criteria_set,
        code=definition.code,
        version=(latest.version if latest else 0) + 1,
        title=definition.title,
        is_sample=definition.sample,
        source=source,
        notes=list(definition.notes),
        state=WeightTable.State.PUBLISHED,
        total=definition.total,
        loaded_at=at,
    )
    criteria = {c.key: c for c in criteria_set.criteria.all()}
    Weight.objects.bulk_create(
        Weight(table=table, criterion=criteria[key], points=points, position=criteria[key].position)
        for key, points in wanted.items()
    )
    record(actor=None, at=at, action="weights.load", subject=table, unit=None, after={"total": table.total})
    return table, True


def _points_of(table: WeightTable) -> dict[str, Decimal | None]:
    rows = table.weights.filter(criterion__isnull=False).values_list("criterion__key", "points")
    return dict(rows)


@transaction.atomic
def adopt(
    *,
    actor: Person | None,
    at: datetime,
    unit: Unit,
    year: int,
    criteria_set: CriteriaSet,
    weight_table: WeightTable | None,
) -> Adoption:
    """Measure a unit by a set, and by a table of points when there is one, in a year.

    `actor` None is the system itself (demo, command line). Raises `CannotAdopt`.
    """
    if actor is not None:
        require(actor, Action.CRITERIA_ADOPT, unit)
    _check_fit(unit, year, criteria_set, weight_table)
    before = (
        Adoption.objects.filter(unit=unit, year=year).select_related("criteria_set", "weight_table").first()
    )
    return _adopt(actor, at, before, unit, year, criteria_set, weight_table)


@transaction.atomic
def adopt_below(
    *,
    actor: Person,
    at: datetime,
    unit: Unit,
    year: int,
    criteria_set: CriteriaSet,
    weight_table: WeightTable | None,
    only_new: bool = False,
) -> int:
    """Measure all communes of a province or city alike; `only_new` leaves those alone that have a set.

    Returns how many units changed. Raises `CannotAdopt`.
    """
    require(actor, Action.CRITERIA_MANAGE, unit)
    _check_fit(unit, year, criteria_set, weight_table)
    changed = 0
    for commune, before in adoptions_below(unit, year):
        is_same = before is not None and (before.criteria_set, before.weight_table) == (
            criteria_set,
            weight_table,
        )
        if is_same or (only_new and before is not None):
            continue
        _adopt(actor, at, before, commune, year, criteria_set, weight_table)
        changed += 1
    return changed


def _check_fit(unit: Unit, year: int, criteria_set: CriteriaSet, weight_table: WeightTable | None) -> None:
    if not sets_for(unit, year).filter(pk=criteria_set.pk).exists():
        raise CannotAdopt(
            f"Bộ tiêu chí này không ban hành cho {unit.full_name}, hoặc không áp dụng trong năm {year}. "
            "Anh/chị chọn bộ tiêu chí của tỉnh, thành phố mình."
        )
    if weight_table is None:
        return
    if weight_table.criteria_set_id != criteria_set.pk:
        raise CannotAdopt(
            "Bảng điểm này thuộc bộ tiêu chí khác. Anh/chị chọn bảng điểm của đúng bộ tiêu chí."
        )
    kept = weight_tables_for(unit).filter(pk=weight_table.pk).first()
    if kept is None:
        raise CannotAdopt("Bảng điểm này của nơi khác gửi, không dùng cho đơn vị này.")
    if kept.state == WeightTable.State.WITHDRAWN:
        raise CannotAdopt("Bảng điểm này đã thôi dùng. Anh/chị chọn bảng điểm khác.")
    if kept.state != WeightTable.State.PUBLISHED:
        raise CannotAdopt("Bảng điểm này chưa đối chiếu xong nên chưa dùng được.")


def _adopt(
    actor: Person | None,
    at: datetime,
    before: Adoption | None,
    unit: Unit,
    year: int,
    criteria_set: CriteriaSet,
    weight_table: WeightTable | None,
) -> Adoption:
    was = _adopted(before)
    adoption, _ = Adoption.objects.update_or_create(
        unit=unit,
        year=year,
        defaults={"criteria_set": criteria_set, "weight_table": weight_table, "adopted_at": at},
    )
    record(
        actor=actor,
        at=at,
        action="criteria.adopt",
        subject=adoption,
        unit=unit,
        before=was,
        after=_adopted(adoption),
    )
    return adoption


def _adopted(adoption: Adoption | None) -> dict[str, object] | None:
    if adoption is None:
        return None
    return {"criteria_set": str(adoption.criteria_set), "weight_table": str(adoption.weight_table or "")}


def next_version(criteria_set: CriteriaSet, code: str) -> int:
    """The version number a new table of points under `code` gets."""
    found = WeightTable.objects.filter(criteria_set=criteria_set, code=code).aggregate(top=Max("version"))
    return int(found["top"] or 0) + 1
