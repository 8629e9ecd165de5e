"""What people wrote: searched, grouped, and what is not fit to be shown on marked."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from thanthien.operations.surveys.actions import CannotChangeSurvey
from thanthien.operations.surveys.comments import (
    GROUPINGS,
    comments_of,
    grouped,
    keep_themes,
    mark_comment,
    themes_as_typed,
    themes_of,
)
from thanthien.operations.surveys.models import CommentMark, Survey
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.web.desk.form_page import form_page
from thanthien.web.desk.surveys.survey import survey_of
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm, text_field

FIRST, A_PAGE = 10, 50  # of each group; of one group alone
EXAMPLE = (
    "Chờ đợi: chờ lâu, xếp hàng, đông người\n"
    "Thái độ: thái độ, nhiệt tình, niềm nở, cáu gắt\n"
    "Hồ sơ, giấy tờ: giấy tờ, hồ sơ, bổ sung, đi lại nhiều lần\n"
    "Chỗ ngồi, trang thiết bị: ghế, quạt, điều hòa, máy\n"
)


class ThemesForm(PlainForm):
    themes = text_field(
        "Chủ đề và các từ nhận ra", length=8000, rows=12,
        hint="Mỗi dòng một chủ đề, theo mẫu “Chờ đợi: chờ lâu, xếp hàng”. Không cần gõ đủ dấu.",
    )  # fmt: skip


@unit_page(Action.SURVEY_VIEW)
def comments(request: UnitRequest, pk: int) -> HttpResponse:
    survey = survey_of(request, pk)
    wanted, by = request.GET.get("q", "")[:100], request.GET.get("by", "")
    by = by if by in _groupings(survey) else "question"
    themes = themes_of(request.unit)
    found = comments_of(survey, wanted=wanted)
    groups = grouped(survey, found.shown, by, themes)
    names = [one.name for one in groups]
    chosen = request.GET.get("group", "")
    page = None
    if chosen in names:
        page = Paginator(groups[names.index(chosen)].comments, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "survey": survey,
        "found": found,
        "wanted": wanted,
        "by": by,
        "groupings": _groupings(survey),
        "groups": [
            (one.name, len(one.comments), one.comments[:FIRST], _query(q=wanted, by=by, group=one.name))
            for one in groups
        ],
        "page": page,
        "chosen": chosen,
        "here": _query(q=wanted, by=by, group=chosen),
        "back": _query(q=wanted, by=by),
        "has_themes": bool(themes),
        "whys": CommentMark.Why.choices,
        "works": may(request.user, Action.SURVEY_WORK, request.unit),
        "manages": may(request.user, Action.SURVEY_MANAGE, request.unit),
    }
    return render(request, "desk/surveys/comments.html", context)


@unit_page(Action.SURVEY_WORK, "POST")
def mark(request: UnitRequest, pk: int) -> HttpResponse:
    """A comment kept out of lists and tables, or shown again (an empty reason)."""
    survey, why = survey_of(request, pk), request.POST.get("why", "")
    try:
        mark_comment(
            actor=request.user, at=timezone.now(), survey=survey, code=request.POST.get("code", ""), why=why
        )
    except CannotChangeSurvey as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
    else:
        messages.success(
            request, "Ý kiến không còn trong danh sách và bảng tổng hợp." if why else "Ý kiến đã hiện lại."
        )
    there = reverse("desk:survey_comments", args=[request.unit.code, pk])
    kept = {name: request.POST.get(name, "") for name in ("q", "by", "group", "page")}
    return redirect(f"{there}?{_query(**kept)}")


@unit_page(Action.SURVEY_MANAGE, "GET", "POST")
def themes(request: UnitRequest) -> HttpResponse:
    """The unit's themes, one a line."""
    kept = themes_of(request.unit)
    typed = themes_as_typed(kept) or EXAMPLE
    form = ThemesForm(request.POST or None, initial={"themes": typed})
    if request.method == "POST" and form.is_valid():
        try:
            now = keep_themes(
                actor=request.user, at=timezone.now(), unit=request.unit, typed=form.cleaned_data["themes"]
            )
        except CannotChangeSurvey as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã lưu {len(now)} chủ đề, dùng cho ý kiến của mọi khảo sát.")
            return redirect("desk:surveys", request.unit.code)
    lead = "" if kept else "Đơn vị chưa đặt chủ đề nào; dưới đây là ví dụ, anh/chị sửa rồi lưu."
    return form_page(
        request, form, title="Chủ đề của ý kiến", lead=lead, button="Lưu chủ đề",
        back=reverse("desk:surveys", args=[request.unit.code]), back_words="Khảo sát",
    )  # fmt: skip


def _groupings(survey: Survey) -> dict[str, str]:
    """Without a question on the place there is nothing to group by."""
    return {key: words for key, words in GROUPINGS.items() if key != "place" or survey.asks_neighbourhood}


def _query(**values: Any) -> str:
    return urlencode({key: value for key, value in values.items() if value})
