"""All digital figures of a month on one sheet, and the counts that plans ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from thanthien.lib.vietnamese import number_vi, percent_vi
from thanthien.platform.people.permissions import may
from thanthien.platform.people.roles import Action
from thanthien.platform.workdays.queries import calendar_of
from thanthien.programme.measures.actions import CannotRecordFigure
from thanthien.programme.measures.counts import count_stands
from thanthien.programme.measures.indicators import Line, indicators
from thanthien.programme.measures.models import Reading
from thanthien.programme.measures.month_sheet import Doubtful, LineStands, Typed, proposed, standing
from thanthien.web.desk.figures.gathering import year_of
from thanthien.web.fields import NumberField
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.workflows.month_figures import keep_sheet, sources_of

_NUMBER = NumberField(decimal_places=2, max_digits=16, min_value=0, required=False)


@dataclass(slots=True)
class Row:
    """A line as the page draws it: what stands, what was typed, what is wrong with it."""

    line: Line
    stands: Reading | None
    numerator: str
    denominator: str
    seen: str
    error: str = ""
    doubts: tuple[str, ...] = ()
    last: Reading | None = None  # where its denominator is proposed

    @property
    def percent(self) -> str:
        if self.stands is None or not self.stands.denominator:
            return ""
        return percent_vi(self.stands.numerator / self.stands.denominator)


@unit_page(Action.FIGURE_VIEW)
def month(request: UnitRequest) -> HttpResponse:
    chosen = month_asked(request.GET.get("month", ""))
    return _show(request, chosen, _rows(request, chosen))


@unit_page(Action.FIGURE_RECORD, "POST")
def keep(request: UnitRequest) -> HttpResponse:
    """The sheet as it was sent; lines left empty are left alone."""
    chosen, now, sent = month_asked(request.POST.get("month", "")), timezone.now(), request.POST
    rows, confirmed = _rows(request, chosen, sent), sent.get("confirmed", "")[:200]
    lines = [found for row in rows if (found := _typed(row)) is not None]
    wrong = [row for row in rows if row.error]
    refused = ""
    try:
        if not wrong and not lines:
            raise CannotRecordFigure("Anh/chị ghi ít nhất một số.")
        if not wrong:
            kept, proven = keep_sheet(
                actor=request.user, at=now, unit=request.unit, month=chosen, lines=lines,
                upload=request.FILES.get("source"), confirmed=confirmed,
            )  # fmt: skip
    except CannotRecordFigure as refusal:
        refused = str(refusal)
        _tell(rows, refusal)
    if wrong or refused:
        return _show(request, chosen, rows, status=422, refused=refused, confirmed=confirmed)
    said = (
        f"Đã lưu {len(kept)} số của tháng {chosen.month}/{chosen.year}."
        if kept
        else "Không có số nào thay đổi."
    )
    messages.success(
        request, said + (" Tệp nguồn đã nộp làm minh chứng, chờ kiểm tra." if proven.made else "")
    )
    for why in proven.why:
        messages.warning(request, f"Tệp nguồn chưa nộp được cho {why}")
    return redirect(f"{reverse('desk:figures_month', args=[request.unit.code])}?month={chosen:%Y-%m}")


@unit_page(Action.FIGURE_VIEW)
def counts(request: UnitRequest) -> HttpResponse:
    year, context = year_of(request)
    today = min(timezone.localdate(), date(year, 12, 31))
    stands = count_stands(request.unit, year, today, calendar_of(request.unit, year))
    context |= {
        "stands": stands,
        "met": sum(one.is_met for one in stands),
        "known": sum(one.is_measured for one in stands),
    }
    return render(request, "desk/figures/counts.html", context)


def month_asked(asked: str) -> date:
    """The month asked for as "2026-05"; otherwise the one that is over."""
    found = _date(f"{asked}-01")
    return found or (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1)


def _date(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _rows(request: UnitRequest, chosen: date, sent: Any = None) -> list[Row]:
    """A denominator that hardly changes is proposed as it was last; the line still counts as not typed."""
    stands, before = standing(request.unit, chosen), proposed(request.unit, chosen)
    rows = []
    for code, line in indicators().sheet.items():
        old, last = stands.get(code), None
        if old is None:
            last = before.get(code)
        known = old or last
        row = Row(
            line, old, number_vi(old.numerator) if old else "",
            number_vi(known.denominator) if known and known.denominator is not None else "",
            old.recorded_at.isoformat() if old else "", last=last,
        )  # fmt: skip
        if sent is not None:
            row.numerator, row.denominator = (
                sent.get(f"{code}-numerator", "")[:30],
                sent.get(f"{code}-denominator", "")[:30],
            )
            row.seen = sent.get(f"{code}-seen", "")[:40]
        rows.append(row)
    return rows


def _typed(row: Row) -> Typed | None:
    """The line read; None where it was left empty, or with what is wrong written into the row."""
    if not row.numerator.strip() and not row.denominator.strip():
        return None
    try:
        top, whole = _number(row.numerator), _number(row.denominator)
        seen = parse_datetime(row.seen) if row.seen else None
    except (forms.ValidationError, ValueError):
        row.error = "Anh/chị ghi số từ 0 trở lên ở cả hai ô."
        return None
    if top is None and row.last is not None and whole == row.last.denominator:
        return None  # what the page proposed, and nobody typed
    if top is None or whole is None:
        row.error = "Anh/chị ghi đủ cả hai ô; không có thì ghi 0."
        return None
    return Typed(row.line.code, top, whole, seen)


def _number(text: str) -> Decimal | None:
    found = _NUMBER.clean(text)
    return found if isinstance(found, Decimal) else None


def _tell(rows: list[Row], refusal: CannotRecordFigure) -> None:
    """Put a refusal beside the line it is about."""
    for row in rows:
        if isinstance(refusal, Doubtful):
            row.doubts = tuple(one.words for one in refusal.doubts if one.code == row.line.code)
        elif isinstance(refusal, LineStands) and refusal.code == row.line.code:
            row.error, row.stands = str(refusal), refusal.reading
            row.seen = refusal.reading.recorded_at.isoformat()  # the next press replaces what was now seen


def _show(
    request: UnitRequest, chosen: date, rows: list[Row], *, status: int = 200, **kept: Any
) -> HttpResponse:
    this = timezone.localdate().replace(day=1)
    after = (chosen + timedelta(days=32)).replace(day=1)
    context = {
        "month": chosen,
        "before": (chosen - timedelta(days=1)).replace(day=1),
        "after": after if after <= this else None,
        "rows": rows,
        "missing": sum(row.stands is None for row in rows),
        "sources": sources_of(request.unit, chosen),
        "may_record": may(request.user, Action.FIGURE_RECORD, request.unit),
        "asks_why": any(row.doubts for row in rows),
        **kept,
    }
    return render(request, "desk/figures/month.html", context, status=status)
