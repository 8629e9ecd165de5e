"""Which steps of the regulation a dialogue has followed: by their days for a conference, without days for others."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.cast import Cast
from tests.operations.engagement.factories import (
    MORNING,
    asked_of,
    held_dialogue,
    invited,
    moved_dialogue,
    moved_question,
    planned_dialogue,
    promise,
)
from thanthien.operations.engagement.actions import Minutes, write_minutes
from thanthien.operations.engagement.committing import promise_question
from thanthien.operations.engagement.models import Dialogue
from thanthien.operations.engagement.queries import dialogues_of
from thanthien.operations.engagement.regulation import (
    counted,
    steps_of,
    steps_of_dialogue,
    with_answers,
)

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()


def told(cast: Cast, one: Dialogue, at: datetime = MORNING) -> dict[str, bool | None]:
    return {step.rule.code: step.is_done for step in steps_of_dialogue(cast.unit, one.pk, at.date())}


def minuted(cast: Cast, one: Dialogue, at: datetime, conclusion: str = "Sửa đường làng Hạ") -> Dialogue:
    minutes = Minutes("Lan", "Dân hỏi, xã trả lời", conclusion, 85)
    return write_minutes(actor=cast.coordinator, at=at, dialogue=one, minutes=minutes, seen=one.version)


def test_a_conference_by_the_book(cast: Cast) -> None:
    one = invited(cast, days=20)
    assert told(cast, one) == {
        "invite": True, "gather": True, "front": True, "minutes": None, "results": None, "answers": None,
    }  # fmt: skip
    question = asked_of(one)
    day = MORNING + timedelta(days=20)
    one = moved_dialogue(cast, one, "hold", day)
    assert told(cast, one, day)["answers"] is False
    minuted(cast, one, day + timedelta(days=10))
    moved_question(cast, question, "answer", "Sửa trong tháng 8.", day)
    assert set(told(cast, one, day).values()) == {True}
    [row] = with_answers(dialogues_of(cast.unit))
    assert counted(steps_of(row, TODAY)) == (6, 6)


def test_each_day_that_lacks_is_seen(cast: Cast) -> None:
    one = invited(cast, days=6, with_front=False)
    assert (told(cast, one)["invite"], told(cast, one)["gather"], told(cast, one)["front"]) == (
        False,
        False,
        False,
    )
    day = MORNING + timedelta(days=6)
    one = moved_dialogue(cast, one, "hold", day)
    assert told(cast, one, day + timedelta(days=10))["results"] is None  # the tenth day is still in time
    assert told(cast, one, day + timedelta(days=11))["results"] is False
    one = minuted(cast, one, day + timedelta(days=11))
    assert told(cast, one, day + timedelta(days=11))["results"] is False
    one = minuted(cast, one, day + timedelta(days=12), conclusion="")  # taken off the page again
    assert one.told_at is None


def test_a_promise_that_is_kept_inside_is_no_public_answer(cast: Cast) -> None:
    question = asked_of(invited(cast))
    one = moved_dialogue(cast, question.dialogue, "hold")
    promise_question(
        actor=cast.coordinator, at=MORNING, question=question, promise=promise(cast, is_public=False)
    )
    assert told(cast, one)["answers"] is False


def test_an_unplanned_one_is_bound_by_no_days_and_one_called_off_by_nothing(cast: Cast) -> None:
    one = held_dialogue(cast, kind=Dialogue.Kind.UNPLANNED, why="Khiếu nại về thu hồi đất")
    later = MORNING + timedelta(days=60)
    minuted(cast, one, later)
    assert told(cast, one, later) == {"invite": True, "minutes": True, "results": True, "answers": True}
    off = moved_dialogue(cast, planned_dialogue(cast, days=3), "cancel", text="Bão")
    assert told(cast, off) == {}
    assert steps_of_dialogue(cast.other_unit, one.pk, TODAY) == []
