"""Writes of cases: kept by hand, corrected, moved. What was typed here is remembered, so that no import undoes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from thanthien.lib.rules.deadlines import NoSuchDeadline
from thanthien.lib.vietnamese import date_vi, tidy
from thanthien.operations.casework.clocks import settle
from thanthien.operations.casework.codes import read_code, read_phone
from thanthien.operations.casework.models import Case, CaseStep, Pause
from thanthien.operations.casework.queries import case_seen_by
from thanthien.operations.casework.standing import require_keeper
from thanthien.operations.casework.states import WAYS
from thanthien.operations.casework.taking import lock_codes
from thanthien.operations.casework.telling import tell_result
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Agency, Unit
from thanthien.platform.workdays.queries import calendar_of

State, Move = Case.State, CaseStep.Move
LONGEST_TERM = 400
FIRST_YEAR = 2000
# never in the audit log: whose case it is
_PERSONAL = frozenset({"applicant", "address", "phone"})


class CannotKeepCase(Refusal):
    """The case was not changed."""


@dataclass(frozen=True, slots=True)
class CaseFields:
    """What a person types of a case; `code` is read as printed on the receipt."""

    code: str
    procedure_name: str
    received_at: datetime
    procedure_code: str = ""
    applicant: str = ""
    address: str = ""
    phone: str = ""
    channel: str = ""
    result_place: str = ""
    term: int | None = None
    term_unit: str = Case.Term.DAYS
    agency: Agency | None = None
    handler: Person | None = None


@transaction.atomic
def receive_case(*, actor: Person, at: datetime, unit: Unit, fields: CaseFields) -> Case:
    """Keep a case typed in by hand, due by its term. Raises CannotKeepCase."""
    require_keeper(actor, unit)
    values = _read(fields, at)
    if fields.term is None:
        raise CannotKeepCase("Anh/chị ghi thời hạn giải quyết để tính ngày hẹn trả.", "term")
    lock_codes(unit)
    if Case.objects.filter(unit=unit, code=values["code"]).exists():
        raise CannotKeepCase("Mã hồ sơ này đã có. Anh/chị tìm theo mã để mở hồ sơ.", "code")
    case = Case(unit=unit, recorded_at=at, recorded_by=actor, typed=sorted(values), **values)
    _settle(case, [])
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError:
        raise CannotKeepCase(
            "Mã hồ sơ này vừa có người ghi. Anh/chị tìm theo mã để mở hồ sơ.", "code"
        ) from None
    _note(case, Move.RECEIVE, actor, at, case.received_at)
    _audit(actor, at, "case.receive", case)
    return case


@transaction.atomic
def correct_case(*, actor: Person, at: datetime, case: Case, fields: CaseFields, seen: int) -> Case:
    """Change what is written of a case; `seen` is the version that the person saw. Raises CannotKeepCase."""
    require_keeper(actor, case.unit)
    lock_codes(case.unit)
    case = _locked(case, seen)
    values = _read(fields, at)
    if values["code"] != case.code and Case.objects.filter(unit=case.unit, code=values["code"]).exists():
        raise CannotKeepCase("Mã hồ sơ này đã có ở hồ sơ khác.", "code")
    ends = [one for one in (case.handled_at, case.handed_at, case.closed_at) if one]
    if ends and values["received_at"] > min(ends):
        raise CannotKeepCase("Ngày tiếp nhận phải trước ngày có kết quả.", "received_at")
    changed = [name for name, value in values.items() if getattr(case, name) != value]
    if not changed:
        return case
    before = {name: _plain(getattr(case, name)) for name in changed if name not in _PERSONAL}
    for name in changed:
        setattr(case, name, values[name])
    case.typed = sorted({*case.typed, *changed})
    _settle(case, list(case.pauses.all()))
    _save(case)
    words = "Đã sửa: " + ", ".join(LABELS[name] for name in changed if name in LABELS) + "."
    _note(case, Move.CORRECT, actor, at, at, words)
    after = {name: _plain(values[name]) for name in changed if name not in _PERSONAL}
    record(
        actor=actor, at=at, action="case.correct", subject=case, unit=case.unit, before=before,
        after={**after, "fields": ", ".join(LABELS[name] for name in changed if name in LABELS)},
    )  # fmt: skip
    return case


LABELS = {
    "code": "mã hồ sơ",
    "procedure_code": "mã thủ tục",
    "procedure_name": "tên thủ tục",
    "applicant": "người nộp",
    "address": "địa chỉ",
    "phone": "điện thoại",
    "channel": "hình thức nộp",
    "result_place": "nơi trả kết quả",
    "received_at": "ngày tiếp nhận",
    "term": "thời hạn",
    "term_unit": "cách tính thời hạn",
    "agency": "cơ quan giải quyết",
    "handler": "người giải quyết",
}


@transaction.atomic
def move_case(
    *, actor: Person, at: datetime, case: Case, move: str, day: datetime, text: str = "", seen: int
) -> Case:
    """One of `states.WAYS`, happened at `day`. Raises CannotKeepCase."""
    require(actor, Action.CASE_WORK, case.unit)
    if case_seen_by(actor, case.unit, case.pk) is None:
        raise NotAllowed
    case = _locked(case, seen)
    way, words = WAYS.get(move), tidy(text, keep_lines=True)[:500]
    if way is None or case.state not in way.allowed:
        raise CannotKeepCase(
            f"Hồ sơ đang ở trạng thái “{case.get_state_display()}” nên chưa làm được việc này."
        )
    if way.needs and not words:
        raise CannotKeepCase(way.needs, "text")
    pauses = list(case.pauses.all())
    _check_day(case, pauses, move, day, at)
    before = {"state": case.get_state_display(), "due": _plain(case.due_at)}
    _change(case, pauses, move, day, words)
    _settle(case, pauses)
    _save(case)
    _note(case, move, actor, at, day, words)
    record(
        actor=actor, at=at, action=f"case.{move}", subject=case, unit=case.unit, before=before,
        after={"state": case.get_state_display(), "due": _plain(case.due_at), "day": _plain(day)},
    )  # fmt: skip
    if move == Move.HANDLE:
        tell_result(case, at)
    return case


def _change(case: Case, pauses: list[Pause], move: str, day: datetime, words: str) -> None:
    """The fields that a move writes; ends the open pause where the case goes on or ends."""
    here = timezone.localtime(day).date()
    if move == Move.ASK:
        pauses.append(Pause.objects.create(case=case, reason=words, from_date=here))
        case.supplements += 1
        case.typed = sorted({*case.typed, "supplements", "state"})
    else:
        for one in pauses:
            if one.until_date is None:
                one.until_date = max(here, one.from_date)
                one.save(update_fields=["until_date"])
    fields = {
        Move.HANDLE: "handled_at",
        Move.HAND: "handed_at",
        Move.STOP: "closed_at",
        Move.REFUSE: "closed_at",
    }
    if move in fields:
        setattr(case, fields[Move(move)], day)
        case.typed = sorted({*case.typed, fields[Move(move)]} - {"reopened"})
    if move in (Move.STOP, Move.REFUSE):
        case.reason = words
        case.typed = sorted({*case.typed, "reason"})
    if move == Move.REOPEN:
        case.handled_at = case.handed_at = case.closed_at = None
        case.reason = ""
        case.typed = sorted({*case.typed, "reopened"} - {"handled_at", "handed_at", "closed_at", "reason"})
    case.state = WAYS[move].to


def _check_day(case: Case, pauses: list[Pause], move: str, day: datetime, at: datetime) -> None:
    if day.year < FIRST_YEAR or day > at:
        raise CannotKeepCase("Thời điểm này chưa tới. Anh/chị kiểm tra lại ngày, giờ.", "day")
    last = case.handled_at if move == Move.HAND else case.received_at
    here = timezone.localtime(day).date()
    if last and day < last:
        raise CannotKeepCase(
            f"Thời điểm phải từ {_said(last)} trở đi, vì hồ sơ không đi ngược thời gian.", "day"
        )
    began = max((one.until_date or one.from_date for one in pauses), default=here)
    if here < began:
        raise CannotKeepCase(f"Thời điểm phải từ ngày {date_vi(began)}, là lần bổ sung gần nhất.", "day")


def _read(fields: CaseFields, at: datetime) -> dict[str, Any]:
    """The values to keep; raises CannotKeepCase at the first that is wrong."""
    try:
        code, tail = read_code(fields.code)
    except ValueError as error:
        raise CannotKeepCase(str(error), "code") from None
    if not tidy(fields.procedure_name):
        raise CannotKeepCase("Anh/chị ghi tên thủ tục.", "procedure_name")
    if fields.received_at.year < FIRST_YEAR or fields.received_at > at:
        raise CannotKeepCase("Ngày tiếp nhận chưa tới, hoặc sai năm. Anh/chị kiểm tra lại.", "received_at")
    if fields.term is not None and not 1 <= fields.term <= LONGEST_TERM:
        raise CannotKeepCase(f"Thời hạn từ 1 đến {LONGEST_TERM}.", "term")
    phone = read_phone(fields.phone)
    if fields.phone.strip() and not phone:
        raise CannotKeepCase("Số điện thoại chưa đúng. Anh/chị ghi 10 số, ví dụ 0912345678.", "phone")
    return {
        "code": code, "tail": tail, "procedure_code": tidy(fields.procedure_code)[:30],
        "procedure_name": tidy(fields.procedure_name)[:300], "applicant": tidy(fields.applicant)[:150],
        "address": tidy(fields.address)[:200], "phone": phone, "channel": fields.channel,
        "result_place": tidy(fields.result_place)[:200], "received_at": fields.received_at, "term": fields.term,
        "term_unit": fields.term_unit, "agency": fields.agency, "handler": fields.handler,
    }  # fmt: skip


def _settle(case: Case, pauses: list[Pause]) -> None:
    year = timezone.localtime(case.received_at).year
    try:
        settle(case, pauses, calendar_of(case.unit, year, year + 1, year + 2))
    except NoSuchDeadline as error:
        raise CannotKeepCase(str(error), "term") from None


def _locked(case: Case, seen: int) -> Case:
    rows = Case.objects.select_for_update(of=("self",)).select_related("unit__parent", "agency", "handler")
    found = rows.get(pk=case.pk)
    if found.version != seen:
        raise CannotKeepCase(CHANGED)
    return found


def _save(case: Case) -> None:
    case.version += 1
    case.save()


def _note(case: Case, move: str, actor: Person, at: datetime, day: datetime, text: str = "") -> None:
    CaseStep.objects.create(case=case, move=move, day=day, text=text[:600], at=at, by=actor)


def _audit(actor: Person, at: datetime, action: str, case: Case) -> None:
    record(
        actor=actor, at=at, action=action, subject=case, unit=case.unit,
        after={"state": case.get_state_display(), "due": _plain(case.due_at), "procedure": case.procedure},
    )  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return _said(value)
    return value if isinstance(value, int | None) else str(value)


def _said(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M %d/%m/%Y}"
