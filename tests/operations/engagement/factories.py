"""Dialogues, questions, visits and commitments of `cast.unit` for tests."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from tests.cast import VIETNAM, Cast
from thanthien.operations.engagement.actions import DialogueFields, move_dialogue, plan_dialogue
from thanthien.operations.engagement.asking import Asked, move_question, send_question
from thanthien.operations.engagement.committing import Promise, promise_freely, promise_question
from thanthien.operations.engagement.models import Commitment, Dialogue, FieldVisit, Question
from thanthien.operations.engagement.visiting import VisitFields, record_visit
from thanthien.platform.units.actions import add_neighbourhood
from thanthien.platform.units.models import Neighbourhood

MORNING = datetime(2026, 7, 1, 9, 0, tzinfo=VIETNAM)  # a Wednesday
ASKED = "Đường làng Hạ ngập khi mưa, bao giờ sửa? Gọi tôi số 0912 345 678."


def dialogue_fields(cast: Cast, day: date, **more: Any) -> DialogueFields:
    first: dict[str, Any] = {
        "kind": Dialogue.Kind.CONFERENCE, "title": "Hội nghị đối thoại với Nhân dân", "date": day, "starts": time(8, 0),
        "place": "Nhà văn hóa xã", "chair": cast.leader, "topics": "Đường làng\nRác thải", "with_front": True,
    }  # fmt: skip
    return DialogueFields(**{**first, **more})


def planned_dialogue(cast: Cast, at: datetime = MORNING, *, days: int = 0, **more: Any) -> Dialogue:
    day = at.astimezone(VIETNAM).date() + timedelta(days=days)
    return plan_dialogue(
        actor=cast.coordinator, at=at, unit=cast.unit, fields=dialogue_fields(cast, day, **more)
    )


def invited(cast: Cast, at: datetime = MORNING, *, days: int = 0, **more: Any) -> Dialogue:
    return moved_dialogue(cast, planned_dialogue(cast, at, days=days, **more), "publish", at)


def moved_dialogue(cast: Cast, one: Dialogue, move: str, at: datetime = MORNING, text: str = "") -> Dialogue:
    return move_dialogue(actor=cast.coordinator, at=at, dialogue=one, move=move, seen=one.state, text=text)


def held_dialogue(cast: Cast, at: datetime = MORNING, **more: Any) -> Dialogue:
    return moved_dialogue(cast, invited(cast, at, **more), "hold", at)


def asked_of(
    one: Dialogue, at: datetime = MORNING, *, key: str = "mot", text: str = ASKED, **more: Any
) -> Question:
    return send_question(at=at, dialogue=one, asked=Asked(text=text, client_key=key, **more))


def moved_question(cast: Cast, one: Question, move: str, text: str = "", at: datetime = MORNING) -> Question:
    return move_question(actor=cast.coordinator, at=at, question=one, move=move, seen=one.state, text=text)


def promise(cast: Cast, at: datetime = MORNING, *, days: int = 10, **more: Any) -> Promise:
    due = at.astimezone(VIETNAM).date() + timedelta(days=days)
    first: dict[str, Any] = {"text": "Sửa rãnh thoát nước làng Hạ", "due_date": due, "agency": cast.economy}
    return Promise(**{**first, **more})


def promised(cast: Cast, at: datetime = MORNING, **more: Any) -> Commitment:
    told = promise(cast, at, **{"origin": "Hội nghị cử tri", **more})
    return promise_freely(actor=cast.coordinator, at=at, unit=cast.unit, promise=told)


def question_promised(cast: Cast, at: datetime = MORNING, **more: Any) -> Commitment:
    question = asked_of(invited(cast, at), at)
    return promise_question(
        actor=cast.coordinator, at=at, question=question, promise=promise(cast, at, **more)
    )


def village(cast: Cast, name: str = "Hạ") -> Neighbourhood:
    found = Neighbourhood.objects.filter(unit=cast.unit, name=name).first()
    return found or add_neighbourhood(actor=None, at=MORNING, unit=cast.unit, kind="village", name=name)


def visit_fields(cast: Cast, day: date, **more: Any) -> VisitFields:
    first: dict[str, Any] = {"date": day, "leader": cast.leader, "activity": "meeting"}
    if "neighbourhood" not in more:
        first["neighbourhood"] = village(cast)
    return VisitFields(**{**first, **more})


def visited(
    cast: Cast, at: datetime = MORNING, *, days: int = 0, key: str = "mot", **more: Any
) -> FieldVisit:
    day = at.astimezone(VIETNAM).date() - timedelta(days=days)
    heard = more.pop("heard", ())
    return record_visit(
        actor=cast.officer, at=at, unit=cast.unit, fields=visit_fields(cast, day, **more), client_key=key,
        heard=heard,
    )  # fmt: skip
