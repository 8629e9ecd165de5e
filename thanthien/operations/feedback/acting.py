"""How officials act on a report: who may, on what they read, one step of the table a time, told to the sender."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from thanthien.lib.vietnamese import tidy
from thanthien.operations.feedback.clocks import clock_of
from thanthien.operations.feedback.models import ClockPause, Report, Sender, Step
from thanthien.operations.feedback.notices import tell_sender
from thanthien.operations.feedback.queries import visible_reports
from thanthien.operations.feedback.states import WAYS
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, agencies_of_person, may, people_who_may
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal

Move = Step.Move


class CannotHandle(Refusal):
    """The report stays as it is."""


@dataclass(frozen=True, slots=True)
class Act:
    """Who does what to which report, when; `seen` is `version_of` what the person read."""

    actor: Person
    at: datetime
    report: Report
    seen: str

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)


def version_of(report: Report) -> str:
    """A mark of what a person saw: the state and the last step."""
    return f"{report.state}-{max((step.pk for step in report.steps.all()), default=0)}"


def handles(person: Person, report: Report) -> bool:
    """Those who sort all reports, the handler, and the people of the agency that has it.

    A report about a leader is in nobody's hands but the city's.
    """
    if report.about_leader:
        return may(person, Action.FEEDBACK_ABOUT_LEADER, report.unit)
    if may(person, Action.FEEDBACK_TRIAGE, report.unit):
        return True
    if not may(person, Action.FEEDBACK_WORK, report.unit):
        return False
    mine = {agency.pk for agency in agencies_of_person(person, report.unit)}
    return report.handler_id == person.pk or report.agency_id in mine


def resume(report: Report, today: date) -> None:
    """The clock goes on: open pauses end with the day before, and the last good day moves."""
    for pause in ClockPause.objects.filter(report=report, last_date=None):
        pause.last_date = max(pause.first_date, today - timedelta(days=1))
        pause.save(update_fields=["last_date"])
    report.due_date, report.ask_until = clock_of(report, today).last_day, None


def decides(person: Person, report: Report) -> bool:
    """Those who extend and who approve answers: leaders and heads; of a report about a leader, the city."""
    wanted = Action.FEEDBACK_ABOUT_LEADER if report.about_leader else Action.FEEDBACK_APPROVE
    return may(person, wanted, report.unit) and handles(person, report)


def sorts(person: Person, report: Report) -> bool:
    """Those who classify, merge and split: who sorts all reports; of a report about a leader, the city."""
    wanted = Action.FEEDBACK_ABOUT_LEADER if report.about_leader else Action.FEEDBACK_TRIAGE
    return may(person, wanted, report.unit)


def require_sorter(act: Act) -> None:
    if not sorts(act.actor, act.report):
        raise NotAllowed


def require_decider(act: Act) -> None:
    if not decides(act.actor, act.report):
        raise NotAllowed


def others_may_decide(person: Person, report: Report) -> bool:
    """Whether somebody else is there to look at the person's answer; few may read a protected report."""
    if report.about_leader:
        above = report.unit.parent
        there = people_who_may(Action.FEEDBACK_ABOUT_LEADER, above) if above else Person.objects.none()
    else:
        there = people_who_may(Action.FEEDBACK_PROTECTED, report.unit)
    return not report.is_protected or there.exclude(pk=person.pk).exists()


def begin(act: Act, move: str) -> Report:
    """The report, locked and as it is now. Raises where the person may not, or where it has moved on."""
    rows = Report.objects.select_for_update(of=("self",)).select_related("unit__parent", "agency")
    if not visible_reports(act.actor, act.report.unit).filter(pk=act.report.pk).exists():
        raise NotAllowed
    report = rows.get(pk=act.report.pk)
    if not handles(act.actor, report):
        raise NotAllowed("Ý kiến này do cơ quan khác xử lý.")
    if report.state not in WAYS[move].allowed or (move != Move.NOTE and version_of(report) != act.seen):
        raise CannotHandle(told(report))
    return report


def end(act: Act, report: Report, move: str, text: str = "") -> Report:
    way = WAYS[move]
    need(move, text)
    before = {"state": act.report.state, "agency": str(act.report.agency or "")}
    report.state = way.to or report.state
    report.save()
    Step.objects.create(
        report=report, move=move, at=act.at, by=act.actor, text=tidy(text, keep_lines=True),
        is_public=way.is_public, state=report.state, agency=report.agency, due_date=report.due_date,
    )  # fmt: skip
    record(
        actor=act.actor, at=act.at, action=f"feedback.{move}", subject=report, unit=report.unit,
        before=before, after={"state": report.state, "agency": str(report.agency or "")},
    )  # fmt: skip
    return report


def need(move: str, text: str) -> None:
    if WAYS[move].needs_text and not tidy(text):
        raise CannotHandle(WAYS[move].needs_text, "text")


def tell(report: Report, occasion: str, at: datetime, **more: str) -> None:
    """The notice goes to the sender, and to those of reports merged into this one, each by the own code."""
    for one in Sender.objects.filter(Q(report=report) | Q(report__merged_into=report)).select_related(
        "report__unit"
    ):
        told_of = report if one.report_id == report.pk else one.report
        told_of.due_date = report.due_date
        tell_sender(told_of, one, occasion, at, **more)


def told(report: Report) -> str:
    """To the second of two: what the report is now, and who made it so."""
    last = report.steps.select_related("by").last()
    assert last is not None  # the first came with the report
    who = str(last.by) if last.by else "Người gửi"
    when = timezone.localtime(last.at).strftime("%H:%M ngày %d/%m/%Y")
    return (
        f"Ý kiến này nay “{report.get_state_display()}”: {who} – {last.get_move_display().lower()} lúc {when}. "
        "Việc anh/chị vừa làm chưa được ghi; anh/chị xem lại rồi làm tiếp."
    )
