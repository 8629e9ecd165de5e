"""What the leader looks at over time: where lateness comes back, and the register of a period as Excel."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from thanthien.lib.documents.write import write_xlsx
from thanthien.operations.casework.definition import definition
from thanthien.operations.casework.papers import register_sheet
from thanthien.operations.casework.queries import received_between, repeated_lateness
from thanthien.platform.people.roles import Action
from thanthien.web.desk.casework.frame import away, tabs
from thanthien.web.kept_files import as_download
from thanthien.web.pages import UnitRequest, unit_page
from thanthien.web.plain_form import PlainForm, date_field

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_ROWS = 20_000  # of one register; a year of a large commune


class PeriodForm(PlainForm):
    first = date_field("Từ ngày", missing="Anh/chị ghi ngày đầu kỳ.")
    last = date_field("Đến hết ngày", missing="Anh/chị ghi ngày cuối kỳ.")


@unit_page(Action.CASE_MANAGE)
def repeated(request: UnitRequest) -> HttpResponse:
    if back := away(request):
        return back
    found = repeated_lateness(request.unit, timezone.now())
    today = timezone.localdate()
    context = {
        **tabs(request, "desk:case_lateness"),
        "windows": [
            (days, [one for one in found if one.days == days]) for days in definition().repeated_days
        ],
        "times": definition().repeated_times,
        "first": date(today.year, today.month, 1).isoformat(),
        "last": today.isoformat(),
    }
    return render(request, "desk/casework/lateness.html", context)


@unit_page(Action.CASE_MANAGE)
def register(request: UnitRequest) -> HttpResponse:
    """Form 07 for cases received in a period."""
    if back := away(request):
        return back
    form = PeriodForm(request.GET)
    unit = request.unit
    if not form.is_valid():
        messages.error(request, form.first_error(), extra_tags="danger")
        return redirect("desk:case_lateness", unit.code)
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    if not (first <= last and first.year >= FIRST_YEAR and last.year <= LAST_YEAR):
        messages.error(request, "Ngày cuối kỳ phải sau ngày đầu kỳ, năm ghi bốn chữ số.", extra_tags="danger")
        return redirect("desk:case_lateness", unit.code)
    rows = list(received_between(unit, first, last)[: MOST_ROWS + 1])
    if len(rows) > MOST_ROWS:
        messages.error(
            request, "Kỳ này có quá nhiều hồ sơ cho một sổ. Anh/chị chọn kỳ ngắn hơn.", extra_tags="danger"
        )
        return redirect("desk:case_lateness", unit.code)
    sheet = register_sheet(unit, rows, first, last)
    return as_download(write_xlsx((sheet,)), f"Sổ theo dõi hồ sơ {first:%d-%m-%Y} đến {last:%d-%m-%Y}.xlsx")
