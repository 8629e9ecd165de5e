"""Sorting what came in: to its legal path, together with what is the same, apart where it is two matters."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from thanthien.lib.codes import new_code
from thanthien.lib.vietnamese import search_key, tidy
from thanthien.operations.feedback.acting import Act, CannotHandle, begin, end, require_sorter, tell
from thanthien.operations.feedback.clocks import answer_term, clock_of, first_due
from thanthien.operations.feedback.definition import definition
from thanthien.operations.feedback.models import ClockExtension, ClockPause, Path, Report, Sender, Step
from thanthien.operations.feedback.notices import tell_sender
from thanthien.operations.feedback.queries import visible_reports
from thanthien.operations.feedback.routing import route
from thanthien.platform.audit.actions import record

Move, State = Step.Move, Report.State
SHORTEST = 10  # letters of a matter split off


@transaction.atomic
def classify(*, act: Act, path: str, category: str, text: str) -> Report:
    """To another legal path or category; the clock is that of the new path, from the day it came in."""
    require_sorter(act)
    report = begin(act, Move.CLASSIFY)
    if path not in Path.values or category not in definition().categories:
        raise CannotHandle("Anh/chị chọn loại và lĩnh vực trong danh sách.", "path")
    sender = Sender.objects.filter(report=report).first()
    if path != report.path and not definition().laws[path].takes_anonymous and not (sender and sender.name):
        raise CannotHandle(
            f"{Path(path).label} theo luật phải có họ tên người gửi; ý kiến này không nêu tên.", "path"
        )
    before = report.path
    report.path, report.category = path, category
    if path != before:
        start = timezone.localdate(report.received_at)
        term, clock = first_due(report.unit, path, category, start)
        ClockPause.objects.filter(report=report).delete()  # of the other path's clock; the steps keep them
        ClockExtension.objects.filter(report=report).delete()
        report.clock_start, report.accepted_at, report.alarm = start, None, 0
        report.clock_days, report.clock_unit, report.due_date = term.days, term.count, clock.last_day
    if path == Path.DENUNCIATION or definition().categories[category].is_protected:
        report.is_protected, report.agency, report.handler = True, None, None
        report.may_publish, report.state = False, State.RECEIVED
    return end(act, report, Move.CLASSIFY, text)


@transaction.atomic
def merge(*, act: Act, into: Report) -> Report:
    """The same matter as another report of the unit: handled there, both senders are told and read one answer.

    The other's code is never told: who has a code speaks as its sender.
    """
    require_sorter(act)
    report = begin(act, Move.MERGE)
    fits = visible_reports(act.actor, report.unit).filter(pk=into.pk, path=report.path)
    if into.pk == report.pk or not fits.exclude(state=State.MERGED).exists():
        raise CannotHandle("Chỉ gộp vào một ý kiến khác của đơn vị, cùng loại và chưa được gộp.", "into")
    if into.is_protected != report.is_protected or into.about_leader != report.about_leader:
        raise CannotHandle("Ý kiến về cán bộ chỉ gộp với ý kiến về cán bộ.", "into")
    report.merged_into, report.closed_at = into, act.at
    report = end(act, report, Move.MERGE)
    tell(report, "merged", act.at)  # whoever was merged into this one before hears it too
    Report.objects.filter(merged_into=report).update(merged_into=into)
    return report


@transaction.atomic
def split(*, act: Act, text: str, category: str) -> Report:
    """A second matter of the same letter becomes a report of its own, with the same sender and day."""
    require_sorter(act)
    report = begin(act, Move.SPLIT)
    words = tidy(text, keep_lines=True)
    if len(words) < SHORTEST:
        raise CannotHandle("Anh/chị ghi nội dung tách ra.", "text")
    if category not in definition().categories:
        raise CannotHandle("Anh/chị chọn lĩnh vực trong danh sách.", "category")
    if definition().categories[category].is_protected and not report.is_protected:
        raise CannotHandle("Phần về cán bộ: anh/chị phân loại lại cả ý kiến để lãnh đạo xử lý.", "category")
    new = _split_off(act, report, words, category)
    # the words that were split off are in the new report alone; a protected one stays protected
    end(act, report, Move.SPLIT, f"Tách thành ý kiến {new.said_code}")
    return new


def _split_off(act: Act, report: Report, words: str, category: str) -> Report:
    start = timezone.localdate(report.received_at)
    term, clock = first_due(report.unit, report.path, category, start)
    agency = None
    if not report.is_protected:
        agency = route(
            report.unit, category=category, neighbourhood=report.neighbourhood_id, channel=report.channel
        )
    new = Report.objects.create(
        unit=report.unit, code=new_code(), client_key=f"split:{report.pk}:{act.seen}"[:64], path=report.path,
        channel=report.channel, category=category, text=words, place=report.place,
        neighbourhood=report.neighbourhood, language=report.language,
        search_key=search_key(f"{words} {report.place}"), is_anonymous=report.is_anonymous,
        is_protected=report.is_protected, about_leader=report.about_leader, agency=agency, clock_start=start,
        clock_days=term.days, clock_unit=term.count, due_date=clock.last_day, received_at=report.received_at,
        received_by=report.received_by, may_publish=report.may_publish,
    )  # fmt: skip
    Step.objects.create(
        report=new, move=Move.SEND, at=act.at, by=act.actor, is_public=True, state=new.state, agency=agency,
        due_date=new.due_date,
    )  # fmt: skip
    record(
        actor=act.actor, at=act.at, action="feedback.send", subject=new, unit=new.unit,
        after={"path": new.path, "channel": new.channel, "category": new.category, "due_date": new.due_date},
    )  # fmt: skip
    sender = Sender.objects.filter(report=report).first()
    if sender is not None:
        sender.pk, sender.report = None, new
        sender._state.adding = True
        sender.save()
        tell_sender(new, sender, "split", act.at)
    return new


@transaction.atomic
def set_category(*, act: Act, category: str) -> Report:
    """The quick sorting of what just came in: another category, its term and, by the unit's rules, its agency.

    Only while nobody has it in hand; later, and for another legal path, `classify` asks for the reason.
    """
    require_sorter(act)
    report = begin(act, Move.CLASSIFY)
    found, before = definition().categories.get(category), definition().categories.get(report.category)
    if found is None or category == report.category:
        raise CannotHandle("Anh/chị chọn một lĩnh vực khác trong danh sách.", "category")
    if report.state != State.RECEIVED or report.handler_id is not None:
        raise CannotHandle("Ý kiến đã có người xử lý; anh/chị dùng “Phân loại lại” và ghi lý do.", "category")
    report.category = category
    if found.is_protected:
        report.is_protected, report.agency, report.may_publish = True, None, False
    elif not report.is_protected:
        report.agency = route(
            report.unit, category=category, neighbourhood=report.neighbourhood_id, channel=report.channel
        )
    if report.path == Path.PETITION:
        report.clock_days = answer_term(report.unit, report.path, category).days
        report.due_date = clock_of(report, act.today).last_day
    label = before.label if before else report.category
    return end(act, report, Move.CLASSIFY, f"Lĩnh vực: {label} → {found.label}")
