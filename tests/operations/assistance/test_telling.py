"""What the person is told: the day, another day, on the way, why not; once, and where it is switched on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import Cast
from tests.operations.assistance.factories import MORNING, moved, planned, received
from thanthien.operations.assistance.actions import CannotServe
from thanthien.operations.assistance.models import HomeRequest, Visit
from thanthien.operations.assistance.queries import others_of_person
from thanthien.operations.assistance.states import OPEN_VISITS
from thanthien.operations.assistance.telling import switch_messages
from thanthien.operations.assistance.visiting import add_visit, move_visit
from thanthien.platform.outbox.models import Message
from thanthien.platform.people.permissions import NotAllowed

pytestmark = pytest.mark.django_db


def goes(cast: Cast, visit: Visit, move: str) -> Visit:
    visit.refresh_from_db()
    return move_visit(actor=cast.one_stop, at=MORNING, visit=visit, move=move)


def texts() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("text", flat=True))


def test_the_day_another_day_and_on_the_way_are_told_once(cast: Cast) -> None:
    round_ = planned(cast, MORNING, "mot")
    visit = round_.visits.get()
    message = Message.objects.get()
    assert (message.address, message.about) == (
        "0912345678",
        f"assistance.homerequest:{visit.request_id}",
    )
    assert "Cán bộ đến thứ Tư 01/07/2026" in message.text
    assert f"/{cast.unit.code}/home-service/{visit.request.code}/" in message.text
    for words in (message.text, message.subject):
        assert "Nhàn" not in words
        assert "ngõ chùa" not in words
    goes(cast, visit, "set_out")
    goes(cast, visit, "set_out")
    assert [one for one in texts() if "trên đường" in one] == [texts()[1]]
    goes(cast, visit, "drop")
    assert "chưa đến nhà thứ Tư 01/07/2026 được" in texts()[2]
    add_visit(actor=cast.one_stop, at=MORNING, round_=round_, request=visit.request)
    assert "xin đổi ngày" in texts()[3]


def test_a_refusal_is_told_with_its_reason_and_what_else_is_possible(cast: Cast) -> None:
    request = received(cast, cannot_travel=False)
    moved(request, cast.one_stop, "refuse", "Ông/bà còn đi lại được.\nCon cháu nộp thay theo giấy ủy quyền.")
    assert "Ông/bà còn đi lại được. Con cháu nộp thay theo giấy ủy quyền. Xem lại:" in texts()[0]


def test_without_a_mobile_phone_the_one_who_asked_is_told_else_nobody(cast: Cast) -> None:
    third: dict[str, Any] = {"asker": "neighbour", "asker_name": "Lê Văn Tư", "phone": ""}
    for number, phone in enumerate(("+84 987 654 321", "0225 3 821 055")):
        received(cast, client_key=f"nho-{number}", asker_phone=phone, **third)
        request = HomeRequest.objects.get(client_key=f"nho-{number}")
        moved(request, cast.one_stop, "refuse", "Mời nộp trực tuyến.")
    assert [one.address for one in Message.objects.all()] == ["0987654321"]


def test_switched_off_by_who_manages_nothing_goes_out(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        switch_messages(actor=cast.one_stop, at=MORNING, unit=cast.unit, on=False)
    assert switch_messages(actor=cast.coordinator, at=MORNING, unit=cast.unit, on=False)
    assert not switch_messages(actor=cast.coordinator, at=MORNING, unit=cast.unit, on=False)
    planned(cast, MORNING, "mot")
    assert texts() == []


def test_a_wrong_door_is_taken_back_and_a_request_given_up_leaves_no_house_on_the_round(cast: Cast) -> None:
    visit = planned(cast, MORNING, "mot").visits.get()
    goes(cast, visit, "arrive")
    assert goes(cast, visit, "not_here").arrived_at is None
    moved(visit.request, cast.coordinator, "cancel", "Con trai đưa đi được")
    visit.refresh_from_db()
    assert visit.state == Visit.State.DROPPED
    assert not Visit.objects.filter(state__in=OPEN_VISITS).exists()
    with pytest.raises(CannotServe):
        goes(cast, visit, "done")


def test_two_requests_of_one_telephone_know_of_each_other(cast: Cast) -> None:
    one = received(cast, client_key="mot")
    other = received(cast, MORNING + timedelta(days=1), client_key="hai", phone="0912345678")
    received(cast, client_key="ba", phone="0912 345 679")
    assert others_of_person(one) == [other]
