"""Ratings at the counters in the demo: three counters, two tablets, a month and more of faces. Invented people."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from thanthien.operations.ratings.actions import (
    handle,
    new_pairing,
    pair,
    register_device,
)
from thanthien.operations.ratings.giving import Given, note_seen, rate_by_phone, rate_on_device
from thanthien.operations.ratings.models import Device, Rating
from thanthien.operations.ratings.queries import low_marks
from thanthien.operations.ratings.terms import defaults
from thanthien.platform.counters.actions import keep_counter, seat
from thanthien.platform.counters.models import Counter
from thanthien.platform.workdays.queries import calendar_of
from thanthien.workflows.demo.people import Commune

_DAY = timedelta(days=1)
_SPAN = 45  # days before the last that are played
_COUNTERS = (
    ("Quầy 1 – Hộ tịch, chứng thực", "Counter 1 – Civil status", "Bên phải cửa vào", "motcua", 0.9),
    ("Quầy 2 – Đất đai, xây dựng", "Counter 2 – Land, building", "Giữa sảnh", "kinhte", 0.78),
    ("Quầy 3 – Chính sách xã hội", "Counter 3 – Social policy", "Bên trái cửa vào", "sunghiep", 0.86),
)
_WORDS = ("", "", "Chờ gần một tiếng mới đến lượt.", "Đề nghị ghi rõ giấy tờ cần mang theo.")


def play_ratings(commune: Commune, *, until: date) -> None:
    """Two counters with a tablet, the third rated by phone; a few marked ones, and low marks looked into."""
    first, head = until - _SPAN * _DAY, commune.people["giamdocmotcua"]
    draw = Random(f"{commune.unit.code} ratings")  # noqa: S311  the same people in every demo
    for number, (name, name_en, place, post, pleased) in enumerate(_COUNTERS):
        counter = keep_counter(
            actor=head, at=_at(first, 7), unit=commune.unit, name=name, name_en=name_en, place=place
        )
        seat(actor=head, at=_at(first, 7, 20), counter=counter, person=commune.people[post])
        tablet = _tablet(commune, counter, first, number) if number < 2 else None
        _days(commune, counter, tablet, (first, until, pleased), draw)
    for rating in list(low_marks(commune.unit).filter(day__lt=until - 10 * _DAY).order_by("day", "id")):
        note = draw.choice(
            ("Đã trao đổi với cán bộ ở quầy, nhắc hướng dẫn kỹ hơn.", "Đã bố trí thêm người giờ cao điểm.")
        )
        handle(actor=head, at=_at(rating.day + _DAY, 16), rating=rating, note=note)


def _at(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute, second)))


def _tablet(commune: Commune, counter: Counter, first: date, number: int) -> tuple[Device, str]:
    head, at = commune.people["giamdocmotcua"], _at(first, 7, 10)
    device = register_device(actor=head, at=at, counter=counter, name=f"Máy tính bảng quầy {number + 1}")
    return pair(at=at, typed=new_pairing(actor=head, at=at, device=device))


def _days(
    commune: Commune, counter: Counter, tablet: tuple[Device, str] | None, span: tuple[date, date, float], draw: Random
) -> None:  # fmt: skip
    first, until, pleased = span
    calendar = calendar_of(commune.unit, first.year, until.year)
    for n in range((until - first).days):
        day = first + n * _DAY
        if not calendar.is_workday(day):
            continue
        for k in range(draw.randint(1, 3)):
            at = _at(day, draw.choice((8, 9, 10, 14, 15)), draw.randint(0, 59), draw.randint(0, 59))
            _rate(counter, tablet, at, _given(draw, pleased, f"{day} {k}"))
            if (n, k) == (20, 0):  # somebody taps in a row
                for extra in (2, 4, 6):
                    given = Given(key=f"demo {day} 0{extra}", mark=5)
                    _rate(counter, tablet, at + timedelta(seconds=extra), given)
    if tablet:
        note_seen(at=_at(until, 7, 35), token=tablet[1], waiting=0, sent_at=None)


def _given(draw: Random, pleased: float, key: str) -> Given:
    is_pleased = draw.random() < pleased
    mark = draw.choice((4, 4, 5, 5, 5) if is_pleased else (3, 3, 2, 2, 1))
    reasons = [draw.choice(defaults().reasons).key] if mark <= 2 else []
    comment = draw.choice(_WORDS) if mark <= 2 else ""
    language = "en" if draw.random() < 0.04 else "vi"
    return Given(key=f"demo {key}", mark=mark, reasons=reasons, comment=comment, language=language)


def _rate(counter: Counter, tablet: tuple[Device, str] | None, at: datetime, given: Given) -> None:
    if tablet:
        rate_on_device(at=at, token=tablet[1], given=given)
    else:
        rate_by_phone(at=at, counter=counter, given=given, channel=Rating.Channel.QR, is_dense=False)
