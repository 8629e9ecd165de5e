"""Conclusions of the heads, followed until each is done: the owner's own, all of them for those who keep the book."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.operations.reception.concluding import finish_conclusion
from thanthien.operations.reception.queries import conclusion_of_unit, conclusions_of
from thanthien.operations.reception.standing import keeps_book
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.web.desk.reception.frame import tabs
from thanthien.web.pages import UnitRequest, unit_page

_MOST = 200


@unit_page(Action.RECEPTION_VIEW)
def listed(request: UnitRequest) -> HttpResponse:
    return _show(request)


def _show(request: UnitRequest, *, status: int = 200, **kept: Any) -> HttpResponse:
    around = tabs(request, "desk:reception_conclusions")
    rows = [conclusions_of(request.unit, is_open=is_open) for is_open in (True, False)]
    if not around["keeps"]:
        rows = [one.filter(owner=request.user) for one in rows]
    context = {
        **around,
        "open": list(rows[0][:_MOST]),
        "done": list(rows[1][:_MOST]),
        "today": timezone.localdate(),
        **kept,
    }
    return render(request, "desk/reception/conclusions.html", context, status=status)


@unit_page(Action.RECEPTION_WORK, "POST")
def finish(request: UnitRequest, pk: int) -> HttpResponse:
    one = conclusion_of_unit(request.unit, pk)
    if one is None:
        raise Http404
    if one.owner_id != request.user.pk and not keeps_book(request.user, request.unit):
        raise NotAllowed("Kết luận này giao người khác thực hiện.")
    try:
        result = request.POST.get("result", "")
        finish_conclusion(actor=request.user, at=timezone.now(), conclusion=one, result=result)
    except Refusal as refusal:
        return _show(request, status=422, refused=str(refusal), asked=pk, typed=result)
    messages.success(request, "Đã ghi kết quả thực hiện kết luận.")
    return redirect("desk:reception_conclusions", request.unit.code)
