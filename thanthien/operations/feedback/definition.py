"""The legal paths, their clocks, the categories: data/feedback.yaml, read once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any

import yaml
from django.conf import settings

from thanthien.operations.feedback.models import Count, Path


class InvalidFeedbackData(Exception):
    """The file does not hold together; the message names the place."""


@dataclass(frozen=True, slots=True)
class Term:
    """So many days, counted as working days or one after the other. `is_sample`: no law prints it."""

    days: int
    count: str = Count.WORKDAYS
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class Law:
    """The clocks of one legal path. `extend_times` 0: it cannot be extended."""

    path: str
    receive: Term
    answer: Term
    complex: Term | None
    refuse: Term
    extend_days: int
    extend_times: int
    takes_anonymous: bool
    basis: str


@dataclass(frozen=True, slots=True)
class Category:
    code: str
    label: str
    label_en: str
    agency: str  # role code of the agency that usually handles it
    is_protected: bool = False
    words: tuple[str, ...] = ()  # tell the category where the sender named none


@dataclass(frozen=True, slots=True)
class Emergency:
    number: str
    label: str
    label_en: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    version: str
    laws: dict[str, Law]
    ask: Term
    publish: Term
    reopen: Term
    categories: dict[str, Category] = field(default_factory=dict)
    emergencies: tuple[Emergency, ...] = ()


def definition() -> Definition:
    """Raises InvalidFeedbackData."""
    return _read(settings.REFERENCE_DIR)


@lru_cache(maxsize=4)
def _read(folder: FilePath) -> Definition:
    path = folder / "feedback.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        laws = {key: _law(key, row) for key, row in data["paths"].items()}
        if set(laws) != set(Path.values):
            raise InvalidFeedbackData(f"{path.name}: paths phải có đủ {', '.join(Path.values)}.")
        return Definition(
            version=str(data["version"]),
            laws=laws,
            ask=_term(data["ask"]),
            publish=_term(data["publish"]),
            reopen=_term(data["reopen"]),
            categories={row["code"]: _category(row) for row in data["categories"]},
            emergencies=tuple(
                Emergency(row["number"], row["label"], row["label_en"], tuple(row["words"]))
                for row in data["emergencies"]
            ),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidFeedbackData(f"{path.name}: thiếu hoặc sai {error}.") from error


def _law(path: str, row: dict[str, Any]) -> Law:
    return Law(
        path=path,
        receive=_term(row["receive"]),
        answer=_term(row["answer"]),
        complex=_term(row["complex"]) if "complex" in row else None,
        refuse=_term(row["refuse"]),
        extend_days=int(row["extend"]["days"]),
        extend_times=int(row["extend"]["times"]),
        takes_anonymous=bool(row["anonymous"]),
        basis=str(row["basis"]),
    )


def _term(row: dict[str, Any]) -> Term:
    return Term(int(row["days"]), str(Count(row["count"])), bool(row.get("sample", False)))


def _category(row: dict[str, Any]) -> Category:
    return Category(
        row["code"], row["label"], row["label_en"], row["agency"], bool(row.get("protected", False)),
        tuple(row.get("words", ())),
    )  # fmt: skip
