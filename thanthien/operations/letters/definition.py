"""Templates of letters, days of greetings, which criteria are proven: data/letters.yaml, read and checked once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

FIELD = re.compile(r"«([^«»]{1,60})»")


@dataclass(frozen=True, slots=True)
class Template:
    """`other`, `deed`: what the person beside the recipient, the deed, is called; "" where there is none."""

    code: str
    kind: str
    name: str
    subject: str
    text: str
    other: str = ""
    deed: str = ""
    occasion: bool = False


@dataclass(frozen=True, slots=True)
class GreetingDay:
    code: str
    name: str
    day_off: str  # how the name of the day off begins


@dataclass(frozen=True, slots=True)
class Definition:
    symbol: str
    fields: dict[str, str]
    templates: dict[str, Template]
    greetings: dict[str, GreetingDay]
    greeting_text: str
    remind_days: int
    condolence_days: int
    procedures: dict[str, tuple[str, ...]]  # template → beginnings of procedures' names
    criteria: dict[str, dict[str, str]]  # criteria set → work → key

    def template(self, code: str) -> Template | None:
        return self.templates.get(code)


class BadLetters(Exception):
    """data/letters.yaml says something that cannot be."""


def definition() -> Definition:
    return _read(settings.REFERENCE_DIR / "letters.yaml")


@lru_cache(maxsize=4)
def _read(path: Path) -> Definition:
    return read_definition(yaml.safe_load(path.read_text(encoding="utf-8")))


def read_definition(data: dict[str, Any]) -> Definition:
    """Raises BadLetters naming a template that asks for a field nobody fills."""
    templates = {one["code"]: Template(**one) for one in data["templates"]}
    fields = dict(data["fields"])
    for one in templates.values():
        if unknown := [name for name in FIELD.findall(one.text) if name not in fields]:
            raise BadLetters(f"{one.code}: {unknown[0]}")
    greetings = {one["code"]: GreetingDay(**one) for one in data["greetings"]}
    return Definition(
        symbol=data["symbol"],
        fields=fields,
        templates=templates,
        greetings=greetings,
        greeting_text=data["greeting_text"].strip(),
        remind_days=int(data["remind_days"]),
        condolence_days=int(data["condolence_days"]),
        procedures={code: tuple(names) for code, names in data["procedures"].items()},
        criteria={code: dict(keys) for code, keys in data["criteria"].items()},
    )
