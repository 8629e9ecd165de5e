"""What the pages of letters share: the tabs, the way back for who writes only own letters, things by their id."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from thanthien.operations.letters.consenting import contributors_of
from thanthien.operations.letters.models import (
    Contributor,
    CourtesyLetter,
    Gesture,
    LetterBatch,
    LetterProposal,
)
from thanthien.operations.letters.queries import batch_of_unit, letter_seen_by, proposals_for
from thanthien.operations.letters.standing import reads_all, require_writer
from thanthien.web.pages import UnitRequest

State = CourtesyLetter.State
COLOURS = {
    State.DRAFT: "yellow",
    State.SUBMITTED: "orange",
    State.SIGNED: "azure",
    State.SENT: "lime",
    State.DELIVERED: "green",
    State.DROPPED: "secondary",
}
_FOR_ALL = (("desk:letters", "Sổ thư"),)
_FOR_WRITERS = (
    ("desk:letters_proposals", "Đề xuất"),
    ("desk:letters_batches", "Lô thư"),
    ("desk:letters_gestures", "Lễ trao, thăm hỏi, gặp mặt"),
    ("desk:letters_greetings", "Lời chúc ngày lễ"),
    ("desk:letters_contributors", "Người đóng góp, uy tín"),
)
_LAST = (("desk:letters_wordings", "Mẫu thư"),)


def tabs(request: UnitRequest, here: str) -> dict[str, Any]:
    """Context of `_tabs.html`."""
    writes = reads_all(request.user, request.unit)
    return {
        "letter_tabs": (*_FOR_ALL, *(_FOR_WRITERS if writes else ()), *_LAST),
        "here": here,
        "reads_all": writes,
    }


def away(request: UnitRequest) -> HttpResponse | None:
    """The way back for who writes only own letters; a write is refused."""
    if request.method == "POST":
        require_writer(request.user, request.unit)
    if reads_all(request.user, request.unit):
        return None
    messages.info(
        request,
        "Trang này dành cho Văn phòng, Trung tâm Phục vụ hành chính công, Phòng Văn hóa - Xã hội, điều phối viên "
        "và lãnh đạo.",
    )
    return redirect("desk:letters", request.unit.code)


def letter_of(request: UnitRequest, pk: int) -> CourtesyLetter:
    found = letter_seen_by(request.user, request.unit, pk)
    if found is None:
        raise Http404
    return found


def batch_of(request: UnitRequest, pk: int) -> LetterBatch:
    found = batch_of_unit(request.unit, pk)
    if found is None:
        raise Http404
    return found


def proposal_of(request: UnitRequest, pk: int) -> LetterProposal:
    found = proposals_for(request.user, request.unit).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def gesture_of(request: UnitRequest, pk: int) -> Gesture:
    rows = Gesture.objects.filter(unit=request.unit, pk=pk).select_related("unit", "recorded_by")
    found = rows.first()
    if found is None:
        raise Http404
    return found


def contributor_of(request: UnitRequest, pk: int) -> Contributor:
    found = contributors_of(request.unit).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
