"""Good practices that communes share, before the whole city: read, recommended, counted."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone

from thanthien.lib.vietnamese import search_key
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.programme.merit.actions import CannotChangeMerit
from thanthien.programme.merit.models import Practice
from thanthien.programme.merit.practices import recommend_practice
from thanthien.programme.merit.queries import adoptions_of, files_of, shared_practice, shared_practices
from thanthien.web.kept_files import hand_over
from thanthien.web.pages import UnitRequest, unit_page


@unit_page(Action.CITY_VIEW)
def practices(request: UnitRequest) -> HttpResponse:
    text = request.GET.get("q", "")
    wanted = search_key(text).split()
    found = list(shared_practices(request.unit))
    shown = [one for one in found if all(word in _key(one) for word in wanted)]
    context = {"practices": shown, "any": bool(found), "q": text}
    return render(request, "oversight/practices.html", context)


def _key(practice: Practice) -> str:
    return search_key(f"{practice.title} {practice.problem} {practice.way} {practice.unit.full_name}")


def _practice(request: UnitRequest, code: str) -> Practice:
    found = shared_practice(request.unit, code)
    if found is None:
        raise Http404
    return found


@unit_page(Action.CITY_VIEW)
def practice(request: UnitRequest, code: str) -> HttpResponse:
    found = _practice(request, code)
    context = {
        "practice": found,
        "files": files_of(found),
        "adoptions": adoptions_of(found),
        "may_recommend": may(request.user, Action.PRACTICE_RECOMMEND, request.unit),
    }
    return render(request, "oversight/practice.html", context)


@unit_page(Action.PRACTICE_RECOMMEND, "POST")
def recommend(request: UnitRequest, code: str) -> HttpResponse:
    recommended = request.POST.get("recommended") == "yes"
    try:
        recommend_practice(
            actor=request.user, at=timezone.now(), city=request.unit, practice=_practice(request, code),
            recommended=recommended,
        )  # fmt: skip
    except CannotChangeMerit as refusal:
        messages.error(request, str(refusal))
    else:
        words = "Đã giới thiệu đến các đơn vị." if recommended else "Đã thôi giới thiệu."
        messages.success(request, words)
    return redirect("oversight:practice", request.unit.code, code)


@unit_page(Action.CITY_VIEW)
def file(request: UnitRequest, code: str, number: int) -> HttpResponseBase:
    files = files_of(_practice(request, code))
    if not 1 <= number <= len(files):
        raise Http404
    return hand_over(request, files[number - 1].file, files[number - 1].filename)


urlpatterns = [
    path("practices/", practices, name="practices"),
    path("practices/<slug:code>/", practice, name="practice"),
    path("practices/<slug:code>/recommend/", recommend, name="practice_recommend"),
    path("practices/<slug:code>/files/<int:number>", file, name="practice_file"),
]
