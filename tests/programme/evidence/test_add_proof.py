"""Proof handed in: files, pictures, links."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast
from tests.programme.plans.factories import add_picture, lead_of, one_task, picture
from thanthien.platform.people.permissions import NotAllowed
from thanthien.programme.evidence.actions import (
    CannotChangeProof,
    add_files,
    add_link,
    change_proof,
    hand_in_part,
    restore_proof,
    withdraw_proof,
)
from thanthien.programme.evidence.checking import check_proof, version_of_proof
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.evidence.states import Move

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def pdf(name: str = "Báo cáo quý II.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


def test_what_can_be_kept_is_kept_and_the_rest_is_said(cast: Cast, now: datetime) -> None:
    task = one_task(cast)
    exe = SimpleUploadedFile("may.exe", b"MZ\x90\x00" + bytes(200))
    added = add_files(actor=cast.officer, at=now, task=task, uploads=[picture(), exe, pdf()])
    assert [(p.title, p.kind) for p in added.kept] == [
        ("bang-tin", "picture"),
        ("Báo cáo quý II", "document"),
    ]
    assert len(added.refused) == 1
    assert added.refused[0].startswith("“may.exe” chưa được nhận.")
    task.refresh_from_db()
    assert (task.state, lead_of(task).state) == ("started", "started")
    assert {p.part for p in added.kept} == {lead_of(task)}


def test_the_day_comes_from_the_picture_else_it_is_today(cast: Cast, now: datetime) -> None:
    task = one_task(cast)
    uploads = [
        picture("a.jpg", "red", taken=date(2026, 5, 19)),
        picture("b.jpg", "green", taken=date(2019, 5, 19)),  # a clock never set
        picture("c.jpg", "blue", taken=date(2026, 12, 24)),  # a clock that runs ahead
        picture("d.jpg", "white"),
    ]
    kept = add_files(actor=cast.officer, at=now, task=task, uploads=uploads).kept
    today = date(2026, 7, 1)
    assert [p.effective_date for p in kept] == [date(2026, 5, 19), today, today, today]


def test_a_day_given_stands_for_all_files(cast: Cast, now: datetime) -> None:
    task = one_task(cast)
    uploads = [picture("a.jpg", "red", taken=date(2026, 5, 19)), pdf()]
    kept = add_files(
        actor=cast.officer,
        at=now,
        task=task,
        uploads=uploads,
        title="Niêm yết",
        effective_date=date(2026, 6, 2),
    ).kept
    assert [(p.title, p.effective_date) for p in kept] == [
        ("Niêm yết (1/2)", date(2026, 6, 2)),
        ("Niêm yết (2/2)", date(2026, 6, 2)),
    ]


@pytest.mark.parametrize(("days", "words"), [(1, "không thể sau ngày hôm nay"), (-900, "kiểm tra lại năm")])
def test_a_day_that_cannot_be_is_refused(cast: Cast, now: datetime, days: int, words: str) -> None:
    day = now.date() + timedelta(days=days)
    with pytest.raises(CannotChangeProof, match=words):
        add_files(actor=cast.officer, at=now, task=one_task(cast), uploads=[pdf()], effective_date=day)
    assert not Evidence.objects.exists()


def test_the_same_file_twice_is_said(cast: Cast, now: datetime) -> None:
    task = one_task(cast)
    add_picture(cast, task)
    again = add_files(actor=cast.coordinator, at=now, task=task, uploads=[picture("khac.jpg")])
    assert again.kept == []
    assert "đã có trong nhiệm vụ này (“bang-tin”, Nguyễn Văn An thêm ngày 01/07/2026)" in again.repeated[0]


def test_only_web_addresses_are_links(cast: Cast, now: datetime) -> None:
    task = one_task(cast)
    for bad in ("javascript:alert(1)", "ftp://a.vn/x", "file:///etc/passwd", "https://", "x" * 600):
        with pytest.raises(CannotChangeProof, match="http"):
            add_link(actor=cast.officer, at=now, task=task, url=bad)
    link = add_link(actor=cast.officer, at=now, task=task, url=" https://xa.example.vn/tin/1 ")
    assert (link.title, link.kind, link.effective_date) == ("xa.example.vn/tin/1", "link", date(2026, 7, 1))
    with pytest.raises(CannotChangeProof, match="đã có"):
        add_link(actor=cast.officer, at=now, task=task, url="https://xa.example.vn/tin/1")


def test_who_may_add(cast: Cast, now: datetime) -> None:
    task = one_task(cast, cast.culture, supports=(cast.centre,))
    for person in (cast.centre_officer, cast.council, cast.other_coordinator, cast.appraiser):
        with pytest.raises(NotAllowed):
            add_files(actor=person, at=now, task=task, uploads=[pdf()])
    assert add_files(actor=cast.coordinator, at=now, task=task, uploads=[pdf()]).kept


def test_with_two_leads_each_adds_to_the_own_part(cast: Cast, now: datetime) -> None:
    task = one_task(cast, cast.culture, cast.centre)
    own = add_files(actor=cast.centre_officer, at=now, task=task, uploads=[pdf()]).kept[0]
    assert own.part == lead_of(task, cast.centre)
    for_all = add_files(actor=cast.leader, at=now, task=task, uploads=[picture()]).kept[0]
    assert for_all.part is None
    with pytest.raises(NotAllowed, match="không thuộc"):
        add_files(
            actor=cast.centre_officer, at=now, task=task, uploads=[pdf()], part=lead_of(task, cast.culture)
        )


def test_done_without_proof_says_why(cast: Cast, now: datetime) -> None:
    task = one_task(cast)
    with pytest.raises(CannotChangeProof, match="chưa có minh chứng"):
        hand_in_part(actor=cast.officer, at=now, part=lead_of(task))
    hand_in_part(actor=cast.officer, at=now, part=lead_of(task), remark="Năm nay không có trường hợp nào.")
    assert (lead_of(task).state, lead_of(task).remark) == ("done", "Năm nay không có trường hợp nào.")


def test_withdrawn_and_restored_by_who_added_it(cast: Cast, now: datetime) -> None:
    proof = add_picture(cast, one_task(cast))
    with pytest.raises(NotAllowed, match="Nguyễn Văn An thêm"):
        withdraw_proof(actor=cast.head, at=now, proof=proof)
    assert withdraw_proof(actor=cast.officer, at=now, proof=proof).state == "withdrawn"
    assert restore_proof(actor=cast.officer, at=now, proof=proof).state == "waiting"
    check_proof(actor=cast.head, at=now, proof=proof, move=Move.ACCEPT, seen=_mark(proof))
    with pytest.raises(CannotChangeProof, match="Đã chấp nhận"):
        withdraw_proof(actor=cast.officer, at=now, proof=proof)


def test_restoring_what_was_added_again_is_not_needed(cast: Cast, now: datetime) -> None:
    task = one_task(cast)
    proof = add_picture(cast, task)
    withdraw_proof(actor=cast.officer, at=now, proof=proof)
    add_picture(cast, task)
    with pytest.raises(CannotChangeProof, match="không cần khôi phục"):
        restore_proof(actor=cast.officer, at=now, proof=proof)


def test_title_and_day_are_corrected_until_accepted(cast: Cast, now: datetime) -> None:
    proof = add_picture(cast, one_task(cast))
    change_proof(
        actor=cast.officer, at=now, proof=proof, title="Bảng tin thôn Đông", effective_date=date(2026, 6, 1)
    )
    proof.refresh_from_db()
    assert (proof.title, proof.effective_date) == ("Bảng tin thôn Đông", date(2026, 6, 1))
    check_proof(actor=cast.head, at=now, proof=proof, move=Move.ACCEPT, seen=_mark(proof))
    with pytest.raises(CannotChangeProof, match="không sửa được"):
        change_proof(actor=cast.officer, at=now, proof=proof, title="Khác", effective_date=date(2026, 6, 1))


def _mark(proof: Evidence) -> str:
    return version_of_proof(Evidence.objects.get(pk=proof.pk))
