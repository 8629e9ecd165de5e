"""Agencies and neighbourhoods on their pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from thanthien.platform.units.models import Agency, Neighbourhood

ClientOf = Callable[..., Client]


@pytest.fixture
def desk(cast: Cast) -> str:
    return f"/desk/{cast.unit.code}"


def said(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_list_names_head_and_focal_point(cast: Cast, client_of: ClientOf, desk: str) -> None:
    page = said(client_of(cast.officer).get(f"{desk}/agencies/"))
    row = page[page.index("Phòng Văn hóa - Xã hội") : page.index("Văn phòng HĐND và UBND")]
    assert "Phạm Quốc Dũng" in row
    assert "Trần Thị Hòa" in row
    assert "Thêm cơ quan" not in page


def test_an_agency_is_added_with_its_other_names(cast: Cast, client_of: ClientOf, desk: str) -> None:
    form = {"name": "Trạm Y tế", "short_name": "", "role_code": "", "aliases": "Trạm YT\n\n Y tế xã "}
    page = said(client_of(cast.coordinator).post(f"{desk}/agencies/add/", form, follow=True))
    assert "Đã thêm Trạm Y tế" in page
    agency = Agency.objects.get(name="Trạm Y tế")
    assert (agency.unit, agency.short_name, agency.aliases) == (
        cast.unit,
        "Trạm Y tế",
        ["Trạm YT", "Y tế xã"],
    )
    assert agency.position == 8


def test_a_name_that_is_taken_stays_in_the_form_with_the_reason(
    cast: Cast, client_of: ClientOf, desk: str
) -> None:
    form = {"name": "Phòng KT", "short_name": "", "role_code": "", "aliases": ""}
    answer = client_of(cast.coordinator).post(f"{desk}/agencies/add/", form)
    assert answer.status_code == 422
    assert "đã là tên của Phòng Kinh tế" in said(answer)
    assert 'value="Phòng KT"' in said(answer)


def test_an_agency_is_changed_retired_and_used_again(cast: Cast, client_of: ClientOf, desk: str) -> None:
    browser, there = client_of(cast.coordinator), f"{desk}/agencies/{cast.economy.pk}"
    form = {"name": "Phòng Kinh tế", "short_name": "KT", "role_code": "economy", "aliases": "P. Kinh tế"}
    assert "Đã lưu Phòng Kinh tế" in said(browser.post(f"{there}/", form, follow=True))
    assert "1 cơ quan đã ngừng dùng" in said(browser.post(f"{there}/retire/", {"active": "0"}, follow=True))
    assert "Đã dùng lại" in said(browser.post(f"{there}/retire/", {"active": "1"}, follow=True))
    cast.economy.refresh_from_db()
    assert (cast.economy.short_name, cast.economy.aliases, cast.economy.is_active) == (
        "KT",
        ["P. Kinh tế"],
        True,
    )


def test_neighbourhoods_are_pasted_as_a_list(cast: Cast, client_of: ClientOf, desk: str) -> None:
    browser = client_of(cast.coordinator)
    assert "Chưa có thôn" in said(browser.get(f"{desk}/neighbourhoods/"))
    form = {"kind": "village", "names": "Thượng\nHạ\nthuong\n"}
    page = said(browser.post(f"{desk}/neighbourhoods/add/", form, follow=True))
    assert "Đã thêm 2 nơi. 1 nơi đã có sẵn nên bỏ qua." in page
    assert "Thôn Hạ" in page
    place = Neighbourhood.objects.get(unit=cast.unit, name="Hạ")
    assert "Đã bỏ Thôn Hạ" in said(browser.post(f"{desk}/neighbourhoods/{place.pk}/remove/", follow=True))
    assert browser.post(f"{desk}/neighbourhoods/add/", {"kind": "village", "names": ""}).status_code == 422
