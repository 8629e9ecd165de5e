"""What surveys measure, a day at a time: satisfied answers over all answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from thanthien.operations.surveys.definition import content_of
from thanthien.operations.surveys.models import Response, Survey
from thanthien.operations.surveys.tally import Share, satisfied_of


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure of one unit on one day; `measure` is a code of data/measures.yaml."""

    unit_id: int
    measure: str
    numerator: int
    denominator: int


def collect(day: date) -> Iterator[Counted]:
    """Every figure of that day. Flagged answers are left out: they are shown beside, and score nothing.

    Each form is counted by the questions of its own version.
    """
    rows = Response.objects.filter(day=day, flag="").exclude(survey__measure="")
    answers: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for survey_id, said in rows.order_by().values_list("survey", "answers"):
        answers[survey_id].append(said)
    sums: dict[tuple[int, str], Share] = defaultdict(lambda: Share(0, 0))
    for survey in Survey.objects.filter(pk__in=answers).select_related("version"):
        content = content_of(survey.version.content)
        sums[survey.unit_id, survey.measure] += satisfied_of(content, answers[survey.pk])
    for (unit_id, measure), share in sorted(sums.items()):
        yield Counted(unit_id, measure, share.hits, share.total)
