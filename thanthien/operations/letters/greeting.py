"""The Chair's greetings: which days there are, the text, where and when it went out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from thanthien.lib.vietnamese import date_vi, tidy
from thanthien.operations.letters.definition import GreetingDay, definition
from thanthien.operations.letters.models import Greeting, GreetingPost
from thanthien.operations.letters.standing import require_writer
from thanthien.operations.letters.wording import filled
from thanthien.platform.audit.actions import record
from thanthien.platform.files.models import StoredFile
from thanthien.platform.people.models import Person
from thanthien.platform.people.permissions import require
from thanthien.platform.people.roles import Action
from thanthien.platform.refusals import CHANGED, Refusal
from thanthien.platform.units.models import Unit
from thanthien.platform.workdays.queries import special_days

Channel = GreetingPost.Channel
SOCIAL = frozenset({Channel.ZALO, Channel.FACEBOOK})
AROUND = 15  # days: how far from the holiday a greeting may go out


class CannotGreet(Refusal):
    """The greeting stayed as it was."""


@dataclass(frozen=True, slots=True)
class Due:
    """One day of a year on which the Chair greets everybody; `greeting` None: not written yet."""

    day: GreetingDay
    date: date
    is_estimate: bool
    greeting: Greeting | None = None
    posts: tuple[GreetingPost, ...] = ()

    @property
    def lacking(self) -> list[str]:
        return lacking({post.channel for post in self.posts})


def lacking(channels: set[str]) -> list[str]:
    """Which of the three that the plan names are still open: loudspeaker, website, a social network."""
    found = []
    if Channel.LOUDSPEAKER not in channels:
        found.append("truyền thanh")
    if Channel.WEBSITE not in channels:
        found.append("trang thông tin")
    if not SOCIAL & channels:
        found.append("mạng xã hội")
    return found


def days_of_greeting(unit: Unit, year: int) -> list[tuple[GreetingDay, date, bool]]:
    """(day, its first date, whether it is an estimate) from the calendar of days off, in order."""
    days = special_days(unit, year)
    found = []
    for one in definition().greetings.values():
        row = next((day for day in days if day.holds.name.startswith(one.day_off)), None)
        if row is not None:
            found.append((one, row.holds.date, row.is_estimate))
    return sorted(found, key=lambda one: one[1])


def greetings_of(unit: Unit, year: int) -> list[Due]:
    """The days of a year with what was said and where. Three queries."""
    rows = Greeting.objects.filter(unit=unit, year=year).select_related("unit", "approved_by", "written_by")
    by_code = {one.code: one for one in rows.prefetch_related("posts__file")}
    found = []
    for day, when, is_estimate in days_of_greeting(unit, year):
        one = by_code.get(day.code)
        found.append(Due(day, when, is_estimate, one, tuple(one.posts.all()) if one else ()))
    return found


def sample_text(unit: Unit, day: GreetingDay) -> str:
    return filled(definition().greeting_text, {"ten_don_vi": unit.full_name, "dip": day.name})


@transaction.atomic
def write_greeting(
    *, actor: Person, at: datetime, unit: Unit, code: str, year: int, text: str, chair: str, seen: int
) -> Greeting:
    """Write or change what the Chair says; changed words wait for the Chair's approval again."""
    require_writer(actor, unit)
    when = next((day for one, day, _ in days_of_greeting(unit, year) if one.code == code), None)
    if when is None:
        raise CannotGreet("Lịch năm này chưa có ngày lễ đó.")
    body, said = tidy(text, keep_lines=True)[:5000], tidy(chair)[:150]
    if not body:
        raise CannotGreet("Anh/chị viết lời chúc.", "text")
    if not said:
        raise CannotGreet("Anh/chị ghi họ tên Chủ tịch.", "chair")
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    found = Greeting.objects.filter(unit=unit, code=code, year=year).first()
    if (found.version if found else 0) != seen:
        raise CannotGreet(CHANGED)
    if found is None:
        found = Greeting(unit=unit, code=code, year=year, written_at=at, written_by=actor, version=0)
    elif found.text != body:
        found.approved_at = found.approved_by = None
    found.date, found.text, found.chair = when, body, said
    found.version += 1
    found.save()
    _audit(actor, at, "greeting.write", found)
    return found


@transaction.atomic
def approve_greeting(*, actor: Person, at: datetime, greeting: Greeting, seen: int) -> Greeting:
    require(actor, Action.LETTER_SIGN, greeting.unit)
    found = _locked(greeting, seen)
    found.approved_at, found.approved_by = at, actor
    found.version += 1
    found.save()
    _audit(actor, at, "greeting.approve", found)
    return found


@transaction.atomic
def post_greeting(
    *, actor: Person, at: datetime, greeting: Greeting, channel: str, day: date, url: str = "",
    file: StoredFile | None = None, filename: str = "", note: str = "",
) -> GreetingPost:  # fmt: skip
    """Note that it went out on a channel, with what shows it. Only what the Chair approved goes out."""
    require_writer(actor, greeting.unit)
    found = Greeting.objects.select_for_update(of=("self",)).select_related("unit").get(pk=greeting.pk)
    if found.approved_at is None:
        raise CannotGreet("Chủ tịch chưa duyệt lời chúc này.")
    if channel not in Channel.values:
        raise CannotGreet("Anh/chị chọn kênh.", "channel")
    if day > timezone.localdate(at) or abs((day - found.date).days) > AROUND:
        raise CannotGreet(
            f"Ngày phát phải không sau hôm nay và trong khoảng {AROUND} ngày quanh {date_vi(found.date)}.",
            "day",
        )
    link = tidy(url)[:500]
    if link and not link.startswith(("https://", "http://")):
        raise CannotGreet("Đường dẫn bắt đầu bằng https://.", "url")
    if not link and file is None:
        raise CannotGreet("Anh/chị thêm đường dẫn bài đăng, ảnh chụp hoặc lịch phát làm minh chứng.", "file")
    kept = {"date": day, "url": link, "note": tidy(note)[:300], "recorded_at": at, "recorded_by": actor}
    if file is not None:
        kept |= {"file": file, "filename": filename[:200]}
    made, _ = GreetingPost.objects.update_or_create(greeting=found, channel=channel, defaults=kept)
    _audit(actor, at, "greeting.post", found)
    return made


def _locked(greeting: Greeting, seen: int) -> Greeting:
    found = Greeting.objects.select_for_update(of=("self",)).select_related("unit").get(pk=greeting.pk)
    if found.version != seen:
        raise CannotGreet(CHANGED)
    return found


def _audit(actor: Person, at: datetime, action: str, greeting: Greeting) -> None:
    record(
        actor=actor, at=at, action=action, subject=greeting, unit=greeting.unit,
        after={"date": greeting.date.isoformat()},
    )  # fmt: skip
