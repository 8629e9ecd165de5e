"""Apologies on the desk: which wait for whom, one of them with its paper, filled in, signed, sent, delivered."""

from __future__ import annotations

from datetime import date

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.lib.documents.write import write_docx, write_pdf
from thanthien.operations.casework.apologies import (
    ApologyFields,
    CannotApologise,
    deliver_apology,
    drop_apology,
    fill_apology,
    restore_apology,
    return_apology,
    send_apology,
    sign_apology,
)
from thanthien.operations.casework.masking import masked_name
from thanthien.operations.casework.models import Apology
from thanthien.operations.casework.papers import apology_document
from thanthien.operations.casework.queries import apologies_of
from thanthien.operations.casework.standing import keeps
from thanthien.operations.casework.telling import about
from thanthien.platform.outbox.queries import messages_about
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.web.desk.casework.frame import apology_of, tabs
from thanthien.web.kept_files import as_download
from thanthien.web.pages import UnitRequest, seen_version, unit_page
from thanthien.web.plain_form import PlainForm, date_field, text_field

PAGE = 50
State = Apology.State
COLOURS = {
    State.DRAFT: "yellow",
    State.SUBMITTED: "orange",
    State.SIGNED: "azure",
    State.SENT: "lime",
    State.DELIVERED: "green",
    State.DROPPED: "secondary",
}
TABS = {
    "open": ("Đang làm", (State.DRAFT, State.SUBMITTED, State.SIGNED)),
    "sent": ("Đã gửi", (State.SENT, State.DELIVERED)),
    "dropped": ("Đã bỏ", (State.DROPPED,)),
}


class FillForm(PlainForm):
    reason = text_field("Lý do", length=1000, rows=4, hint="Người dân đọc câu này trong văn bản.")
    new_due_date = date_field("Ngày hẹn trả mới")
    return_place = text_field("Nơi trả kết quả", length=200)


class DayForm(forms.Form):
    day = date_field("Ngày nhận", missing="Anh/chị ghi ngày người dân nhận được.")


@unit_page(Action.CASE_VIEW)
def listing(request: UnitRequest) -> HttpResponse:
    tab = request.GET.get("tab", "") if request.GET.get("tab") in TABS else "open"
    rows = apologies_of(request.user, request.unit)
    page = Paginator(rows.filter(state__in=TABS[tab][1]), PAGE).get_page(request.GET.get("page"))
    context = {
        **tabs(request, "desk:case_apologies"),
        "page": page,
        "rows": [
            (one, masked_name(one.applicant or one.case.applicant), COLOURS[State(one.state)]) for one in page
        ],
        "boards": [(code, words) for code, (words, _) in TABS.items()],
        "tab": tab,
    }
    return render(request, "desk/casework/apologies.html", context)


@unit_page(Action.CASE_VIEW)
def show(request: UnitRequest, pk: int) -> HttpResponse:
    return _show(request, apology_of(request, pk))


@unit_page(Action.CASE_WORK, "POST")
def fill(request: UnitRequest, pk: int) -> HttpResponse:
    one, submits = apology_of(request, pk), "submit" in request.POST
    form = FillForm(request.POST)
    if not form.is_valid():
        return _show(request, one, form.first_error(), form)
    data = form.cleaned_data
    fields = ApologyFields(data["reason"], data["new_due_date"], data["return_place"])
    try:
        fill_apology(
            actor=request.user, at=timezone.now(), apology=one, fields=fields, submit=submits,
            seen=seen_version(request),
        )  # fmt: skip
    except CannotApologise as refusal:
        return _show(request, one, str(refusal), form)
    messages.success(request, "Đã trình lãnh đạo ký." if submits else "Đã lưu bản soạn.")
    return redirect("desk:case_apology", request.unit.code, pk)


@unit_page(Action.APOLOGY_SIGN, "POST")
def decide(request: UnitRequest, pk: int) -> HttpResponse:
    one, at, seen = apology_of(request, pk), timezone.now(), seen_version(request)
    try:
        if request.POST.get("move") == "return":
            return_apology(actor=request.user, at=at, apology=one, why=request.POST.get("why", ""), seen=seen)
            messages.success(request, "Đã trả lại để sửa.")
        else:
            signed = sign_apology(actor=request.user, at=at, apology=one, seen=seen)
            messages.success(request, f"Đã ký, số {signed.said_number}.")
    except CannotApologise as refusal:
        return _show(request, one, str(refusal))
    return redirect("desk:case_apology", request.unit.code, pk)


@unit_page(Action.CASE_MANAGE, "POST")
def send(request: UnitRequest, pk: int) -> HttpResponse:
    """What keepers do around the signature: send, note the delivery, put a draft aside, take it up again."""
    one = apology_of(request, pk)
    try:
        words = _sent(request, one)
    except CannotApologise as refusal:
        return _show(request, one, str(refusal))
    messages.success(request, words)
    return redirect("desk:case_apology", request.unit.code, pk)


def _sent(request: UnitRequest, one: Apology) -> str:
    at, seen, sent = timezone.now(), seen_version(request), request.POST
    match sent.get("move"):
        case "deliver":
            deliver_apology(
                actor=request.user,
                at=at,
                apology=one,
                day=_day(request),
                note=sent.get("note", ""),
                seen=seen,
            )
            return "Đã ghi người dân nhận được."
        case "drop":
            drop_apology(actor=request.user, at=at, apology=one, why=sent.get("why", ""), seen=seen)
            return "Đã bỏ bản này; khi cần có thể lấy lại."
        case "restore":
            restore_apology(actor=request.user, at=at, apology=one, seen=seen)
            return "Đã lấy lại bản soạn."
        case _:
            told = send_apology(actor=request.user, at=at, apology=one, way=sent.get("way", ""), seen=seen)
            return "Đã ghi gửi, tin nhắn đang được gửi." if told else "Đã ghi gửi."


def _day(request: UnitRequest) -> date:
    form = DayForm(request.POST)
    if not form.is_valid():
        raise CannotApologise(str(form.errors["day"][0]), "day")
    found: date = form.cleaned_data["day"]
    return found


@unit_page(Action.CASE_VIEW)
def paper(request: UnitRequest, pk: int, form: str) -> HttpResponse:
    """Form 04 as Word or PDF."""
    one = apology_of(request, pk)
    if form not in ("docx", "pdf"):
        raise Http404
    document = apology_document(one)
    data = write_docx(document) if form == "docx" else write_pdf(document, font_folders=settings.FONT_DIRS)
    return as_download(data, f"Phiếu xin lỗi {one.case.code}.{form}")


def _show(
    request: UnitRequest, one: Apology, refused: str = "", form: FillForm | None = None
) -> HttpResponse:
    unit, case = request.unit, one.case
    first = {"reason": one.reason, "new_due_date": one.new_due_date, "return_place": one.return_place}
    works, keeper = may(request.user, Action.CASE_WORK, unit), keeps(request.user, unit)
    if refused:
        one.refresh_from_db()
    context = {
        "apology": one,
        "case": case,
        "colour": COLOURS[State(one.state)],
        "applicant": one.applicant or case.applicant,
        "phone": one.phone or case.phone,
        "address": one.address or case.address,
        "form": form or FillForm(initial=first),
        "fills": works and one.state == State.DRAFT,
        "signs": may(request.user, Action.APOLOGY_SIGN, unit) and one.state == State.SUBMITTED,
        "sends": keeper and one.state == State.SIGNED,
        "delivers": keeper and one.state == State.SENT,
        "drops": keeper and one.state == State.DRAFT,
        "restores": keeper and one.state == State.DROPPED,
        "ways": Apology.Way.choices,
        "today": timezone.localdate().isoformat(),
        "lines": [block.text for block in apology_document(one).blocks if hasattr(block, "text")],
        "told": [m for m in messages_about(unit, about(case)) if m.template == "case-apology"],
        "refused": refused,
    }
    return render(request, "desk/casework/apology.html", context, status=422 if refused else 200)
