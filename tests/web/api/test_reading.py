"""What everybody reads by program: units, who to call, schedules, online results, the register and its texts."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.operations.disclosure.factories import drafted, published
from tests.web.api.conftest import Program
from thanthien.operations.disclosure.contacts import Number, enter_number
from thanthien.operations.disclosure.schedules import Line, add_line, publish_schedule
from thanthien.platform.units.actions import add_neighbourhood
from thanthien.platform.units.models import Neighbourhood
from thanthien.programme.measures.models import Reading

pytestmark = pytest.mark.django_db


def test_communes_are_found_without_tones_and_by_pages(cast: Cast, anyone: Program) -> None:
    first = Client().get("/api/v1/units?limit=2").json()
    assert [one["code"] for one in first["items"]] == ["98001", "98002"]
    second = Client().get(f"/api/v1/units?limit=2&cursor={first['next']}").json()
    assert ([one["code"] for one in second["items"]], second["next"]) == (["98003"], None)
    found = Client().get("/api/v1/units?q=thanh+binh").json()["items"]
    assert [one["full_name"] for one in found] == ["xã Thanh Bình"]
    assert found[0]["parent"] == {"code": "98", "name": "thành phố Hải Minh"}
    assert found[0]["portal"] == "http://testserver/98001/"


def test_a_commune_with_its_neighbourhoods_and_never_a_city(
    cast: Cast, anyone: Program, now: datetime
) -> None:
    village = Neighbourhood.Kind.VILLAGE
    add_neighbourhood(actor=cast.coordinator, at=now, unit=cast.unit, kind=village, name="Đông")
    assert anyone.get()["neighbourhoods"] == [{"name": "Thôn Đông", "kind": "village"}]
    for code in ("98", "VN", "00000", "%F0%9F%92%A3"):
        answer = Client().get(f"/api/v1/units/{code}")
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json"), code
        assert answer.json()["code"] == "unit_not_found"


def test_who_to_call(cast: Cast, anyone: Program, now: datetime) -> None:
    for kind, name, phone in (("office", "Văn phòng", "02253111222"), ("hotline", "Trực ban", "02253999888")):
        enter_number(actor=cast.coordinator, at=now, unit=cast.unit, number=Number(kind, name, phone))
    told = anyone.get("/contacts")
    assert [(one["kind"], one["phone"]) for one in told] == [
        ("hotline", "02253999888"), ("office", "02253111222"),
    ]  # fmt: skip
    assert Program(cast.other_unit).get("/contacts") == []


def test_the_schedule_tells_published_lines_alone(cast: Cast, anyone: Program, now: datetime) -> None:
    for day, text in ((date(2026, 7, 2), "Họp giao ban"), (date(2026, 7, 9), "Chưa công bố")):
        line = Line(day, time(8, 0), text, is_chair=True)
        add_line(actor=cast.officer, at=now, unit=cast.unit, kind="week", line=line)
    publish_schedule(actor=cast.coordinator, at=now, unit=cast.unit, kind="week", first=date(2026, 6, 29))
    told = anyone.get("/schedule?days=30")
    assert [(one["date"], one["begins"], one["text"]) for one in told] == [
        ("2026-07-02", "08:00:00", "Họp giao ban")
    ]
    assert anyone.get("/schedule?since=2026-07-03") == []
    assert anyone.get("/schedule?since=0001-01-01", status=422)["errors"][0]["field"] == "since"


def test_online_results_are_sums_of_days(cast: Cast, anyone: Program, now: datetime) -> None:
    for day, done in ((date(2026, 6, 3), 8), (date(2026, 6, 4), 1)):
        Reading.objects.create(
            unit=cast.unit,
            measure="full_online_service",
            day=day,
            numerator=done,
            denominator=10,
            recorded_at=now,
        )
    told = anyone.get("/online")
    assert told == [{"year": 2026, "month": 6, "online": 9, "all": 20, "share": 0.45}]


def test_the_register_and_a_text_with_where_it_is_shown(cast: Cast, anyone: Program, now: datetime) -> None:
    one = published(cast, now)
    drafted(cast, now, title="Chưa công bố")
    register = anyone.get("/disclosure")
    counts = {item["code"]: item["publications"] for item in register["items"]}
    assert (counts["law_7"], sum(counts.values())) == (1, 1)
    listed = anyone.get("/publications?q=bao+hiem")["items"]
    assert [row["title"] for row in listed] == [one.title]
    whole = anyone.get(f"/publications/{one.code}")
    assert whole["text"] == one.text
    assert "portal" in [posting["channel"] for posting in whole["postings"]]
    assert whole["url"] == f"http://testserver/98001/public/{one.code}/"
    assert anyone.get("/publications/AAAA", status=404)["code"] == "not_found"
    assert Program(cast.other_unit).get(f"/publications/{one.code}", status=404)["code"] == "not_found"
    assert Program(cast.other_unit).get("/publications")["items"] == []


def test_publications_by_pages_leave_none_out_and_give_none_twice(
    cast: Cast, anyone: Program, now: datetime
) -> None:
    for n in range(5):  # the first three at one moment
        published(cast, now - timedelta(hours=max(0, n - 2)), title=f"Văn bản {n}")
    seen: list[str] = []
    after: str | None = ""
    pages = 0
    while after is not None:
        page = anyone.get(f"/publications?limit=2&cursor={after}")
        seen += [row["title"] for row in page["items"]]
        after, pages = page["next"], pages + 1
    assert pages == 3
    assert sorted(seen) == [f"Văn bản {n}" for n in range(5)]
    assert anyone.get("/publications?cursor=xyz", status=422)["code"] == "cursor"


def test_one_question_to_everything_public(cast: Cast, anyone: Program, now: datetime) -> None:
    one = published(cast, now)
    drafted(cast, now, title="Bảo hiểm chưa công bố")
    found = anyone.get("/search?q=bao+hiem")
    assert [row["title"] for row in found["publications"]] == [one.title]
    assert found["words"] == ["bao", "hiem"]
    assert Program(cast.other_unit).get("/search?q=bao+hiem")["publications"] == []
    assert anyone.get("/search?q=7K4M-39XQ-T3HD", status=422)["errors"][0]["field"] == "q"


def test_news_are_of_their_own_item(cast: Cast, anyone: Program, now: datetime) -> None:
    published(cast, now)
    published(cast, now, item="news", title="Ngày hội gia đình")
    assert [row["title"] for row in anyone.get("/news")["items"]] == ["Ngày hội gia đình"]


def test_who_has_the_newest_is_told_so_and_other_sites_may_read(cast: Cast, anyone: Program) -> None:
    first = anyone.ask("/contacts")
    assert first["Access-Control-Allow-Origin"] == "*"
    again = anyone.ask("/contacts", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    asked = Client().options(anyone.address("/contacts"), headers={"Access-Control-Request-Method": "GET"})
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET")


def test_a_list_takes_the_same_number_of_queries_at_one_row_and_at_many(
    cast: Cast, anyone: Program, now: datetime
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            anyone.get("/publications?limit=100")
        return len(seen)

    published(cast, now)
    few = queries()
    for n in range(4):
        published(cast, now, title=f"Văn bản {n}")
    assert queries() == few == 2


def test_what_is_no_address_and_what_is_no_way_to_ask_are_told_in_one_shape(
    cast: Cast, anyone: Program
) -> None:
    for answer, status, code in (
        (Client().get("/api/v1/nothing"), 404, "not_found"),
        (Client().delete("/api/v1/units"), 405, "method_not_allowed"),
        (Client().get("/api/v1/units?limit=0"), 422, "invalid"),
        (Client().get("/api/v1/units?q=%00"), 400, "unreadable"),
    ):
        told = answer.json()
        assert (answer.status_code, told["status"], told["code"]) == (status, status, code)
        assert answer["Content-Type"] == "application/problem+json"
        assert told["type"].startswith("/api/docs/#")
    assert Client().delete("/api/v1/units")["Allow"] == "GET"
