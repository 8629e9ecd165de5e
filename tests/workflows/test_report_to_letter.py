"""A report about staff, settled as at fault: a letter proposed, written, signed with a number, handed over."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.cast import VIETNAM, Cast
from tests.operations.feedback.factories import act, sent
from thanthien.operations.feedback.actions import approve, draft, take
from thanthien.operations.feedback.intake import Contact
from thanthien.operations.feedback.models import Report
from thanthien.operations.letters.actions import LetterFields, deliver_letter, sign_letter, submit_letter
from thanthien.operations.letters.models import CourtesyLetter, LetterProposal
from thanthien.operations.letters.papers import letter_document
from thanthien.operations.letters.proposing import accept_proposal
from thanthien.operations.letters.queries import proposals_for
from thanthien.workflows.letters import propose_letters

pytestmark = pytest.mark.django_db
AT = datetime(2026, 7, 1, 9, 0, tzinfo=VIETNAM)
WRITER = "Phạm Thị Bức Xúc"
FAULT = "cán bộ quầy 3 để bà chờ quá lâu và trả lời thiếu hòa nhã ngày 30/6/2026"


def settled(cast: Cast, outcome: str) -> Report:
    report = sent(
        cast, AT, category="staff", text="Cán bộ quầy 3 quát tôi", contact=Contact(WRITER, "0912345678")
    )
    later = AT + timedelta(days=1)
    take(act=act(cast.leader, report, later))
    draft(act=act(cast.leader, report, later), outcome=outcome, text="Đã kiểm điểm, xin lỗi bà.")
    approve(act=act(cast.leader, report, later))
    report.refresh_from_db()
    return report


def test_from_the_report_to_the_letter_in_the_hands_of_who_wrote(cast: Cast) -> None:
    report = settled(cast, Report.Outcome.SOLVED)
    after = AT + timedelta(days=2)
    assert propose_letters(at=after, unit=cast.unit) == 1
    assert propose_letters(at=after, unit=cast.unit) == 0
    [proposal] = proposals_for(cast.leader, cast.unit)
    assert (proposal.template, proposal.date) == ("apology", (AT + timedelta(days=1)).date())
    assert proposal.name == ""  # the writer stays in feedback
    assert WRITER not in proposal.about
    assert not proposals_for(cast.coordinator, cast.unit).exists()

    fields = LetterFields("apology", WRITER, "Bà", "Thôn Đông", deed=FAULT)
    letter = accept_proposal(actor=cast.leader, at=after, proposal=proposal, fields=fields)
    letter = submit_letter(actor=cast.leader, at=after, letter=letter, seen=letter.version)
    letter = sign_letter(actor=cast.leader, at=after, letter=letter, seen=letter.version)
    assert letter.said_number == "01/2026"
    paper = letter_document(letter)
    assert paper.issuer == f"ỦY BAN NHÂN DÂN\n{cast.unit.full_name.upper()}"
    assert "trả lời thiếu hòa nhã" in " ".join(getattr(block, "text", "") for block in paper.blocks)

    letter = deliver_letter(
        actor=cast.leader, at=after, letter=letter, seen=letter.version, way="hand", day=after.date(),
        note="Trao tại nhà",
    )  # fmt: skip
    assert (letter.state, letter.delivered_date) == (CourtesyLetter.State.DELIVERED, after.date())
    proposal.refresh_from_db()
    assert (proposal.state, proposal.letter_id) == (LetterProposal.State.ACCEPTED, letter.pk)
    assert LetterProposal.objects.get().source_key == f"report:{report.pk}"


@pytest.mark.parametrize("outcome", [Report.Outcome.INFORMED, Report.Outcome.REFUSED])
def test_a_report_that_ended_without_fault_suggests_no_apology(cast: Cast, outcome: str) -> None:
    settled(cast, outcome)
    assert propose_letters(at=AT + timedelta(days=2), unit=cast.unit) == 0
