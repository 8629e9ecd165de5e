"""Reads of dialogues, visits and commitments. All start from a unit; what the public reads is said by its name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db.models import Count, F, Max, Prefetch, Q, QuerySet
from django.utils import timezone

from thanthien.operations.engagement.definition import definition
from thanthien.operations.engagement.models import (
    Commitment,
    CommitmentStep,
    Dialogue,
    FieldVisit,
    Heard,
    PartyEntry,
    Question,
    VisitPhoto,
)
from thanthien.operations.engagement.states import PUBLIC, SHOWN_QUESTIONS
from thanthien.platform.units.models import Neighbourhood, Unit
from thanthien.platform.units.queries import neighbourhoods_of

C = Commitment.State
RECENT = 90  # days


@dataclass(frozen=True, slots=True)
class Place:
    """A neighbourhood and its last visit by a leader; `days` None where there was none."""

    neighbourhood: Neighbourhood
    last: date | None
    days: int | None
    planned: date | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the schedule, whatever it comes from. `page` and `pk` name its page of the desk."""

    date: date
    starts: time | None
    kind: str
    title: str
    place: str
    who: str
    is_public: bool
    page: str = ""
    pk: int = 0


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def dialogues_of(unit: Unit) -> QuerySet[Dialogue]:
    return (
        Dialogue.objects.filter(unit=unit)
        .select_related("chair")
        .order_by("-date", "-pk")  # grouped rows forget the order of the model
        .annotate(
            asked=Count("questions", distinct=True),
            new=Count("questions", filter=Q(questions__state=Question.State.NEW), distinct=True),
            promised=Count("commitments", distinct=True),
            settled=Count("commitments", filter=Q(commitments__state=C.SETTLED), distinct=True),
        )
    )


def dialogue_of_unit(unit: Unit, pk: int) -> Dialogue | None:
    rows = Dialogue.objects.filter(unit=unit, pk=pk).select_related("unit__parent", "chair", "paper_list")
    questions = Question.objects.select_related("neighbourhood", "commitment").order_by("pk")
    return rows.prefetch_related(Prefetch("questions", queryset=questions)).first()


def question_of_unit(unit: Unit, pk: int) -> Question | None:
    rows = Question.objects.filter(dialogue__unit=unit, pk=pk)
    return rows.select_related("dialogue__unit__parent", "neighbourhood", "commitment").first()


def public_dialogues(unit: Unit) -> QuerySet[Dialogue]:
    """Never one that is being prepared, nor one that was called off before anybody was invited."""
    return Dialogue.objects.filter(unit=unit, state__in=PUBLIC).exclude(
        state=Dialogue.State.CANCELLED, published_at=None
    )


def public_dialogue(unit: Unit, code: str) -> Dialogue | None:
    return public_dialogues(unit).filter(code=code).select_related("unit", "chair").first()


def public_questions(dialogue: Dialogue) -> QuerySet[Question]:
    """Those let through; the page reads `shown_text` and `answer` alone."""
    rows = dialogue.questions.filter(state__in=SHOWN_QUESTIONS)
    return rows.select_related("neighbourhood", "commitment__agency", "commitment__person")


def question_by_code(unit: Unit, code: str) -> Question | None:
    if not code:
        return None
    rows = Question.objects.filter(dialogue__unit=unit, code=code)
    return rows.select_related("dialogue__unit", "commitment__agency", "commitment__unit").first()


def people_came(dialogue: Dialogue) -> tuple[int, int | None]:
    """(phones at the door, people on the list on paper or None): two counts that are never added up."""
    return dialogue.attendances.count(), dialogue.paper_count


def visits_of(unit: Unit, state: str = "") -> QuerySet[FieldVisit]:
    rows = (
        FieldVisit.objects.filter(unit=unit)
        .order_by("-date", "-pk")
        .select_related("neighbourhood", "leader")
    )
    if state:
        rows = rows.filter(state=state)
    open_heard = Q(heard__state=Heard.State.OPEN)
    return rows.annotate(
        said=Count("heard", distinct=True), left=Count("heard", filter=open_heard, distinct=True),
        pictures=Count("photos", distinct=True),
    )  # fmt: skip


def visit_of_unit(unit: Unit, pk: int) -> FieldVisit | None:
    heard = Heard.objects.select_related("commitment").order_by("pk")
    rows = FieldVisit.objects.filter(unit=unit, pk=pk).select_related(
        "unit__parent", "neighbourhood", "leader", "recorded_by"
    )
    photos = VisitPhoto.objects.select_related("file").order_by("pk")
    return rows.prefetch_related(
        Prefetch("heard", queryset=heard), Prefetch("photos", queryset=photos)
    ).first()


def heard_of_unit(unit: Unit, pk: int) -> Heard | None:
    rows = Heard.objects.filter(visit__unit=unit, pk=pk)
    return rows.select_related("visit__unit__parent", "visit__neighbourhood").first()


def heard_of_report(unit: Unit, report_code: str) -> Heard | None:
    """What was heard on a visit and became this report."""
    rows = Heard.objects.filter(visit__unit=unit, report_code=report_code)
    return rows.select_related("visit__neighbourhood").first() if report_code else None


def photo_of_unit(unit: Unit, pk: int) -> VisitPhoto | None:
    return VisitPhoto.objects.filter(visit__unit=unit, pk=pk).select_related("file", "visit").first()


def places_of(unit: Unit, today: date) -> list[Place]:
    """Every neighbourhood; never visited first, then the longest ago. Three queries."""
    done = FieldVisit.objects.filter(unit=unit, state=FieldVisit.State.DONE, date__lte=today)
    last = dict(done.order_by().values_list("neighbourhood").annotate(Max("date")))
    coming = FieldVisit.objects.filter(unit=unit, state=FieldVisit.State.PLANNED, date__gte=today)
    planned: dict[int, date] = {}
    for place_id, day in coming.order_by("date").values_list("neighbourhood_id", "date"):
        planned.setdefault(place_id, day)
    found = []
    for place in neighbourhoods_of(unit):
        seen: date | None = last.get(place.pk)
        found.append(Place(place, seen, (today - seen).days if seen else None, planned.get(place.pk)))
    return sorted(found, key=lambda one: (one.last is not None, one.last or today))


def visited_in_week(unit: Unit, monday: date) -> int:
    sunday = monday + timedelta(days=6)
    rows = FieldVisit.objects.filter(unit=unit, state=FieldVisit.State.DONE)
    return rows.filter(date__gte=monday, date__lte=sunday).count()


def commitments_of(unit: Unit, state: str = "open", today: date | None = None) -> QuerySet[Commitment]:
    """ "open", "due" (late, or within `near_days`), "late", "settled", "all".

    The first due first while open, else the newest.
    """
    rows = Commitment.objects.filter(unit=unit).select_related(
        "agency", "person", "dialogue", "heard__visit__neighbourhood", "question", "unit"
    )
    today = today or timezone.localdate()
    if state == "settled":
        return rows.filter(state=C.SETTLED).order_by("-settled_at")
    if state == "all":
        return rows.order_by("-made_at")
    rows = rows.filter(state=C.OPEN).order_by("due_date", "pk")
    if state == "late":
        return rows.filter(due_date__lt=today)
    return rows.filter(due_date__lte=_near(today)) if state == "due" else rows


def _near(today: date) -> date:
    """The last day of those that are told as near."""
    return today + timedelta(days=definition().near_days)


@dataclass(frozen=True, slots=True)
class Due:
    """Promises to the people that are late or due within `near_days`; `late`: how many of `count` are late."""

    count: int
    late: int


def promises_due(unit: Unit, today: date) -> Due:
    """What `commitments_of(unit, "due", today)` lists, counted. One query."""
    counts = commitment_counts(unit, today)
    return Due(counts["due"], counts["late"])


def commitment_counts(unit: Unit, today: date, *, public: bool = False) -> dict[str, int]:
    """One query."""
    rows = Commitment.objects.filter(unit=unit)
    if public:
        rows = rows.filter(is_public=True)
    is_open = Q(state=C.OPEN)
    return rows.aggregate(
        open=Count("pk", filter=is_open),
        due=Count("pk", filter=is_open & Q(due_date__lte=_near(today))),
        late=Count("pk", filter=is_open & Q(due_date__lt=today)),
        settled=Count("pk", filter=Q(state=C.SETTLED)),
        all=Count("pk"),
    )


def commitment_of_unit(unit: Unit, pk: int) -> Commitment | None:
    steps = CommitmentStep.objects.select_related("by").order_by("pk")
    rows = commitments_of(unit, "all").filter(pk=pk).select_related("unit__parent", "proof")
    return rows.prefetch_related(Prefetch("steps", queryset=steps)).first()


def is_late(commitment: Commitment, today: date) -> bool:
    return commitment.state == C.OPEN and commitment.due_date < today


def was_on_time(commitment: Commitment) -> bool:
    """Settled by the date that was promised first."""
    settled = commitment.settled_at
    return settled is not None and timezone.localdate(settled) <= commitment.first_due_date


def schedule_of(unit: Unit, first: date, last: date, *, public: bool = False) -> list[Line]:
    """The committee's lines, planned and made visits, dialogues: by day and hour. Three queries."""
    lines: list[Line] = []
    entries = PartyEntry.objects.filter(unit=unit, date__gte=first, date__lte=last, cancelled_at=None)
    if public:
        entries = entries.filter(is_public=True)
    lines += [
        Line(one.date, one.starts, one.get_kind_display(), one.title, one.place, str(one.person), one.is_public,
             "desk:party_entry", one.pk)
        for one in entries.select_related("person")
    ]  # fmt: skip
    lines += _visit_lines(unit, first, last, public=public)
    dialogues = Dialogue.objects.filter(unit=unit, date__gte=first, date__lte=last)
    dialogues = dialogues.exclude(state=Dialogue.State.CANCELLED).select_related("chair")
    lines += [
        Line(one.date, one.starts, one.get_kind_display(), one.title, one.place, str(one.chair),
             one.state in PUBLIC, "desk:dialogue", one.pk)
        for one in dialogues
        if not public or one.state in PUBLIC
    ]  # fmt: skip
    return sorted(lines, key=lambda line: (line.date, line.starts or time(0), line.title))


def _visit_lines(unit: Unit, first: date, last: date, *, public: bool) -> Iterable[Line]:
    rows = FieldVisit.objects.filter(unit=unit, date__gte=first, date__lte=last)
    labels = definition().activities
    for one in rows.exclude(state=FieldVisit.State.CANCELLED).select_related("neighbourhood", "leader"):
        label = labels[one.activity].label if one.activity in labels else one.activity
        yield Line(
            one.date, None, str(PartyEntry.Kind.VISIT.label), label, str(one.neighbourhood), str(one.leader), True,
            "desk:field_visit", one.pk,
        )  # fmt: skip


def entry_of_unit(unit: Unit, pk: int) -> PartyEntry | None:
    return PartyEntry.objects.filter(unit=unit, pk=pk).select_related("unit__parent", "person").first()


def petitions_of(first: date, last: date) -> QuerySet[Question]:
    """The questions of dialogues held in those days; what was set aside with a reason is none."""
    rows = Question.objects.filter(
        dialogue__state=Dialogue.State.HELD, dialogue__date__gte=first, dialogue__date__lte=last
    )
    return rows.exclude(state=Question.State.SET_ASIDE).annotate(promised=F("commitment__state"))
