"""Reports in a list, each as a line of words: the officer's queues, what is about staff, the city's list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from thanthien.lib.rules.deadlines import left_in_words
from thanthien.lib.vietnamese import date_vi, due_in_words
from thanthien.operations.feedback.clocks import calendar_for
from thanthien.operations.feedback.definition import definition
from thanthien.operations.feedback.models import Channel, Count, Path, Report
from thanthien.operations.feedback.queries import is_late
from thanthien.operations.feedback.states import OPEN
from thanthien.platform.units.models import Unit

SHOWN = 180  # letters of a report in a list
COLOURS: dict[str, str] = {
    Report.State.RECEIVED: "yellow",
    Report.State.DRAFTED: "orange",
    Report.State.ANSWERED: "green",
    Report.State.CLOSED: "green",
}
MANY_DAYS = 60  # beyond them nobody counts working days


@dataclass(frozen=True, slots=True)
class _Line:
    """All that is shown of a report in a list. What many lines say alike was worked out once for all of them."""

    text: str  # its beginning
    address: str  # of its page
    is_late: bool
    left: str  # how long is left
    state: str
    colour: str  # of the state
    path: str  # "" for the usual one
    is_regulation: bool
    is_protected: bool
    about_leader: bool
    unit: str  # "" in its own unit
    about: SafeString  # category, channel, neighbourhood, who has it; each in a span
    received: str


def lines_of(
    reports: Iterable[Report], today: date, unit: Unit, page: str = "desk:feedback_report"
) -> list[SafeString]:
    """The lines of a list. `unit`: the one that is looked at, `page` the name of a report's page there."""
    labels = {code: one.label for code, one in definition().categories.items()}
    states, paths, channels = (
        {value: str(label) for value, label in kind.choices} for kind in (Report.State, Path, Channel)
    )
    paths[Path.PETITION] = ""
    said: dict[tuple[int, date, str, str], str] = {}
    before, _, after = reverse(page, args=[unit.code, 0]).rpartition("0")
    lines = []
    for one in reports:
        if one.unit_id == unit.pk:
            one.unit = unit  # known, and not asked of each
        clock = (one.unit_id, one.due_date, one.clock_unit, one.state)
        if clock not in said:
            said[clock] = left_of(one, today)
        about = (
            labels.get(one.category, ""),
            channels[one.channel],
            str(one.neighbourhood or ""),
            _holder(one),
        )
        lines.append(
            _Line(
                text=one.text if len(one.text) <= SHOWN else f"{one.text[: SHOWN - 1]}…",
                address=f"{before}{one.pk}{after}", is_late=is_late(one, today), left=said[clock],
                state=states[one.state], colour=COLOURS.get(one.state, "azure"), path=paths[one.path],
                is_regulation=one.path == Path.REGULATION, is_protected=one.is_protected,
                about_leader=one.about_leader, unit="" if one.unit_id == unit.pk else one.unit.heading,
                about=mark_safe("".join(_spanned(words) for words in about if words)),  # noqa: S308
                received=date_vi(timezone.localtime(one.received_at).date()),
            )
        )  # fmt: skip
    return [_html(line) for line in lines]


@lru_cache(maxsize=4096)
def _html(line: _Line) -> SafeString:
    """Kept: whoever comes back to a list finds most of its lines as they were."""
    return render_to_string("desk/feedback/_row.html", {"row": asdict(line)})


@lru_cache(maxsize=1024)
def _spanned(words: str) -> str:
    return f"<span>{escape(words)}</span>"


def _holder(one: Report) -> str:
    if one.handler:
        return str(one.handler)
    return one.agency.short_name if one.agency else "chưa có người xử lý"


def left_of(one: Report, today: date) -> str:
    """ "còn 2 ngày làm việc", as its clock counts; "" where the clock does not run."""
    if one.state not in OPEN or one.state == Report.State.ASKED:
        return ""
    days = (one.due_date - today).days
    if one.clock_unit != Count.WORKDAYS or abs(days) > MANY_DAYS:
        return due_in_words(days, working=False)
    return left_in_words(one.due_date, today, calendar_for(one.unit, min(one.due_date, today)))
