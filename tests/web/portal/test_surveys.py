"""A citizen answers on the portal; what looks doubtful is marked, not refused."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.operations.surveys.factories import TYPED, opened
from thanthien.operations.surveys.models import Response, Survey
from thanthien.platform.people.models import Person
from thanthien.web.crowding import MARKED_FROM, REFUSED_FROM, crowd_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(cast: Cast) -> Survey:
    return opened(cast, timezone.now())


def send(client: Client, survey: Survey, where: str = "?via=qr", **more: str) -> int:
    typed = {f"q_{key}": value[0] for key, value in TYPED.items()} | {"key": str(uuid.uuid4()), **more}
    return client.post(f"/{survey.unit.code}/surveys/{survey.code}/{where}", typed).status_code


def test_from_the_list_to_thanks(cast: Cast, survey: Survey) -> None:
    client, home = Client(), f"/{cast.unit.code}/surveys/"
    assert survey.title in client.get(home).content.decode()
    page = client.get(f"{home}{survey.code}/").content.decode()
    assert "Thái độ lịch sự" in page
    assert page.count("<script") == page.count("ui/portal.js") == 1  # the frame's alone: the form needs none
    assert send(client, survey, q_more="Cho thêm ghế") == 302
    response = Response.objects.get()
    assert (response.answers["a1"], response.answers["more"], response.channel, response.flag) == (
        4, "Cho thêm ghế", "qr", "",
    )  # fmt: skip
    assert "Phiếu đã được ghi nhận" in client.get(f"{home}{survey.code}/thanks/").content.decode()


def test_a_form_with_a_gap_keeps_what_was_chosen(cast: Cast, survey: Survey) -> None:
    answer = Client().post(f"/{cast.unit.code}/surveys/{survey.code}/", {"q_a1": "2", "q_more": "Chờ lâu"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "chưa được trả lời" in page
    assert 'name="q_a1" value="2" checked' in page
    assert "Chờ lâu" in page
    assert not Response.objects.exists()


def test_in_english(cast: Cast, survey: Survey) -> None:
    page = Client().get(f"/{cast.unit.code}/en/surveys/{survey.code}/").content.decode()
    assert "Waiting time" in page
    assert "Very satisfied" in page


def test_doubtful_answers_are_kept_and_marked(
    cast: Cast, survey: Survey, client_of: Callable[[Person], Client]
) -> None:
    citizen = Client()
    assert send(citizen, survey) == send(citizen, survey) == 302
    assert send(client_of(cast.one_stop), survey) == 302
    shared = Client()
    client_of(cast.one_stop).post(f"/desk/{cast.unit.code}/surveys/office/")
    office = client_of(cast.one_stop)
    office.post(f"/desk/{cast.unit.code}/surveys/office/")
    shared.cookies["office_device"] = office.cookies["office_device"].value
    assert send(shared, survey) == 302
    flags = sorted(Response.objects.values_list("flag", flat=True))
    assert flags == ["", "office", "office", "same_device"]


def test_a_burst_from_one_place_is_marked_then_asked_to_wait(survey: Survey) -> None:
    statuses = [send(Client(), survey) for _ in range(MARKED_FROM)]
    assert set(statuses) == {302}
    assert Response.objects.filter(flag="burst").count() == 1
    for _ in range(REFUSED_FROM - MARKED_FROM):
        crowd_at(type("R", (), {"META": {"REMOTE_ADDR": "127.0.0.1"}, "headers": {}})(), survey.code)
    assert send(Client(), survey) == 429
    assert Response.objects.count() == MARKED_FROM


def test_a_survey_being_prepared_or_of_another_unit_is_not_found(cast: Cast, survey: Survey) -> None:
    assert Client().get(f"/{cast.other_unit.code}/surveys/{survey.code}/").status_code == 404
    Survey.objects.update(state=Survey.State.DRAFT)
    assert Client().get(f"/{cast.unit.code}/surveys/{survey.code}/").status_code == 404


def test_opening_a_link_uses_nothing(cast: Cast, survey: Survey, now: datetime) -> None:
    from thanthien.operations.surveys.actions import make_links

    token = make_links(actor=cast.coordinator, at=now, survey=survey, count=1)[0]
    there = f"/{cast.unit.code}/surveys/{survey.code}/?k={token}"
    assert [Client().get(there).status_code for _ in range(3)] == [200, 200, 200]
    assert send(Client(), survey, f"?k={token}") == 302
    assert Client().get(there).status_code == 410
