"""A paper on its way to the signature: frozen, returned and submitted again, signed, numbered, in the dossier."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from tests.assessment.signing.factories import a_pdf, moved, signed, waiting_paper
from tests.assessment.year import Year, year
from tests.cast import FIRST_DAY, NOW, Cast, make_person
from tests.programme.reviews.factories import arranged, document
from thanthien.assessment.dossier.queries import signed_papers
from thanthien.assessment.reports.kinds import KINDS
from thanthien.assessment.reports.sources import Sources
from thanthien.assessment.signing.actions import CannotSign, move_paper, number_paper, submit_paper
from thanthien.assessment.signing.models import PaperToSign
from thanthien.assessment.signing.queries import signature_list
from thanthien.assessment.signing.states import Move
from thanthien.assessment.signing.waiting import waiting_for
from thanthien.platform.audit.queries import history_of
from thanthien.platform.files.queries import read_file
from thanthien.platform.people.actions import close_account
from thanthien.platform.people.permissions import NotAllowed
from thanthien.platform.people.roles import Role
from thanthien.programme.reviews.actions import move_document
from thanthien.programme.reviews.states import DocumentMove

__all__ = ["year"]
State = PaperToSign.State
DAY = date(2026, 6, 30)


def waits(person: object, cast: Cast) -> list[tuple[str, str]]:
    return [(one.title, one.why) for one in waiting_for(person, cast.unit, NOW.date())]  # type: ignore[arg-type]


def test_what_was_submitted_stays_as_it_was(cast: Cast) -> None:
    paper = waiting_paper(cast, words="Ban thu nhat")
    kept = PaperToSign.objects.get()
    assert (kept.state, kept.drawn_by, kept.drawn_at) == (State.WAITING, cast.coordinator, NOW)
    assert read_file(kept.file) == a_pdf("Ban thu nhat").read()
    told = history_of(paper)[0]
    assert told.action == "paper.submit"
    assert (told.after or {})["sha256"] == kept.file.sha256


def test_the_program_draws_up_what_has_no_blanks_and_refuses_what_has(year: Year, cast: Cast) -> None:
    year.add_task("I#1", cast.office)
    sources = Sources(cast.unit, 2026, NOW.date())
    with pytest.raises(CannotSign, match="chỗ trong ngoặc vuông"):
        submit_paper(actor=cast.coordinator, at=NOW, kind=KINDS["plan"], sources=sources)
    assert not PaperToSign.objects.exists()


def test_only_word_and_pdf_are_signed(cast: Cast) -> None:

    with pytest.raises(CannotSign, match="tệp Word"):
        waiting_paper(cast, upload=SimpleUploadedFile("a.txt", b"chu thuong"))


def test_one_paper_waits_once_and_each_month_has_its_own(cast: Cast) -> None:
    waiting_paper(cast)
    with pytest.raises(CannotSign, match="Trần Thị Hòa trình ký và đang chờ ký"):
        waiting_paper(cast, actor=cast.leader)
    waiting_paper(cast, kind="month", month=5)
    june = waiting_paper(cast, kind="month", month=6)
    assert june.title == "Báo cáo tháng – tháng 6 năm 2026"
    assert PaperToSign.objects.count() == 3


def test_the_database_holds_one_on_its_way_too(cast: Cast) -> None:
    paper = waiting_paper(cast)
    paper.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        paper.save(force_insert=True)


def test_a_returned_paper_comes_back_as_the_same_with_one_history(cast: Cast) -> None:
    paper = waiting_paper(cast, words="Ban dau")
    first = paper.file.sha256
    with pytest.raises(CannotSign) as refusal:
        moved(paper, cast.leader, Move.RETURN, reason="  ")
    assert refusal.value.field == "reason"
    returned = moved(paper, cast.leader, Move.RETURN, reason="Bổ sung căn cứ")
    assert waits(cast.coordinator, cast) == [(paper.title, "bị trả lại, cần sửa rồi trình lại")]
    again = waiting_paper(cast, words="Ban sua")
    assert again.pk == returned.pk
    assert again.file.sha256 != first
    assert again.remark == ""
    entries = history_of(again)
    assert [one.action for one in entries] == ["paper.submit", "paper.return", "paper.submit"]
    assert (entries[0].before or {})["sha256"] == first
    assert entries[1].remark == "Bổ sung căn cứ"


def test_two_who_decide_at_once_do_not_overwrite_each_other(cast: Cast) -> None:
    paper = waiting_paper(cast)
    moved(paper, cast.leader, Move.RETURN, reason="Sai số liệu")
    with pytest.raises(CannotSign, match="đã được người khác sửa"):
        move_paper(
            actor=cast.leader, at=NOW, paper=paper, move=Move.SIGN, seen=paper.version, signed_date=DAY
        )
    with pytest.raises(CannotSign, match="đang “Trả lại”"):
        move_paper(
            actor=cast.leader, at=NOW, paper=paper, move=Move.SIGN, seen=paper.version + 1, signed_date=DAY
        )
    assert PaperToSign.objects.get().state == State.RETURNED


def test_the_clerk_gives_the_number_later_and_the_copy_reaches_the_dossier(year: Year, cast: Cast) -> None:
    clerk = make_person(cast.unit, Role.OFFICER, "thu.vanphong", "Cao Minh Thư", agency=cast.office)
    paper = moved(waiting_paper(cast), cast.leader, Move.SIGN, signed_date=DAY)
    assert (paper.state, paper.number, paper.signed_by) == (State.SIGNED, "", cast.leader)
    assert waits(clerk, cast) == [(paper.title, "đã ký, cần ghi số")]
    told: dict[str, Any] = {"at": NOW, "paper": paper, "seen": paper.version, "signed_date": DAY}
    with pytest.raises(NotAllowed):
        number_paper(actor=cast.officer, number="9", **told)
    with pytest.raises(CannotSign, match="ghi số"):
        number_paper(actor=clerk, number=" ", **told)
    done, placed = number_paper(actor=clerk, number="45/UBND-VHXH", upload=a_pdf("Ban ky"), **told)
    assert placed == 1
    assert waits(clerk, cast) == []
    in_dossier = signed_papers(cast.unit, 2026)["dang-ky"]
    assert (in_dossier.number, in_dossier.signed_date, in_dossier.file) == ("45/UBND-VHXH", DAY, done.copy)


def test_a_signed_day_has_come(cast: Cast) -> None:
    paper = waiting_paper(cast)
    for day in (None, NOW.date() + timedelta(days=1)):
        with pytest.raises(CannotSign) as refusal:
            moved(paper, cast.leader, Move.SIGN, signed_date=day)
        assert refusal.value.field == "signed_date"


def test_only_a_leader_signs_and_only_who_runs_the_programme_submits(cast: Cast) -> None:
    paper = waiting_paper(cast)
    with pytest.raises(NotAllowed):
        moved(paper, cast.coordinator, Move.SIGN, signed_date=DAY)
    with pytest.raises(NotAllowed):
        waiting_paper(cast, actor=cast.officer, kind="plan")
    assert waits(cast.leader, cast) == [(paper.title, "Trần Thị Hòa trình, cần ký hoặc trả lại")]
    assert waits(cast.coordinator, cast) == []


def test_a_returned_paper_of_a_closed_account_waits_for_the_others(cast: Cast) -> None:
    other = make_person(cast.unit, Role.COORDINATOR, "nga.vhxh", "Tạ Nga", agency=cast.culture)
    moved(waiting_paper(cast, actor=other), cast.leader, Move.RETURN, reason="Sai ngày")
    assert waits(cast.coordinator, cast) == []
    close_account(actor=cast.city_admin, at=FIRST_DAY, unit=cast.unit, person=other)
    assert len(waits(cast.coordinator, cast)) == 1


def test_after_signing_the_same_document_may_be_submitted_anew(cast: Cast) -> None:
    signed(cast, waiting_paper(cast))
    waiting_paper(cast, words="Ban sua doi")
    assert sorted(PaperToSign.objects.values_list("state", flat=True)) == ["signed", "waiting"]


def test_the_list_holds_the_papers_of_reviews_beside(cast: Cast) -> None:
    paper = signed(cast, waiting_paper(cast))
    draft = document(cast, arranged(cast))
    assert [one.title for one in signature_list(cast.unit, 2026)] == [paper.title]
    move_document(
        actor=cast.coordinator, at=NOW, document=draft, move=DocumentMove.SUBMIT, seen=draft.version
    )
    found = signature_list(cast.unit, 2026)
    assert [(one.title, one.words) for one in found] == [
        ("Báo cáo sơ kết", "Chờ ký"),
        ("Công văn đăng ký mức đạt chuẩn năm 2026", "Đã ký"),
    ]
    assert found[0].page == "desk:review"
    assert signature_list(cast.other_unit, 2026) == []
