"""What a citizen brings to the reception becomes a report on the path of its law; its result comes back to the book.

The book keeps the report's public code alone. Complaints, denunciations and petitions never share a queue: each goes
to that of its own law (`feedback.queries.QUEUES`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from thanthien.lib.documents.write import AdministrativeDocument
from thanthien.lib.vietnamese import date_vi
from thanthien.operations.feedback.clocks import clock_of
from thanthien.operations.feedback.definition import definition
from thanthien.operations.feedback.guessing import guess_category
from thanthien.operations.feedback.intake import Contact, Incoming, receive_report
from thanthien.operations.feedback.models import Channel, Path, Report, Step
from thanthien.operations.feedback.queries import is_late, visible_reports
from thanthien.operations.reception.entering import CannotRecord, Visit, record_visit, tie_report
from thanthien.operations.reception.measures import ANSWERED
from thanthien.operations.reception.models import Entry, Handling, Kind
from thanthien.operations.reception.papers import month_list
from thanthien.operations.reception.queries import book_between
from thanthien.operations.reception.standing import require_keeper
from thanthien.operations.reception.visitors import Who, open_visitor
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit
from thanthien.programme.measures.collecting import Counted, Source

PATHS = {
    Kind.COMPLAINT: Path.COMPLAINT,
    Kind.DENUNCIATION: Path.DENUNCIATION,
    Kind.PETITION: Path.PETITION,
}
_DAY = timedelta(days=1)
_LONGEST = timedelta(days=400)  # no matter of the reception runs longer


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of a matter that was handed on. `pk` of the report where the person may open it, else None."""

    words: str
    due_date: date | None = None
    steps: tuple[str, ...] = ()
    is_late: bool = False
    pk: int | None = None


@transaction.atomic
def receive_visit(
    *, actor: Person, at: datetime, unit: Unit, visit: Visit, hands_on: bool, tell_by: str = ""
) -> Entry:  # fmt: skip
    """Write the line and, where the matter is the unit's own, hand it on in the same press: both or neither.

    Raises CannotRecord, CannotReceive, NotAllowed.
    """
    category = visit.category or guess_category(visit.content)
    known = definition().categories.get(category)
    if known is None:
        raise CannotRecord("Anh/chị chọn lĩnh vực trong danh sách.", "category")
    whole = replace(visit, category=category, is_protected=known.is_protected)
    entry = record_visit(actor=actor, at=at, unit=unit, visit=whole)
    if hands_on and entry.handling == Handling.ACCEPTED and not entry.report_code:
        _hand_on(actor, at, entry, whole.who, tell_by)
    return entry


@transaction.atomic
def hand_on(*, actor: Person, at: datetime, entry: Entry) -> Entry:
    """A line that was written without handing its matter on."""
    require_keeper(actor, entry.unit)
    entry = Entry.objects.select_for_update(of=("self",)).select_related("unit", "visitor").get(pk=entry.pk)
    if entry.handling != Handling.ACCEPTED or entry.report_code:
        raise CannotRecord("Lượt tiếp này đã chuyển xử lý hoặc không thuộc thẩm quyền của đơn vị.")
    _hand_on(actor, at, entry, open_visitor(entry), "")
    return entry


def _hand_on(actor: Person, at: datetime, entry: Entry, who: Who, tell_by: str) -> None:
    contact = Contact(who.name, who.phone, "", "", who.address, tell_by) if who.name else Contact()
    received = receive_report(
        at=at, unit=entry.unit, by=actor,
        incoming=Incoming(
            text=entry.content, category=entry.category, channel=Channel.WALK_IN, path=PATHS[Kind(entry.kind)],
            client_key=f"reception:{entry.pk}", contact=contact, is_anonymous=not contact,
            about_leader=entry.about_leader,
        ),
    )  # fmt: skip
    tie_report(entry=entry, code=received.report.code)


def followed(person: Person | None, entries: Iterable[Entry], today: date) -> dict[int, Followed]:
    """By the id of each entry what became of it; of protected ones only where the person reads the report.

    `person` None: for papers that name nobody. A constant number of queries.
    """
    tied = [one for one in entries if one.report_code]
    reports = _reports(tied)
    seen: set[int] = set()
    if person is not None and tied:
        pks = [one.pk for one in reports.values()]
        seen = set(visible_reports(person, tied[0].unit).filter(pk__in=pks).values_list("pk", flat=True))
    found = {}
    for one in tied:
        report = reports.get(one.report_code)
        if report is None:
            continue
        if one.is_protected and report.pk not in seen:
            found[one.pk] = Followed("Đã chuyển người có thẩm quyền")
        else:
            found[one.pk] = _followed(report, today, seen)
    return found


def _followed(report: Report, today: date, seen: set[int]) -> Followed:
    pk = report.pk if report.pk in seen else None
    if report.answered_at is not None and report.outcome:
        when = date_vi(timezone.localdate(report.answered_at))
        return Followed(f"{report.get_outcome_display()}, trả lời ngày {when}", pk=pk)
    late = is_late(report, today)
    words = f"{report.get_state_display()}, hạn {date_vi(report.due_date)}{', đã quá hạn' if late else ''}"
    return Followed(words, report.due_date, clock_of(report, today).steps if pk else (), late, pk)


def _reports(entries: Sequence[Entry]) -> dict[str, Report]:
    """By its code the report of each entry; one that was merged is answered by the other. Two queries."""
    rows = Report.objects.filter(code__in={one.report_code for one in entries})
    rows = rows.select_related("unit__parent", "merged_into__unit__parent")
    units = {one.report_code: one.unit_id for one in entries}
    return {one.code: one.merged_into or one for one in rows if units[one.code] == one.unit_id}


class Event(NamedTuple):
    """An answer that was owed: given in time on its day, or late on the first day after its limit."""

    entry: Entry
    day: date
    is_good: bool


def answers(first: date, last: date, unit: Unit | None = None) -> Iterator[Event]:
    """Matters accepted, explained on the spot or refused with a notice; what is protected is not counted here."""
    rows = Entry.objects.filter(date__gte=first - _LONGEST, date__lte=last, is_protected=False)
    if unit is not None:
        rows = rows.filter(unit=unit)
    entries = list(rows.order_by("unit_id", "date", "pk"))
    tied = _reports([one for one in entries if one.report_code])
    today = timezone.localdate()
    answered = _first_answers(tied.values())
    for one in entries:
        found = _event(one, tied.get(one.report_code), answered, today)
        if found is not None and first <= found.day <= last:
            yield found


def _first_answers(reports: Iterable[Report]) -> dict[int, tuple[date, date]]:
    """By the id of each report the day of its first answer and the limit that then ran. One query."""
    pks = {one.pk for one in reports}
    rows = Step.objects.filter(report__in=pks, move=Step.Move.ANSWER, due_date__isnull=False).order_by("-pk")
    return {one.report_id: (timezone.localdate(one.at), one.due_date) for one in rows if one.due_date}


def _event(
    entry: Entry, report: Report | None, answered: dict[int, tuple[date, date]], today: date
) -> Event | None:
    if entry.handling == Handling.EXPLAINED:
        return Event(entry, entry.date, True)
    if entry.handling == Handling.REFUSED and entry.notice_by_date is not None:
        return _judged(entry, entry.notice_date, entry.notice_by_date, today)
    if report is None:
        return None
    if report.pk in answered:
        return _judged(entry, *answered[report.pk], today)
    return Event(entry, report.due_date + _DAY, False) if is_late(report, today) else None


def _judged(entry: Entry, done: date | None, due: date, today: date) -> Event | None:
    if done is not None and done <= due:
        return Event(entry, done, True)
    return Event(entry, due + _DAY, False) if due < today else None


def collect_answers(first: date, last: date) -> Iterator[Counted]:
    sums: dict[tuple[int, date], list[int]] = defaultdict(lambda: [0, 0])
    for one in answers(first, last):
        both = sums[one.entry.unit_id, one.day]
        both[0] += one.is_good
        both[1] += 1
    for (unit_id, day), (good, whole) in sorted(sums.items()):
        yield Counted(unit_id, ANSWERED, day, good, whole)


MEASURES = (Source((ANSWERED,), collect_answers),)


def month_book(unit: Unit, first: date, last: date) -> AdministrativeDocument | None:
    """`month_list` with what became of each matter: the paper that proves the month."""
    today = timezone.localdate()
    told = followed(None, book_between(unit, first, last), today)
    return month_list(unit, first, last, results={pk: one.words for pk, one in told.items()})
