"""What steering says of a task on its page: who gave it, who watches over it, chases, difficulties."""

from __future__ import annotations

from typing import Any

from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.programme.impediments.queries import impediments_of_task
from thanthien.programme.plans.models import Task
from thanthien.programme.steering.queries import charges_of_task, times_chased
from thanthien.web.pages import UnitRequest


def steering_context(request: UnitRequest, task: Task) -> dict[str, Any]:
    """Three queries; difficulties only for those who may read the log."""
    reads = may(request.user, Action.IMPEDIMENT_VIEW, request.unit)
    return {
        "chased": times_chased([task]).get(task.pk),
        "watchers": [charge.member for charge in charges_of_task(task)],
        "impediments": list(impediments_of_task(task)) if reads else [],
        "may_report": may(request.user, Action.IMPEDIMENT_REPORT, request.unit) and not task.withdrawn_at,
    }
