"""Zalo notices: tokens that change with each use are kept sealed, and asked for by one process at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from urllib.parse import parse_qs

import pytest
from pytest_django import Settings

from tests.platform.outbox.provider import Provider, running
from thanthien.platform.outbox import zns
from thanthien.platform.outbox.models import Credential, Message
from thanthien.platform.outbox.providers import CannotSend

pytestmark = pytest.mark.django_db


class Zalo:
    """Takes only the refresh token it gave out last, and only the newest access token."""

    def __init__(self) -> None:
        self.refresh, self.access, self.number = "first", "", count(1)

    def __call__(self, path: str, headers: dict[str, str], body: str) -> tuple[int, Any]:
        if path == "/token":
            asked = {name: values[0] for name, values in parse_qs(body).items()}
            if (asked["refresh_token"], headers["secret_key"]) != (self.refresh, "secret"):
                return 200, {"error": -14014, "error_name": "Invalid refresh token"}
            step = next(self.number)
            self.refresh, self.access = f"refresh-{step}", f"access-{step}"
            return 200, {
                "access_token": self.access,
                "refresh_token": self.refresh,
                "expires_in": "90000",
            }
        if headers["access_token"] != self.access:
            return 200, {"error": -124, "message": "Access token invalid"}
        return 200, {"error": 0, "data": {"msg_id": "m-1"}}


@pytest.fixture
def zalo(settings: Settings) -> Iterator[tuple[Zalo, Provider]]:
    here = Zalo()
    with running(here) as provider:
        settings.ZALO_APP_ID, settings.ZALO_SECRET_KEY, settings.ZALO_REFRESH_TOKEN = "1", "secret", "first"
        settings.ZALO_TEMPLATES = '{"feedback-answered": "27001"}'
        settings.ZALO_ZNS_URL, settings.ZALO_TOKEN_URL = f"{provider.url}/zns", f"{provider.url}/token"
        yield here, provider


def send(now: datetime, **more: Any) -> str:
    fields = {"code": "7K4M-29XQ-T3HD", "link": "https://x.vn/" + "a" * 300}
    row = {"pk": 1, "channel": "zns", "address": "0912345678", "template": "feedback-answered", **more}
    return zns.Zns().send(Message(key="k-1", fields=fields, **row), now)


def test_the_first_message_fetches_a_token_and_the_next_uses_it(
    zalo: tuple[Zalo, Provider], now: datetime
) -> None:
    assert send(now) == "m-1"
    send(now)
    paths = [asked.path for asked in zalo[1].asked]
    assert paths == ["/token", "/zns", "/zns"]
    sent = zalo[1].asked[1].json
    assert (sent["phone"], sent["template_id"], sent["tracking_id"]) == ("84912345678", "27001", "k-1")
    assert len(sent["template_data"]["link"]) == 200
    sealed = Credential.objects.get(name=zns.NAME).sealed
    assert "refresh-1" not in sealed
    assert "access-1" not in sealed


def test_the_rotated_refresh_token_is_used_after_the_access_token_ends(
    zalo: tuple[Zalo, Provider], now: datetime
) -> None:
    send(now)
    send(now + timedelta(days=2))
    assert zalo[0].refresh == "refresh-2"


def test_a_token_that_zalo_ended_early_is_renewed_once(zalo: tuple[Zalo, Provider], now: datetime) -> None:
    send(now)
    zalo[0].access = "taken back"
    assert send(now) == "m-1"
    assert [asked.path for asked in zalo[1].asked][-3:] == ["/zns", "/token", "/zns"]


def test_a_broken_chain_starts_anew_with_another_token_of_the_operator(
    zalo: tuple[Zalo, Provider], now: datetime, settings: Settings
) -> None:
    send(now)
    zalo[0].refresh = "second"
    later = now + timedelta(days=90)
    with pytest.raises(CannotSend, match="ZALO_REFRESH_TOKEN"):
        send(later)
    settings.ZALO_REFRESH_TOKEN = "second"
    assert send(later) == "m-1"


def test_while_another_process_asks_for_a_token_nobody_else_does(
    zalo: tuple[Zalo, Provider], now: datetime
) -> None:
    ends = now + timedelta(seconds=30)
    Credential.objects.create(name=zns.LEASE, sealed="", changed_at=now, expires_at=ends)
    with pytest.raises(CannotSend) as caught:
        send(now)
    assert not caught.value.is_final
    assert zalo[1].asked == []
    assert send(ends) == "m-1"  # one that died while asking is not waited for


def test_what_will_never_be_taken_is_given_up(zalo: tuple[Zalo, Provider], now: datetime) -> None:
    send(now)
    zalo[1].answer = lambda *asked: (200, {"error": -118})
    for more in ({}, {"template": "feedback-merged"}, {"address": "u-77"}):
        with pytest.raises(CannotSend) as caught:
            send(now, **more)
        assert caught.value.is_final
