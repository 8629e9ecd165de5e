"""Reviews of a period: prepared, held with the results of each year, concluded; documents and lessons."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.assessment.reports.year_results import results_of
from thanthien.platform.people.permissions import agencies_of_person, may
from thanthien.platform.people.roles import Action
from thanthien.platform.units.models import Unit
from thanthien.programme.reviews.actions import (
    CannotChangeReview,
    Conference,
    add_document,
    add_lesson,
    change_conference,
    finish_lesson,
    move_document,
    move_review,
    plan_review,
)
from thanthien.programme.reviews.models import Review
from thanthien.programme.reviews.queries import (
    document_of_unit,
    documents_of,
    lesson_of_unit,
    lessons_of,
    milestones_missing,
    review_of_unit,
    reviews_of,
)
from thanthien.programme.reviews.states import DOCUMENT_STEPS, REVIEW_STEPS, DocumentMove, ReviewMove
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.resources.forms import DeskForm, agency, day, line, one_file
from thanthien.web.desk.resources.forms import text as long_text
from thanthien.web.desk.resources.told import told_of
from thanthien.web.kept_files import hand_over
from thanthien.web.pages import UnitRequest, seen_version, unit_page


@unit_page(Action.REVIEW_VIEW)
def reviews(request: UnitRequest) -> HttpResponse:
    context = {
        "reviews": reviews_of(request.unit),
        "missing": [(one, str(Review.Kind(one.kind).label)) for one in milestones_missing(request.unit)],
        "manages": may(request.user, Action.REVIEW_MANAGE, request.unit),
        "today": timezone.localdate(),
    }
    return render(request, "desk/resources/reviews.html", context)


class ReviewForm(DeskForm):
    kind = forms.ChoiceField(label="Loại", choices=Review.Kind.choices)
    due_date = day("Hoàn thành trước ngày")
    from_year = forms.IntegerField(label="Từ năm", min_value=2000, max_value=2100)
    to_year = forms.IntegerField(label="Đến năm", min_value=2000, max_value=2100)


@unit_page(Action.REVIEW_MANAGE, "GET", "POST")
def add(request: UnitRequest) -> HttpResponse:
    first = {name: request.GET.get(name, "") for name in ("kind", "from_year", "to_year", "due_date")}
    form = ReviewForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = plan_review(actor=request.user, at=timezone.now(), unit=request.unit, **form.cleaned_data)
        except CannotChangeReview as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lập cuộc sơ kết, tổng kết.")
            return redirect("desk:review", request.unit.code, made.pk)
    back = reverse("desk:reviews", args=[request.unit.code])
    return _form(request, form, "Chuẩn bị sơ kết, tổng kết", back)


def _form(
    request: UnitRequest, form: DeskForm, heading: str, back: str, seen: int | None = None
) -> HttpResponse:
    return form_page(request, form, title=heading, back=back, back_words="Sơ kết, tổng kết", seen=seen)


def _review(request: UnitRequest, pk: int) -> Review:
    found = review_of_unit(request.unit, pk)
    if found is None:
        raise Http404
    return found


@unit_page(Action.REVIEW_VIEW)
def review(request: UnitRequest, pk: int) -> HttpResponse:
    return _show(request, _review(request, pk))


def _show(request: UnitRequest, found: Review, refused: str = "") -> HttpResponse:
    manages = may(request.user, Action.REVIEW_MANAGE, request.unit)
    signs = may(request.user, Action.REVIEW_SIGN, request.unit)
    kept, today = list(found.results.all()), timezone.localdate()
    live = found.state == Review.State.PLANNED
    moves = [(move, step) for move, step in REVIEW_STEPS.items() if found.state in step.allowed]
    own = {one.pk for one in agencies_of_person(request.user, request.unit)}
    works = may(request.user, Action.REVIEW_WORK, request.unit)
    context = {
        "review": found,
        "results": results_of(request.unit, found.from_year, found.to_year, today) if live else kept,
        "live": live,
        "moves": moves if manages else [],
        "documents": [(one, _document_steps(one.state, manages, signs)) for one in documents_of(found)],
        "lessons": [
            (one, one.done_at is None and (manages or (works and one.agency_id in own)))
            for one in lessons_of(found)
        ],
        "manages": manages,
        "may_make": may(request.user, Action.REPORT_MAKE, request.unit),
        "may_edit": manages and found.state != Review.State.CONCLUDED,
        "refused": refused,
        "told": told_of(found),
        "today": today,
    }
    return render(request, "desk/resources/review.html", context, status=422 if refused else 200)


def _document_steps(state: str, manages: bool, signs: bool) -> list[tuple[DocumentMove, Any]]:
    return [
        (move, step)
        for move, step in DOCUMENT_STEPS.items()
        if state in step.allowed and (manages if move is DocumentMove.SUBMIT else signs)
    ]


class ConferenceForm(DeskForm):
    conference_date = day("Ngày hội nghị", required=False)
    place = line("Địa điểm", required=False, length=200)
    participants = long_text("Thành phần", required=False)
    agenda = long_text("Chương trình", required=False, rows=4)
    conclusion = long_text("Kết luận", required=False, rows=5, hint="Ghi sau hội nghị.")
    minutes = one_file("Tệp biên bản")


@unit_page(Action.REVIEW_MANAGE, "GET", "POST")
def edit(request: UnitRequest, pk: int) -> HttpResponse:
    found = _review(request, pk)
    names = ("conference_date", "place", "participants", "agenda", "conclusion")
    first = {name: getattr(found, name) for name in names}
    form = ConferenceForm(request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        upload = data.pop("minutes")
        try:
            change_conference(
                actor=request.user, at=timezone.now(), review=found, conference=Conference(**data),
                seen=seen_version(request), minutes=upload,
            )  # fmt: skip
        except CannotChangeReview as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lưu thông tin hội nghị.")
            return redirect("desk:review", request.unit.code, pk)
    return _form(request, form, f"Hội nghị {str(found).lower()}", _address(request, pk), found.version)


def _address(request: UnitRequest, pk: int) -> str:
    return reverse("desk:review", args=[request.unit.code, pk])


@unit_page(Action.REVIEW_MANAGE, "POST")
def move(request: UnitRequest, pk: int) -> HttpResponse:
    found, asked = _review(request, pk), request.POST.get("move", "")
    if asked not in tuple(ReviewMove):
        return _show(request, found, "Anh/chị chọn một bước trong các nút của trang này.")
    today = timezone.localdate()
    held = asked == ReviewMove.HOLD
    try:
        move_review(
            actor=request.user, at=timezone.now(), review=found, move=ReviewMove(asked), seen=seen_version(request),
            results=results_of(request.unit, found.from_year, found.to_year, today) if held else (),
            reason=request.POST.get("reason", ""),
        )  # fmt: skip
    except CannotChangeReview as refusal:
        return _show(request, _review(request, pk), str(refusal))
    messages.success(request, f"Đã ghi: {REVIEW_STEPS[ReviewMove(asked)].words.lower()}.")
    return redirect("desk:review", request.unit.code, pk)


class DocumentForm(DeskForm):
    wide = frozenset({"title", "upload"})

    title = line("Tên văn bản", hint="Ví dụ: Báo cáo sơ kết, Giấy mời, Tờ trình khen thưởng.")
    upload = one_file("Tệp dự thảo")


@unit_page(Action.REVIEW_MANAGE, "GET", "POST")
def document_add(request: UnitRequest, pk: int) -> HttpResponse:
    found, form = _review(request, pk), DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_document(actor=request.user, at=timezone.now(), review=found, **form.cleaned_data)
        except CannotChangeReview as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã thêm văn bản.")
            return redirect("desk:review", request.unit.code, pk)
    return _form(request, form, "Thêm văn bản cần ký", _address(request, pk))


@unit_page(Action.REVIEW_MANAGE, "POST")
def document_submit(request: UnitRequest, pk: int) -> HttpResponse:
    return _move_document(request, pk, DocumentMove.SUBMIT)


@unit_page(Action.REVIEW_SIGN, "POST")
def document_decide(request: UnitRequest, pk: int) -> HttpResponse:
    signed = request.POST.get("move") == DocumentMove.SIGN
    return _move_document(request, pk, DocumentMove.SIGN if signed else DocumentMove.RETURN)


class SignedForm(forms.Form):
    number = forms.CharField(label="Số văn bản", required=False, max_length=80)
    day = day("Ngày ký", required=False)
    reason = forms.CharField(label="Lý do", required=False, max_length=2000)


def _move_document(request: UnitRequest, pk: int, asked: DocumentMove) -> HttpResponse:
    found = document_of_unit(request.unit, pk)
    if found is None:
        raise Http404
    form = SignedForm(request.POST)
    form.is_valid()
    data = form.cleaned_data
    try:
        move_document(
            actor=request.user, at=timezone.now(), document=found, move=asked, seen=seen_version(request),
            number=data.get("number", ""), signed_date=data.get("day"), reason=data.get("reason", ""),
        )  # fmt: skip
    except CannotChangeReview as refusal:
        return _show(request, _review(request, found.review_id), str(refusal))
    messages.success(request, f"Đã ghi: {DOCUMENT_STEPS[asked].words.lower()}.")
    return redirect("desk:review", request.unit.code, found.review_id)


@unit_page(Action.REVIEW_VIEW)
def document_file(request: UnitRequest, pk: int) -> HttpResponseBase:
    found = document_of_unit(request.unit, pk)
    if found is None:
        raise Http404
    return hand_over(request, found.file, found.filename)


@unit_page(Action.REVIEW_VIEW)
def minutes(request: UnitRequest, pk: int) -> HttpResponseBase:
    found = _review(request, pk)
    return hand_over(request, found.minutes, found.minutes_name)


class LessonForm(DeskForm):
    text = long_text("Bài học, hạn chế rút ra", rows=3)
    follow_up = long_text("Việc cần làm tiếp", rows=3)
    due_date = day("Xong trước ngày")

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"] = agency(unit, "Cơ quan theo dõi", required=True)
        self.order_fields(["text", "follow_up", "agency", "due_date"])


@unit_page(Action.REVIEW_MANAGE, "GET", "POST")
def lesson_add(request: UnitRequest, pk: int) -> HttpResponse:
    found, form = _review(request, pk), LessonForm(request.POST or None, unit=request.unit)
    if request.method == "POST" and form.is_valid():
        try:
            add_lesson(actor=request.user, at=timezone.now(), review=found, **form.cleaned_data)
        except CannotChangeReview as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã ghi bài học.")
            return redirect("desk:review", request.unit.code, pk)
    return _form(request, form, "Ghi bài học", _address(request, pk))


@unit_page(Action.REVIEW_WORK, "POST")
def lesson_finish(request: UnitRequest, pk: int) -> HttpResponse:
    found = lesson_of_unit(request.unit, pk)
    if found is None:
        raise Http404
    outcome = request.POST.get("outcome", "")
    try:
        finish_lesson(actor=request.user, at=timezone.now(), lesson=found, outcome=outcome)
    except CannotChangeReview as refusal:
        return _show(request, _review(request, found.review_id), str(refusal))
    messages.success(request, "Đã ghi kết quả theo dõi bài học.")
    return redirect("desk:review", request.unit.code, found.review_id)
