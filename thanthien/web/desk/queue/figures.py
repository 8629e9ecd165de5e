"""Waiting and serving times of a span of days."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from thanthien.lib.vietnamese import parse_date_vi
from thanthien.operations.queueing.figures import figures_of
from thanthien.platform.people.roles import Action
from thanthien.web.desk.queue.frame import tabs
from thanthien.web.pages import UnitRequest, unit_page

LONGEST = timedelta(days=92)  # of steps that are gone through while the page is drawn
USUAL = timedelta(days=29)


@unit_page(Action.QUEUE_VIEW)
def figures(request: UnitRequest) -> HttpResponse:
    first, last = _span(request)
    today = timezone.localdate()
    context = {
        "figures": figures_of(request.unit, first, last),
        "spans": [("Hôm nay", today, today), ("7 ngày", today - timedelta(days=6), today),
                  ("30 ngày", today - USUAL, today)],
        **tabs(request, "figures"),
    }  # fmt: skip
    return render(request, "desk/queue/figures.html", context)


def _span(request: UnitRequest) -> tuple[date, date]:
    """`from` and `to`; the last thirty days where they say nothing that can be."""
    today = timezone.localdate()
    first, last = _day(request, "from"), _day(request, "to")
    last = min(last or today, today)
    first = first or last - USUAL
    return max(min(first, last), last - LONGEST), last


def _day(request: UnitRequest, name: str) -> date | None:
    try:
        return parse_date_vi(request.GET.get(name, ""))
    except ValueError:
        return None
