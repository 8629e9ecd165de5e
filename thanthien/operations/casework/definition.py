"""The samples and words a unit starts from: data/casework.yaml, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from thanthien.lib.rules.case_times import Hours
from thanthien.lib.vietnamese import search_key


@dataclass(frozen=True, slots=True)
class Definition:
    """`columns`, `states`, `channels`: what a file may say, as a search key → the field or the code."""

    hours: tuple[Hours, Hours]  # morning, afternoon
    soon_workdays: int
    apology_days: int
    result_message_days: int
    keep_file_days: int
    repeated_times: int
    repeated_days: tuple[int, ...]
    columns: Mapping[str, str]
    states: Mapping[str, str]
    channels: Mapping[str, str]


def definition() -> Definition:
    return _read(settings.REFERENCE_DIR / "casework.yaml")


@lru_cache(maxsize=2000)
def words_key(text: str) -> str:
    """What two spellings of a header or a state have in common."""
    return search_key(text).replace(" ", "")


@lru_cache(maxsize=4)
def _read(path: Path) -> Definition:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    morning, afternoon = (_span(data["hours"][part]) for part in ("morning", "afternoon"))
    return Definition(
        hours=(morning, afternoon),
        soon_workdays=int(data["soon_workdays"]),
        apology_days=int(data["apology_days"]),
        result_message_days=int(data["result_message_days"]),
        keep_file_days=int(data["keep_file_days"]),
        repeated_times=int(data["repeated"]["times"]),
        repeated_days=tuple(data["repeated"]["days"]),
        columns=_by_words(data["columns"]),
        states=_by_words(data["states"]),
        channels=_by_words(data["channels"]),
    )


def _span(pair: list[str]) -> Hours:
    return time.fromisoformat(pair[0]), time.fromisoformat(pair[1])


def _by_words(table: dict[str, list[Any]]) -> dict[str, str]:
    return {words_key(str(words)): code for code, said in table.items() for words in said}
