"""Writes that give cases their due date where neither an import nor a term did: one case, or all of a procedure."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from thanthien.lib.rules.deadlines import NoSuchDeadline
from thanthien.lib.vietnamese import date_vi
from thanthien.operations.casework.actions import LONGEST_TERM, CannotKeepCase
from thanthien.operations.casework.clocks import end_of_day, settle
from thanthien.operations.casework.models import Case, CaseStep
from thanthien.operations.casework.queries import of_procedure
from thanthien.operations.casework.standing import require_keeper
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.refusals import CHANGED
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.queries import calendar_of
from thanthien.platform.workdays.working_hours import hours_of

MOST = 2000  # cases at one press
LAST_YEAR = 2100
_DATED = ["term", "term_unit", "due_given_at", "typed", "due_at", "end_at", "late_at", "version"]


@transaction.atomic
def date_case(*, actor: Person, at: datetime, case: Case, day: date, seen: int) -> Case:
    """Write the day a case without a term is due, as its receipt says. Raises CannotKeepCase."""
    require_keeper(actor, case.unit)
    rows = Case.objects.select_for_update(of=("self",)).select_related("unit__parent")
    case = rows.get(pk=case.pk)
    if case.version != seen:
        raise CannotKeepCase(CHANGED)
    if case.due_at is not None:
        raise CannotKeepCase("Hồ sơ đã có ngày hẹn trả.", "day")
    received = timezone.localtime(case.received_at).date()
    if not received <= day or day.year > LAST_YEAR:
        raise CannotKeepCase(f"Ngày hẹn trả phải từ ngày tiếp nhận {date_vi(received)} trở đi.", "day")
    case.due_given_at = end_of_day(day)
    case.typed = sorted({*case.typed, "due_given_at"})
    _settle_all([case], case.unit)
    case.save(update_fields=_DATED)
    words = f"Đã ghi ngày hẹn trả {date_vi(day)}."
    CaseStep.objects.create(case=case, move=CaseStep.Move.CORRECT, day=at, text=words, at=at, by=actor)
    record(
        actor=actor, at=at, action="case.date", subject=case, unit=case.unit,
        before={"due": None}, after={"due": date_vi(day)},
    )  # fmt: skip
    return case


@transaction.atomic
def date_procedure(
    *, actor: Person, at: datetime, unit: Unit, procedure: str, term: int | None, term_unit: str
) -> int:
    """Give every case of a procedure that has no due date its term; how many. Raises CannotKeepCase.

    A date that the provincial system gives later goes before this term.
    """
    require_keeper(actor, unit)
    if term is None or not 1 <= term <= LONGEST_TERM:
        raise CannotKeepCase(f"Anh/chị ghi thời hạn bằng số, từ 1 đến {LONGEST_TERM}.", "term")
    if term_unit not in Case.Term.values:
        raise CannotKeepCase("Anh/chị chọn ngày hoặc giờ làm việc.", "term_unit")
    rows = Case.objects.filter(unit=unit, state__in=Case.State.values, due_at=None)
    found = of_procedure(rows, procedure).select_for_update(of=("self",)).order_by("pk")
    cases = list(found.prefetch_related("pauses")[:MOST])
    if not cases:
        raise CannotKeepCase("Không còn hồ sơ nào của thủ tục này chưa có hạn.")
    for case in cases:
        case.term, case.term_unit = term, term_unit
    _settle_all(cases, unit)
    Case.objects.bulk_update(cases, _DATED, batch_size=200)
    words = f"Đã đặt thời hạn {term} {Case.Term(term_unit).label}."
    move = CaseStep.Move.CORRECT
    CaseStep.objects.bulk_create(
        [CaseStep(case=case, move=move, day=at, text=words, at=at, by=actor) for case in cases]
    )
    record(
        actor=actor, at=at, action="case.date_procedure", subject=unit, unit=unit,
        after={"procedure": cases[0].procedure, "term": f"{term} {Case.Term(term_unit).label}", "count": len(cases)},
    )  # fmt: skip
    return len(cases)


def _settle_all(cases: list[Case], unit: Unit) -> None:
    calendar, hours = calendar_of(unit), hours_of(unit)
    for case in cases:
        case.version += 1
        try:
            settle(case, list(case.pauses.all()), calendar, hours)
        except NoSuchDeadline as error:
            raise CannotKeepCase(str(error), "term") from None
