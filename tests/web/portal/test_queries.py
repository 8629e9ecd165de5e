"""How many questions a citizen's page puts to the database: the reason it stays quick for everybody."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast

pytestmark = pytest.mark.django_db
HOME, SEND, SEND_WITH_NOTICE = 1, 3, 5


def asked(*, of: str, **typed: str) -> list[str]:
    browser = Client()
    with CaptureQueriesContext(connection) as seen:
        answer = browser.post(of, typed) if typed else browser.get(of)
    assert answer.status_code in {200, 302}
    return [one["sql"] for one in seen if "SAVEPOINT" not in one["sql"]]


def test_home_asks_for_its_unit_alone(cast: Cast) -> None:
    asked(of=f"/{cast.unit.code}/en/")  # the unit is known
    assert len(asked(of=f"/{cast.unit.code}/")) == HOME


def test_sending_asks_no_more_than_it_needs(cast: Cast) -> None:
    cache.clear()
    here = f"/{cast.unit.code}/send/"
    typed = {"text": "Đèn đường trước nhà văn hóa tắt ba tối nay", "category": "roads"}
    asked(of=here, **typed)  # the unit, its settings and the calendar of working days are kept for a while
    plain = asked(of=here, client_key="2", **typed)
    assert len(plain) <= SEND, plain
    told = asked(of=here, client_key="3", name="Mơ", email="mo@example.vn", tell_by="email", **typed)
    assert len(told) <= SEND_WITH_NOTICE, told
