"""The start of the day in the demo: this month's lists, one missing and one late, a fault mended, one still open."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from thanthien.operations.facilities.actions import RuleFields, begin_list, set_rule
from thanthien.operations.facilities.marking import Look, mark_item, mark_rest
from thanthien.operations.facilities.models import ChecklistItem, Repair, RepairStep
from thanthien.operations.facilities.repairing import MoveFields, move_repair, version_of
from thanthien.platform.people.models import Person
from thanthien.platform.workdays.queries import calendar_of
from thanthien.workflows.demo.people import Commune

_DAY = timedelta(days=1)
_MISSING, _LATE = 6, 3  # working days before the last one


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def play_facilities(commune: Commune, *, until: date) -> None:
    """Working days from the first of the month (at least twelve) to the day before `until`; today's is left to do."""
    unit, boss = commune.unit, commune.coordinator
    calendar = calendar_of(unit, until.year - 1, until.year)
    since = min(until.replace(day=1), until - timedelta(days=18))
    days = [since + _DAY * n for n in range((until - since).days) if calendar.is_workday(since + _DAY * n)]
    begin_list(actor=boss, at=_at(since, 7), unit=unit)
    fields = RuleFields(time(7, 30), commune.agencies["one_stop_centre"])
    set_rule(actor=boss, at=_at(since, 7, 5), unit=unit, fields=fields, seen=1)
    items = {one.sample_code: one for one in ChecklistItem.objects.filter(unit=unit).select_related("unit")}
    last = len(days) - 1
    for number, day in enumerate(days):
        if number == last - _MISSING:
            continue
        who = commune.people["motcua"]
        at = _at(day, 7, 48) if number == last - _LATE else _at(day, 7, 12 + number % 9)
        if number == 1:
            _broken(who, at, items["printers"], "Máy in quầy 2 kẹt giấy liên tục")
        elif number == 2:
            _mended(commune, day)
        elif number == last - 1:
            _broken(who, at, items["call_board"], "Loa gọi số rè, không nghe rõ")
        elif number == last:
            _given(commune, at)
        for repair in Repair.objects.filter(unit=unit, closed_at=None).select_related("item__unit"):
            if repair.item is not None and number > 2:
                mark_item(actor=who, at=at, item=repair.item, look=Look("fault"))
        mark_rest(actor=who, at=at + timedelta(minutes=1), unit=unit)


def _broken(who: Person, at: datetime, item: ChecklistItem, said: str) -> None:
    mark_item(actor=who, at=at, item=item, look=Look("fault", said=said))


def _mended(commune: Commune, day: date) -> None:
    """The printer: given to the support officer the evening before, mended before the doors open."""
    repair = Repair.objects.get(unit=commune.unit)
    fixer = commune.people["sunghiep"]
    given = MoveFields(version_of(repair), assignee=fixer)
    before = repair.reported_at + timedelta(hours=1)
    move_repair(
        actor=commune.coordinator, at=before, repair=repair, move=RepairStep.Move.ASSIGN, fields=given
    )
    repair.refresh_from_db()
    done = MoveFields(version_of(repair), "Thay trục kéo giấy, in thử 20 trang không kẹt.")
    move_repair(actor=fixer, at=_at(day, 7, 5), repair=repair, move=RepairStep.Move.FIX, fields=done)


def _given(commune: Commune, at: datetime) -> None:
    """The loudspeaker: with a workshop, due in three working days."""
    repair = Repair.objects.get(unit=commune.unit, closed_at=None)
    fields = MoveFields(version_of(repair), outsider="Cửa hàng điện tử Minh Quang")
    before = repair.reported_at + timedelta(hours=2)
    move_repair(
        actor=commune.coordinator, at=before, repair=repair, move=RepairStep.Move.ASSIGN, fields=fields
    )
