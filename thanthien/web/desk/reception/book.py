"""The book: its lines, a visit typed while the person sits there, one line with what became of it, its files."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.documents.write import write_docx, write_pdf, write_xlsx
from thanthien.lib.vietnamese import whole_number
from thanthien.operations.reception.booking import appointment_of_unit, caller_of
from thanthien.operations.reception.correcting import past_of
from thanthien.operations.reception.definition import definition
from thanthien.operations.reception.entering import (
    Visit,
    closed_on,
    give_notice,
    look_at_visitor,
    note_export,
)
from thanthien.operations.reception.models import Appointment, Entry, Handling, Kind, ReceptionDay
from thanthien.operations.reception.papers import book_paper, book_sheet, refusal_paper
from thanthien.operations.reception.planning import month_end
from thanthien.operations.reception.queries import (
    days_between,
    entries_of,
    read_entry,
    read_lines,
    refuse_term,
)
from thanthien.operations.reception.slip import slip_paper
from thanthien.operations.reception.standing import reads
from thanthien.operations.reception.visitors import Who, open_visitor
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.web.desk.reception.forms import NoticeForm, VisitForm
from thanthien.web.desk.reception.frame import away, entry_asked, tabs
from thanthien.web.kept_files import as_download
from thanthien.web.months import month_asked, months_beside
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.workflows.reception import followed, hand_on, receive_visit

_PAGE = 50
_KINDS = (("", "Tất cả"), *Kind.choices)


@unit_page(Action.RECEPTION_VIEW)
def book(request: UnitRequest) -> HttpResponse:
    if (elsewhere := away(request)) is not None:
        return elsewhere
    first, today = month_asked(request.GET.get("month", "")), timezone.localdate()
    kind = request.GET.get("kind", "")
    rows = entries_of(request.user, request.unit).filter(date__gte=first, date__lte=month_end(first))
    if kind in Kind.values:
        rows = rows.filter(kind=kind)
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    told = followed(request.user, page.object_list, today)
    context = {
        **tabs(request, "desk:reception_book"),
        **months_beside(first),
        "page": page,
        "lines": [(one, told.get(one.entry.pk)) for one in read_lines(request.user, page.object_list)],
        "kind": kind,
        "kinds": _KINDS,
        "today": today,
        "closed": closed_on(request.unit, first),
        "may_close": month_end(first) < today,
    }
    return render(request, "desk/reception/book.html", context)


@unit_page(Action.RECEPTION_WORK, "GET", "POST")
def add(request: UnitRequest) -> HttpResponse:
    if (elsewhere := away(request)) is not None:
        return elsewhere
    unit, today = request.unit, timezone.localdate()
    days = _days(request, today)
    appointment = _appointment(request)
    asked = appointment.day_id if appointment else whole_number(request.GET.get("day"))
    chosen = next((one for one in days if one.pk == asked), None) or next(
        (d for d in days if d.date == today), None
    )
    first = {
        "client_key": secrets.token_urlsafe(18), "date": chosen.date if chosen else today, "kind": Kind.PETITION,
        "handling": Handling.ACCEPTED, "people": 1, "day": str(chosen.pk) if chosen else "",
        **_called(appointment),
    }  # fmt: skip
    form = VisitForm(days, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            entry = _received(request, form.cleaned_data, days, appointment)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            said = f" Mã theo dõi đọc cho người đến: {entry.said_code}." if entry.said_code else ""
            messages.success(request, f"Đã ghi lượt tiếp số {entry.number}/{entry.year}.{said}")
            if "again" in request.POST:
                return redirect("desk:reception_entry_add", unit.code)
            return redirect("desk:reception_entry", unit.code, entry.pk)
    context = {
        **tabs(request, "desk:reception_book"),
        "form": form,
        "group_from": definition().group_from,
        "term": refuse_term(unit, today),
        "appointment": appointment,
    }
    return render(request, "desk/reception/visit.html", context, status=422 if form.is_bound else 200)


def _appointment(request: UnitRequest) -> Appointment | None:
    """The appointment that becomes this line; None where it is of another unit, of a day to come, or over."""
    pk = whole_number(request.GET.get("appointment", ""))
    found = appointment_of_unit(request.unit, pk) if pk else None
    if found is None or found.state != Appointment.State.BOOKED or found.day.date > timezone.localdate():
        return None
    return found


def _called(appointment: Appointment | None) -> dict[str, str]:
    """What was told when the appointment was made, so that nobody types it again."""
    if appointment is None:
        return {}
    caller = caller_of(appointment)
    return {
        "name": caller.name,
        "phone": caller.phone,
        "address": caller.address,
        "content": caller.about,
    }


def _days(request: UnitRequest, today: date) -> list[ReceptionDay]:
    """The days a visit may belong to: of this month and the one before, until today, not cancelled."""
    since = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    rows = days_between(request.unit, since, today).exclude(state=ReceptionDay.State.CANCELLED)
    return sorted(rows, key=lambda one: (one.date, one.starts), reverse=True)


def _received(
    request: UnitRequest, data: dict[str, Any], days: list[ReceptionDay], appointment: Appointment | None
) -> Entry:
    who = Who(data["name"], data["address"], data["id_number"], data["phone"], data["speakers"])
    pk = whole_number(data["day"])
    visit = Visit(
        who=who, content=data["content"], kind=data["kind"], handling=data["handling"], date=data["date"],
        client_key=data["client_key"], day=next((one for one in days if one.pk == pk), None), people=data["people"],
        category=data["category"], about_leader=data["about_leader"], settled_by=data["settled_by"],
        body=data["body"], answer=data["answer"], refusal=data["refusal"], refusal_words=data["refusal_words"],
        note=data["note"], appointment=appointment,
    )  # fmt: skip
    hands_on = "keep" not in request.POST
    return receive_visit(
        actor=request.user, at=timezone.now(), unit=request.unit, visit=visit, hands_on=hands_on,
        tell_by=data["tell_by"],
    )  # fmt: skip


@unit_page(Action.RECEPTION_VIEW)
def entry_page(request: UnitRequest, pk: int) -> HttpResponse:
    entry = entry_asked(request, pk)
    if (elsewhere := away(request)) is not None:
        return elsewhere
    return _show(request, entry)


def _show(request: UnitRequest, entry: Entry, *, status: int = 200, **kept: Any) -> HttpResponse:
    today = timezone.localdate()
    reason = definition().reasons.get(entry.refusal)
    closed = closed_on(request.unit, entry.date)
    context = {
        **tabs(request, "desk:reception_book"),
        "one": entry,
        "read": read_entry(request.user, entry),
        "may_look": entry.is_protected and reads(request.user, entry),
        "told": followed(request.user, [entry], today).get(entry.pk),
        "hands_on": entry.handling == Handling.ACCEPTED and not entry.report_code,
        "reason": reason,
        "term": refuse_term(request.unit, entry.date) if reason else None,
        "notice": NoticeForm(initial={"date": today}) if reason and entry.notice_date is None else None,
        "today": today,
        "promises": may(request.user, Action.ENGAGEMENT_MANAGE, request.unit),
        "past": past_of(request.user, entry),
        "closed": closed,
        "may_correct": not closed and reads(request.user, entry),
        **kept,
    }
    return render(request, "desk/reception/entry.html", context, status=status)


@unit_page(Action.RECEPTION_WORK, "POST")
def move(request: UnitRequest, pk: int) -> HttpResponse:
    """The matter of a line goes its way."""
    entry = entry_asked(request, pk)
    if (elsewhere := away(request)) is not None:
        return elsewhere
    try:
        entry = hand_on(actor=request.user, at=timezone.now(), entry=entry)
    except Refusal as refusal:
        return _show(request, entry, status=422, refused=str(refusal))
    messages.success(request, f"Đã chuyển xử lý. Mã theo dõi: {entry.said_code}.")
    return redirect("desk:reception_entry", request.unit.code, pk)


@unit_page(Action.RECEPTION_WORK, "POST")
def notice(request: UnitRequest, pk: int) -> HttpResponse:
    entry = entry_asked(request, pk)
    if (elsewhere := away(request)) is not None:
        return elsewhere
    form = NoticeForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            give_notice(
                actor=request.user, at=timezone.now(), entry=entry, number=data["number"], day=data["date"]
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã ghi thông báo từ chối tiếp.")
            return redirect("desk:reception_entry", request.unit.code, pk)
    return _show(request, entry, status=422, notice=form)


@unit_page(Action.RECEPTION_WORK, "POST")
def look(request: UnitRequest, pk: int) -> HttpResponse:
    """Who is behind a protected line; the look is noted."""
    entry = entry_asked(request, pk)
    if (elsewhere := away(request)) is not None:
        return elsewhere
    who = look_at_visitor(actor=request.user, at=timezone.now(), entry=entry)
    return _show(request, entry, looked=who)


@unit_page(Action.RECEPTION_VIEW)
def slip_file(request: UnitRequest, pk: int, form: str) -> HttpResponse:
    """Given to who was received. Of a protected line neither the person nor the matter stands on it."""
    entry = entry_asked(request, pk)
    if (elsewhere := away(request)) is not None:
        return elsewhere
    told = followed(request.user, [entry], timezone.localdate()).get(entry.pk)
    who = None if entry.is_protected else open_visitor(entry)
    there = reverse("portal:follow_form", args=[request.unit.code])
    paper = slip_paper(entry, who, due=told.due_date if told else None, address=f"{settings.SITE_URL}{there}")
    data = write_docx(paper) if form == "docx" else write_pdf(paper)
    return as_download(data, f"Phiếu ghi nhận tiếp công dân {entry.number}-{entry.year}.{form}")


@unit_page(Action.RECEPTION_VIEW, "GET", "POST")
def refusal_file(request: UnitRequest, pk: int, form: str) -> HttpResponse:
    entry = entry_asked(request, pk)
    if (elsewhere := away(request)) is not None:
        return elsewhere
    if entry.handling != Handling.REFUSED or not reads(request.user, entry):
        raise Http404
    if entry.is_protected and request.method != "POST":
        raise Http404  # who is behind it is asked for by a button, and noted
    if entry.is_protected:
        who = look_at_visitor(actor=request.user, at=timezone.now(), entry=entry)
    else:
        who = open_visitor(entry)
    paper = refusal_paper(entry, who)
    data = write_docx(paper) if form == "docx" else write_pdf(paper)
    return as_download(data, f"Thông báo từ chối tiếp công dân {entry.number}-{entry.year}.{form}")


@unit_page(Action.RECEPTION_WORK, "POST")
def book_file(request: UnitRequest, form: str) -> HttpResponse:
    """The month, or the whole year, in its 13 columns; who took it out stands in the audit log."""
    if (elsewhere := away(request)) is not None:
        return elsewhere
    first = month_asked(request.POST.get("month", ""))
    last = month_end(first)
    if "year" in request.POST:
        first, last = date(first.year, 1, 1), date(first.year, 12, 31)
    now, unit = timezone.now(), request.unit
    rows = entries_of(request.user, unit).filter(date__gte=first, date__lte=last)
    entries = list(rows.order_by("year", "number"))
    told = followed(request.user, entries, timezone.localdate(now))
    results = {pk: one.words for pk, one in told.items()}
    note_export(actor=request.user, at=now, unit=unit, first=first, last=last)
    name = f"Sổ tiếp công dân {first:%d-%m-%Y} đến {last:%d-%m-%Y}"
    if form == "xlsx":
        return as_download(write_xlsx((book_sheet(unit, first, last, entries, results),)), f"{name}.xlsx")
    paper = book_paper(unit, first, last, entries, results)
    return as_download(write_docx(paper) if form == "docx" else write_pdf(paper), f"{name}.{form}")
