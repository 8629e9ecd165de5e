"""Leave told beforehand: not drawn, not counted as absent; told after the draw, the checker knows of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.cast import Cast
from tests.operations.conduct.factories import MORNING, crew, marked, member, opened
from thanthien.operations.conduct.checking import CannotCheck, Seen
from thanthien.operations.conduct.leaving import (
    CannotPlanLeave,
    LeaveFields,
    away_on,
    left_out,
    plan_leave,
    withdraw_leave,
)
from thanthien.operations.conduct.models import Look, PlannedLeave, Staff
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()
TOMORROW = TODAY + timedelta(days=1)


def told(
    cast: Cast, staff: Staff, first: date = TODAY, last: date | None = None, *, by: Person | None = None
) -> PlannedLeave:
    fields = LeaveFields("duty", first, last or first)
    return plan_leave(actor=by or cast.coordinator, at=MORNING, staff=staff, fields=fields)


def test_who_said_beforehand_to_be_away_is_not_drawn_and_the_draw_can_be_repeated(cast: Cast) -> None:
    people = crew(cast, 6)
    for one in people[:3]:
        told(cast, one, TODAY, TOMORROW)
    told(cast, people[3], TOMORROW)  # away tomorrow only
    check = opened(cast)
    drawn = set(check.looks.values_list("staff_id", flat=True))
    assert drawn == {one.pk for one in people[3:]}
    assert {row[0] for row in check.line} == drawn
    assert left_out(check) == 3


def test_at_the_centre_only_its_own_people_on_leave_are_told(cast: Cast) -> None:
    people = crew(cast, 6)  # the first and the fourth are at the centre
    told(cast, people[0])
    told(cast, people[1])
    check = opened(cast, purpose="centre")
    assert list(check.looks.values_list("staff_id", flat=True)) == [people[3].pk]
    assert left_out(check) == 1


def test_when_all_are_away_there_is_no_check(cast: Cast) -> None:
    for one in crew(cast, 2):
        told(cast, one)
    with pytest.raises(CannotCheck, match="đều đã báo trước"):
        opened(cast)


def test_told_after_the_draw_the_person_stays_drawn_and_does_not_stand_in_for_others(cast: Cast) -> None:
    crew(cast, 8)
    check = opened(cast)
    first = check.looks.get(position=1)
    told(cast, Staff.objects.select_related("unit").get(pk=first.staff_id))
    next_in_line = Staff.objects.select_related("unit").get(pk=check.line[5][0])
    told(cast, next_in_line)
    assert first.staff_id in away_on(cast.unit, TODAY)  # what the look's page tells the checker
    marked(cast, first, Seen(Look.State.AWAY, reason="duty"))
    stands_in = check.looks.get(position=6)
    assert stands_in.staff_id == check.line[6][0]
    assert left_out(check) == 0


def test_a_leave_taken_back_lets_the_person_be_drawn(cast: Cast) -> None:
    people = crew(cast, 3)
    leave = told(cast, people[0])
    withdraw_leave(actor=cast.coordinator, at=MORNING, leave=leave)
    assert away_on(cast.unit, TODAY) == {}
    assert opened(cast).looks.filter(staff=people[0]).exists()
    told(cast, people[0])  # the days are free again


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (TODAY - timedelta(days=1), TODAY, "từ hôm nay"),
        (TOMORROW, TODAY, "không trước ngày đầu"),
        (TODAY, TODAY + timedelta(days=400), "quá một năm"),
    ],
)
def test_days_that_cannot_be(cast: Cast, first: date, last: date, words: str) -> None:
    with pytest.raises(CannotPlanLeave, match=words):
        told(cast, member(cast, "Người vắng"), first, last)


def test_the_same_days_are_told_once(cast: Cast) -> None:
    staff = member(cast, "Người vắng")
    told(cast, staff, TODAY, TODAY + timedelta(days=4))
    with pytest.raises(CannotPlanLeave, match="01/07/2026 đến 05/07/2026"):
        told(cast, staff, TOMORROW)


def test_heads_write_for_their_own_people_and_nobody_for_themselves(cast: Cast) -> None:
    own = member(cast, "Người của phòng")
    other = member(cast, "Người của Trung tâm", agency=cast.centre)
    mine = member(cast, "Trưởng phòng", person=cast.head)
    leave = told(cast, own, by=cast.head)
    for staff, by in ((other, cast.head), (mine, cast.head), (own, cast.officer)):
        with pytest.raises(NotAllowed):
            told(cast, staff, TOMORROW, by=by)
    with pytest.raises(NotAllowed):
        withdraw_leave(actor=cast.officer, at=MORNING, leave=leave)
    assert "Người của phòng" not in str(leave)  # the audit log is read by many
