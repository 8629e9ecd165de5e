"""Reads of surveys. The public sees what is open; officials of the unit see counts, never who answered."""

from __future__ import annotations

import json
from collections import Counter as Count
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count as Answers
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from thanthien.lib.sampling import sample_size
from thanthien.lib.vietnamese import number_vi
from thanthien.operations.surveys.answering import hashed
from thanthien.operations.surveys.definition import Content, content_of
from thanthien.operations.surveys.models import (
    Link,
    Questionnaire,
    Response,
    Survey,
)
from thanthien.operations.surveys.tally import QuestionTally, Share, Tally, satisfied_of, tally_of
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Neighbourhood, Unit


@dataclass(frozen=True, slots=True)
class PlaceResult:
    """`satisfied` None: fewer answers than the minimum, so nothing is said that could tell who."""

    place: Neighbourhood | None
    answers: int
    wanted: int
    satisfied: Share | None

    @property
    def short(self) -> int:
        """How many answers are missing to the quota."""
        return max(0, self.wanted - self.answers)

    @property
    def reached(self) -> int:
        return min(self.wanted, self.answers)


@dataclass(frozen=True, slots=True)
class Results:
    """`clean` is counted without the flagged answers; the response rate is over links that were given out."""

    content: Content
    all: Tally
    clean: Tally
    flags: tuple[tuple[str, int], ...]
    channels: tuple[tuple[str, int], ...]
    places: tuple[PlaceResult, ...]
    sample: int
    links: int
    links_used: int
    unchecked: int  # paper forms that no second person has compared
    weeks: tuple[tuple[date, int], ...] = ()

    @property
    def overall(self) -> QuestionTally | None:
        """The question on satisfaction as a whole, where the form names one."""
        return self.all.of(self.content.overall) if self.content.overall else None

    @property
    def overall_clean(self) -> QuestionTally | None:
        return self.clean.of(self.content.overall) if self.content.overall else None

    @property
    def flagged(self) -> int:
        return self.all.responses - self.clean.responses

    @property
    def rate(self) -> Share:
        return Share(self.links_used, self.links)

    @property
    def reached(self) -> Share:
        return Share(min(self.all.responses, self.sample), self.sample)


def surveys_of(person: Person, unit: Unit) -> QuerySet[Survey]:
    """Those still at work first, then those that have ended; of each the newest first."""
    if not may(person, Action.SURVEY_VIEW, unit):
        return Survey.objects.none()
    found = Survey.objects.filter(unit=unit).select_related("version__questionnaire")
    return found.annotate(is_over=Q(state=Survey.State.CLOSED)).order_by("is_over", "-first_date", "-pk")


def answers_by_survey(surveys: Iterable[Survey]) -> dict[int, int]:
    """How many answers each has; those without any are left out. One query."""
    rows = Response.objects.filter(survey__in=[one.pk for one in surveys]).values("survey").order_by("survey")
    return {row["survey"]: row["n"] for row in rows.annotate(n=Answers("pk"))}


def survey_seen_by(person: Person, unit: Unit, pk: int) -> Survey | None:
    return surveys_of(person, unit).select_related("unit__parent").filter(pk=pk).first()


def questionnaire_seen_by(person: Person, unit: Unit, pk: int) -> Questionnaire | None:
    return questionnaires_of(person, unit).select_related("unit__parent").filter(pk=pk).first()


def questionnaires_of(person: Person, unit: Unit) -> QuerySet[Questionnaire]:
    if not may(person, Action.SURVEY_VIEW, unit):
        return Questionnaire.objects.none()
    return Questionnaire.objects.filter(unit=unit).prefetch_related("versions")


def open_surveys(unit: Unit, today: date) -> QuerySet[Survey]:
    """What anyone may answer now, by the address alone."""
    return Survey.objects.filter(
        unit=unit, state=Survey.State.OPEN, is_public=True, first_date__lte=today, last_date__gte=today
    ).select_related("version")


def survey_by_code(unit: Unit, code: str) -> Survey | None:
    """What the public opens by its code; a survey being prepared is not found."""
    rows = Survey.objects.filter(unit=unit, code=code).exclude(state=Survey.State.DRAFT)
    return rows.select_related("version", "unit").first()


def link_state(survey: Survey, token: str) -> bool | None:
    """Whether the link is used; None where there is none such."""
    return Link.objects.filter(survey=survey, hash=hashed(token)).values_list("is_used", flat=True).first()


def size_in_words(survey: Survey) -> list[str]:
    """The calculation of the sample, line by line."""
    n, e = survey.population, survey.margin
    return [
        f"N = {number_vi(n)} (tổng số người hoặc lượt giao dịch), sai số e = {number_vi(e * 100)}%",
        f"n = N / (1 + N × e²) = {number_vi(n)} / (1 + {number_vi(n)} × {number_vi(e * e)})",
        f"n = {number_vi(sample_size(n, e))} phiếu (làm tròn lên)",
    ]


def results_of(survey: Survey) -> Results:
    """Everything counted, in the same number of queries whatever the number of answers.

    The answers are read as text and parsed in one go: a model instance a row would take most of the time.
    """
    content = content_of(survey.version.content)
    columns = ("said", "flag", "channel", "neighbourhood_id", "checked_by_id")
    found = survey.responses.order_by().annotate(said=Cast("answers", TextField()))
    rows = list(found.values_list(*columns))
    answers: list[dict[str, Any]] = json.loads(f"[{','.join(row[0] for row in rows)}]")
    links: list[bool] = list(survey.links.values_list("is_used", flat=True))
    flags, channels = Count(row[1] for row in rows if row[1]), Count(row[2] for row in rows)
    everything = tally_of(content, answers)
    clean = (said for said, row in zip(answers, rows, strict=True) if not row[1])
    return Results(
        content=content,
        all=everything,
        clean=tally_of(content, clean) if flags else everything,
        flags=tuple((Response.Flag(one).label, n) for one, n in sorted(flags.items())),
        channels=tuple((Response.Channel(one).label, n) for one, n in sorted(channels.items())),
        places=_places(survey, content, zip((row[3] for row in rows), answers, strict=True)),
        sample=sample_size(survey.population, survey.margin),
        links=len(links),
        links_used=sum(links),
        unchecked=sum(row[2] == Response.Channel.PAPER and row[4] is None for row in rows),
        weeks=_weeks(survey),
    )


def _places(
    survey: Survey, content: Content, rows: Iterable[tuple[int | None, dict[str, Any]]]
) -> tuple[PlaceResult, ...]:
    """By name, never by result: a small place that did well is no better than a large one."""
    if not survey.asks_neighbourhood:
        return ()
    wanted = dict(survey.quotas.values_list("neighbourhood", "wanted"))
    answers: dict[int | None, list[dict[str, Any]]] = defaultdict(list)
    for place, said in rows:
        answers[place].append(said)
    found = [
        PlaceResult(
            one, len(answers[one.pk]), wanted.get(one.pk, 0),
            satisfied_of(content, answers[one.pk]) if len(answers[one.pk]) >= survey.minimum else None,
        )
        for one in Neighbourhood.objects.filter(unit=survey.unit_id)
    ]  # fmt: skip
    if answers[None]:
        found.append(PlaceResult(None, len(answers[None]), 0, None))
    return tuple(found)


def _weeks(survey: Survey) -> tuple[tuple[date, int], ...]:
    """(Monday, answers of the week) from the first week with one to the last; weeks without any are 0."""
    rows = survey.responses.order_by().values_list("day").annotate(n=Answers("pk"))
    counts: Count[date] = Count()
    for day, n in rows:
        counts[day - timedelta(days=day.weekday())] += n
    if not counts:
        return ()
    first, last = min(counts), max(counts)
    return tuple(
        (monday, counts[monday])
        for monday in (first + timedelta(days=7 * n) for n in range((last - first).days // 7 + 1))
    )


def papers_to_check(person: Person, survey: Survey) -> QuerySet[Response]:
    """Typed forms that this person may compare with their paper: not the person's own."""
    rows = survey.responses.filter(channel=Response.Channel.PAPER, checked_by=None)
    return rows.exclude(typed_by=person).select_related("typed_by", "neighbourhood").order_by("paper_number")
