"""A batch: rows checked first, then one letter a row; cut off anywhere, it goes on exactly where it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from thanthien.lib.vietnamese import parse_date_vi, search_key, tidy
from thanthien.operations.letters.actions import (
    CannotWriteLetter,
    LetterFields,
    draft_letter,
    put_fields,
    sign_letter,
    submit_letter,
)
from thanthien.operations.letters.definition import definition
from thanthien.operations.letters.models import BatchRow, CourtesyLetter, LetterBatch
from thanthien.operations.letters.sheets import Line
from thanthien.operations.letters.standing import require_writer
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit

State = LetterBatch.State
Known = Callable[[str], Sequence[str]]  # what other rooms know about a name


class CannotBatch(Refusal):
    """The batch stayed as it was."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A row before its letter is made. `fault`: why it makes none; `known`: the same letter, made already."""

    position: int
    values: dict[str, str]
    fault: str = ""
    known: CourtesyLetter | None = None

    @property
    def verdict(self) -> str:
        if self.fault:
            return "fault"
        return "known" if self.known else "new"


def nothing_known(name: str) -> Sequence[str]:
    return ()


def check_lines(
    unit: Unit,
    template: str,
    occasion: str,
    lines: Sequence[Line],
    at: datetime,
    known: Known = nothing_known,
) -> list[Checked]:
    """What each row would do: a new letter, one that is there already this year, or why none can be made."""
    one = definition().template(template)
    if one is None:
        raise CannotBatch("Anh/chị chọn mẫu thư.", "template")
    rows = CourtesyLetter.objects.filter(unit=unit, template=template, drafted_at__year=at.year)
    there: dict[tuple[str, str], CourtesyLetter] = {}
    for letter in rows.exclude(state=CourtesyLetter.State.DROPPED).select_related("unit"):
        there[letter.name_key, letter.other_key] = letter
    seen: dict[tuple[str, str, str], int] = {}
    found = []
    for position, line in enumerate(lines, 1):
        key = (
            search_key(line.values.get("name", "")),
            search_key(line.values.get("other", "")),
            search_key(line.values.get("address", "")),
        )
        fault = _fault(unit, template, occasion, line, at, known)
        if not fault and key in seen:
            fault = f"Trùng với dòng {seen[key]} của danh sách."
        seen.setdefault(key, line.number)
        found.append(Checked(position, line.values, fault, None if fault else there.get(key[:2])))
    return found


def _fault(unit: Unit, template: str, occasion: str, line: Line, at: datetime, known: Known) -> str:
    letter = CourtesyLetter(unit=unit)
    try:
        fields = _fields(template, occasion, line.values, known)
        put_fields(letter, fields, at)
    except CannotWriteLetter as refusal:
        return str(refusal).partition(" Nếu là người khác")[0]
    return ""


def _fields(template: str, occasion: str, values: dict[str, str], known: Known) -> LetterFields:
    day = None
    if said := values.get("recognition_date", ""):
        try:
            day = parse_date_vi(said)
        except ValueError:
            raise CannotWriteLetter(f"Chưa đọc được ngày “{said[:40]}”.") from None
    name = values.get("name", "")
    return LetterFields(
        template=template, name=name, honorific=values.get("honorific", ""),
        address=values.get("address", ""), id_number=values.get("id_number", ""), email=values.get("email", ""),
        other=values.get("other", ""), deed=values.get("deed", ""), occasion=occasion,
        recognition=values.get("recognition", ""), recognition_date=day, warnings=tuple(known(name)),
    )  # fmt: skip


@transaction.atomic
def keep_batch(
    *, actor: Person, at: datetime, unit: Unit, template: str, name: str, occasion: str, rows: Sequence[Checked],
) -> LetterBatch:  # fmt: skip
    """Keep the rows that are new; those with a fault or a letter already are left out, as the check has shown."""
    require_writer(actor, unit)
    said = tidy(name)[:150]
    if not said:
        raise CannotBatch("Anh/chị đặt tên cho lô thư.", "name")
    new = [one for one in rows if one.verdict == "new"]
    if not new:
        raise CannotBatch("Danh sách không có người nào để lập thư mới.")
    batch = LetterBatch.objects.create(
        unit=unit, template=template, name=said, occasion=tidy(occasion)[:150], made_at=at, made_by=actor
    )
    BatchRow.objects.bulk_create(
        BatchRow(batch=batch, position=n, values=one.values) for n, one in enumerate(new, 1)
    )
    _audit(actor, at, "letter_batch.check", batch, len(new))
    return batch


def make_letters(*, actor: Person, at: datetime, batch: LetterBatch, known: Known = nothing_known) -> int:
    """A draft for each row that has none yet; how many were made now.

    Each row is a transaction of its own, and its letter is named by the row: whoever is cut off, or pressed twice,
    leaves every row with one letter or none. A row that cannot become a letter any more is left for people.
    """
    require_writer(actor, batch.unit)
    if batch.state == State.DROPPED:
        raise CannotBatch("Lô thư này đã bỏ.")
    LetterBatch.objects.filter(pk=batch.pk, state=State.CHECKED).update(state=State.MAKING)
    made = 0
    for pk in list(batch.rows.filter(letter=None).order_by("position").values_list("pk", flat=True)):
        try:
            made += _make_one(actor, at, batch, pk, known)
        except CannotWriteLetter:
            continue
    if not batch.rows.filter(letter=None).exists():
        LetterBatch.objects.filter(pk=batch.pk).update(state=State.DONE)
    batch.refresh_from_db()
    return made


@transaction.atomic
def _make_one(actor: Person, at: datetime, batch: LetterBatch, pk: int, known: Known) -> int:
    row = BatchRow.objects.select_for_update(of=("self",)).get(pk=pk)
    if row.letter_id is not None:
        return 0
    fields = _fields(batch.template, batch.occasion, row.values, known)
    letter = draft_letter(
        actor=actor, at=at, unit=batch.unit, fields=fields, client_key=f"batch-{batch.pk}-{row.pk}"
    )
    if letter.batch_id is None:
        letter.batch = batch
        letter.save(update_fields=["batch"])
    row.letter = letter
    row.save(update_fields=["letter"])
    return 1


def submit_batch(*, actor: Person, at: datetime, batch: LetterBatch) -> int:
    """Every draft of the batch goes to a leader."""
    require_writer(actor, batch.unit)
    drafts = batch.letters.filter(state=CourtesyLetter.State.DRAFT).select_related("unit").order_by("pk")
    for one in list(drafts):
        submit_letter(actor=actor, at=at, letter=one, seen=one.version)
    return len(drafts)


def sign_batch(*, actor: Person, at: datetime, batch: LetterBatch) -> tuple[int, list[str]]:
    """(signed now, why the others were not). Each letter is signed by itself: cut off, the rest still waits."""
    require(actor, Action.LETTER_SIGN, batch.unit)
    waiting = batch.letters.filter(state=CourtesyLetter.State.SUBMITTED).select_related("unit")
    signed, why = 0, []
    for one in list(waiting.order_by("pk")):
        try:
            sign_letter(actor=actor, at=at, letter=one, seen=one.version)
            signed += 1
        except CannotWriteLetter as refusal:
            why.append(f"{one.name}: {refusal}")
    return signed, why


@transaction.atomic
def drop_batch(*, actor: Person, at: datetime, batch: LetterBatch) -> None:
    """Put a batch aside whose letters are not made yet; letters made stay, each can be put aside by itself."""
    require_writer(actor, batch.unit)
    found = LetterBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if found.state == State.DONE:
        raise CannotBatch("Lô này đã lập đủ thư; anh/chị bỏ từng thư không cần.")
    found.state = State.DROPPED
    found.save(update_fields=["state"])
    _audit(actor, at, "letter_batch.drop", batch, found.rows.filter(letter=None).count())


def _audit(actor: Person, at: datetime, action: str, batch: LetterBatch, count: int) -> None:
    record(actor=actor, at=at, action=action, subject=batch, unit=batch.unit, after={"count": count})
