"""One survey beside the earlier ones with the same form: only questions asked alike, never under the minimum."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from thanthien.operations.surveys.definition import Content, Kind, content_of
from thanthien.operations.surveys.differences import asks_the_same
from thanthien.operations.surveys.models import Survey, Version
from thanthien.operations.surveys.tally import Share, Tally

MOST = 6  # surveys beside one another


@dataclass(frozen=True, slots=True)
class Standing:
    """Answers, how many were flagged, and (satisfied, all) of each question on the scale, by its key."""

    responses: int
    flagged: int
    scales: dict[str, Share]

    def as_json(self) -> dict[str, Any]:
        scales = {key: [one.hits, one.total] for key, one in self.scales.items()}
        return {"responses": self.responses, "flagged": self.flagged, "scales": scales}


@dataclass(frozen=True, slots=True)
class Compared:
    """An earlier survey. `here` and `there` are over the questions that both asked alike; None: not compared, `why`."""

    survey: Survey
    responses: int
    alike: int
    questions: int
    here: Share | None = None
    there: Share | None = None
    why: str = ""

    @property
    def is_other_version(self) -> bool:
        return self.alike != self.questions


def standing_of(tally: Tally, flagged: int) -> Standing:
    scales = {one.question.key: one.satisfied for one in tally.scales if one.satisfied}
    return Standing(tally.responses, flagged, scales)


def read_standing(data: Any) -> Standing:
    """What `as_json` wrote."""
    scales = {key: Share(hits, total) for key, (hits, total) in data["scales"].items()}
    return Standing(data["responses"], data["flagged"], scales)


def earlier_of(survey: Survey, now: Standing) -> list[Compared]:
    """Closed surveys with any version of the same form that ended before this one, the latest first. Two queries."""
    before = (
        Survey.objects.filter(
            unit=survey.unit_id, version__questionnaire=survey.version.questionnaire_id, closing__isnull=False,
            last_date__lt=survey.last_date,
        )
        .exclude(pk=survey.pk)
        .select_related("version__questionnaire")
        .order_by("-last_date", "-pk")
    )  # fmt: skip
    content = content_of(survey.version.content)
    return [_compared(survey, content, now, one) for one in before[:MOST]]


def running_on_older(version: Version, today: date) -> list[Survey]:
    """Surveys that go on with an earlier version of the form: they keep it."""
    rows = Survey.objects.filter(
        version__questionnaire=version.questionnaire_id, version__number__lt=version.number,
        state=Survey.State.OPEN, last_date__gte=today,
    )  # fmt: skip
    return list(rows.select_related("version__questionnaire").order_by("last_date", "pk"))


def _compared(survey: Survey, content: Content, now: Standing, other: Survey) -> Compared:
    then, older = read_standing(other.closing), content_of(other.version.content)
    scales = [one for one in content.questions if one.kind == Kind.SCALE]
    keys = [one.key for one in scales if asks_the_same(one, older.question(one.key))]
    frame = (other, then.responses, len(keys), len(scales))
    if not keys:
        return Compared(*frame, why="hai bản không có câu nào hỏi giống nhau")
    few = [n for n in (now.responses, then.responses) if n < max(survey.minimum, other.minimum)]
    if few:
        return Compared(*frame, why=f"có {few[0]} phiếu, dưới mức tối thiểu")
    none = Share(0, 0)
    here = sum((now.scales.get(key, none) for key in keys), start=none)
    there = sum((then.scales.get(key, none) for key in keys), start=none)
    return Compared(*frame, here=here, there=there)
