"""Papers of the cast's commune before the signer, by the product's own actions."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from reportlab.pdfgen.canvas import Canvas

from tests.cast import NOW, Cast
from thanthien.assessment.reports.kinds import KINDS
from thanthien.assessment.reports.sources import Sources, month_span
from thanthien.assessment.signing.actions import move_paper, number_paper, submit_paper
from thanthien.assessment.signing.models import PaperToSign
from thanthien.assessment.signing.states import Move
from thanthien.platform.people.models import Person


def a_pdf(words: str = "Ke hoach", name: str = "ke-hoach.pdf") -> SimpleUploadedFile:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.drawString(80, 700, words)
    canvas.save()
    return SimpleUploadedFile(name, out.getvalue(), content_type="application/pdf")


def waiting_paper(
    cast: Cast,
    *,
    actor: Person | None = None,
    kind: str = "registration",
    year: int = 2026,
    month: int = 0,
    words: str = "Ban trinh",
    **more: Any,
) -> PaperToSign:
    """Submitted with a finished file."""
    sources = Sources(cast.unit, year, NOW.date(), month_span(year, month) if month else None)
    given = {"upload": a_pdf(words), "at": NOW, **more}
    return submit_paper(actor=actor or cast.coordinator, kind=KINDS[kind], sources=sources, **given)


def moved(paper: PaperToSign, actor: Person, move: Move, **more: Any) -> PaperToSign:
    return move_paper(actor=actor, at=NOW, paper=paper, move=move, seen=paper.version, **more)


def signed(cast: Cast, paper: PaperToSign, *, number: str = "45/UBND-VHXH") -> PaperToSign:
    """Signed the day before, numbered, with the signed copy."""
    day = date(2026, 6, 30)
    done = moved(paper, cast.leader, Move.SIGN, signed_date=day)
    return number_paper(
        actor=cast.coordinator, at=NOW, paper=done, seen=done.version, number=number, signed_date=day,
        upload=a_pdf("Ban ky", "ban-ky.pdf"),
    )[0]  # fmt: skip
