"""What everybody may read of reports: those an official has masked and let through, and plain counts.

Nothing here reads the text as it was sent: a search over it would confirm what the mask hides. Reports about
staff are neither listed nor counted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.core.cache import cache, caches
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from thanthien.lib.vietnamese import search_key
from thanthien.operations.feedback.models import Path, Report
from thanthien.operations.feedback.public_ids import row_of
from thanthien.operations.feedback.queries import late_on, public_reports
from thanthien.operations.feedback.states import OPEN
from thanthien.platform.local_day import LocalDay
from thanthien.platform.units.models import Unit

SATISFIED = 4  # of 5
FEW = 3  # reports of a place; below it no number is shown to the public
_SEARCHED = 5000  # the newest published reports that a search looks through
_KEPT = 300  # seconds that their search keys are kept
_COUNTED = 60  # seconds that figures are, while nobody acts
_MOMENT = "%Y%m%d%H%M%S%f"


@dataclass(frozen=True, slots=True)
class Sought:
    """What of the public list is looked at; empty fields take everything."""

    category: str = ""
    neighbourhood: int | None = None
    outcome: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one place: how many are being handled, how many of them are late, how many were answered."""

    open: int = 0
    late: int = 0
    answered: int = 0

    @property
    def all(self) -> int:
        return self.open + self.answered

    @property
    def is_few(self) -> bool:
        """So few that in a small place a number may tell who: the public reads "fewer than 3"."""
        return 0 < self.all < FEW


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts since a day, each share with what it is a share of; merged reports count once."""

    since: date
    received: int
    answered: int
    on_time: int
    rated: int
    satisfied: int
    open: int
    late: int


def sought_reports(unit: Unit, sought: Sought) -> QuerySet[Report]:
    """The published reports that fit, the newest first; words are looked for without tones."""
    rows = public_reports(unit).filter(is_protected=False).select_related("neighbourhood", "agency")
    if sought.category:
        rows = rows.filter(category=sought.category)
    if sought.neighbourhood is not None:
        rows = rows.filter(neighbourhood=sought.neighbourhood)
    if sought.outcome:
        rows = rows.filter(outcome=sought.outcome)
    if words := search_key(sought.text).split():
        keys = _search_keys(unit)
        rows = rows.filter(pk__in=[pk for pk, key in keys if all(word in key for word in words)])
    return rows


def _search_keys(unit: Unit) -> list[tuple[int, str]]:
    name = f"feedback-public-{unit.pk}"
    kept: list[tuple[int, str]] | None = cache.get(name)
    if kept is None:
        rows = public_reports(unit).filter(is_protected=False)
        texts = rows.values_list("pk", "public_text", "public_answer")[:_SEARCHED]
        kept = [(pk, search_key(f"{text} {answer}")) for pk, text, answer in texts]
        cache.set(name, kept, _KEPT)
    return kept


def public_vocabulary(unit: Unit) -> Counter[str]:
    """How often each word stands in the masked texts and answers of the public list."""
    return Counter(word for _pk, key in _search_keys(unit) for word in key.split())


def public_name(report: Report) -> str:
    """How the public page of a report is called: by the moment it was published. Its code is its sender's alone."""
    return report.published_at.astimezone(UTC).strftime(_MOMENT) if report.published_at else ""


def published_at(unit: Unit, name: str) -> list[Report]:
    """The reports published at that moment: one, or the few that one press let through together."""
    try:
        moment = datetime.strptime(name, _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return []
    rows = sought_reports(unit, Sought()).filter(published_at=moment)
    return list(rows.order_by("pk")[:20]) if len(name) == 20 else []


def published_as(unit: Unit, name: str) -> Report | None:
    """The published report that programs call so (`public_ids`)."""
    pk = row_of(name)
    return sought_reports(unit, Sought()).filter(pk=pk).first() if pk is not None else None


def was_late(report: Report, today: date) -> bool:
    """Answered after its day, or not answered though its day has passed."""
    if report.answered_at is None:
        return report.state in OPEN and report.due_date < today
    return timezone.localdate(report.answered_at) > report.due_date


def counted_since(today: date) -> date:
    """The first of January; before April the year before counts too, so that there is something to read."""
    return date(today.year if today.month >= 4 else today.year - 1, 1, 1)


def standing_by_place(rows: QuerySet[Report], today: date) -> dict[int | None, Standing]:
    """Neighbourhood (None: not said) → how its petitions and words on regulations stand; one query.

    `rows`: the reports that the reader may have counted. Complaints, denunciations and merged ones are left out.
    """
    rows = rows.filter(
        path__in=[Path.PETITION, Path.REGULATION], received_at__gte=_midnight(counted_since(today))
    )
    rows = rows.exclude(state=Report.State.MERGED).order_by()
    found = rows.values_list("neighbourhood").annotate(
        open=Count("pk", filter=Q(state__in=OPEN)),
        late=Count("pk", filter=late_on(today)),
        answered=Count("pk", filter=~Q(state__in=OPEN)),
    )
    return {place: Standing(open_, late, answered) for place, open_, late, answered in found}


def public_standing(unit: Unit, today: date) -> dict[int | None, Standing]:
    """`standing_by_place` as everybody may know it: reports about staff are not counted."""
    return standing_by_place(Report.objects.filter(unit=unit, is_protected=False), today)


def figures_of(unit: Unit, today: date, as_of: int | None = None) -> Figures:
    """Since `counted_since`. With `as_of`, the number of the last act of a person in the unit, they are counted
    once until the next, and what citizens sent meanwhile shows a minute later."""
    if as_of is None:
        return _counted(unit, today)
    key, objects = f"feedback-figures-{unit.pk}-{today}-{as_of}", caches["objects"]
    kept: Figures | None = objects.get(key)
    if kept is None:
        kept = _counted(unit, today)
        objects.set(key, kept, _COUNTED)
    return kept


def _counted(unit: Unit, today: date) -> Figures:
    since = counted_since(today)
    rows = Report.objects.filter(unit=unit, is_protected=False, received_at__gte=_midnight(since))
    rows = rows.exclude(state=Report.State.MERGED).order_by()
    found = rows.annotate(answer_day=LocalDay("answered_at")).aggregate(
        received=Count("pk"),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        on_time=Count("pk", filter=Q(answer_day__lte=F("due_date"))),
        rated=Count("pk", filter=Q(satisfaction__isnull=False)),
        satisfied=Count("pk", filter=Q(satisfaction__gte=SATISFIED)),
        open=Count("pk", filter=Q(state__in=OPEN)),
        late=Count("pk", filter=Q(state__in=OPEN - {Report.State.ASKED}, due_date__lt=today)),
    )
    return Figures(since=since, **found)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def counts_by_neighbourhood(unit: Unit) -> dict[int, int]:
    """How many published reports there are of each neighbourhood; one query."""
    rows = public_reports(unit).filter(is_protected=False, neighbourhood__isnull=False).order_by()
    return dict(rows.values_list("neighbourhood").annotate(n=Count("pk")))
