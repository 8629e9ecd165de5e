"""Citizens send what they have to say."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from thanthien.lib.vietnamese import whole_number
from thanthien.operations.feedback.definition import definition
from thanthien.operations.feedback.intake import (
    CannotReceive,
    HasChanged,
    Incoming,
    Received,
    receive_report,
)
from thanthien.operations.feedback.models import Channel, Path
from thanthien.operations.feedback.setting_up import categories_of
from thanthien.platform.files.actions import keep_upload, sent_name
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.files.models import StoredFile
from thanthien.platform.units.models import Neighbourhood
from thanthien.platform.units.queries import neighbourhoods_of
from thanthien.web.limits import MINUTE, SENDS, note
from thanthien.web.portal.kept import OWN_KEY, kept
from thanthien.web.portal.pages import (
    CitizenRequest,
    about_unit,
    address,
    address_of_report,
    citizen_page,
    render,
)
from thanthien.web.portal.send_form import PATHS, label_of
from thanthien.web.sent_report import FIELDS, Typed, contact_of, read_typed, wrong_with

FLOOD = 4 * SENDS  # of one address in a minute
_CHANNELS = {"qr": Channel.QR, "app": Channel.APP}


@citizen_page("GET", "POST", remembers=True)
@kept
def send(request: CitizenRequest) -> HttpResponse:
    if request.unit.successor is not None:
        return redirect(address(request, "home"))  # says which unit it is now
    if request.method != "POST":
        return _page(request, {}, {})
    if (came := note(request, "send")) > SENDS:
        return _crowded(request) if came <= FLOOD else _flooded()
    typed, problems = read_typed(request.POST)
    files = [one for one in request.FILES.getlist("files") if one.size]
    if unfit := wrong_with(files):
        problems["files"] = unfit
    if not problems:
        try:
            received = _received(request, typed, _kept(files))
            if received is None:
                return redirect(address(request, "home"))
            return HttpResponseRedirect(f"{address_of_report(request, received.report.code)}?sent=1")
        except CannotReceive as refusal:
            problems[refusal.field or "text"] = str(refusal)
        except CannotKeepFile:
            problems["files"] = _(
                "Có tệp bị hỏng hoặc chưa tải lên trọn vẹn. Ông/bà chọn lại tệp, hoặc gửi không kèm tệp."
            )
    return _page(request, request.POST, problems, status=422)


def _received(request: CitizenRequest, typed: Typed, files: list[tuple[StoredFile, str]]) -> Received | None:
    """None where the unit has just been merged into another."""
    try:
        return receive_report(
            at=timezone.now(), unit=request.unit, incoming=_incoming(request, typed), files=files,
            as_of=request.as_of, is_remembered=request.is_remembered,
        )  # fmt: skip
    except HasChanged:
        about_unit(request, request.unit.code, request.lang)
    return None if request.unit.successor else _received(request, typed, files)


def _page(
    request: CitizenRequest,
    typed: Mapping[str, Any],
    problems: dict[str, str],
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    data, lang = definition(), request.lang
    here = PATHS[_path(request)]
    context = {
        "here": here,
        "others": [one for one in PATHS.values() if one is not here],
        "typed": typed,
        "problems": problems,
        # each problem where its box is, in the order of the page
        "told": [(field, problems[field]) for field in FIELDS if field in problems]
        + [(field, said) for field, said in problems.items() if field not in FIELDS],
        "categories": [(one.code, label_of(one, lang)) for one in categories_of(request.unit)],
        "neighbourhoods": neighbourhoods_of(request.unit),
        "client_key": typed.get("client_key") or OWN_KEY,
        "emergencies": [
            {"number": one.number, "label": label_of(one, lang), "words": one.words}
            for one in data.emergencies
        ],
        **more,
    }
    return render(request, "portal/send.html", context, status=status)


def _crowded(request: CitizenRequest) -> HttpResponse:
    """What was typed comes back, so that a minute later one press sends it."""
    answer = _page(request, request.POST, {}, status=429, is_crowded=True)
    answer["Retry-After"] = str(MINUTE)
    return answer


def _flooded() -> HttpResponse:
    """No person sends so many: no page is made for it, so that whoever sends a thousand a second costs nobody time."""
    words = _("Đường truyền này đang gửi quá nhiều. Ông/bà chờ một phút rồi gửi lại.")
    return HttpResponse(
        words, status=429, content_type="text/plain; charset=utf-8", headers={"Retry-After": str(MINUTE)}
    )


def _path(request: CitizenRequest) -> str:
    asked = request.GET.get("path", "")
    return asked if asked in PATHS else Path.PETITION


def _kept(files: list[UploadedFile[Any]]) -> list[tuple[StoredFile, str]]:
    return [(keep_upload(upload=one, at=timezone.now()), sent_name(one)) for one in files]


def _incoming(request: CitizenRequest, typed: Typed) -> Incoming:
    return Incoming(
        text=typed.text,
        category=typed.category,
        channel=_CHANNELS.get(request.GET.get("via", ""), Channel.WEB),
        client_key=_client_key(request, typed),
        path=_path(request),
        place=typed.place,
        neighbourhood=_neighbourhood(request, typed.neighbourhood),
        contact=contact_of(typed),
        may_publish=typed.may_publish,
        about_leader=typed.about_leader,
        language=request.lang,
    )


def _client_key(request: CitizenRequest, typed: Typed) -> str:
    """The device's key together with what was said: the same page sent twice is one report, the same page
    filled in anew (from the back button, or kept for times without a line) is another."""
    key = typed.client_key or secrets.token_urlsafe(18)
    whole = "\0".join((request.unit.code, key, _path(request), typed.category, typed.text))
    return hashlib.sha256(whole.encode()).hexdigest()


def _neighbourhood(request: CitizenRequest, value: str) -> Neighbourhood | None:
    pk = whole_number(value)
    return Neighbourhood.objects.filter(unit=request.unit, pk=pk).first() if pk is not None else None


urlpatterns = [path("send/", send, name="send")]
