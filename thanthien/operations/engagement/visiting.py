"""Writes of visits to neighbourhoods: planned, recorded in the field, what was heard; and the committee's schedule."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from thanthien.lib.vietnamese import tidy
from thanthien.operations.engagement.actions import CannotEngage
from thanthien.operations.engagement.committing import locked_heard
from thanthien.operations.engagement.definition import definition
from thanthien.operations.engagement.models import FieldVisit, Heard, PartyEntry, VisitPhoto
from thanthien.operations.engagement.standing import is_leader
from thanthien.platform.audit.actions import record
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may, require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import CHANGED
from thanthien.platform.units.models import Neighbourhood, Unit

State = FieldVisit.State
_AHEAD, _BEHIND = timedelta(days=400), timedelta(days=60)
MOST_PHOTOS, MOST_HEARD = 20, 50


@dataclass(frozen=True, slots=True)
class VisitFields:
    date: date
    neighbourhood: Neighbourhood
    leader: Person
    activity: str
    others: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class EntryFields:
    kind: str
    date: date
    title: str
    person: Person
    starts: time | None = None
    place: str = ""
    is_public: bool = False


@transaction.atomic
def plan_visit(
    *, actor: Person, at: datetime, unit: Unit, fields: VisitFields, client_key: str
) -> FieldVisit:
    """Who goes where on a day to come. The same form sent twice is one plan."""
    require(actor, Action.ENGAGEMENT_MANAGE, unit)
    _check(unit, fields)
    today = timezone.localdate(at)
    if not today <= fields.date <= today + _AHEAD:
        raise CannotEngage("Anh/chị chọn ngày từ hôm nay; lần đã đi thì bấm “Ghi lần xuống cơ sở”.", "date")
    made, is_new = _make(actor, at, unit, fields, client_key, State.PLANNED)
    if is_new:
        _say(actor, at, "visit.plan", made)
    return made


@transaction.atomic
def record_visit(
    *, actor: Person, at: datetime, unit: Unit, fields: VisitFields, client_key: str,
    planned: FieldVisit | None = None, heard: Sequence[str] = (), photos: Sequence[StoredFile] = (),
) -> FieldVisit:  # fmt: skip
    """A visit that was made, planned or not; never one of a day to come. The same form sent twice is one visit."""
    require(actor, Action.ENGAGEMENT_WORK, unit)
    _check(unit, fields)
    today = timezone.localdate(at)
    if fields.date > today:
        raise CannotEngage("Ngày này chưa đến. Anh/chị ghi lần xuống cơ sở sau khi đã đi.", "date")
    if fields.date < today - _BEHIND:
        raise CannotEngage("Lần đi đã quá 60 ngày nên không ghi thêm vào sổ được.", "date")
    if planned is None:
        visit, is_new = _make(actor, at, unit, fields, client_key, State.DONE)
        if not is_new:
            return visit
    else:
        visit = _locked(planned)
        if visit.unit_id != unit.pk or visit.state != State.PLANNED:
            raise CannotEngage(CHANGED)
        visit.date, visit.neighbourhood, visit.leader = fields.date, fields.neighbourhood, fields.leader
        visit.activity, visit.state = fields.activity, State.DONE
        visit.others, visit.note = tidy(fields.others)[:300], tidy(fields.note, keep_lines=True)[:1000]
    visit.recorded_at, visit.recorded_by = at, actor
    visit.save()
    _say(actor, at, "visit.record", visit)
    for text in heard:
        hear(actor=actor, at=at, visit=visit, text=text)
    for file in photos:
        add_photo(actor=actor, at=at, visit=visit, file=file)
    return visit


@transaction.atomic
def cancel_visit(*, actor: Person, at: datetime, visit: FieldVisit, text: str) -> FieldVisit:
    require(actor, Action.ENGAGEMENT_MANAGE, visit.unit)
    one, words = _locked(visit), tidy(text)[:300]
    if one.state != State.PLANNED:
        raise CannotEngage(CHANGED)
    if not words:
        raise CannotEngage("Anh/chị ghi vì sao không đi.", "text")
    one.state, one.cancel_reason = State.CANCELLED, words
    one.save(update_fields=["state", "cancel_reason"])
    _say(actor, at, "visit.cancel", one, words)
    return one


@transaction.atomic
def add_photo(*, actor: Person, at: datetime, visit: FieldVisit, file: StoredFile) -> VisitPhoto:
    """A picture of a visit that was made; the same picture again is the one that is there."""
    require(actor, Action.ENGAGEMENT_WORK, visit.unit)
    visit = _locked(visit)
    if visit.state != State.DONE:
        raise CannotEngage("Anh/chị ghi lần đi trước, rồi thêm ảnh.")
    known = VisitPhoto.objects.filter(visit=visit, file=file).first()
    if known is not None:
        return known
    if visit.photos.count() >= MOST_PHOTOS:
        raise CannotEngage(f"Mỗi lần đi giữ nhiều nhất {MOST_PHOTOS} ảnh.", "photo")
    made = VisitPhoto.objects.create(visit=visit, file=file, at=at, by=actor)
    record(actor=actor, at=at, action="visit.photo", subject=made, unit=visit.unit, thread=visit)
    return made


@transaction.atomic
def hear(*, actor: Person, at: datetime, visit: FieldVisit, text: str) -> Heard:
    """One thing heard. The same words again on the same visit are the one that is there."""
    require(actor, Action.ENGAGEMENT_WORK, visit.unit)
    visit, words = _locked(visit), tidy(text)[:1000]
    if visit.state != State.DONE:
        raise CannotEngage("Anh/chị ghi lần đi trước, rồi ghi ý kiến nghe được.")
    if len(words) < 5:
        raise CannotEngage("Anh/chị ghi ý kiến nghe được.", "text")
    known = visit.heard.filter(text=words).first()
    if known is not None:
        return known
    if visit.heard.count() >= MOST_HEARD:
        raise CannotEngage(f"Mỗi lần đi ghi nhiều nhất {MOST_HEARD} ý kiến.", "text")
    made = Heard.objects.create(visit=visit, text=words, at=at, by=actor)
    record(actor=actor, at=at, action="visit.hear", subject=made, unit=visit.unit, thread=visit)
    return made


@transaction.atomic
def answer_heard(*, actor: Person, at: datetime, heard: Heard, text: str) -> Heard:
    """It was answered on the spot."""
    require(actor, Action.ENGAGEMENT_WORK, heard.visit.unit)
    one, words = locked_heard(heard), tidy(text)[:1000]
    if one.state != Heard.State.OPEN:
        raise CannotEngage(CHANGED)
    if not words:
        raise CannotEngage("Anh/chị ghi đã trả lời thế nào.", "text")
    one.state, one.answer, one.settled_at = Heard.State.ANSWERED, words, at
    one.save(update_fields=["state", "answer", "settled_at"])
    record(actor=actor, at=at, action="visit.answer", subject=one, unit=one.visit.unit, thread=one.visit)
    return one


@transaction.atomic
def tie_report(*, actor: Person, at: datetime, heard: Heard, report_code: str) -> Heard:
    """The report that it became; called with the report in one transaction (workflows/engagement.py)."""
    one = locked_heard(heard)
    if one.state != Heard.State.OPEN:
        raise CannotEngage(CHANGED)
    one.state, one.report_code, one.settled_at = Heard.State.REPORT, report_code, at
    one.save(update_fields=["state", "report_code", "settled_at"])
    record(actor=actor, at=at, action="visit.report", subject=one, unit=one.visit.unit, thread=one.visit)
    return one


@transaction.atomic
def keep_entry(
    *, actor: Person, at: datetime, unit: Unit, fields: EntryFields, entry: PartyEntry | None = None,
    seen: int = 0,
) -> PartyEntry:  # fmt: skip
    """A line of the committee's schedule, new or changed. `seen`: the version the form was filled from."""
    require(actor, Action.ENGAGEMENT_MANAGE, unit)
    title = tidy(fields.title)[:200]
    if not title:
        raise CannotEngage("Anh/chị ghi nội dung.", "title")
    if fields.kind not in PartyEntry.Kind.values:
        raise CannotEngage("Anh/chị chọn loại việc.", "kind")
    if abs(fields.date - timezone.localdate(at)) > _AHEAD:
        raise CannotEngage("Ngày này cách hôm nay quá một năm. Anh/chị xem lại ngày.", "date")
    if not may(fields.person, Action.ENGAGEMENT_WORK, unit):
        raise CannotEngage(f"{fields.person} không làm việc ở đơn vị này.", "person")
    if entry is None:
        one = PartyEntry(unit=unit, made_at=at, made_by=actor, version=0)
    else:
        one = PartyEntry.objects.select_for_update(of=("self",)).select_related("unit").get(pk=entry.pk)
        if one.version != seen or one.cancelled_at is not None:
            raise CannotEngage(CHANGED)
    one.kind, one.date, one.starts, one.title = fields.kind, fields.date, fields.starts, title
    one.place, one.person, one.is_public = tidy(fields.place)[:200], fields.person, fields.is_public
    one.version += 1
    one.save()
    record(
        actor=actor, at=at, action="party_schedule.keep", subject=one, unit=unit,
        after={"day": one.date, "kind": one.get_kind_display()},
    )  # fmt: skip
    return one


@transaction.atomic
def cancel_entry(*, actor: Person, at: datetime, entry: PartyEntry, text: str) -> PartyEntry:
    require(actor, Action.ENGAGEMENT_MANAGE, entry.unit)
    one = PartyEntry.objects.select_for_update(of=("self",)).select_related("unit").get(pk=entry.pk)
    words = tidy(text)[:300]
    if one.cancelled_at is not None:
        raise CannotEngage(CHANGED)
    if not words:
        raise CannotEngage("Anh/chị ghi vì sao bỏ khỏi lịch.", "text")
    one.cancelled_at, one.cancel_reason, one.version = at, words, one.version + 1
    one.save()
    record(actor=actor, at=at, action="party_schedule.cancel", subject=one, unit=one.unit, remark=words)
    return one


def _check(unit: Unit, fields: VisitFields) -> None:
    """Of a neighbourhood of this unit, by a leader of that day."""
    if not Neighbourhood.objects.filter(unit=unit, pk=fields.neighbourhood.pk).exists():
        raise CannotEngage(
            "Thôn, tổ dân phố này không còn thuộc đơn vị. Anh/chị chọn lại trong danh sách.", "neighbourhood"
        )
    if fields.activity not in definition().activities:
        raise CannotEngage("Anh/chị chọn hoạt động.", "activity")
    if not is_leader(fields.leader, unit, fields.date):
        raise CannotEngage(
            f"Ngày {fields.date:%d/%m/%Y}, {fields.leader} không là lãnh đạo của đơn vị.", "leader"
        )


def _make(
    actor: Person, at: datetime, unit: Unit, fields: VisitFields, client_key: str, state: str
) -> tuple[FieldVisit, bool]:
    whole = f"{unit.code}\0{state}\0{client_key}\0{fields.date}\0{fields.neighbourhood.pk}"
    return FieldVisit.objects.get_or_create(
        client_key=hashlib.sha256(whole.encode()).hexdigest(),
        defaults={
            "unit": unit, "neighbourhood": fields.neighbourhood, "state": state, "date": fields.date,
            "leader": fields.leader, "others": tidy(fields.others)[:300], "activity": fields.activity,
            "note": tidy(fields.note, keep_lines=True)[:1000], "made_at": at, "made_by": actor,
        },
    )  # fmt: skip


def _locked(visit: FieldVisit) -> FieldVisit:
    rows = FieldVisit.objects.select_for_update(of=("self",)).select_related("unit__parent", "neighbourhood")
    return rows.get(pk=visit.pk)


def _say(actor: Person, at: datetime, action: str, visit: FieldVisit, remark: str = "") -> None:
    record(
        actor=actor, at=at, action=action, subject=visit, unit=visit.unit, remark=remark,
        after={"day": visit.date, "place": str(visit.neighbourhood), "person": str(visit.leader)},
    )  # fmt: skip
