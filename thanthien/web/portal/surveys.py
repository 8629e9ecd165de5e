"""Citizens answer a survey: by the address, a QR code, or a link that works once. No script is needed."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from thanthien.lib.codes import typed_code
from thanthien.lib.vietnamese import whole_number
from thanthien.operations.surveys.answering import CannotAnswer, Sent, answer, check_open
from thanthien.operations.surveys.definition import content_of
from thanthien.operations.surveys.models import Response, Survey
from thanthien.operations.surveys.queries import link_state, open_surveys, survey_by_code
from thanthien.platform.units.models import Neighbourhood
from thanthien.platform.units.queries import neighbourhoods_of
from thanthien.web.crowding import REFUSED_FROM, crowd_at, flag_of, note_answered
from thanthien.web.portal.pages import CitizenRequest, address, citizen_page, render
from thanthien.web.survey_form import intro_said, questions_said

Channel = Response.Channel


@citizen_page()
def surveys(request: CitizenRequest) -> HttpResponse:
    rows = open_surveys(request.unit, timezone.localdate())
    return render(request, "portal/surveys/surveys.html", {"surveys": rows})


@citizen_page("GET", "POST")
def survey(request: CitizenRequest, code: str) -> HttpResponse:
    found = survey_by_code(request.unit, typed_code(code))
    if found is None:
        raise Http404
    token = request.GET.get("k", "")[:64]
    closed = _why_closed(found, token)
    if closed or request.method != "POST":
        return _form(request, found, closed=closed)
    came = crowd_at(request, found.code)
    if came > REFUSED_FROM:
        words = _("Có quá nhiều phiếu gửi từ nơi này trong ít phút. Ông/bà chờ mười phút rồi bấm gửi lại.")
        return _form(request, found, problem=words, status=429)
    try:
        answer(at=timezone.now(), survey=found, sent=_sent(request, found, token, came))
    except CannotAnswer as refusal:
        return _form(request, found, problem=str(refusal), field=refusal.field, status=422)
    response = redirect(address(request, "survey_thanks", found.code))
    if not token:  # a single-use link says enough by itself
        note_answered(request, response, found.code)
    return response


@citizen_page()
def thanks(request: CitizenRequest, code: str) -> HttpResponse:
    found = survey_by_code(request.unit, typed_code(code))
    if found is None:
        raise Http404
    return render(request, "portal/surveys/thanks.html", {"survey": found})


def _why_closed(found: Survey, token: str) -> str:
    try:
        check_open(found, timezone.now())
    except CannotAnswer as refusal:
        return str(refusal)
    if token and link_state(found, token) is not False:
        return _("Đường dẫn này đã được dùng hoặc không đúng. Mỗi đường dẫn trả lời được một lần.")
    if not token and not found.is_public:
        return _("Khảo sát này chỉ trả lời bằng đường dẫn hoặc mã QR riêng ghi trên thư mời.")
    return ""


def _sent(request: CitizenRequest, found: Survey, token: str, came: int) -> Sent:
    via_qr = request.GET.get("via") == "qr"
    pk = whole_number(request.POST.get("neighbourhood", ""))
    place = Neighbourhood.objects.filter(unit=request.unit, pk=pk).first() if pk is not None else None
    return Sent(
        key=_key(request.POST.get("key", "")),
        typed={name[2:]: values for name, values in request.POST.lists() if name.startswith("q_")},
        channel=Channel.LINK if token else Channel.QR if via_qr else Channel.WEB,
        neighbourhood=place,
        flag="" if token else flag_of(request, found.code, came),
        token=token,
    )


def _key(text: str) -> uuid.UUID:
    """The page's own key; a made-up one of another kind is replaced."""
    try:
        key = uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()
    return key if key.version == 4 else uuid.uuid4()


def _form(
    request: CitizenRequest, found: Survey, *, status: int = 200, closed: str = "", **more: Any
) -> HttpResponse:
    content, english = content_of(found.version.content), request.lang == "en"
    context = {
        "survey": found,
        "closed": closed,
        "intro": intro_said(content, english=english),
        "blocks": questions_said(content, english=english, typed=request.POST),
        "key": _key(request.POST.get("key", "")),
        "neighbourhoods": neighbourhoods_of(request.unit) if found.asks_neighbourhood else (),
        "typed_place": request.POST.get("neighbourhood", ""),
        **more,
    }
    return render(request, "portal/surveys/survey.html", context, status=410 if closed else status)


urlpatterns = [
    path("surveys/", surveys, name="surveys"),
    path("surveys/<str:code>/", survey, name="survey"),
    path("surveys/<str:code>/thanks/", thanks, name="survey_thanks"),
]
