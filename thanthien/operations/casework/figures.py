"""What cases cost people over a span of days: days less than promised, ways made twice or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q

from thanthien.operations.casework.clocks import end_of_day
from thanthien.operations.casework.models import Case
from thanthien.platform.units.models import Unit

_ONLINE = (Case.Channel.ONLINE_FULL, Case.Channel.ONLINE_PARTIAL)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CaseSpan:
    """`known` came in a way that is known, `online` of them on the national portal; `ended` have a due date and an

    end in the span, `early` of them a day or more before it, `supplemented` after something was asked for again.
    """

    known: int
    online: int
    ended: int
    early: int
    supplemented: int


def case_span(unit: Unit, first: date, last: date) -> CaseSpan:
    """Two queries whatever the number of cases."""
    begins, ends = end_of_day(first - _DAY), end_of_day(last)
    came = Case.objects.filter(unit=unit, received_at__gt=begins, received_at__lte=ends).exclude(channel="")
    done = Case.objects.filter(unit=unit, end_at__gt=begins, end_at__lte=ends).exclude(due_at=None)
    return CaseSpan(
        **came.order_by().aggregate(known=Count("pk"), online=Count("pk", filter=Q(channel__in=_ONLINE))),
        **done.order_by().aggregate(
            ended=Count("pk"),
            early=Count("pk", filter=Q(end_at__lte=F("due_at") - _DAY)),
            supplemented=Count("pk", filter=Q(supplements__gt=0)),
        ),
    )
