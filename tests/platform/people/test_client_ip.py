"""Whose address it is: the browser's as the nearest trusted proxy says, and never what a browser says of itself."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.core.internal.httpkit import get_client_ip
from django.test import RequestFactory
from pytest_django import Settings

from thanthien.platform.people.sign_in import client_ip


@pytest.mark.parametrize(
    ("trusted", "passed", "line", "address"),
    [
        (0, "198.51.100.7", "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.7", "127.0.0.1", "198.51.100.7"),
        (1, "6.6.6.6, 198.51.100.7", "127.0.0.1", "198.51.100.7"),
        (2, "6.6.6.6, 198.51.100.7, 10.0.0.2", "127.0.0.1", "198.51.100.7"),
        (1, "2001:DB8::0007", "127.0.0.1", "2001:db8::7"),
        (1, "198.51.100.7:50123", "127.0.0.1", "198.51.100.7"),
        (1, "", "203.0.113.9", "203.0.113.9"),
        (1, "khong-phai", "127.0.0.1", None),
    ],
)
def test_it_is_the_address_that_allauth_finds(
    settings: Settings, trusted: int, passed: str, line: str, address: str | None
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = trusted
    heads: dict[str, Any] = {"HTTP_X_FORWARDED_FOR": passed} if passed else {}
    asked = RequestFactory().get("/", REMOTE_ADDR=line, **heads)
    assert client_ip(asked) == address == get_client_ip(asked)


def test_who_comes_past_fewer_proxies_is_known_by_the_line(settings: Settings) -> None:
    """A header of the browser's own is not believed because a proxy was expected."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    asked = RequestFactory().get("/", REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR="6.6.6.6")
    assert client_ip(asked) == "203.0.113.9"
