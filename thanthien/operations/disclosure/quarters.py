"""What was public in a quarter: every content with where it was shown, by whom, with what proof, and what lacked.

Told as it was on the last day of the quarter, so that what happens later changes nothing but by correction.
A fixed number of queries, whatever the number of rows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, Q
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi, number_vi
from thanthien.operations.disclosure.clocks import earliest_end, stays_for_good
from thanthien.operations.disclosure.definition import NEWS, QUARTER_LIST, Item
from thanthien.operations.disclosure.models import Channel, Posting, Publication
from thanthien.operations.disclosure.quarter_pages import page_lines
from thanthien.operations.disclosure.quarter_shapes import Line, Quarter, Shown
from thanthien.operations.disclosure.queries import Entry, register_of
from thanthien.platform.units.models import Unit

State = Publication.State


@dataclass(frozen=True, slots=True)
class Listed:
    """The lines of a quarter in the order of the register."""

    quarter: Quarter
    lines: tuple[Line, ...]

    @property
    def shown(self) -> int:
        """How many contents were public."""
        return sum(bool(line.shown) for line in self.lines)

    @property
    def lacks(self) -> list[tuple[Line, str]]:
        return [(line, words) for line in self.lines for words in line.lacks]

    @property
    def digest(self) -> str:
        """64 hexadecimal digits of all that is told; equal where nothing was corrected."""
        plain = json.dumps([asdict(line) for line in self.lines], default=str, ensure_ascii=False)
        return hashlib.sha256(plain.encode()).hexdigest()


def was_public_in(unit: Unit, quarter: Quarter) -> bool:
    """Whether there is anything to tell: the register had begun. One query."""
    return Publication.objects.filter(unit=unit, published_at__lt=quarter.ends_at).exists()


def listed_in(unit: Unit, quarter: Quarter) -> Listed:
    """The list of a quarter; of one that still runs, what is known of it so far."""
    by_item: dict[str, list[Publication]] = {}
    for one in _publications(unit, quarter):
        by_item.setdefault(one.item, []).append(one)
    pages = page_lines(unit, quarter)
    lines: list[Line] = []
    for code, entry in register_of(unit).items():
        mine = by_item.get(code, [])
        if code == NEWS:
            lines += _news(entry, mine)
            continue
        told = [*pages.get(code, ()), *(_line(entry, one, quarter) for one in mine)]
        if not told and entry.item.always and entry.is_active and code != QUARTER_LIST:
            told = [Line(code, entry.title, lacks=("Chưa công khai trong quý",))]
        lines += told
    return Listed(quarter, tuple(lines))


def _publications(unit: Unit, quarter: Quarter) -> list[Publication]:
    rows = Publication.objects.filter(unit=unit, published_at__lt=quarter.ends_at).filter(
        Q(ended_at=None) | Q(ended_at__gte=quarter.begins_at)
    )
    postings = Posting.objects.select_related("posted_by", "file").order_by("first_date", "pk")
    return list(
        rows.defer("text", "search_key")
        .prefetch_related(Prefetch("postings", postings))
        .order_by("published_at", "pk")
    )


def _news(entry: Entry, texts: list[Publication]) -> list[Line]:
    days = [timezone.localdate(one.published_at) for one in texts if one.published_at]
    if not days:
        return []
    shown = Shown(Channel.PORTAL.label, "", min(days), None, "", "trang của đơn vị")
    return [Line(entry.code, entry.title, f"{number_vi(len(days))} tin", shown=(shown,))]


def _line(entry: Entry, one: Publication, quarter: Quarter) -> Line:
    published = timezone.localdate(one.published_at) if one.published_at else None
    postings = [p for p in one.postings.all() if p.first_date <= quarter.last]
    # A text that was taken down, whenever, may have been so for what its title says of somebody.
    title = "(nội dung đã gỡ)" if one.state == State.WITHDRAWN else one.title
    return Line(
        entry.code, entry.title, title, one.document, published,
        tuple(_shown(posting, one, quarter) for posting in postings),
        tuple(_lacks(entry.item, one, postings, quarter)),
    )  # fmt: skip


def _shown(posting: Posting, one: Publication, quarter: Quarter) -> Shown:
    last = posting.last_date if posting.last_date and posting.last_date <= quarter.last else None
    kept = posting.filename or posting.url
    proof = f"mã {one.said_code}" if posting.channel == Channel.PORTAL else kept
    by = posting.posted_by.full_name
    return Shown(posting.get_channel_display(), posting.place, posting.first_date, last, by, proof)


def _lacks(item: Item, one: Publication, postings: list[Posting], quarter: Quarter) -> Iterator[str]:
    published = timezone.localdate(one.published_at) if one.published_at else None
    if item.legal and published and published > one.due_date:
        yield f"Công bố sau hạn {date_vi(one.due_date)}"
    there = {posting.channel for posting in postings}
    if one.due_date <= quarter.last:
        for channel in item.channels:
            if channel not in there:
                yield f"Chưa có ở: {Channel(channel).label}"
    for posting in postings:
        if posting.channel != Channel.PORTAL and posting.file_id is None and not posting.url:
            yield f"Chưa có minh chứng: {posting}"
        yield from _too_early(item, one, posting, quarter)


def _too_early(item: Item, one: Publication, posting: Posting, quarter: Quarter) -> Iterator[str]:
    last = posting.last_date
    if last is None or last > quarter.last or one.state == State.REPLACED:
        return
    soonest = earliest_end(item, posting.channel, posting.first_date)
    if stays_for_good(item, posting.channel) or last < soonest:
        until = "" if stays_for_good(item, posting.channel) else f", trước {date_vi(soonest)}"
        yield f"Gỡ sớm {date_vi(last)}{until}: {posting}" + (
            f" ({posting.end_reason})" if posting.end_reason else ""
        )


def quarter_before(day: date) -> Quarter:
    """The last quarter that is over on a day."""
    return Quarter.of(Quarter.of(day).first - timedelta(days=1))
