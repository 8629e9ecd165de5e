"""Commitments: one a question, followed, settled, opened again; owners who left."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.operations.engagement.factories import (
    MORNING,
    promise,
    promised,
    question_promised,
)
from thanthien.operations.engagement.actions import CannotEngage
from thanthien.operations.engagement.committing import (
    Change,
    move_commitment,
    promise_question,
    say_of_commitment,
)
from thanthien.operations.engagement.models import Commitment, CommitmentStep
from thanthien.operations.engagement.queries import Due, commitments_of, promises_due, was_on_time
from thanthien.operations.engagement.standing import is_without_owner
from thanthien.operations.engagement.waiting import waiting_for
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed, forget_memberships

pytestmark = pytest.mark.django_db
Move = CommitmentStep.Move


def settled(cast: Cast, one: Commitment, text: str = "Đã khơi thông, lát lại 120 m") -> Commitment:
    one.refresh_from_db()
    return move_commitment(
        actor=cast.coordinator, at=MORNING, commitment=one, move=Move.SETTLE, seen=one.version, text=text
    )


def test_a_question_becomes_one_commitment(cast: Cast) -> None:
    one = question_promised(cast)
    assert one.question is not None
    assert one.question.state == "promised"
    with pytest.raises(CannotEngage, match="đã có cam kết"):
        promise_question(actor=cast.leader, at=MORNING, question=one.question, promise=promise(cast))
    assert Commitment.objects.count() == 1


def test_settled_needs_words_and_the_people_open_it_again(cast: Cast) -> None:
    one = question_promised(cast)
    question = one.question
    assert question is not None
    with pytest.raises(CannotEngage, match="đã làm gì"):
        settled(cast, one, " ")
    with pytest.raises(CannotEngage):  # nothing to say of yet
        say_of_commitment(at=MORNING, question=question, is_settled=True)
    settled(cast, one)
    with pytest.raises(CannotEngage, match="chưa được giải quyết"):
        say_of_commitment(at=MORNING, question=question, is_settled=False)
    again = say_of_commitment(at=MORNING, question=question, is_settled=False, text="Mưa vẫn ngập")
    assert (again.state, again.times_reopened, again.settled_at) == ("open", 1, None)
    settled(cast, one)
    said = say_of_commitment(at=MORNING, question=question, is_settled=True)
    assert said.state == "settled"
    with pytest.raises(CannotEngage, match="không còn chờ"):  # said once
        say_of_commitment(at=MORNING, question=question, is_settled=False, text="Đổi ý")


def test_after_its_days_a_result_stands(cast: Cast) -> None:
    one = question_promised(cast)
    assert one.question is not None
    settled(cast, one)
    late = MORNING + timedelta(days=16)
    with pytest.raises(CannotEngage, match="không còn chờ"):
        say_of_commitment(at=late, question=one.question, is_settled=False, text="Muộn")


def test_a_moved_date_is_measured_by_the_first(cast: Cast) -> None:
    one = promised(cast, days=1)
    later = Change(due_date=one.due_date + timedelta(days=30))
    for reason, change in (("", later), ("Chờ vốn", Change())):
        with pytest.raises(CannotEngage):
            move_commitment(
                actor=cast.leader,
                at=MORNING,
                commitment=one,
                move=Move.EXTEND,
                seen=1,
                text=reason,
                change=change,
            )
    one = move_commitment(
        actor=cast.leader, at=MORNING, commitment=one, move=Move.EXTEND, seen=1, text="Chờ vốn", change=later
    )
    one = move_commitment(
        actor=cast.leader,
        at=MORNING + timedelta(days=5),
        commitment=one,
        move=Move.SETTLE,
        seen=one.version,
        text="Xong",
    )
    assert not was_on_time(one)


def test_whose_it_is_settles_it_and_only_managers_move_its_date(cast: Cast) -> None:
    one = promised(cast, agency=cast.culture)
    with pytest.raises(NotAllowed):
        move_commitment(actor=cast.one_stop, at=MORNING, commitment=one, move=Move.NOTE, seen=1, text="x")
    with pytest.raises(NotAllowed):
        move_commitment(
            actor=cast.other_coordinator, at=MORNING, commitment=one, move=Move.NOTE, seen=1, text="x"
        )
    with pytest.raises(NotAllowed):
        move_commitment(
            actor=cast.officer, at=MORNING, commitment=one, move=Move.EXTEND, seen=1, text="x",
            change=Change(due_date=one.due_date + timedelta(days=9)),
        )  # fmt: skip
    done = move_commitment(
        actor=cast.officer, at=MORNING, commitment=one, move=Move.SETTLE, seen=1, text="Xong"
    )
    assert was_on_time(done)
    with pytest.raises(CannotEngage, match="người khác"):
        move_commitment(actor=cast.officer, at=MORNING, commitment=one, move=Move.SETTLE, seen=1, text="Xong")


def test_who_left_is_told_of_and_it_is_given_on(cast: Cast) -> None:
    now = timezone.now()
    one = promised(cast, now, agency=None, person=cast.officer)
    today = timezone.localdate(now)
    assert "cam kết với người dân" in [item.why for item in waiting_for(cast.officer, cast.unit, today)]
    Person.objects.filter(pk=cast.officer.pk).update(is_active=False)
    cast.officer.is_active = False
    one.refresh_from_db()
    assert is_without_owner(one)
    forget_memberships(cast.leader)
    assert any("cần giao lại" in item.why for item in waiting_for(cast.leader, cast.unit, today))
    with pytest.raises(CannotEngage, match="không làm việc"):
        promised(cast, now, agency=None, person=cast.officer)
    change = Change(agency=cast.culture)
    one = move_commitment(
        actor=cast.leader, at=now, commitment=one, move=Move.HAND, seen=one.version, change=change
    )
    assert not is_without_owner(one)


@pytest.mark.parametrize(
    ("more", "field"),
    [({"text": ""}, "text"), ({"days": -1}, "due_date"), ({"agency": None}, "owner"), ({"origin": ""}, "origin")],
)  # fmt: skip
def test_bad_promises_name_what_to_mend(cast: Cast, more: dict[str, object], field: str) -> None:
    with pytest.raises(CannotEngage) as refusal:
        promised(cast, **more)  # type: ignore[arg-type]
    assert refusal.value.field == field


def test_what_is_late_or_near_is_counted_as_it_is_listed(cast: Cast) -> None:
    """Late by a day, due today, due on the seventh day; the eighth is not near, what is settled is not due."""
    today = MORNING.date() + timedelta(days=3)
    late, now, near = (promised(cast, text=f"Việc {days}", days=days) for days in (2, 3, 10))
    promised(cast, text="Việc 11", days=11)
    settled(cast, promised(cast, text="Đã xong", days=2))
    assert promises_due(cast.unit, today) == Due(3, 1)
    assert list(commitments_of(cast.unit, "due", today)) == [late, now, near]
    assert promises_due(cast.other_unit, today) == Due(0, 0)
