"""The yearly review: an agency writes of its staff on four aspects, a leader marks it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.operations.conduct.definition import definition
from thanthien.operations.conduct.learned import review_of_agency, reviews_of
from thanthien.operations.conduct.models import AgencyReview
from thanthien.operations.conduct.reviewing import CannotReview, judge_review, write_review, writes_for
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Agency
from thanthien.web.desk.conduct.frame import tabs, year_asked
from thanthien.web.pages import UnitRequest, seen_version, unit_page

State = AgencyReview.State


@unit_page(Action.CONDUCT_VIEW)
def listed(request: UnitRequest) -> HttpResponse:
    year = year_asked(request)
    context = {
        **tabs(request, "desk:conduct_reviews"),
        "year": year,
        "rows": [(one, _marks(one.review)) for one in reviews_of(request.unit, year)],
    }
    return render(request, "desk/conduct/reviews.html", context)


@unit_page(Action.CONDUCT_VIEW)
def show(request: UnitRequest, agency_id: int) -> HttpResponse:
    return _show(request, _agency(request, agency_id))


def _show(
    request: UnitRequest, agency: Agency, *, status: int = 200, refused: str = "", typed: Any = None
) -> HttpResponse:
    year, terms = year_asked(request), definition()
    review = review_of_agency(request.unit, agency, year)
    said = typed if typed is not None else review.texts if review else {}
    given = review.marks if review else {}
    is_now = year == timezone.localdate().year and not request.unit.is_merged
    is_judged = review is not None and review.state == State.JUDGED
    context = {
        **tabs(request, "desk:conduct_reviews"),
        "agency": agency,
        "year": year,
        "review": review,
        "version": seen_version(request) if typed is not None else review.version if review else 0,
        "aspects": [
            (code, label, said.get(code, ""), terms.marks.get(given.get(code, ""), ""))
            for code, label in terms.aspects.items()
        ],
        "marks": terms.marks.items(),
        "may_write": not is_judged and is_now and writes_for(request.user, request.unit, agency),
        "may_judge": review is not None and review.state == State.SENT,
        "refused": refused,
    }  # fmt: skip
    return render(request, "desk/conduct/review.html", context, status=status)


@unit_page(Action.CONDUCT_CHECK, "POST")
def write(request: UnitRequest, agency_id: int) -> HttpResponse:
    agency, sent = _agency(request, agency_id), request.POST
    send = sent.get("do") == "send"
    try:
        write_review(
            actor=request.user, at=timezone.now(), unit=request.unit, agency=agency, year=timezone.localdate().year,
            texts=sent.dict(), seen=seen_version(request), send=send,
        )  # fmt: skip
    except CannotReview as refusal:
        return _show(request, agency, status=422, refused=str(refusal), typed=sent)
    messages.success(request, "Đã gửi lãnh đạo nhận xét." if send else "Đã lưu, chưa gửi.")
    return redirect("desk:conduct_review", request.unit.code, agency.pk)


@unit_page(Action.CONDUCT_DECIDE, "POST")
def judge(request: UnitRequest, agency_id: int) -> HttpResponse:
    agency, sent = _agency(request, agency_id), request.POST
    review = review_of_agency(request.unit, agency, year_asked(request))
    marks = {code: sent.get(f"mark-{code}", "") for code in definition().aspects}
    try:
        if review is None:
            raise CannotReview("Cơ quan này chưa gửi bản tự nhận xét.")
        judge_review(
            actor=request.user, at=timezone.now(), review=review, marks=marks, remark=sent.get("remark", ""),
            seen=seen_version(request),
        )  # fmt: skip
    except CannotReview as refusal:
        return _show(request, agency, status=422, refused=str(refusal))
    messages.success(request, "Đã nhận xét.")
    return redirect("desk:conduct_reviews", request.unit.code)


def _marks(review: AgencyReview | None) -> list[tuple[str, str]]:
    terms = definition()
    marks = review.marks if review else {}
    return [(label, terms.marks.get(marks.get(code, ""), "")) for code, label in terms.aspects.items()]


def _agency(request: UnitRequest, pk: int) -> Agency:
    found = Agency.objects.filter(unit=request.unit, pk=pk).first()
    if found is None:
        raise Http404
    return found
