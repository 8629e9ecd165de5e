"""A request for home service: both conditions, consents by purpose, the clock, who reads whom it tells of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import Cast
from tests.operations.assistance.factories import (
    ADDRESS,
    MORNING,
    NAME,
    PHONE,
    asked,
    moved,
    planned,
    received,
)
from thanthien.operations.assistance.actions import CannotServe, receive_request
from thanthien.operations.assistance.definition import definition
from thanthien.operations.assistance.models import HomeRequest, Recipient
from thanthien.operations.assistance.queries import ready_to_plan, request_of_unit
from thanthien.operations.assistance.standing import sees, shown
from thanthien.operations.assistance.waiting import waiting_for
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.permissions import NotAllowed

pytestmark = pytest.mark.django_db


def test_the_six_groups_are_those_that_are_printed() -> None:
    assert [one.code for one in definition().groups.values()] == [
        "war_invalid", "ill_soldier", "disabled", "frail_elderly", "grave_illness", "sick",
    ]  # fmt: skip
    assert all(one.source.startswith("003") for one in definition().groups.values())


def test_it_is_kept_with_code_clock_and_consents(cast: Cast) -> None:
    one = received(cast, group="frail_elderly", agrees_health=True, asker="relative", asker_name="Chị Hạnh")
    assert len(one.code) == 12
    assert (one.contact_by_date, one.serve_by_date) == (date(2026, 7, 2), date(2026, 7, 10))
    assert {c.purpose: c.is_given for c in one.consents.all()} == {"serve": True, "health": True}
    assert one.recipient.group == "frail_elderly"
    assert one.has_both
    assert received(cast) == one, "the same form sent again is the same request"


def test_without_consent_to_it_no_group_is_kept(cast: Cast) -> None:
    one = received(cast, group="grave_illness", agrees_health=False)
    assert one.recipient.group == ""
    assert one.consents.get(purpose="health").is_given is False


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"agrees": False}, "agrees"), ({"name": " "}, "name"), ({"phone": "12"}, "phone"),
        ({"address": ""}, "address"),
        ({"procedures": ""}, "procedures"), ({"kind": "x"}, "kind"), ({"group": "x"}, "group"),
        ({"asker": "x"}, "asker_name"),
        ({"asker": "neighbour"}, "asker_name"), ({"name": "a" * 101}, "name"), ({"way": "web"}, ""),
        ({"client_key": ""}, ""),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_is_kept(cast: Cast, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(CannotServe) as refused:
        receive_request(at=MORNING, unit=cast.unit, asked=replace(asked(), **wrong), by=cast.one_stop)
    assert refused.value.field == field
    assert not HomeRequest.objects.exists()


def test_who_asks_in_the_persons_name_may_leave_the_own_number(cast: Cast) -> None:
    one = received(cast, phone="", asker="village_head", asker_name="Ông Thuấn", asker_phone="0912 111 222")
    assert one.recipient.asker == Recipient.Asker.VILLAGE_HEAD


def test_without_both_conditions_it_is_refused_or_accepted_by_exception(cast: Cast) -> None:
    one = received(cast, cannot_travel=False)
    assert not one.may_be_served
    assert ready_to_plan(cast.unit) == []
    with pytest.raises(CannotServe, match="lý do và cách khác"):
        moved(one, cast.one_stop, "refuse")
    with pytest.raises(NotAllowed):  # an exception is decided by who manages
        moved(one, cast.one_stop, "except", "Nhà xa, không có người đưa")
    accepted = moved(one, cast.coordinator, "except", "Nhà xa, không có người đưa")
    assert accepted.may_be_served
    assert [ready.pk for ready in ready_to_plan(cast.unit)] == [one.pk]
    other = received(cast, client_key="hai", cannot_travel=False)
    refused = moved(other, cast.one_stop, "refuse", "Ông nộp trực tuyến, có người hướng dẫn.")
    assert (refused.state, refused.answer) == ("refused", "Ông nộp trực tuyến, có người hướng dẫn.")


def test_an_exception_needs_a_condition_that_is_lacking(cast: Cast) -> None:
    with pytest.raises(CannotServe, match="đủ hai điều kiện"):
        moved(received(cast), cast.coordinator, "except", "x")


def test_a_stale_page_moves_nothing(cast: Cast) -> None:
    one = received(cast)
    moved(one, cast.one_stop, "contact")
    with pytest.raises(CannotServe, match="người khác sửa"):
        moved(one, cast.one_stop, "contact")


def test_only_the_centres_people_and_who_goes_read_whom_it_tells_of(cast: Cast) -> None:
    one = received(cast)
    for person in (cast.one_stop, cast.centre_officer, cast.coordinator, cast.leader):
        assert sees(person, one)
    for person in (cast.officer, cast.head, cast.council, cast.other_coordinator, cast.city_admin):
        assert not sees(person, one)
    visit = planned(cast, MORNING, "hai").visits.get()  # the officer goes along
    going = request_of_unit(cast.unit, visit.request_id)
    assert going is not None
    assert sees(cast.officer, going)
    hidden = shown(one.recipient, whole=False)
    assert (hidden.name, hidden.phone, hidden.address) == ("B. T. N.", "••••••678", "")
    with pytest.raises(NotAllowed):
        moved(one, cast.officer, "contact")
    with pytest.raises(NotAllowed):
        moved(one, cast.other_coordinator, "contact")


def test_the_log_names_neither_person_nor_health(cast: Cast) -> None:
    one = received(cast, group="grave_illness", agrees_health=True)
    moved(one, cast.one_stop, "contact", f"Gọi {NAME}, bệnh nặng")
    said = " ".join(
        f"{e.subject} {e.before} {e.after} {e.remark}"
        for e in Entry.objects.filter(action__startswith="home")
    )
    for secret in (NAME, PHONE, ADDRESS, "grave", "bệnh", "hiểm nghèo"):
        assert secret not in said


def test_what_waits_is_told_without_a_name(cast: Cast) -> None:
    one = received(cast)
    found = list(waiting_for(cast.one_stop, cast.unit, MORNING.date()))
    assert [(item.why, item.due_date) for item in found] == [
        ("cần gọi lại cho người dân", one.contact_by_date)
    ]
    assert NAME not in found[0].title
    assert list(waiting_for(cast.officer, cast.unit, MORNING.date())) == []
    moved(one, cast.one_stop, "contact")
    later = list(waiting_for(cast.one_stop, cast.unit, MORNING.date() + timedelta(days=1)))
    assert [item.why for item in later] == ["cần xếp ngày đến nhà"]
