"""The log: what was to be played on the days and whether it was; by hand, or from a file of the system."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.rules.deadlines import weekday_vi
from thanthien.lib.vietnamese import whole_number
from thanthien.operations.outreach.exporting import HEAD, read_log, schedule_csv
from thanthien.operations.outreach.models import Broadcast
from thanthien.operations.outreach.queries import broadcasts_between, hours_in, unlogged
from thanthien.operations.outreach.scheduling import CannotBroadcast, Heard
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.outreach.frame import tabs
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm
from thanthien.workflows.outreach import record_with_posting

_WEEK = timedelta(days=6)


class LogFileForm(PlainForm):
    file = forms.FileField(
        label="Tệp nhật ký phát (CSV)",
        error_messages=dict.fromkeys(("required", "empty"), "Anh/chị chọn tệp."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        help_text=f"Các cột: {', '.join(HEAD)}. Anh/chị tải lịch phát về, điền cột Kết quả rồi gửi lại.",
    )


@unit_page(Action.OUTREACH_VIEW)
def log(request: UnitRequest) -> HttpResponse:
    monday = _monday(request.GET.get("week", ""))
    return _show(request, monday)


def _show(request: UnitRequest, monday: date, refused: str = "", status: int = 200) -> HttpResponse:
    now = timezone.now()
    hours = hours_in(broadcasts_between(request.unit, monday, monday + _WEEK))
    days: dict[date, list[Any]] = {}
    for hour in hours:
        days.setdefault(timezone.localdate(hour.begins_at), []).append(hour)
    late = list(unlogged(request.unit, now).values_list("begins_at", flat=True))
    context = {
        **tabs(request, "desk:outreach_log"),
        "monday": monday,
        "sunday": monday + _WEEK,
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "days": [(day, weekday_vi(day), own) for day, own in sorted(days.items())],
        "now": now,
        "refused": refused,
        "late": len(late),
        "late_week": _monday(str(timezone.localdate(late[0]))) if late else None,
    }
    return render(request, "desk/outreach/log.html", context, status=status)


@unit_page(Action.OUTREACH_WORK, "POST")
def record(request: UnitRequest) -> HttpResponse:
    """A form names a time by its broadcasts: ticked ones were played, the others not, for the reason given."""
    monday = _monday(request.POST.get("week", ""))
    shown = {whole_number(pk) for pk in request.POST.getlist("shown")}
    played = {whole_number(pk) for pk in request.POST.getlist("played")}
    said = request.POST.get("said", "")
    rows = Broadcast.objects.filter(unit=request.unit, pk__in=[pk for pk in shown if pk is not None])
    heard = {
        one: Heard(Broadcast.State.PLAYED) if one.pk in played else Heard(Broadcast.State.MISSED, said)
        for one in rows
    }
    try:
        _, postings, why = record_with_posting(actor=request.user, at=timezone.now(), heard=heard)
    except Refusal as refusal:
        return _show(request, monday, str(refusal), 422)
    _tell(request, postings, why)
    return redirect(f"{reverse('desk:outreach_log', args=[request.unit.code])}?week={monday}")


@unit_page(Action.OUTREACH_WORK, "GET", "POST")
def read_file(request: UnitRequest) -> HttpResponse:
    form = LogFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            heard, problems = read_log(request.unit, form.cleaned_data["file"].read(3 * 2**20))
            if not heard:
                raise CannotBroadcast(" ".join(["Tệp không có dòng nào ghi được.", *problems[:5]]), "file")
            rows, postings, why = record_with_posting(actor=request.user, at=timezone.now(), heard=heard)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã ghi {len(rows)} buổi phát từ tệp.")
            for line in problems[:20]:
                messages.warning(request, line)
            _tell(request, postings, why, quiet=True)
            return redirect("desk:outreach_log", request.unit.code)
    back = reverse("desk:outreach_log", args=[request.unit.code])
    return form_page(request, form, title="Nhập nhật ký phát", back=back, back_words="Sổ phát", button="Nhập")


@unit_page(Action.OUTREACH_VIEW)
def schedule_file(request: UnitRequest) -> HttpResponse:
    monday = _monday(request.GET.get("week", ""))
    rows = broadcasts_between(request.unit, monday, monday + _WEEK)
    answer = HttpResponse(schedule_csv(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="lich-phat-{monday}.csv"'
    return answer


def _tell(request: UnitRequest, postings: list[Any], why: list[str], *, quiet: bool = False) -> None:
    if not quiet:
        messages.success(request, "Đã ghi sổ phát.")
    for one in postings:
        messages.success(
            request, f"Đã phát đủ ngày: “{one.publication.title}” được ghi là đã công khai trên truyền thanh."
        )
    for line in why:
        messages.warning(request, f"Chưa ghi được vào mục Công khai: {line}")


def _monday(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = timezone.localdate()
    if not 2000 <= day.year <= 2100:
        day = timezone.localdate()
    return day - timedelta(days=day.weekday())
