"""Writes of letters: drafted, submitted, signed with a number or returned, sent, handed over, put aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi, search_key, tidy
from thanthien.operations.letters.definition import Template, definition
from thanthien.operations.letters.models import CourtesyLetter, Kind
from thanthien.operations.letters.queries import id_key_of, letter_seen_by, mourned
from thanthien.operations.letters.states import MOVES
from thanthien.operations.letters.telling import mail_letter
from thanthien.operations.letters.wording import lines_of, words_for
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, current_memberships, require
from thanthien.platform.people.roles import Action, Role
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Unit
from thanthien.programme.merit.models import Practice

State, Way = CourtesyLetter.State, CourtesyLetter.Way
FOR_THE_LIVING = frozenset({Kind.CONGRATULATION, Kind.THANKS, Kind.PRAISE, Kind.COMMENDATION})


class CannotWriteLetter(Refusal):
    """The letter was not changed."""


@dataclass(frozen=True, slots=True)
class LetterFields:
    """`decided_for`: why it is written in spite of what was found about the name; people decide, and say why."""

    template: str
    name: str
    honorific: str = ""
    address: str = ""
    id_number: str = ""
    email: str = ""
    other: str = ""
    deed: str = ""
    occasion: str = ""
    recognition: str = ""
    recognition_date: date | None = None
    practice: Practice | None = None
    extra: str = ""
    decided_for: str = ""
    warnings: tuple[str, ...] = ()  # what other rooms know about the name


@transaction.atomic
def draft_letter(
    *, actor: Person, at: datetime, unit: Unit, fields: LetterFields, client_key: str
) -> CourtesyLetter:
    """A draft; the same key again gives the letter made before. Raises CannotWriteLetter."""
    require(actor, Action.LETTER_WORK, unit)
    known = CourtesyLetter.objects.filter(client_key=client_key).select_related("unit").first()
    if known is not None:
        if known.unit_id != unit.pk:
            raise NotAllowed
        return known
    letter = CourtesyLetter(unit=unit, drafted_at=at, drafted_by=actor, client_key=client_key)
    put_fields(letter, fields, at)
    letter.save(force_insert=True)
    _audit(actor, at, "letter.draft", letter)
    return letter


@transaction.atomic
def fill_letter(
    *, actor: Person, at: datetime, letter: CourtesyLetter, fields: LetterFields, seen: int
) -> CourtesyLetter:
    letter = _locked(actor, letter, "fill", seen)
    put_fields(letter, fields, at)
    return _saved(actor, at, "letter.fill", letter)


def put_fields(letter: CourtesyLetter, fields: LetterFields, at: datetime) -> None:
    """What was typed, checked; nothing is saved."""
    template = definition().template(fields.template)
    if template is None:
        raise CannotWriteLetter("Anh/chị chọn mẫu thư.", "template")
    name, email = tidy(fields.name)[:150], tidy(fields.email)
    if not name:
        raise CannotWriteLetter("Anh/chị ghi họ tên hoặc tên tổ chức người nhận.", "name")
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise CannotWriteLetter("Địa chỉ thư điện tử chưa đúng.", "email") from None
    letter.template, letter.kind = template.code, template.kind
    letter.honorific, letter.name, letter.email = tidy(fields.honorific)[:30], name, email
    letter.address, letter.other = tidy(fields.address)[:200], tidy(fields.other)[:150]
    letter.deed, letter.occasion = tidy(fields.deed)[:500], tidy(fields.occasion)[:150]
    letter.name_key, letter.other_key = search_key(name)[:150], search_key(letter.other)[:150]
    letter.address_key = search_key(letter.address)[:200]
    if fields.id_number:
        letter.id_key = id_key_of(fields.id_number)
    letter.extra = tidy(fields.extra, keep_lines=True)[:2000]
    letter.decided_for = tidy(fields.decided_for)[:500]
    _put_recognition(letter, fields, timezone.localdate(at))
    _check_template(letter, template)
    said = (*living_check(letter, fields.id_number), *fields.warnings)
    if said and not letter.decided_for:
        raise CannotWriteLetter(
            f"{' '.join(said)} Nếu là người khác, hoặc vẫn cần gửi, anh/chị ghi lý do ở ô “Vẫn lập thư vì”.",
            "decided_for",
        )


def living_check(letter: CourtesyLetter, id_number: str = "") -> list[str]:
    """What says that a person to be congratulated, thanked or praised has died; also the spouse of a letter."""
    if letter.kind not in FOR_THE_LIVING:
        return []
    said = mourned(letter.unit, letter.name, letter.address, id_number)
    return said + (mourned(letter.unit, letter.other) if letter.other else [])


def _put_recognition(letter: CourtesyLetter, fields: LetterFields, today: date) -> None:
    number, day, practice = tidy(fields.recognition)[:80], fields.recognition_date, fields.practice
    if practice is not None:
        if practice.unit_id != letter.unit_id or practice.state != Practice.State.RECOGNISED:
            raise CannotWriteLetter("Sáng kiến, cách làm này chưa được công nhận tại đơn vị.", "practice")
        number, day = practice.document_number or number, practice.document_date or day
    if day is not None and day > today:
        raise CannotWriteLetter("Ngày quyết định công nhận không thể sau hôm nay.", "recognition_date")
    if letter.kind == Kind.COMMENDATION and practice is None and (not number or day is None):
        raise CannotWriteLetter(
            "Thư biểu dương chỉ dành cho sáng kiến đã được công nhận. Anh/chị ghi số và ngày quyết định công nhận, "
            "hoặc chọn sáng kiến, cách làm đã được công nhận trong mục thi đua.",
            "recognition",
        )
    letter.recognition, letter.recognition_date, letter.practice = number, day, practice


def _check_template(letter: CourtesyLetter, template: Template) -> None:
    if template.other and not letter.other:
        raise CannotWriteLetter(f"Anh/chị ghi: {template.other[:1].lower()}{template.other[1:]}.", "other")
    if template.deed and not letter.deed:
        raise CannotWriteLetter(f"Anh/chị ghi: {template.deed[:1].lower()}{template.deed[1:]}.", "deed")
    if template.occasion and not letter.occasion:
        raise CannotWriteLetter("Anh/chị ghi dịp chúc mừng.", "occasion")


@transaction.atomic
def submit_letter(*, actor: Person, at: datetime, letter: CourtesyLetter, seen: int) -> CourtesyLetter:
    letter = _locked(actor, letter, "submit", seen)
    letter.state, letter.returned_for = State.SUBMITTED, ""
    return _saved(actor, at, "letter.submit", letter)


@transaction.atomic
def return_letter(
    *, actor: Person, at: datetime, letter: CourtesyLetter, why: str, seen: int
) -> CourtesyLetter:
    letter = _locked(actor, letter, "return", seen)
    words = tidy(why, keep_lines=True)[:500]
    if not words:
        raise CannotWriteLetter("Anh/chị ghi cần sửa điều gì.", "why")
    letter.state, letter.returned_for = State.DRAFT, words
    return _saved(actor, at, "letter.return", letter)


@transaction.atomic
def sign_letter(*, actor: Person, at: datetime, letter: CourtesyLetter, seen: int) -> CourtesyLetter:
    """Sign with the next number of the unit's year; the words are frozen. Raises CannotWriteLetter."""
    require(actor, Action.LETTER_SIGN, letter.unit)
    # One signature at a time in a unit: no number is given twice, none is left out.
    Unit.objects.select_for_update(no_key=True).get(pk=letter.unit_id)
    letter = _locked(actor, letter, "sign", seen)
    if not letter.decided_for and (said := living_check(letter)):
        raise CannotWriteLetter(
            f"{' '.join(said)} Anh/chị trả lại để người soạn xem lại, hoặc ghi lý do vẫn gửi."
        )
    today = timezone.localdate(at)
    last = CourtesyLetter.objects.filter(unit=letter.unit_id, year=today.year).aggregate(n=Max("number"))["n"]
    letter.number, letter.year, letter.signed_date = (last or 0) + 1, today.year, today
    letter.signed_by, letter.signer_post = actor, _post_of(actor, letter.unit)
    letter.wording = words_for(letter.unit, definition().templates[letter.template]).version
    letter.subject, letter.lines = lines_of(letter)
    letter.state = State.SIGNED
    return _saved(actor, at, "letter.sign", letter)


@transaction.atomic
def send_letter(
    *, actor: Person, at: datetime, letter: CourtesyLetter, way: str, day: date, seen: int
) -> CourtesyLetter:
    """Note that it went by post, Zalo or mail; mail is sent from here."""
    letter = _locked(actor, letter, "send", seen)
    if way not in (Way.POST, Way.ZALO, Way.EMAIL):
        raise CannotWriteLetter("Anh/chị chọn cách gửi: bưu chính, Zalo hoặc thư điện tử.", "way")
    if way == Way.EMAIL and not letter.email:
        raise CannotWriteLetter("Thư này chưa có địa chỉ thư điện tử của người nhận.", "way")
    _check_day(letter, day, at)
    if way == Way.EMAIL:
        mail_letter(letter, at)
    letter.state, letter.way, letter.sent_date = State.SENT, way, day
    return _saved(actor, at, "letter.send", letter)


@transaction.atomic
def deliver_letter(
    *, actor: Person, at: datetime, letter: CourtesyLetter, way: str, day: date, note: str, seen: int
) -> CourtesyLetter:
    """Note that it has come into the hands of whom it is for, how and when."""
    letter = _locked(actor, letter, "deliver", seen)
    if letter.state == State.SIGNED and way not in (Way.CEREMONY, Way.HAND):
        raise CannotWriteLetter(
            "Thư chưa gửi: anh/chị chọn trao tại lễ hoặc trao tận tay, hoặc ghi gửi trước.", "way"
        )
    _check_day(letter, day, at)
    if letter.state == State.SIGNED:
        letter.way = way
    letter.state, letter.delivered_date = State.DELIVERED, day
    letter.delivery_note = tidy(note)[:300]
    return _saved(actor, at, "letter.deliver", letter)


def _check_day(letter: CourtesyLetter, day: date, at: datetime) -> None:
    since = letter.sent_date or letter.signed_date
    assert since is not None  # it is signed
    if not since <= day <= timezone.localdate(at):
        raise CannotWriteLetter(f"Ngày phải từ {date_vi(since)} đến hôm nay.", "day")


@transaction.atomic
def drop_letter(
    *, actor: Person, at: datetime, letter: CourtesyLetter, why: str, seen: int
) -> CourtesyLetter:
    letter = _locked(actor, letter, "drop", seen)
    words = tidy(why)[:500]
    if not words:
        raise CannotWriteLetter("Anh/chị ghi lý do bỏ thư này.", "why")
    letter.state, letter.returned_for = State.DROPPED, words
    return _saved(actor, at, "letter.drop", letter)


@transaction.atomic
def restore_letter(*, actor: Person, at: datetime, letter: CourtesyLetter, seen: int) -> CourtesyLetter:
    letter = _locked(actor, letter, "restore", seen)
    letter.state, letter.returned_for = State.DRAFT, ""
    return _saved(actor, at, "letter.restore", letter)


def _locked(actor: Person, letter: CourtesyLetter, move: str, seen: int) -> CourtesyLetter:
    step = MOVES[move]
    require(actor, step.action, letter.unit)
    if letter_seen_by(actor, letter.unit, letter.pk) is None:
        raise NotAllowed
    found = (
        CourtesyLetter.objects.select_for_update(of=("self",))
        .select_related("unit__parent")
        .get(pk=letter.pk)
    )
    if found.version != seen:
        raise CannotWriteLetter(CHANGED)
    if found.state not in step.allowed:
        raise CannotWriteLetter(
            f"Thư đang ở trạng thái “{found.get_state_display().lower()}” nên chưa làm được việc này."
        )
    return found


def _saved(actor: Person, at: datetime, action: str, letter: CourtesyLetter) -> CourtesyLetter:
    letter.version += 1
    letter.save()
    _audit(actor, at, action, letter)
    return letter


def _post_of(person: Person, unit: Unit) -> str:
    leads = [m for m in current_memberships(person) if m.unit_id == unit.pk and m.role == Role.LEADER]
    return leads[0].title[:100] if leads else ""


def _audit(actor: Person, at: datetime, action: str, letter: CourtesyLetter) -> None:
    after = {"state": letter.get_state_display(), "number": letter.said_number}
    remark = letter.decided_for if action in ("letter.draft", "letter.fill") else ""
    record(
        actor=actor, at=at, action=action, subject=letter, unit=letter.unit, after=after,
        remark="Lập thư dù có cảnh báo" if remark else "",
    )  # fmt: skip
