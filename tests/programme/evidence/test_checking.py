"""The second person: bound to what was seen, never the own work, the loser told who was first."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast
from tests.programme.plans.factories import add_picture, lead_of, one_task, picture
from thanthien.platform.audit.queries import history_of
from thanthien.platform.people.permissions import NotAllowed
from thanthien.programme.evidence.actions import CannotChangeProof, add_files, change_proof, hand_in_part
from thanthien.programme.evidence.checking import (
    check_part,
    check_proof,
    version_of_part,
    version_of_proof,
)
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.evidence.queries import proofs_of_task
from thanthien.programme.evidence.states import Move
from thanthien.programme.plans.actions import CannotChangeTask
from thanthien.programme.plans.models import Task, TaskAgency
from thanthien.programme.plans.states import Move as PartMove


def mark(task: Task, part: TaskAgency) -> str:
    return version_of_part(part, proofs_of_task(task))


def handed_in(cast: Cast, now: datetime) -> tuple[Task, TaskAgency]:
    task = one_task(cast)
    add_picture(cast, task)
    return task, hand_in_part(actor=cast.officer, at=now, part=lead_of(task))


def test_accepting_a_part_accepts_its_waiting_proof(cast: Cast, now: datetime) -> None:
    task, part = handed_in(cast, now)
    check_part(actor=cast.head, at=now, part=part, move=PartMove.ACCEPT, seen=mark(task, part))
    proof = Evidence.objects.get()
    assert (proof.state, proof.checked_by, proof.checked_at) == ("accepted", cast.head, now)
    task.refresh_from_db()
    assert task.state == "accepted"


def test_proof_added_meanwhile_stops_the_check(cast: Cast, now: datetime) -> None:
    task, part = handed_in(cast, now)
    seen = mark(task, part)
    add_files(actor=cast.officer, at=now + timedelta(minutes=1), task=task, uploads=[picture("b.jpg", "red")])
    with pytest.raises(
        CannotChangeProof, match="đã thay đổi từ khi anh/chị mở trang: Nguyễn Văn An, lúc 09:01"
    ):
        check_part(actor=cast.head, at=now, part=part, move=PartMove.ACCEPT, seen=seen)
    assert set(Evidence.objects.values_list("state", flat=True)) == {"waiting"}
    task.refresh_from_db()
    assert task.state == "done"


def test_two_checkers_at_once(cast: Cast, now: datetime) -> None:
    task, part = handed_in(cast, now)
    seen = mark(task, part)
    check_part(actor=cast.head, at=now, part=part, move=PartMove.ACCEPT, seen=seen)
    with pytest.raises(CannotChangeTask, match="Phạm Quốc Dũng đã đổi lúc 09:00 ngày 01/07/2026"):
        check_part(actor=cast.leader, at=now, part=part, move=PartMove.RETURN, seen=seen, remark="Sai")
    assert Evidence.objects.get().checked_by == cast.head


def test_who_added_the_proof_does_not_accept_it(cast: Cast, now: datetime) -> None:
    task = one_task(cast)
    proof = add_files(actor=cast.coordinator, at=now, task=task, uploads=[picture()]).kept[0]
    part = hand_in_part(actor=cast.officer, at=now, part=lead_of(task))
    with pytest.raises(NotAllowed, match="do chính anh/chị thêm"):
        check_part(actor=cast.coordinator, at=now, part=part, move=PartMove.ACCEPT, seen=mark(task, part))
    with pytest.raises(NotAllowed, match="người thêm minh chứng này"):
        check_proof(
            actor=cast.coordinator, at=now, proof=proof, move=Move.ACCEPT, seen=version_of_proof(proof)
        )
    assert check_proof(actor=cast.leader, at=now, proof=proof, move=Move.ACCEPT, seen=version_of_proof(proof))


@pytest.mark.parametrize("who", ["officer", "centre_officer", "council", "city_admin", "other_coordinator"])
def test_only_checkers_of_the_unit_check(cast: Cast, now: datetime, who: str) -> None:
    proof = add_files(actor=cast.coordinator, at=now, task=one_task(cast), uploads=[picture()]).kept[0]
    with pytest.raises(NotAllowed):
        check_proof(
            actor=getattr(cast, who), at=now, proof=proof, move=Move.ACCEPT, seen=version_of_proof(proof)
        )


def test_a_proof_changed_since_it_was_seen(cast: Cast, now: datetime) -> None:
    proof = add_picture(cast, one_task(cast))
    seen = version_of_proof(proof)
    change_proof(actor=cast.officer, at=now, proof=proof, title="Tên khác", effective_date=date(2026, 6, 30))
    with pytest.raises(CannotChangeProof, match="“Tên khác” nay ở trạng thái “Chờ kiểm tra”: Nguyễn Văn An"):
        check_proof(actor=cast.head, at=now, proof=proof, move=Move.ACCEPT, seen=seen)


def test_a_return_says_why_and_frees_the_file_for_nothing(cast: Cast, now: datetime) -> None:
    task = one_task(cast)
    proof = add_picture(cast, task)
    seen = version_of_proof(proof)
    with pytest.raises(CannotChangeProof, match="lý do"):
        check_proof(actor=cast.head, at=now, proof=proof, move=Move.RETURN, seen=seen)
    check_proof(actor=cast.head, at=now, proof=proof, move=Move.RETURN, seen=seen, remark="Ảnh mờ")
    proof.refresh_from_db()
    assert (proof.state, proof.remark) == ("returned", "Ảnh mờ")
    again = add_files(actor=cast.officer, at=now, task=task, uploads=[picture()])
    assert again.kept == []


def test_an_acceptance_by_mistake_is_taken_back(cast: Cast, now: datetime) -> None:
    proof = add_picture(cast, one_task(cast))
    for move, remark in ((Move.ACCEPT, ""), (Move.RETURN, "Nhầm ảnh")):
        fresh = Evidence.objects.get(pk=proof.pk)
        check_proof(
            actor=cast.head, at=now, proof=fresh, move=move, seen=version_of_proof(fresh), remark=remark
        )
    actions = [e.action for e in history_of(proof.task) if e.action.startswith("proof")]
    assert actions == ["proof.return", "proof.accept", "proof.add"]


def test_proof_for_all_leads_waits_for_the_last_of_them(cast: Cast, now: datetime) -> None:
    task = one_task(cast, cast.culture, cast.centre)
    report = SimpleUploadedFile("bao-cao.txt", "Báo cáo chung của hai cơ quan".encode())
    shared = add_files(actor=cast.coordinator, at=now, task=task, uploads=[report]).kept[0]
    for person, agency in ((cast.officer, cast.culture), (cast.centre_officer, cast.centre)):
        shared.refresh_from_db()
        assert shared.state == "waiting"
        part = hand_in_part(actor=person, at=now, part=lead_of(task, agency))
        check_part(actor=cast.leader, at=now, part=part, move=PartMove.ACCEPT, seen=mark(task, part))
    shared.refresh_from_db()
    assert shared.state == "accepted"
