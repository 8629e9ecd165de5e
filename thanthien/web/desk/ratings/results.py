"""What people pressed: in all, by counter, by person, by day; a member of staff reads the own alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from thanthien.lib.vietnamese import parse_date_vi
from thanthien.operations.ratings.models import Device
from thanthien.operations.ratings.queries import (
    Results,
    devices_of,
    low_marks,
    own_words,
    results_of,
    sees_all,
    silent_devices,
)
from thanthien.platform.people.roles import Action
from thanthien.web.desk.ratings.drawn import columns_of, lines_of, pieces_of
from thanthien.web.desk.ratings.frame import tabs
from thanthien.web.desk.ratings.sheet import ratings_book
from thanthien.web.desk.surveys.drawn import bar_of
from thanthien.web.pages import UnitRequest, unit_page

LONGEST = timedelta(days=366)
NOBODY = "Không ghi ai ngồi quầy"


@dataclass(frozen=True, slots=True)
class Span:
    first: date
    last: date

    @property
    def query(self) -> str:
        return urlencode({"from": self.first.isoformat(), "to": self.last.isoformat()})


@unit_page(Action.RATING_VIEW)
def ratings(request: UnitRequest) -> HttpResponse:
    span, every = _span(request), sees_all(request.user, request.unit)
    results = _results(request, span)
    today = timezone.localdate()
    devices = [one for one in devices_of(request.unit) if one.state != Device.State.REVOKED] if every else []
    silent = silent_devices(request.unit, today) if devices else []
    words = [] if every else own_words(request.user, request.unit, span.first, span.last)
    context = {
        "results": results,
        "span": span,
        "spans": _spans(today),
        "satisfied": bar_of("", results.all.satisfied),
        "satisfied_all": bar_of("", results.all.satisfied_all),
        "pieces": pieces_of(results.all),
        "columns": columns_of(results),
        "counters": lines_of(results, [(one.name, one.pk, tally) for one, tally in results.counters]),
        "people": lines_of(
            results, [(str(one) if one else NOBODY, one.pk if one else None, tally) for one, tally in results.people]
        ),
        "devices": [(one, one in silent) for one in devices[:20]],
        "low": low_marks(request.unit).count() if every else 0,
        "words": [(one, results.terms.words(one.reasons)) for one in words],
        **tabs(request, "results"),
    }  # fmt: skip
    return render(request, "desk/ratings/ratings.html", context)


@unit_page(Action.RATING_VIEW)
def export(request: UnitRequest) -> HttpResponse:
    span = _span(request)
    data = ratings_book(request.unit, _results(request, span))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    answer = HttpResponse(data, content_type=kind)
    name = f"danh-gia-tai-quay-{span.first:%Y%m%d}-{span.last:%Y%m%d}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _results(request: UnitRequest, span: Span) -> Results:
    of = None if sees_all(request.user, request.unit) else request.user
    return results_of(request.unit, span.first, span.last, of=of)


def _span(request: UnitRequest) -> Span:
    """The days asked for; what cannot be read or is too long is the last 30 days."""
    today = timezone.localdate()
    first, last = (_day(request.GET.get(name, "")) for name in ("from", "to"))
    if first is None or last is None or not timedelta(0) <= last - first <= LONGEST:
        return Span(today - timedelta(days=29), today)
    return Span(first, last)


def _day(text: str) -> date | None:
    try:
        return parse_date_vi(text)
    except ValueError:
        return None


def _spans(today: date) -> list[tuple[str, Span]]:
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    return [
        ("7 ngày", Span(today - timedelta(days=6), today)),
        ("30 ngày", Span(today - timedelta(days=29), today)),
        ("Quý này", Span(quarter, today)),
        ("Năm nay", Span(date(today.year, 1, 1), today)),
    ]
