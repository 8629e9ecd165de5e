"""The reception of citizens in the demo: the year's schedule by rule, days held, a modest book. Invented people."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from thanthien.operations.reception.actions import (
    cancel_day,
    hold_day,
    name_substitute,
    plan_month,
    publish_month,
)
from thanthien.operations.reception.booking import Caller, book_appointment, bookable_days
from thanthien.operations.reception.concluding import add_conclusion, finish_conclusion
from thanthien.operations.reception.entering import Visit, give_notice
from thanthien.operations.reception.models import HEADS, Handling, Kind, Post, ReceptionDay, Rhythm
from thanthien.operations.reception.setting_up import (
    RhythmFields,
    add_rhythm,
    appoint_receiver,
    end_rhythm,
    set_room,
)
from thanthien.operations.reception.visitors import Who
from thanthien.workflows.demo.people import Commune
from thanthien.workflows.reception import receive_visit

_DAY = timedelta(days=1)
_MONTHLY = date(2026, 7, 1)  # from here the law counts days of a month, before weeks
_STARTS, _ENDS = time(8), time(11, 30)
_ROWS: tuple[tuple[str, str, str, str, str], ...] = (
    ("Phạm Văn Tuyến", "thôn Đông", Kind.PETITION, Handling.EXPLAINED, "Hỏi khi nào làm xong đường ra nghĩa trang"),
    ("Lê Thị Dung", "thôn Hạ", Kind.COMPLAINT, Handling.GUIDED, "Khiếu nại quyết định thu hồi đất trước đây"),
    ("Vũ Đình Khoát", "thôn Trung", Kind.PETITION, Handling.EXPLAINED, "Đề nghị cho mượn hội trường thôn để họp họ"),
    ("Nguyễn Thị Thoan", "thôn Đoài", Kind.PETITION, Handling.FORWARDED, "Kiến nghị sửa trạm bơm thủy nông"),
    ("", "", Kind.PETITION, Handling.EXPLAINED, "Góp ý giờ phát loa của thôn buổi sáng sớm quá"),
    ("Trần Hữu Lợi", "thôn Thượng", Kind.COMPLAINT, Handling.REFUSED, "Khiếu nại tiếp việc đã giải quyết lần hai"),
)  # fmt: skip
_NOW = (
    (
        "Đỗ Thị Vui",
        "thôn Vân Trì",
        Kind.PETITION,
        "Đề nghị xem lại ranh giới lối đi chung cạnh nhà văn hóa",
        1,
    ),
    (
        "Hoàng Văn Sáu",
        "thôn Đông",
        Kind.COMPLAINT,
        "Khiếu nại việc lập danh sách hỗ trợ thiệt hại sau bão",
        6,
    ),
)


_CALLERS = (("Nguyễn Thị Hạnh", "Hỏi việc cấp lại giấy chứng nhận"), ("Phạm Văn Lương", ""))


def play_reception(commune: Commune, *, year: int, until: date) -> None:
    """From January until `until`: the chair by rule, the secretary each month, what came of it."""
    boss, clerk = commune.coordinator, commune.people["vanphong"]
    begun = _at(date(year, 1, 2), 8)
    appoint_receiver(actor=boss, at=begun, unit=commune.unit, person=clerk)
    set_room(
        actor=boss, at=begun, unit=commune.unit, seen=0, phone="0225 3 000 128", rules="",
        seats=6,
        place="Phòng tiếp công dân, tầng 1 trụ sở UBND xã",
    )  # fmt: skip
    weekly = _rule(commune, begun, Post.CHAIR, "weekly", 3, ()) if year <= _MONTHLY.year else None
    _rule(commune, begun, Post.SECRETARY, "dates", 0, (15,), afternoon=True)
    if weekly is None:
        _rule(commune, begun, Post.CHAIR, "nth", 3, (1, 3))
    last = min(until + 35 * _DAY, date(year, 12, 31))
    for month in range(1, last.month + 1):
        first = date(year, month, 1)
        at = max(begun, _at(first - 15 * _DAY, 9))
        if weekly is not None and first == _MONTHLY:
            end_rhythm(actor=boss, at=at, rhythm=weekly)
            _rule(commune, at, Post.CHAIR, "nth", 3, (1, 3))
        if timezone.localdate(at) <= until:
            plan_month(actor=boss, at=at, unit=commune.unit, first=first)
            publish_month(actor=boss, at=at + timedelta(hours=1), unit=commune.unit, first=first)
    days = list(ReceptionDay.objects.filter(unit=commune.unit, date__lte=until).order_by("date", "starts"))
    for number, day in enumerate(days):
        _hold(commune, day, number, is_last=number >= len(days) - 1)
    held = [one for one in days if one.date < until]
    for number, day in enumerate(held[::3]):
        _visit(commune, day, number)
    if held:
        _bring(commune, held[-1])
        _conclude(commune, held)
    _book(commune, _at(until, 8))


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, 20)))


def _rule(
    commune: Commune, at: datetime, post: str, kind: str, weekday: int, numbers: tuple[int, ...], *,
    afternoon: bool = False,
) -> Rhythm:  # fmt: skip
    starts, ends = (time(14), time(17)) if afternoon else (_STARTS, _ENDS)
    person = commune.people["chutich"] if post == Post.CHAIR else None
    fields = RhythmFields(post, kind, starts, ends, timezone.localdate(at), weekday, numbers, person)
    return add_rhythm(actor=commune.coordinator, at=at, unit=commune.unit, fields=fields)


def _hold(commune: Commune, day: ReceptionDay, number: int, *, is_last: bool) -> None:
    if number == 8:
        cancel_day(
            actor=commune.coordinator,
            at=_at(day.date - _DAY, 9),
            day=day,
            seen=1,
            reason="Họp trực tuyến của thành phố",
        )
        return
    if is_last:
        return  # left for whoever tries the demo
    in_person = number % 9 != 5
    if not in_person:
        name_substitute(
            actor=commune.coordinator, at=_at(day.date - _DAY, 9), day=day, seen=1, person=commune.deputy,
            authority="Giấy ủy quyền số 12/GUQ-UBND", reason="Chủ tịch đi công tác",
        )  # fmt: skip
        day.refresh_from_db()
    hold_day(
        actor=commune.people["vanphong"], at=_at(day.date, 16), day=day, seen=day.version, in_person=in_person,
        nobody_came=number % 3 != 0,
    )  # fmt: skip
    day.refresh_from_db()


def _visit(commune: Commune, day: ReceptionDay, number: int) -> None:
    if day.state == ReceptionDay.State.CANCELLED:
        return
    name, place, kind, handling, content = _ROWS[number % len(_ROWS)]
    day.refresh_from_db()
    who = Who(name, place, f"03117{number:07}" if name else "")
    entry = receive_visit(
        actor=commune.people["vanphong"], at=_at(day.date, 10), unit=commune.unit, hands_on=False,
        visit=Visit(
            who=who, content=content, kind=kind, handling=handling, date=day.date, day=day,
            client_key=f"demo-{commune.unit.code}-{number}", category="other",
            answer="Đã giải thích, người dân đồng ý" if handling == Handling.EXPLAINED else "",
            body="Thanh tra thành phố" if handling == Handling.GUIDED else "Công ty thủy nông",
            refusal="settled" if handling == Handling.REFUSED else "",
        ),
    )  # fmt: skip
    if handling == Handling.REFUSED:
        at = _at(day.date + _DAY, 9)
        give_notice(
            actor=commune.people["vanphong"], at=at, entry=entry, number=f"{10 + number}/TB-UBND",
            day=timezone.localdate(at),
        )  # fmt: skip


def _bring(commune: Commune, day: ReceptionDay) -> None:
    """Two matters that are handed on: they run in the queues of their laws."""
    for number, (name, place, kind, content, people) in enumerate(_NOW):
        who = Who(name, place, f"03118{number:07}", "", "Hoàng Văn Sáu" if people > 1 else "")
        receive_visit(
            actor=commune.people["vanphong"], at=_at(day.date, 10), unit=commune.unit, hands_on=True,
            visit=Visit(
                who=who, content=content, kind=kind, handling=Handling.ACCEPTED, date=day.date, people=people,
                client_key=f"demo-{commune.unit.code}-now-{number}",
            ),
        )  # fmt: skip


def _book(commune: Commune, at: datetime) -> None:
    """Two who keep a place on the next day."""
    for one in bookable_days(commune.unit, at)[:1]:
        for name, about in _CALLERS:
            book_appointment(at=at, day=one.day, caller=Caller(name, about=about), client_key=name)


def _conclude(commune: Commune, held: list[ReceptionDay]) -> None:
    days = [one for one in held if one.state == ReceptionDay.State.HELD and one.post in HEADS]
    for number, day in enumerate(days[-2:]):
        one = add_conclusion(
            actor=commune.people["chutich"], at=_at(day.date, 17), day=day, owner=commune.people["kinhte"],
            text="Kiểm tra thực địa lối đi chung, lập biên bản với các hộ liên quan",
            due=day.date + 14 * _DAY,
        )  # fmt: skip
        if not number and len(days) > 1:
            finish_conclusion(
                actor=commune.people["kinhte"], at=_at(day.date + 5 * _DAY, 15), conclusion=one,
                result="Đã kiểm tra, các hộ ký biên bản thống nhất ranh giới.",
            )  # fmt: skip
