"""Handing in: frozen whole, told apart by version, sent back with remarks, verified later."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.storage import default_storage

from tests.assessment.rounds.steps import AUTUMN, DECEMBER, Steps
from tests.assessment.year import Year
from tests.cast import Cast
from thanthien.assessment.rounds.models import Appraisal, Round, SelfPoint, Submission
from thanthien.assessment.rounds.moving import CannotChangeRound
from thanthien.assessment.rounds.queries import snapshot_of, submissions_of
from thanthien.assessment.rounds.snapshot import hash_of
from thanthien.assessment.rounds.submitting import send_back
from thanthien.platform.audit.models import Entry
from thanthien.platform.files.actions import keep_file
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.units.models import Agency
from thanthien.programme.evidence.models import Evidence
from thanthien.workflows.rounds import set_self_points, snapshot_now, submit_round, verify_submission


def give(
    cast: Cast,
    points: str,
    reason: str = "Phiếu góp ý đều tốt",
    *,
    actor: Person | None = None,
    key: str = "II.3",
    agency: Agency | None = None,
) -> SelfPoint | None:
    return set_self_points(
        actor=actor or cast.coordinator,
        at=AUTUMN,
        unit=cast.unit,
        year=2026,
        key=key,
        points=Decimal(points),
        reason=reason,
        agency=agency,
    )


def test_what_was_handed_in_holds_points_records_and_hashes(steps: Steps, cast: Cast) -> None:
    submission = steps.submitted()
    snapshot = snapshot_of(submission)
    assert (submission.version, submission.total, submission.is_late) == (1, Decimal(17), False)
    assert snapshot["total"] == {"live": "17", "self": "17", "maximum": "20"}
    assert snapshot["registered"]["level"] == 1
    assert hash_of(submission.snapshot) == submission.sha256
    counted = {
        str(r["id"]) for row in snapshot["criteria"] for r in row["records"] if r["kind"] == "evidence"
    }
    assert counted == set(snapshot["proofs"])
    assert len(counted) > 5
    assert steps.round().state == Round.State.SUBMITTED


def test_nothing_done_later_changes_what_was_handed_in(steps: Steps, cast: Cast, year: Year) -> None:
    submission = steps.submitted()
    before = submission.snapshot
    Evidence.objects.update(state="returned", title="Khác")
    submission.refresh_from_db()
    assert submission.snapshot == before
    assert "17" in snapshot_of(submission)["total"]["live"]


def test_own_points_need_a_reason_and_stand_in_the_snapshot(steps: Steps, cast: Cast) -> None:
    steps.prove()
    with pytest.raises(CannotChangeRound, match="ghi lý do") as refused:
        give(cast, "2.5", reason="")
    assert refused.value.field == "reason"
    with pytest.raises(CannotChangeRound, match="từ 0 đến 3"):
        give(cast, "3.5")
    give(cast, "2.5")
    submission = steps.submitted(prove=False)
    row = next(row for row in snapshot_of(submission)["criteria"] if row["key"] == "II.3")
    assert (row["live"], row["self"], row["self_reason"]) == ("0", "2.5", "Phiếu góp ý đều tốt")
    assert submission.total == Decimal("19.5")


def test_the_live_points_again_take_the_own_ones_away(steps: Steps, cast: Cast) -> None:
    give(cast, "2.5")
    assert give(cast, "0", reason="") is None
    assert not SelfPoint.objects.exists()
    assert Entry.objects.filter(action="round.self_points").count() == 2


def test_an_agency_proposes_for_its_own_field_only(steps: Steps, cast: Cast) -> None:
    proposed = give(cast, "2", actor=cast.head, agency=cast.culture)
    assert proposed is not None
    assert (
        snapshot_now(cast.unit, 2026, AUTUMN.date())["total"]["self"] == "0"
    )  # a proposal does not count yet
    with pytest.raises(NotAllowed, match="không chủ trì nội dung này"):
        give(cast, "1", actor=cast.head, agency=cast.culture, key="II.1")
    with pytest.raises(NotAllowed, match="không thuộc"):
        give(cast, "1", actor=cast.head, agency=cast.centre, key="II.1")
    with pytest.raises(NotAllowed, match="điều phối viên hoặc lãnh đạo"):
        give(cast, "1", actor=cast.head)


def test_only_the_leader_hands_in_and_twice_is_refused(steps: Steps, cast: Cast) -> None:
    for person in (cast.coordinator, cast.head, cast.city_admin, cast.other_coordinator):
        with pytest.raises(NotAllowed):
            submit_round(actor=person, at=AUTUMN, unit=cast.unit, year=2026, seen=1)
    steps.submitted()
    with pytest.raises(CannotChangeRound, match=f"{cast.leader} cập nhật"):
        submit_round(actor=cast.leader, at=AUTUMN, unit=cast.unit, year=2026, seen=1)
    with pytest.raises(CannotChangeRound, match="không sửa được nữa"):
        give(cast, "1")
    assert Submission.objects.count() == 1


def test_after_the_fourteenth_it_is_late(steps: Steps) -> None:
    assert steps.submitted(at=AUTUMN.replace(day=15)).is_late


def test_sent_back_with_remarks_and_handed_in_again_as_the_next_version(steps: Steps, cast: Cast) -> None:
    first = steps.submitted()
    seen = steps.round().version
    with pytest.raises(CannotChangeRound, match="ghi lý do"):
        send_back(actor=cast.city_admin, at=DECEMBER, round_=steps.round(), remark="", remarks={}, seen=seen)
    remarks = {"I#1": "Thiếu ảnh quý III", "I#2": " "}
    send_back(
        actor=cast.city_admin,
        at=DECEMBER,
        round_=steps.round(),
        remark="Bổ sung hồ sơ",
        remarks=remarks,
        seen=seen,
    )
    give(cast, "1")
    submit_round(actor=cast.leader, at=DECEMBER, unit=cast.unit, year=2026, seen=steps.round().version)
    second, kept = submissions_of(steps.round())
    assert (second.version, second.total, second.is_late) == (2, Decimal(18), False)
    assert (kept.sha256, kept.return_remarks) == (first.sha256, {"I#1": "Thiếu ảnh quý III"})
    moves = Entry.objects.filter(thread=f"rounds.round:{steps.round().pk}", action__in=_MOVES)
    assert [entry.action for entry in moves.order_by("pk")] == _MOVES


_MOVES = ["round.submit", "round.send_back", "round.submit"]


def test_sending_back_stops_the_appraisal_that_runs(steps: Steps, cast: Cast) -> None:
    steps.submitted()
    appraisal = steps.appraising()
    send_back(
        actor=cast.city_admin,
        at=DECEMBER,
        round_=steps.round(),
        remark="Bổ sung hồ sơ",
        remarks={},
        seen=steps.round().version,
    )
    appraisal.refresh_from_db()
    assert (appraisal.was_stopped, appraisal.closed_at) == (True, DECEMBER)
    submit_round(actor=cast.leader, at=DECEMBER, unit=cast.unit, year=2026, seen=steps.round().version)
    assert steps.appraising(appraisal.council).number == 2
    assert Appraisal.objects.count() == 2


def test_a_sound_submission_verifies_and_every_difference_is_named(
    steps: Steps, cast: Cast, year: Year
) -> None:
    steps.prove()
    proof = Evidence.objects.filter(task__criterion__key="I#2").order_by("pk")[0]
    proof.file, proof.url = keep_file(data=b"B\xc3\xa1o c\xc3\xa1o", at=AUTUMN - timedelta(days=9)), ""
    proof.save()
    submission = steps.submitted(prove=False)
    assert verify_submission(submission).is_sound
    assert proof.file is not None
    default_storage.delete(proof.file.path)
    year.add_reading("case_on_time", date(2026, 10, 6), 1, 4)
    found = verify_submission(submission)
    assert [proof.title in words for words in found.files] == [True]
    assert "không còn trong kho" in found.files[0]
    assert any(words.startswith("II.1: khi nộp 5 điểm") for words in found.rows)
    assert found.altered == []


def test_a_snapshot_changed_behind_the_program_is_noticed(steps: Steps) -> None:
    submission = steps.submitted()
    data = json.loads(submission.snapshot)
    data["total"]["self"] = "20"
    submission.snapshot = json.dumps(data)
    assert "sha-256" in verify_submission(submission).altered[0]
