"""Writes of good practices: written, recognised by decision, shared, taken over by other communes."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from thanthien.lib.vietnamese import tidy
from thanthien.platform.audit.actions import differences, record
from thanthien.platform.files.actions import keep_upload, sent_name
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, may, require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import CHANGED
from thanthien.platform.units.models import Agency, Unit
from thanthien.programme.criteria.models import Criterion
from thanthien.programme.merit.actions import CannotChangeMerit, Decision, check_step, checked_decision
from thanthien.programme.merit.models import Practice, PracticeAdoption, PracticeFile
from thanthien.programme.merit.queries import shared_practice
from thanthien.programme.merit.states import PRACTICE_STEPS, PracticeMove

State = Practice.State
_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"  # told apart by eye and ear


@dataclass(frozen=True, slots=True)
class PracticeFields:
    title: str
    problem: str
    way: str
    result: str
    agency: Agency | None = None
    criterion: Criterion | None = None


def may_change(person: Person, practice: Practice) -> bool:
    """Who wrote it, the coordinator and the leaders, until it is recognised."""
    if not may(person, Action.PRACTICE_WRITE, practice.unit) or practice.state == State.RECOGNISED:
        return False
    return practice.written_by_id == person.pk or may(person, Action.PRACTICE_DECIDE, practice.unit)


@transaction.atomic
def write_practice(
    *,
    actor: Person,
    at: datetime,
    unit: Unit,
    year: int,
    fields: PracticeFields,
    uploads: Sequence[UploadedFile[Any]] = (),
) -> Practice:
    """Keep a good way of working as a draft of its unit. Raises `CannotChangeMerit`."""
    require(actor, Action.PRACTICE_WRITE, unit)
    code = "".join(secrets.choice(_LETTERS) for _ in range(12))
    made = Practice.objects.create(
        unit=unit, year=year, code=code, written_at=at, written_by=actor, **_values(unit, fields)
    )
    record(actor=actor, at=at, action="practice.write", subject=made, unit=unit, after={"name": made.title})
    _keep(actor, at, made, uploads)
    return made


@transaction.atomic
def change_practice(
    *,
    actor: Person,
    at: datetime,
    practice: Practice,
    fields: PracticeFields,
    seen: int,
    uploads: Sequence[UploadedFile[Any]] = (),
) -> Practice:
    """Rewrite; whoever took it over keeps the older edition's number."""
    thing = _lock(practice)
    if thing.version != seen:
        raise CannotChangeMerit(CHANGED)
    if thing.state == State.RECOGNISED:
        raise CannotChangeMerit("Cách làm này đã được công nhận nên nội dung giữ nguyên.")
    if not may_change(actor, thing):
        raise NotAllowed(
            f"Cách làm này do {thing.written_by} viết; người đó hoặc điều phối viên mới sửa được."
        )
    values = _values(thing.unit, fields)
    before, after = differences(thing, values)
    _keep(actor, at, thing, uploads)
    if after:
        for name, value in values.items():
            setattr(thing, name, value)
        thing.edition += 1
        _save(thing, "edition", *values)
        record(
            actor=actor, at=at, action="practice.change", subject=thing, unit=thing.unit, before=before, after=after
        )  # fmt: skip
    return thing


@transaction.atomic
def move_practice(
    *,
    actor: Person,
    at: datetime,
    practice: Practice,
    move: PracticeMove,
    seen: int,
    decision: Decision | None = None,
    level: str = "",
    reason: str = "",
) -> Practice:
    """Submit, return or record the decision that recognises it (`level`: of which authority)."""
    thing = _lock(practice)
    needed = Action.PRACTICE_WRITE if move is PracticeMove.SUBMIT else Action.PRACTICE_DECIDE
    require(actor, needed, thing.unit)
    if move is PracticeMove.SUBMIT and not may_change(actor, thing):
        raise NotAllowed("Người viết hoặc điều phối viên mới đề nghị công nhận được.")
    step, before = PRACTICE_STEPS[move], thing.state
    check_step(step, thing.state, str(thing.get_state_display()), thing.version, seen, reason)
    if step.decides:
        if level not in Practice.Level.values:
            raise CannotChangeMerit("Anh/chị chọn cấp công nhận.")
        thing.level = level
        thing.document_number, thing.document_date = checked_decision(decision, at)
    thing.state, thing.remark = step.to, tidy(reason)
    _save(thing, "state", "remark", "level", "document_number", "document_date")
    record(
        actor=actor, at=at, action=f"practice.{move}", subject=thing, unit=thing.unit, remark=thing.remark,
        before={"state": before}, after={"state": thing.state, "document_number": thing.document_number},
    )  # fmt: skip
    return thing


@transaction.atomic
def share_practice(*, actor: Person, at: datetime, practice: Practice, shared: bool) -> Practice:
    """Open a practice to the communes of the same city, or close it again; adoptions stay."""
    thing = _lock(practice)
    require(actor, Action.PRACTICE_DECIDE, thing.unit)
    if shared and thing.state == State.DRAFT:
        raise CannotChangeMerit("Cách làm còn đang viết. Anh/chị đề nghị công nhận trước khi chia sẻ.")
    if (thing.shared_at is not None) == shared:
        return thing
    thing.shared_at = at if shared else None
    _save(thing, "shared_at")
    action = "practice.share" if shared else "practice.unshare"
    record(actor=actor, at=at, action=action, subject=thing, unit=thing.unit)
    return thing


@transaction.atomic
def recommend_practice(
    *, actor: Person, at: datetime, city: Unit, practice: Practice, recommended: bool
) -> Practice:
    """The city puts a shared practice before its communes, or no longer."""
    require(actor, Action.PRACTICE_RECOMMEND, city)
    thing = _lock(practice)
    if thing.unit.parent_id != city.pk or thing.shared_at is None:
        raise CannotChangeMerit("Chỉ giới thiệu được cách làm mà đơn vị đã chia sẻ.")
    if (thing.recommended_at is not None) == recommended:
        return thing
    thing.recommended_at, thing.recommended_by = (at, actor) if recommended else (None, None)
    _save(thing, "recommended_at", "recommended_by")
    action = "practice.recommend" if recommended else "practice.unrecommend"
    record(actor=actor, at=at, action=action, subject=thing, unit=thing.unit)
    return thing


@transaction.atomic
def adopt_practice(
    *, actor: Person, at: datetime, unit: Unit, practice: Practice, adapted: str, result: str = ""
) -> PracticeAdoption:
    """Take over a practice that another commune shared; the source and its edition are kept.

    A second time it updates how it was adapted and what came of it.
    """
    require(actor, Action.PRACTICE_DECIDE, unit)
    thing = _lock(practice)
    if thing.unit_id == unit.pk:
        raise CannotChangeMerit("Đây là cách làm của chính đơn vị.")
    kept = PracticeAdoption.objects.filter(unit=unit, practice=thing).first()
    if kept is None and shared_practice(unit, thing.code) is None:
        raise CannotChangeMerit("Cách làm này không còn được chia sẻ. Anh/chị liên hệ đơn vị nguồn.")
    if not tidy(adapted):
        raise CannotChangeMerit("Anh/chị ghi đơn vị mình áp dụng thế nào, điều chỉnh gì.", "adapted")
    said = {"adapted": adapted.strip(), "result": result.strip()}
    if kept is None:
        kept = PracticeAdoption.objects.create(
            practice=thing, unit=unit, edition=thing.edition, source=f"{thing.unit.heading}: {thing.title}",
            adopted_at=at, adopted_by=actor, **said,
        )  # fmt: skip
        record(actor=actor, at=at, action="practice.adopt", subject=kept, unit=unit, after=said)
        return kept
    before, after = differences(kept, said)
    if after:
        kept.adapted, kept.result = said["adapted"], said["result"]
        kept.save(update_fields=["adapted", "result"])
        record(
            actor=actor, at=at, action="practice.adopted", subject=kept, unit=unit, before=before, after=after
        )
    return kept


def _lock(practice: Practice) -> Practice:
    rows = Practice.objects.select_for_update(of=("self",)).select_related("unit__parent", "written_by")
    return rows.get(pk=practice.pk)


def _save(practice: Practice, *names: str) -> None:
    practice.version += 1
    practice.save(update_fields=[*names, "version"])


def _values(unit: Unit, fields: PracticeFields) -> dict[str, Any]:
    said = {"title": fields.title, "problem": fields.problem, "way": fields.way, "result": fields.result}
    for name, value in said.items():
        if not tidy(value):
            raise CannotChangeMerit("Anh/chị điền ô này.", name)
    if fields.agency is not None and fields.agency.unit_id != unit.pk:
        raise CannotChangeMerit("Cơ quan này không thuộc đơn vị.", "agency")
    texts = {name: value.strip() for name, value in said.items()}
    texts["title"] = tidy(fields.title)[:200]
    return {**texts, "agency": fields.agency, "criterion": fields.criterion}


def _keep(actor: Person, at: datetime, practice: Practice, uploads: Sequence[UploadedFile[Any]]) -> None:
    for upload in uploads:
        name = sent_name(upload)
        try:
            file = keep_upload(upload=upload, at=at)
        except CannotKeepFile as refusal:
            raise CannotChangeMerit(f"“{name}” chưa được nhận. {refusal}", "uploads") from refusal
        _, fresh = PracticeFile.objects.get_or_create(
            practice=practice, file=file, defaults={"filename": name, "added_at": at, "added_by": actor}
        )
        if fresh:
            after = {"filename": name, "sha256": file.sha256}
            record(
                actor=actor, at=at, action="practice.file", subject=practice, unit=practice.unit, after=after
            )
