"""Postings of a publication by channel, and taking down: no earlier than the law allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from thanthien.lib.rules.deadlines import weekday_vi
from thanthien.lib.vietnamese import date_vi, tidy
from thanthien.operations.disclosure.actions import CannotPublish, held_publication
from thanthien.operations.disclosure.clocks import earliest_end, stays_for_good, why_not_yet
from thanthien.operations.disclosure.definition import Item, definition, own_item
from thanthien.operations.disclosure.models import Channel, Posting, Publication
from thanthien.platform.audit.actions import record
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action

State = Publication.State
_ELSEWHERE = {Channel.FACEBOOK, Channel.ZALO}


@dataclass(frozen=True, slots=True)
class Shown:
    """Where and how long something is shown; `last_date` None: until it is taken down."""

    channel: str
    first_date: date
    last_date: date | None = None
    place: str = ""
    url: str = ""
    file: StoredFile | None = None
    filename: str = ""


@transaction.atomic
def record_posting(*, actor: Person, at: datetime, publication: Publication, shown: Shown) -> Posting:
    """Say that a public text is shown somewhere else too, with its proof. Raises CannotPublish."""
    require(actor, Action.DISCLOSURE_WORK, publication.unit)
    one = held_publication(publication)
    if one.state != State.PUBLISHED:
        raise CannotPublish("Công bố nội dung trước, rồi mới ghi nơi niêm yết, đăng, phát.")
    _check(item_of(one), one, shown, timezone.localdate(at))
    place = tidy(shown.place)[:150]
    same = one.postings.filter(channel=shown.channel, place=place, last_date=None)
    if same.exists():
        raise CannotPublish("Nơi này đã được ghi và đang niêm yết, đăng.", "channel")
    made = Posting.objects.create(
        publication=one, channel=shown.channel, place=place, url=shown.url.strip(), first_date=shown.first_date,
        last_date=shown.last_date, posted_by=actor, recorded_at=at, file=shown.file, filename=shown.filename[:200],
    )  # fmt: skip
    after = {
        "channel": made.channel,
        "place": made.place,
        "first_date": made.first_date,
        "last_date": made.last_date,
        "filename": made.filename,
    }
    record(actor=actor, at=at, action="disclosure.post", subject=made, unit=one.unit, thread=one, after=after)
    return made


@transaction.atomic
def add_proof(
    *, actor: Person, at: datetime, posting: Posting, url: str = "", file: StoredFile | None = None,
    filename: str = "",
) -> Posting:  # fmt: skip
    """The picture, file or address of a posting that had none, brought later. What is there stays."""
    require(actor, Action.DISCLOSURE_WORK, posting.publication.unit)
    one = held_publication(posting.publication)
    now = Posting.objects.select_for_update().get(pk=posting.pk)
    url = url.strip()
    if now.channel == Channel.PORTAL:
        raise CannotPublish("Trang của đơn vị tự là minh chứng.")
    if not url and file is None:
        raise CannotPublish("Anh/chị gắn ảnh, tệp hoặc dán đường dẫn.", "file")
    if (url and now.url) or (file is not None and now.file_id):
        raise CannotPublish("Nơi này đã có minh chứng; minh chứng đã ghi thì giữ nguyên.")
    _check_address(url)
    now.url = url or now.url
    if file is not None:
        now.file, now.filename = file, filename[:200]
    now.save(update_fields=["url", "file", "filename"])
    record(
        actor=actor, at=at, action="disclosure.prove", subject=now, unit=one.unit, thread=one,
        after={"filename": now.filename, "url": now.url},
    )  # fmt: skip
    return now


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    if url and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise CannotPublish("Đường dẫn cần bắt đầu bằng http:// hoặc https://.", "url")


def _check(item: Item, one: Publication, shown: Shown, today: date) -> None:
    if shown.channel not in Channel.values or shown.channel == Channel.PORTAL:
        raise CannotPublish("Anh/chị chọn hình thức công khai.", "channel")
    if shown.first_date > today:
        raise CannotPublish("Ngày bắt đầu chưa tới; ghi khi đã niêm yết, đăng, phát.", "first_date")
    if shown.first_date < one.document_date:
        raise CannotPublish(f"Văn bản ký ngày {date_vi(one.document_date)}, sau ngày này.", "first_date")
    if shown.channel == Channel.VILLAGE_HOUSE and not shown.place.strip():
        raise CannotPublish("Anh/chị ghi nhà văn hóa của thôn, tổ dân phố nào.", "place")
    if shown.channel in _ELSEWHERE and not shown.url.strip() and shown.file is None:
        raise CannotPublish("Anh/chị dán đường dẫn bài đăng, hoặc gắn ảnh chụp màn hình.", "url")
    _check_address(shown.url.strip())
    if shown.last_date is None:
        return
    soonest = earliest_end(item, shown.channel, shown.first_date)
    if stays_for_good(item, shown.channel):
        raise CannotPublish("Nội dung này niêm yết thường xuyên nên không ghi ngày gỡ.", "last_date")
    if shown.last_date < soonest:
        basis = definition().posting_basis
        raise CannotPublish(f"Phải giữ ít nhất đến hết {weekday_vi(soonest)} ({basis}).", "last_date")


@transaction.atomic
def take_down(
    *, actor: Person, at: datetime, posting: Posting, last_date: date, reason: str = "", is_correction: bool = False
) -> Posting:  # fmt: skip
    """A posting ends on a day, by whoever took it down. Too early only to correct, by those who manage."""
    require(actor, Action.DISCLOSURE_WORK, posting.publication.unit)
    one = held_publication(posting.publication)
    now = Posting.objects.select_for_update().get(pk=posting.pk)
    today, reason = timezone.localdate(at), tidy(reason)[:300]
    if now.ended_at is not None and now.last_date is not None:
        raise CannotPublish(
            f"{now.ended_by} đã ghi nội dung này được gỡ, ngày cuối {date_vi(now.last_date)}."
        )
    if now.channel == Channel.PORTAL:
        raise CannotPublish("Trang của đơn vị gỡ bằng cách công bố bản mới, hoặc gỡ nội dung.")
    if not now.first_date <= last_date <= today:
        raise CannotPublish("Ngày cuối phải từ ngày bắt đầu đến hôm nay.", "last_date")
    _check_early(actor, one, now, last_date, reason, is_correction)
    before = {"last_date": now.last_date}
    now.last_date, now.ended_at, now.ended_by, now.end_reason = last_date, at, actor, reason
    now.save()
    record(
        actor=actor, at=at, action="disclosure.take_down", subject=now, unit=one.unit, thread=one, before=before,
        after={"last_date": last_date}, remark=reason,
    )  # fmt: skip
    return now


@transaction.atomic
def withdraw(
    *, actor: Person, at: datetime, publication: Publication, reason: str, seen: int, is_correction: bool = False
) -> Publication:  # fmt: skip
    """No longer public, everywhere at once; before its time only to correct, and the reason is kept."""
    require(actor, Action.DISCLOSURE_MANAGE, publication.unit)
    one = held_publication(publication)
    today, reason = timezone.localdate(at), tidy(reason)[:300]
    if one.version != seen or one.state != State.PUBLISHED:
        raise CannotPublish("Nội dung này vừa được người khác sửa hoặc gỡ. Anh/chị xem lại rồi làm tiếp.")
    if not reason:
        raise CannotPublish("Anh/chị ghi lý do gỡ; lý do được giữ trong lịch sử.", "reason")
    live = [
        p for p in one.postings.all() if p.ended_at is None and (p.last_date is None or p.last_date > today)
    ]
    early = [words for posting in live if (words := why_not_yet(item_of(one), posting, today))]
    if early and not is_correction:
        raise CannotPublish(early[0], "reason")
    one.state, one.ended_at, one.end_reason, one.version = State.WITHDRAWN, at, reason, one.version + 1
    one.save()
    Posting.objects.filter(pk__in=[p.pk for p in live]).update(
        last_date=today, ended_by=actor, ended_at=at, end_reason=reason
    )
    record(
        actor=actor, at=at, action="disclosure.withdraw", subject=one, unit=one.unit, remark=reason,
        before={"state": State.PUBLISHED}, after={"state": one.state, "is_early": bool(early)},
    )  # fmt: skip
    return one


def _check_early(
    actor: Person, one: Publication, posting: Posting, last_date: date, reason: str, is_correction: bool
) -> None:
    words = why_not_yet(item_of(one), posting, last_date)
    if not words:
        return
    if not is_correction:
        raise CannotPublish(words, "last_date")
    require(actor, Action.DISCLOSURE_MANAGE, one.unit)
    if not reason:
        raise CannotPublish("Gỡ sớm để đính chính thì phải ghi lý do.", "reason")


def item_of(publication: Publication) -> Item:
    """What holds for a publication; of an item that the register lost, nothing more than its name."""
    return definition().items.get(publication.item) or own_item(publication.item, publication.item)
