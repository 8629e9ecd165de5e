"""After a service, by a QR code at the counter: a citizen presses a face on the own phone. No script is needed."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from thanthien.lib.codes import typed_code
from thanthien.lib.vietnamese import whole_number
from thanthien.operations.ratings.giving import CannotRate, Given, rate_by_phone
from thanthien.operations.ratings.models import LOWEST_TO_ASK, Rating
from thanthien.operations.ratings.terms import terms_of
from thanthien.platform.counters.models import Counter
from thanthien.platform.counters.queries import counter_by_code, open_counters
from thanthien.web.crowding import MARKED_FROM, REFUSED_FROM, crowd_at, is_office, note_rated, rated_today
from thanthien.web.portal.pages import CitizenRequest, address, citizen_page, render

MARKS = (
    (5, gettext_noop("Rất hài lòng")),
    (4, gettext_noop("Hài lòng")),
    (3, gettext_noop("Bình thường")),
    (2, gettext_noop("Không hài lòng")),
    (1, gettext_noop("Rất không hài lòng")),
)


@citizen_page()
def rate(request: CitizenRequest) -> HttpResponse:
    via = "?via=qr" if request.GET.get("via") == "qr" else ""
    return render(
        request, "portal/ratings/counters.html", {"counters": open_counters(request.unit), "via": via}
    )


@citizen_page("GET", "POST")
def rate_counter(request: CitizenRequest, code: str) -> HttpResponse:
    """A POST keeps the face at once; where the mark is low its answer asks why, under the same key."""
    counter = _counter(request, code)
    if request.method != "POST":
        return _faces(request, counter)
    given, today = _given(request), timezone.localdate().isoformat()
    came = crowd_at(request, f"rate-{counter.code}")
    if came > REFUSED_FROM:
        words = _("Có quá nhiều lượt gửi từ nơi này trong ít phút. Ông/bà chờ mười phút rồi bấm lại.")
        return _faces(request, counter, problem=words, status=429)
    adds = "told" in request.POST  # why, to a face that is kept
    dense = not adds and (came >= MARKED_FROM or rated_today(request, counter.code, today))
    channel = Rating.Channel.QR if request.GET.get("via") == "qr" else Rating.Channel.WEB
    try:
        rating = rate_by_phone(
            at=timezone.now(), counter=counter, given=given, channel=channel, is_dense=dense
        )
    except CannotRate as refusal:
        return _faces(request, counter, problem=str(refusal), status=422)
    if rating.mark <= LOWEST_TO_ASK and not adds:
        response = _why(request, counter, given)
    else:
        response = redirect(address(request, "rate_thanks", counter.code))
    note_rated(request, response, counter.code, today)
    return response


@citizen_page()
def rate_thanks(request: CitizenRequest, code: str) -> HttpResponse:
    return render(request, "portal/ratings/thanks.html", {"counter": _counter(request, code)})


def _counter(request: CitizenRequest, code: str) -> Counter:
    found = counter_by_code(request.unit, typed_code(code))
    if found is None:
        raise Http404
    return found


def _given(request: CitizenRequest) -> Given:
    typed = request.POST
    return Given(
        key=typed.get("key", ""),
        mark=whole_number(typed.get("mark", "")) or 0,
        reasons=typed.getlist("reasons"),
        comment=typed.get("comment", ""),
        language=request.lang,
        is_office=is_office(request),
    )


def _faces(request: CitizenRequest, counter: Counter, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"counter": counter, "name": _name(request, counter), "marks": MARKS, **more}
    return render(
        request, "portal/ratings/rate.html", {"key": secrets.token_urlsafe(18), **context}, status=status
    )


def _why(request: CitizenRequest, counter: Counter, given: Given) -> HttpResponse:
    reasons = terms_of(request.unit.pk).reasons
    said = [(one.key, one.en if request.lang == "en" else one.vi) for one in reasons]
    context = {"counter": counter, "name": _name(request, counter), "given": given, "reasons": said}
    return render(request, "portal/ratings/why.html", context)


def _name(request: CitizenRequest, counter: Counter) -> str:
    return counter.name_en or counter.name if request.lang == "en" else counter.name


urlpatterns = [
    path("rate/", rate, name="rate"),
    path("rate/<str:code>/", rate_counter, name="rate_counter"),
    path("rate/<str:code>/thanks/", rate_thanks, name="rate_thanks"),
]
