"""The page of an officer with people waiting: sit down, call, serve, and everything that may happen to a number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.lib.vietnamese import whole_number
from thanthien.operations.queueing.calling import (
    call_next,
    call_this,
    finish,
    lapse,
    miss,
    next_for,
    park,
    recall,
    restore,
    send_on,
    serve,
    waiting_for_counter,
)
from thanthien.operations.queueing.models import Ticket
from thanthien.operations.queueing.queries import (
    at_counter,
    closed_lately,
    left_over,
    lines_of,
    open_services,
    screens_without_paper,
    seated_counters,
    set_aside,
    version_of,
)
from thanthien.operations.queueing.rules import rules_of
from thanthien.operations.queueing.standing import require_worker, seat_of
from thanthien.operations.queueing.states import CannotMove
from thanthien.operations.queueing.taking import CannotTake, Wish, take_for
from thanthien.platform.counters.actions import CannotChangeCounters, leave, seat
from thanthien.platform.counters.models import Counter
from thanthien.platform.counters.queries import counter_seen_by
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.web.desk.queue.frame import tabs, ticket_of
from thanthien.web.pages import UnitRequest, unit_page

SHOWN = 30  # of those who wait


@unit_page(Action.QUEUE_VIEW)
def queue(request: UnitRequest) -> HttpResponse:
    context = {**tabs(request, "queue"), **_waiting(request)}
    counter: Counter | None = context["counter"]
    if counter is not None:
        context["ticket"] = at_counter(counter)
        context["rules"] = rules_of(request.unit.pk)
    if context["works"]:
        context["no_paper"] = screens_without_paper(request.unit)
        context["counters"] = seated_counters(request.unit)
        context["services"] = open_services(request.unit)
        context["priorities"] = rules_of(request.unit.pk).priorities
    return render(request, "desk/queue/queue.html", context)


@unit_page(Action.QUEUE_VIEW)
def waiting(request: UnitRequest) -> HttpResponse:
    """The part that changes by what others do; 204 while nothing has changed since `v`."""
    if whole_number(request.GET.get("v")) == version_of(request.unit.pk):
        return HttpResponse(status=204)
    return render(request, "desk/queue/_waiting.html", {**tabs(request, "queue"), **_waiting(request)})


@unit_page(Action.QUEUE_VIEW)
def ticket(request: UnitRequest, pk: int) -> HttpResponse:
    """Everything that happened to one number."""
    found = ticket_of(request, pk)
    steps = found.steps.select_related("counter", "service", "person")
    context = {
        "ticket": found,
        "ticket_steps": steps,
        "priority": rules_of(request.unit.pk).priority(found.priority),
    }
    return render(request, "desk/queue/ticket.html", {**context, **tabs(request, "queue")})


@unit_page(Action.QUEUE_WORK, "POST")
def sit(request: UnitRequest) -> HttpResponse:
    """At the counter of `counter`, leaving the one before; or up from it with `leave`."""
    require_worker(request.user, request.unit)
    at, there = timezone.now(), seat_of(request.user, request.unit)
    try:
        if "leave" in request.POST:
            _stand_up(request, there)
        else:
            pk = whole_number(request.POST.get("counter")) or 0
            counter = counter_seen_by(request.user, request.unit, pk, Action.QUEUE_VIEW)
            if counter is None:
                raise CannotChangeCounters("Anh/chị chọn một quầy trong danh sách.")
            if there is not None and there.counter_id != counter.pk:
                _stand_up(request, there)
            seat(actor=request.user, at=at, counter=counter, person=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
    return redirect("desk:queue", request.unit.code)


@unit_page(Action.QUEUE_WORK, "POST")
def do(request: UnitRequest) -> HttpResponse:
    """One step: `move` says which, `ticket` with which number."""
    require_worker(request.user, request.unit)
    act = MOVES.get(request.POST.get("move", ""))
    if act is None:
        raise Http404
    try:
        act(request)
    except CannotMove as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
    return redirect("desk:queue", request.unit.code)


@unit_page(Action.QUEUE_WORK, "POST")
def take(request: UnitRequest) -> HttpResponse:
    """A number for somebody who stands at the desk."""
    typed = request.POST
    wish = Wish(
        tuple(pk for one in typed.getlist("services") if (pk := whole_number(one)) is not None),
        Ticket.Channel.DESK, priority=typed.get("priority", ""),
    )  # fmt: skip
    try:
        made = take_for(actor=request.user, at=timezone.now(), unit=request.unit, wish=wish)
    except CannotTake as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
    else:
        messages.success(request, f"Đã lấy số {made.label} cho người dân.")
    return redirect("desk:queue", request.unit.code)


def _stand_up(request: UnitRequest, there: Any) -> None:
    if there is None:
        raise CannotChangeCounters("Anh/chị đang không ngồi quầy nào.")
    if (held := at_counter(there.counter)) is not None:
        raise CannotMove(
            f"{there.counter} còn số {held.label}. Anh/chị làm xong, tạm dừng hoặc ghi vắng rồi rời quầy."
        )
    leave(actor=request.user, at=timezone.now(), counter=there.counter)


def _waiting(request: UnitRequest) -> dict[str, Any]:
    """Context of `_waiting.html`."""
    unit, day, version = request.unit, timezone.localdate(), version_of(request.unit.pk)
    there = seat_of(request.user, unit)
    counter = there.counter if there else None
    rows = waiting_for_counter(counter, day).select_related("service")[:SHOWN] if counter else []
    return {
        "version": version,
        "seat": there,
        "counter": counter,
        "coming": next_for(counter, timezone.now()) if counter else None,
        "rows": rows,
        "aside": set_aside(unit, day),
        "left": left_over(unit, day)[:20],
        "closed": closed_lately(unit, timezone.now())[:20],
        "lines": lines_of(unit, day),
        "names": {one.key: one.vi for one in rules_of(unit.pk).priorities},
    }


def _counter(request: UnitRequest) -> Counter:
    there = seat_of(request.user, request.unit)
    if there is None:
        raise CannotMove("Anh/chị ngồi vào một quầy rồi gọi số.")
    return there.counter


def _next(request: UnitRequest) -> None:
    call_next(actor=request.user, at=timezone.now(), counter=_counter(request))


def _this(request: UnitRequest) -> None:
    call_this(actor=request.user, at=timezone.now(), counter=_counter(request), ticket=_ticket(request))


def _plain(action: Callable[..., Ticket]) -> Callable[[UnitRequest], None]:
    def act(request: UnitRequest) -> None:
        action(actor=request.user, at=timezone.now(), ticket=_ticket(request))

    return act


def _park(request: UnitRequest) -> None:
    note = request.POST.get("note", "")
    park(actor=request.user, at=timezone.now(), ticket=_ticket(request), note=note)


def _send_on(request: UnitRequest) -> None:
    """`to` is "service:<id>" or "counter:<id>"."""
    kind, _, pk = request.POST.get("to", "").partition(":")
    number = whole_number(pk)
    service = next(
        (one for one in open_services(request.unit) if kind == "service" and one.pk == number), None
    )
    counter = (
        counter_seen_by(request.user, request.unit, number, Action.QUEUE_VIEW)
        if kind == "counter" and number is not None
        else None
    )
    if service is None and counter is None:
        raise CannotMove("Anh/chị chọn việc hoặc quầy để chuyển đến.", "to")
    held = _ticket(request)
    send_on(actor=request.user, at=timezone.now(), ticket=held, service=service, to_counter=counter)
    messages.success(request, f"Đã chuyển số {held.label} sang {service or counter}.")


def _finish(request: UnitRequest) -> None:
    """Done; with `and_next` the next one is called in the same press."""
    done = finish(actor=request.user, at=timezone.now(), ticket=_ticket(request))
    if done.state == Ticket.State.WAITING:
        messages.success(request, f"Số {done.label} sang việc tiếp theo: {done.service}.")
    if "and_next" in request.POST:
        _next(request)


def _lapse(request: UnitRequest) -> None:
    lapse(actor=request.user, at=timezone.now(), unit_id=request.unit.pk, ticket=_ticket(request))


def _ticket(request: UnitRequest) -> Ticket:
    return ticket_of(request, whole_number(request.POST.get("ticket")))


MOVES: dict[str, Callable[[UnitRequest], None]] = {
    "next": _next,
    "this": _this,
    "recall": _plain(recall),
    "serve": _plain(serve),
    "park": _park,
    "miss": _plain(miss),
    "restore": _plain(restore),
    "send_on": _send_on,
    "finish": _finish,
    "lapse": _lapse,
}
