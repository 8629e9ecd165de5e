"""The province's monthly report on the desk: handed in, columns confirmed, differences seen, kept."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from thanthien.lib.documents.write import Sheet, SheetColumn, SheetRow, write_xlsx
from thanthien.platform.files.actions import sent_name
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.programme.measures.actions import CannotRecordFigure
from thanthien.programme.measures.file_tables import JOIN, Table
from thanthien.programme.measures.file_words import PARTS, UNIT
from thanthien.programme.measures.importing import (
    DEFAULT_SOURCE,
    OPEN,
    choose_columns,
    drop_figures,
    table_of,
)
from thanthien.programme.measures.indicators import indicators
from thanthien.programme.measures.models import FigureImport
from thanthien.programme.measures.month_file import own_row
from thanthien.programme.measures.month_sheet import Doubtful
from thanthien.web.desk.figures.month import month_asked
from thanthien.web.fields import NumberField
from thanthien.web.kept_files import as_download, hand_over
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm, text_field
from thanthien.workflows.month_import import bring_file, keep_import, preview_of

State = FigureImport.State
COLOURS = {State.MAPPING: "yellow", State.WAITING: "yellow", State.KEPT: "green", State.DROPPED: "secondary"}
_WHOLE = NumberField(decimal_places=0, max_digits=12, min_value=1, required=False)
_SHOWN = 24  # of the last files


class HandInForm(PlainForm):
    upload = forms.FileField(
        label="Tệp báo cáo",
        help_text="Excel (.xlsx) hoặc CSV, có dòng tên cột và một dòng ghi tên đơn vị.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        error_messages={"required": "Anh/chị chọn tệp.", "empty": "Tệp trống. Anh/chị xuất lại tệp."},
    )
    source = text_field(
        "Nguồn",
        length=70,
        list_id="sources",
        hint="Mỗi nguồn nhớ cách ghép cột riêng; tháng sau tự dùng lại.",
    )


class Choice(NamedTuple):
    """A field on the page of the columns, with what the unit's row has in the column chosen."""

    field: str
    words: str
    chosen: str
    example: str


class Group(NamedTuple):
    """The columns of one figure."""

    label: str
    choices: list[Choice]


@unit_page(Action.FIGURE_RECORD, "GET", "POST")
def imports(request: UnitRequest) -> HttpResponse:
    month = month_asked(request.POST.get("month") or request.GET.get("month", ""))
    form = HandInForm(request.POST or None, request.FILES or None, initial={"source": DEFAULT_SOURCE})
    if request.method == "POST" and form.is_valid():
        upload, now = form.cleaned_data["upload"], timezone.now()
        try:
            made = bring_file(
                actor=request.user, at=now, unit=request.unit, month=month, source=form.cleaned_data["source"],
                data=upload.read(), filename=sent_name(upload),
            )  # fmt: skip
        except CannotRecordFigure as refusal:
            form.add_error("upload", str(refusal))
        else:
            return redirect("desk:figures_import", request.unit.code, made.pk)
    rows = FigureImport.objects.filter(unit=request.unit).select_related("handed_in_by")
    known = rows.order_by().values_list("source", flat=True).distinct()
    context = {
        "form": form,
        "month": month,
        "rows": [(one, COLOURS[State(one.state)]) for one in rows[:_SHOWN]],
        "sources": sorted({DEFAULT_SOURCE, *known}),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/figures/imports.html", context, status=status)


@unit_page(Action.FIGURE_VIEW)
def show(request: UnitRequest, pk: int) -> HttpResponse:
    return _show(request, _import(request, pk))


@unit_page(Action.FIGURE_RECORD, "GET", "POST")
def columns(request: UnitRequest, pk: int) -> HttpResponse:
    """Which column is what, to be confirmed or changed."""
    one = _import(request, pk)
    if request.method == "GET":
        return _show(request, one, maps=True)
    chosen = {
        key[7:]: str(value) for key, value in request.POST.items() if key.startswith("column-") and value
    }
    try:
        choose_columns(actor=request.user, at=timezone.now(), figure_import=one, columns=chosen)
    except CannotRecordFigure as refusal:
        one.refresh_from_db()
        one.columns = chosen
        return _show(request, one, refused=str(refusal), maps=True)
    return redirect("desk:figures_import", request.unit.code, pk)


@unit_page(Action.FIGURE_RECORD, "POST")
def keep(request: UnitRequest, pk: int) -> HttpResponse:
    """What was seen is kept, all of it; with `only=look` the denominators are reckoned with and shown first."""
    one, sent = _import(request, pk), request.POST
    wholes, wrong = _wholes(sent)
    confirmed = sent.get("confirmed", "")[:200]
    if wrong or "look" in sent:
        return _show(
            request, one, wholes=wholes, wrong=wrong, confirmed=confirmed, refused=_WRONG if wrong else ""
        )
    try:
        kept, proven = keep_import(
            actor=request.user, at=timezone.now(), figure_import=one, seen=_seen(sent), wholes=wholes,
            confirmed=confirmed,
        )  # fmt: skip
    except CannotRecordFigure as refusal:
        one.refresh_from_db()
        asks = isinstance(refusal, Doubtful)
        return _show(request, one, wholes=wholes, refused=str(refusal), confirmed=confirmed, asks_why=asks)
    said = (
        f"Đã ghi {len(kept)} số của tháng {one.month:%m/%Y} từ tệp." if kept else "Không có số nào thay đổi."
    )
    messages.success(request, said + (" Tệp đã nộp làm minh chứng, chờ kiểm tra." if proven.made else ""))
    for why in proven.why:
        messages.warning(request, f"Tệp chưa nộp được cho {why}")
    return redirect(f"{reverse('desk:figures_month', args=[request.unit.code])}?month={one.month:%Y-%m}")


@unit_page(Action.FIGURE_RECORD, "POST")
def drop(request: UnitRequest, pk: int) -> HttpResponse:
    one = _import(request, pk)
    try:
        drop_figures(actor=request.user, at=timezone.now(), figure_import=one)
    except CannotRecordFigure as refusal:
        one.refresh_from_db()
        return _show(request, one, refused=str(refusal))
    messages.success(request, "Đã bỏ tệp, không có số nào được ghi từ tệp này.")
    return redirect(f"{reverse('desk:figures_imports', args=[request.unit.code])}?month={one.month:%Y-%m}")


@unit_page(Action.FIGURE_VIEW)
def source(request: UnitRequest, pk: int) -> HttpResponseBase:
    """The file as it was handed in."""
    one = _import(request, pk)
    return hand_over(request, one.file, one.filename)


@unit_page(Action.FIGURE_VIEW)
def template(request: UnitRequest) -> HttpResponse:
    """A table to be filled in, whose columns are known by themselves."""
    month = month_asked(request.GET.get("month", ""))
    heads = [
        SheetColumn(f"{line.measure.label}{JOIN}{said}", 22, "#,##0")
        for line in indicators().sheet.values()
        for said in (f"Tử số: {line.measure.numerator}", f"Mẫu số: {line.measure.denominator}")
    ]
    sheet = Sheet(
        f"Tháng {month:%m-%Y}", f"SỐ LIỆU SỐ HÓA THÁNG {month.month}/{month.year}",
        (SheetColumn("Tên đơn vị", 28), *heads), (SheetRow((request.unit.heading, *[None] * len(heads))),),
        notes=("Mỗi đơn vị một dòng. Không có số thì để trống; không phát sinh thì ghi 0.",),
    )  # fmt: skip
    return as_download(write_xlsx((sheet,)), f"Mẫu số liệu số hóa tháng {month:%m-%Y}.xlsx")


_WRONG = "Có mẫu số chưa đọc được. Anh/chị ghi số từ 1 trở lên."


def _wholes(sent: Any) -> tuple[dict[str, Decimal], set[str]]:
    """The denominators that a person said, by code, and the codes whose text is no number."""
    found: dict[str, Decimal] = {}
    wrong = set()
    for code in indicators().sheet:
        try:
            value = _WHOLE.clean(sent.get(f"{code}-whole", "")[:30])
        except forms.ValidationError:
            wrong.add(code)
            continue
        if isinstance(value, Decimal):
            found[code] = value
    return found, wrong


def _seen(sent: Any) -> dict[str, datetime | None]:
    found: dict[str, datetime | None] = {}
    for code in indicators().sheet:
        try:
            found[code] = parse_datetime(sent.get(f"{code}-seen", "")[:40])
        except ValueError:
            found[code] = None
    return found


def _show(
    request: UnitRequest, one: FigureImport, *, maps: bool = False, wholes: dict[str, Decimal] | None = None,
    refused: str = "", **kept: Any,
) -> HttpResponse:  # fmt: skip
    """The columns while they wait, else the differences; of an ended import what became of it."""
    is_open = one.state in OPEN
    may_record = may(request.user, Action.FIGURE_RECORD, request.unit)
    context: dict[str, Any] = {
        "one": one,
        "colour": COLOURS[State(one.state)],
        "is_open": is_open,
        "may_record": may_record,
        "maps": is_open and may_record and (maps or one.state == State.MAPPING),
        "refused": refused,
        **kept,
    }
    try:
        if context["maps"]:
            context |= _mapping(one, table_of(one))
        elif is_open and one.state == State.WAITING:
            context["preview"] = preview_of(one, wholes)
    except CannotRecordFigure as refusal:
        context["refused"] = str(refusal)
    status = 422 if refused or kept.get("wrong") else 200
    return render(request, "desk/figures/import.html", context, status=status)


def _mapping(one: FigureImport, table: Table) -> dict[str, Any]:
    row = own_row(table, one.columns.get(UNIT, ""), one.unit)
    examples = dict(zip(table.headers, row, strict=True)) if row else {}

    def choice(field: str, words: str) -> Choice:
        chosen = one.columns.get(field, "")
        return Choice(field, words, chosen, examples.get(chosen, ""))

    return {
        "table": table,
        "unit_choice": None if table.is_of_one else choice(UNIT, "Cột ghi tên đơn vị"),
        "groups": [
            Group(line.measure.label, [choice(f"{code}-{part}", said) for part, said in PARTS.items()])
            for code, line in indicators().sheet.items()
        ],
        "headers": [header for header in table.headers if header],
    }


def _import(request: UnitRequest, pk: int) -> FigureImport:
    rows = FigureImport.objects.filter(unit=request.unit, pk=pk)
    found = rows.select_related("handed_in_by", "ended_by", "unit__parent", "file").first()
    if found is None:
        raise Http404
    return found
