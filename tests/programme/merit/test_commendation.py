"""Commendation proposed, sent on and decided; praise and criticism made public, answered, taken back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier

import pytest
from django.db import connections

from tests.cast import Cast
from tests.programme.merit.factories import DECISION, commendation, criticism, published
from thanthien.platform.people.permissions import NotAllowed
from thanthien.programme.merit.actions import (
    CannotChangeMerit,
    Decision,
    move_commendation,
    move_notice,
    reply_to_notice,
    write_notice,
)
from thanthien.programme.merit.models import Commendation
from thanthien.programme.merit.queries import notice_for, notices_for
from thanthien.programme.merit.states import COMMENDATION_STEPS, CommendationMove, NoticeMove
from thanthien.programme.merit.waiting import waiting_for

TODAY = date(2026, 7, 1)


def _move(cast: Cast, thing: Commendation, move: CommendationMove, **more: object) -> Commendation:
    return move_commendation(
        actor=cast.coordinator, at=cast_now(), commendation=thing, move=move, seen=thing.version, **more  # type: ignore[arg-type]
    )  # fmt: skip


def cast_now() -> datetime:
    return datetime.fromisoformat("2026-07-01T09:00:00+07:00")


def test_a_head_proposes_and_the_decision_is_kept(cast: Cast) -> None:
    thing = commendation(cast)
    assert [one.why for one in waiting_for(cast.leader, cast.unit, TODAY)] == [
        "cần trình đề nghị khen thưởng"
    ]
    thing = _move(cast, thing, CommendationMove.SUBMIT)
    with pytest.raises(CannotChangeMerit, match="số và ngày"):
        _move(cast, thing, CommendationMove.DECIDE, decision=Decision("", None))
    with pytest.raises(CannotChangeMerit, match="hôm nay"):
        _move(cast, thing, CommendationMove.DECIDE, decision=Decision("9/QĐ", date(2026, 7, 2)))
    thing = _move(cast, thing, CommendationMove.DECIDE, decision=DECISION)
    assert (thing.state, thing.document_number) == ("decided", "88/QĐ-UBND")


def test_a_refusal_says_why_and_may_be_proposed_again(cast: Cast) -> None:
    thing = _move(cast, commendation(cast), CommendationMove.SUBMIT)
    with pytest.raises(CannotChangeMerit, match="lý do"):
        _move(cast, thing, CommendationMove.REFUSE)
    thing = _move(cast, thing, CommendationMove.REFUSE, reason="Chưa đủ thời gian")
    assert (thing.state, thing.remark) == ("refused", "Chưa đủ thời gian")
    assert _move(cast, thing, CommendationMove.PROPOSE_AGAIN).state == "proposed"


@pytest.mark.parametrize("move", list(CommendationMove))
def test_a_step_leaves_only_from_its_states(cast: Cast, move: CommendationMove) -> None:
    thing, allowed = commendation(cast), COMMENDATION_STEPS[move].allowed
    for state in Commendation.State.values:
        Commendation.objects.filter(pk=thing.pk).update(state=state)
        thing.refresh_from_db()
        if state not in allowed:
            with pytest.raises(CannotChangeMerit, match="không làm bước"):
                _move(cast, thing, move, decision=DECISION, reason="Lý do")


def test_an_officer_proposes_nothing_and_a_head_sends_nothing_on(cast: Cast, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        commendation(cast, actor=cast.officer)
    with pytest.raises(NotAllowed):
        commendation(cast, actor=cast.other_coordinator)
    thing = commendation(cast)
    with pytest.raises(NotAllowed):
        move_commendation(
            actor=cast.head, at=now, commendation=thing, move=CommendationMove.SUBMIT, seen=thing.version
        )


def test_criticism_is_read_by_those_meant_and_answered_by_the_agency(cast: Cast, now: datetime) -> None:
    notice = criticism(cast)
    assert list(notices_for(cast.officer, cast.unit, 2026)) == []  # a draft is nobody's but the managers'
    with pytest.raises(NotAllowed, match="người khác"):
        move_notice(
            actor=cast.coordinator, at=now, notice=notice, move=NoticeMove.PUBLISH, seen=notice.version
        )
    notice = published(cast, notice)
    assert notice_for(cast.officer, cast.unit, notice.pk) == notice
    for person in (cast.centre_officer, cast.council, cast.city_admin, cast.appraiser):
        assert notice_for(person, cast.unit, notice.pk) is None
    assert "có thể phản hồi" in [one.why for one in waiting_for(cast.head, cast.unit, TODAY)]
    with pytest.raises(NotAllowed):
        reply_to_notice(actor=cast.centre_officer, at=now, notice=notice, text="Không phải chúng tôi")
    reply_to_notice(actor=cast.head, at=now, notice=notice, text="Đã gửi đủ ngày 30/6")
    with pytest.raises(CannotChangeMerit, match="một lần"):
        reply_to_notice(actor=cast.officer, at=now, notice=notice, text="Thêm nữa")
    assert "có thể phản hồi" not in [one.why for one in waiting_for(cast.head, cast.unit, TODAY)]


def test_a_notice_taken_back_is_no_longer_read(cast: Cast, now: datetime) -> None:
    notice = published(cast, criticism(cast, audience="unit"))
    assert notice_for(cast.council, cast.unit, notice.pk) is not None
    with pytest.raises(CannotChangeMerit, match="lý do"):
        move_notice(actor=cast.leader, at=now, notice=notice, move=NoticeMove.WITHDRAW, seen=notice.version)
    move_notice(
        actor=cast.leader, at=now, notice=notice, move=NoticeMove.WITHDRAW, seen=notice.version,
        reason="Cơ quan đã gửi đúng hạn",
    )  # fmt: skip
    assert notice_for(cast.council, cast.unit, notice.pk) is None
    assert notice_for(cast.officer, cast.unit, notice.pk) is None
    kept = notice_for(cast.leader, cast.unit, notice.pk)
    assert kept is not None
    assert kept.remark == "Cơ quan đã gửi đúng hạn"


def test_criticism_without_an_agency_is_refused(cast: Cast, now: datetime) -> None:
    with pytest.raises(CannotChangeMerit, match="quyền phản hồi"):
        write_notice(
            actor=cast.leader, at=now, unit=cast.unit, year=2026, kind="criticism", name="Một thôn",
            text="Chậm", audience="unit",
        )  # fmt: skip
    with pytest.raises(CannotChangeMerit, match="không thuộc đơn vị"):
        write_notice(
            actor=cast.leader, at=now, unit=cast.unit, year=2026, kind="criticism", name="",
            text="Chậm", audience="unit", agency=cast.other_agencies["culture_social"],
        )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_one_sends_on_while_the_other_withdraws(cast: Cast, now: datetime) -> None:
    thing, start = commendation(cast), Barrier(2)

    def press(move: CommendationMove) -> str:
        actor = cast.leader if move is CommendationMove.SUBMIT else cast.coordinator
        start.wait()
        try:
            move_commendation(
                actor=actor, at=now, commendation=thing, move=move, seen=thing.version, reason="Rút lại"
            )
        except CannotChangeMerit as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return ""

    moves = (CommendationMove.SUBMIT, CommendationMove.WITHDRAW)
    with ThreadPoolExecutor(2) as pool:
        said = [answer.result() for answer in [pool.submit(press, move) for move in moves]]
    assert sorted(map(bool, said)) == [False, True]
    assert Commendation.objects.get(pk=thing.pk).state == ("submitted" if not said[0] else "withdrawn")
