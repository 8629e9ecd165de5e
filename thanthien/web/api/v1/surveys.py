"""Surveys that are open: the form, and answers with the same resistance to stuffing as on the page."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Router, Status

from thanthien.lib.codes import typed_code
from thanthien.operations.surveys.answering import CannotAnswer, Sent, answer, check_open
from thanthien.operations.surveys.definition import Question, content_of
from thanthien.operations.surveys.models import Response, Survey
from thanthien.operations.surveys.queries import link_state, open_surveys, survey_by_code
from thanthien.platform.keys.models import Scope
from thanthien.platform.units.models import Unit
from thanthien.web.api.door import ProgramRequest
from thanthien.web.api.keyed import require_scope
from thanthien.web.api.problems import Problem, said
from thanthien.web.api.v1.asking import answers, missing, place_named, unit_of
from thanthien.web.api.v1.keys import key_in_header
from thanthien.web.api.v1.shapes import AnswersIn, KeptOut, SurveyOut, SurveyWhole
from thanthien.web.crowding import MARKED_FROM, REFUSED_FROM, WINDOW, crowd_at

router = Router(tags=["surveys"])
_CROWD = "Có quá nhiều phiếu gửi từ nơi này trong ít phút. Chờ mười phút rồi gửi lại."


@router.get(
    "/units/{code}/surveys", response=answers(list[SurveyOut]), operation_id="surveys", summary="Open surveys"
)
def surveys(request: HttpRequest, code: str) -> Any:
    """What anybody may answer now."""
    unit = unit_of(code)
    return [said_survey(request, unit, one) for one in open_surveys(unit, timezone.localdate())]


@router.get(
    "/units/{code}/surveys/{survey}",
    response=answers(SurveyWhole),
    operation_id="survey",
    summary="One survey",
)
def survey(request: HttpRequest, code: str, survey: str) -> Any:
    """The questions; of one that has ended too, with the reason why it is closed."""
    unit = unit_of(code)
    found = _found(unit, survey)
    why = ""
    try:
        check_open(found, timezone.now())
    except CannotAnswer as refusal:
        why = str(refusal)
    content = content_of(found.version.content)
    return {
        **said_survey(request, unit, found),
        "is_open": not why,
        "why_closed": why,
        "needs_link": not found.is_public,
        "intro": content.intro,
        "intro_en": content.intro_en,
        "blocks": [
            {"title": one.title, "title_en": one.title_en, "questions": [_question(q) for q in one.questions]}
            for one in content.blocks
        ],
    }


@router.post(
    "/units/{code}/surveys/{survey}/answers", response=answers(KeptOut, 400, 403, 410, 413, status=201),
    operation_id="answer_survey", auth=key_in_header, summary="Answer a survey",
)  # fmt: skip
def answersaid_survey(request: HttpRequest, code: str, survey: str, body: AnswersIn) -> Any:
    """Keep one answer of somebody unknown; the same key again is the same answer. Scope `send`.

    Answers are counted by address as on the page: many at once are marked, too many are refused.
    """
    unit = unit_of(code)
    require_scope(cast(ProgramRequest, request).key, Scope.SEND, unit)
    found = _found(unit, survey)
    _check_link(found, body.token)
    came = crowd_at(request, found.code)
    if came > REFUSED_FROM:
        raise Problem("too_many", _CROWD, wait=WINDOW)
    try:
        kept = answer(at=timezone.now(), survey=found, sent=_sent(unit, body, came))
    except CannotAnswer as refusal:
        return said("invalid", str(refusal), errors=[(refusal.field, str(refusal))])
    return Status(201, {"key": str(kept.pk)})


def _sent(unit: Unit, body: AnswersIn, came: int) -> Sent:
    typed = {
        key: [str(one) for one in value] if isinstance(value, list) else [str(value)]
        for key, value in body.answers.items()
    }
    flag = Response.Flag.BURST if came >= MARKED_FROM and not body.token else ""
    return Sent(
        key=body.key, typed=typed, neighbourhood=place_named(unit, body.neighbourhood), flag=flag,
        channel=Response.Channel.LINK if body.token else Response.Channel.WEB, token=body.token,
    )  # fmt: skip


def _check_link(found: Survey, token: str) -> None:
    """Raises Problem where the survey is not open, or not to this link."""
    try:
        check_open(found, timezone.now())
    except CannotAnswer as refusal:
        raise Problem("survey_closed", str(refusal)) from None
    if token and link_state(found, token) is None:
        words = "Đường dẫn này đã được dùng hoặc không đúng. Mỗi đường dẫn trả lời được một lần."
        raise Problem("invalid", words, field="token")


def _found(unit: Unit, code: str) -> Survey:
    typed = typed_code(code)
    found = survey_by_code(unit, typed) if typed else None
    if found is None:
        raise missing("Không có khảo sát nào mang mã này.")
    return found


def said_survey(request: HttpRequest, unit: Unit, one: Survey) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": one.title,
        "first_date": one.first_date,
        "last_date": one.last_date,
        "asks_neighbourhood": one.asks_neighbourhood,
        "url": request.build_absolute_uri(reverse("portal:survey", args=[unit.code, one.code])),
    }


def _question(one: Question) -> dict[str, Any]:
    return {
        "key": one.key, "kind": one.kind, "text": one.text, "text_en": one.text_en, "required": one.required,
        "options": [{"value": value, "text": vi, "text_en": en} for value, vi, en in one.options],
    }  # fmt: skip
