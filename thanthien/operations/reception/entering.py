"""Writes of the book: a visit typed while the person sits there, the notice of a refusal, a look at who is kept secret.

Audit rows tell the number alone: they are read by more people than the book, and never deleted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi, tidy
from thanthien.operations.reception.booking import tie_entry
from thanthien.operations.reception.definition import definition
from thanthien.operations.reception.models import (
    Appointment,
    ClosedMonth,
    Entry,
    Handling,
    Kind,
    ReceptionDay,
)
from thanthien.operations.reception.queries import refuse_term
from thanthien.operations.reception.standing import reads, require_keeper
from thanthien.operations.reception.visitors import Who, keep_visitor, open_visitor
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Unit

SHORTEST, LONGEST = 10, 5000
MOST_PEOPLE = 5000
_OLDEST = timedelta(days=366)  # a book on paper may be typed in for the year behind


class CannotRecord(Refusal):
    """Nothing was written into the book."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit as it is typed. `client_key` makes saving twice one line; `is_protected`: about staff."""

    who: Who
    content: str
    kind: str
    handling: str
    date: date
    client_key: str
    day: ReceptionDay | None = None
    people: int = 1
    category: str = ""
    is_protected: bool = False
    about_leader: bool = False
    settled_by: str = ""
    body: str = ""
    answer: str = ""
    refusal: str = ""
    refusal_words: str = ""
    note: str = ""
    appointment: Appointment | None = None


@transaction.atomic
def record_visit(*, actor: Person, at: datetime, unit: Unit, visit: Visit) -> Entry:
    """Write a line into the book, with the next number of its year. The same key again is the same line."""
    require_keeper(actor, unit)
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # two who type at once get two numbers
    known = Entry.objects.filter(unit=unit, client_key=visit.client_key).first()
    if known is not None:
        return known
    _check_day(unit, at, visit)
    who = check_visit(visit)
    is_protected = visit.is_protected or visit.kind == Kind.DENUNCIATION
    refused = visit.handling == Handling.REFUSED
    last = Entry.objects.filter(unit=unit, year=visit.date.year).aggregate(last=Max("number"))["last"]
    entry = Entry.objects.create(
        unit=unit, year=visit.date.year, number=(last or 0) + 1, day=visit.day, date=visit.date, kind=visit.kind,
        category=visit.category, content=tidy(visit.content, keep_lines=True), people=visit.people,
        is_protected=is_protected, about_leader=is_protected and visit.about_leader,
        settled_by=tidy(visit.settled_by)[:300], handling=visit.handling, body=tidy(visit.body)[:200],
        answer=tidy(visit.answer, keep_lines=True), refusal=visit.refusal if refused else "",
        refusal_words=tidy(visit.refusal_words)[:500] if refused else "",
        notice_by_date=refuse_term(unit, visit.date).last_day if refused else None, note=tidy(visit.note)[:300],
        client_key=visit.client_key, recorded_at=at, recorded_by=actor,
    )  # fmt: skip
    keep_visitor(entry, who)
    if visit.day is not None and visit.day.nobody_came:
        ReceptionDay.objects.filter(pk=visit.day.pk).update(nobody_came=False)
    if visit.appointment is not None:
        tie_entry(at=at, actor=actor, appointment=visit.appointment, entry=entry)
    _audit(actor, at, "reception.visit", entry)
    return entry


def closed_on(unit: Unit, day: date) -> str:
    """In words that the month of a day was closed; "" where it was not."""
    found = ClosedMonth.objects.filter(unit=unit, first=day.replace(day=1)).first()
    return f"{found} ngày {date_vi(timezone.localdate(found.at))}" if found else ""


def tie_report(*, entry: Entry, code: str) -> None:
    """The matter goes its way under this public code; called in the transaction that made the report."""
    entry.report_code = code
    entry.save(update_fields=["report_code"])


@transaction.atomic
def give_notice(*, actor: Person, at: datetime, entry: Entry, number: str, day: date) -> Entry:
    """The notice of a refusal was given to the person on a day, under its number."""
    require_keeper(actor, entry.unit)
    entry = Entry.objects.select_for_update(of=("self",)).select_related("unit").get(pk=entry.pk)
    if entry.handling != Handling.REFUSED or entry.notice_date is not None:
        raise CannotRecord("Lượt tiếp này không chờ thông báo từ chối.")
    if not entry.date <= day <= timezone.localdate(at):
        raise CannotRecord(f"Ngày ra thông báo từ {date_vi(entry.date)} đến hôm nay.", "date")
    if not tidy(number):
        raise CannotRecord("Anh/chị ghi số của thông báo.", "number")
    entry.notice_date, entry.notice_number = day, tidy(number)[:40]
    entry.save(update_fields=["notice_date", "notice_number"])
    _audit(actor, at, "reception.notice", entry)
    return entry


@transaction.atomic
def look_at_visitor(*, actor: Person, at: datetime, entry: Entry) -> Who:
    """Who is behind a protected entry, for those who may read it; the look stands in the audit log."""
    require_keeper(actor, entry.unit)
    if not reads(actor, entry):
        raise NotAllowed
    _audit(actor, at, "reception.look", entry)
    return open_visitor(entry)


def _check_day(unit: Unit, at: datetime, visit: Visit) -> None:
    today = timezone.localdate(at)
    if not visit.client_key:
        raise CannotRecord("Yêu cầu gửi lên chưa đúng dạng.")
    if not today - _OLDEST <= visit.date <= today:
        raise CannotRecord("Ngày tiếp là hôm nay hoặc ngày đã qua, không quá một năm.", "date")
    if visit.day is not None and (
        visit.day.unit_id != unit.pk
        or visit.day.date != visit.date
        or visit.day.state == ReceptionDay.State.CANCELLED
    ):
        raise CannotRecord("Ngày tiếp đã chọn không phải ngày ghi ở đây, hoặc đã hoãn.", "day")
    if closed := closed_on(unit, visit.date):
        raise CannotRecord(f"{closed}; không ghi thêm được lượt tiếp trong tháng.", "date")


def check_visit(visit: Visit) -> Who:
    """Who came, tidied; raises CannotRecord where a line may not stand like this, whatever its day."""
    if visit.kind not in Kind.values or visit.handling not in Handling.values:
        raise CannotRecord("Yêu cầu gửi lên chưa đúng dạng.")
    if not SHORTEST <= len(tidy(visit.content, keep_lines=True)) <= LONGEST:
        raise CannotRecord(f"Nội dung từ {SHORTEST} đến {LONGEST} ký tự.", "content")
    if not 1 <= visit.people <= MOST_PEOPLE:
        raise CannotRecord(f"Số người từ 1 đến {MOST_PEOPLE}.", "people")
    who = Who(
        tidy(visit.who.name)[:100], tidy(visit.who.address)[:200], tidy(visit.who.id_number)[:20],
        tidy(visit.who.phone)[:20], tidy(visit.who.speakers, keep_lines=True)[:1000],
    )  # fmt: skip
    _check_group(visit.people, who)
    _check_handling(visit)
    return who


def _check_group(people: int, who: Who) -> None:
    law = definition()
    if people < law.group_from:
        return
    speakers, most = len(who.speakers.splitlines()), law.most_speakers(people)
    if not speakers:
        raise CannotRecord(
            f"Đoàn {people} người là đoàn đông người: anh/chị ghi người đại diện, mỗi người một dòng, tối đa {most} "
            f"người ({law.group_basis}).", "speakers",
        )  # fmt: skip
    if speakers > most:
        raise CannotRecord(
            f"Đoàn {people} người cử tối đa {most} người đại diện ({law.group_basis}).", "speakers"
        )


def _check_handling(visit: Visit) -> None:
    how = visit.handling
    if how in (Handling.GUIDED, Handling.FORWARDED) and not tidy(visit.body):
        raise CannotRecord("Anh/chị ghi cơ quan có thẩm quyền.", "body")
    if how == Handling.EXPLAINED and not tidy(visit.answer):
        raise CannotRecord("Anh/chị ghi đã giải thích, trả lời thế nào.", "answer")
    if how == Handling.REFUSED:
        if visit.refusal not in definition().reasons:
            raise CannotRecord("Anh/chị chọn lý do từ chối theo luật.", "refusal")
        if visit.refusal == "other" and not tidy(visit.refusal_words):
            raise CannotRecord("Anh/chị ghi rõ trường hợp và điều luật.", "refusal_words")
    if visit.kind == Kind.DENUNCIATION and how == Handling.EXPLAINED:
        raise CannotRecord(
            "Tố cáo được tiếp nhận, chuyển hoặc hướng dẫn theo Luật Tố cáo, không kết thúc bằng giải thích tại chỗ.",
            "handling",
        )


def _audit(actor: Person, at: datetime, action: str, entry: Entry) -> None:
    record(
        actor=actor, at=at, action=action, subject=entry, unit=entry.unit,
        after={"number": f"{entry.number}/{entry.year}"},
    )  # fmt: skip


@transaction.atomic
def note_export(*, actor: Person, at: datetime, unit: Unit, first: date, last: date) -> None:
    """Who took the book out, of which days."""
    require(actor, Action.RECEPTION_WORK, unit)
    record(
        actor=actor, at=at, action="reception.export", subject=unit, unit=unit,
        after={"first_day": first, "last_day": last},
    )  # fmt: skip
