"""A table of points: the review of a draft beside the file's rows, or the points of a published table."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from thanthien.lib.vietnamese import line_of_table, number_vi, whole_number
from thanthien.platform.files.queries import read_file, served_name
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.programme.criteria.corrections import CannotCorrectWeights, add_row, correct_row, split_evenly
from thanthien.programme.criteria.definition import CriteriaSetDefinition
from thanthien.programme.criteria.drafts import Draft, DraftRow, draft_of
from thanthien.programme.criteria.models import WeightTable
from thanthien.programme.criteria.queries import (
    points_by_criterion,
    tree_of,
    uses_of_tables,
    weight_tables_for,
)
from thanthien.programme.criteria.weighing import (
    CannotPublishWeights,
    CannotWithdrawWeights,
    publish_weights,
    withdraw_weights,
)
from thanthien.web.pages import UnitRequest, unit_page

FEW = 12  # open forms at once: each carries every criterion as an option


def read_points(text: str) -> Decimal | None:
    """ "1,5" and "1.5" are the same points; empty is none. Raises ValueError."""
    text = text.strip().replace(",", ".")
    if not text:
        return None
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error


class PointsField(forms.CharField):
    def to_python(self, value: Any) -> Any:
        try:
            return read_points(super().to_python(value) or "")
        except ValueError as error:
            raise forms.ValidationError("Điểm là một số, ví dụ 2 hoặc 1,5.") from error


class RowForm(forms.Form):
    """`criterion` empty leaves the row out; `points` empty means that the row has none of its own."""

    criterion = forms.CharField(label="Nội dung của bộ tiêu chí", required=False)
    points = PointsField(label="Điểm", required=False)


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the review. `mark` says how sure it is; `likely` are the criteria it may stand for."""

    draft: DraftRow
    mark: tuple[str, str]
    title: str
    points: str
    is_open: bool
    likely: list[tuple[str, str]]
    shares: int
    problems: list[tuple[str, str]]
    errors: Any = None


def _table(request: UnitRequest, pk: int) -> WeightTable:
    found = weight_tables_for(request.unit).select_related("file").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@unit_page(Action.CITY_VIEW)
def table(request: UnitRequest, pk: int) -> HttpResponse:
    found = _table(request, pk)
    if found.state == WeightTable.State.DRAFT:
        return render(request, "oversight/criteria/review.html", _review(request, found))
    points = points_by_criterion(found)
    uses = sorted(uses_of_tables(request.unit).get(found.pk, {}).items())
    context = {
        "table": found,
        "rows": [(node, points.get(node.pk)) for node in tree_of(found.criteria_set)],
        "uses": [(str(year), count) for year, count in uses],
        "manages": _manages(request, found),
    }
    return render(request, "oversight/criteria/table.html", context)


def _manages(request: UnitRequest, found: WeightTable) -> bool:
    return found.unit_id == request.unit.pk and may(request.user, Action.CRITERIA_MANAGE, request.unit)


def _review(
    request: UnitRequest,
    found: WeightTable,
    wrong: tuple[int, RowForm] | None = None,
    after: int | None = None,
) -> dict[str, Any]:
    draft = draft_of(found)
    asked = whole_number(request.GET.get("row"))
    only = request.GET.get("show", "") == "all"
    to_see = [row for row in draft.rows if row.is_doubtful or row.problems]
    opened = {row.row.index for row in to_see[:FEW]} | ({asked} - {None})
    if wrong:
        opened.add(wrong[0])
    manages = _manages(request, found)
    shown = [
        _shown(row, draft, manages and row.row.index in opened, wrong)
        for row in draft.rows
        if only or row.row.index in opened or row in to_see
    ]
    waiting = [one.draft.row.index for one in shown if one.is_open]
    following = [index for index in waiting if after is not None and index > after]
    return {
        "table": found,
        "draft": draft,
        "rows": shown,
        "every_option": _every_option(draft.definition),
        "next": following[0] if following else None,
        "to_see": len(to_see),
        "all": only,
        "given": len(draft.review.points),
        "leaves": len(draft.definition.leaves()),
        "manages": manages,
    }


def _shown(row: DraftRow, draft: Draft, is_open: bool, wrong: tuple[int, RowForm] | None) -> ShownRow:
    points = "" if row.weight.points is None else number_vi(row.weight.points)
    errors = None
    if wrong and wrong[0] == row.row.index:
        points, errors = wrong[1].data.get("points", ""), wrong[1].errors
    below = (f"{row.key}.", f"{row.key}#")
    shares = sum(key.startswith(below) for key in draft.review.suggested) if row.key else 0
    title = draft.definition.criterion(row.key).title if row.key else ""
    likely = _likely(row, draft.definition) if is_open and not row.is_sum else []
    return ShownRow(row, _mark(row), title, points, is_open, likely, shares, _problems(row), errors)


def _problems(row: DraftRow) -> list[tuple[str, str]]:
    """(severity, words); the words that name the row are left off, for it stands beside them."""
    told = f"{row.row.told()}: "
    said = [(problem.severity, problem.message.removeprefix(told)) for problem in row.problems]
    return [(severity, f"{words[:1].upper()}{words[1:]}") for severity, words in said]


def _mark(row: DraftRow) -> tuple[str, str]:
    """(colour, words) of the badge."""
    if row.is_sum:
        return ("secondary", "dòng cộng")
    if row.weight.is_settled:
        return ("azure", "đã xem") if row.key else ("secondary", "bỏ qua")
    if not row.key:
        return "red", "chưa ghép"
    percent = f"giống {round(row.weight.confidence * 100)} %"
    return ("yellow", f"cần xem, {percent}") if row.is_doubtful else ("green", percent)


def _likely(row: DraftRow, definition: CriteriaSetDefinition) -> list[tuple[str, str]]:
    """(key, words) of what the row may be, best first: what it is taken for, then the next best."""
    keys = [row.key] if row.key else []
    keys += [other.key for other in row.alternatives if other.key != row.key]
    return [(key, f"{line_of_table(key)} {definition.criterion(key).title}") for key in keys]


def _every_option(definition: CriteriaSetDefinition) -> SafeString:
    """The whole set by its top criteria; written once, for every open row offers the same."""
    parts: list[SafeString] = []
    for top in definition.children_of(None):
        below = [
            one
            for one in definition.criteria
            if one.key == top.key or one.key.startswith((f"{top.key}.", f"{top.key}#"))
        ]
        options = format_html_join(
            "",
            '<option value="{}">{} {}</option>',
            ((one.key, line_of_table(one.key), one.title) for one in below),
        )
        label = f"{top.number or top.key}. {top.title}"
        parts.append(format_html('<optgroup label="{}">{}</optgroup>', label, options))
    return format_html_join("", "{}", ((part,) for part in parts))


def _answer(
    request: UnitRequest,
    found: WeightTable,
    wrong: tuple[int, RowForm] | None = None,
    said: str = "",
    after: int | None = None,
) -> HttpResponse:
    """After a correction: the review checked anew, for htmx in place, else by way of its page."""
    if request.htmx or wrong:
        context = _review(request, found, wrong, after)
        name = "_review.html" if request.htmx else "review.html"
        context["said"] = said
        return render(request, f"oversight/criteria/{name}", context, status=422 if wrong else 200)
    if said:
        messages.error(request, said, extra_tags="danger")
    return redirect(_here(request, found))


def _here(request: UnitRequest, found: WeightTable) -> str:
    here = reverse("oversight:criteria_table", args=[request.unit.code, found.pk])
    return f"{here}?show=all" if request.GET.get("show") == "all" else here


@unit_page(Action.CRITERIA_MANAGE, "POST")
def row(request: UnitRequest, pk: int, position: int) -> HttpResponse:
    found = _table(request, pk)
    form = RowForm(request.POST)
    if not form.is_valid():
        return _answer(request, found, (position, form))
    try:
        correct_row(
            actor=request.user,
            at=timezone.now(),
            table=found,
            position=position,
            key=form.cleaned_data["criterion"] or None,
            points=form.cleaned_data["points"],
        )
    except CannotCorrectWeights as refusal:
        if refusal.field:
            form.add_error(refusal.field, str(refusal))
            return _answer(request, found, (position, form))
        return _answer(request, found, said=str(refusal))
    return _answer(request, found, after=position)


@unit_page(Action.CRITERIA_MANAGE, "POST")
def add(request: UnitRequest, pk: int) -> HttpResponse:
    found = _table(request, pk)
    said = ""
    try:
        points = read_points(request.POST.get("points", ""))
        if points is None:
            said = "Anh/chị ghi số điểm của nội dung còn thiếu, có thể là 0."
        else:
            add_row(
                actor=request.user,
                at=timezone.now(),
                table=found,
                key=request.POST.get("criterion", ""),
                points=points,
            )
    except ValueError:
        said = f"“{request.POST.get('points', '')}” không phải số điểm. Anh/chị ghi một số, ví dụ 2 hoặc 1,5."
    except CannotCorrectWeights as refusal:
        said = str(refusal)
    return _answer(request, found, said=said)


@unit_page(Action.CRITERIA_MANAGE, "POST")
def split(request: UnitRequest, pk: int) -> HttpResponse:
    found = _table(request, pk)
    try:
        split_evenly(
            actor=request.user, at=timezone.now(), table=found, key=request.POST.get("criterion", "")
        )
    except CannotCorrectWeights as refusal:
        return _answer(request, found, said=str(refusal))
    return _answer(request, found)


@unit_page(Action.CRITERIA_MANAGE, "POST")
def publish(request: UnitRequest, pk: int) -> HttpResponse:
    found = _table(request, pk)
    try:
        publish_weights(actor=request.user, at=timezone.now(), table=found)
    except CannotPublishWeights as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
    else:
        messages.success(request, "Bảng điểm đã sẵn sàng. Bước cuối: chọn bảng điểm này cho các đơn vị.")
    return redirect("oversight:criteria_table", request.unit.code, pk)


@unit_page(Action.CRITERIA_MANAGE, "POST")
def withdraw(request: UnitRequest, pk: int) -> HttpResponse:
    found = _table(request, pk)
    try:
        withdraw_weights(actor=request.user, at=timezone.now(), table=found)
    except CannotWithdrawWeights as refusal:
        messages.error(request, str(refusal), extra_tags="danger")
        return redirect("oversight:criteria_table", request.unit.code, pk)
    messages.success(request, "Đã cất bảng điểm. Đơn vị đang dùng (nếu có) vẫn giữ điểm cũ.")
    return redirect("oversight:criteria", request.unit.code)


@unit_page(Action.CITY_VIEW)
def original(request: UnitRequest, pk: int) -> HttpResponse:
    """The file as it was sent, always as a download."""
    found = _table(request, pk)
    if found.file is None:
        raise Http404
    answer = HttpResponse(read_file(found.file), content_type=found.file.media_type)
    answer["Content-Disposition"] = (
        f"attachment; filename*=UTF-8''{quote(served_name(found.file, found.source))}"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
