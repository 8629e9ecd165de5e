"""What cases put before a person. A number of queries that does not grow with the rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from django.utils import timezone

from thanthien.operations.casework.models import Apology, Case, CaseImport
from thanthien.operations.casework.queries import apologies_of, counts, visible_cases
from thanthien.operations.casework.standing import keeps
from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit

ROOM = "Hồ sơ một cửa"
MOST = 20


def waiting_for(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    """The person's own cases that are late or due soon; to keepers how many; apologies to write, sign, send."""
    if not may(person, Action.CASE_VIEW, unit):
        return
    at = _moment(today)
    yield from _own(person, unit, at)
    keeper = keeps(person, unit)
    if keeper:
        yield from _all(person, unit, at, today)
        for one in CaseImport.objects.filter(unit=unit, state__in=["mapping", "checked"])[:MOST]:
            why = "cần xác nhận các cột" if one.state == "mapping" else "đã kiểm tra, chờ nhập"
            yield Waiting(
                ROOM, one.filename, why, "desk:case_import", (one.pk,), since_date=_day(one.handed_in_at)
            )
    yield from _letters(person, unit, keeper)


def _own(person: Person, unit: Unit, at: datetime) -> Iterator[Waiting]:
    rows = visible_cases(person, unit).filter(
        handler=person, state=Case.State.PROCESSING, due_at__isnull=False
    )
    for one in rows.order_by("due_at", "pk")[:MOST]:
        late = one.late_at is not None and one.late_at <= at
        why = "đã quá hạn" if late else "đang giải quyết"
        yield Waiting(
            ROOM, f"{one.procedure_name} ({one.code})", why, "desk:case", (one.pk,), _day(one.due_at)
        )


def _all(person: Person, unit: Unit, at: datetime, today: date) -> Iterator[Waiting]:
    found = counts(person, unit, at)
    if found["late"]:
        yield Waiting(ROOM, "Hồ sơ quá hạn", f"{found['late']} hồ sơ đang quá hạn", "desk:cases", (), today)
    if found["today"]:
        yield Waiting(ROOM, "Hồ sơ đến hạn hôm nay", f"{found['today']} hồ sơ", "desk:cases", (), today)


def _letters(person: Person, unit: Unit, keeper: bool) -> Iterator[Waiting]:
    state = Apology.State
    does = {state.DRAFT: "cần ghi lý do và ngày hẹn mới"}
    if may(person, Action.APOLOGY_SIGN, unit):
        does = {state.SUBMITTED: "chờ anh/chị ký"}
    elif keeper:
        does[state.SIGNED] = "đã ký, cần gửi"
    for one in apologies_of(person, unit).filter(state__in=does).order_by("begun_at", "pk")[:MOST]:
        why = "trả lại để sửa" if one.returned_for and one.state == state.DRAFT else does[state(one.state)]
        yield Waiting(ROOM, str(one), why, "desk:case_apology", (one.pk,), since_date=_day(one.begun_at))


def _moment(today: date) -> datetime:
    """Now; of another day than today its beginning."""
    now = timezone.now()
    return now if timezone.localdate(now) == today else timezone.make_aware(datetime.combine(today, time()))


def _day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None
