"""At the door, on a phone: arrived, papers taken or handed over with a receipt, nobody at home."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.lib.documents.write import write_docx, write_pdf
from thanthien.operations.assistance.models import HomeRequest, Receipt, Visit
from thanthien.operations.assistance.papers import receipt_paper
from thanthien.operations.assistance.queries import receipt_of_unit
from thanthien.operations.assistance.standing import sees, shown
from thanthien.operations.assistance.states import VISITS
from thanthien.operations.assistance.visiting import ReceiptFields, add_signed, move_visit
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.web.desk.assistance.frame import away, tabs, visit_asked
from thanthien.web.kept_files import as_download, hand_over
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.pictures import keep_picture


@unit_page(Action.ASSISTANCE_WORK)
def visit_page(request: UnitRequest, pk: int) -> HttpResponse:
    one = visit_asked(request, pk)
    if not sees(request.user, one.request):
        return away(request, "desk:assist_round", one.round_id)
    return _show(request, one)


def _show(request: UnitRequest, one: Visit, *, status: int = 200, **kept: Any) -> HttpResponse:
    takes_in = one.request.kind == HomeRequest.Kind.RECEIVE
    has_come = one.round.date <= timezone.localdate()
    officer, person = str(request.user), one.request.recipient.name
    context = {
        **tabs(request, "desk:assist_rounds"),
        "one": one,
        "who": shown(one.request.recipient, whole=True),
        "moves": {
            move
            for move, (allowed, _) in VISITS.items()
            if one.state in allowed and (has_come or move == "drop")
        },
        "has_come": has_come,
        "takes_in": takes_in,
        "given": person if takes_in else officer,
        "taken": officer if takes_in else person,
        "receipt": getattr(one, "receipt", None),
        **kept,
    }
    return render(request, "desk/assistance/visit.html", context, status=status)


@unit_page(Action.ASSISTANCE_WORK, "POST")
def move(request: UnitRequest, pk: int) -> HttpResponse:
    one, sent, now = visit_asked(request, pk), request.POST, timezone.now()
    if not sees(request.user, one.request):
        return away(request, "desk:assist_round", one.round_id)
    chosen = sent.get("move", "")
    try:
        fields = None
        if chosen == "done":
            photo = keep_picture(request.FILES.get("photo"), now)
            fields = ReceiptFields(
                sent.get("papers", ""), sent.get("given_by", ""), sent.get("taken_by", ""), photo,
                bool(sent.get("comes_back")),
            )  # fmt: skip
        move_visit(
            actor=request.user, at=now, visit=one, move=chosen, note=sent.get("note", ""), receipt=fields
        )
    except Refusal as refusal:
        return _show(request, one, status=422, refused=str(refusal), asked=chosen, typed=sent)
    messages.success(request, "Đã ghi.")
    if chosen in ("set_out", "arrive", "not_here", "done"):
        return redirect("desk:assist_visit", request.unit.code, pk)
    return redirect("desk:assist_round", request.unit.code, one.round_id)


@unit_page(Action.ASSISTANCE_WORK, "POST")
def sign(request: UnitRequest, pk: int) -> HttpResponse:
    """The picture of a receipt that was signed after it was written."""
    one, now = visit_asked(request, pk), timezone.now()
    if not sees(request.user, one.request):
        return away(request, "desk:assist_round", one.round_id)
    try:
        photo = keep_picture(request.FILES.get("photo"), now)
        add_signed(actor=request.user, at=now, visit=one, photo=photo)
    except Refusal as refusal:
        return _show(request, one, status=422, refused=str(refusal))
    messages.success(request, "Đã giữ ảnh bản đã ký.")
    return redirect("desk:assist_visit", request.unit.code, pk)


@unit_page(Action.ASSISTANCE_VIEW)
def receipt_word(request: UnitRequest, pk: int) -> HttpResponse:
    one = _receipt(request, pk)
    if not sees(request.user, one.visit.request):
        return away(request, "desk:assist_request", one.visit.request_id)
    return as_download(write_docx(receipt_paper(one)), f"Giấy biên nhận {one.number}-{one.year}.docx")


@unit_page(Action.ASSISTANCE_VIEW)
def receipt_pdf(request: UnitRequest, pk: int) -> HttpResponse:
    one = _receipt(request, pk)
    if not sees(request.user, one.visit.request):
        return away(request, "desk:assist_request", one.visit.request_id)
    return as_download(write_pdf(receipt_paper(one)), f"Giấy biên nhận {one.number}-{one.year}.pdf")


@unit_page(Action.ASSISTANCE_VIEW)
def photo(request: UnitRequest, pk: int) -> HttpResponseBase:
    one = _receipt(request, pk)
    if not sees(request.user, one.visit.request):
        return away(request, "desk:assist_request", one.visit.request_id)
    return hand_over(request, one.photo, f"Giấy biên nhận {one.number}-{one.year}")


def _receipt(request: UnitRequest, visit_pk: int) -> Receipt:
    one = receipt_of_unit(request.unit, visit_pk)
    if one is None:
        raise Http404
    return one
