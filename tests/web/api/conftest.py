"""Programs that ask: the clock stands on the day of the cast, and one address is one window."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.platform.keys.factories import made
from thanthien.platform.units.models import Unit
from thanthien.web import limits


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch, now: datetime) -> datetime:
    monkeypatch.setattr(timezone, "now", lambda: now)
    monkeypatch.setattr(limits, "_windows", lambda within: 7)
    return now


class Program:
    """A program of somebody else, with a key or without."""

    def __init__(self, unit: Unit, secret: str = "") -> None:
        self.unit, self.client = unit, Client()
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    def address(self, path: str) -> str:
        return f"/api/v1/units/{self.unit.code}{path}"

    def get(self, path: str = "", *, status: int = 200, **headers: str) -> Any:
        answer = self.ask(path, **headers)
        assert answer.status_code == status, answer.content.decode()
        return answer.json()

    def ask(self, path: str = "", **headers: str) -> Any:
        return self.client.get(self.address(path), headers={**self.headers, **headers})

    def post(self, path: str, body: dict[str, Any], *, status: int = 201, files: bool = False) -> Any:
        kind: dict[str, Any] = {} if files else {"content_type": "application/json"}
        answer = self.client.post(self.address(path), body, headers=self.headers, **kind)
        assert answer.status_code == status, answer.content.decode()
        return answer.json()


@pytest.fixture
def anyone(cast: Cast, frozen: datetime) -> Program:
    return Program(cast.unit)


@pytest.fixture
def sender(cast: Cast, frozen: datetime) -> Program:
    return Program(cast.unit, made(cast, frozen)[1])


@pytest.fixture
def other_sender(cast: Cast, frozen: datetime) -> Program:
    """A program whose key is of another unit, asking about the first."""
    secret = made(cast, frozen, unit=cast.other_unit, actor=cast.other_coordinator)[1]
    return Program(cast.unit, secret)
