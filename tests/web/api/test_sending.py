"""A program sends a report for a citizen: kept as one from the page is, refused with what was wrong."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast
from tests.platform.keys.factories import made
from tests.programme.plans.factories import picture
from tests.web.api.conftest import Program
from thanthien.operations.feedback.models import Attachment, Channel, Report, Sender
from thanthien.platform.audit.models import Entry
from thanthien.platform.keys.actions import revoke_key
from thanthien.platform.keys.models import Key, KeySending
from thanthien.platform.outbox.models import Message
from thanthien.platform.people.merging import merge_unit

pytestmark = pytest.mark.django_db
BODY: dict[str, Any] = {
    "client_key": "lan-gui-1", "text": "Đèn đường trước nhà văn hóa tắt ba tối nay", "category": "roads",
}  # fmt: skip


def test_it_is_kept_like_one_from_the_page(cast: Cast, sender: Program) -> None:
    contact = {"name": "Phạm Thị Mơ", "email": "mo@example.vn", "tell_by": "email"}
    told = sender.post("/reports", {**BODY, **contact, "place": "Thôn Đông", "may_publish": True})
    report = Report.objects.get()
    assert (report.code, report.channel, report.unit, report.agency) == (
        told["code"], Channel.APP, cast.unit, cast.economy,
    )  # fmt: skip
    assert (report.may_publish, report.place, report.language) == (True, "Thôn Đông", "vi")
    assert [step.move for step in report.steps.all()] == ["send"]
    assert Sender.objects.get().name == "Phạm Thị Mơ"
    assert report.said_code in Message.objects.get().text
    assert Entry.objects.get(action="feedback.send").actor_name == "Người dân"
    assert KeySending.objects.get().about == f"feedback.report:{report.pk}"
    assert told["follow_url"] == f"http://testserver/{cast.unit.code}/follow/{report.code}/"
    assert (told["is_new"], told["due_date"], told["emergencies"]) == (True, str(report.due_date), [])


def test_the_same_key_sent_again_is_one_report(cast: Cast, sender: Program) -> None:
    first = sender.post("/reports", BODY)
    again = sender.post("/reports", BODY, status=200)
    assert (again["code"], again["is_new"]) == (first["code"], False)
    assert Report.objects.count() == KeySending.objects.count() == 1
    sender.post("/reports", {**BODY, "client_key": "lan-gui-2"})
    assert Report.objects.count() == 2


def test_danger_to_life_is_said_at_once(cast: Cast, sender: Program) -> None:
    told = sender.post("/reports", {**BODY, "text": "Đang cháy nhà ở đầu thôn, có người bên trong"})
    assert "114" in [one["number"] for one in told["emergencies"]]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": "ngắn"}, "text"),
        ({"text": "   \n          "}, "text"),
        ({"text": "x" * 5001}, "text"),
        ({"category": "khong-co"}, "category"),
        ({"path": "khong-co"}, "path"),
        ({"path": "complaint"}, "name"),
        ({"tell_by": "sms", "phone": "12"}, "phone"),
        ({"tell_by": "email"}, "email"),
        ({"email": "khong-phai"}, "email"),
        ({"neighbourhood": "Thôn Mây"}, "neighbourhood"),
        ({"client_key": "ngan"}, "client_key"),
        ({"text": "Có ký tự lạ\0 ở trong này"}, "text"),
        ({"text": "Có nửa ký tự \ud83d ở trong"}, "text"),
        ({"may_publish": "có"}, "may_publish"),
        ({"website": "http://spam"}, "website"),
    ],
)
def test_what_does_not_hold_is_told_by_field_and_not_kept(
    cast: Cast, sender: Program, wrong: dict[str, Any], field: str
) -> None:
    told = sender.post("/reports", {**BODY, **wrong}, status=422)
    assert (told["code"], told["errors"][0]["field"].rsplit(".", 1)[-1]) == ("invalid", field)
    assert told["errors"][0]["message"]
    assert not Report.objects.exists()


def test_what_cannot_be_read_is_told(cast: Cast, sender: Program) -> None:
    for raw in (b"{", b"\xff\xfe", b"[" * 100_000):
        answer = sender.client.post(
            sender.address("/reports"), raw, content_type="application/json", headers=sender.headers
        )
        assert (answer.status_code, answer.json()["code"]) == (400, "unreadable"), raw[:4]


def test_files_are_told_by_what_they_are(cast: Cast, sender: Program) -> None:
    photo = picture("anh.exe")
    told = sender.post("/reports-with-files", {**BODY, "files": [photo]}, files=True)
    assert [one.name for one in Attachment.objects.filter(report__code=told["code"])] == ["anh.exe"]
    script = SimpleUploadedFile("anh.jpg", b"#!/bin/sh\nrm -rf", content_type="image/jpeg")
    refused = sender.post(
        "/reports-with-files", {**BODY, "client_key": "lan-gui-2", "files": [script]}, status=422, files=True
    )
    assert refused["errors"][0]["field"] == "files"
    assert Report.objects.count() == 1
    assert sender.post("/reports-with-files", {**BODY, "client_key": "lan-gui-3"}, files=True)["is_new"]


def test_a_report_about_staff_stays_with_leaders(cast: Cast, sender: Program) -> None:
    sender.post("/reports", {**BODY, "category": "staff", "about_leader": True, "may_publish": True})
    report = Report.objects.get()
    assert (report.is_protected, report.about_leader, report.may_publish, report.agency) == (
        True, True, False, None,
    )  # fmt: skip


def test_who_may_not_send_sends_nothing(
    cast: Cast, anyone: Program, other_sender: Program, now: datetime
) -> None:
    key, secret = made(cast, now)
    revoke_key(actor=cast.coordinator, at=now, key=key)
    over = made(cast, now)[1]
    Key.objects.filter(shown=over[:8]).update(last_date="2026-06-30")
    for program, status, code in (
        (anyone, 401, "key_missing"),
        (Program(cast.unit, "tt_khong-co"), 401, "key_unknown"),
        (Program(cast.unit, secret), 401, "key_revoked"),
        (Program(cast.unit, over), 401, "key_expired"),
        (other_sender, 403, "other_unit"),
        (Program(cast.unit, made(cast, now, scopes=("read",))[1]), 403, "scope_missing"),
    ):
        assert program.post("/reports", BODY, status=status)["code"] == code
    assert not Report.objects.exists()


def test_a_unit_that_was_merged_takes_nothing(cast: Cast, sender: Program, now: datetime) -> None:
    merge_unit(
        actor=cast.city_admin, at=now, city=cast.city, unit=cast.unit, successor=cast.other_unit,
        merged_date=now.date(), document="1/NQ",
    )  # fmt: skip
    told = sender.post("/reports", BODY, status=409)
    assert (told["code"], cast.other_unit.code in told["detail"]) == ("unit_merged", True)
