"""One day of reception: moved, cancelled, given to a substitute, held; who came, what was concluded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.lib.documents.write import write_docx
from thanthien.lib.rules.deadlines import weekday_vi
from thanthien.operations.reception.actions import (
    cancel_day,
    hold_day,
    move_day,
    name_substitute,
    restore_day,
)
from thanthien.operations.reception.booking import (
    Caller,
    appointment_of_unit,
    appointments_of,
    caller_of,
    cancel_appointment,
    hour_of,
)
from thanthien.operations.reception.concluding import add_conclusion
from thanthien.operations.reception.models import HEADS, Appointment, ReceptionDay
from thanthien.operations.reception.papers import conclusion_paper
from thanthien.operations.reception.queries import entries_of, is_published_late, publish_by, read_lines
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.workdays.queries import calendar_of
from thanthien.web.desk.reception.forms import ConclusionForm
from thanthien.web.desk.reception.frame import away, day_asked, tabs
from thanthien.web.fields import DAY_FORMS
from thanthien.web.kept_files import as_download
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.plain_form import people_choices, person_chosen


@unit_page(Action.RECEPTION_VIEW)
def day_page(request: UnitRequest, pk: int) -> HttpResponse:
    return _show(request, day_asked(request, pk))


def _show(request: UnitRequest, day: ReceptionDay, *, status: int = 200, **kept: Any) -> HttpResponse:
    today, around = timezone.localdate(), tabs(request, "desk:reception")
    by = publish_by(day.first_date, calendar_of(request.unit, day.date.year - 1, day.date.year))
    entries = entries_of(request.user, request.unit).filter(day=day).order_by("number")
    context = {
        **around,
        "day": day,
        "words": weekday_vi(day.date),
        "was": weekday_vi(day.first_date) if day.is_moved else "",
        "publish_by": by,
        "is_late": is_published_late(day, by, today),
        "has_come": day.date <= today,
        "is_past": day.date < today,
        "is_head": day.post in HEADS,
        "visits": read_lines(request.user, entries) if around["keeps"] else [],
        "visit_count": day.entries.count(),
        "conclusions": _conclusions(request, day, around["keeps"]),
        "people": people_choices(request.unit, Action.RECEPTION_WORK) if around["writes"] else [],
        "form": ConclusionForm(request.unit) if around["keeps"] else None,
        "appointments": _called(day) if around["keeps"] else [],
        "booked": day.appointments.exclude(state=Appointment.State.CANCELLED).count(),
        **kept,
    }
    return render(request, "desk/reception/day.html", context, status=status)


def _called(day: ReceptionDay) -> list[tuple[Appointment, datetime, Caller]]:
    return [(one, hour_of(one), caller_of(one)) for one in appointments_of(day)]


def _conclusions(request: UnitRequest, day: ReceptionDay, keeps: bool) -> list[Any]:
    rows = day.conclusions.select_related("owner")
    return list(rows if keeps else rows.filter(owner=request.user))


def _move(request: UnitRequest, day: ReceptionDay, at: datetime) -> str:
    sent = request.POST
    move_day(
        actor=request.user, at=at, day=day, seen=seen_version(request), to=_date(sent.get("date", "")),
        starts=_time(sent.get("starts", "")), ends=_time(sent.get("ends", "")), reason=sent.get("reason", ""),
    )  # fmt: skip
    return "Đã đổi ngày tiếp."


def _cancel(request: UnitRequest, day: ReceptionDay, at: datetime) -> str:
    cancel_day(
        actor=request.user, at=at, day=day, seen=seen_version(request), reason=request.POST.get("reason", "")
    )
    return "Đã hoãn ngày tiếp." if day.published_at else "Đã bỏ ngày tiếp khỏi lịch."


def _restore(request: UnitRequest, day: ReceptionDay, at: datetime) -> str:
    restore_day(actor=request.user, at=at, day=day, seen=seen_version(request))
    return "Đã khôi phục ngày tiếp."


def _substitute(request: UnitRequest, day: ReceptionDay, at: datetime) -> str:
    sent = request.POST
    name_substitute(
        actor=request.user, at=at, day=day, seen=seen_version(request),
        person=person_chosen(request.unit, sent.get("person", "")), authority=sent.get("authority", ""),
        reason=sent.get("reason", ""),
    )  # fmt: skip
    return "Đã ghi người tiếp."


def _hold(request: UnitRequest, day: ReceptionDay, at: datetime) -> str:
    sent = request.POST
    hold_day(
        actor=request.user, at=at, day=day, seen=seen_version(request), in_person=sent.get("in_person") == "1",
        nobody_came=sent.get("nobody_came") == "1", substitute=person_chosen(request.unit, sent.get("person", "")),
        authority=sent.get("authority", ""),
    )  # fmt: skip
    return "Đã ghi buổi tiếp công dân."


_PLANS: dict[str, Callable[[UnitRequest, ReceptionDay, datetime], str]] = {
    "move": _move,
    "cancel": _cancel,
    "restore": _restore,
    "substitute": _substitute,
}


@unit_page(Action.RECEPTION_MANAGE, "POST")
def change(request: UnitRequest, pk: int) -> HttpResponse:
    """A change of the plan: `act` is a key of `_PLANS`."""
    return _do(request, pk, _PLANS.get(request.POST.get("act", "")))


@unit_page(Action.RECEPTION_WORK, "POST")
def hold(request: UnitRequest, pk: int) -> HttpResponse:
    return _do(request, pk, _hold)


def _do(
    request: UnitRequest, pk: int, act: Callable[[UnitRequest, ReceptionDay, datetime], str] | None
) -> HttpResponse:
    day = day_asked(request, pk)
    try:
        if act is None:
            raise Refusal("Yêu cầu gửi lên chưa đúng dạng.")
        said = act(request, day, timezone.now())
    except Refusal as refusal:
        asked = request.POST.get("act", "hold")
        return _show(request, day, status=422, refused=str(refusal), asked=asked, typed=request.POST)
    messages.success(request, said)
    if not ReceptionDay.objects.filter(pk=pk).exists():
        return redirect("desk:reception", request.unit.code)
    return redirect("desk:reception_day", request.unit.code, pk)


@unit_page(Action.RECEPTION_WORK, "POST")
def unbook(request: UnitRequest, pk: int) -> HttpResponse:
    """Who made an appointment has said that they do not come."""
    found = appointment_of_unit(request.unit, pk)
    if found is None:
        raise Http404
    if (elsewhere := away(request)) is not None:
        return elsewhere
    try:
        cancel_appointment(at=timezone.now(), appointment=found, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã hủy lượt hẹn; chỗ này người khác đặt được.")
    return redirect("desk:reception_day", request.unit.code, found.day_id)


@unit_page(Action.RECEPTION_WORK, "POST")
def conclude(request: UnitRequest, pk: int) -> HttpResponse:
    day = day_asked(request, pk)
    if (elsewhere := away(request)) is not None:
        return elsewhere
    form = ConclusionForm(request.unit, request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            owner = person_chosen(request.unit, data["owner"])
            if owner is None:
                raise Refusal("Người này không còn ở đơn vị.", "owner")
            add_conclusion(
                actor=request.user,
                at=timezone.now(),
                day=day,
                text=data["text"],
                owner=owner,
                due=data["due"],
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã ghi kết luận và giao việc.")
            return redirect("desk:reception_day", request.unit.code, pk)
    return _show(request, day, status=422, form=form, asked="conclude")


@unit_page(Action.RECEPTION_VIEW)
def conclusion_file(request: UnitRequest, pk: int) -> HttpResponse:
    day = day_asked(request, pk)
    if (elsewhere := away(request)) is not None:
        return elsewhere
    data = write_docx(conclusion_paper(day, day.conclusions.select_related("owner")))
    return as_download(data, f"Thông báo kết luận tiếp công dân {day.date:%d-%m-%Y}.docx")


def _date(value: str) -> Any:
    for form in DAY_FORMS:
        try:
            return datetime.strptime(value.strip(), form).date()
        except ValueError:
            continue
    raise Refusal("Anh/chị ghi ngày, ví dụ 15/08/2026.", "date")


def _time(value: str) -> Any:
    try:
        return datetime.strptime(value.strip()[:5], "%H:%M").time()
    except ValueError as error:
        raise Refusal("Anh/chị ghi giờ và phút, ví dụ 07:30.", "starts") from error
