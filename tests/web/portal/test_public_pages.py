"""What is public: by item, by words without marks, one text with its history, feeds and open data."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.operations.disclosure.factories import drafted, posted, published
from tests.programme.plans.factories import picture
from thanthien.operations.disclosure.actions import Draft, draft_publication, publish
from thanthien.operations.disclosure.models import Channel, Publication
from thanthien.platform.files.actions import keep_file

pytestmark = pytest.mark.django_db


def read(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def renewed(cast: Cast, one: Publication, at: datetime) -> Publication:
    draft = Draft(one.item, "Danh sách hộ (bổ sung)", date(2026, 7, 1), "15/QĐ-UBND", "Gồm 14 hộ.")
    new = draft_publication(actor=cast.officer, at=at, unit=cast.unit, draft=draft, replaces=one)
    return publish(actor=cast.coordinator, at=at, publication=new, seen=new.version)


def test_what_is_published_is_found_and_a_draft_is_not(cast: Cast, now: datetime) -> None:
    one = published(cast, now)
    drafted(cast, now, title="Chưa công bố")
    page = read(f"/{cast.unit.code}/public/")
    assert one.title in page
    assert "Chưa công bố" not in page.replace("chưa phát sinh hoặc chưa công bố", "")
    assert one.title in read(f"/{cast.unit.code}/public/?q=bao+hiem")
    assert "Không tìm thấy" in read(f"/{cast.unit.code}/public/?q=tom+hum")
    assert one.title in read(f"/{cast.unit.code}/public/items/law_7/")
    assert one.title not in read(f"/{cast.other_unit.code}/public/")


def test_a_text_with_where_it_is_shown_and_its_history(cast: Cast, now: datetime) -> None:
    one = published(cast, now)
    posted(cast, now, one, Channel.VILLAGE_HOUSE, date(2026, 7, 1), place="Thôn Đông")
    new = renewed(cast, one, now + timedelta(days=1))
    old_page = read(f"/{cast.unit.code}/public/{one.code}/")
    assert "Đây là bản cũ" in old_page
    assert "Thôn Đông" in old_page
    assert new.code in old_page
    new_page = read(f"/{cast.unit.code}/public/{new.code}/")
    assert "Gồm 14 hộ." in new_page
    assert one.code in new_page
    assert Client().get(f"/{cast.other_unit.code}/public/{new.code}/").status_code == 404


def test_a_draft_and_its_file_are_not_there(cast: Cast, now: datetime) -> None:
    one = drafted(cast, now, file=keep_file(data=picture().read(), at=now), filename="a.png")
    for there in ("", "file/"):
        assert Client().get(f"/{cast.unit.code}/public/{one.code}/{there}").status_code == 404
    publish(actor=cast.coordinator, at=now, publication=one, seen=one.version)
    assert Client().get(f"/{cast.unit.code}/public/{one.code}/file/").status_code == 200


def test_what_people_typed_stays_text(cast: Cast, now: datetime) -> None:
    one = published(cast, now, title="<script>alert(1)</script>", text="=1+1")
    for there in ("public/", f"public/{one.code}/", "public/feed.atom"):
        assert "<script>alert" not in read(f"/{cast.unit.code}/{there}")


def test_in_english_the_frame_speaks_english(cast: Cast, now: datetime) -> None:
    one = published(cast, now)
    page = read(f"/{cast.unit.code}/en/public/")
    assert "Support, allowances, credit" in page
    assert f"/{cast.unit.code}/en/public/{one.code}/" in page
    assert "Where to read it" in read(f"/{cast.unit.code}/en/public/{one.code}/")


def test_two_queries_and_304(cast: Cast, now: datetime) -> None:
    one = published(cast, now)
    renewed(cast, one, now)
    cache.clear()
    read(f"/{cast.unit.code}/public/")  # the register is kept from here on
    for there in ("public/", "public/items/law_7/", f"public/{one.code}/", "news/", "public/data.json"):
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as asked:
            answer = Client().get(f"/{cast.unit.code}/{there}")
        assert (answer.status_code, len(asked)) == (200, 2), there
        again = Client().get(f"/{cast.unit.code}/{there}", headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    published(cast, now, title="Mới")
    changed = Client().get(f"/{cast.unit.code}/public/data.json", headers={"If-None-Match": answer["ETag"]})
    assert changed.status_code == 200


def test_feed_and_open_data_say_the_same(cast: Cast, now: datetime) -> None:
    one = published(cast, now, title="=HYPERLINK(1)")
    home = f"/{cast.unit.code}/public/"
    entries = ElementTree.fromstring(read(f"{home}feed.atom")).findall("{http://www.w3.org/2005/Atom}entry")
    assert [entry.findtext("{http://www.w3.org/2005/Atom}title") for entry in entries] == [one.title]
    data = Client().get(f"{home}data.json").json()
    assert (data["schema"], data["source"]) == (1, "xã Thanh Bình")
    assert "ghi rõ nguồn" in data["licence"]
    (row,) = data["publications"]
    assert (row["document_date"], row["state"]) == ("2026-06-29", "current")
    assert row["channels"][0]["channel"] == "portal"
    table = list(csv.DictReader(io.StringIO(read(f"{home}data.csv").removeprefix("\ufeff"))))
    assert (table[0]["code"], table[0]["title"]) == (one.code, "'=HYPERLINK(1)")  # no formula in Excel


def test_news_with_its_picture(cast: Cast, now: datetime) -> None:
    file = keep_file(data=picture().read(), at=now)
    one = published(cast, now, item="news", title="Ngày thứ Bảy vì dân", file=file, filename="anh.png")
    page = read(f"/{cast.unit.code}/news/")
    assert "Ngày thứ Bảy vì dân" in page
    assert f"{one.code}/file/?small=1" in page
