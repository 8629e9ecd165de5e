"""Procedures by program: by pages, one whole, and what somebody asks."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from tests.cast import Cast
from tests.operations.procedures.factories import ALL, BIRTH, COPY, loaded
from tests.web.api.conftest import Program

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalogue(cast: Cast, now: datetime) -> None:
    loaded(cast.city, now)


def test_those_in_force_by_pages_and_by_words(anyone: Program) -> None:
    first = anyone.get("/procedures?limit=2")
    second = anyone.get(f"/procedures?limit=2&cursor={first['next']}")
    codes = [one["code"] for one in (*first["items"], *second["items"])]
    assert codes == sorted(one["code"] for one in ALL)
    assert second["next"] is None
    assert [one["code"] for one in anyone.get("/procedures?q=ban+sao")["items"]] == [COPY["code"]]
    assert [one["code"] for one in anyone.get("/procedures?field=Chứng thực")["items"]] == [COPY["code"]]


def test_one_whole(anyone: Program) -> None:
    told = anyone.get(f"/procedures/{BIRTH['code']}")
    assert told["papers"][1] == {
        "name": "Giấy chứng sinh", "group": "Giấy tờ phải nộp", "form": "", "originals": 1, "copies": 0,
    }  # fmt: skip
    assert told["online_url"] == BIRTH["source"]
    assert told["summary"]["bring"] == BIRTH["summary"]["bring"]
    assert told["url"].endswith(f"/procedures/{BIRTH['code']}/")
    anyone.get("/procedures/9.9", status=404)


def test_a_question_is_answered_from_the_procedures_and_cached_nowhere(cast: Cast, anyone: Program) -> None:
    told = anyone.get("/ask?q=lam+khai+sinh+cho+con")
    assert (told["verdict"], told["code"]) == ("sure", BIRTH["code"])
    assert {one["key"] for one in told["facts"]} == {"bring", "fee", "time", "where"}
    assert anyone.get("/ask?q=xin+nhap+quoc+tich")["elsewhere"]["whose"].startswith("Sở Tư pháp")
    answer = Client().get(f"/api/v1/units/{cast.unit.code}/ask?q=khai+sinh")
    assert answer["Cache-Control"] == "no-store"
    assert anyone.get("/ask?q=7K4M-39XQ-T3HD", status=422)["errors"][0]["field"] == "q"
