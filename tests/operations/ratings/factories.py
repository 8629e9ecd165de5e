"""Counters and tablets as a unit sets them up, and faces as people press them."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from tests.cast import Cast
from thanthien.operations.ratings.actions import new_pairing, pair, register_device
from thanthien.operations.ratings.giving import Given, rate_on_device
from thanthien.operations.ratings.models import Device, Rating
from thanthien.platform.counters.actions import keep_counter
from thanthien.platform.counters.models import Counter


def counter(cast: Cast, at: datetime, name: str = "Quầy 1") -> Counter:
    return keep_counter(actor=cast.coordinator, at=at, unit=cast.unit, name=name, name_en="Counter 1")


def tablet(at_counter: Counter, at: datetime, name: str = "Máy 1") -> tuple[Device, str]:
    """A paired tablet and its token."""
    device = register_device(actor=None, at=at, counter=at_counter, name=name)
    return pair(at=at, typed=new_pairing(actor=None, at=at, device=device))


def given(device: Device, mark: int = 5, /, **more: Any) -> Given:
    return Given(**{"key": str(uuid.uuid4()), "mark": mark, "device": device.code, **more})


def rated(device: Device, token: str, at: datetime, mark: int = 5, **more: Any) -> Rating:
    return rate_on_device(at=at, token=token, given=given(device, mark, **more))
