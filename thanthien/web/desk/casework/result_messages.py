"""Messages that a result is ready: what they say, switched on and off by whoever heads the centre."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.operations.casework.definition import definition
from thanthien.operations.casework.models import CaseRules
from thanthien.operations.casework.ruling import set_result_messages
from thanthien.operations.casework.telling import result_text, tells_results
from thanthien.platform.counters.standing import manages_centre
from thanthien.platform.outbox.zns import is_set_up
from thanthien.platform.people.roles import Action
from thanthien.web.desk.casework.frame import away, tabs
from thanthien.web.pages import UnitRequest, unit_page

_SAMPLE = "H15.50.05.13-261008-0975"


@unit_page(Action.CASE_MANAGE, "GET", "POST")
def result_messages(request: UnitRequest) -> HttpResponse:
    if back := away(request):
        return back
    unit = request.unit
    if request.method == "POST":
        on = request.POST.get("on") == "1"
        if set_result_messages(actor=request.user, at=timezone.now(), unit=unit, on=on):
            words = "Đã bật tin nhắn báo kết quả." if on else "Đã tắt tin nhắn báo kết quả."
            messages.success(request, words)
        return redirect("desk:case_messages", unit.code)
    text = result_text(unit, _SAMPLE)
    context = {
        **tabs(request, "desk:case_messages"),
        "is_on": tells_results(unit),
        "rules": CaseRules.objects.filter(unit=unit).select_related("changed_by").first(),
        "may_switch": manages_centre(request.user, unit, Action.CASE_MANAGE),
        "text": text,
        "length": len(text),
        "channel": "Zalo" if is_set_up() else "SMS",
        "days": definition().result_message_days,
    }
    return render(request, "desk/casework/messages.html", context)
