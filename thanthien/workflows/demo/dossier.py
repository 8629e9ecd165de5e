"""The demo's papers: the plan and the letter of registration signed and in the dossier, a report that waits."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from thanthien.assessment.dossier.lists import list_for
from thanthien.assessment.reports.kinds import KINDS, Kind, document_file
from thanthien.assessment.reports.sources import Sources
from thanthien.assessment.signing.actions import move_paper, number_paper, submit_paper
from thanthien.assessment.signing.models import PaperToSign
from thanthien.assessment.signing.states import Move
from thanthien.workflows.demo.people import Commune

# What was issued by when, of the papers a list may ask for: kind → (month, day, number).
_ISSUED = {"plan": (2, 9, "18/KH-UBND"), "registration": (2, 11, "21/UBND-VHXH")}


def play_dossier(commune: Commune, *, year: int, until: date) -> None:
    """What the year has issued so far went to the signature and into the dossier; the last month's report waits."""
    for paper in list_for(commune.unit, year).papers:
        if paper.draws in _ISSUED:
            _issue(commune, paper.draws, year, until)
    asked = timezone.make_aware(datetime.combine(until, time(7, 30)))
    kind, sources = KINDS["month"], Sources(commune.unit, year, until)
    if not kind.lacking(sources):
        _submit(commune, kind, sources, asked)


def _issue(commune: Commune, code: str, year: int, until: date) -> None:
    month, day, number = _ISSUED[code]
    signed = date(year, month, day)
    kind, sources = KINDS[code], Sources(commune.unit, year, signed)
    if signed > until or kind.lacking(sources):
        return
    at = timezone.make_aware(datetime.combine(signed, time(8, 40)))
    paper = _submit(commune, kind, sources, at)
    paper = move_paper(
        actor=commune.people["chutich"], at=at + timedelta(hours=3), paper=paper, move=Move.SIGN, seen=paper.version,
        signed_date=signed,
    )  # fmt: skip
    number_paper(
        actor=commune.coordinator, at=at + timedelta(days=1), paper=paper, seen=paper.version, number=number,
        signed_date=signed, upload=_word(kind, sources),
    )  # fmt: skip


def _submit(commune: Commune, kind: Kind, sources: Sources, at: datetime) -> PaperToSign:
    """As a unit does: the Word file, finished by hand, before the signer."""
    return submit_paper(
        actor=commune.coordinator, at=at, kind=kind, sources=sources, upload=_word(kind, sources)
    )


def _word(kind: Kind, sources: Sources) -> SimpleUploadedFile:
    made = document_file(kind, sources, form="docx")
    return SimpleUploadedFile(made.filename, made.content)
