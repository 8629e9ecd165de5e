"""What disclosure measures: contents that are public of those that must be, on the channels that they must be on.

Days are added up: of an item that was public on 28 of 30 days, 28 of 30. A unit is measured from its first
posting on. Past days are told from what is kept of them – postings with first and last day, schedules, who to
call –, so a day counted again gives the same, and a posting entered late is found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Min, Q
from django.utils import timezone

from thanthien.operations.disclosure.clocks import earliest_end
from thanthien.operations.disclosure.definition import NEWS, Item, definition
from thanthien.operations.disclosure.models import (
    Channel,
    Contact,
    ItemTerms,
    Posting,
    Publication,
    Schedule,
)
from thanthien.operations.disclosure.standing import ONLINE
from thanthien.platform.units.models import Unit
from thanthien.programme.measures.collecting import Counted, Source, days_of, mondays_of
from thanthien.programme.measures.models import Reading

DISCLOSED, CHANNELS = "disclosed", "channels_shown"
CENTRE, PORTAL = "shown_notice_centre", "shown_portal"
WEEK, LAND = "week_schedule_public", "disclosed_land"
OF_ITEM = {
    "commitment": "disclosed_commitment",
    "procedures": "disclosed_procedures",
    "fees": "disclosed_fees",
    "online_results": "disclosed_online_results",
    "contacts": "disclosed_contacts",
    "reception_rules": "disclosed_reception",
    "reception_schedule": "disclosed_reception",
}
WHEN_IT_HAPPENS = {"land_recovery": LAND, "law_3": LAND}  # nothing to show in a year without it
OF_CHANNEL = {Channel.NOTICE_CENTRE: CENTRE, Channel.PORTAL: PORTAL}
POSTED = {
    Channel.LOUDSPEAKER: "posted_loudspeaker",
    Channel.FACEBOOK: "posted_social",
    Channel.ZALO: "posted_social",
    Channel.PRESS: "posted_press",
}
ON_TIME, LAPSED = "published_on_time", "posting_lapsed"
_COUNTS = frozenset({*POSTED.values(), LAPSED})
CODES = tuple(
    dict.fromkeys([
        DISCLOSED, CHANNELS, CENTRE, PORTAL, *OF_ITEM.values(), LAND, *POSTED.values(), ON_TIME, LAPSED,
    ])
)  # fmt: skip
_DAY, _WEEK = timedelta(days=1), timedelta(days=6)
State = Publication.State


@dataclass(frozen=True, slots=True)
class _Span:
    """`last` None: it still stands."""

    first: date
    last: date | None

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(slots=True)
class _UnitRecords:
    since: date
    followed: dict[str, Item] = field(default_factory=dict)
    shown: dict[tuple[str, str], list[_Span]] = field(default_factory=lambda: defaultdict(list))
    owed: dict[str, list[_Span]] = field(
        default_factory=lambda: defaultdict(list)
    )  # past the limit, not public
    events: dict[tuple[str, date], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    def is_shown(self, code: str, channel: str, day: date) -> bool:
        return any(span.holds(day) for span in self.shown.get((code, channel), ()))

    def channels(self, code: str, day: date) -> set[str]:
        return {channel for channel in Channel.values if self.is_shown(code, channel, day)}


def collect(first: date, last: date) -> Iterator[Counted]:
    """Eight queries for all units."""
    for unit_id, records in _records(first, last).items():
        for day in days_of(max(first, records.since), last):
            sums = _sums_of(records, day)
            for code in CODES:
                good, whole = sums.get(code) or records.events.get((code, day)) or (0, 0)
                yield Counted(unit_id, code, day, good, None if code in _COUNTS else whole)


def collect_weeks(first: date, last: date) -> Iterator[Counted]:
    """Whether the schedule of each week was public before the week was over, on the week's Monday."""
    begun = _begun()
    rows = Schedule.objects.filter(
        unit__in=begun, kind=Schedule.Kind.WEEK, first_date__gte=first, first_date__lte=last
    ).exclude(published_at=None)
    public = {
        (unit_id, monday)
        for unit_id, monday, at in rows.order_by().values_list("unit_id", "first_date", "published_at")
        if timezone.localdate(at) <= monday + _WEEK
    }
    idle = set(
        ItemTerms.objects.filter(code="week_schedule", is_active=False).values_list("unit_id", flat=True)
    )
    for unit_id, since in begun.items():
        for monday in mondays_of(first, last):
            if since <= monday + _WEEK and unit_id not in idle:
                is_public = int((unit_id, monday) in public)
                yield Counted(unit_id, WEEK, monday, is_public, 1, Reading.Period.WEEK)


MEASURES = (Source(CODES, collect), Source((WEEK,), collect_weeks))


def _begun() -> dict[int, date]:
    rows = Posting.objects.order_by().values_list("publication__unit").annotate(Min("first_date"))
    return dict(rows)


def _records(first: date, last: date, only: int | None = None) -> dict[int, _UnitRecords]:
    units = _units(last, only)
    _read_postings(units, first, last)
    _read_publications(units, first)
    _read_pages(units, first, last)
    return units


def _units(last: date, only: int | None) -> dict[int, _UnitRecords]:
    begun = {pk: since for pk, since in _begun().items() if since <= last}
    units = {pk: _UnitRecords(since) for pk, since in begun.items() if only in (None, pk)}
    idle: dict[int, set[str]] = defaultdict(set)
    terms = ItemTerms.objects.filter(unit__in=units, is_active=False)
    for unit_id, code in terms.values_list("unit_id", "code"):
        idle[unit_id].add(code)
    items = {code: item for code, item in definition().items.items() if code != NEWS}
    for unit_id, records in units.items():
        records.followed = {code: item for code, item in items.items() if code not in idle[unit_id]}
    return units


def _read_postings(units: dict[int, _UnitRecords], first: date, last: date) -> None:
    rows = Posting.objects.filter(Q(last_date=None) | Q(last_date__gte=first), first_date__lte=last)
    found = rows.filter(publication__published_at__isnull=False, publication__unit__in=units).order_by().values_list(
        "publication__unit_id", "publication__item", "publication__state", "channel", "first_date", "last_date",
        "ended_at",
    )  # fmt: skip
    items = definition().items
    for unit_id, code, state, channel, begins, ends, ended_at in found:
        records = units[unit_id]
        records.shown[code, channel].append(_Span(begins, ends))
        if channel in POSTED:
            records.events[POSTED[Channel(channel)], begins][0] += 1
        # a newer version stands in the place of one that was replaced
        if ends is None or ended_at is None or state == State.REPLACED or code not in items:
            continue
        if ends < earliest_end(items[code], channel, begins):
            records.events[LAPSED, ends][0] += 1


def _read_publications(units: dict[int, _UnitRecords], first: date) -> None:
    """What was published in time and what was late, on the first day after the limit; what is still owed."""
    rows = Publication.objects.filter(unit__in=units).exclude(item=NEWS).order_by()
    rows = rows.filter(
        Q(published_at=None) | Q(published_at__date__gte=first - _DAY) | Q(due_date__gte=first - _DAY)
    )
    found = rows.values_list("unit_id", "item", "due_date", "published_at", "drafted_at")
    for unit_id, code, due, at, drafted_at in found:
        records = units[unit_id]
        published = timezone.localdate(at) if at else None
        if published is not None and published <= due:
            records.events[ON_TIME, published][0] += 1
            records.events[ON_TIME, published][1] += 1
            continue
        records.events[ON_TIME, due + _DAY][1] += 1
        owed_from = max(due + _DAY, timezone.localdate(drafted_at))
        records.owed[code].append(_Span(owed_from, published - _DAY if published else None))


def _read_pages(units: dict[int, _UnitRecords], first: date, last: date) -> None:
    """Contents that pages of their own show on the unit's site: who to call, schedules, online results."""
    contacts = Contact.objects.filter(
        Q(ended_at=None) | Q(ended_at__date__gte=first), unit__in=units, kind=Contact.Kind.HOTLINE
    )
    for unit_id, began_at, ended_at in contacts.values_list("unit_id", "began_at", "ended_at"):
        end = timezone.localdate(ended_at) if ended_at else None
        units[unit_id].shown["contacts", Channel.PORTAL].append(_Span(timezone.localdate(began_at), end))
    schedules = Schedule.objects.filter(
        unit__in=units, published_at__isnull=False, first_date__gte=first - timedelta(days=31),
        first_date__lte=last,
    )  # fmt: skip
    for unit_id, kind, begins, at in schedules.values_list("unit_id", "kind", "first_date", "published_at"):
        is_week = kind == Schedule.Kind.WEEK
        span = _Span(max(begins, timezone.localdate(at)), begins + _WEEK if is_week else _month_end(begins))
        units[unit_id].shown["week_schedule" if is_week else "reception_schedule", Channel.PORTAL].append(
            span
        )
    figures = Reading.objects.filter(
        unit__in=units, measure=ONLINE, day__gte=first - timedelta(days=62), day__lte=last
    )
    for unit_id, day in figures.order_by().values_list("unit_id", "day"):
        # figures of a month are good until the end of the next
        span = _Span(day, _month_end(_month_end(day) + _DAY))
        units[unit_id].shown["online_results", Channel.PORTAL].append(span)


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - _DAY


class Entry(NamedTuple):
    """One thing asked on a day: an item, on a channel where that is what is asked."""

    measure: str
    item: str
    channel: str
    is_good: bool


def _entries(records: _UnitRecords, day: date) -> Iterator[Entry]:
    """Every coverage of a day."""
    for code, item in records.followed.items():
        channels = records.channels(code, day)
        if code in WHEN_IT_HAPPENS and (channels or any(span.holds(day) for span in records.owed[code])):
            yield Entry(WHEN_IT_HAPPENS[code], code, "", bool(channels))
        if not item.always:
            continue
        yield Entry(DISCLOSED, code, "", bool(channels))
        if code in OF_ITEM:
            yield Entry(OF_ITEM[code], code, "", bool(channels))
        for channel in item.channels:
            yield Entry(CHANNELS, code, channel, channel in channels)
            if channel in OF_CHANNEL:
                yield Entry(OF_CHANNEL[Channel(channel)], code, channel, channel in channels)


def _sums_of(records: _UnitRecords, day: date) -> dict[str, list[int]]:
    """Numerator and denominator of every coverage on a day."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one in _entries(records, day):
        sums[one.measure][0] += one.is_good
        sums[one.measure][1] += 1
    return sums


def coverage_of(unit: Unit, measure: str, first: date, last: date) -> dict[tuple[str, str], tuple[int, int]]:
    """What is behind the figures of a unit: item and channel ("" for all) → days shown, days asked."""
    records = _records(first, last, unit.pk).get(unit.pk)
    found: dict[tuple[str, str], tuple[int, int]] = {}
    if records is None:
        return found
    for day in days_of(max(first, records.since), last):
        for one in _entries(records, day):
            if one.measure == measure:
                good, whole = found.get((one.item, one.channel), (0, 0))
                found[one.item, one.channel] = (good + one.is_good, whole + 1)
    return found


def weeks_of(unit: Unit, first: date, last: date) -> list[tuple[date, bool]]:
    """The weeks behind a unit's figures, and whether their schedule was public."""
    return [(one.day, bool(one.numerator)) for one in collect_weeks(first, last) if one.unit_id == unit.pk]


def publications_behind(
    unit: Unit, measure: str, first: date, last: date
) -> list[tuple[Publication, bool | None]] | None:
    """The texts behind a figure that counts postings or publications; None for figures of coverage."""
    rows = Publication.objects.filter(unit=unit).order_by("document_date", "pk")
    if measure in POSTED.values():
        wanted = [channel for channel, code in POSTED.items() if code == measure]
        posted = rows.filter(
            postings__channel__in=wanted, postings__first_date__gte=first, postings__first_date__lte=last,
            published_at__isnull=False,
        )  # fmt: skip
        return [(one, None) for one in posted.distinct()]
    if measure == LAPSED:
        ended = rows.filter(postings__last_date__gte=first, postings__last_date__lte=last)
        return [
            (one, False)
            for one in ended.exclude(state=State.REPLACED).distinct()
            if _lapsed(one, first, last)
        ]
    if measure != ON_TIME:
        return None
    found: list[tuple[Publication, bool | None]] = []
    for one in rows.exclude(item=NEWS):
        published = timezone.localdate(one.published_at) if one.published_at else None
        in_time = published is not None and published <= one.due_date
        day = published if in_time and published else one.due_date + _DAY
        if first <= day <= last:
            found.append((one, in_time))
    return found


def _lapsed(one: Publication, first: date, last: date) -> bool:
    item = definition().items.get(one.item)
    return item is not None and any(
        p.ended_at is not None and p.last_date is not None and first <= p.last_date <= last
        and p.last_date < earliest_end(item, p.channel, p.first_date)
        for p in one.postings.all()
    )  # fmt: skip
