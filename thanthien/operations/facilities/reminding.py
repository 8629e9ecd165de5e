"""The hour has passed without a list: whoever manages the centre is told by mail the same morning, once."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from thanthien.operations.facilities.models import ChecklistRule, DayCheck
from thanthien.operations.facilities.queries import DayState, state_of_day
from thanthien.operations.facilities.standing import manages
from thanthien.platform.notices.queries import people_to_tell
from thanthien.platform.outbox.actions import queue_message
from thanthien.platform.outbox.models import Channel
from thanthien.platform.people.models import Person
from thanthien.platform.workdays.queries import calendar_of


def remind_heads(*, at: datetime) -> int:
    """One mail a day to each who asked for mail, about each unit whose list is not done; how many are due now.

    Nothing on a day off, before the hour, or where no unit is late. Calling it again sends nothing more.
    """
    late = _late_rules(at)
    if not late:
        return 0
    people = [choice.person for choice in people_to_tell()]
    told = 0
    for rule, state in late:
        for person in people:
            if manages(person, rule.unit):
                _queue(rule, state, person, at)
                told += 1
    return told


def _late_rules(at: datetime) -> list[tuple[ChecklistRule, DayState]]:
    here = timezone.localtime(at)
    rows = ChecklistRule.objects.filter(
        due_time__lt=here.time(), since_date__lte=here.date(), unit__successor=None
    )
    checks = {
        one.unit_id: one for one in DayCheck.objects.filter(date=here.date(), unit__in=rows.values("unit"))
    }
    found: list[tuple[ChecklistRule, DayState]] = []
    for rule in rows.select_related("unit__parent").order_by("unit_id"):
        calendar = calendar_of(rule.unit, here.year)
        state = state_of_day(here.date(), checks.get(rule.unit_id), rule, calendar, at)
        if state in (DayState.MISSING, DayState.UNFINISHED):
            found.append((rule, state))
    return found


def _queue(rule: ChecklistRule, state: DayState, person: Person, at: datetime) -> None:
    unit, day, hour = rule.unit, timezone.localdate(at), f"{rule.due_time:%H:%M}"
    why = "chưa ai kiểm tra" if state == DayState.MISSING else "chưa kiểm tra xong"
    link = f"{settings.SITE_URL}/desk/{unit.code}/checklist/"
    queue_message(
        at=at, unit=unit, channel=Channel.EMAIL, address=person.email, template="checklist-late",
        fields={"day": f"{day:%d/%m/%Y}", "hour": hour}, subject=f"Đã quá {hour}, {why} đầu ngày",
        text=f"{unit.heading}, ngày {day:%d/%m/%Y}: đã quá {hour} mà {why} đầu ngày ở Trung tâm Phục vụ hành chính "
        f"công. Xem tại: {link}",
        about=f"facilities.checklistrule:{rule.pk}", key=f"checklist-{rule.pk}-{day:%Y%m%d}-{person.pk}",
    )  # fmt: skip
