"""The channels in the demo: a roster of two weeks. Invented people; only the days around today are played."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from thanthien.operations.channels.actions import ShiftFields, plan_shifts
from thanthien.operations.channels.boxes import BoxFields, OpeningFields, keep_box, record_opening
from thanthien.operations.channels.models import Post, Relayer
from thanthien.operations.channels.queries import monday_of
from thanthien.operations.channels.relaying import RelayerFields, add_relayer, say_nothing
from thanthien.workflows.channels import Typed, type_letter
from thanthien.workflows.demo.people import Commune

_MORNING, _AFTERNOON = (time(7, 30), time(11, 30)), (time(13, 30), time(17))
_DAY, _LATER = timedelta(days=1), timedelta(minutes=40)
_LETTERS = (
    "Đề nghị xã lắp thêm ghế ngồi chờ ở hành lang nhà văn hóa thôn.",
    "Cán bộ ở bộ phận một cửa hướng dẫn tận tình, tôi xin cảm ơn.",
)
_RELAYERS = (
    (Relayer.Kind.FRONT, "Ủy ban Mặt trận Tổ quốc xã"),
    (Relayer.Kind.ORGANISATION, "Chi hội Phụ nữ"),
    (Relayer.Kind.VILLAGE_HEAD, "Trưởng thôn Đông"),
    (Relayer.Kind.FRONT_BOARD, "Ban công tác Mặt trận thôn Đoài"),
)


def play_channels(commune: Commune, *, until: date) -> None:
    """Duty in the week of `until` and the next (one Friday afternoon still open), letter boxes, the weekly relay."""
    _roster(commune, monday_of(until))
    _boxes(commune, until.year, until)
    _relay(commune, until)


def _at(day: date, hour: int = 8) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _roster(commune: Commune, monday: date) -> None:
    planned_at = _at(monday - 3 * _DAY)
    days = tuple(monday + _DAY * n for n in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11))
    for post, who, hours, on in (
        (Post.HOTLINE, "vanphong", _MORNING, days),
        (Post.HOTLINE, "motcua", _AFTERNOON, days),
        (Post.ZALO, "motcua", _MORNING, days),
        (Post.ZALO, "vanphong", _AFTERNOON, days[:-1]),
        (Post.FACEBOOK, "sunghiep", (time(7, 30), time(17)), days),
    ):
        fields = ShiftFields(post, on, hours[0], hours[1], commune.people[who])
        plan_shifts(actor=commune.coordinator, at=planned_at, unit=commune.unit, fields=fields)


def _boxes(commune: Commune, year: int, until: date) -> None:
    """Two boxes; the one at the headquarters opened each second week, with a letter or two now and then."""
    since = date(year, 2, 16)
    for name, place in (
        ("Hòm thư trụ sở", "Cổng trụ sở Ủy ban nhân dân"),
        ("Hòm thư nhà văn hóa", "Nhà văn hóa thôn Đông"),
    ):
        fields = BoxFields(name, place, since, 14)
        box = keep_box(actor=commune.coordinator, at=_at(since), unit=commune.unit, fields=fields)
        day, number = since + 14 * _DAY, 0
        while day < until and number < 6:
            letters = (0, 1, 0, 0, 1, 0)[number]
            at = _at(day, 9)
            key = f"demo-{box.pk}-{number}"
            opened = OpeningFields(
                at, commune.people["vanphong"], "Bà Vũ Thị Hiên, Ủy ban MTTQ", "còn nguyên", f"{20 + number:03}",
                letters, key,
            )  # fmt: skip
            opening = record_opening(actor=commune.people["vanphong"], at=at + _LATER, box=box, fields=opened)
            if letters:
                typed = Typed(_LETTERS[number % len(_LETTERS)], "idea")
                type_letter(
                    actor=commune.people["vanphong"], at=at + _LATER, opening=opening, number=1, typed=typed
                )
            day, number = day + 14 * _DAY, number + 1


def _relay(commune: Commune, until: date) -> None:
    monday = monday_of(until)
    since = monday - 70 * _DAY
    for number, (kind, name) in enumerate(_RELAYERS):
        fields = RelayerFields(kind, name, since)
        relayer = add_relayer(actor=commune.coordinator, at=_at(since), unit=commune.unit, fields=fields)
        for n in range(3, 10):
            week = since + 7 * n * _DAY
            if (n + number) % 5 and monday - week <= 49 * _DAY:
                say_nothing(actor=commune.coordinator, at=_at(week + 4 * _DAY), relayer=relayer, monday=week)
