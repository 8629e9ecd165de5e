"""What the sender does, known by the code alone: adds what was asked, says solved or not, reopens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thanthien.lib.vietnamese import tidy
from thanthien.operations.feedback.acting import resume
from thanthien.operations.feedback.clocks import accepted_due, first_due
from thanthien.operations.feedback.models import Attachment, ClockExtension, ClockPause, Report, Step
from thanthien.operations.feedback.states import WAYS
from thanthien.platform.audit.actions import record
from thanthien.platform.files.models import StoredFile
from thanthien.platform.refusals import Refusal

Move, State = Step.Move, Report.State
LONGEST = 3000
MOST_FILES = 5


class CannotFollow(Refusal):
    """What the sender wanted to add was not kept."""


@transaction.atomic
def supply(
    *, at: datetime, report: Report, text: str, files: Sequence[tuple[StoredFile, str]] = ()
) -> Report:
    """The sender adds what was asked for, with kept files under the names they came with; the clock goes on."""
    report = _begin(report, Move.SUPPLY)
    if len(files) > MOST_FILES:
        raise CannotFollow(_("Mỗi lần bổ sung kèm tối đa {most} tệp.").format(most=MOST_FILES), "files")
    words = _words(Move.SUPPLY, text)
    resume(report, timezone.localdate(at))
    step = _end(report, Move.SUPPLY, at, words)
    for file, name in files:
        Attachment.objects.create(report=report, step=step, file=file, name=name[:200])
    return report


@transaction.atomic
def say(*, at: datetime, report: Report, is_solved: bool, satisfaction: int | None, text: str) -> Report:
    """Solved or not, 1 to 5, and words. "Not solved" within the time reopens the report for its handler."""
    today = timezone.localdate(at)
    report = _locked(report)  # before it is judged: the time for it may have been set a moment ago
    may_reopen = not is_solved and report.reopen_until is not None and today <= report.reopen_until
    move = Move.REOPEN if may_reopen else Move.SAY
    report = _begin(report, move)
    if satisfaction is not None and not 1 <= satisfaction <= 5:
        raise CannotFollow(_("Ông/bà chọn một trong năm mức."), "satisfaction")
    words = _words(move, text)
    report.is_solved, report.satisfaction = is_solved, satisfaction
    if may_reopen:
        if report.accepted_at is not None:
            term, clock = accepted_due(report.unit, report.path, today, complex_one=False)
        else:
            term, clock = first_due(report.unit, report.path, report.category, today)
        ClockPause.objects.filter(report=report).delete()  # of the clock that ended; the steps keep them
        ClockExtension.objects.filter(report=report).delete()
        report.clock_start, report.clock_days, report.clock_unit = today, term.days, term.count
        report.due_date, report.reopen_until, report.closed_at = clock.last_day, None, None
        report.alarm = 0
        report.public_text, report.public_answer, report.published_at = "", "", None
    _end(report, move, at, words)
    return report


def _locked(report: Report) -> Report:
    rows = Report.objects.select_for_update(of=("self",)).select_related("unit__parent", "agency")
    return rows.get(pk=report.pk)


def _begin(report: Report, move: str) -> Report:
    report = _locked(report)
    if report.state not in WAYS[move].allowed:
        raise CannotFollow(
            _("Ý kiến này nay “{state}” nên chưa ghi thêm được.").format(state=report.get_state_display())
        )
    return report


def _words(move: str, text: str) -> str:
    words = tidy(text, keep_lines=True)
    if WAYS[move].needs_text and not words:
        raise CannotFollow(_(WAYS[move].needs_text), "text")
    if len(words) > LONGEST:
        raise CannotFollow(_("Nội dung dài quá {most} chữ.").format(most=LONGEST), "text")
    return words


def _end(report: Report, move: str, at: datetime, text: str) -> Step:
    before = report.state
    report.state = WAYS[move].to or report.state
    report.save()
    step = Step.objects.create(
        report=report, move=move, at=at, text=text, is_public=True, state=report.state,
        agency=report.agency, due_date=report.due_date,
    )  # fmt: skip
    record(
        actor=None, at=at, action=f"feedback.{move}", subject=report, unit=report.unit,
        said_actor="Người gửi", before={"state": before}, after={"state": report.state},
    )  # fmt: skip
    return step
