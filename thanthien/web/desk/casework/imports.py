"""Files of the provincial system on the desk: handed in, columns confirmed, rows checked, applied with progress."""

from __future__ import annotations

from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.operations.casework.definition import definition
from thanthien.operations.casework.importing import (
    DEFAULT_SOURCE,
    CannotImportCases,
    apply_import,
    confirm_columns,
    drop_import,
    hand_in_cases,
)
from thanthien.operations.casework.mapping import FIELDS, REQUIRED
from thanthien.operations.casework.models import CaseImport
from thanthien.operations.casework.states import IMPORT_WAYS, RUNNING
from thanthien.platform.files.actions import keep_upload, sent_name
from thanthien.platform.files.content import CannotKeepFile
from thanthien.platform.people.roles import Action
from thanthien.web.desk.casework.frame import away, tabs
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm, text_field

PAGE = 20
State = CaseImport.State
COLOURS = {
    State.MAPPING: "yellow",
    State.CHECKED: "yellow",
    State.DONE: "green",
    State.FAILED: "red",
    State.DROPPED: "secondary",
}


class Choice(NamedTuple):
    """A field on the page of the columns: what is chosen for it, with the first values of that column."""

    field: str
    words: str
    chosen: str
    example: str
    is_required: bool


class HandInForm(PlainForm):
    upload = forms.FileField(
        label="Tệp xuất từ hệ thống",
        help_text="Excel (.xlsx), CSV hoặc JSON; không quá 100 MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.json"}),
        error_messages={"required": "Anh/chị chọn tệp.", "empty": "Tệp trống. Anh/chị xuất lại tệp."},
    )
    source = text_field(
        "Nguồn", length=80, list_id="forms",
        hint="Mỗi nguồn nhớ cách ghép cột riêng; lần sau tự dùng lại.",
    )  # fmt: skip


@unit_page(Action.CASE_MANAGE, "GET", "POST")
def listing(request: UnitRequest) -> HttpResponse:
    if back := away(request):
        return back
    form = HandInForm(request.POST or None, request.FILES or None, initial={"source": DEFAULT_SOURCE})
    if request.method == "POST" and form.is_valid():
        upload, now = form.cleaned_data["upload"], timezone.now()
        try:
            file = keep_upload(upload=upload, at=now)
            made = hand_in_cases(
                actor=request.user, at=now, unit=request.unit, source=form.cleaned_data["source"], file=file,
                filename=sent_name(upload),
            )  # fmt: skip
        except (CannotKeepFile, CannotImportCases) as refusal:
            form.add_error("upload", str(refusal))
        else:
            return redirect("desk:case_import", request.unit.code, made.pk)
    rows = CaseImport.objects.filter(unit=request.unit).select_related("handed_in_by")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        **tabs(request, "desk:case_imports"),
        "form": form,
        "keep_days": definition().keep_file_days,
        "page": page,
        "rows": [(one, COLOURS.get(State(one.state), "azure")) for one in page],
        "sources": sorted({DEFAULT_SOURCE, *rows.order_by().values_list("source", flat=True).distinct()}),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/casework/imports.html", context, status=status)


@unit_page(Action.CASE_MANAGE)
def show(request: UnitRequest, pk: int) -> HttpResponse:
    if back := away(request):
        return back
    return _show(request, _import(request, pk))


@unit_page(Action.CASE_MANAGE)
def progress(request: UnitRequest, pk: int) -> HttpResponse:
    """The panel of a running import; when it has ended, the page is opened anew."""
    if back := away(request):
        return back
    one = _import(request, pk)
    answer = render(request, "desk/casework/_progress.html", _running(one))
    if one.state not in RUNNING:
        answer["HX-Refresh"] = "true"
    return answer


@unit_page(Action.CASE_MANAGE, "GET", "POST")
def columns(request: UnitRequest, pk: int) -> HttpResponse:
    """Which column is which field, to be confirmed or changed."""
    if back := away(request):
        return back
    one = _import(request, pk)
    if request.method == "GET":
        return _show(request, one, maps=True)
    chosen = {field: request.POST.get(f"column-{field}", "") for field in FIELDS}
    try:
        confirm_columns(actor=request.user, at=timezone.now(), case_import=one, columns=chosen)
    except CannotImportCases as refusal:
        one.columns = chosen
        return _show(request, one, str(refusal), maps=True)
    return redirect("desk:case_import", request.unit.code, pk)


@unit_page(Action.CASE_MANAGE, "POST")
def apply(request: UnitRequest, pk: int) -> HttpResponse:
    away(request)
    one = _import(request, pk)
    try:
        apply_import(actor=request.user, at=timezone.now(), case_import=one)
    except CannotImportCases as refusal:
        one.refresh_from_db()
        return _show(request, one, str(refusal))
    return redirect("desk:case_import", request.unit.code, pk)


@unit_page(Action.CASE_MANAGE, "POST")
def drop(request: UnitRequest, pk: int) -> HttpResponse:
    away(request)
    one = _import(request, pk)
    try:
        drop_import(actor=request.user, at=timezone.now(), case_import=one)
    except CannotImportCases as refusal:
        one.refresh_from_db()
        return _show(request, one, str(refusal))
    messages.success(request, "Đã bỏ tệp, không có hồ sơ nào được nhập từ tệp này.")
    return redirect("desk:case_imports", request.unit.code)


def _show(request: UnitRequest, one: CaseImport, refused: str = "", *, maps: bool = False) -> HttpResponse:
    examples = dict(zip(one.headers, one.examples, strict=False))
    may_map = one.state in IMPORT_WAYS[State.CHECKING] and bool(one.headers)
    context = {
        **_running(one),
        "colour": COLOURS.get(State(one.state), "azure"),
        "may_map": may_map,
        "maps": may_map and (maps or one.state == State.MAPPING),
        "fields": [
            Choice(
                field,
                words,
                chosen := one.columns.get(field, ""),
                _shown(examples.get(chosen)),
                field in REQUIRED,
            )
            for field, words in FIELDS.items()
        ],
        "refused": refused,
    }
    return render(request, "desk/casework/import.html", context, status=422 if refused else 200)


def _shown(values: list[str] | None) -> str:
    return ", ".join(value for value in values or [] if value)


def _running(one: CaseImport) -> dict[str, object]:
    return {
        "one": one,
        "is_running": one.state in RUNNING,
        "writes": one.new + one.changed,
        "faults": one.faults,
    }


def _import(request: UnitRequest, pk: int) -> CaseImport:
    found = (
        CaseImport.objects.filter(unit=request.unit, pk=pk)
        .select_related("handed_in_by", "unit__parent")
        .first()
    )
    if found is None:
        raise Http404
    return found
