"""Surveys by program: the form as data, answers kept without a name, stuffing marked and refused as on the page."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import pytest

from tests.cast import Cast
from tests.operations.surveys.factories import opened, prepared
from tests.web.api.conftest import Program
from thanthien.operations.surveys.actions import close_survey, make_links
from thanthien.operations.surveys.models import Response, Survey
from thanthien.web.crowding import MARKED_FROM, REFUSED_FROM

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(cast: Cast, frozen: datetime) -> Survey:
    return opened(cast, frozen)


def body(mark: int = 4, **more: Any) -> dict[str, Any]:
    return {"key": str(uuid.uuid4()), "answers": {f"a{n}": mark for n in range(1, 9)}, **more}


def answers(survey: Survey) -> str:
    return f"/surveys/{survey.code}/answers"


def test_the_form_is_told_in_both_languages(
    cast: Cast, anyone: Program, survey: Survey, frozen: datetime
) -> None:
    draft = prepared(cast, frozen, "model")
    assert anyone.get(f"/surveys/{draft.code}", status=404)["code"] == "not_found"
    assert [one["code"] for one in anyone.get("/surveys")] == [survey.code]
    told = anyone.get(f"/surveys/{survey.code}")
    first = told["blocks"][0]["questions"][0]
    assert (told["is_open"], told["needs_link"], first["key"], first["kind"]) == (True, False, "a1", "scale")
    assert first["text"]
    assert first["text_en"]
    assert Program(cast.other_unit).get(f"/surveys/{survey.code}", status=404)["code"] == "not_found"


def test_an_answer_is_kept_without_a_name(cast: Cast, sender: Program, survey: Survey) -> None:
    sent = body(answers={**body()["answers"], "more": "Cho thêm ghế"})
    assert sender.post(answers(survey), sent) == {"key": sent["key"]}
    assert sender.post(answers(survey), sent) == {"key": sent["key"]}
    kept = Response.objects.get()
    assert (kept.answers["a1"], kept.answers["more"], kept.channel, kept.flag) == (
        4,
        "Cho thêm ghế",
        "web",
        "",
    )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"answers": {"a1": 4}}, "a8"),
        ({"answers": {**body()["answers"], "a1": 9}}, "a1"),
        ({"answers": {**body()["answers"], "a1": True}}, "a1"),
        ({"neighbourhood": "Thôn Mây"}, "neighbourhood"),
        ({"key": "1"}, "key"),
        ({"key": "00000000-0000-1000-8000-000000000000"}, "key"),
    ],
)
def test_what_does_not_hold_is_told_by_question(
    sender: Program, survey: Survey, wrong: dict[str, Any], field: str
) -> None:
    told = sender.post(answers(survey), body(**wrong), status=422)
    assert field in told["errors"][0]["field"].split(".")
    assert not Response.objects.exists()


def test_many_from_one_place_are_marked_then_refused(sender: Program, survey: Survey) -> None:
    for n in range(1, MARKED_FROM + 1):
        sender.headers["X-Number"] = str(n)
        sender.post(answers(survey), body())
    flags = sorted(Response.objects.values_list("flag", flat=True))
    assert flags == [""] * (MARKED_FROM - 1) + ["burst"]


def test_too_many_are_refused(sender: Program, survey: Survey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thanthien.web.api.v1.surveys.crowd_at", lambda request, what: REFUSED_FROM + 1)
    assert sender.post(answers(survey), body(), status=429)["code"] == "too_many"
    assert not Response.objects.exists()


def test_a_single_use_link_is_used_once(cast: Cast, sender: Program, frozen: datetime) -> None:
    survey = opened(cast, frozen, is_public=False)
    token = make_links(actor=cast.coordinator, at=frozen, survey=survey, count=1)[0]
    assert sender.post(answers(survey), body(), status=422)["code"] == "invalid"
    sender.post(answers(survey), body(token=token))
    assert Response.objects.get().channel == "link"
    assert sender.post(answers(survey), body(token=token), status=422)["code"] == "invalid"
    assert sender.post(answers(survey), body(token="khong-co"), status=422)["errors"][0]["field"] == "token"
    assert Response.objects.count() == 1


def test_a_closed_one_takes_nothing_and_says_why(
    cast: Cast, sender: Program, survey: Survey, frozen: datetime
) -> None:
    close_survey(actor=cast.coordinator, at=frozen, survey=survey)
    told = sender.get(f"/surveys/{survey.code}")
    assert (told["is_open"], "đã kết thúc" in told["why_closed"]) == (False, True)
    assert sender.post(answers(survey), body(), status=410)["code"] == "survey_closed"


def test_without_the_unit_s_key_nothing_is_kept(
    anyone: Program, other_sender: Program, survey: Survey
) -> None:
    assert anyone.post(answers(survey), body(), status=401)["code"] == "key_missing"
    assert other_sender.post(answers(survey), body(), status=403)["code"] == "other_unit"
    assert not Response.objects.exists()
