"""A hall that is open: nine o'clock on a Wednesday, two counters, nothing remembered, no limit reached."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.utils import timezone

from tests.cast import NOW, Cast
from tests.operations.queueing.factories import HallOfTwo, hall
from thanthien.web import limits


@pytest.fixture(autouse=True)
def nine_on_a_wednesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    monkeypatch.setattr(limits, "_windows", lambda within: 29_000_000)
    for cache in caches.all():
        cache.clear()


@pytest.fixture
def hot(cast: Cast) -> HallOfTwo:
    return hall(cast)
