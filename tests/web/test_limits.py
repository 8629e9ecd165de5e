"""How often one address does something: by window, by line, and in one store for all processes."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.http import HttpRequest
from django.test import override_settings

from thanthien.web import limits
from thanthien.web.limits import note, noted

SHARED = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "counts": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_counts"},
}
TOLD = "from django.conf import settings; print(settings.CACHES['counts'])"


def asked_from(ip: str) -> HttpRequest:
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = ip
    return request


def test_counted_by_address_by_deed_and_by_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_windows", lambda within: 7)
    one, other = asked_from("10.0.0.1"), asked_from("10.0.0.2")
    assert [note(one, "send") for _ in range(3)] == [1, 2, 3]
    assert note(other, "send") == 1
    assert note(one, "code") == 1
    assert note(one, "send", within=600) == 1
    monkeypatch.setattr(limits, "_windows", lambda within: 8)
    assert noted(one, "send") == 0


def test_one_line_of_ipv6_is_one_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_windows", lambda within: 7)
    assert note(asked_from("2001:db8:1:2::1"), "send") == 1
    assert note(asked_from("2001:db8:1:2:ffff::9"), "send") == 2
    assert note(asked_from("2001:db8:1:3::1"), "send") == 1


def test_no_address_stands_in_the_store_and_windows_cannot_be_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = []
    for window in (7, 8):
        monkeypatch.setattr(limits, "_windows", lambda within, now=window: now)
        keys.append(limits._key(asked_from("10.0.0.1"), "send", 60))
    assert keys[0] != keys[1]
    assert not any("10.0.0.1" in key for key in keys)


@pytest.mark.django_db
def test_in_the_database_all_processes_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_windows", lambda within: 7)
    with override_settings(CACHES=SHARED):
        call_command("createcachetable", verbosity=0)
        assert [note(asked_from("10.0.0.1"), "send") for _ in range(2)] == [1, 2]
        caches.close_all()
        del caches["counts"]  # what another process begins with
        assert noted(asked_from("10.0.0.1"), "send") == 2
        assert note(asked_from("10.0.0.1"), "send") == 3


@pytest.mark.parametrize(
    ("url", "backend"),
    [("", "locmem.LocMemCache"), ("database", "db.DatabaseCache"), ("redis://127.0.0.1:6379/1", "redis.RedisCache")],
)  # fmt: skip
def test_the_store_is_named_by_the_environment(url: str, backend: str) -> None:
    environment = {**os.environ, "CACHE_URL": url, "DJANGO_SETTINGS_MODULE": "thanthien.config.settings"}
    said = subprocess.run(
        [sys.executable, "-c", TOLD], env=environment, capture_output=True, text=True, check=True
    )
    assert f"'django.core.cache.backends.{backend}'" in said.stdout
    assert url in ("", "database") or f"'LOCATION': '{url}'" in said.stdout
