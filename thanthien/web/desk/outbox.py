"""Messages to citizens: what went out, what is stuck and why, sent again or given up. Addresses stay hidden."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone

from thanthien.operations.feedback.queries import hidden_marks
from thanthien.platform.outbox.actions import MAX_TRIES, CannotResend, cancel_message, send_again
from thanthien.platform.outbox.gateways import hidden
from thanthien.platform.outbox.models import Message
from thanthien.platform.outbox.queries import STUCK, WAITING, messages_of, resting_gateways
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.web.pages import UnitRequest, unit_page

PAGE = 50
State = Message.State
TABS: dict[str, tuple[str, tuple[str, ...]]] = {
    "stuck": ("Bị kẹt", STUCK),
    "waiting": ("Chờ gửi", WAITING),
    "sent": ("Đã gửi", (State.SENT, State.DELIVERED)),
    "all": ("Tất cả", ()),
}


@unit_page(Action.MESSAGE_VIEW)
def outbox(request: UnitRequest) -> HttpResponse:
    tab = request.GET.get("tab", "stuck")
    tab = tab if tab in TABS else "stuck"
    veiled = hidden_marks(request.user, [request.unit])
    page = Paginator(messages_of(request.unit, veiled, TABS[tab][1]), PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": [(one, hidden(one.address)) for one in page],
        "page": page,
        "tab": tab,
        "tabs": [(code, words) for code, (words, _) in TABS.items()],
        "stuck": messages_of(request.unit, veiled, STUCK).count(),
        "resting": resting_gateways(timezone.now()),
        "manages": may(request.user, Action.MESSAGE_MANAGE, request.unit),
        "again": (State.FAILED, State.GIVEN_UP, State.CANCELLED),
        "most_tries": MAX_TRIES,
    }
    return render(request, "desk/outbox.html", context)


@unit_page(Action.MESSAGE_MANAGE, "POST")
def again(request: UnitRequest, pk: int) -> HttpResponse:
    message = _found(request, pk)
    try:
        send_again(
            actor=request.user, at=timezone.now(), message=message, address=request.POST.get("address", "")
        )
    except CannotResend as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã đưa tin vào hàng chờ; tin được gửi trong ít phút.")
    return redirect("desk:outbox", request.unit.code)


@unit_page(Action.MESSAGE_MANAGE, "POST")
def cancel(request: UnitRequest, pk: int) -> HttpResponse:
    try:
        cancel_message(actor=request.user, at=timezone.now(), message=_found(request, pk))
    except CannotResend as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã thôi gửi tin này; người nhận chưa được báo.")
    return redirect("desk:outbox", request.unit.code)


def _found(request: UnitRequest, pk: int) -> Message:
    rows = messages_of(request.unit, hidden_marks(request.user, [request.unit])).select_related(
        "unit__parent"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


urlpatterns = [
    path("messages/", outbox, name="outbox"),
    path("messages/<int:pk>/again/", again, name="outbox_again"),
    path("messages/<int:pk>/cancel/", cancel, name="outbox_cancel"),
]
