"""The audit page: the unit's entries in plain words, filtered, paged, and taken away as a safe file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast
from thanthien.platform.audit.actions import record
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.actions import change_person
from thanthien.platform.units.actions import change_agency
from thanthien.web.audit_words import changes_of

ClientOf = Callable[..., Client]


@pytest.fixture
def address(cast: Cast) -> str:
    return f"/desk/{cast.unit.code}/audit/"


def said(answer: Any) -> str:
    return str(answer.content.decode())


def write(cast: Cast, at: datetime, *, action: str = "note.add", remark: str = "", text: str = "x") -> Entry:
    with transaction.atomic():
        record(
            actor=cast.officer,
            at=at,
            action=action,
            subject=cast.unit,
            unit=cast.unit,
            after={"text": text},
            remark=remark,
        )
    return Entry.objects.order_by("-pk")[0]


def rows_of(browser: Client, address: str, **asked: str) -> list[list[str]]:
    answer = browser.get(f"{address}file/", asked)
    text = b"".join(answer.streaming_content).decode("utf-8")  # type: ignore[attr-defined]
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


def test_a_change_is_told_with_before_and_after(
    cast: Cast, client_of: ClientOf, address: str, now: datetime
) -> None:
    change_agency(
        actor=cast.coordinator, at=now, agency=cast.economy, aliases=["P. Kinh tế"], is_active=False
    )
    page = said(client_of(cast.leader).get(address))
    assert "09:00 01/07/2026" in page
    assert "Trần Thị Hòa" in page
    assert "Sửa cơ quan" in page
    assert "<del>Phòng KT</del> → <ins>P. Kinh tế</ins>" in " ".join(page.split())
    assert "<del>có</del> → <ins>không</ins>" in " ".join(page.split())


def test_codes_are_said_by_the_labels_of_their_model(cast: Cast, client_of: ClientOf, address: str) -> None:
    page = said(client_of(cast.coordinator).get(address))
    assert "Trưởng phòng, người đứng đầu cơ quan" in page
    assert "agency_head" not in page


def test_numbers_and_names_are_said_as_people_write_them(cast: Cast, now: datetime) -> None:
    def changes(action: str, **after: object) -> list[tuple[str, str]]:
        entry = Entry(action=action, at=now, before={}, after=after, subject_type="units.unit")
        return [(one.field, one.after) for one in changes_of(entry)]

    assert changes("council.found", quorum="0.66") == [("tỷ lệ phiếu", "66%")]
    assert changes("round.point", points="1234.50") == [("điểm", "1.234,5")]
    assert changes("proof.add", title="Ảnh") == [("tên", "Ảnh")]
    assert changes("role.give", title="Chủ tịch") == [("chức danh", "Chủ tịch")]


def test_only_the_own_unit_is_told_of(cast: Cast, client_of: ClientOf, address: str, now: datetime) -> None:
    change_person(
        actor=cast.other_coordinator, at=now, unit=cast.other_unit, person=cast.other_officer, phone="0909"
    )
    page = said(client_of(cast.coordinator).get(address))
    assert "0909" not in page
    assert "Ngô Trường Sơn" not in page


def test_the_filter_holds_person_kind_and_days(
    cast: Cast, client_of: ClientOf, address: str, now: datetime
) -> None:
    write(cast, now, remark="hôm ấy")
    write(cast, now - timedelta(days=1), remark="hôm trước")
    write(cast, now, action="proof.add", remark="việc khác")
    browser = client_of(cast.coordinator)
    day = "2026-07-01"
    asked = {"who": cast.officer.username, "area": "note", "since": day, "until": day}
    page = said(browser.get(address, asked))
    assert "hôm ấy" in page
    assert "hôm trước" not in page
    assert "việc khác" not in page
    assert [row[-1] for row in rows_of(browser, address, **asked)[1:]] == ["hôm ấy"]


def test_a_filter_that_makes_no_sense_shows_nothing_and_says_why(
    cast: Cast, client_of: ClientOf, address: str
) -> None:
    browser = client_of(cast.coordinator)
    page = said(browser.get(address, {"since": "hôm qua"}))
    assert "Ngày chưa đúng" in page
    assert "Không có dòng nào khớp" in page
    assert browser.get(f"{address}file/", {"who": "khong.co"}).status_code == 400


def test_a_page_holds_fifty_and_asks_as_often_for_many_as_for_few(
    cast: Cast,
    client_of: ClientOf,
    address: str,
    now: datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    browser = client_of(cast.coordinator)
    with django_assert_max_num_queries(8) as few:
        browser.get(address)
    for n in range(60):
        write(cast, now, remark=f"dòng số {n};")
    with django_assert_max_num_queries(8) as many:
        page = said(browser.get(address))
    assert len(few) == len(many)
    assert page.count("dòng số") == 50
    assert "dòng số 59;" in page
    assert "Trang 1/2" in page
    assert "dòng số 9;" in said(browser.get(address, {"page": "2"}))
    assert browser.get(address, {"page": "khong-phai-so"}).status_code == 200


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_the_file_runs_nothing_in_a_spreadsheet(
    cast: Cast, client_of: ClientOf, address: str, now: datetime, start: str
) -> None:
    write(cast, now, remark=f'{start}HYPERLINK("http://example.org")')
    rows = rows_of(client_of(cast.coordinator), address)
    assert rows[0][0] == "Lúc"
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert any(cell.startswith(f"'{start}") for cell in cells)


def test_what_people_wrote_is_text_and_never_markup(
    cast: Cast, client_of: ClientOf, address: str, now: datetime
) -> None:
    write(cast, now, text="<script>alert(1)</script>", remark="<b>đậm</b>")
    page = said(client_of(cast.coordinator).get(address))
    assert "<script>alert(1)" not in page
    assert "<b>đậm" not in page


def test_the_city_reads_its_own_log_and_those_below_by_unit(
    cast: Cast, client_of: ClientOf, now: datetime
) -> None:
    write(cast, now, remark="ở Thanh Bình")
    browser, city = client_of(cast.appraiser), f"/city/{cast.city.code}/audit/"
    assert "ở Thanh Bình" in said(browser.get(city))
    assert "ở Thanh Bình" in said(browser.get(city, {"unit": cast.unit.code}))
    assert "ở Thanh Bình" not in said(browser.get(city, {"unit": cast.other_unit.code}))
