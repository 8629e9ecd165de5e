"""Dialogues for citizens: the invitation, questions sent beforehand, presence at the door, what was promised."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from thanthien.lib.codes import typed_code
from thanthien.lib.vietnamese import whole_number
from thanthien.operations.engagement.actions import CannotEngage
from thanthien.operations.engagement.asking import Asked, attend, send_question, takes_questions
from thanthien.operations.engagement.committing import may_say, say_of_commitment
from thanthien.operations.engagement.models import Attendance, Commitment, Dialogue, Question
from thanthien.operations.engagement.queries import (
    commitment_counts,
    commitments_of,
    is_late,
    public_dialogue,
    public_dialogues,
    public_questions,
    question_by_code,
    schedule_of,
)
from thanthien.operations.engagement.states import PUBLIC
from thanthien.platform.units.models import Neighbourhood
from thanthien.platform.units.queries import neighbourhoods_of
from thanthien.web.limits import MINUTE, UNKNOWN_CODES, note, noted
from thanthien.web.portal.kept import OWN_KEY, kept
from thanthien.web.portal.pages import CitizenRequest, address, citizen_page, render

ASKS, HOUR, ASKS_AN_HOUR = 10, 3600, 60  # from one address: a village hall may ask together
COMES = 300  # a minute: everybody at the door is on one network
MOST = 100
COOKIE, COOKIE_HOURS = "here", 20
FIELDS = ("text", "neighbourhood", "name", "phone", "website")


@citizen_page()
@kept
def dialogues(request: CitizenRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = list(public_dialogues(request.unit)[:MOST])
    coming = [one for one in rows if one.date >= today and one.state == Dialogue.State.PUBLISHED]
    context = {
        "coming": sorted(coming, key=lambda one: (one.date, one.starts)),
        "past": [one for one in rows if one not in coming],
        "counts": commitment_counts(request.unit, today, public=True),
    }
    return render(request, "portal/dialogues.html", context)


@citizen_page("GET", "POST")
@kept
def dialogue(request: CitizenRequest, code: str) -> HttpResponse:
    one = public_dialogue(request.unit, code)
    if one is None:
        raise Http404
    if request.method != "POST":
        return _page(request, one, {}, {})
    many = note(request, "dialogue-hour", within=HOUR) > ASKS_AN_HOUR
    if note(request, "dialogue") > ASKS or many:
        answer = _page(request, one, request.POST, {}, status=429, is_crowded=True)
        answer["Retry-After"] = str(HOUR if many else MINUTE)
        return answer
    sent = request.POST
    if sent.get("website"):
        words = _("Hệ thống tưởng đây là thư rác. Ông/bà để trống ô này rồi gửi lại.")
        return _page(request, one, sent, {"website": words}, status=422)
    try:
        made = send_question(at=timezone.now(), dialogue=one, asked=_asked(request, sent))
    except CannotEngage as refusal:
        return _page(request, one, sent, {refusal.field or "text": str(refusal)}, status=422)
    return redirect(f"{address(request, 'dialogue_question', made.code)}?sent=1")


def _asked(request: CitizenRequest, sent: Mapping[str, Any]) -> Asked:
    place = whole_number(sent.get("neighbourhood", ""))
    found = Neighbourhood.objects.filter(unit=request.unit, pk=place).first() if place is not None else None
    return Asked(
        text=str(sent.get("text", "")), name=str(sent.get("name", ""))[:1000], phone=str(sent.get("phone", ""))[:1000],
        client_key=str(sent.get("client_key", ""))[:64] or secrets.token_urlsafe(18), neighbourhood=found,
        language=request.lang,
    )  # fmt: skip


def _page(
    request: CitizenRequest, one: Dialogue, typed: Mapping[str, Any], problems: dict[str, str], *,
    status: int = 200, **more: Any,
) -> HttpResponse:  # fmt: skip
    today = timezone.localdate()
    promises = one.commitments.filter(is_public=True, question=None).select_related("agency", "person")
    context = {
        "one": one,
        "takes": takes_questions(one, timezone.now()) and request.unit.successor is None,
        "rows": [
            (row, _public(getattr(row, "commitment", None)), today) for row in public_questions(one)[:300]
        ],
        "promises": promises,
        "today": today,
        "neighbourhoods": neighbourhoods_of(request.unit),
        "typed": typed,
        "problems": problems,
        "told": [(field, problems[field]) for field in FIELDS if field in problems],
        "client_key": typed.get("client_key") or OWN_KEY,
        **more,
    }
    return render(request, "portal/dialogue.html", context, status=status)


def _public(commitment: Commitment | None) -> Commitment | None:
    return commitment if commitment is not None and commitment.is_public else None


@citizen_page("GET", "POST")
def question(request: CitizenRequest, code: str) -> HttpResponse:
    """What became of one question, by its code; who asked says whether the result is good."""
    if noted(request, "code") > UNKNOWN_CODES:
        answer = render(request, "portal/follow_form.html", {"is_crowded": True}, status=429)
        answer["Retry-After"] = str(MINUTE)
        return answer
    found = question_by_code(request.unit, typed_code(code))
    if found is None:
        note(request, "code")
        raise Http404
    problem, sent = "", request.POST
    if request.method == "POST":
        try:
            say_of_commitment(
                at=timezone.now(), question=found, is_settled=sent.get("is_settled") == "yes",
                text=sent.get("text", ""),
            )  # fmt: skip
        except CannotEngage as refusal:
            problem = str(refusal)
        else:
            return redirect(f"{address(request, 'dialogue_question', found.code)}?said=1")
    today = timezone.localdate()
    promise: Commitment | None = getattr(found, "commitment", None)
    context = {
        "one": found,
        "promise": promise,
        "late": promise is not None and is_late(promise, today),
        "steps": promise.steps.all() if promise is not None else (),
        "may_say": promise is not None and may_say(promise, today),
        "is_aside": found.state == Question.State.SET_ASIDE,
        "is_new": "sent" in request.GET,
        "has_said": "said" in request.GET,
        "problem": problem,
        "typed": sent,
    }
    answer = render(request, "portal/dialogue_question.html", context, status=422 if problem else 200)
    answer["Referrer-Policy"] = "no-referrer"  # the address holds the code
    answer["X-Robots-Tag"] = "noindex"
    return answer


@citizen_page("GET", "POST")
def here(request: CitizenRequest, door: str) -> HttpResponse:
    """Opened from the QR at the door. The cookie belongs to this page alone and ends the same day."""
    one = (
        Dialogue.objects.filter(unit=request.unit, door=door, state__in=PUBLIC).select_related("unit").first()
    )
    if one is None:
        raise Http404
    problem = ""
    known = request.COOKIES.get(COOKIE, "")[:64]
    if request.method == "POST":
        key = known or request.POST.get("client_key", "")[:64] or secrets.token_urlsafe(18)
        if note(request, "dialogue-here") > COMES:
            problem = _("Nhiều người đang điểm danh cùng lúc. Xin chờ một phút rồi bấm lại.")
        else:
            try:
                attend(at=timezone.now(), dialogue=one, key=key, name=request.POST.get("name", ""))
            except CannotEngage as refusal:
                problem = str(refusal)
            else:
                answer: HttpResponse = redirect(f"{address(request, 'dialogue_here', door)}?here=1")
                answer.set_cookie(
                    COOKIE, key, max_age=COOKIE_HOURS * 3600, path=address(request, "dialogue_here", door),
                    httponly=True, samesite="Lax", secure=request.is_secure(),
                )  # fmt: skip
                return answer
    context = {
        "one": one,
        "is_here": "here" in request.GET or bool(known),
        "is_today": one.date == timezone.localdate(),
        "count": Attendance.objects.filter(dialogue=one).count(),
        "client_key": secrets.token_urlsafe(18),
        "problem": problem,
    }
    return render(request, "portal/dialogue_here.html", context, status=422 if problem else 200)


@citizen_page()
@kept
def commitments(request: CitizenRequest) -> HttpResponse:
    today = timezone.localdate()
    wanted = request.GET.get("state", "open")
    state = wanted if wanted in ("open", "late", "settled") else "open"
    rows = commitments_of(request.unit, state, today).filter(is_public=True)[:MOST]
    context = {
        "rows": [(one, is_late(one, today)) for one in rows],
        "counts": commitment_counts(request.unit, today, public=True),
        "state": state,
    }
    return render(request, "portal/commitments.html", context)


@citizen_page()
def commitment(request: CitizenRequest, code: str) -> HttpResponse:
    found = commitments_of(request.unit, "all").filter(is_public=True, code=typed_code(code)).first()
    if found is None:
        raise Http404
    today = timezone.localdate()
    context = {"one": found, "late": is_late(found, today), "steps": found.steps.all()}
    return render(request, "portal/commitment.html", context)


@citizen_page()
@kept
def party_schedule(request: CitizenRequest) -> HttpResponse:
    """Five weeks from this Monday on, and the four before."""
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    lines = schedule_of(request.unit, monday - timedelta(days=28), monday + timedelta(days=34), public=True)
    context = {
        "coming": [one for one in lines if one.date >= today],
        "past": [one for one in reversed(lines) if one.date < today],
    }
    return render(request, "portal/party_schedule.html", context)


urlpatterns = [
    path("dialogues/", dialogues, name="dialogues"),
    path("dialogues/question/<str:code>/", question, name="dialogue_question"),
    path("dialogues/here/<str:door>/", here, name="dialogue_here"),
    path("dialogues/<str:code>/", dialogue, name="dialogue"),
    path("commitments/", commitments, name="commitments"),
    path("commitments/<str:code>/", commitment, name="commitment"),
    path("party-schedule/", party_schedule, name="party_schedule"),
]
