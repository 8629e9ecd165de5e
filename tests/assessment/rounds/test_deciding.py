"""The decision: what may be recognised, objections, re-checks, taking back, and the years kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.assessment.rounds.steps import DECEMBER, Steps
from tests.cast import Cast
from thanthien.assessment.rounds.deciding import object_to_decision
from thanthien.assessment.rounds.models import Round, Submission
from thanthien.assessment.rounds.moving import CannotChangeRound
from thanthien.assessment.rounds.queries import recognition_of, years_kept
from thanthien.assessment.rounds.states import STEPS, Move
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.permissions import NotAllowed


def object_now(steps: Steps, cast: Cast, days: int = 3) -> Round:
    return object_to_decision(
        actor=cast.leader,
        at=DECEMBER + timedelta(days=days),
        round_=steps.round(),
        reason="Mục I#1 đã đủ ảnh quý IV",
        seen=steps.round().version,
    )


def test_a_level_is_recognised_up_to_the_points(steps: Steps, cast: Cast) -> None:
    steps.submitted()
    steps.appraised()
    with pytest.raises(CannotChangeRound, match="Điểm thẩm định 17 chưa đạt Mức 2"):
        steps.decided(level=2)
    decision = steps.decided()
    assert (decision.level, decision.label, decision.number) == (1, "Mức 1", "402/QĐ-UBND")
    assert steps.round().state == Round.State.RECOGNISED
    assert recognition_of(cast.unit, 2026) == decision


def test_without_registration_nothing_is_recognised_whatever_the_points(steps: Steps, cast: Cast) -> None:
    steps.submitted(register=False)
    closed = steps.appraised()
    assert closed.level == 1
    with pytest.raises(CannotChangeRound, match="không đăng ký mức năm 2026"):
        steps.decided()
    decision = steps.decided("refuse", reason="Đơn vị không đăng ký mức")
    assert (decision.kind, decision.level, steps.round().state) == ("refuse", None, Round.State.REFUSED)


def test_a_refusal_says_why_and_nobody_but_the_administrator_decides(steps: Steps, cast: Cast) -> None:
    steps.submitted()
    steps.appraised()
    with pytest.raises(CannotChangeRound, match="ghi lý do"):
        steps.decided("refuse", reason="")
    for person in (cast.appraiser, cast.leader, cast.other_coordinator):
        with pytest.raises(NotAllowed):
            steps.decided(actor=person)
    with pytest.raises(CannotChangeRound, match="chưa tới"):
        steps.decided(decided_date=date(2026, 12, 9))
    assert steps.round().state == Round.State.APPRAISED


def test_an_objection_is_kept_and_answered_by_keeping(steps: Steps, cast: Cast) -> None:
    steps.submitted()
    steps.appraised()
    steps.decided()
    object_now(steps, cast)
    kept = recognition_of(cast.unit, 2026)
    assert kept is not None
    assert (kept.objection, kept.objected_by) == ("Mục I#1 đã đủ ảnh quý IV", cast.leader)
    steps.decided("keep", reason="Ảnh gửi thêm trùng ảnh cũ", at=DECEMBER + timedelta(days=5))
    assert steps.round().state == Round.State.RECOGNISED
    assert recognition_of(cast.unit, 2026) == kept
    with pytest.raises(CannotChangeRound, match="đã kiến nghị"):
        object_now(steps, cast, days=6)


def test_a_refusal_kept_after_an_objection_stays_a_refusal(steps: Steps, cast: Cast) -> None:
    steps.submitted()
    steps.decided("refuse")
    object_now(steps, cast)
    steps.decided("keep", reason="Không có căn cứ mới", at=DECEMBER + timedelta(days=5))
    assert steps.round().state == Round.State.REFUSED


def test_after_the_last_day_an_objection_comes_too_late(steps: Steps, cast: Cast) -> None:
    steps.submitted()
    steps.appraised()
    steps.decided()
    with pytest.raises(CannotChangeRound, match="hết hạn kiến nghị"):
        object_now(steps, cast, days=16)
    object_now(steps, cast, days=15)


def test_a_recheck_ends_in_a_decision_of_its_own(steps: Steps, cast: Cast) -> None:
    steps.submitted()
    appraisal = steps.appraised(points={"I#1": "0", "II.1": "0"})
    assert appraisal.level is None
    steps.decided("refuse")
    object_now(steps, cast)
    again = steps.appraising(appraisal.council, remark="Xem lại mục I#1")
    assert (again.number, steps.round().state) == (2, Round.State.APPRAISING)
    first = recognition_of(cast.unit, 2026)
    assert first is not None
    assert first.kind == "refuse"
    steps.appraised(again)
    steps.decided(number="415/QĐ-UBND", at=DECEMBER + timedelta(days=9))
    second = recognition_of(cast.unit, 2026)
    assert second is not None
    assert (second.number, second.level) == ("415/QĐ-UBND", 1)


def test_a_recognition_is_taken_back_with_a_reason(steps: Steps, cast: Cast) -> None:
    steps.submitted()
    steps.appraised()
    steps.decided()
    steps.decided(
        "revoke", number="9/QĐ-UBND", reason="Minh chứng không trung thực", at=DECEMBER + timedelta(days=9)
    )
    row = years_kept(cast.unit)[0]
    assert row.decision is not None
    assert (row.year, row.registered, row.decision.kind) == (2026, 1, "revoke")
    assert steps.round().state == Round.State.REVOKED


def test_every_move_of_the_table_leaves_an_entry_and_ends_in_a_state(steps: Steps, cast: Cast) -> None:
    assert set(STEPS) == set(Move)
    reached = {step.to for step in STEPS.values()} | {Round.State.PREPARING}
    assert reached == set(Round.State)
    steps.submitted()
    steps.appraised()
    steps.decided()
    entries = Entry.objects.filter(thread=f"rounds.round:{steps.round().pk}", unit=cast.unit)
    moved = [((e.before or {})["state"], (e.after or {})["state"]) for e in entries.order_by("pk")]
    assert [after for _, after in moved] == ["submitted", "appraising", "appraised", "recognised"]
    assert [before for before, _ in moved[1:]] == [after for _, after in moved[:-1]]
    assert Submission.objects.get().version == 1
