"""Which slogans must hang where, and sample numbers: data/outreach.yaml, read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings


class InvalidOutreachData(Exception):
    """The data does not hold together; the message names the place."""


@dataclass(frozen=True, slots=True)
class Required:
    """A slogan that a plan asks for at a place. `text` "" where no plan prints the words.

    `proves`: by the code of a criteria set, the key that its picture proves.
    """

    code: str
    label: str
    place: str
    text: str
    source: str
    measure: str
    proves: dict[str, str]
    lines: str = ""  # where it may be broken when it is printed: "|"


@dataclass(frozen=True, slots=True)
class Definition:
    version: str
    look_days: int
    stale_times: int
    reach_days: int
    words_a_minute: int
    quiet: tuple[tuple[time, time], ...]  # from, until; may pass midnight
    keepers: tuple[str, ...]  # role codes of agencies
    required: dict[str, Required]


def definition() -> Definition:
    """Raises InvalidOutreachData."""
    return _read(settings.REFERENCE_DIR / "outreach.yaml")


@lru_cache(maxsize=4)
def _read(path: Path) -> Definition:
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        required = {row["code"]: Required(**row) for row in data["required"]}
        if len(required) != len(data["required"]):
            raise InvalidOutreachData(f"{path.name}: một mã khẩu hiệu có hai lần.")
        return Definition(
            version=str(data["version"]),
            look_days=int(data["look_days"]),
            stale_times=int(data["stale_times"]),
            reach_days=int(data["reach_days"]),
            words_a_minute=int(data["words_a_minute"]),
            quiet=tuple(
                (time.fromisoformat(one["from"]), time.fromisoformat(one["until"])) for one in data["quiet"]
            ),
            keepers=tuple(data["keepers"]),
            required=required,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidOutreachData(f"{path.name}: thiếu hoặc sai {error}.") from error
