"""A difficulty goes up, further up, and comes back with an answer."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connections
from openpyxl import load_workbook

from tests.cast import NOW, Cast
from tests.programme.plans.factories import facts, make_plan, one_task
from thanthien.lib.documents.write import write_xlsx
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed
from thanthien.programme.impediments.actions import (
    CannotMoveImpediment,
    ImpedimentFields,
    move_impediment,
    report_impediment,
    set_terms,
    version_of,
)
from thanthien.programme.impediments.models import Impediment, ImpedimentStep
from thanthien.programme.impediments.papers import log_sheet
from thanthien.programme.impediments.queries import Wanted, counts_of, impediments_of, is_late
from thanthien.programme.impediments.standing import moves_of
from thanthien.programme.impediments.states import STEPS
from thanthien.programme.impediments.terms import terms_of
from thanthien.programme.impediments.waiting import waiting_for

Move, State = ImpedimentStep.Move, Impediment.State


@pytest.fixture
def one(cast: Cast, now: datetime) -> Impediment:
    fields = ImpedimentFields("Thiếu máy quét", "Mượn của xã bên", one_task(cast, cast.centre))
    return report_impediment(actor=cast.centre_officer, at=now, unit=cast.unit, fields=fields)


def go(actor: Person, one: Impediment, move: str, text: str = "", at: datetime = NOW) -> Impediment:
    one.refresh_from_db()
    return move_impediment(actor=actor, at=at, impediment=one, move=move, text=text, seen=version_of(one))


def waits(person: Person, cast: Cast) -> list[str]:
    return [w.why.partition(": ")[2] for w in waiting_for(person, cast.unit, NOW.date())]


def test_it_is_numbered_and_due_in_working_days(cast: Cast, now: datetime, one: Impediment) -> None:
    # Wednesday 1 July and five working days: Wednesday 8 July.
    assert (str(one), one.agency, one.due_date) == ("Vướng mắc số 1/2026", cast.centre, date(2026, 7, 8))
    second = report_impediment(
        actor=cast.officer, at=now, unit=cast.unit, fields=ImpedimentFields("Thiếu người")
    )
    assert second.number == 2
    assert [is_late(one, day) for day in (date(2026, 7, 8), date(2026, 7, 9))] == [False, True]


def test_the_unit_sets_its_own_terms(cast: Cast, now: datetime) -> None:
    assert terms_of(cast.unit).is_sample
    with pytest.raises(CannotMoveImpediment, match="từ 1 đến 60"):
        set_terms(actor=cast.leader, at=now, unit=cast.unit, answer_days=0, leader_days=3)
    with pytest.raises(NotAllowed):
        set_terms(actor=cast.head, at=now, unit=cast.unit, answer_days=2, leader_days=3)
    set_terms(actor=cast.leader, at=now, unit=cast.unit, answer_days=2, leader_days=3)
    assert (terms_of(cast.unit).answer_days, terms_of(cast.unit).is_sample) == (2, False)
    assert terms_of(cast.other_unit).is_sample
    made = report_impediment(actor=cast.officer, at=now, unit=cast.unit, fields=ImpedimentFields("Mưa"))
    assert made.due_date == date(2026, 7, 3)


def test_the_division_answers_and_the_reporter_confirms(cast: Cast, one: Impediment) -> None:
    assert waits(cast.coordinator, cast) == waits(cast.head, cast) == ["cần trả lời"]
    assert waits(cast.leader, cast) == waits(cast.one_stop, cast) == []
    go(cast.head, one, Move.ANSWER, "Cấp máy tuần này")
    assert waits(cast.head, cast) == []
    assert len(waits(cast.centre_officer, cast)) == 1
    with pytest.raises(NotAllowed, match="người báo vướng mắc"):
        go(cast.coordinator, one, Move.SOLVED)
    done = go(cast.centre_officer, one, Move.SOLVED)
    assert (done.state, done.answer, done.answered_by) == (State.SOLVED, "Cấp máy tuần này", cast.head)
    assert waits(cast.centre_officer, cast) == []


def test_what_is_beyond_the_division_goes_to_the_leaders(cast: Cast, one: Impediment) -> None:
    up = go(cast.coordinator, one, Move.ESCALATE, "Cần kinh phí", NOW + timedelta(days=5))
    assert (up.state, up.due_date) == (State.ESCALATED, date(2026, 7, 13))
    assert waits(cast.leader, cast) == ["đã trình, cần quyết định"]
    with pytest.raises(NotAllowed, match="lãnh đạo UBND trả lời"):
        go(cast.coordinator, one, Move.ANSWER, "Tôi trả lời")
    assert go(cast.leader, one, Move.ANSWER, "Duyệt 15 triệu đồng").state == State.ANSWERED


def test_not_solved_opens_it_again(cast: Cast, one: Impediment) -> None:
    go(cast.coordinator, one, Move.ANSWER, "Mượn máy")
    with pytest.raises(CannotMoveImpediment, match="còn vướng ở đâu"):
        go(cast.centre_officer, one, Move.NOT_SOLVED)
    again = go(cast.centre_officer, one, Move.NOT_SOLVED, "Máy hỏng", NOW + timedelta(days=7))
    assert (again.state, again.due_date) == (State.WAITING, date(2026, 7, 15))
    assert waits(cast.coordinator, cast) == ["cần trả lời"]


def test_nobody_answers_the_own_difficulty(cast: Cast, now: datetime) -> None:
    own = report_impediment(
        actor=cast.coordinator, at=now, unit=cast.unit, fields=ImpedimentFields("Chậm số liệu")
    )
    assert Move.ANSWER not in moves_of(cast.coordinator, own)
    with pytest.raises(NotAllowed, match="một người khác trả lời"):
        go(cast.coordinator, own, Move.ANSWER, "Tự trả lời")
    assert go(cast.leader, own, Move.ANSWER, "Đã nhắc").state == State.ANSWERED


def test_who_else_may_do_what(cast: Cast, one: Impediment, now: datetime) -> None:
    for person in (cast.officer, cast.one_stop):
        with pytest.raises(NotAllowed):
            go(person, one, Move.ANSWER, "Không phải việc tôi")
        assert go(person, one, Move.NOTE, "Xã bên có máy").state == State.WAITING
    for stranger in (cast.council, cast.city_admin, cast.other_coordinator):
        with pytest.raises(NotAllowed):
            go(stranger, one, Move.NOTE, "…")
        with pytest.raises(NotAllowed):
            report_impediment(actor=stranger, at=now, unit=cast.unit, fields=ImpedimentFields("…"))
    foreign = make_plan(cast.other_unit, facts("Của phường"))[0]
    with pytest.raises(CannotMoveImpediment, match="không thuộc đơn vị"):
        report_impediment(
            actor=cast.officer, at=now, unit=cast.unit, fields=ImpedimentFields("x", task=foreign)
        )


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("move", list(STEPS))
def test_no_move_beside_the_table(cast: Cast, one: Impediment, state: str, move: str) -> None:
    Impediment.objects.filter(pk=one.pk).update(state=state)
    by_reporter = move in (Move.SOLVED, Move.NOT_SOLVED, Move.WITHDRAW)
    actor = cast.centre_officer if by_reporter else cast.leader
    one.refresh_from_db()
    offered = move in moves_of(actor, one)
    try:
        go(actor, one, move, "Nội dung")
    except CannotMoveImpediment:
        moved = False
    else:
        moved = True
    one.refresh_from_db()
    assert moved == offered == (state in STEPS[move].allowed)
    assert one.state == ((STEPS[move].to or state) if moved else state)


def test_the_log_of_a_period_and_its_workbook(cast: Cast, now: datetime, one: Impediment) -> None:
    late = report_impediment(
        actor=cast.officer, at=now + timedelta(days=40), unit=cast.unit, fields=ImpedimentFields("=1+1")
    )
    today = date(2026, 7, 20)
    july = Wanted(date(2026, 7, 1), date(2026, 7, 31))
    assert list(impediments_of(cast.unit, july, today)) == [one]
    assert list(impediments_of(cast.unit, Wanted(state="late"), today)) == [one]
    assert list(impediments_of(cast.unit, Wanted(), today)) == [late, one]
    assert counts_of(cast.unit, Wanted(), today) == {"all": 2, "open": 2, "late": 1, "solved": 0}
    assert not impediments_of(cast.other_unit, Wanted(), today)
    sheet = log_sheet(cast.unit, july, impediments_of(cast.unit, Wanted(), today), today)
    rows = list(load_workbook(io.BytesIO(write_xlsx((sheet,)))).active.values)  # type: ignore[union-attr]
    assert rows[1][0] == "Từ ngày 01/07/2026 đến ngày 31/07/2026."
    assert rows[4][4] == "=1+1"
    assert rows[5][:2] == ("1/2026", datetime(2026, 7, 1))
    assert rows[5][7] == "Chờ Phòng Văn hóa - Xã hội (quá hạn)"


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_the_second_is_told(cast: Cast, now: datetime) -> None:
    one = report_impediment(
        actor=cast.officer, at=now, unit=cast.unit, fields=ImpedimentFields("Thiếu máy quét")
    )
    seen, start = version_of(one), Barrier(2)

    def press(person: Person) -> str:
        start.wait()
        try:
            move_impediment(
                actor=person, at=now, impediment=one, move=Move.ANSWER, seen=seen, text=f"Của {person}"
            )
        except CannotMoveImpediment as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(2) as pool:
        said = [a.result() for a in [pool.submit(press, p) for p in (cast.coordinator, cast.leader)]]
    assert sorted(map(bool, said)) == [False, True]
    winner = (cast.coordinator, cast.leader)[said.index("")]
    one.refresh_from_db()
    assert one.answer == f"Của {winner}"
    assert f"Của {winner}" in "".join(said)
    assert one.steps.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_reports_at_once_have_two_numbers(cast: Cast, now: datetime) -> None:
    start = Barrier(2)

    def press(person: Person) -> int:
        start.wait()
        try:
            made = report_impediment(actor=person, at=now, unit=cast.unit, fields=ImpedimentFields("Khó"))
        finally:
            connections.close_all()
        return made.number

    with ThreadPoolExecutor(2) as pool:
        numbers = [a.result() for a in [pool.submit(press, p) for p in (cast.officer, cast.one_stop)]]
    assert sorted(numbers) == [1, 2]
