"""Writes of the budget: items drafted and moved, money allocated, spent and settled by documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from thanthien.lib.vietnamese import tidy
from thanthien.platform.audit.actions import differences, record
from thanthien.platform.files.actions import keep_named
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Agency, Unit
from thanthien.programme.budget.models import Amount, BudgetItem
from thanthien.programme.budget.standing import check_mover, may_edit, require_keeper
from thanthien.programme.budget.states import EDITABLE, STEPS, Move
from thanthien.programme.plans.models import Task

State = BudgetItem.State


class CannotChangeBudget(Refusal):
    """The budget cannot be changed so."""


@dataclass(frozen=True, slots=True)
class ItemFields:
    """What a person says of an item; `estimate` in whole đồng."""

    title: str
    source: str
    estimate: int
    agency: Agency | None = None
    task: Task | None = None
    source_note: str = ""
    basis: str = ""


@transaction.atomic
def add_item(*, actor: Person, at: datetime, unit: Unit, year: int, fields: ItemFields) -> BudgetItem:
    require(actor, Action.BUDGET_DRAFT, unit)
    values = _values(unit, fields)
    item = BudgetItem.objects.create(unit=unit, year=year, created_at=at, created_by=actor, **values)
    after = {"title": item.title, "estimate": item.estimate, "source": item.source}
    record(actor=actor, at=at, action="budget.add", subject=item, unit=unit, after=after)
    return item


@transaction.atomic
def change_item(
    *, actor: Person, at: datetime, item: BudgetItem, fields: ItemFields, seen: int
) -> BudgetItem:
    """Correct an item that is still a draft. `seen` is the version the person looked at."""
    item = _lock(item)
    if not may_edit(actor, item):
        raise NotAllowed(f"Khoản này do {item.created_by} lập; người đó hoặc Phòng Kinh tế mới sửa được.")
    _check_seen(item, seen)
    if item.state not in EDITABLE:
        raise CannotChangeBudget(
            f"Khoản này đang ở trạng thái “{item.get_state_display()}” nên không sửa được. "
            "Anh/chị rút về sửa hoặc điều chỉnh dự toán trước."
        )
    values = _values(item.unit, fields)
    before, after = differences(item, values)
    if after:
        for name, value in values.items():
            setattr(item, name, value)
        _save(item, *values)
        record(
            actor=actor, at=at, action="budget.change", subject=item, unit=item.unit, before=before, after=after
        )  # fmt: skip
    return item


@transaction.atomic
def move_item(
    *, actor: Person, at: datetime, item: BudgetItem, move: Move, seen: int, remark: str = ""
) -> BudgetItem:
    """Take an item a step further (`states.STEPS`). An approval holds for exactly the version seen."""
    item, step, remark = _lock(item), STEPS[move], tidy(remark)
    check_mover(actor, item, move)
    _check_seen(item, seen)
    if item.state not in step.allowed:
        raise CannotChangeBudget(
            f"Khoản này nay ở trạng thái “{item.get_state_display()}” nên không làm bước “{step.words}” được."
        )
    if step.needs_remark and not remark:
        raise CannotChangeBudget("Anh/chị ghi lý do để người lập biết cần làm gì.", "remark")
    before, item.state, item.remark = item.state, step.to, remark
    if move is Move.SUBMIT:
        item.submitted_at, item.submitted_by = at, actor
    _save(item, "state", "remark", "submitted_at", "submitted_by")
    record(
        actor=actor, at=at, action=f"budget.{move}", subject=item, unit=item.unit, remark=remark,
        before={"state": before}, after={"state": item.state, "estimate": item.estimate},
    )  # fmt: skip
    return item


@transaction.atomic
def add_amount(
    *,
    actor: Person,
    at: datetime,
    item: BudgetItem,
    kind: str,
    amount: int,
    document_number: str,
    document_date: date,
    upload: UploadedFile[Any] | None = None,
    note: str = "",
) -> Amount:
    """Record money by its document. Going over what was agreed is warned of, not refused: it happens, and is seen."""
    item = _lock(item)
    require_keeper(actor, item.unit)
    if item.state != State.APPROVED:
        raise CannotChangeBudget("Dự toán của khoản này chưa được duyệt nên chưa ghi phân bổ, chi được.")
    if amount <= 0:
        raise CannotChangeBudget("Số tiền cần lớn hơn 0.", "amount")
    if not tidy(document_number):
        raise CannotChangeBudget("Anh/chị ghi số quyết định hoặc chứng từ.", "document_number")
    if document_date > timezone.localdate(at):
        raise CannotChangeBudget("Ngày của văn bản không thể sau ngày hôm nay.", "document_date")
    made = Amount.objects.create(
        item=item, kind=kind, amount=amount, document_number=tidy(document_number)[:80],
        document_date=document_date, note=tidy(note)[:300], recorded_at=at, recorded_by=actor,
        **_kept(upload, at),
    )  # fmt: skip
    _save(item)
    after = {
        "kind": str(made.get_kind_display()),
        "amount": amount,
        "document_number": made.document_number,
        "day": document_date,
    }
    record(actor=actor, at=at, action="budget.amount", subject=made, unit=item.unit, thread=item, after=after)
    return made


@transaction.atomic
def cancel_amount(*, actor: Person, at: datetime, amount: Amount, reason: str) -> Amount:
    """Take a wrong amount out of the sums; it stays on record with the reason."""
    item = _lock(amount.item)
    require_keeper(actor, item.unit)
    fresh = Amount.objects.get(pk=amount.pk)
    if fresh.cancelled_at is not None:
        raise CannotChangeBudget("Số này đã được hủy trước đó.")
    if not tidy(reason):
        raise CannotChangeBudget("Anh/chị ghi lý do hủy số này.")
    fresh.cancelled_at, fresh.cancelled_by, fresh.cancel_reason = at, actor, tidy(reason)[:300]
    fresh.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])
    _save(item)
    record(
        actor=actor, at=at, action="budget.cancel", subject=fresh, unit=item.unit, thread=item,
        before={"amount": fresh.amount}, remark=fresh.cancel_reason,
    )  # fmt: skip
    return fresh


def _values(unit: Unit, fields: ItemFields) -> dict[str, Any]:
    if not tidy(fields.title):
        raise CannotChangeBudget("Anh/chị ghi nội dung cần kinh phí.", "title")
    if fields.estimate <= 0:
        raise CannotChangeBudget("Số dự toán cần lớn hơn 0.", "estimate")
    if fields.source not in BudgetItem.Source.values:
        raise CannotChangeBudget("Anh/chị chọn nguồn kinh phí.", "source")
    if fields.source == BudgetItem.Source.OTHER and not tidy(fields.source_note):
        raise CannotChangeBudget("Anh/chị ghi rõ nguồn hợp pháp khác là nguồn nào.", "source_note")
    for thing in (fields.agency, fields.task):
        if thing is not None and thing.unit_id != unit.pk:
            raise CannotChangeBudget("Cơ quan hoặc nhiệm vụ này không thuộc đơn vị.")
    return {
        "title": tidy(fields.title)[:300],
        "source": fields.source,
        "estimate": fields.estimate,
        "agency": fields.agency,
        "task": fields.task,
        "source_note": tidy(fields.source_note)[:200],
        "basis": fields.basis.strip(),
    }


def _lock(item: BudgetItem) -> BudgetItem:
    fresh = BudgetItem.objects.select_for_update(of=("self",)).select_related("unit__parent", "created_by")
    return fresh.get(pk=item.pk)


def _check_seen(item: BudgetItem, seen: int) -> None:
    if item.version != seen:
        raise CannotChangeBudget(
            "Khoản này đã được người khác sửa từ khi anh/chị mở trang. Chưa có gì được lưu; "
            "anh/chị xem bản mới rồi làm lại."
        )


def _save(item: BudgetItem, *names: str) -> None:
    item.version += 1
    item.save(update_fields=[*names, "version"])


def _kept(upload: UploadedFile[Any] | None, at: datetime) -> dict[str, Any]:
    if upload is None:
        return {}
    try:
        file, filename = keep_named(upload=upload, at=at)
    except CannotKeepFile as refusal:
        raise CannotChangeBudget(str(refusal), "upload") from refusal
    return {"file": file, "filename": filename}
