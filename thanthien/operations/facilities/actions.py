"""Writes of the list itself: begun from the sample, its hour and who does it, items added, changed, taken off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from thanthien.lib.vietnamese import tidy
from thanthien.operations.facilities.definition import definition
from thanthien.operations.facilities.models import ChecklistItem, ChecklistRule
from thanthien.operations.facilities.standing import CENTRE, require_manager
from thanthien.platform.audit.actions import differences, record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Agency, Unit
from thanthien.platform.units.queries import agencies_of

MOST_ITEMS = 80  # a list longer than this is not gone through each morning


class CannotChangeList(Refusal):
    """The list, its hour or an item stayed as it was."""


@dataclass(frozen=True, slots=True)
class RuleFields:
    due_time: time
    agency: Agency | None = None
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class ItemFields:
    kind: str
    label: str
    hint: str = ""


@transaction.atomic
def begin_list(*, actor: Person, at: datetime, unit: Unit) -> ChecklistRule:
    """Take the sample as the unit's own list, from today on. Raises CannotChangeList where one stands already."""
    require_manager(actor, unit)
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # of two who begin at once one is told
    if ChecklistRule.objects.filter(unit=unit).exists():
        raise CannotChangeList("Đơn vị đã có danh mục kiểm tra đầu ngày; anh/chị sửa danh mục đó.")
    sample, today = definition(), timezone.localdate(at)
    rule = ChecklistRule.objects.create(
        unit=unit, due_time=sample.due_time, since_date=today, sample_version=sample.version,
        agency=agencies_of(unit).filter(role_code=CENTRE).first(),
    )  # fmt: skip
    ChecklistItem.objects.bulk_create(
        ChecklistItem(
            unit=unit, kind=one.kind, label=one.label, hint=one.hint, position=position, sample_code=one.code,
            since_date=today,
        )
        for position, one in enumerate(sample.items, 1)
    )  # fmt: skip
    record(
        actor=actor, at=at, action="checklist.begin", subject=rule, unit=unit,
        after={"version": sample.version, "count": len(sample.items)},
    )  # fmt: skip
    return rule


@transaction.atomic
def set_rule(*, actor: Person, at: datetime, unit: Unit, fields: RuleFields, seen: int) -> ChecklistRule:
    """By when and by whom; days already begun keep their hour. `seen`: the version the form was shown with."""
    require_manager(actor, unit)
    rule = ChecklistRule.objects.select_for_update(of=("self",)).filter(unit=unit).first()
    if rule is None:
        raise CannotChangeList("Đơn vị chưa có danh mục kiểm tra đầu ngày.")
    if rule.version != seen:
        raise CannotChangeList(CHANGED)
    if fields.person is not None and not may(fields.person, Action.FACILITY_WORK, unit):
        raise CannotChangeList("Người được chọn không làm việc ở đơn vị này.", "person")
    if fields.agency is not None and fields.agency.unit_id != unit.pk:
        raise CannotChangeList("Cơ quan được chọn không thuộc đơn vị này.", "agency")
    changes = {"due_time": fields.due_time, "agency": fields.agency, "person": fields.person}
    before, after = differences(rule, changes)
    if after:
        for name, value in changes.items():
            setattr(rule, name, value)
        rule.version += 1
        rule.save()
        record(
            actor=actor, at=at, action="checklist.rule", subject=rule, unit=unit,
            before=_said(before), after=_said(after),
        )  # fmt: skip
    return rule


@transaction.atomic
def keep_item(
    *,
    actor: Person,
    at: datetime,
    unit: Unit,
    fields: ItemFields,
    item: ChecklistItem | None = None,
    seen: int = 0,
) -> ChecklistItem:
    """Add an item at the end of its kind, or change the words of one."""
    require_manager(actor, unit)
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    label, hint = tidy(fields.label), tidy(fields.hint)
    rows = ChecklistItem.objects.filter(unit=unit, until_date=None)
    if fields.kind not in ChecklistItem.Kind.values:
        raise CannotChangeList("Anh/chị chọn nhóm.", "kind")
    if not label:
        raise CannotChangeList("Anh/chị ghi nội dung cần kiểm tra.", "label")
    others = rows.exclude(pk=item.pk) if item else rows
    if others.filter(label=label).exists():
        raise CannotChangeList("Danh mục đã có nội dung này.", "label")
    if item is None:
        if rows.count() >= MOST_ITEMS:
            raise CannotChangeList(f"Danh mục có nhiều nhất {MOST_ITEMS} nội dung; anh/chị bỏ bớt trước.")
        last = rows.aggregate(last=Max("position"))["last"] or 0
        item = ChecklistItem.objects.create(
            unit=unit, kind=fields.kind, label=label, hint=hint, position=last + 1,
            since_date=timezone.localdate(at),
        )  # fmt: skip
        record(
            actor=actor,
            at=at,
            action="checklist.item_add",
            subject=item,
            unit=unit,
            after={"name": label, "kind": fields.kind},
        )
        return item
    item = _locked(item)
    if item.version != seen:
        raise CannotChangeList(CHANGED)
    before, after = differences(item, {"kind": fields.kind, "label": label, "hint": hint})
    if after:
        item.kind, item.label, item.hint, item.version = fields.kind, label, hint, item.version + 1
        item.save()
        record(
            actor=actor, at=at, action="checklist.item_change", subject=item, unit=unit,
            before=before, after=after,
        )  # fmt: skip
    return item


@transaction.atomic
def end_item(*, actor: Person, at: datetime, item: ChecklistItem) -> ChecklistItem:
    """Take an item off the list from today on; what was marked of it today goes with it only from the list."""
    require_manager(actor, item.unit)
    item = _locked(item)
    if ChecklistItem.objects.filter(unit=item.unit_id, until_date=None).count() == 1:
        raise CannotChangeList(
            "Danh mục còn một nội dung nên chưa bỏ được; anh/chị thêm nội dung khác trước."
        )
    item.until_date, item.version = timezone.localdate(at), item.version + 1
    item.save(update_fields=["until_date", "version"])
    record(
        actor=actor,
        at=at,
        action="checklist.item_end",
        subject=item,
        unit=item.unit,
        before={"name": item.label},
    )
    return item


def _locked(item: ChecklistItem) -> ChecklistItem:
    rows = ChecklistItem.objects.select_for_update(of=("self",)).select_related("unit")
    found = rows.get(pk=item.pk)
    if found.until_date is not None:
        raise CannotChangeList("Nội dung này đã bỏ khỏi danh mục.")
    return found


def _said(values: dict[str, object]) -> dict[str, object]:
    return {name: f"{value:%H:%M}" if isinstance(value, time) else value for name, value in values.items()}
