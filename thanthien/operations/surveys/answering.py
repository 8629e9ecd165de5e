"""A form answered: on the portal by address, QR or single-use link, or typed in from paper."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from thanthien.lib.vietnamese import date_vi, tidy, whole_number
from thanthien.operations.surveys.definition import Content, Kind, Question, content_of
from thanthien.operations.surveys.models import Link, Response, Survey
from thanthien.platform.audit.actions import record
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import Refusal
from thanthien.platform.units.models import Neighbourhood

LONGEST = 2000
Typed = Mapping[str, Sequence[str]]  # key of a question → what was typed or chosen


class CannotAnswer(Refusal):
    """The form was not kept."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One form as it comes in. `key` is the page's own: the same key sent again is the same answer."""

    key: UUID
    typed: Typed
    channel: str
    neighbourhood: Neighbourhood | None = None
    flag: str = ""
    token: str = ""  # of a single-use link


def hashed(token: str) -> str:
    """How a link or a device is known: its token has 128 random bits, so a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    return secrets.token_urlsafe(16)


def answer(*, at: datetime, survey: Survey, sent: Sent) -> Response:
    """Keep an answer of somebody unknown. Nothing is written to the audit log: its hour would tell who.

    Raises `CannotAnswer` with the key of the question as field.
    """
    check_open(survey, at)
    answers = checked(content_of(survey.version.content), sent.typed)
    known = Response.objects.filter(pk=sent.key, survey=survey).first()
    if known is not None:
        return known
    with transaction.atomic():
        if sent.token:
            _use(survey, sent.token)
        elif not survey.is_public:
            raise CannotAnswer(
                _("Khảo sát này chỉ trả lời bằng đường dẫn hoặc mã QR riêng ghi trên thư mời.")
            )
        return _keep(survey, sent, answers, at)


def answer_paper(
    *, actor: Person, at: datetime, survey: Survey, sent: Sent, paper_number: str = ""
) -> Response:
    """Keep a paper form that an official types in."""
    require(actor, Action.SURVEY_WORK, survey.unit)
    check_open(survey, at)
    answers = checked(content_of(survey.version.content), sent.typed)
    number = tidy(paper_number)[:20]
    known = Response.objects.filter(pk=sent.key, survey=survey).first()
    if known is not None:
        return known
    if number and survey.responses.filter(paper_number=number).exists():
        raise CannotAnswer(f"Phiếu số {number} đã được nhập. Anh/chị kiểm tra lại số phiếu.", "paper_number")
    with transaction.atomic():
        record(actor=actor, at=at, action="survey.paper", subject=survey, unit=survey.unit)
        return _keep(survey, sent, answers, at, typed_by=actor, paper_number=number)


@transaction.atomic
def check_paper(*, actor: Person, at: datetime, response: Response) -> Response:
    """A second person has compared a typed form with its paper."""
    survey = response.survey
    require(actor, Action.SURVEY_WORK, survey.unit)
    if response.channel != Response.Channel.PAPER:
        raise CannotAnswer("Chỉ phiếu giấy mới cần đối chiếu.")
    if response.typed_by_id == actor.pk:
        raise CannotAnswer("Người nhập phiếu không tự đối chiếu được. Anh/chị nhờ người khác.")
    response.checked_by = actor
    response.save(update_fields=["checked_by"])
    record(actor=actor, at=at, action="survey.check", subject=survey, unit=survey.unit)
    return response


def check_open(survey: Survey, at: datetime) -> None:
    today = timezone.localdate(at)
    if survey.state != Survey.State.OPEN or today > survey.last_date:
        raise CannotAnswer(_("Khảo sát này đã kết thúc. Cảm ơn ông/bà đã quan tâm."))
    if today < survey.first_date:
        raise CannotAnswer(_("Khảo sát này bắt đầu từ ngày {day}.").format(day=date_vi(survey.first_date)))


def checked(content: Content, typed: Typed) -> dict[str, Any]:
    """The answers as they are kept: a scale or choice as a whole number from 1, several as a list of them.

    What was left empty is left out. Raises `CannotAnswer`.
    """
    found: dict[str, Any] = {}
    for question in content.questions:
        value = _value(question, [one for one in typed.get(question.key, ()) if one.strip()])
        if value not in (None, "", []):
            found[question.key] = value
        elif question.required:
            raise CannotAnswer(
                _("Còn câu “{text}” chưa được trả lời.").format(text=question.text), question.key
            )
    if not found:
        raise CannotAnswer(_("Phiếu chưa có câu trả lời nào."))
    return found


def _value(question: Question, typed: Sequence[str]) -> Any:
    if not typed:
        return None
    if question.kind == Kind.TEXT:
        return tidy(typed[0], keep_lines=True)[:LONGEST]
    numbers = [whole_number(one.strip()) for one in typed]
    if question.kind == Kind.NUMBER:
        if numbers[0] is None or not 0 <= numbers[0] < 10**9:
            raise CannotAnswer(
                _("Câu “{text}” trả lời bằng một số, không có chữ.").format(text=question.text), question.key
            )
        return numbers[0]
    most = 5 if question.kind == Kind.SCALE else len(question.choices)
    if any(one is None or not 1 <= one <= most for one in numbers):
        raise CannotAnswer(_("Câu “{text}” có lựa chọn không đúng.").format(text=question.text), question.key)
    return sorted({one for one in numbers if one}) if question.kind == Kind.MANY else numbers[0]


def _use(survey: Survey, token: str) -> None:
    """Mark the link used: one UPDATE, so that of two sends at once one is refused."""
    used = Link.objects.filter(survey=survey, hash=hashed(token), is_used=False).update(is_used=True)
    if not used:
        raise CannotAnswer(
            _("Đường dẫn này đã được dùng hoặc không đúng. Mỗi đường dẫn trả lời được một lần.")
        )


def _keep(survey: Survey, sent: Sent, answers: dict[str, Any], at: datetime, **more: Any) -> Response:
    place = sent.neighbourhood
    if place is not None and (place.unit_id != survey.unit_id or not survey.asks_neighbourhood):
        place = None
    try:
        with transaction.atomic():
            return Response.objects.create(
                pk=sent.key, survey=survey, answers=answers, day=timezone.localdate(at),
                channel=sent.channel, neighbourhood=place, flag=sent.flag, **more,
            )  # fmt: skip
    except IntegrityError:  # the same page was sent twice at once
        raise CannotAnswer(_("Phiếu này vừa được gửi. Ông/bà không cần gửi lại.")) from None
