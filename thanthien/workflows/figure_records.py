"""From a figure down to the records it was counted from: each room's, and only those the person may read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import Case as Choice
from django.db.models import Q, When
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi
from thanthien.operations.assistance.measures import HELP, counted_requests
from thanthien.operations.assistance.models import HelpShift
from thanthien.operations.casework import measures as casework
from thanthien.operations.casework.models import Case
from thanthien.operations.casework.queries import fast_days_of, visible_cases
from thanthien.operations.channels import measures as channels
from thanthien.operations.channels.measures import half_days
from thanthien.operations.channels.models import LetterBox, RelayedWeek, Relayer
from thanthien.operations.disclosure import measures as disclosure
from thanthien.operations.disclosure.models import Channel, Publication
from thanthien.operations.disclosure.queries import register_of
from thanthien.operations.engagement import measures as engagement
from thanthien.operations.engagement.models import Dialogue, FieldVisit
from thanthien.operations.engagement.queries import RECENT, petitions_of
from thanthien.operations.facilities.measures import COUNTED, WORKING, looked_at
from thanthien.operations.facilities.models import Mark, PlaceItem
from thanthien.operations.facilities.premises import measures as premises
from thanthien.operations.facilities.premises.definition import definition as premises_definition
from thanthien.operations.facilities.premises.queries import items_named
from thanthien.operations.facilities.queries import DayState, days_between
from thanthien.operations.feedback import measures as feedback
from thanthien.operations.feedback.queries import visible_reports
from thanthien.operations.queueing.measures import given
from thanthien.operations.queueing.models import Ticket
from thanthien.operations.ratings.queries import rated_between
from thanthien.operations.reception import measures as reception
from thanthien.operations.surveys.forms import FORMS, forms_between
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.measures.collecting import mondays_of
from thanthien.programme.measures.registry import Measure
from thanthien.workflows.behind import MOST, Behind, Found
from thanthien.workflows.conduct_records import conduct_records
from thanthien.workflows.letter_records import letters_behind
from thanthien.workflows.outreach_records import outreach_records
from thanthien.workflows.reception import answers

__all__ = ["MOST", "Behind", "Found", "records_behind"]


def records_behind(person: Person, unit: Unit, measure: Measure, first: date, last: date) -> Found:
    """What a collected figure of the days was counted from. Callers have asked whether the figure may be seen."""
    source = ROOMS.get(measure.room)
    return source(person, unit, measure.code, first, last) if source else Found(())


def _feedback(person: Person, unit: Unit, code: str, first: date, last: date) -> Found:
    counted: dict[int, tuple[int, int]] = {}
    for one in feedback.events(first, last, unit_id=unit.pk):
        if one.measure == code:
            good, whole = counted.get(one.report_id, (0, 0))
            counted[one.report_id] = (good + one.good, whole + one.whole)
    seen = visible_reports(person, unit).filter(pk__in=counted).order_by("received_at", "pk")
    items = []
    for report in seen[:MOST]:
        good, whole = counted[report.pk]
        is_good = None if not whole or code == feedback.REOPENED else good >= whole
        items.append(
            Behind(
                report.text[:120],
                f"{report.said_code} · {report.get_state_display()}",
                "desk:feedback_report",
                (report.pk,),
                is_good=is_good,
            )
        )
    return Found(tuple(items), len(counted) - len(items), "desk:feedback")


def _channels(person: Person, unit: Unit, code: str, first: date, last: date) -> Found:
    if not may(person, Action.CHANNEL_VIEW, unit):
        return Found(())
    if code == channels.RELAY:
        return _relay(unit, first, last)
    if code == channels.DUTY:
        rows = half_days(unit, first, last)
        return Found(
            tuple(
                Behind(
                    f"{post.label}, {date_vi(day)}", f"{begins:%H:%M}–{ends:%H:%M}", "desk:duty", (),
                    f"week={day - timedelta(days=day.weekday())}", is_covered,
                )
                for day, post, begins, ends, is_covered in rows[:MOST]
            ),
            page="desk:duty",
        )  # fmt: skip
    boxes = LetterBox.objects.filter(unit=unit, since_date__lte=last).prefetch_related("openings")
    items = []
    for box in boxes:
        opened = [one for one in box.openings.all() if one.opened_at.date() <= last]
        told = f"mở gần nhất {date_vi(opened[0].opened_at.date())}" if opened else "chưa mở lần nào"
        words = f"{box.place} · {box.get_state_display().lower()}, {told}, nhịp {box.every_days} ngày"
        items.append(Behind(box.name, words, "desk:letter_box", (box.pk,)))
    return Found(tuple(items), page="desk:letter_boxes")


def _relay(unit: Unit, first: date, last: date) -> Found:
    weeks = RelayedWeek.objects.filter(relayer__unit=unit, monday__gte=first, monday__lte=last)
    told = {(one.relayer_id, one.monday): one for one in weeks}
    items = []
    for monday in mondays_of(first, last):
        for relayer in Relayer.objects.filter(unit=unit).select_related("neighbourhood"):
            if not channels.relays_in(relayer.since_date, relayer.until_date, monday):
                continue
            week = told.get((relayer.pk, monday))
            words = "chưa phản hồi" if week is None else "không có ý kiến" if week.nothing else "có ý kiến"
            span = f"tuần {monday:%d/%m}–{monday + timedelta(days=6):%d/%m/%Y}"
            items.append(
                Behind(str(relayer), f"{span}: {words}", "desk:relay", (), f"week={monday}", week is not None)
            )
    return Found(tuple(items[:MOST]), page="desk:relay")


def _disclosure(person: Person, unit: Unit, code: str, first: date, last: date) -> Found:
    if not may(person, Action.DISCLOSURE_VIEW, unit):
        return Found(())
    register = register_of(unit)
    if code == disclosure.WEEK:
        return Found(tuple(_weeks(unit, first, last)), page="desk:disclosure_schedule")
    publications = disclosure.publications_behind(unit, code, first, last)
    if publications is not None:
        return Found(
            tuple(_publication(one, good) for one, good in publications[:MOST]), page="desk:disclosure"
        )
    items = []
    for (item, channel), (good, whole) in disclosure.coverage_of(unit, code, first, last).items():
        where = f"{Channel(channel).label}: " if channel else ""
        words = f"{where}{good}/{whole} ngày" if whole > 1 else f"{where}{'đang có' if good else 'không có'}"
        entry = register.get(item)
        title = entry.title if entry else item
        items.append(Behind(title, words, "desk:disclosure_item", (item,), is_good=good == whole))
    items.sort(key=lambda one: one.is_good is True)
    return Found(tuple(items), page="desk:disclosure")


def _weeks(unit: Unit, first: date, last: date) -> list[Behind]:
    return [
        Behind(
            f"Lịch công tác tuần {monday:%d/%m}–{monday + timedelta(days=6):%d/%m/%Y}",
            "đã công bố" if is_public else "chưa công bố trong tuần", "desk:disclosure_schedule", (),
            f"kind=week&on={monday}", is_public,
        )
        for monday, is_public in disclosure.weeks_of(unit, first, last)
    ]  # fmt: skip


def _publication(one: Publication, is_good: bool | None) -> Behind:
    return Behind(
        one.title, f"{one.document} · {one.get_state_display().lower()}", "desk:disclosure_publication", (one.pk,),
        is_good=is_good,
    )  # fmt: skip


def _surveys(person: Person, unit: Unit, code: str, first: date, last: date) -> Found:
    """The surveys and how many forms; what anybody answered is told by their results alone, never form by form."""
    if not may(person, Action.SURVEY_VIEW, unit):
        return Found(())
    fed = next((feeds for feeds, counts in FORMS.items() if counts == code), code)
    return Found(
        tuple(
            Behind(survey.title, f"{number} phiếu · {survey.get_state_display().lower()}", "desk:survey", (survey.pk,))
            for survey, number in forms_between(unit, fed, first, last)
        ),
        page="desk:surveys",
    )  # fmt: skip


def _ratings(person: Person, unit: Unit, code: str, first: date, last: date) -> Found:
    """Counter by counter; a single rating tells of a person and an hour, so it is no record to open."""
    if not may(person, Action.RATING_VIEW, unit):
        return Found(())
    days = f"from={first}&to={last}"
    items = []
    for counter, tally in rated_between(unit, first, last):
        good, whole = tally.satisfied.hits, tally.satisfied.total
        left_out = f"; {tally.doubtful} lượt bị đánh dấu, không tính" if tally.doubtful else ""
        words = f"{good}/{whole} lượt ở mức 4–5{left_out}"
        items.append(Behind(counter.name, words, "desk:ratings", (), f"{days}&counter={counter.pk}"))
    return Found(tuple(items), page="desk:ratings")


def _facilities(person: Person, unit: Unit, code: str, first: date, last: date) -> Found:
    """The working days, those without a list in time first; or what was looked at, what is broken first."""
    if not may(person, Action.FACILITY_VIEW, unit):
        return Found(())
    if code == WORKING:
        return _equipment(unit, first, last)
    if code == premises.LOOKED:
        return _places_due(unit, first, last)
    if code.startswith("premises_"):
        return _places(unit, code, first, last)
    days = [one for one in days_between(unit, first, last, timezone.now()) if one.state in COUNTED]
    items = []
    for one in sorted(days, key=lambda one: (one.state == DayState.ON_TIME, one.date)):
        page, args = ("desk:checklist_day", (one.check.pk,)) if one.check else ("desk:checklist_history", ())
        words = f"{one.words}, {one.faults} hỏng, thiếu" if one.faults else one.words
        query = "" if one.check else f"month={one.date:%Y-%m}"
        items.append(Behind(date_vi(one.date), words, page, args, query, one.state == DayState.ON_TIME))
    return Found(tuple(items[:MOST]), page="desk:checklist_history")


def _equipment(unit: Unit, first: date, last: date) -> Found:
    rows = looked_at(first, last).filter(day_check__unit=unit).select_related("item", "day_check")
    seen = rows.order_by("seen", "day_check__date", "item__position")  # "fault" before "ok"
    items = tuple(
        Behind(
            one.item.label, f"{date_vi(one.day_check.date)} · {one.said or one.get_seen_display().lower()}",
            "desk:checklist_day", (one.day_check_id,), is_good=one.seen == Mark.Seen.OK,
        )
        for one in seen[:MOST]
    )  # fmt: skip
    return Found(items, rows.count() - len(items), page="desk:checklist_history")


def _places(unit: Unit, code: str, first: date, last: date) -> Found:
    """The looks at places, what was not good first."""
    things = premises_definition().things
    rows = premises.looks_behind(unit, code, first, last)
    is_good = Q(state=PlaceItem.State.GOOD)
    seen = rows.order_by(Choice(When(is_good, then=1), default=0), "date", "pk")
    items = tuple(
        Behind(
            f"{one.item.place}: {things[one.item.code].label}",
            f"{date_vi(one.date)} · {one.said or one.get_state_display().lower()}", "desk:premises_item",
            (one.item_id,), is_good=one.state == PlaceItem.State.GOOD,
        )
        for one in seen[:MOST]
    )  # fmt: skip
    return Found(items, rows.count() - len(items), page="desk:premises")


def _places_due(unit: Unit, first: date, last: date) -> Found:
    """What was due by the end of each month or quarter, what nobody looked at first."""
    due = sorted(
        premises.due_between(first, last, unit), key=lambda one: (one.is_looked, one.day, one.item_id)
    )
    names = items_named(unit, [one.item_id for one in due[:MOST]])
    items = tuple(
        Behind(
            names[one.item_id], f"hạn {date_vi(one.day)} · {'đã xem' if one.is_looked else 'chưa xem'}",
            "desk:premises_item", (one.item_id,), is_good=one.is_looked,
        )
        for one in due[:MOST]
    )  # fmt: skip
    return Found(items, len(due) - len(items), page="desk:premises")


def _queueing(person: Person, unit: Unit, code: str, first: date, last: date) -> Found:
    """The numbers, those that somebody took for people first; nobody is named."""
    rows = given(first, last).filter(unit=unit)
    if not may(person, Action.QUEUE_VIEW, unit):
        return Found((), rows.count())
    by_hand = Q(channel=Ticket.Channel.DESK)
    seen = rows.select_related("service").order_by(Choice(When(by_hand, then=0), default=1), "day", "pk")
    items = tuple(
        Behind(
            f"{one.label}, {date_vi(one.day)}", f"{one.service.name} · {one.get_channel_display().lower()}",
            is_good=one.channel != Ticket.Channel.DESK,
        )
        for one in seen[:MOST]
    )  # fmt: skip
    return Found(items, rows.count() - len(items), page="desk:queue_figures")


def _assistance(person: Person, unit: Unit, code: str, first: date, last: date) -> Found:
    """The requests, those that were not served first; nobody is named."""
    if not may(person, Action.ASSISTANCE_VIEW, unit):
        return Found((), 0 if code == HELP else sum(1 for _ in counted_requests(first, last, unit)))
    if code == HELP:
        shifts = HelpShift.objects.filter(unit=unit, date__gte=first, date__lte=last).select_related(
            "volunteer"
        )
        return Found(
            tuple(
                Behind(
                    f"{one.volunteer}, {date_vi(one.date)}", f"{one.said_hours} · {one.get_came_display().lower()}",
                    "desk:assist_roster", (), f"week={one.date}", one.came == HelpShift.Came.CAME,
                )
                for one in shifts[:MOST]
            ),
            page="desk:assist_roster",
        )  # fmt: skip
    rows = sorted(counted_requests(first, last, unit), key=lambda one: (one[2], one[1]))
    return Found(
        tuple(
            Behind(
                one.procedures, f"nhận {date_vi(day)} · {one.get_state_display().lower()}", "desk:assist_request",
                (one.pk,), "", is_served,
            )
            for one, day, is_served in rows[:MOST]
        ),
        page="desk:assistance",
    )  # fmt: skip


def _casework(person: Person, unit: Unit, code: str, first: date, last: date) -> Found:
    """Case by case, by code and procedure; nobody's name stands here."""
    if not may(person, Action.CASE_VIEW, unit):
        return Found(())
    judged: dict[int, bool] = {}
    if code in (casework.FAST_SHARE, casework.FAST_HELD):
        for fast in fast_days_of(unit):
            days = casework.fast_dates(fast, first, last)
            judged |= {one.case_id: one.is_same_day for one in casework.fast_cases(fast, days)}
    elif code == casework.APOLOGY:
        judged = casework.owed_apologies(unit, first, last)
    else:
        judged = dict.fromkeys(
            casework.ended_well(first, last).filter(unit=unit).values_list("pk", flat=True), True
        )
        judged |= dict.fromkeys(
            casework.turned_late(first, last).filter(unit=unit).values_list("pk", flat=True), False
        )
    # what falls short first, and no more than a page holds: a year may have a hundred thousand
    wanted = sorted(judged, key=lambda pk: (judged[pk], pk))[:MOST]
    seen = visible_cases(person, unit).filter(pk__in=wanted).in_bulk()
    items = tuple(_case(seen[pk], judged[pk]) for pk in wanted if pk in seen)
    beside = _undated(unit, first, last) if code == casework.ON_TIME else ""
    return Found(items, len(judged) - len(items), "desk:cases", beside)


def _reception(person: Person, unit: Unit, code: str, first: date, last: date) -> Found:
    """Days, or lines of the book by their number, what falls short first; nobody is named."""
    may_look = may(person, Action.RECEPTION_VIEW, unit)
    if code == reception.ANSWERED:
        events = sorted(answers(first, last, unit), key=lambda one: (one.is_good, one.day))
        lines = tuple(
            Behind(
                str(one.entry), f"{one.entry.get_kind_display()} · {'đúng hạn' if one.is_good else 'quá hạn'}",
                "desk:reception_entry", (one.entry.pk,), is_good=one.is_good,
            )
            for one in events[:MOST]
        )  # fmt: skip
        return (
            Found(lines, len(events) - len(lines), "desk:reception") if may_look else Found((), len(events))
        )
    if code == reception.HEAD:
        rows = reception.head_days(first, last).filter(unit=unit)
    else:
        rows = reception.scheduled_days(first, last, timezone.localdate()).filter(unit=unit)
    days = sorted(rows, key=lambda one: (one.state == "held", one.date))
    if not may_look:
        return Found((), len(days))
    items = tuple(
        Behind(
            f"{one.get_post_display()}, {date_vi(one.date)}", one.get_state_display().lower(), "desk:reception_day",
            (one.pk,), is_good=one.state == "held",
        )
        for one in days[:MOST]
    )  # fmt: skip
    return Found(items, len(days) - len(items), "desk:reception")


def _undated(unit: Unit, first: date, last: date) -> str:
    ended, still_open = casework.unjudged(unit, first, last)
    if not ended and not still_open:
        return ""
    parts = [f"{ended} hồ sơ đã kết thúc trong kỳ"] if ended else []
    parts += [f"{still_open} hồ sơ đang giải quyết"] if still_open else []
    return f"Ngoài tỷ lệ này: {' và '.join(parts)} chưa có hạn, nên chưa tính được đúng hạn hay quá hạn."


def _case(case: Case, is_good: bool) -> Behind:
    words = f"{case.code} · {case.get_state_display().lower()}"
    return Behind(case.procedure_name, words, "desk:case", (case.pk,), is_good=is_good)


def _engagement(person: Person, unit: Unit, code: str, first: date, last: date) -> Found:
    """Visits, dialogues, petitions, commitments; what falls short first; who asked is named nowhere."""
    if not may(person, Action.ENGAGEMENT_VIEW, unit):
        return Found(())
    if code in (engagement.VISITS, engagement.PLACES):
        since = first if code == engagement.VISITS else last - timedelta(days=RECENT - 1)
        rows = FieldVisit.objects.filter(
            unit=unit, state=FieldVisit.State.DONE, date__gte=since, date__lte=last
        ).select_related("neighbourhood", "leader")
        visits = [Behind(str(one), str(one.leader), "desk:field_visit", (one.pk,)) for one in rows[:MOST]]
        return Found(tuple(visits), rows.count() - len(visits), "desk:field_visits")
    if code == engagement.HELD:
        held = Dialogue.objects.filter(unit=unit, date__gte=first, date__lte=last).exclude(
            published_at=None, held_at=None
        )
        items = [
            Behind(
                one.title, f"{date_vi(one.date)} · {one.get_state_display().lower()}", "desk:dialogue", (one.pk,),
                is_good=one.state == Dialogue.State.HELD,
            )
            for one in held[:MOST]
        ]  # fmt: skip
        return Found(tuple(items), page="desk:dialogues")
    if code == engagement.SETTLED:
        return _petitions(unit, first, last)
    kept = sorted(engagement.counted_commitments(first, last, unit), key=lambda row: row[1])
    promises = [
        Behind(
            one.shown_text[:120], f"hạn hứa {date_vi(one.first_due_date)} · {one.get_state_display().lower()}",
            "desk:commitment", (one.pk,), is_good=is_kept,
        )
        for one, is_kept in kept[:MOST]
    ]  # fmt: skip
    return Found(tuple(promises), len(kept) - len(promises), "desk:commitments")


def _petitions(unit: Unit, first: date, last: date) -> Found:
    rows = petitions_of(first, last).filter(dialogue__unit=unit).select_related("dialogue")
    judged = sorted(((one, engagement.petition_is_settled(one)) for one in rows), key=lambda row: row[1])
    items = [
        Behind(
            one.shown_text[:120], f"{date_vi(one.dialogue.date)} · {one.get_state_display().lower()}",
            "desk:dialogue_question", (one.pk,), is_good=is_good,
        )
        for one, is_good in judged[:MOST]
    ]  # fmt: skip
    aside = engagement.set_aside_in(unit, first, last)
    beside = f"Ngoài tỷ lệ này: {aside} câu hỏi không đưa ra đối thoại, đều có lý do." if aside else ""
    return Found(tuple(items), len(judged) - len(items), "desk:dialogues", beside)


ROOMS: dict[str, Callable[[Person, Unit, str, date, date], Found]] = {
    "feedback": _feedback,
    "channels": _channels,
    "disclosure": _disclosure,
    "surveys": _surveys,
    "ratings": _ratings,
    "facilities": _facilities,
    "assistance": _assistance,
    "engagement": _engagement,
    "letters": letters_behind,
    "casework": _casework,
    "queueing": _queueing,
    "reception": _reception,
    "conduct": conduct_records,
    "outreach": outreach_records,
}
