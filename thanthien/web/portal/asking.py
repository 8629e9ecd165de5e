"""Citizens ask in their own words, typed or spoken into the keyboard: an answer, a question back, or whom to ask."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from thanthien.lib.codes import typed_code
from thanthien.lib.lookup import Verdict
from thanthien.operations.disclosure.queries import public_contacts
from thanthien.operations.feedback.emergencies import emergencies_in
from thanthien.operations.procedures.asking import LONGEST, facts_of, online_address
from thanthien.operations.procedures.asking import ask as asked
from thanthien.operations.procedures.phrasing import phrase
from thanthien.web.portal.pages import ENGLISH, CitizenRequest, address, citizen_page, render
from thanthien.web.portal.send_form import label_of

FACTS = {"bring": _("Mang theo gì"), "fee": _("Phí, lệ phí"), "time": _("Bao lâu"), "where": _("Làm ở đâu")}
EXAMPLES = {
    "vi": ("làm khai sinh cho con", "chung thuc ban sao", "xin giấy độc thân", "nhập khẩu cho vợ"),
    ENGLISH: ("birth certificate", "marriage registration", "temporary residence"),
}
PAPERS = 12  # lines of a fact; the procedure's page has all


@citizen_page()
def ask(request: CitizenRequest) -> HttpResponse:
    """What is asked stays in no history of a shared phone and in no cache, and the server keeps nothing of it."""
    typed = request.GET.get("q", "").strip()[:LONGEST]
    if typed_code(typed):  # it opens a report: it stays in no history of a shared phone
        return redirect(f"{address(request, 'ask')}?code=1")
    told = asked(request.unit, typed, timezone.localdate()) if typed else None
    sure = told.shown if told else None
    context = {
        "typed": typed,
        "is_code": "code" in request.GET and not typed,
        "told": told,
        "one": sure,
        "facts": [(FACTS[fact.key], fact) for fact in facts_of(sure)] if sure else [],
        "phrased": phrase(told) if told and request.lang != ENGLISH else "",
        "most": f":{PAPERS}",
        "online": online_address(sure.edition.said) if sure else "",
        "examples": EXAMPLES[request.lang],
        "numbers": public_contacts(request.unit)[:3] if told and told.verdict is not Verdict.SURE else [],
        "calls": [
            {"number": one.number, "label": label_of(one, request.lang)} for one in emergencies_in(typed)
        ],
    }
    answer = render(request, "portal/procedures/ask.html", context)
    if typed:
        answer["Cache-Control"] = "private, no-store"
    return answer


urlpatterns = [path("ask/", ask, name="ask")]
