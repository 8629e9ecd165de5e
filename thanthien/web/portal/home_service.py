"""Citizens who cannot travel ask to be served at home, themselves or through somebody, and follow it by its code."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from thanthien.lib.codes import typed_code
from thanthien.lib.vietnamese import whole_number
from thanthien.operations.assistance.actions import Asked, CannotServe, receive_request
from thanthien.operations.assistance.definition import definition
from thanthien.operations.assistance.models import HomeRequest, Recipient
from thanthien.operations.assistance.queries import request_by_code
from thanthien.platform.units.models import Neighbourhood
from thanthien.platform.units.queries import neighbourhoods_of
from thanthien.web.limits import MINUTE, UNKNOWN_CODES, note, noted
from thanthien.web.portal.kept import OWN_KEY, kept
from thanthien.web.portal.pages import CitizenRequest, address, citizen_page, render
from thanthien.web.portal.send_form import label_of

ASKS = 10  # a minute from one address: a village head may bring a whole village
HOUR, ASKS_AN_HOUR = (
    3600,
    60,
)  # seconds; beyond it no village, but somebody who fills the desk with homes to visit
FIELDS = ("cannot_travel", "asker", "asker_name", "asker_phone", "name", "phone", "neighbourhood", "address", "kind",
          "procedures", "wished", "group", "agrees", "website")  # fmt: skip


@citizen_page("GET", "POST")
@kept
def ask(request: CitizenRequest) -> HttpResponse:
    if request.unit.successor is not None:
        return redirect(address(request, "home"))  # says which unit it is now
    if request.method != "POST":
        return _page(request, {}, {})
    many = note(request, "home-service-hour", within=HOUR) > ASKS_AN_HOUR
    if note(request, "home-service") > ASKS or many:
        answer = _page(request, request.POST, {}, status=429, is_crowded=True, in_an_hour=many)
        answer["Retry-After"] = str(HOUR if many else MINUTE)
        return answer
    sent = request.POST
    if sent.get("website"):
        words = _("Hệ thống tưởng đây là thư rác. Ông/bà để trống ô này rồi gửi lại.")
        return _page(request, sent, {"website": words}, status=422)
    if sent.get("cannot_travel") not in ("yes", "no"):
        words = _("Ông/bà chọn người cần phục vụ có tự đi lại được không.")
        return _page(request, sent, {"cannot_travel": words}, status=422)
    try:
        made = receive_request(at=timezone.now(), unit=request.unit, asked=_asked(request, sent))
    except CannotServe as refusal:
        return _page(request, sent, {refusal.field or "name": str(refusal)}, status=422)
    return redirect(f"{address(request, 'home_service_follow', made.code)}?sent=1")


def _asked(request: CitizenRequest, sent: Mapping[str, Any]) -> Asked:
    place = whole_number(sent.get("neighbourhood", ""))
    found = Neighbourhood.objects.filter(unit=request.unit, pk=place).first() if place is not None else None
    words = {
        name: str(sent.get(name, ""))[:1000]
        for name in ("name", "phone", "address", "procedures", "wished", "asker_name", "asker_phone")
    }
    asker = sent.get("asker") or Recipient.Asker.SELF
    if asker == Recipient.Asker.SELF:
        words["asker_name"] = words["asker_phone"] = ""
    key = str(sent.get("client_key", ""))[:64] or secrets.token_urlsafe(18)
    whole = "\0".join((request.unit.code, key, *words.values(), str(sent.get("kind", ""))))
    return Asked(
        **words, kind=str(sent.get("kind", "")), way=HomeRequest.Way.WEB,
        client_key=hashlib.sha256(whole.encode()).hexdigest(), cannot_travel=sent.get("cannot_travel") == "yes",
        agrees=bool(sent.get("agrees")), agrees_health=bool(sent.get("group")), group=str(sent.get("group", "")),
        neighbourhood=found, asker=asker, language=request.lang,
    )  # fmt: skip


def _page(
    request: CitizenRequest,
    typed: Mapping[str, Any],
    problems: dict[str, str],
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {
        "typed": typed,
        "problems": problems,
        "told": [(field, problems[field]) for field in FIELDS if field in problems],
        "kinds": HomeRequest.Kind.choices,
        "askers": Recipient.Asker.choices,
        "groups": [(one.code, label_of(one, request.lang)) for one in definition().groups.values()],
        "neighbourhoods": neighbourhoods_of(request.unit),
        "client_key": typed.get("client_key") or OWN_KEY,
        **more,
    }
    return render(request, "portal/home_service.html", context, status=status)


@citizen_page()
def follow(request: CitizenRequest, code: str) -> HttpResponse:
    """What is done about a request, by its code; nothing of the person is shown: whoever has the code reads it."""
    if noted(request, "code") > UNKNOWN_CODES:
        answer = render(request, "portal/follow_form.html", {"is_crowded": True}, status=429)
        answer["Retry-After"] = str(MINUTE)
        return answer
    found = request_by_code(request.unit, typed_code(code))
    if found is None:
        note(request, "code")
        raise Http404
    context = {"one": found, "steps": found.steps.all(), "is_new": "sent" in request.GET}
    answer = render(request, "portal/home_service_follow.html", context)
    answer["Referrer-Policy"] = "no-referrer"  # the address holds the code
    answer["X-Robots-Tag"] = "noindex"
    return answer


urlpatterns = [
    path("home-service/", ask, name="home_service"),
    path("home-service/<str:code>/", follow, name="home_service_follow"),
]
