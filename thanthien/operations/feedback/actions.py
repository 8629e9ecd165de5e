"""What officials do with a report. Each act is one step of the table in `states`, seen in the history."""

from __future__ import annotations

from django.db import transaction

from thanthien.lib.vietnamese import date_vi, tidy
from thanthien.operations.feedback.acting import (
    Act,
    CannotHandle,
    begin,
    end,
    need,
    others_may_decide,
    require_decider,
    resume,
    tell,
)
from thanthien.operations.feedback.clocks import (
    TWO_STAGES,
    accepted_due,
    ask_until,
    clock_of,
    refuse_by,
    reopen_until,
)
from thanthien.operations.feedback.definition import definition
from thanthien.operations.feedback.models import (
    Answer,
    ClockExtension,
    ClockPause,
    Report,
    Step,
)
from thanthien.operations.feedback.queries import visible_reports
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.units.models import Agency

Move, State, Outcome = Step.Move, Report.State, Report.Outcome
SETTLED = frozenset({Outcome.SOLVED, Outcome.PARTLY})


@transaction.atomic
def take(*, act: Act, handler: Person | None = None) -> Report:
    """Somebody takes the report in hand: the actor, or the officer the actor names."""
    report = begin(act, Move.TAKE)
    report.handler = handler or act.actor
    if not visible_reports(report.handler, report.unit).filter(pk=report.pk).exists() and report.is_protected:
        raise CannotHandle("Người được chọn không được xem ý kiến này.", "handler")
    return end(act, report, Move.TAKE)


@transaction.atomic
def accept(*, act: Act, complex_one: bool = False) -> Report:
    """A complaint or denunciation is taken up; the clock of the answer starts, the longer one where it is complex."""
    report = begin(act, Move.ACCEPT)
    if report.path not in TWO_STAGES or report.accepted_at is not None:
        raise CannotHandle("Ý kiến này không có bước thụ lý.")
    term, clock = accepted_due(report.unit, report.path, act.today, complex_one=complex_one)
    ClockPause.objects.filter(
        report=report
    ).delete()  # they stood on the clock that ends here; the steps keep them
    report.accepted_at, report.alarm, report.clock_start = act.at, 0, act.today
    report.clock_days, report.clock_unit, report.due_date = term.days, term.count, clock.last_day
    report.handler = report.handler or act.actor
    report = end(act, report, Move.ACCEPT)
    tell(report, "accepted", act.at)
    return report


@transaction.atomic
def route(*, act: Act, agency: Agency, text: str = "") -> Report:
    """To another agency of the unit; who had it in hand no longer does."""
    report = begin(act, Move.ROUTE)
    if agency.unit_id != report.unit_id or not agency.is_active:
        raise CannotHandle("Anh/chị chọn một cơ quan của đơn vị.", "agency")
    if report.is_protected:
        raise CannotHandle("Ý kiến về cán bộ do lãnh đạo xử lý, không chuyển xuống cơ quan.", "agency")
    report.agency, report.handler, report.state = agency, None, State.RECEIVED
    return end(act, report, Move.ROUTE, text)


@transaction.atomic
def ask(*, act: Act, text: str) -> Report:
    """The sender is asked for more; the clock stands until the answer, or until the term for it is over."""
    report = begin(act, Move.ASK)
    report.ask_until = ask_until(report.unit, act.today)
    ClockPause.objects.create(report=report, first_date=act.today, reason="chờ người gửi bổ sung")
    report = end(act, report, Move.ASK, text)
    tell(report, "asked", act.at)
    return report


@transaction.atomic
def forward(*, act: Act, body: str, text: str) -> Report:
    """To a body outside the unit, whose reply is followed; the clock goes on."""
    report = begin(act, Move.FORWARD)
    if not tidy(body):
        raise CannotHandle("Anh/chị ghi cơ quan được chuyển đến.", "body")
    report.sent_to = tidy(body)[:200]
    need(Move.FORWARD, text)
    report = end(act, report, Move.FORWARD, f"Chuyển đến {report.sent_to}. {text}")
    tell(report, "forwarded", act.at, body=report.sent_to)
    return report


@transaction.atomic
def note_reply(*, act: Act, text: str) -> Report:
    """The body outside replied; the unit goes on with it."""
    report = begin(act, Move.REPLIED)
    return end(act, report, Move.REPLIED, text)


@transaction.atomic
def extend(*, act: Act, days: int, text: str) -> Report:
    """More days, by a leader, as often and as long as the path allows, and never after the day has passed."""
    require_decider(act)
    report = begin(act, Move.EXTEND)
    law = definition().laws[report.path]
    done = ClockExtension.objects.filter(report=report).count()
    if done >= law.extend_times:
        raise CannotHandle(f"{report.get_path_display()} không được gia hạn thêm.", "days")
    if not 1 <= days <= law.extend_days:
        raise CannotHandle(f"Mỗi lần gia hạn từ 1 đến {law.extend_days} ngày.", "days")
    if report.due_date < act.today:
        raise CannotHandle("Thời hạn đã qua nên không gia hạn được nữa.", "days")
    need(Move.EXTEND, text)
    ClockExtension.objects.create(report=report, days=days, reason=tidy(text)[:300], at=act.at, by=act.actor)
    report.due_date, report.alarm = clock_of(report, act.today).last_day, 0
    report = end(act, report, Move.EXTEND, text)
    tell(report, "extended", act.at)
    return report


@transaction.atomic
def draft(*, act: Act, outcome: str, text: str, who_is: str = "") -> Report:
    """An answer is written; a second person approves it. A clock that stood goes on."""
    report = begin(act, Move.DRAFT)
    need(Move.DRAFT, text)
    if outcome not in Outcome.values:
        raise CannotHandle("Anh/chị chọn kết quả xử lý.", "outcome")
    if outcome == Outcome.NOT_OURS and not tidy(who_is):
        raise CannotHandle("Anh/chị ghi cơ quan có thẩm quyền để người gửi biết tìm đến đâu.", "who_is")
    if outcome == Outcome.REFUSED and act.today > refuse_by(report):
        raise CannotHandle(
            f"Chỉ được báo không thụ lý đến hết ngày {date_vi(refuse_by(report))}. "
            "Anh/chị giải quyết, hoặc chọn kết quả khác và nêu rõ lý do.",
            "outcome",
        )
    if report.path in TWO_STAGES and report.accepted_at is None and outcome in SETTLED:
        raise CannotHandle(
            f"Anh/chị thụ lý {report.get_path_display().lower()} trước rồi mới giải quyết.", "outcome"
        )
    Answer.objects.create(
        report=report, outcome=outcome, text=tidy(text, keep_lines=True), who_is=tidy(who_is)[:300],
        drafted_by=act.actor, drafted_at=act.at,
    )  # fmt: skip
    if report.state == State.ASKED:
        resume(report, act.today)
    report.handler = report.handler or act.actor
    return end(act, report, Move.DRAFT, text)


@transaction.atomic
def send_back(*, act: Act, text: str) -> Report:
    """The draft goes back to who wrote it."""
    require_decider(act)
    report = begin(act, Move.RETURN)
    return end(act, report, Move.RETURN, text)


@transaction.atomic
def approve(*, act: Act) -> Report:
    """The last draft becomes the answer, by another person than who wrote it. The sender is told.

    Only where nobody else may read a protected report does its one reader answer alone.
    """
    require_decider(act)
    report = begin(act, Move.ANSWER)
    answer = report.answers.filter(approved_at=None).last()
    if answer is None:
        raise CannotHandle("Chưa có bản trả lời để duyệt.")
    if answer.drafted_by_id == act.actor.pk and others_may_decide(act.actor, report):
        raise NotAllowed("Anh/chị soạn câu trả lời này nên cần một người khác duyệt.")
    answer.approved_by, answer.approved_at = act.actor, act.at
    answer.save(update_fields=["approved_by", "approved_at"])
    report.outcome, report.answered_at = answer.outcome, act.at
    report.reopen_until = reopen_until(act.today)
    report = end(act, report, Move.ANSWER, answer.text)
    tell(report, "answered", act.at)
    return report


@transaction.atomic
def note(*, act: Act, text: str) -> Report:
    """A word among colleagues; the sender never sees it."""
    report = begin(act, Move.NOTE)
    return end(act, report, Move.NOTE, text)
