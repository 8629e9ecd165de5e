"""Writes of apologies: begun, filled in, submitted, signed with a number or returned, sent, delivered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi, tidy
from thanthien.operations.casework.models import Apology, Case
from thanthien.operations.casework.papers import apology_lines
from thanthien.operations.casework.queries import apology_seen_by, case_seen_by
from thanthien.operations.casework.standing import require_keeper
from thanthien.operations.casework.states import LETTER_WAYS
from thanthien.operations.casework.telling import tell_apology
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, current_memberships, require
from thanthien.platform.people.roles import Action, Role
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Unit

LAST_YEAR = 2100
State, Kind, Way = Apology.State, Apology.Kind, Apology.Way


class CannotApologise(Refusal):
    """The apology was not changed."""


@dataclass(frozen=True, slots=True)
class ApologyFields:
    reason: str
    new_due_date: date | None = None
    return_place: str = ""


@transaction.atomic
def begin_apology(*, actor: Person, at: datetime, case: Case, kind: str) -> Apology:
    """A draft begun by hand, for what is late or where staff were at fault. Raises CannotApologise."""
    require(actor, Action.CASE_WORK, case.unit)
    found = case_seen_by(actor, case.unit, case.pk)
    if found is None:
        raise NotAllowed
    case = Case.objects.select_for_update(of=("self",)).select_related("unit__parent").get(pk=case.pk)
    if kind not in Kind.values:
        raise CannotApologise("Anh/chị chọn lý do xin lỗi: quá hạn, hoặc sai sót của cán bộ.")
    missed = missed_date(case, at)
    if kind == Kind.LATE and missed is None:
        raise CannotApologise("Hồ sơ chưa quá hạn nên chưa cần văn bản xin lỗi vì quá hạn.")
    open_one = case.apologies.exclude(state__in=[State.SENT, State.DELIVERED]).filter(kind=kind).first()
    if open_one is not None:
        raise CannotApologise("Hồ sơ đã có văn bản xin lỗi đang làm. Anh/chị mở văn bản đó để làm tiếp.")
    due = timezone.localtime(case.due_at).date() if case.due_at else timezone.localdate(at)
    apology = _begun(case, kind, missed or due, actor, at)
    if apology is None:
        raise CannotApologise("Lần quá hạn này đã có văn bản xin lỗi.")
    return apology


def begin_for_lateness(*, at: datetime, case: Case) -> Apology | None:
    """What the round does by itself, in the caller's transaction; None where this lateness has its apology."""
    missed = missed_date(case, at)
    return _begun(case, Kind.LATE, missed, None, at) if missed else None


def missed_date(case: Case, at: datetime) -> date | None:
    """The date that was missed: the one an apology promised, else the due date; None where none was."""
    if case.due_at is None or case.late_at is None or case.late_at > at or case.late_at <= case.due_at:
        return None
    ended = timezone.localtime(case.end_at or at).date()
    if case.promised_date is not None:
        return case.promised_date if ended > case.promised_date else None
    return timezone.localtime(case.due_at).date()


def _begun(case: Case, kind: str, missed: date, actor: Person | None, at: datetime) -> Apology | None:
    apology = Apology(
        unit=case.unit, case=case, kind=kind, old_due_date=missed, return_place=case.result_place,
        begun_at=at, begun_by=actor,
    )  # fmt: skip
    try:
        with transaction.atomic():
            apology.save(force_insert=True)
    except IntegrityError:
        return None
    _audit(actor, at, "apology.begin", apology)
    return apology


@transaction.atomic
def fill_apology(
    *, actor: Person, at: datetime, apology: Apology, fields: ApologyFields, submit: bool, seen: int
) -> Apology:
    """Write the reason and the new date; with `submit` it goes to a leader. Raises CannotApologise."""
    require(actor, Action.CASE_WORK, apology.unit)
    apology = _locked(actor, apology, "submit" if submit else "fill", seen)
    reason = tidy(fields.reason, keep_lines=True)
    if len(reason) > 1000:
        raise CannotApologise("Lý do dài quá 1.000 ký tự.", "reason")
    apology.reason, apology.new_due_date = reason, fields.new_due_date
    apology.return_place = tidy(fields.return_place)[:200]
    if submit:
        _check_whole(apology, at)
        apology.state, apology.returned_for = State.SUBMITTED, ""
    _save(apology)
    _audit(actor, at, "apology.submit" if submit else "apology.fill", apology)
    return apology


def _check_whole(apology: Apology, at: datetime) -> None:
    if not apology.reason:
        raise CannotApologise("Anh/chị ghi lý do trễ hẹn hoặc sai sót, để người dân biết.", "reason")
    unfinished = apology.case.end_at is None
    if apology.kind == Kind.LATE and unfinished and apology.new_due_date is None:
        raise CannotApologise("Hồ sơ chưa xong nên cần ngày hẹn trả mới.", "new_due_date")
    if apology.new_due_date is not None and apology.new_due_date.year > LAST_YEAR:
        raise CannotApologise("Anh/chị kiểm tra lại năm của ngày hẹn mới.", "new_due_date")
    if apology.new_due_date is not None and unfinished:
        if apology.new_due_date < timezone.localdate(at):
            raise CannotApologise("Ngày hẹn trả mới phải từ hôm nay trở đi.", "new_due_date")
        if apology.kind == Kind.LATE and apology.new_due_date <= apology.old_due_date:
            raise CannotApologise("Ngày hẹn trả mới phải sau ngày hẹn cũ.", "new_due_date")


@transaction.atomic
def return_apology(*, actor: Person, at: datetime, apology: Apology, why: str, seen: int) -> Apology:
    """Back to who fills it in, with what to change."""
    require(actor, Action.APOLOGY_SIGN, apology.unit)
    apology = _locked(actor, apology, "return", seen)
    words = tidy(why, keep_lines=True)[:500]
    if not words:
        raise CannotApologise("Anh/chị ghi cần sửa điều gì.", "why")
    apology.state, apology.returned_for = State.DRAFT, words
    _save(apology)
    _audit(actor, at, "apology.return", apology)
    return apology


@transaction.atomic
def sign_apology(*, actor: Person, at: datetime, apology: Apology, seen: int) -> Apology:
    """Sign with the next number of the unit's year; whom it is for is frozen. Raises CannotApologise."""
    require(actor, Action.APOLOGY_SIGN, apology.unit)
    # One signature at a time in a unit: no number is given twice, none is left out. Rows that only point to the unit
    # do not wait for it, or a letter that is held meanwhile would wait for this one and this one for it.
    Unit.objects.select_for_update(no_key=True).get(pk=apology.unit_id)
    apology = _locked(actor, apology, "sign", seen)
    _check_whole(apology, at)
    today, case = timezone.localdate(at), apology.case
    last = Apology.objects.filter(unit=apology.unit_id, year=today.year).aggregate(n=Max("number"))["n"]
    apology.number, apology.year, apology.signed_date = (last or 0) + 1, today.year, today
    apology.signed_by, apology.signer_post = actor, _post_of(actor, apology.unit)
    apology.applicant, apology.address, apology.phone = case.applicant, case.address, case.phone
    apology.lines, apology.state = apology_lines(apology), State.SIGNED
    _save(apology)
    _audit(actor, at, "apology.sign", apology)
    return apology


@transaction.atomic
def send_apology(*, actor: Person, at: datetime, apology: Apology, way: str, seen: int) -> bool:
    """Note how it went out; the new date is promised now. Returns whether a message was queued."""
    require_keeper(actor, apology.unit)
    if way not in Way.values:
        raise CannotApologise("Anh/chị chọn cách gửi.", "way")
    apology = _locked(actor, apology, "send", seen)
    told = tell_apology(apology, at)
    if way == Way.MESSAGE and not told:
        raise CannotApologise(
            "Hồ sơ không có số di động nên chưa nhắn tin được. Anh/chị gửi bưu chính hoặc trao trực tiếp.",
            "way",
        )
    apology.state, apology.sent_by_way, apology.sent_at = State.SENT, way, at
    _save(apology)
    if apology.new_due_date is not None and apology.kind == Kind.LATE:
        Case.objects.filter(pk=apology.case_id).update(promised_date=apology.new_due_date)
    _audit(actor, at, "apology.send", apology)
    return told


@transaction.atomic
def deliver_apology(
    *, actor: Person, at: datetime, apology: Apology, day: date, note: str, seen: int
) -> Apology:
    """Note that it has arrived, when and with whom."""
    require_keeper(actor, apology.unit)
    apology = _locked(actor, apology, "deliver", seen)
    sent = timezone.localtime(apology.sent_at or at).date()
    if not sent <= day <= timezone.localdate(at):
        raise CannotApologise(f"Ngày nhận phải từ {date_vi(sent)} đến hôm nay.", "day")
    apology.state, apology.delivered_date = State.DELIVERED, day
    apology.delivery_note = tidy(note)[:300]
    _save(apology)
    _audit(actor, at, "apology.deliver", apology)
    return apology


@transaction.atomic
def drop_apology(*, actor: Person, at: datetime, apology: Apology, why: str, seen: int) -> Apology:
    """Put a draft aside with the reason: its due date was wrong. It can be taken up again."""
    require_keeper(actor, apology.unit)
    apology = _locked(actor, apology, "drop", seen)
    words = tidy(why)[:500]
    if not words:
        raise CannotApologise("Anh/chị ghi lý do bỏ văn bản này.", "why")
    apology.state, apology.returned_for = State.DROPPED, words
    _save(apology)
    _audit(actor, at, "apology.drop", apology)
    return apology


@transaction.atomic
def restore_apology(*, actor: Person, at: datetime, apology: Apology, seen: int) -> Apology:
    require_keeper(actor, apology.unit)
    apology = _locked(actor, apology, "restore", seen)
    apology.state, apology.returned_for = State.DRAFT, ""
    _save(apology)
    _audit(actor, at, "apology.restore", apology)
    return apology


def _locked(actor: Person, apology: Apology, move: str, seen: int) -> Apology:
    if apology_seen_by(actor, apology.unit, apology.pk) is None:
        raise NotAllowed
    rows = Apology.objects.select_for_update(of=("self",)).select_related(
        "unit__parent", "case__unit__parent"
    )
    found = rows.get(pk=apology.pk)
    if found.version != seen:
        raise CannotApologise(CHANGED)
    if found.state not in LETTER_WAYS[move][0]:
        raise CannotApologise(
            f"Văn bản đang ở trạng thái “{found.get_state_display()}” nên chưa làm được việc này."
        )
    return found


def _save(apology: Apology) -> None:
    apology.version += 1
    apology.save()


def _post_of(person: Person, unit: Unit) -> str:
    leads = [m for m in current_memberships(person) if m.unit_id == unit.pk and m.role == Role.LEADER]
    return leads[0].title[:100] if leads else ""


def _audit(actor: Person | None, at: datetime, action: str, apology: Apology) -> None:
    record(
        actor=actor, at=at, action=action, subject=apology, unit=apology.unit, thread=apology.case,
        after={"state": apology.get_state_display(), "number": apology.said_number},
    )  # fmt: skip
