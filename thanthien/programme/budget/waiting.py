"""What of the budget waits for a person: estimates to approve, returned items to mend."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from thanthien.lib.vietnamese import money_vi
from thanthien.platform.notices.waiting import Waiting
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.budget.models import BudgetItem

ROOM = "Kinh phí"
State = BudgetItem.State


def waiting_for(person: Person, unit: Unit, today: date) -> Iterator[Waiting]:
    approves = may(person, Action.BUDGET_APPROVE, unit)
    items = BudgetItem.objects.filter(unit=unit, state__in=[State.SUBMITTED, State.RETURNED])
    for item in items.order_by("submitted_at", "pk"):
        since = timezone.localdate(item.submitted_at) if item.submitted_at else None
        if item.state == State.SUBMITTED and approves and item.submitted_by_id != person.pk:
            yield Waiting(
                ROOM, f"{item.title} ({money_vi(item.estimate)})", "cần duyệt dự toán", "desk:budget_item",
                (item.pk,), since_date=since,
            )  # fmt: skip
        elif item.state == State.RETURNED and item.created_by_id == person.pk:
            yield Waiting(
                ROOM, item.title, "dự toán bị trả lại, cần sửa", "desk:budget_item", (item.pk,),
                since_date=since,
            )  # fmt: skip
