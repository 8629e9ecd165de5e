"""Reads of papers on their way to the signature. Callers may see the unit's score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from thanthien.assessment.reports.kinds import Kind, file_stem
from thanthien.assessment.reports.sources import Sources
from thanthien.assessment.signing.models import PaperToSign
from thanthien.platform.units.models import Unit
from thanthien.programme.reviews.models import ReviewDocument

State = PaperToSign.State


@dataclass(frozen=True, slots=True)
class Line:
    """A paper of the list, whichever room keeps it. `page` and `pk` are its address inside the desk."""

    title: str
    state: str
    words: str
    drawn_by: str
    drawn_at: datetime
    number: str
    signed_date: date | None
    remark: str
    page: str
    pk: int
    of: str = ""

    @property
    def is_signed(self) -> bool:
        return self.state == State.SIGNED


def period_of(kind: Kind, sources: Sources) -> str:
    """What tells two papers of one kind and year apart: "2026-06", the days asked for, or nothing."""
    if not kind.asks:
        return ""
    span = sources.span
    return f"{span.first:%Y-%m}" if kind.asks == "month" else f"{span.first} {span.last}"


def title_of(kind: Kind, sources: Sources) -> str:
    """ "Báo cáo tháng – tháng 6 năm 2026", "Kế hoạch thực hiện năm 2026"."""
    return f"{kind.title} – {sources.span.words}" if kind.asks else f"{kind.title} năm {sources.year}"


def papers_of(unit: Unit) -> QuerySet[PaperToSign]:
    rows = PaperToSign.objects.filter(unit=unit)
    return rows.select_related("unit__parent", "drawn_by", "signed_by", "file", "copy")


def paper_of(unit: Unit, pk: int) -> PaperToSign | None:
    """One paper; None when it is not the unit's."""
    return papers_of(unit).filter(pk=pk).first()


def newest_of(unit: Unit, kind: Kind, sources: Sources) -> PaperToSign | None:
    """The last submission of a document, whatever became of it."""
    same = papers_of(unit).filter(year=sources.year, kind=kind.code, period=period_of(kind, sources))
    return same.order_by("-drawn_at", "-pk").first()


def drawn_name(kind: Kind, sources: Sources) -> str:
    """The name of the frozen file where the program drew it up."""
    return f"{file_stem(kind, sources)}.pdf"[-200:]


def signature_list(unit: Unit, year: int) -> list[Line]:
    """Every paper of the year submitted for signature, those of reviews beside; what waits comes first,
    then what was returned, then the signed ones, each newest first. Two queries."""
    order = (State.WAITING, State.RETURNED, State.WITHDRAWN, State.SIGNED)
    ranks = {str(state): rank for rank, state in enumerate(order)}
    lines = sorted((*_own(unit, year), *_of_reviews(unit, year)), key=lambda one: one.drawn_at, reverse=True)
    return sorted(lines, key=lambda one: ranks[one.state])


def _own(unit: Unit, year: int) -> Iterator[Line]:
    for one in papers_of(unit).filter(year=year):
        yield Line(
            one.title, one.state, one.get_state_display(), str(one.drawn_by), one.drawn_at, one.number,
            one.signed_date, one.remark, "desk:paper", one.pk,
        )  # fmt: skip


def _of_reviews(unit: Unit, year: int) -> Iterator[Line]:
    """Drafts of a review are not on their way yet. One still waiting shows in every year, lest it be forgotten."""
    kept = ReviewDocument.State
    states = {
        kept.SUBMITTED: State.WAITING, kept.RETURNED: State.RETURNED, kept.SIGNED: State.SIGNED,
    }  # fmt: skip
    rows = ReviewDocument.objects.filter(review__unit=unit, state__in=states)
    rows = rows.filter(Q(drafted_at__year=year) | Q(signed_date__year=year) | Q(state=kept.SUBMITTED))
    for one in rows.select_related("review", "drafted_by"):
        state = states[kept(one.state)]
        yield Line(
            one.title, state, str(state.label), str(one.drafted_by), one.drafted_at, one.number,
            one.signed_date, one.remark, "desk:review", one.review_id, of=str(one.review),
        )  # fmt: skip
