"""Pages that everybody reads alike: made once, and anew as soon as somebody in the unit has done something."""

from __future__ import annotations

import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import Cast
from tests.operations.feedback.factories import act, sent
from thanthien.operations.feedback.actions import approve, draft, take
from thanthien.operations.feedback.publishing import hide, publish
from thanthien.operations.feedback.setting_up import RuleFields, add_rule
from thanthien.platform.units.models import Unit

pytestmark = pytest.mark.django_db
WORDS = "Rác trước cổng chợ đã được dọn"


def read(cast: Cast, where: str = "reports/", **heads: str) -> str:
    answer = Client(headers=heads).get(f"/{cast.unit.code}/{where}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_page_that_is_known_asks_once(cast: Cast) -> None:
    for where in ("", "send/", "reports/", "public/", "contacts/", "en/"):
        read(cast, where)
        with CaptureQueriesContext(connection) as seen:
            read(cast, where)
        assert len(seen) == 1, where


def test_what_an_official_publishes_or_hides_shows_at_once(cast: Cast) -> None:
    report = sent(cast, timezone.now(), may_publish=True)
    take(act=act(cast.coordinator, report))
    draft(act=act(cast.coordinator, report), outcome="solved", text="Đã dọn.")
    approve(act=act(cast.leader, report))
    assert WORDS not in read(cast)
    publish(act=act(cast.coordinator, report), text=WORDS, answer="Đã dọn.", looked=True)
    assert WORDS in read(cast)
    hide(act=act(cast.coordinator, report), text="Còn tên người")
    assert WORDS not in read(cast)


def test_languages_addresses_and_units_are_kept_apart(cast: Cast) -> None:
    assert '<html lang="vi">' in read(cast, "send/")
    assert '<html lang="en">' in read(cast, "en/send/")
    assert "Gửi khiếu nại</h1>" in read(cast, "send/?path=complaint")
    assert "Gửi phản ánh, kiến nghị</h1>" in read(cast, "send/")
    other = Client().get(f"/{cast.other_unit.code}/").content.decode()
    assert cast.other_unit.heading in other
    assert cast.unit.heading not in other


def test_a_new_name_of_the_unit_shows_at_once(cast: Cast) -> None:
    assert "xã Thanh Bình" in read(cast, "")
    Unit.objects.filter(pk=cast.unit.pk).update(name="Thanh Bình Mới")
    caches["pages"].clear()
    assert "xã Thanh Bình Mới" in read(cast, "")


def test_each_reader_of_the_form_has_a_key_of_their_own(cast: Cast) -> None:
    keys = {re.findall(r'name="client_key" value="([\w-]{24})"', read(cast, "send/"))[0] for _ in range(3)}
    assert len(keys) == 3


def test_who_has_the_newest_is_told_so(cast: Cast) -> None:
    for where in ("", "public/"):
        here, browser = f"/{cast.unit.code}/{where}", Client()
        tag = browser.get(here)["ETag"]
        for _ in range(2):
            answer = browser.get(here, headers={"If-None-Match": tag})
            assert (answer.status_code, answer.content) == (304, b"")
        assert browser.get(here)["ETag"] == tag


def test_what_is_typed_is_kept_for_nobody_else(cast: Cast) -> None:
    typed = {"text": "ngắn", "category": "roads", "name": "Phạm Thị Mơ"}
    assert "Phạm Thị Mơ" in Client().post(f"/{cast.unit.code}/send/", typed).content.decode()
    assert "Phạm Thị Mơ" not in read(cast, "send/")


def test_a_rule_holds_for_the_next_report(cast: Cast) -> None:
    assert sent(cast, timezone.now()).agency == cast.economy
    add_rule(
        actor=cast.coordinator, at=timezone.now(), unit=cast.unit,
        fields=RuleFields(agency=cast.culture, category="waste"),
    )  # fmt: skip
    assert sent(cast, timezone.now()).agency == cast.culture
