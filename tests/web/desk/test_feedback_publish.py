"""Publishing: masked, looked at a second time, taken back; and who sent a protected report is a noted look."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from tests.cast import Cast
from tests.operations.feedback.factories import act, sent
from thanthien.operations.feedback.acting import version_of
from thanthien.operations.feedback.actions import approve, draft
from thanthien.operations.feedback.intake import Contact
from thanthien.operations.feedback.models import Report
from thanthien.operations.feedback.queries import public_reports
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.models import Person

pytestmark = pytest.mark.django_db
TEXT = "Ông Nguyễn Văn Tám, điện thoại 0912 345 678, đổ rác ra mương"


def answered(cast: Cast, now: datetime, *, may_publish: bool = True) -> Report:
    report = sent(cast, now, text=TEXT, may_publish=may_publish)
    draft(act=act(cast.coordinator, report, now), outcome="solved", text="Đã nhắc nhở và thu dọn")
    approve(act=act(cast.leader, report, now))
    report.refresh_from_db()
    return report


def test_masked_looked_at_published_and_taken_back(
    cast: Cast, client_of: Callable[[Person], Client], now: datetime
) -> None:
    report, browser = answered(cast, now), client_of(cast.coordinator)
    here = f"/desk/{cast.unit.code}/feedback/{report.pk}/publish/"
    first = browser.get(here).content.decode()
    assert "<mark" in first
    assert "[số điện thoại]" in first
    typed = {"text": "Có người đổ rác ra mương", "answer": "Đã thu dọn", "seen": version_of(report)}
    unmasked = browser.post(here, {**typed, "text": TEXT, "step": "look"}).content.decode()
    assert unmasked.count("<mark") > first.count("<mark")
    assert browser.post(here, {**typed, "step": "publish"}).status_code == 422
    assert not public_reports(cast.unit).exists()
    assert browser.post(here, {**typed, "step": "publish", "looked": "on"}).status_code == 302
    assert [one.public_text for one in public_reports(cast.unit)] == ["Có người đổ rác ra mương"]
    report.refresh_from_db()
    hide = {"move": "hide", "text": "Người gửi đề nghị", "seen": version_of(report)}
    browser.post(f"/desk/{cast.unit.code}/feedback/{report.pk}/sort/", hide)
    report.refresh_from_db()
    assert (report.published_at, report.public_text) == (None, "")


def test_without_the_sender_s_consent_nothing_is_published(
    cast: Cast, client_of: Callable[[Person], Client], now: datetime
) -> None:
    report = answered(cast, now, may_publish=False)
    typed = {
        "text": "Có rác",
        "answer": "Đã dọn",
        "seen": version_of(report),
        "step": "publish",
        "looked": "on",
    }
    here = f"/desk/{cast.unit.code}/feedback/{report.pk}/publish/"
    page = client_of(cast.coordinator).post(here, typed)
    assert (page.status_code, "không đồng ý công khai" in page.content.decode()) == (422, True)
    assert not public_reports(cast.unit).exists()


def test_looking_at_the_sender_of_a_protected_report_is_noted(
    cast: Cast, client_of: Callable[[Person], Client], now: datetime
) -> None:
    contact = Contact("Phạm Thị Mơ", phone="0912345678")
    report = sent(cast, now, category="staff", contact=contact)
    browser, here = client_of(cast.leader), f"/desk/{cast.unit.code}/feedback/{report.pk}/"
    assert "Phạm Thị Mơ" not in browser.get(here).content.decode()
    assert not Entry.objects.filter(action="feedback.look").exists()
    assert "Phạm Thị Mơ" in browser.post(f"{here}sender/").content.decode()
    look = Entry.objects.get(action="feedback.look")
    assert (look.actor, "Mơ" in look.subject) == (cast.leader, False)
    assert client_of(cast.coordinator).post(f"{here}sender/").status_code == 403


def test_protected_reports_stay_out_of_work_log_search_and_counts(
    cast: Cast, client_of: Callable[[Person], Client], now: datetime
) -> None:
    report = sent(cast, now, category="staff", text="Nhân viên quầy 2 quát người già")
    desk = f"/desk/{cast.unit.code}/"
    for person in (cast.coordinator, cast.head, cast.officer, cast.one_stop):
        browser = client_of(person)
        for page in ("my-work/", "feedback/?tab=all", "feedback/?tab=all&q=quat", "audit/", ""):
            said = browser.get(desk + page).content.decode()
            assert "quát người già" not in said
            assert report.said_code not in said
            assert str(report) not in said
    inbox = client_of(cast.coordinator).get(f"{desk}feedback/").content.decode()
    assert "Chưa có ý kiến nào" in inbox
    assert report.said_code in client_of(cast.leader).get(f"{desk}audit/").content.decode()
