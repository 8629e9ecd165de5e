"""SMS over HTTP: the operator's own body filled, the answer judged by the operator's own rule."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from pytest_django import Settings

from tests.platform.outbox.provider import running
from thanthien.platform.outbox import sms
from thanthien.platform.outbox.gateways import gateway_of
from thanthien.platform.outbox.models import Message
from thanthien.platform.outbox.providers import CannotSend

TEXT = 'Đã trả lời ý kiến "7K4M": xem {phone} tại https://x.vn'
BODY = '{"to": "{phone}", "sms": {"content": "{text}", "ref": "r-{id}"}, "flash": false}'


def message(address: str = "0912 345 678") -> Message:
    return Message(pk=1, channel="sms", address=address, text=TEXT, key="feedback-1-answered-1")


@pytest.fixture(autouse=True)
def _configured(settings: Settings) -> None:
    settings.SMS_BODY, settings.SMS_OK, settings.SMS_ID = BODY, "code=100", "data.id"
    settings.SMS_HEADERS = '{"Authorization": "Bearer k"}'


def test_the_body_is_filled_and_the_text_cannot_break_out_of_it(settings: Settings, now: datetime) -> None:
    with running(lambda *asked: (200, {"code": 100, "data": {"id": "s-9"}})) as provider:
        settings.SMS_URL = provider.url
        assert gateway_of("sms").send(message(), now) == "s-9"
    asked = provider.asked[0]
    assert asked.headers["authorization"] == "Bearer k"
    said: dict[str, Any] = asked.json
    assert said["to"] == "84912345678"
    assert said["sms"] == {
        "content": 'Da tra loi y kien "7K4M": xem {phone} tai https://x.vn', "ref": "r-feedback-1-answered-1",
    }  # fmt: skip


def test_an_answer_that_says_no_is_tried_again_later(settings: Settings, now: datetime) -> None:
    for answer in ((200, {"code": 103}), (500, {}), (200, ["?"])):
        with running(lambda *asked, answer=answer: answer) as provider:
            settings.SMS_URL = provider.url
            with pytest.raises(CannotSend) as caught:
                gateway_of("sms").send(message(), now)
        assert not caught.value.is_final


def test_an_address_that_is_no_mobile_number_is_given_up(settings: Settings, now: datetime) -> None:
    settings.SMS_URL = "http://127.0.0.1:9"
    with pytest.raises(CannotSend) as caught:
        gateway_of("sms").send(message("0225 3 123 456"), now)
    assert caught.value.is_final


def test_settings_that_cannot_work_are_said(settings: Settings) -> None:
    assert sms.setting_problem() == ""
    settings.SMS_BODY = json.dumps({"to": "{phone}"})
    assert sms.setting_problem() == "SMS_BODY thiếu {text}"
    settings.SMS_BODY = "{"
    assert "không phải JSON" in sms.setting_problem()
