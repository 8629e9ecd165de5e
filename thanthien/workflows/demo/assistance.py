"""Home service in the demo: requests in every state, one round behind and one planned. Invented people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from thanthien.operations.assistance.actions import Asked, move_request, receive_request
from thanthien.operations.assistance.models import HomeRequest, HomeStep, Recipient
from thanthien.operations.assistance.visiting import ReceiptFields, RoundFields, move_visit, plan_round
from thanthien.platform.units.queries import neighbourhoods_of
from thanthien.platform.workdays.queries import calendar_of
from thanthien.workflows.demo.people import Commune

Asker, Kind, Way = Recipient.Asker, HomeRequest.Kind, HomeRequest.Way
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Told:
    name: str
    address: str
    procedures: str
    kind: str = Kind.RECEIVE
    asker: str = Asker.RELATIVE
    asker_name: str = "Chị Lê Thị Hạnh"
    group: str = "frail_elderly"
    cannot_travel: bool = True
    way: str = Way.PHONE


_SERVED = (
    _Told("Bùi Thị Nhàn", "Số 12, ngõ chùa", "Chứng thực giấy ủy quyền nhận lương hưu"),
    _Told("Đặng Văn Kỳ", "Số 5, đường trục thôn", "Cấp lại thẻ bảo hiểm y tế", Kind.INSURANCE, Asker.VILLAGE_HEAD,
          "Ông Vũ Văn Thuấn", "war_invalid"),
)  # fmt: skip
_NOT_HOME = _Told("Phạm Thị Tẹo", "Số 31, xóm bến", "Trợ cấp hưu trí xã hội", asker=Asker.NEIGHBOUR,
                  asker_name="Bà Ngô Thị Lụa")  # fmt: skip
_PLANNED = (
    _Told("Hoàng Văn Sửu", "Số 8, ngõ giếng", "Xác định mức độ khuyết tật", group="disabled"),
    _Told("Trần Thị Mận", "Số 40, đường đê", "Giấy khai sinh cho cháu", Kind.BIRTH, Asker.SELF, "", "", way=Way.WEB),
)  # fmt: skip
_WAITING = _Told("Lương Văn Đệ", "Số 17, ngõ đình", "Xác nhận tình trạng hôn nhân", way=Way.WEB, group="sick")
_REFUSED = _Told("Mai Văn Tiến", "Số 2, chợ Hạ", "Đăng ký hộ kinh doanh", asker=Asker.SELF, asker_name="", group="",
                 cannot_travel=False, way=Way.WEB)  # fmt: skip


def play_assistance(commune: Commune, *, until: date) -> None:
    """A week until `until`: a round some days behind, one on the next working day, two requests still to answer."""
    calendar = calendar_of(commune.unit, until.year - 1, until.year + 1)
    behind = _workday(calendar.is_workday, until - 3 * _DAY, -1)
    ahead = _workday(calendar.is_workday, until + _DAY, 1)
    past = [
        _ask(commune, told, _at(behind - 2 * _DAY, 8 + n), n) for n, told in enumerate((*_SERVED, _NOT_HOME))
    ]
    _contact(commune, past, _at(behind - _DAY, 15))
    _go(commune, behind, past)
    refused = _ask(commune, _REFUSED, _at(behind, 10), 5)
    move_request(
        actor=commune.people["motcua"], at=_at(behind, 14), request=refused, move=HomeStep.Move.REFUSE,
        seen="received", text="Phục vụ tại nhà dành cho người không đi lại được. Ông nộp trực tuyến trên Cổng Dịch vụ "
        "công, hoặc đến Trung tâm, có người hướng dẫn từ đầu đến cuối.",
    )  # fmt: skip
    coming = [_ask(commune, told, _at(until - _DAY, 9 + n), 6 + n) for n, told in enumerate(_PLANNED)]
    _contact(commune, coming, _at(until - _DAY, 15))
    fields = RoundFields(
        ahead, commune.people["motcua"], commune.people["sunghiep"], "Mang máy in cầm tay, dấu chứng thực"
    )
    plan_round(
        actor=commune.people["motcua"],
        at=_at(until - _DAY, 16),
        unit=commune.unit,
        fields=fields,
        requests=coming,
    )
    _ask(commune, _WAITING, _at(until - _DAY, 20), 9)


def _workday(works: object, day: date, step: int) -> date:
    assert callable(works)
    while not works(day):
        day += step * _DAY
    return day


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, 5)))


def _ask(commune: Commune, told: _Told, at: datetime, number: int) -> HomeRequest:
    places = neighbourhoods_of(commune.unit)
    asked = Asked(
        name=told.name, phone=f"0912 000 {100 + number}", address=told.address, kind=told.kind,
        procedures=told.procedures, way=told.way, client_key=f"demo-{commune.unit.code}-{number}",
        cannot_travel=told.cannot_travel, agrees=True, agrees_health=bool(told.group), group=told.group,
        neighbourhood=places[number % len(places)], asker=told.asker, asker_name=told.asker_name,
        wished="Buổi sáng" if number % 2 else "",
    )  # fmt: skip
    by = None if told.way == Way.WEB else commune.people["motcua"]
    return receive_request(at=at, unit=commune.unit, asked=asked, by=by)


def _contact(commune: Commune, requests: list[HomeRequest], at: datetime) -> None:
    for one in requests:
        move_request(
            actor=commune.people["motcua"], at=at, request=one, move=HomeStep.Move.CONTACT, seen="received",
            text="Đã gọi, gia đình có người ở nhà buổi sáng.",
        )  # fmt: skip


def _go(commune: Commune, day: date, requests: list[HomeRequest]) -> None:
    who = commune.people["motcua"]
    fields = RoundFields(day, who, commune.people["sunghiep"])
    made = plan_round(actor=who, at=_at(day - _DAY, 16), unit=commune.unit, fields=fields, requests=requests)
    for number, visit in enumerate(made.visits.select_related("round__unit", "request__recipient")):
        at, person = _at(day, 8) + timedelta(minutes=35 * number), visit.request.recipient.name
        if person == _NOT_HOME.name:
            note = "Bà đi viện, hàng xóm báo tuần sau về."
            move_visit(actor=who, at=at, visit=visit, move="not_home", note=note)
            continue
        takes_in = visit.request.kind == Kind.RECEIVE
        given, taken = (person, str(who)) if takes_in else (str(who), person)
        papers = "Giấy ủy quyền, hai bản\nBản sao thẻ căn cước" if takes_in else "Thẻ bảo hiểm y tế"
        receipt = ReceiptFields(papers, given, taken)
        move_visit(actor=who, at=at, visit=visit, move="done", receipt=receipt)
