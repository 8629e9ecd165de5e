"""Two press at the same moment, and a machine that dies in the middle."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connections

from tests.assessment.rounds.steps import AUTUMN, DECEMBER, Steps
from tests.cast import Cast
from thanthien.assessment.rounds.actions import CannotRegister, register_level
from thanthien.assessment.rounds.appraising import check_sampled, declare, write_sheet
from thanthien.assessment.rounds.models import (
    RecognitionDecision,
    Registration,
    Round,
    SampledProof,
    SelfPoint,
    Sheet,
    Submission,
)
from thanthien.assessment.rounds.moving import CannotChangeRound
from thanthien.assessment.rounds.queries import snapshot_of
from thanthien.assessment.rounds.submitting import submit
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.models import Person
from thanthien.workflows import rounds
from thanthien.workflows.rounds import set_self_points, submit_round

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*jobs: Callable[[], object]) -> list[str]:
    """What each was told; "" for who came through."""
    start = Barrier(len(jobs))

    def run(job: Callable[[], object]) -> str:
        start.wait()
        try:
            job()
        except (CannotChangeRound, CannotRegister) as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [answer.result() for answer in [pool.submit(run, job) for job in jobs]]


def test_two_register_and_the_second_is_told(cast: Cast, steps: Steps) -> None:
    def register(level: int) -> Registration:
        return register_level(
            actor=cast.leader,
            at=AUTUMN,
            unit=cast.unit,
            year=2026,
            level=level,
            registered_date=date(2026, 2, 10),
            seen=0,
        )

    said = at_once(lambda: register(1), lambda: register(2))
    assert sorted(map(bool, said)) == [False, True]
    assert f"{cast.leader} vừa ghi mức" in "".join(said)
    assert Registration.objects.get().level == said.index("") + 1


def test_handed_in_twice_at_once_is_one_submission(cast: Cast, steps: Steps) -> None:
    steps.registered()

    def press() -> Submission:
        return submit_round(actor=cast.leader, at=AUTUMN, unit=cast.unit, year=2026, seen=1)

    said = at_once(press, press)
    assert sorted(map(bool, said)) == [False, True]
    assert Submission.objects.count() == 1
    assert Entry.objects.filter(action="round.submit").count() == 1


def test_two_administrators_decide_and_one_decision_stands(cast: Cast, steps: Steps) -> None:
    steps.submitted()
    steps.appraised()
    seen = steps.round().version
    said = at_once(
        lambda: steps.decided(number="1/QĐ-UBND", seen=seen),
        lambda: steps.decided("refuse", number="2/QĐ-UBND", seen=seen),
    )
    assert sorted(map(bool, said)) == [False, True]
    assert "Chưa có gì được ghi" in "".join(said)
    decision = RecognitionDecision.objects.get()
    assert steps.round().state == {"recognise": "recognised", "refuse": "refused"}[decision.kind]


def test_two_members_hand_in_at_once_and_both_sheets_are_kept(cast: Cast, steps: Steps) -> None:
    steps.submitted()
    appraisal = steps.appraising()
    said = at_once(
        lambda: steps.hand_in(appraisal, steps.seat(appraisal, "chair"), cast.appraiser, {"I#1": "5"}),
        lambda: steps.hand_in(appraisal, steps.seat(appraisal, "secretary"), cast.city_admin, {"I#1": "4"}),
    )
    assert said == ["", ""]
    sheets = Sheet.objects.filter(state=Sheet.State.HANDED_IN).order_by("member")
    assert [Decimal(sheet.points["I#1"]["points"]) for sheet in sheets] == [5, 4]


def test_one_member_in_two_windows_overwrites_nothing(cast: Cast, steps: Steps) -> None:
    steps.submitted()
    appraisal = steps.appraising()
    chair = steps.seat(appraisal, "chair")
    seen = declare(actor=cast.appraiser, at=DECEMBER, appraisal=appraisal, member=chair).version

    def write(points: str) -> Sheet:
        return write_sheet(
            actor=cast.appraiser,
            at=DECEMBER,
            appraisal=appraisal,
            member=chair,
            points={"I#1": (Decimal(points), "Nháp")},
            seen=seen,
        )

    said = at_once(lambda: write("1"), lambda: write("2"))
    assert sorted(map(bool, said)) == [False, True]
    assert "không ghi đè" in "".join(said)


def test_killed_while_handing_in_leaves_nothing_half_done(
    cast: Cast, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies (kill -9) after the snapshot was written, before the end of the transaction."""
    steps.registered()
    connections.close_all()
    child = os.fork()
    if child == 0:
        handed_in = submit

        def die(**values: object) -> Submission:
            handed_in(**values)  # type: ignore[arg-type]
            assert Submission.objects.exists()
            os.kill(os.getpid(), signal.SIGKILL)
            raise AssertionError

        monkeypatch.setattr(rounds, "submit", die)
        try:
            submit_round(actor=cast.leader, at=AUTUMN, unit=cast.unit, year=2026, seen=1)
        finally:
            os._exit(3)  # not reached: a status of 3 fails the test below
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert not Submission.objects.exists()
    assert not Round.objects.exists()
    assert not Entry.objects.filter(action="round.submit").exists()
    assert submit_round(actor=cast.leader, at=AUTUMN, unit=cast.unit, year=2026, seen=1).version == 1


def test_two_members_check_one_drawn_proof_and_the_second_is_told(cast: Cast, steps: Steps) -> None:
    steps.submitted()
    drawn = steps.appraising().sample.get(position=1)

    def check(person: Person, verdict: str) -> SampledProof:
        return check_sampled(
            actor=person, at=DECEMBER, sampled=drawn, verdict=verdict, remark="Đã xem tận nơi", seen=""
        )

    said = at_once(lambda: check(cast.appraiser, "right"), lambda: check(cast.city_admin, "wrong"))
    assert sorted(map(bool, said)) == [False, True]
    drawn.refresh_from_db()
    assert drawn.verdict == ("right", "wrong")[said.index("")]
    assert f"{drawn.checked_by} vừa ghi “{drawn.get_verdict_display()}”" in "".join(said)
    assert Entry.objects.filter(action="round.sample").count() == 1


def test_handed_in_while_a_point_is_changed_freezes_it_before_or_refuses_it_after(
    cast: Cast, steps: Steps
) -> None:
    steps.registered()
    steps.prove()
    said = at_once(
        lambda: submit_round(actor=cast.leader, at=AUTUMN, unit=cast.unit, year=2026, seen=1),
        lambda: set_self_points(
            actor=cast.coordinator,
            at=AUTUMN,
            unit=cast.unit,
            year=2026,
            key="II.2",
            points=Decimal(1),
            reason="Đã rà soát lại",
        ),
    )
    assert said[0] == ""
    frozen = next(row for row in snapshot_of(Submission.objects.get())["criteria"] if row["key"] == "II.2")
    if said[1]:
        assert "không sửa được nữa" in said[1]
        assert (frozen["self"], SelfPoint.objects.exists()) == (frozen["live"], False)
    else:
        assert (frozen["self"], SelfPoint.objects.get().points) == ("1", Decimal(1))
