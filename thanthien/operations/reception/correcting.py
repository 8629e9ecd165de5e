"""Writes that keep the book true: a line corrected with its earlier wording kept, a month closed for good."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from thanthien.lib.vietnamese import tidy
from thanthien.operations.reception.entering import CannotRecord, Visit, check_visit, closed_on
from thanthien.operations.reception.models import ClosedMonth, Entry, EntryChange
from thanthien.operations.reception.planning import month_end
from thanthien.operations.reception.standing import reads, require_keeper
from thanthien.operations.reception.visitors import LOST, Who, open_visitor, reseal_visitor
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.people.sealing import seal, unseal
from thanthien.platform.refusals import CHANGED
from thanthien.platform.units.models import Unit

WHO = {
    "name": "Họ tên", "address": "Địa chỉ", "id_number": "CCCD/CMND/Hộ chiếu", "phone": "Điện thoại",
    "speakers": "Người đại diện",
}  # fmt: skip
WORDS = {
    "people": "Số người cùng nội dung", "content": "Nội dung", "settled_by": "Cơ quan đã giải quyết",
    "answer": "Đã giải thích, trả lời", "body": "Cơ quan có thẩm quyền", "refusal_words": "Lý do từ chối, nêu rõ thêm",
    "note": "Ghi chú",
}  # fmt: skip
_REASON = "reason"


@dataclass(frozen=True, slots=True)
class Correction:
    """A line as it should stand. `who` None: who came stays, as for a line whose visitor is kept secret."""

    content: str
    people: int
    who: Who | None = None
    settled_by: str = ""
    answer: str = ""
    body: str = ""
    refusal_words: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """A correction as one person reads it: (field in words, before, after)."""

    change: EntryChange
    reason: str
    lines: tuple[tuple[str, str, str], ...]


@transaction.atomic
def correct_entry(
    *, actor: Person, at: datetime, entry: Entry, fixed: Correction, reason: str, seen: int
) -> Entry:
    """Put right what was mistyped. `seen`: how many corrections the page showed.

    Kind, way of handling and day stay: by them the matter went its way. Raises CannotRecord, NotAllowed.
    """
    require_keeper(actor, entry.unit)
    rows = Entry.objects.select_for_update(of=("self",)).select_related("unit__parent", "visitor")
    one = rows.get(pk=entry.pk)
    if not reads(actor, one):
        raise NotAllowed
    if one.changes.count() != seen:
        raise CannotRecord(CHANGED)
    if closed := closed_on(one.unit, one.date):
        raise CannotRecord(f"{closed}; lượt tiếp trong tháng giữ nguyên như sổ đã ký.")
    words, who = tidy(reason)[:300], open_visitor(one)
    if len(words) < 3:
        raise CannotRecord("Anh/chị ghi vì sao sửa.", "reason")
    if who.name == LOST and not one.is_protected and fixed.who not in (None, who):
        raise CannotRecord(
            "Người đến không mở được bằng khóa hiện tại của máy chủ nên chưa sửa được. Anh/chị báo người quản trị.",
            "name",
        )
    wanted = who if one.is_protected or fixed.who is None else fixed.who
    visit = Visit(
        who=wanted, content=fixed.content, kind=one.kind, handling=one.handling, date=one.date, client_key="x",
        people=fixed.people, settled_by=fixed.settled_by, body=fixed.body, answer=fixed.answer, refusal=one.refusal,
        refusal_words=fixed.refusal_words, note=fixed.note,
    )  # fmt: skip
    checked = check_visit(visit)
    before = _said(one, who)
    one.people, one.content = visit.people, tidy(visit.content, keep_lines=True)
    one.settled_by, one.body = tidy(visit.settled_by)[:300], tidy(visit.body)[:200]
    one.answer, one.note = tidy(visit.answer, keep_lines=True), tidy(visit.note)[:300]
    one.refusal_words = tidy(visit.refusal_words)[:500] if one.refusal else ""
    after = _said(one, checked)
    changed = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    if not changed:
        raise CannotRecord("Chưa có gì khác với điều đang ghi trong sổ.")
    one.save()
    if checked != who:
        reseal_visitor(one, checked)
    EntryChange.objects.create(
        entry=one, at=at, by=actor, sealed=seal(json.dumps({**changed, _REASON: words}))
    )
    record(
        actor=actor, at=at, action="reception.correct", subject=one, unit=one.unit,
        after={"number": f"{one.number}/{one.year}"},
    )  # fmt: skip
    return one


def past_of(person: Person, entry: Entry) -> list[Past]:
    """The corrections of a line, the newest first; none to whom the line itself is not told."""
    if not reads(person, entry):
        return []
    found = []
    for one in entry.changes.select_related("by").order_by("-pk"):
        try:
            told = json.loads(unseal(one.sealed))
        except ValueError:  # no key opens it any more
            told = {_REASON: "(không mở được)"}
        reason = str(told.pop(_REASON, ""))
        labels = {**WHO, **WORDS}
        lines = tuple((labels.get(name, name), str(was), str(now)) for name, (was, now) in told.items())
        found.append(Past(one, reason, lines))
    return found


@transaction.atomic
def close_month(*, actor: Person, at: datetime, unit: Unit, first: date) -> ClosedMonth:
    """The book of a month that is over was printed and signed: from now on its lines stay as they are."""
    require_keeper(actor, unit)
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # nobody writes a line meanwhile
    last = month_end(first)
    if last >= timezone.localdate(at):
        raise CannotRecord(f"Tháng {first:%m/%Y} chưa hết nên chưa chốt sổ được.")
    if closed := closed_on(unit, first):
        raise CannotRecord(f"{closed}.")
    lines = Entry.objects.filter(unit=unit, date__gte=first, date__lte=last).count()
    made = ClosedMonth.objects.create(unit=unit, first=first, lines=lines, at=at, by=actor)
    record(
        actor=actor, at=at, action="reception.close", subject=made, unit=unit,
        after={"month": f"{first:%m/%Y}", "count": lines},
    )  # fmt: skip
    return made


def _said(entry: Entry, who: Who) -> dict[str, str]:
    told = asdict(replace(who, is_masked=False))
    return {**{name: str(told[name]) for name in WHO}, **{name: str(getattr(entry, name)) for name in WORDS}}
