"""Reads of reports. Every one starts from what the person may see.

Reports about staff (`is_protected`) are seen by leaders alone; those about a leader by the city alone. So
the persons and the agency complained of never read them, nor count them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, CharField, Count, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Concat

from thanthien.lib.codes import typed_code
from thanthien.lib.vietnamese import search_key
from thanthien.operations.feedback.models import Answer, Path, Report
from thanthien.operations.feedback.states import OPEN
from thanthien.platform.counting import counted
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import agencies_of_person, may, roles_in
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit

State = Report.State
MOST_COUNTED = 100  # a list says "99+"
RUNNING = OPEN - {State.ASKED}
# Three laws, three queues: what is asked for, a complaint and a denunciation never stand in one list.
QUEUES: dict[str, tuple[str, ...]] = {
    "": (Path.PETITION, Path.REGULATION),
    Path.COMPLAINT: (Path.COMPLAINT,),
    Path.DENUNCIATION: (Path.DENUNCIATION,),
}
OTHER_PATHS = (Path.COMPLAINT, Path.DENUNCIATION)
# In the very words of the index `feedback_other_paths`: SQLite knows it by them alone, not by parameters.
_OF_OTHER_PATHS = RawSQL(
    """"feedback_report"."path" IN ('complaint', 'denunciation')""", (), output_field=BooleanField()
)
TABS = ("approve", "new", "open", "mine", "late", "answered", "all")
BY_DUE = frozenset({"approve", "new", "open", "mine", "late"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the inbox is looked at: the queue of one law, a tab of it (`TABS`), and narrower."""

    queue: str = ""  # a key of QUEUES
    tab: str = "open"
    path: str = ""
    category: str = ""
    agency: int | None = None
    place: int | None = None
    text: str = ""


def visible_reports(person: Person, unit: Unit) -> QuerySet[Report]:
    """The reports of a unit that a person may read."""
    if not may(person, Action.FEEDBACK_VIEW, unit):
        return Report.objects.none()
    seen = Q(is_protected=False)
    if may(person, Action.FEEDBACK_PROTECTED, unit):
        seen |= Q(is_protected=True, about_leader=False)
    if may(person, Action.FEEDBACK_ABOUT_LEADER, unit):
        seen |= Q(is_protected=True, about_leader=True)
    works_here = bool(roles_in(person, unit))  # the city looks on, and reads everything unprotected
    if works_here and not may(person, Action.FEEDBACK_TRIAGE, unit):
        mine = [agency.pk for agency in agencies_of_person(person, unit)]
        seen &= Q(agency__in=mine) | Q(handler=person) | Q(received_by=person)
    return Report.objects.filter(seen, unit=unit)


def inbox(person: Person, unit: Unit, wanted: Wanted, today: date) -> QuerySet[Report]:
    """What a list shows, the most urgent first. One query, whatever the number of rows.

    A tracking code that was typed finds its report in whichever queue and tab it is.
    """
    rows = visible_reports(person, unit)
    if code := typed_code(wanted.text):
        return listed(rows.filter(code=code))
    rows = _of_tab(rows.filter(path__in=QUEUES[wanted.queue]), wanted.tab, person, unit, today)
    if wanted.path:
        rows = rows.filter(path=wanted.path)
    if wanted.category:
        rows = rows.filter(category=wanted.category)
    if wanted.agency is not None:
        rows = rows.filter(agency=wanted.agency)
    if wanted.place is not None:
        rows = rows.filter(neighbourhood=wanted.place)
    for word in search_key(wanted.text).split():
        rows = rows.filter(search_key__contains=word)
    order = ["due_date", "pk"] if wanted.tab in BY_DUE else ["-received_at", "-pk"]
    return listed(rows).order_by(*order)


def listed(rows: QuerySet[Report]) -> QuerySet[Report]:
    """With what a list says of each, and without the long texts that it does not show."""
    return rows.select_related("agency", "handler", "neighbourhood").only(
        "unit_id", "path", "channel", "category", "text", "is_protected", "about_leader", "state", "due_date",
        "clock_unit", "received_at", "agency__short_name", "agency__unit_id", "handler__full_name",
        "handler__username", "neighbourhood__kind", "neighbourhood__name", "neighbourhood__unit_id",
    )  # fmt: skip


def _of_tab(rows: QuerySet[Report], tab: str, person: Person, unit: Unit, today: date) -> QuerySet[Report]:
    if tab == "approve":  # what others wrote; one's own draft waits for somebody else
        rows = rows.filter(state=State.DRAFTED).exclude(answers__approved_at=None, answers__drafted_by=person)
        if not may(person, Action.FEEDBACK_TRIAGE, unit):
            return rows.filter(agency__in=_agencies(person, unit))
    elif tab == "new":
        rows = rows.filter(state=State.RECEIVED)
    elif tab == "mine":
        mine = Q(handler=person) | Q(handler=None, agency__in=_agencies(person, unit))
        rows = rows.filter(mine, state__in=OPEN)
    elif tab == "open":
        rows = rows.filter(state__in=OPEN)
    elif tab == "late":
        rows = rows.filter(late_on(today))
    elif tab == "answered":
        rows = rows.filter(state__in=[State.ANSWERED, State.CLOSED])
    return rows


def _agencies(person: Person, unit: Unit) -> list[int]:
    return [agency.pk for agency in agencies_of_person(person, unit)]


def counts(person: Person, unit: Unit, queue: str, today: date) -> dict[str, int]:
    """How many reports of a queue wait under each tab, up to `MOST_COUNTED`.

    Each count stops early: with a hundred thousand reports a whole count would be the page.
    """
    rows = visible_reports(person, unit).filter(path__in=QUEUES[queue]).order_by()
    tabs = ["new", "open", "late"]
    if may(person, Action.FEEDBACK_APPROVE, unit):
        tabs.append("approve")
    wanted = {tab: _of_tab(rows, tab, person, unit, today) for tab in tabs}
    return counted({"all": rows, **wanted}, most=MOST_COUNTED)


def open_by_queue(person: Person, unit: Unit, known: int | None = None) -> dict[str, int]:
    """Queue → how many are open; of the first, which may be long, up to `MOST_COUNTED`, or `known` where it is."""
    rows = visible_reports(person, unit).filter(state__in=OPEN).order_by()
    if known is None:
        known = rows.filter(path__in=QUEUES[""])[:MOST_COUNTED].count()
    found = dict(rows.filter(_OF_OTHER_PATHS).values_list("path").annotate(Count("pk")))
    return {"": known, **{path: found.get(path, 0) for path in OTHER_PATHS}}


def report_seen_by(person: Person, unit: Unit, pk: int) -> Report | None:
    rows = visible_reports(person, unit).filter(pk=pk)
    return rows.select_related("unit__parent", "agency", "handler", "neighbourhood", "received_by").first()


def hidden_marks(person: Person, units: Sequence[Unit]) -> QuerySet[Any]:
    """The marks (`feedback.report:12`) of protected reports that the person may not read.

    Logs and messages carry the same mark, so what tells of such a report is left out by it.
    """
    hidden = Report.objects.filter(unit__in=units, is_protected=True)
    leads = [one.pk for one in units if may(person, Action.FEEDBACK_PROTECTED, one)]
    above = [one.pk for one in units if may(person, Action.FEEDBACK_ABOUT_LEADER, one)]
    hidden = hidden.exclude(unit__in=leads, about_leader=False).exclude(unit__in=above, about_leader=True)
    mark = Concat(Value("feedback.report:"), Cast("pk", CharField()), output_field=CharField())
    return hidden.order_by().annotate(mark=mark).values("mark")


def protected_reports(person: Person, unit: Unit) -> QuerySet[Report]:
    """What only leaders read, the newest first."""
    rows = visible_reports(person, unit).filter(is_protected=True)
    return rows.select_related("agency", "handler", "neighbourhood").order_by("-received_at", "-pk")


def reports_about_leaders(person: Person, city: Unit) -> QuerySet[Report]:
    """The reports about leaders of the communes below a city, for its people alone; the most urgent first."""
    if not may(person, Action.FEEDBACK_ABOUT_LEADER, city):
        return Report.objects.none()
    rows = Report.objects.filter(unit__parent=city, is_protected=True, about_leader=True)
    return rows.select_related("unit__parent", "handler", "neighbourhood").order_by("due_date", "pk")


def report_by_code(unit: Unit, code: str) -> Report | None:
    """What the sender follows: whoever has the code may read what is public of it."""
    return Report.objects.filter(unit=unit, code=code).select_related("unit", "agency").first()


def public_reports(unit: Unit) -> QuerySet[Report]:
    """What stands in the public list: only what an official has looked at and let through."""
    return Report.objects.filter(unit=unit, published_at__isnull=False).order_by("-published_at", "-pk")


def is_late(report: Report, today: date) -> bool:
    """Whether the limit has passed; the clock of one that asks the sender stands, and a word on regulations is
    dealt with once it has been handed to the body in charge.
    """
    forwarded = report.path == Path.REGULATION and report.state == State.OUTSIDE
    return report.state in RUNNING and not forwarded and report.due_date < today


def late_on(today: date) -> Q:
    """`is_late` for a query."""
    forwarded = Q(path=Path.REGULATION, state=State.OUTSIDE)
    return Q(state__in=RUNNING, due_date__lt=today) & ~forwarded


def answer_of(report: Report) -> Answer | None:
    """The answer that the sender of a report reads: of the report it was merged into, where it was."""
    whose = report.merged_into_id or report.pk
    return Answer.objects.filter(report=whose, approved_at__isnull=False).last()


def answers_of(reports: Sequence[Report]) -> dict[int, Answer]:
    """By the id of each report the answer that its sender reads (`answer_of`). One query."""
    whose = {one.pk: one.merged_into_id or one.pk for one in reports}
    rows = Answer.objects.filter(report__in=set(whose.values()), approved_at__isnull=False).order_by("pk")
    last = {row.report_id: row for row in rows}
    return {pk: last[about] for pk, about in whose.items() if about in last}
