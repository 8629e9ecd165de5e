"""How the register stands: what is missing, late, not on a channel it must be on, or about to lapse.

One number of queries for a whole unit, whatever the number of rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Prefetch, Q
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi
from thanthien.operations.disclosure.clocks import stays_for_good
from thanthien.operations.disclosure.definition import NEWS, QUARTER_LIST, definition
from thanthien.operations.disclosure.models import (
    Channel,
    Contact,
    Posting,
    Publication,
    QuarterList,
    Schedule,
)
from thanthien.operations.disclosure.quarter_shapes import Quarter
from thanthien.operations.disclosure.queries import Entry, is_shown, register_of
from thanthien.platform.units.models import Unit
from thanthien.programme.measures.models import Reading

State = Publication.State
_NO_PROOF_NEEDED = {Channel.PORTAL}  # its page is its own proof
SOON = 7  # days before a posting ends that it is told
ONLINE = "full_online_service"  # the measure behind the page of online results
BAD = ("missing", "late", "lapsed", "channel")


@dataclass(frozen=True, slots=True)
class Problem:
    """`kind`: missing, late, channel (not shown where it must be), lapsed; or soon, lapsing, proof, which can wait.

    `page`: where it is done, when that is not the publication nor the item.
    """

    kind: str
    words: str
    due_date: date | None = None
    publication: int | None = None
    page: str = ""
    args: tuple[object, ...] = ()

    @property
    def is_bad(self) -> bool:
        return self.kind in BAD


@dataclass(slots=True)
class Standing:
    entry: Entry
    live: list[Publication] = field(default_factory=list)
    drafts: list[Publication] = field(default_factory=list)
    channels: list[str] = field(default_factory=list)  # codes of those it is shown on now
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_counted(self) -> bool:
        return self.entry.item.always

    @property
    def is_good(self) -> bool:
        """Public, on every channel the law names and on enough different ones."""
        return (
            bool(self.channels)
            and set(self.entry.item.channels) <= set(self.channels)
            and len(self.channels) >= definition().enough
        )

    @property
    def state(self) -> str:
        if any(problem.is_bad for problem in self.problems):
            return "bad"
        if self.problems:
            return "soon"
        return "good" if self.channels else "none"

    @property
    def channel_words(self) -> list[str]:
        return [Channel(code).label for code in self.channels]


def standings_of(unit: Unit, today: date) -> list[Standing]:
    """Every item that is followed, in the order of the register; news is nobody's duty and stands apart."""
    rows = Publication.objects.filter(unit=unit, state__in=[State.PUBLISHED, State.DRAFT])
    rows = rows.defer("text", "search_key")
    held: dict[str, list[Publication]] = {}
    for one in rows.prefetch_related(Prefetch("postings", Posting.objects.order_by("first_date"))):
        held.setdefault(one.item, []).append(one)
    pages = _pages_filled(unit, today)
    found = []
    for code, entry in register_of(unit).items():
        if not entry.is_active or code == NEWS:
            continue
        mine = held.get(code, [])
        standing = Standing(
            entry,
            live=[one for one in mine if one.state == State.PUBLISHED],
            drafts=[one for one in mine if one.state == State.DRAFT],
        )
        shown = {p.channel for one in standing.live for p in one.postings.all() if is_shown(p, today)}
        if code in pages:
            shown.add(Channel.PORTAL)
        standing.channels = [channel for channel in Channel.values if channel in shown]
        standing.problems = [*_problems(standing, code in pages, today)]
        if code == QUARTER_LIST:
            standing.problems = [*_of_list(unit, standing, today), *standing.problems]
        found.append(standing)
    return found


def _pages_filled(unit: Unit, today: date) -> set[str]:
    """Items that a page of their own shows now."""
    monday = today - timedelta(days=today.weekday())
    month = today.replace(day=1)
    filled = set()
    if Contact.objects.filter(unit=unit, ended_at=None, kind=Contact.Kind.HOTLINE).exists():
        filled.add("contacts")
    kinds = set(
        Schedule.objects.filter(unit=unit, published_at__isnull=False)
        .filter(
            Q(kind=Schedule.Kind.WEEK, first_date=monday) | Q(kind=Schedule.Kind.RECEPTION, first_date=month)
        )
        .values_list("kind", flat=True)
    )
    filled |= {"week_schedule"} if Schedule.Kind.WEEK in kinds else set()
    filled |= {"reception_schedule"} if Schedule.Kind.RECEPTION in kinds else set()
    since = (month - timedelta(days=1)).replace(day=1)
    if Reading.objects.filter(unit=unit, measure=ONLINE, day__gte=since, day__lte=today).exists():
        filled.add("online_results")
    return filled


def _problems(standing: Standing, page_filled: bool, today: date) -> Iterator[Problem]:
    yield from _absent(standing, page_filled, today)
    for draft in standing.drafts:
        late = draft.due_date < today
        words = f"“{draft.title}” chưa công bố, hạn {date_vi(draft.due_date)}"
        yield Problem("late" if late else "soon", words, draft.due_date, draft.pk)
    for one in standing.live:
        yield from _of_publication(standing.entry, one, today)


def _absent(standing: Standing, page_filled: bool, today: date) -> Iterator[Problem]:
    item = standing.entry.item
    if item.page:
        if not page_filled:
            yield Problem("missing", _PAGE_WORDS[item.code])
        elif item.always and not standing.live:
            paper = [c for c in item.channels if c != Channel.PORTAL]
            said = ", ".join(Channel(c).label[:1].lower() + Channel(c).label[1:] for c in paper)
            if paper:
                yield Problem("channel", f"Đã có trên trang của đơn vị, chưa {said}")
        return
    if item.code == QUARTER_LIST:
        return
    if item.always and not standing.live and not standing.drafts:
        yield Problem("missing", "Chưa có nội dung nào đang công khai")
    since = _renewed_since(item.rhythm, today)
    if item.always and standing.live and since:
        newest = max(timezone.localdate(one.published_at) for one in standing.live if one.published_at)
        if newest < since:
            yield Problem("late", f"Bản mới nhất công bố ngày {date_vi(newest)}, đã quá kỳ làm mới")


def _of_list(unit: Unit, standing: Standing, today: date) -> Iterator[Problem]:
    """The list of the quarter that is over: made by itself, read and made public by a person. Two queries."""
    quarter = Quarter.of(Quarter.of(today).first - timedelta(days=1))
    there: tuple[str, tuple[object, ...]] = ("desk:disclosure_quarter", (quarter.code,))
    public = next((one for one in standing.live if one.period == quarter.code), None)
    if any(one.period == quarter.code for one in standing.drafts):
        return  # told as a draft
    rows = QuarterList.objects.filter(unit=unit, period=quarter.code).order_by("-version")
    newest = rows.values_list("version", "posted").first()
    if newest is None:
        begun = Publication.objects.filter(unit=unit, published_at__lt=quarter.ends_at)
        if begun.exists():
            yield Problem("missing", f"Danh mục {quarter.words} chưa lập", None, None, *there)
    elif public is None:
        yield Problem("missing", f"Danh mục {quarter.words} đã lập, chưa công bố", None, None, *there)
    elif public.file_id != newest[1]:
        words = f"Danh mục {quarter.words} có lần lập thứ {newest[0]}, bản đang công khai là bản trước"
        yield Problem("late", words, None, None, *there)


_PAGE_WORDS = {
    "contacts": "Chưa có số đường dây nóng nào",
    "week_schedule": "Chưa công bố lịch tuần này",
    "reception_schedule": "Chưa công bố lịch tiếp công dân tháng này",
    "online_results": "Chưa có số liệu tháng này và tháng trước",
}


def _renewed_since(rhythm: str, today: date) -> date | None:
    """The day since which there must be a new version: the beginning of the period before this one."""
    if rhythm == "month":
        return (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    if rhythm == "quarter":
        first = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
        before = first - timedelta(days=1)
        return before.replace(month=(before.month - 1) // 3 * 3 + 1, day=1)
    return None


def _of_publication(entry: Entry, one: Publication, today: date) -> Iterator[Problem]:
    """What a public text still lacks: channels, and postings that end although the text must stay up."""
    item = entry.item
    by_channel: dict[str, list[Posting]] = {}
    for posting in one.postings.all():
        by_channel.setdefault(posting.channel, []).append(posting)
    for channel in item.channels:
        label = Channel(channel).label
        postings = by_channel.get(channel, [])
        if not postings:
            late = one.due_date < today
            words = f"“{one.title}” chưa có ở: {label}"
            yield Problem("channel" if late else "soon", words, one.due_date, one.pk)
        elif stays_for_good(item, channel) and not any(is_shown(p, today) for p in postings):
            yield Problem("lapsed", f"“{one.title}” không còn ở: {label}", None, one.pk)
    for posting in one.postings.all():
        if is_shown(posting, today) and posting.channel not in _NO_PROOF_NEEDED and not posting.has_proof:
            yield Problem(
                "proof", f"“{one.title}”: chưa có ảnh, tệp hoặc đường dẫn của {posting}", None, one.pk
            )
    if item.always and not item.permanent:
        yield from _lapsing(one, by_channel, today)


def _lapsing(one: Publication, by_channel: dict[str, list[Posting]], today: date) -> Iterator[Problem]:
    for channel, postings in by_channel.items():
        ends = [p.last_date for p in postings if is_shown(p, today)]
        last = max((day for day in ends if day), default=None)
        if (
            None not in ends
            and last
            and last <= today + timedelta(days=SOON)
            and channel != Channel.LOUDSPEAKER
        ):
            yield Problem(
                "lapsing", f"“{one.title}”: {Channel(channel).label} hết ngày {date_vi(last)}", last, one.pk
            )
