"""Writes of the catalogue: files looked through and taken, what a unit says in its own words."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from thanthien.lib.procedures import (
    NO_SUMMARY,
    CannotRead,
    Listing,
    Summary,
    read_listing,
    summary_to_data,
    to_data,
)
from thanthien.lib.procedures import Procedure as Said
from thanthien.lib.vietnamese import tidy
from thanthien.operations.procedures.models import Edition, Import, OwnWords, Procedure, Shelf
from thanthien.operations.procedures.planning import Plan, Step, plan_import
from thanthien.operations.procedures.queries import owners_of
from thanthien.platform.audit.actions import record
from thanthien.platform.files.actions import keep_file
from thanthien.platform.files.models import StoredFile
from thanthien.platform.files.queries import read_file
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import check_open, require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Unit

_DAY = timedelta(days=1)
_FARTHEST = timedelta(days=2 * 366)
MOST_BRING, MOST_NAMES = 30, 40
LONGEST = {"what": 600, "who": 400, "fee": 300, "time": 300, "where": 400, "mind": 1000}


class CannotChangeProcedures(Refusal):
    """Nothing was changed."""


@transaction.atomic
def send_list(
    *, actor: Person | None, at: datetime, owner: Unit, file: StoredFile, filename: str, from_date: date,
    is_typed: bool = False,
) -> Import:  # fmt: skip
    """Keep a file to look through. Raises `CannotChangeProcedures` where no procedure can be read in it."""
    _require(actor, owner)
    if abs(from_date - timezone.localdate(at)) > _FARTHEST:
        raise CannotChangeProcedures("Ngày bắt đầu có hiệu lực phải trong khoảng hai năm.", "from_date")
    listing_of(file)
    made = Import.objects.create(
        owner=owner, file=file, filename=filename[:200], from_date=from_date, is_typed=is_typed, made_at=at,
        made_by=actor,
    )  # fmt: skip
    record(actor=actor, at=at, action="procedure.send", subject=made, unit=owner, after={"file": filename})
    return made


@transaction.atomic
def send_typed(
    *, actor: Person | None, at: datetime, owner: Unit, said: Said, summary: Summary = NO_SUMMARY, from_date: date,
    is_new: bool = False,
) -> Import:  # fmt: skip
    """Keep one procedure as it was typed, to look through: a list of one, taken by `take_list` like any other.

    `is_new`: it is meant to be none that the owner has or reads from above. Raises `CannotChangeProcedures`.
    """
    _require(actor, owner)
    code = tidy(said.code)
    if is_new and _is_kept(owner, code, timezone.localdate(at)):
        raise CannotChangeProcedures(
            "Mã này đã có trong danh mục. Anh/chị mở thủ tục ấy rồi soạn bản mới.", "code"
        )
    row = {**to_data(said), "summary": summary_to_data(_checked(summary))}
    data = json.dumps([row], ensure_ascii=False).encode()
    for problem in read_listing(data).problems:
        raise CannotChangeProcedures(problem.says)
    return send_list(
        actor=actor, at=at, owner=owner, file=keep_file(data=data, at=at),
        filename=f"Bản gõ tay {code} – {tidy(said.name)}", from_date=from_date, is_typed=True,
    )  # fmt: skip


def listing_of(file: StoredFile) -> Listing:
    """The rows of a kept file. Raises `CannotChangeProcedures`."""
    try:
        return read_listing(read_file(file))
    except CannotRead as problem:
        raise CannotChangeProcedures(str(problem), "file") from problem


@transaction.atomic
def take_list(
    *, actor: Person | None, at: datetime, sent: Import, seen: str = "", ending: Collection[str] = ()
) -> Plan:
    """Do what was shown, whole or not at all; a second time changes nothing.

    `seen`: the mark of the plan that the person saw ("" from the program, which shows and does in one). `ending`:
    codes that are missing in the file and are to end on the day before its first.
    """
    _require(actor, sent.owner)
    shelf = _locked_shelf(sent.owner, at)
    held = (
        Import.objects.select_for_update(of=("self",)).select_related("file", "owner__parent").get(pk=sent.pk)
    )
    if held.state != Import.State.SHOWN:
        raise CannotChangeProcedures("Tệp này đã được xử lý xong. Anh/chị xem lại danh sách tệp đã gửi.")
    plan = plan_import(
        held.owner, listing_of(held.file), from_date=held.from_date, today=timezone.localdate(at),
        is_typed=held.is_typed,
    )  # fmt: skip
    if seen and seen != plan.seen:
        raise CannotChangeProcedures(CHANGED)
    ended = [one for one in plan.gone if one.procedure.code in set(ending)]
    _write(plan.steps, held, actor, at)
    _end(ended, held.from_date)
    counts = {
        "new": len(plan.new), "changed": len(plan.changed), "back": len(plan.back), "same": len(plan.same),
        "ended": len(ended), "problems": len(plan.problems),
    }  # fmt: skip
    held.state, held.counts, held.ended_at, held.ended_by = Import.State.APPLIED, counts, at, actor
    held.save(update_fields=["state", "counts", "ended_at", "ended_by"])
    if plan.steps or ended:
        _turn(shelf, at)
    record(actor=actor, at=at, action="procedure.take", subject=held, unit=held.owner, after=counts)
    return plan


@transaction.atomic
def leave_list(*, actor: Person | None, at: datetime, sent: Import) -> Import:
    _require(actor, sent.owner)
    held = Import.objects.select_for_update(of=("self",)).select_related("owner").get(pk=sent.pk)
    if held.state == Import.State.APPLIED:
        raise CannotChangeProcedures("Tệp này đã được nhận vào danh mục, không bỏ được nữa.")
    if held.state == Import.State.SHOWN:
        held.state, held.ended_at, held.ended_by = Import.State.LEFT, at, actor
        held.save(update_fields=["state", "ended_at", "ended_by"])
        record(actor=actor, at=at, action="procedure.leave", subject=held, unit=held.owner)
    return held


@transaction.atomic
def end_procedure(
    *, actor: Person | None, at: datetime, owner: Unit, code: str, from_date: date, decision: str
) -> Edition:
    """Nothing that the owner keeps under a code is applied from a day on; all of it stays to be read.

    Where an owner above has the same code, its text is shown again. `decision`: by which it ends. Returns the last
    edition. Raises `CannotChangeProcedures`.
    """
    _require(actor, owner)
    if not (decision := tidy(decision)):
        raise CannotChangeProcedures("Anh/chị ghi số, ký hiệu quyết định.", "decision")
    if abs(from_date - timezone.localdate(at)) > _FARTHEST:
        raise CannotChangeProcedures("Ngày thôi áp dụng phải trong khoảng hai năm.", "from_date")
    shelf = _locked_shelf(owner, at)
    rows = Edition.objects.select_related("procedure").filter(
        Q(until_date=None) | Q(until_date__gte=from_date), procedure__owner=owner, procedure__code=code
    )
    over = [one for one in rows.order_by("from_date", "number") if one.was_used]
    if not over:
        raise CannotChangeProcedures("Đơn vị không có bản nào của thủ tục này còn áp dụng từ ngày ấy.")
    _end(over, from_date, decision[:200])
    _turn(shelf, at)
    after = {"code": code, "from_date": from_date.isoformat(), "decision_number": decision[:200]}
    record(actor=actor, at=at, action="procedure.end", subject=over[0].procedure, unit=owner, after=after)
    return over[0]


@transaction.atomic
def keep_words(
    *, actor: Person | None, at: datetime, unit: Unit, code: str, place: str = "", counter: str = "", note: str = "",
    summary: Summary = NO_SUMMARY, seen: int | None = None,
) -> OwnWords:  # fmt: skip
    """What the unit adds to the procedure of that code; everything empty takes its words away.

    `seen`: the version the form was filled from, 0 for none.
    """
    _require(actor, unit)
    OwnWords.objects.get_or_create(unit=unit, code=code, defaults={"version": 0, "written_at": at})
    kept = OwnWords.objects.select_for_update(of=("self",)).get(unit=unit, code=code)
    if seen is not None and seen != kept.version:
        raise CannotChangeProcedures(CHANGED)
    plain = summary_to_data(_checked(summary))
    after: dict[str, Any] = {
        "place": tidy(place)[:300], "counter": tidy(counter)[:100], "note": tidy(note, keep_lines=True)[:2000],
        "summary": plain,
    }  # fmt: skip
    before = {name: getattr(kept, name) for name in after} if kept.version else None
    for name, value in after.items():
        setattr(kept, name, value)
    kept.version += 1
    kept.written_at, kept.written_by = at, actor
    kept.save()
    record(
        actor=actor, at=at, action="procedure.words", subject=kept, unit=unit, before=_told(before), after=_told(after)
    )  # fmt: skip
    return kept


def _require(actor: Person | None, owner: Unit) -> None:
    if actor is not None:
        require(actor, Action.PROCEDURE_MANAGE, owner)
    check_open(owner)


def _locked_shelf(owner: Unit, at: datetime) -> Shelf:
    """Writes of one catalogue queue up behind its row."""
    Shelf.objects.get_or_create(owner=owner, defaults={"changed_at": at})
    return Shelf.objects.select_for_update(of=("self",)).get(owner=owner)


def _turn(shelf: Shelf, at: datetime) -> None:
    shelf.mark, shelf.changed_at = uuid.uuid4(), at
    shelf.save(update_fields=["mark", "changed_at"])


def _write(steps: list[Step], held: Import, actor: Person | None, at: datetime) -> None:
    replaced = []
    for step in steps:
        if step.old is not None:
            step.old.until_date = step.from_date - _DAY
            replaced.append(step.old)
    Edition.objects.bulk_update(replaced, ["until_date"], batch_size=200)
    known = dict(Procedure.objects.filter(owner=held.owner).values_list("code", "pk"))
    fresh = [Procedure(owner=held.owner, code=step.code) for step in steps if step.code not in known]
    known |= {one.code: one.pk for one in Procedure.objects.bulk_create(fresh, batch_size=200)}
    Edition.objects.bulk_create(
        [_edition(step, known[step.code], held, actor, at) for step in steps], batch_size=100
    )


def _edition(step: Step, procedure_id: int, held: Import, actor: Person | None, at: datetime) -> Edition:
    said = step.row.procedure
    return Edition(
        procedure_id=procedure_id, number=step.number, name=said.name[:600], field=said.field[:200],
        decision=said.decision[:200], from_date=step.from_date, until_date=step.until_date, content=step.content,
        summary=step.summary, digest=step.digest, loaded_at=at, loaded_by=actor, source_name=held.filename,
    )  # fmt: skip


def _end(editions: list[Edition], first_without: date, decision: str = "") -> None:
    for one in editions:
        one.until_date = max(one.from_date, first_without) - _DAY
        one.end_decision = decision
    Edition.objects.bulk_update(editions, ["until_date", "end_decision"], batch_size=200)


def _is_kept(owner: Unit, code: str, day: date) -> bool:
    """Whether the owner or one above has an edition in force, or announced."""
    rows = Edition.objects.filter(procedure__owner__in=owners_of(owner), procedure__code=code)
    return any(one.was_used for one in rows.filter(Q(until_date=None) | Q(until_date__gte=day)))


def _checked(summary: Summary) -> Summary:
    for name, most in LONGEST.items():
        if len(getattr(summary, name)) > most:
            raise CannotChangeProcedures(
                f"Phần này dài quá {most} ký tự; tóm tắt cần ngắn để người dân đọc kịp.", name
            )
    bring = tuple(line for one in summary.bring if (line := tidy(one)[:300]))
    if len(bring) > MOST_BRING:
        raise CannotChangeProcedures(f"Nhiều nhất {MOST_BRING} dòng giấy tờ mang theo.", "bring")
    names = tuple(dict.fromkeys(line for one in summary.names if (line := tidy(one)[:100])))
    if len(names) > MOST_NAMES:
        raise CannotChangeProcedures(f"Nhiều nhất {MOST_NAMES} cách gọi.", "names")
    said = {name: tidy(getattr(summary, name), keep_lines=name == "mind") for name in LONGEST}
    return Summary(**said, bring=bring, names=names)


def _told(values: dict[str, Any] | None) -> dict[str, Any] | None:
    """For the log: the summary as one text."""
    if values is None:
        return None
    lines = [
        f"{name}: {'; '.join(said) if isinstance(said, list) else said}"
        for name, said in values["summary"].items()
    ]
    return {**values, "summary": "\n".join(lines)}
