"""Routing rules and terms on the desk: what they do to the next report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from tests.cast import Cast
from tests.operations.feedback.factories import sent
from thanthien.operations.feedback.models import CategoryTerms, RoutingRule
from thanthien.platform.people.models import Person

pytestmark = pytest.mark.django_db


def test_the_first_rule_that_fits_holds_and_can_be_moved_and_dropped(
    cast: Cast, client_of: Callable[[Person], Client], now: datetime
) -> None:
    browser, home = client_of(cast.coordinator), f"/desk/{cast.unit.code}/feedback/rules/"
    assert sent(cast, now).agency == cast.economy
    browser.post(home, {"category": "waste", "agency": cast.office.pk})
    browser.post(home, {"channel": "web", "agency": cast.culture.pk})
    assert "Văn phòng HĐND và UBND" in browser.get(home).content.decode()
    assert sent(cast, now).agency == cast.office
    last = RoutingRule.objects.get(channel="web")
    browser.post(f"{home}{last.pk}/", {"move": "up"})
    assert sent(cast, now).agency == cast.culture
    browser.post(f"{home}{last.pk}/", {"move": "remove"})
    assert sent(cast, now).agency == cast.office


def test_a_rule_without_a_condition_or_said_twice_is_refused(
    cast: Cast, client_of: Callable[[Person], Client]
) -> None:
    browser, home = client_of(cast.coordinator), f"/desk/{cast.unit.code}/feedback/rules/"
    answer = browser.post(home, {"agency": cast.office.pk})
    assert (answer.status_code, "ít nhất một điều kiện" in answer.content.decode()) == (422, True)
    browser.post(home, {"category": "waste", "agency": cast.office.pk})
    again = browser.post(home, {"category": "waste", "agency": cast.culture.pk})
    assert "Đã có quy tắc với các điều kiện này" in again.content.decode()
    assert RoutingRule.objects.count() == 1


def test_a_shorter_term_and_a_category_taken_off_the_form(
    cast: Cast, client_of: Callable[[Person], Client], now: datetime
) -> None:
    browser, there = client_of(cast.coordinator), f"/desk/{cast.unit.code}/feedback/terms/"
    usual = sent(cast, now).due_date
    boxes = {f"on-{code}": "on" for code in ("waste", "roads", "other")}
    browser.post(there, {**boxes, "days-waste": "3"})
    assert sent(cast, now).due_date < usual
    form = Client().get(f"/{cast.unit.code}/send/").content.decode()
    assert 'value="waste"' in form
    assert 'value="noise"' not in form
    assert 'value="staff"' in form  # what is about staff is always taken


def test_a_term_longer_than_the_law_keeps_everything_as_it_was(
    cast: Cast, client_of: Callable[[Person], Client]
) -> None:
    there = f"/desk/{cast.unit.code}/feedback/terms/"
    answer = client_of(cast.leader).post(there, {"days-roads": "3", "days-waste": "60"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "không dài hơn thời hạn chung" in page
    assert 'value="60"' in page
    assert not CategoryTerms.objects.exists()
