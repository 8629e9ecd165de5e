"""How many forms came in, a day at a time: what tells that a survey is going on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone

from thanthien.operations.surveys.models import Response, Survey
from thanthien.platform.units.models import Unit
from thanthien.programme.measures.collecting import Counted, days_of

# measure that a survey feeds → the measure that counts its forms
FORMS = {
    "service_centre": "service_centre_forms",
    "model_results": "model_results_forms",
    "sipas": "sipas_forms",
}


def collect_forms(first: date, last: date) -> Iterator[Counted]:
    """Forms without a flag, of each day on which a survey took answers; zero is told too. Two queries."""
    rows = Response.objects.filter(day__gte=first, day__lte=last, flag="", survey__measure__in=FORMS)
    counted = rows.order_by().values_list("survey__unit_id", "survey__measure", "day").annotate(Count("pk"))
    found = {(unit_id, code, day): number for unit_id, code, day, number in counted}
    opened = Survey.objects.exclude(state=Survey.State.DRAFT).filter(
        measure__in=FORMS, first_date__lte=last, last_date__gte=first
    )
    for unit_id, code, begins, ends, closed_at in opened.order_by().values_list(
        "unit_id", "measure", "first_date", "last_date", "closed_at"
    ):
        ends = min(ends, timezone.localdate(closed_at)) if closed_at else ends
        for day in days_of(max(first, begins), min(last, ends)):
            found.setdefault((unit_id, code, day), 0)
    for (unit_id, code, day), number in sorted(found.items()):
        yield Counted(unit_id, FORMS[code], day, number)


def forms_between(unit: Unit, measure: str, first: date, last: date) -> list[tuple[Survey, int]]:
    """The surveys that fed a measure in those days, with how many forms each; one query."""
    inside = Q(responses__day__gte=first, responses__day__lte=last, responses__flag="")
    rows = Survey.objects.filter(unit=unit, measure=measure, first_date__lte=last, last_date__gte=first)
    rows = rows.exclude(state=Survey.State.DRAFT)
    return [(one, one.forms) for one in rows.annotate(forms=Count("responses", filter=inside))]
