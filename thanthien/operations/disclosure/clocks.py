"""The clocks of what is public: until when to publish, and how long a posting stays up at least."""

from __future__ import annotations

from datetime import date, timedelta

from thanthien.lib.rules.deadlines import Deadline, deadline, weekday_vi, workdays_before
from thanthien.lib.vietnamese import date_vi
from thanthien.operations.disclosure.definition import Item, definition
from thanthien.operations.disclosure.models import NOTICES, Channel, Posting
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.queries import calendar_of


def publish_by(unit: Unit, document_date: date) -> Deadline:
    """Five working days from the decision (Luật 10/2022, Điều 12 khoản 3), with the count shown. One query.

    Of items that no law sets a day for it is when the program reminds, no more.
    """
    calendar = calendar_of(unit, document_date.year, document_date.year + 1)
    return deadline(document_date, definition().publish_days, calendar)


def reception_due(unit: Unit, first_day: date) -> date:
    """The last day on which the schedule of a reception is posted in time."""
    calendar = calendar_of(unit, first_day.year - 1, first_day.year)
    return workdays_before(first_day, definition().reception_days, calendar)


def least_days(item: Item, channel: str) -> int:
    """Days in a row that a posting stays up at least; 0 where no law says."""
    if channel in NOTICES:
        return item.posting_days
    return item.loudspeaker_days if channel == Channel.LOUDSPEAKER else 0


def stays_for_good(item: Item, channel: str) -> bool:
    """Up until a newer version stands in its place."""
    return item.permanent and (channel in NOTICES or channel == Channel.PORTAL)


def earliest_end(item: Item, channel: str, first_date: date) -> date:
    """The first day that may be the last one shown, both ends counted."""
    return first_date + timedelta(days=max(least_days(item, channel), 1) - 1)


def why_not_yet(item: Item, posting: Posting, last_date: date) -> str:
    """Why a posting may not end on a day, as a sentence; "" where it may."""
    if stays_for_good(item, posting.channel):
        return (
            f"Nội dung này phải niêm yết thường xuyên ({item.basis}). Anh/chị công bố bản mới thay bản này; "
            "chỉ gỡ khi cần đính chính, có lý do."
        )
    soonest = earliest_end(item, posting.channel, posting.first_date)
    if last_date >= soonest:
        return ""
    days = least_days(item, posting.channel)
    if not days:
        return f"Nơi này công khai từ {date_vi(posting.first_date)}; ngày cuối không thể trước ngày đó."
    return (
        f"{posting.get_channel_display()} từ {date_vi(posting.first_date)} phải giữ ít nhất {days} ngày liên tục, "
        f"đến hết {weekday_vi(soonest)} ({definition().posting_basis}). Chưa gỡ được trước ngày đó; chỉ gỡ khi cần "
        "đính chính, có lý do."
    )
