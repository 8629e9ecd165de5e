"""Posters of a unit: every one opens a page of its portal."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.cast import Cast
from thanthien.platform.people.models import Person
from thanthien.web.desk.posters import ENTRIES

pytestmark = pytest.mark.django_db


def test_every_poster_leads_to_a_page_of_the_portal(
    cast: Cast, client_of: Callable[[Person], Client]
) -> None:
    answer = client_of(cast.one_stop).get(f"/desk/{cast.unit.code}/posters/")
    addresses = [row["address"] for row in answer.context["rows"]]
    assert len(addresses) == len(ENTRIES)
    for address in addresses:
        parts = urlsplit(address)
        assert Client().get(f"{parts.path}?{parts.query}").status_code == 200


def test_a_poster_is_a_pdf_and_an_unknown_one_is_not_there(
    cast: Cast, client_of: Callable[[Person], Client]
) -> None:
    browser, here = client_of(cast.one_stop), f"/desk/{cast.unit.code}/posters/file/"
    answer = browser.get(f"{here}?entry=follow&size=a5")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert browser.get(f"{here}?entry=nothing").status_code == 404
    assert browser.get(f"{here}?size=a0").status_code == 404
