"""Letters that the daily work suggests: a list, each accepted or dismissed with the reason."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.operations.letters.definition import definition
from thanthien.operations.letters.models import LetterProposal
from thanthien.operations.letters.proposing import CannotDecideProposal, dismiss_proposal
from thanthien.operations.letters.queries import proposals_for
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.web.desk.letters.frame import away, proposal_of, tabs
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.workflows.letters import propose_letters

PAGE = 50
State = LetterProposal.State
TABS = {
    "open": ("Chờ quyết định", State.OPEN),
    "accepted": ("Đã lập thư", State.ACCEPTED),
    "dismissed": ("Không lập", State.DISMISSED),
}


@unit_page(Action.LETTER_VIEW)
def listing(request: UnitRequest) -> HttpResponse:
    if back := away(request):
        return back
    return _listing(request)


def _listing(request: UnitRequest, refused: str = "") -> HttpResponse:
    tab = request.GET.get("tab", "") if request.GET.get("tab") in TABS else "open"
    rows = proposals_for(request.user, request.unit).filter(state=TABS[tab][1])
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    templates = definition().templates
    context = {
        **tabs(request, "desk:letters_proposals"), "page": page, "tab": tab,
        "rows": [(one, templates[one.template].name) for one in page if one.template in templates],
        "boards": [(code, words) for code, (words, _) in TABS.items()], "whys": LetterProposal.Why.choices,
        "works": may(request.user, Action.LETTER_WORK, request.unit), "refused": refused,
    }  # fmt: skip
    return render(request, "desk/letters/proposals.html", context, status=422 if refused else 200)


@unit_page(Action.LETTER_WORK, "POST")
def look(request: UnitRequest) -> HttpResponse:
    """Look now for what suggests a letter; the same happens by itself through the day."""
    away(request)
    made = propose_letters(at=timezone.now(), unit=request.unit)
    messages.success(request, f"Có {made} đề xuất mới." if made else "Chưa có việc nào mới cần thư.")
    return redirect("desk:letters_proposals", request.unit.code)


@unit_page(Action.LETTER_VIEW)
def one(request: UnitRequest, pk: int) -> HttpResponse:
    """Where a proposal stands now: its letter, or the list."""
    found = proposal_of(request, pk)
    if found.letter_id is not None:
        return redirect("desk:letters_one", request.unit.code, found.letter_id)
    return redirect("desk:letters_proposals", request.unit.code)


@unit_page(Action.LETTER_WORK, "POST")
def dismiss(request: UnitRequest, pk: int) -> HttpResponse:
    found, sent = proposal_of(request, pk), request.POST
    try:
        dismiss_proposal(
            actor=request.user, at=timezone.now(), proposal=found, why=sent.get("why", ""),
            remark=sent.get("remark", ""),
        )  # fmt: skip
    except CannotDecideProposal as refusal:
        return _listing(request, str(refusal))
    messages.success(request, "Đã ghi không lập thư.")
    return redirect("desk:letters_proposals", request.unit.code)
