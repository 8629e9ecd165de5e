"""Dialogues: planned, public, held; questions with personal data, sent twice, set aside; who came."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import Cast
from tests.operations.engagement.factories import (
    ASKED,
    MORNING,
    asked_of,
    dialogue_fields,
    held_dialogue,
    invited,
    moved_dialogue,
    moved_question,
    planned_dialogue,
)
from thanthien.operations.engagement.actions import (
    CannotEngage,
    Minutes,
    change_dialogue,
    plan_dialogue,
    short_of_days,
    write_minutes,
)
from thanthien.operations.engagement.asking import attend, takes_questions
from thanthien.operations.engagement.models import Attendance, Dialogue, Question
from thanthien.operations.engagement.queries import public_dialogues, public_questions
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.permissions import NotAllowed

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()


def test_only_a_published_dialogue_is_public_and_takes_questions(cast: Cast) -> None:
    one = planned_dialogue(cast, days=10)
    assert not public_dialogues(cast.unit).exists()
    with pytest.raises(CannotEngage):
        asked_of(one)
    one = moved_dialogue(cast, one, "publish")
    assert list(public_dialogues(cast.unit)) == [one]
    assert takes_questions(one, MORNING)
    assert not takes_questions(one, MORNING + timedelta(days=11))
    with pytest.raises(CannotEngage, match="chưa đến ngày"):
        moved_dialogue(cast, one, "hold")


def test_less_than_twenty_days_is_warned_of_and_not_blocked(cast: Cast) -> None:
    assert short_of_days(invited(cast, days=5), TODAY) == 15
    assert short_of_days(invited(cast, days=20), TODAY) == 0
    unplanned = invited(cast, days=1, kind=Dialogue.Kind.UNPLANNED, why="Khiếu nại về thu hồi đất")
    assert short_of_days(unplanned, TODAY) == 0


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": " "}, "title"), ({"topics": ""}, "topics"), ({"kind": "unplanned"}, "why"),
        ({"report_code": "12"}, "report_code"),
    ],
)  # fmt: skip
def test_bad_fields_name_what_to_mend(cast: Cast, more: dict[str, Any], field: str) -> None:
    with pytest.raises(CannotEngage) as refusal:
        planned_dialogue(cast, **more)
    assert refusal.value.field == field
    assert not Dialogue.objects.exists()


def test_rights_and_a_chair_of_elsewhere(cast: Cast) -> None:
    fields = dialogue_fields(cast, TODAY)
    for stranger in (cast.officer, cast.other_coordinator, cast.city_admin):
        with pytest.raises(NotAllowed):
            plan_dialogue(actor=stranger, at=MORNING, unit=cast.unit, fields=fields)
    with pytest.raises(CannotEngage, match="không làm việc"):
        planned_dialogue(cast, chair=cast.other_coordinator)


def test_two_who_change_at_once(cast: Cast) -> None:
    one = planned_dialogue(cast, days=3)
    fields = dialogue_fields(cast, TODAY + timedelta(days=4))
    change_dialogue(actor=cast.leader, at=MORNING, dialogue=one, fields=fields, seen=1)
    with pytest.raises(CannotEngage, match="người khác"):
        change_dialogue(actor=cast.coordinator, at=MORNING, dialogue=one, fields=fields, seen=1)


def test_personal_data_never_reaches_the_public_nor_the_log(cast: Cast) -> None:
    one = invited(cast, days=3)
    question = asked_of(one, name="Bùi Thị Nhàn", phone="0912345678")
    assert question.text == ASKED
    assert not public_questions(one).exists()
    question = moved_question(cast, question, "accept")
    assert "0912" not in question.shown_text
    assert "[số điện thoại]" in public_questions(one).get().shown_text
    log = " ".join(f"{row.subject} {row.before} {row.after} {row.remark}" for row in Entry.objects.all())
    assert "0912" not in log
    assert "Nhàn" not in log


def test_the_same_question_sent_twice_is_one(cast: Cast) -> None:
    one = invited(cast, days=3)
    assert asked_of(one) == asked_of(one)
    asked_of(one, key="hai")
    assert Question.objects.count() == 2
    with pytest.raises(CannotEngage):
        asked_of(one, text="?")


def test_set_aside_needs_a_reason_and_an_answer_a_dialogue_that_was_held(cast: Cast) -> None:
    one = invited(cast)
    question = asked_of(one)
    with pytest.raises(CannotEngage, match="lý do"):
        moved_question(cast, question, "set_aside")
    with pytest.raises(CannotEngage, match="chưa tổ chức"):
        moved_question(cast, question, "answer", "Đã nói")
    moved_dialogue(cast, one, "hold")
    question.refresh_from_db()
    assert moved_question(cast, question, "answer", "Quý III sửa xong").state == Question.State.ANSWERED
    with pytest.raises(CannotEngage, match="người khác"):
        moved_question(cast, question, "answer", "Lần nữa")  # the page showed an older state


def test_a_phone_is_counted_once_and_only_on_the_day(cast: Cast) -> None:
    one = invited(cast)
    assert attend(at=MORNING, dialogue=one, key="a")
    assert not attend(at=MORNING, dialogue=one, key="a")
    assert attend(at=MORNING, dialogue=one, key="b", name="Bùi Thị Nhàn")
    assert Attendance.objects.count() == 2
    assert not Attendance.objects.filter(key="a").exists()  # the cookie itself is kept nowhere
    with pytest.raises(CannotEngage, match="trong ngày"):
        attend(at=MORNING + timedelta(days=1), dialogue=one, key="c")


def test_minutes_are_written_after_and_not_over_each_other(cast: Cast) -> None:
    one = held_dialogue(cast)
    told = Minutes("Đỗ Thị Lan", "Dân hỏi, lãnh đạo trả lời", "Sửa đường trong quý III", 85)
    done = write_minutes(actor=cast.coordinator, at=MORNING, dialogue=one, minutes=told, seen=one.version)
    assert done.paper_count == 85
    with pytest.raises(CannotEngage, match="người khác"):
        write_minutes(actor=cast.leader, at=MORNING, dialogue=one, minutes=told, seen=one.version)
