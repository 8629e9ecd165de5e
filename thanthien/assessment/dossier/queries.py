"""Reads of the dossier: each paper's standing, what is missing, the archives. Callers may see the unit's score."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max, QuerySet

from thanthien.assessment.dossier.lists import DossierList, Paper, list_for
from thanthien.assessment.dossier.models import DossierArchive, PaperList, SignedPaper
from thanthien.assessment.reports.kinds import KINDS
from thanthien.assessment.reports.sources import Sources
from thanthien.assessment.scoring.sheet import Line
from thanthien.lib.rules import Status
from thanthien.platform.units.models import Unit

SIGNED, UNSIGNED, MISSING = "signed", "unsigned", "missing"
STANDING_WORDS = {
    SIGNED: "Đã có bản ký",
    UNSIGNED: "Mới có dự thảo, chưa ký",
    MISSING: "Chưa có",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A paper of the list with its signed copy. `why` says what keeps a draft from being drawn up."""

    paper: Paper
    signed: SignedPaper | None
    state: str
    why: str = ""

    @property
    def words(self) -> str:
        return STANDING_WORDS[self.state]


@dataclass(frozen=True, slots=True)
class Completeness:
    """What the dossier holds and lacks. `unproved` are rows of the set that no accepted proof serves,
    `ended` counts accepted proofs whose term is over: they stay out."""

    asked: DossierList
    papers: tuple[Standing, ...]
    unproved: tuple[Line, ...]
    waiting: int
    returned: int
    ended: int
    has_set: bool

    @property
    def open_papers(self) -> tuple[Standing, ...]:
        return tuple(one for one in self.papers if one.state != SIGNED and one.paper.required)

    @property
    def is_complete(self) -> bool:
        return self.has_set and not self.open_papers and not self.unproved


def completeness_of(sources: Sources) -> Completeness:
    """The check of a unit's year; a constant number of queries."""
    asked = list_for(sources.unit, sources.year)
    signed = signed_papers(sources.unit, sources.year)
    sheet = sources.sheet
    return Completeness(
        asked=asked,
        papers=tuple(_standing(paper, signed.get(paper.code), sources) for paper in asked.papers),
        unproved=tuple(
            line
            for line in sheet.leaves
            if line.counts_proof and not line.accepted and line.status is not Status.NOT_APPLICABLE
        ),
        waiting=sum(len(line.waiting) for line in sheet.lines),
        returned=sum(len(line.returned) for line in sheet.lines),
        ended=sum(len(line.ended) for line in sheet.lines),
        has_set=sheet.adoption is not None,
    )


def _standing(paper: Paper, signed: SignedPaper | None, sources: Sources) -> Standing:
    if signed is not None:
        return Standing(paper, signed, SIGNED)
    kind = KINDS.get(paper.draws)
    if kind is None:
        return Standing(paper, None, MISSING)
    lacking = kind.lacking(sources)
    if lacking:
        return Standing(paper, None, MISSING, " ".join(need.says for need in lacking))
    return Standing(paper, None, UNSIGNED)


def signed_papers(unit: Unit, year: int) -> dict[str, SignedPaper]:
    """The signed copy that holds for each paper's code: the newest one that was not taken away."""
    kept = SignedPaper.objects.filter(unit=unit, year=year, removed_at=None).select_related(
        "file", "added_by"
    )
    found: dict[str, SignedPaper] = {}
    for one in kept.order_by("added_at", "pk"):
        found[one.code] = one
    return found


def signed_paper_of(unit: Unit, pk: int) -> SignedPaper | None:
    """One signed copy; None when it is not the unit's."""
    return SignedPaper.objects.filter(unit=unit, pk=pk).select_related("file", "unit__parent").first()


def archives_of(unit: Unit, year: int) -> QuerySet[DossierArchive]:
    """Archives of a year, newest first."""
    kept = DossierArchive.objects.filter(unit=unit, year=year)
    return kept.select_related("unit", "asked_by")


def archive_of(unit: Unit, pk: int) -> DossierArchive | None:
    """One archive; None when it is not the unit's."""
    return DossierArchive.objects.filter(unit=unit, pk=pk).select_related("unit__parent", "asked_by").first()


def newest_version(unit: Unit) -> int:
    """The version of the unit's own list, 0 where it has none yet."""
    last: int | None = PaperList.objects.filter(unit=unit).aggregate(last=Max("version"))["last"]
    return last or 0
