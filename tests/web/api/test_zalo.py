"""The webhook of Zalo: signed and fresh events become reports once; forged or old ones write nothing."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from thanthien.operations.channels.models import Arrival, Verdict
from thanthien.operations.feedback.models import Channel, Report
from thanthien.platform.outbox.models import Message

pytestmark = pytest.mark.django_db
TEXT = "Đèn đường trước trường học tắt ba hôm nay"


@pytest.fixture(autouse=True)
def _keys(settings: Any, cast: Cast) -> None:
    settings.ZALO_APP_ID, settings.ZALO_OA_KEYS = "360846524940903967", {cast.unit.code: "khoa-bi-mat"}


def event(text: str = TEXT, key: str = "m1", *, age: int = 0, **more: Any) -> dict[str, Any]:
    stamp = str(int((timezone.now().timestamp() - age) * 1000))
    return {
        "app_id": "360846524940903967", "sender": {"id": "246845883529197922"}, "recipient": {"id": "1"},
        "event_name": "user_send_text", "message": {"text": text, "msg_id": key}, "timestamp": stamp, **more,
    }  # fmt: skip


def post(
    cast: Cast, said: dict[str, Any], *, secret: str = "khoa-bi-mat", signed: dict[str, Any] | None = None
) -> int:
    body, over = json.dumps(said), json.dumps(signed or said)
    mac = hashlib.sha256(f"360846524940903967{over}{said['timestamp']}{secret}".encode()).hexdigest()
    answer = Client(enforce_csrf_checks=True).post(
        f"/api/zalo/{cast.unit.code}/", body, "application/json", headers={"X-ZEvent-Signature": f"mac={mac}"}
    )
    return answer.status_code


def test_a_signed_message_is_one_report_answered_by_its_code(cast: Cast) -> None:
    said = event()
    assert [post(cast, said), post(cast, said), post(cast, event())] == [200, 200, 200]
    report = Report.objects.get()
    assert (report.channel, report.text, report.sender.zalo) == (Channel.ZALO, TEXT, "246845883529197922")
    message = Message.objects.get()
    assert report.said_code in message.text
    assert message.channel == "zns"


def test_forged_changed_and_old_events_write_nothing(cast: Cast) -> None:
    said = event()
    assert post(cast, said, secret="khac") == 403
    assert post(cast, {**said, "message": {"text": "Lời khác", "msg_id": "m9"}}, signed=said) == 403
    assert post(cast, event(age=3600)) == 403
    assert post(cast, event(age=-3600)) == 403
    assert Client().post(f"/api/zalo/{cast.unit.code}/", "{", "application/json").status_code == 403
    assert not Report.objects.exists()
    assert not Arrival.objects.exists()


def test_a_unit_without_an_account_has_no_webhook(cast: Cast) -> None:
    assert Client().post(f"/api/zalo/{cast.other_unit.code}/", "{}", "application/json").status_code == 404
    assert Client().get(f"/api/zalo/{cast.unit.code}/").status_code == 405


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        (event("alo"), Verdict.TOO_SHORT),
        (event(event_name="follow"), Verdict.OTHER),
        (event(message="x" * 90), Verdict.TOO_SHORT),
        (event(sender=None), Verdict.OTHER),
    ],
)
def test_what_is_no_report_is_counted(cast: Cast, said: dict[str, Any], verdict: str) -> None:
    assert post(cast, {**said, "timestamp": event()["timestamp"]}) == 200
    assert Arrival.objects.get().verdict == verdict
    assert not Report.objects.exists()
