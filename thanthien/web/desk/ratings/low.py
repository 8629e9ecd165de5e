"""Low marks: what was said, and what was done about it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.operations.ratings.actions import CannotChangeRatings, handle
from thanthien.operations.ratings.queries import low_mark_of, low_marks
from thanthien.operations.ratings.terms import terms_of
from thanthien.platform.people.roles import Action
from thanthien.web.desk.ratings.frame import away, tabs
from thanthien.web.pages import UnitRequest, unit_page

ON_A_PAGE = 25


@unit_page(Action.RATING_MANAGE)
def low(request: UnitRequest) -> HttpResponse:
    if back := away(request):
        return back
    handled = request.GET.get("show") == "handled"
    page = Paginator(low_marks(request.unit, handled=handled), ON_A_PAGE).get_page(request.GET.get("page"))
    terms = terms_of(request.unit.pk)
    context = {
        "page": page,
        "rows": [(one, terms.words(one.reasons)) for one in page],
        "is_handled": handled,
        **tabs(request, "low"),
    }
    return render(request, "desk/ratings/low.html", context)


@unit_page(Action.RATING_MANAGE, "POST")
def handled(request: UnitRequest, key: UUID) -> HttpResponse:
    rating = low_mark_of(request.unit, str(key))
    if rating is None:
        raise Http404
    try:
        handle(actor=request.user, at=timezone.now(), rating=rating, note=request.POST.get("note", ""))
        messages.success(request, "Đã ghi việc đã làm.")
    except CannotChangeRatings as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
    return redirect("desk:rating_low", request.unit.code)
