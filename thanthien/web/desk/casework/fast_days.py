"""The fast day on the desk: which weekday and procedures, and how many cases were answered the same day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst

from thanthien.lib.rules.deadlines import WEEKDAYS
from thanthien.operations.casework.fast_days import (
    CannotSetFastDay,
    FastDayFields,
    end_fast_day,
    read_procedures,
    set_fast_day,
)
from thanthien.operations.casework.measures import fast_cases, fast_dates
from thanthien.operations.casework.models import FastDay
from thanthien.operations.casework.queries import fast_days_of
from thanthien.operations.procedures.kept import kept
from thanthien.platform.people.roles import Action
from thanthien.web.desk.casework.frame import away, tabs
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.plain_form import PlainForm, choice_field, date_field, text_field

WEEKS = 12
MOST_FOUND = 30
LONGEST = 20_000  # letters of procedures typed by name


class FastDayForm(PlainForm):
    weekday = choice_field("Ngày trong tuần", missing="Anh/chị chọn ngày.")
    document = text_field(
        "Quyết định, thông báo", missing="Anh/chị ghi số, ngày văn bản.", length=120,
        hint="Ví dụ: Thông báo số 12/TB-UBND ngày 05/01/2026.",
    )  # fmt: skip
    first_date = date_field("Áp dụng từ ngày", missing="Anh/chị ghi ngày bắt đầu.")
    last_date = date_field("Đến hết ngày", hint="Để trống nếu chưa định ngày kết thúc.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("weekday", [(str(n), capfirst(WEEKDAYS[n])) for n in range(6)])


@unit_page(Action.CASE_VIEW)
def listing(request: UnitRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = list(fast_days_of(request.unit))
    current = next((one for one in rows if _holds(one, today)), None)
    context = {
        **tabs(request, "desk:case_fast_days"),
        "rows": [(one, WEEKDAYS[one.weekday], _holds(one, today)) for one in rows],
        "current": current,
        "weekday": WEEKDAYS[current.weekday] if current else "",
        "days": _days(current, today) if current else [],
    }
    return render(request, "desk/casework/fast_days.html", context)


def _holds(one: FastDay, today: date) -> bool:
    return one.last_date is None or one.last_date >= today


def _days(fast: FastDay, today: date) -> list[tuple[date, int, int]]:
    """(day, answered the same day, received) of the last weeks, the newest first."""
    days = fast_dates(fast, today - timedelta(weeks=WEEKS), today)
    found = fast_cases(fast, days)
    return [
        (day, sum(one.is_same_day for one in found if one.day == day), sum(one.day == day for one in found))
        for day in reversed(days)
    ]


@unit_page(Action.CASE_MANAGE, "GET", "POST")
def add(request: UnitRequest) -> HttpResponse:
    if back := away(request):
        return back
    today, sent = timezone.localdate(), request.POST
    finds = request.method == "POST" and "find" in sent
    form = FastDayForm(
        None if request.method == "GET" else sent, initial={"first_date": today}, use_required_attribute=False
    )
    entries = kept(request.unit, today).entries
    chosen = [entries[code] for code in dict.fromkeys(sent.getlist("code")) if code in entries]
    if request.method == "POST" and not finds and form.is_valid():
        data = form.cleaned_data
        listed = [(one.code, one.name[:300]) for one in chosen]
        fields = FastDayFields(
            int(data["weekday"]), [*listed, *read_procedures(sent.get("procedures", "")[:LONGEST])],
            data["document"], data["first_date"], data["last_date"],
        )  # fmt: skip
        try:
            set_fast_day(actor=request.user, at=timezone.now(), unit=request.unit, fields=fields)
        except CannotSetFastDay as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã đặt ngày giải quyết nhanh.")
            return redirect("desk:case_fast_days", request.unit.code)
    if finds:  # nothing is complained of while procedures are looked for
        form.errors.clear()
    query = sent.get("q", "").strip()[:100]
    found = [one for one in kept(request.unit, today).find(query) if one not in chosen] if query else []
    context = {
        "form": form,
        "chosen": chosen,
        "found": found[:MOST_FOUND],
        "is_cut": len(found) > MOST_FOUND,
        "q": query,
        "others": sent.get("procedures", ""),
        "has_catalogue": bool(entries),
        "most": MOST_FOUND,
    }
    status = 422 if request.method == "POST" and not finds else 200
    return render(request, "desk/casework/fast_day_form.html", context, status=status)


@unit_page(Action.CASE_MANAGE, "POST")
def end(request: UnitRequest, pk: int) -> HttpResponse:
    away(request)
    fast = fast_days_of(request.unit).filter(pk=pk).first()
    if fast is None:
        raise Http404
    try:
        end_fast_day(actor=request.user, at=timezone.now(), fast=fast, seen=seen_version(request))
        messages.success(request, "Ngày giải quyết nhanh kết thúc sau hôm nay.")
    except CannotSetFastDay as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
    return redirect("desk:case_fast_days", request.unit.code)
