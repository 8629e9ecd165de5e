"""Spot checks: drawn once, away replaced, two phones, left open, nobody looks at oneself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import Cast
from tests.operations.conduct.factories import MORNING, crew, marked, member, opened
from thanthien.operations.conduct.actions import StaffFields, move_staff
from thanthien.operations.conduct.checking import CannotCheck, Seen, finish_check, mark_look
from thanthien.operations.conduct.drawing import Candidate, in_line
from thanthien.operations.conduct.models import Look, SpotCheck
from thanthien.operations.conduct.queries import check_of_unit, tally_of
from thanthien.platform.people.permissions import NotAllowed

pytestmark = pytest.mark.django_db
AWAY = Seen(Look.State.AWAY, reason="duty")


def test_whoever_opens_the_check_gets_the_same_people_and_anybody_can_draw_again(cast: Cast) -> None:
    crew(cast)
    check = opened(cast)
    assert opened(cast, by=cast.leader) == check
    drawn = [one.staff_id for one in check.looks.order_by("position")]
    again = in_line(check.seed, (Candidate(*row) for row in sorted(check.line)))
    assert drawn == [one.staff for one in again[:5]]
    with pytest.raises(NotAllowed):
        opened(cast, by=cast.officer)


def test_without_anybody_to_draw_there_is_no_check(cast: Cast) -> None:
    with pytest.raises(CannotCheck, match="chưa có ai"):
        opened(cast)
    member(cast, "Không ở Trung tâm")
    with pytest.raises(CannotCheck, match="Trung tâm"):
        opened(cast, purpose="centre")


def test_who_is_away_with_a_reason_is_replaced_by_the_next_in_line(cast: Cast) -> None:
    crew(cast)
    check = opened(cast)
    first = check.looks.get(position=1)
    marked(cast, first, AWAY)
    assert check.looks.count() == 6
    assert check.looks.get(position=6).staff_id == check.line[5][0]
    # it was a mistake: the one who came in the place goes again
    marked(cast, first)
    assert sorted(check.looks.values_list("position", flat=True)) == [1, 2, 3, 4, 5]


def test_when_all_others_are_away_fewer_are_looked_at(cast: Cast) -> None:
    crew(cast, 5)
    check = opened(cast)
    first, *others = check.looks.order_by("position")
    marked(cast, first)
    for look in others:
        marked(cast, look, AWAY)
    finish_check(actor=cast.coordinator, at=MORNING, check=check)
    tally = tally_of(check, list(check.looks.all()))
    assert (tally.done, tally.drawn, tally.away) == (1, 1, 4)


def test_two_phones_do_not_write_over_each_other(cast: Cast) -> None:
    crew(cast)
    look = opened(cast).looks.get(position=1)
    marked(cast, look, Seen(Look.State.SEEN, False, True))
    stale = Look.objects.select_related("check_of__unit").get(pk=look.pk)
    with pytest.raises(CannotCheck, match="vừa ghi"):
        mark_look(
            actor=cast.leader, at=MORNING, look=stale, version=1, seen=Seen(Look.State.SEEN, True, True)
        )
    look.refresh_from_db()
    assert look.has_badge is False


def test_a_half_done_check_is_not_finished_and_is_not_filled_in_later(cast: Cast) -> None:
    crew(cast)
    check = opened(cast)
    one, two = check.looks.order_by("position")[:2]
    marked(cast, one)
    with pytest.raises(CannotCheck, match="Còn 4 người"):
        finish_check(actor=cast.coordinator, at=MORNING, check=check)
    with pytest.raises(CannotCheck, match="trong ngày"):
        marked(cast, two, at=MORNING + timedelta(days=1))
    check.refresh_from_db()
    assert check.state == SpotCheck.State.OPEN
    tally = tally_of(check, list(check.looks.all()))
    assert (tally.done, tally.drawn, tally.left) == (1, 5, 4)


def test_nobody_looks_at_oneself(cast: Cast) -> None:
    member(cast, "Chính mình", person=cast.coordinator)
    look = opened(cast).looks.get()
    with pytest.raises(CannotCheck, match="không tự kiểm tra"):
        marked(cast, look)


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        (Seen(Look.State.SEEN, True, None), "đủ hai mục"),
        (Seen(Look.State.AWAY), "lý do vắng"),
        (Seen("waiting"), "có mặt"),
        (Seen(Look.State.SEEN, True, True, {"dances": True}), "không còn"),
    ],
)
def test_half_an_answer_is_refused(cast: Cast, seen: Seen, words: str) -> None:
    crew(cast, 5)
    with pytest.raises(CannotCheck, match=words):
        marked(cast, opened(cast).looks.get(position=1), seen)


def test_who_was_looked_at_stands_behind_the_others_for_the_quarter(cast: Cast) -> None:
    crew(cast, 12)
    first = opened(cast)
    seen = {marked(cast, one).staff_id for one in list(first.looks.order_by("position"))[:4]}
    away = first.looks.get(position=5)
    marked(cast, away, AWAY)
    second = opened(cast, MORNING + timedelta(days=1))
    order = [row[0] for row in second.line]
    assert set(order[-4:]) == seen
    assert away.staff_id in order[:8]


def test_the_agency_of_the_day_stays_with_the_look_after_a_move(cast: Cast) -> None:
    one = member(cast, "Người chuyển")
    look = opened(cast).looks.get()
    marked(cast, look)
    later = MORNING + timedelta(days=30)
    fields = StaffFields("", "civil_servant", later.date(), cast.economy)
    move_staff(actor=cast.coordinator, at=later, staff=one, fields=fields)
    found = check_of_unit(cast.unit, look.check_of_id)
    assert found is not None
    assert found.looks.all()[0].agency == cast.culture
    assert opened(cast, later).looks.get().agency == cast.economy
