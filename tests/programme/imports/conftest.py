"""Readings made the way the page makes them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from tests.cast import Cast
from tests.programme.imports.plans import TABLE_PLAN
from thanthien.platform.files.actions import keep_file
from thanthien.programme.imports.actions import hand_in
from thanthien.programme.imports.models import PlanReading

HandIn = Callable[..., PlanReading]


@pytest.fixture
def handed_in(cast: Cast, now: datetime) -> HandIn:
    """`handed_in(text)` is a reading of that text by the coordinator; the queue runs at once in tests."""

    def hand(
        text: str | bytes = TABLE_PLAN, *, year: int = 2026, filename: str = "ke-hoach.txt"
    ) -> PlanReading:
        data = text.encode() if isinstance(text, str) else text
        file = keep_file(data=data, at=now)
        return hand_in(
            actor=cast.coordinator, at=now, unit=cast.unit, year=year, file=file, filename=filename
        )

    return hand
