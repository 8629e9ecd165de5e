"""Spot checks on a phone: drawn, one person after the other, finished; the list and the month's paper."""

from __future__ import annotations

import calendar
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.lib.documents.write import write_docx
from thanthien.operations.conduct.checking import CannotCheck, Seen, finish_check, mark_look, open_check
from thanthien.operations.conduct.definition import definition
from thanthien.operations.conduct.drawing import seed_words
from thanthien.operations.conduct.leaving import away_on, left_out
from thanthien.operations.conduct.models import Look, SpotCheck
from thanthien.operations.conduct.papers import check_summary
from thanthien.operations.conduct.queries import check_of_unit, checks_of, look_of_unit, tally_of
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.web.desk.conduct.frame import tabs
from thanthien.web.kept_files import as_download, hand_over
from thanthien.web.months import month_asked
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.pictures import keep_picture

_YES_NO = {"yes": True, "no": False}


@unit_page(Action.CONDUCT_CHECK)
def listed(request: UnitRequest) -> HttpResponse:
    return _list(request)


def _list(request: UnitRequest, *, status: int = 200, refused: str = "") -> HttpResponse:
    today, terms = timezone.localdate(), definition()
    rows = [
        (one, terms.purposes.get(one.purpose), tally_of(one, list(one.looks.all())))
        for one in checks_of(request.unit)[:100]
    ]
    opened = {one.purpose: one for one, _, _ in rows if one.date == today}
    context = {
        **tabs(request, "desk:conduct_checks"),
        "rows": rows,
        "purposes": [(one, opened.get(one.code)) for one in terms.purposes.values()],
        "month": today.strftime("%Y-%m"),
        "refused": refused,
    }
    return render(request, "desk/conduct/checks.html", context, status=status)


@unit_page(Action.CONDUCT_CHECK, "POST")
def open_today(request: UnitRequest) -> HttpResponse:
    try:
        made = open_check(
            actor=request.user, at=timezone.now(), unit=request.unit, purpose=request.POST.get("purpose", "")
        )
    except CannotCheck as refusal:
        return _list(request, status=422, refused=str(refusal))
    return redirect("desk:conduct_check", request.unit.code, made.pk)


@unit_page(Action.CONDUCT_CHECK)
def show(request: UnitRequest, pk: int) -> HttpResponse:
    return _show(request, pk)


def _show(request: UnitRequest, pk: int, *, status: int = 200, refused: str = "") -> HttpResponse:
    one = check_of_unit(request.unit, pk)
    if one is None:
        raise Http404
    looks, purpose = list(one.looks.all()), definition().purposes.get(one.purpose)
    context = {
        **tabs(request, "desk:conduct_checks"),
        "one": one,
        "purpose": purpose.label if purpose else one.purpose,
        "looks": looks,
        "tally": tally_of(one, looks),
        "in_line": len(one.line),
        "away": left_out(one),
        "words": seed_words(request.unit.code, one.date, one.purpose),
        "is_live": one.state == SpotCheck.State.OPEN and one.date == timezone.localdate(),
        "may_finish": one.state == SpotCheck.State.OPEN
        and not any(x.state == Look.State.WAITING for x in looks),
        "refused": refused,
    }
    return render(request, "desk/conduct/check.html", context, status=status)


@unit_page(Action.CONDUCT_CHECK, "POST")
def finish(request: UnitRequest, pk: int) -> HttpResponse:
    one = check_of_unit(request.unit, pk)
    if one is None:
        raise Http404
    try:
        finish_check(actor=request.user, at=timezone.now(), check=one, note=request.POST.get("note", ""))
    except CannotCheck as refusal:
        return _show(request, pk, status=422, refused=str(refusal))
    messages.success(request, "Đã kết thúc đợt kiểm tra.")
    return redirect("desk:conduct_check", request.unit.code, pk)


@unit_page(Action.CONDUCT_CHECK, "GET", "POST")
def look(request: UnitRequest, pk: int) -> HttpResponse:
    """One person: what was seen, then the next who waits."""
    one = look_of_unit(request.unit, pk)
    if one is None:
        raise Http404
    if request.method == "GET":
        return _look(request, one)
    now = timezone.now()
    try:
        seen = _seen(request, request.POST)
        mark_look(actor=request.user, at=now, look=one, version=seen_version(request), seen=seen)
    except Refusal as refusal:
        fresh = look_of_unit(request.unit, pk)
        if fresh is None:
            return _show(request, one.check_of_id, status=422, refused=str(refusal))
        return _look(request, fresh, status=422, refused=str(refusal), typed=request.POST)
    waiting = (
        Look.objects.filter(check_of=one.check_of_id, state=Look.State.WAITING).order_by("position").first()
    )
    if waiting is not None:
        return redirect("desk:conduct_look", request.unit.code, waiting.pk)
    return redirect("desk:conduct_check", request.unit.code, one.check_of_id)


def _seen(request: HttpRequest, sent: QueryDict) -> Seen:
    if sent.get("quick"):
        return Seen(Look.State.SEEN, True, True)
    behaviours = {
        code: _YES_NO[sent.get(f"behaviour-{code}", "")]
        for code in definition().behaviours
        if sent.get(f"behaviour-{code}", "") in _YES_NO
    }
    return Seen(
        sent.get("state", ""), _YES_NO.get(sent.get("badge", "")), _YES_NO.get(sent.get("neat", "")), behaviours,
        sent.get("reason", ""), sent.get("note", ""), keep_picture(request.FILES.get("photo"), timezone.now()),
    )  # fmt: skip


def _look(
    request: UnitRequest, one: Look, *, status: int = 200, refused: str = "", typed: Any = None
) -> HttpResponse:
    def said(value: bool | None) -> str:
        return "" if value is None else "yes" if value else "no"

    def picked(name: str, kept: bool | None) -> str:
        return str(typed.get(name, "")) if typed else said(kept)

    behaviours = [
        (code, label, picked(f"behaviour-{code}", one.behaviours.get(code)))
        for code, label in definition().behaviours.items()
    ]
    waiting = Look.objects.filter(check_of=one.check_of_id, state=Look.State.WAITING).count()
    told = away_on(request.unit, one.check_of.date).get(one.staff_id)
    context = {
        **tabs(request, "desk:conduct_checks"),
        "one": one,
        "is_live": one.check_of.state == SpotCheck.State.OPEN and one.check_of.date == timezone.localdate(),
        "badge": picked("badge", one.has_badge),
        "neat": picked("neat", one.is_neat),
        "behaviours": behaviours,
        "reasons": Look.Reason.choices,
        "told": told,
        "reason": typed.get("reason", "") if typed else one.reason or (told.kind if told else ""),
        "note": typed.get("note", "") if typed else one.note,
        "waiting": waiting,
        "refused": refused,
    }
    return render(request, "desk/conduct/look.html", context, status=status)


@unit_page(Action.CONDUCT_CHECK)
def photo(request: UnitRequest, pk: int) -> HttpResponseBase:
    one = look_of_unit(request.unit, pk)
    if one is None:
        raise Http404
    return hand_over(request, one.photo, f"Kiểm tra {one.check_of.date:%d-%m-%Y}, lượt {one.position}")


@unit_page(Action.CONDUCT_CHECK)
def month_file(request: UnitRequest) -> HttpResponse:
    first = month_asked(request.GET.get("month", ""))
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    paper = check_summary(request.unit, first, last)
    if paper is None:
        messages.info(request, f"Tháng {first:%m/%Y} chưa kiểm tra ai nên chưa có bảng tổng hợp.")
        return redirect(reverse("desk:conduct_checks", args=[request.unit.code]))
    return as_download(write_docx(paper), f"Kiểm tra đeo thẻ, trang phục {first:%m-%Y}.docx")
