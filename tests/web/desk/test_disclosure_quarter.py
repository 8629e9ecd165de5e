"""The list of a quarter on the desk, proof of postings from the page, and what is seen at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.operations.disclosure.factories import drafted, posted, published
from tests.programme.plans.factories import picture
from thanthien.operations.disclosure import queries
from thanthien.operations.disclosure.actions import set_item
from thanthien.operations.disclosure.models import Channel, Posting, Publication, QuarterList
from thanthien.platform.people.models import Person

pytestmark = pytest.mark.django_db
Browser = Callable[[Person], Client]


def spring(cast: Cast, now: datetime) -> Publication:
    at = now - timedelta(days=80)
    one = published(cast, at, title="Danh sách hộ được hỗ trợ", document_date=date(2026, 4, 10))
    posted(cast, at, one, Channel.NOTICE_HQ, date(2026, 4, 12), place="Bảng tin")
    return one


def test_the_list_is_made_read_handed_out_and_made_public(
    cast: Cast, client_of: Browser, now: datetime
) -> None:
    spring(cast, now)
    home = f"/desk/{cast.unit.code}/disclosure/quarters/2026-Q2/"
    page = client_of(cast.coordinator).get(home).content.decode()
    assert "Danh mục công khai quý II năm 2026" in page
    assert "Chưa có ở: Hệ thống truyền thanh" in page
    assert "Chưa lập lần nào" in page
    assert client_of(cast.officer).post(f"{home}make/").status_code == 403
    assert client_of(cast.coordinator).post(f"{home}make/").status_code == 302
    made = QuarterList.objects.get()
    page = client_of(cast.council).get(home).content.decode()
    assert "Lần 1" in page
    for form, kind in (("docx", "word"), ("xlsx", "spreadsheet"), ("wall.docx", "word")):
        answer = client_of(cast.council).get(f"/desk/{cast.unit.code}/disclosure/lists/{made.pk}/{form}/")
        assert (answer.status_code, kind in answer["Content-Type"]) == (200, True)
    assert client_of(cast.other_coordinator).get(home).status_code == 404
    answer = client_of(cast.coordinator).post(f"{home}draft/")
    draft = Publication.objects.get(period="2026-Q2")
    assert answer["Location"].endswith(f"/disclosure/{draft.pk}/")
    asked = {"move": "publish", "seen": str(draft.version)}
    client_of(cast.coordinator).post(f"/desk/{cast.unit.code}/disclosure/{draft.pk}/decide/", asked)
    public = Client().get(f"/{cast.unit.code}/public/{draft.code}/").content.decode()
    assert "Danh sách hộ được hỗ trợ: trang của đơn vị, niêm yết tại trụ sở UBND" in public
    assert "Chưa có ở" not in public


def test_a_quarter_that_runs_is_not_made_and_one_to_come_is_not_there(cast: Cast, client_of: Browser) -> None:
    home = f"/desk/{cast.unit.code}/disclosure/quarters/"
    future = client_of(cast.coordinator).get(f"{home}2099-Q1/")
    assert future.status_code == 404
    assert client_of(cast.coordinator).get(f"{home}2026-Q9/").status_code == 404
    today = date.today()
    running = f"{home}{today.year}-Q{(today.month - 1) // 3 + 1}/make/"
    answer = client_of(cast.coordinator).post(running)
    assert (answer.status_code, QuarterList.objects.count()) == (422, 0)
    assert "lập khi hết quý" in answer.content.decode()


def test_a_picture_brought_later(cast: Cast, client_of: Browser, now: datetime) -> None:
    one = spring(cast, now)
    posting = Posting.objects.get(channel="notice_hq")
    there = f"/desk/{cast.unit.code}/disclosure/postings/{posting.pk}/proof/"
    shown = client_of(cast.officer).get(f"/desk/{cast.unit.code}/disclosure/{one.pk}/").content.decode()
    assert "Chưa có ảnh, tệp hoặc đường dẫn" in shown
    assert client_of(cast.officer).post(there, {}).status_code == 422
    assert client_of(cast.officer).post(there, {"url": "javascript:alert(1)"}).status_code == 422
    assert client_of(cast.officer).post(there, {"file": picture("bang-tin.png")}).status_code == 302
    posting.refresh_from_db()
    assert posting.filename == "bang-tin.png"


def test_who_has_just_published_sees_it_at_once_on_every_page(
    cast: Cast, client_of: Browser, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = f"/{cast.unit.code}/public/"
    before = Client().get(there)
    assert before["Cache-Control"] == "public, no-cache"  # a browser asks each time
    # Another process adds an item of the unit's own: this one's kept register does not hear of it.
    monkeypatch.setattr(queries, "forget_register", lambda unit: None)
    monkeypatch.setattr("thanthien.operations.disclosure.actions.forget_register", lambda unit: None)
    set_item(actor=cast.coordinator, at=now, unit=cast.unit, code="own-1", title="Giờ mở cửa nhà văn hóa")
    draft = drafted(cast, now, item="own-1", title="Giờ mùa đông")
    asked = {"move": "publish", "seen": str(draft.version)}
    desk = f"/desk/{cast.unit.code}/disclosure/"
    client_of(cast.coordinator).post(f"{desk}{draft.pk}/decide/", asked)
    after = Client().get(there, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert "Giờ mùa đông" in after.content.decode()
    assert "Giờ mở cửa nhà văn hóa" in after.content.decode()
    assert "Giờ mở cửa nhà văn hóa" in client_of(cast.coordinator).get(desk).content.decode()
    assert Client().get(f"{there}items/own-1/").status_code == 200


def test_as_many_queries_at_three_as_at_three_hundred(cast: Cast, client_of: Browser, now: datetime) -> None:
    def counts() -> list[int]:
        found = []
        cache.clear()
        desk, public = client_of(cast.coordinator), Client()
        for client, there in (
            (desk, f"/desk/{cast.unit.code}/disclosure/"),
            (desk, f"/desk/{cast.unit.code}/disclosure/items/law_7/"),
            (desk, f"/desk/{cast.unit.code}/disclosure/quarters/2026-Q2/"),
            (public, f"/{cast.unit.code}/public/"),
            (public, f"/{cast.unit.code}/public/items/law_7/"),
            (public, f"/{cast.unit.code}/public/data.json"),
            (public, f"/{cast.unit.code}/public/feed.atom"),
        ):
            client.get(there)  # sessions and the kept register are there from here on
            with CaptureQueriesContext(connection) as asked:
                assert client.get(there).status_code == 200
            found.append(len(asked))
        return found

    for n in range(3):
        posted(cast, now, published(cast, now, title=f"Bản {n}"), Channel.NOTICE_HQ, date(2026, 7, 1))
    at_three = counts()
    _many(Publication.objects.get(title="Bản 0"), 297)
    assert Publication.objects.count() == 300
    assert counts() == at_three


def _many(one: Publication, number: int) -> None:
    postings = list(one.postings.all())
    rows = []
    for n in range(number):
        one.pk, one.code, one.thread, one.title = None, f"K{n:09}", f"K{n:09}", f"Bản nhiều {n}"
        rows.append(Publication(**{f.attname: getattr(one, f.attname) for f in Publication._meta.fields}))
    made = Publication.objects.bulk_create(rows)
    copies = []
    for row in made:
        for posting in postings:
            fields = {f.attname: getattr(posting, f.attname) for f in Posting._meta.fields}
            copies.append(Posting(**{**fields, "id": None, "publication_id": row.pk}))
    Posting.objects.bulk_create(copies)
