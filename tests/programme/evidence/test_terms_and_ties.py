"""A proof for several tasks, one that runs out, its renewal, and an acceptance that holds what was accepted."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast
from tests.programme.plans.factories import add_picture, facts, lead_of, make_plan, one_task, picture
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.units.actions import set_headquarters
from thanthien.programme.evidence.actions import CannotChangeProof, add_files, change_proof, withdraw_proof
from thanthien.programme.evidence.checking import check_proof, version_of_proof
from thanthien.programme.evidence.health import (
    changed_since_acceptance,
    ending_proofs,
    parts_without_proof,
)
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.evidence.places import kilometres, place_in_words
from thanthien.programme.evidence.states import Move
from thanthien.programme.evidence.ties import renew_proof, renewals_of, tie_proof, ties_of
from thanthien.programme.evidence.waiting import waiting_for
from thanthien.programme.plans.actions import move_part
from thanthien.programme.plans.models import Task
from thanthien.programme.plans.states import Move as PartMove


def accept(cast: Cast, proof: Evidence, at: datetime) -> Evidence:
    seen = version_of_proof(proof)
    return check_proof(actor=cast.head, at=at, proof=proof, move=Move.ACCEPT, seen=seen)


def with_term(cast: Cast, task: Task, until: date, at: datetime) -> Evidence:
    added = add_files(
        actor=cast.officer, at=at, task=task, uploads=[picture("cam-ket.jpg")], valid_until=until
    )
    return accept(cast, added.kept[0], at)


def test_each_tie_is_checked_and_withdrawn_on_its_own(cast: Cast, now: datetime) -> None:
    one, two, three = make_plan(
        cast.unit, *(facts(f"Việc {n}", cast.culture) for n in ("một", "hai")), facts("Việc ba", cast.centre)
    )
    proof = add_picture(cast, one)
    tied = tie_proof(actor=cast.officer, at=now, proof=proof, tasks=[two])[0]
    assert (tied.file, tied.effective_date, tied.state) == (proof.file, proof.effective_date, "waiting")
    accept(cast, proof, now)
    withdraw_proof(actor=cast.officer, at=now, proof=tied)
    proof.refresh_from_db()
    assert proof.state == "accepted"
    assert ties_of([proof]) == {}
    with pytest.raises(NotAllowed):
        tie_proof(actor=cast.officer, at=now, proof=proof, tasks=[three])
    again = tie_proof(actor=cast.coordinator, at=now, proof=proof, tasks=[three])[0]
    assert ties_of([proof, again]) == {proof.pk: [again], again.pk: [proof]}
    with pytest.raises(CannotChangeProof, match="đã có tệp"):
        tie_proof(actor=cast.coordinator, at=now, proof=again, tasks=[one])


def test_a_tie_stays_within_the_commune(cast: Cast, now: datetime) -> None:
    proof = add_picture(cast, one_task(cast))
    there = make_plan(cast.other_unit, facts("Việc khác", cast.other_agencies["culture_social"]))[0]
    with pytest.raises(CannotChangeProof, match="cùng đơn vị"):
        tie_proof(actor=cast.officer, at=now, proof=proof, tasks=[there])
    assert Evidence.objects.count() == 1


def test_a_proof_that_runs_out_is_renewed_once_and_stays(cast: Cast, now: datetime) -> None:
    task = one_task(cast)
    proof = with_term(cast, task, date(2026, 7, 20), now)
    assert list(ending_proofs(cast.unit, date(2026, 7, 1))) == [proof]
    assert list(ending_proofs(cast.unit, date(2026, 6, 1))) == []

    def renew(upload: SimpleUploadedFile, until: date) -> Evidence:
        return renew_proof(
            actor=cast.officer,
            at=now,
            proof=proof,
            upload=upload,
            effective_date=date(2026, 7, 1),
            valid_until=until,
        )

    with pytest.raises(CannotChangeProof, match="dài hơn"):
        renew(picture("moi.jpg", "red"), date(2026, 7, 20))
    fresh = renew(picture("moi.jpg", "red"), date(2027, 7, 20))
    assert (fresh.renews, fresh.state, fresh.title) == (proof, "waiting", proof.title)
    assert renewals_of([proof]) == {proof.pk: fresh}
    assert list(ending_proofs(cast.unit, date(2026, 7, 1))) == []
    with pytest.raises(CannotChangeProof, match="đã có bản gia hạn"):
        renew(picture("nua.jpg", "blue"), date(2028, 7, 20))


def test_who_can_renew_is_reminded_and_nobody_else(cast: Cast, now: datetime) -> None:
    proof = with_term(cast, one_task(cast), date(2026, 7, 20), now)
    for day, why in ((date(2026, 7, 1), "sắp"), (date(2026, 7, 21), "đã")):
        for person in (cast.officer, cast.coordinator):
            [line] = waiting_for(person, cast.unit, day)
            assert (line.page, line.args, line.due_date) == (
                "desk:proof_renew",
                (proof.pk,),
                proof.valid_until,
            )
            assert line.why == f"Minh chứng {why} hết hiệu lực, cần bản mới"
    assert list(waiting_for(cast.centre_officer, cast.unit, date(2026, 7, 1))) == []
    assert list(waiting_for(cast.officer, cast.unit, date(2026, 6, 1))) == []


def test_a_proof_does_not_end_before_it_begins(cast: Cast, now: datetime) -> None:
    task = one_task(cast)
    with pytest.raises(CannotChangeProof, match="trước ngày diễn ra"):
        add_files(
            actor=cast.officer, at=now, task=task, uploads=[picture()],
            effective_date=date(2026, 6, 30), valid_until=date(2026, 6, 29),
        )  # fmt: skip
    assert not Evidence.objects.exists()


def test_an_acceptance_holds_what_was_accepted(cast: Cast, now: datetime) -> None:
    proof = accept(cast, add_picture(cast, one_task(cast)), now)
    assert proof.accepted_mark == proof.content_mark
    with pytest.raises(CannotChangeProof):
        change_proof(actor=cast.officer, at=now, proof=proof, title="Khác", effective_date=date(2026, 6, 30))
    proof.effective_date = date(2026, 6, 30)
    with pytest.raises(ValueError, match="stays as it was accepted"):
        proof.save()
    assert changed_since_acceptance() == []
    Evidence.objects.filter(pk=proof.pk).update(title="Sửa lén")
    assert changed_since_acceptance() == [proof]
    fresh = Evidence.objects.get(pk=proof.pk)
    back = check_proof(
        actor=cast.head, at=now, proof=fresh, move=Move.RETURN, seen=version_of_proof(fresh), remark="Xem lại"
    )
    assert (back.state, back.accepted_mark) == ("returned", "")


def test_done_without_proof_is_listed(cast: Cast, now: datetime) -> None:
    task = one_task(cast)
    part = lead_of(task)
    move_part(actor=cast.officer, at=now, part=part, move=PartMove.FINISH, remark="Không có văn bản")
    assert list(parts_without_proof(cast.unit, 2026)) == [part]
    add_picture(cast, task)
    assert list(parts_without_proof(cast.unit, 2026)) == []


def test_how_far_from_the_headquarters(cast: Cast, now: datetime) -> None:
    assert kilometres((0, 0), (0, 1)) == pytest.approx(111.19, abs=0.01)
    file = add_picture(cast, one_task(cast)).file
    assert file is not None
    assert place_in_words(file, cast.unit) == ""
    file.latitude, file.longitude = 20.86, 106.68
    assert place_in_words(file, cast.unit) == "20,86000; 106,68000"
    set_headquarters(actor=cast.coordinator, at=now, unit=cast.unit, latitude=20.88, longitude=106.68)
    assert place_in_words(file, cast.unit) == "20,86000; 106,68000, cách trụ sở 2,2 km"
