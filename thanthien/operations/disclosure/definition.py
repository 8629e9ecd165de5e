"""What must be public, as `data/disclosure.yaml` tells it: items, clocks, least days of posting, channels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from thanthien.operations.disclosure.models import Channel

NEWS, QUARTER_LIST = "news", "quarter_list"
_RHYTHMS = {"", "week", "month", "quarter"}


class InvalidDisclosureData(Exception):
    """The register does not hold together; the message names the place."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the register. `always`: at any time something of it must be public.

    `legal`: the days of publishing and posting are the law's; of other items nothing is said in its name.
    """

    code: str
    title: str
    title_en: str
    basis: str
    agency: str
    legal: bool
    posting_days: int
    permanent: bool
    loudspeaker_days: int
    channels: tuple[str, ...]
    rhythm: str
    always: bool
    page: str
    business: bool


@dataclass(frozen=True, slots=True)
class Proves:
    """The keys of a criteria set that a posting proves: by what is shown, and by where."""

    items: dict[str, str]
    channels: dict[str, str]


@dataclass(frozen=True, slots=True)
class Definition:
    version: str
    law: str
    publish_days: int
    publish_basis: str
    posting_basis: str
    reception_days: int
    enough: int
    licence: str
    licence_en: str
    items: dict[str, Item]
    criteria: dict[str, Proves]  # by the code of the criteria set


def definition() -> Definition:
    """Raises InvalidDisclosureData."""
    return _read(settings.REFERENCE_DIR / "disclosure.yaml")


def own_item(code: str, title: str) -> Item:
    """An item that a unit named itself: on its page, and nothing more is prescribed."""
    return Item(
        code=code, title=title, title_en="", basis="Nội dung của đơn vị", agency="", legal=False,
        posting_days=0, permanent=False, loudspeaker_days=0, channels=(Channel.PORTAL.value,), rhythm="",
        always=False, page="", business=False,
    )  # fmt: skip


@lru_cache(maxsize=4)
def _read(path: Path) -> Definition:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        items = [_item(row) for row in data["items"]]
        if len({item.code for item in items}) != len(items):
            raise InvalidDisclosureData(f"{path.name}: một mã nội dung có hai lần.")
        return Definition(
            version=str(data["version"]),
            law=str(data["law"]),
            publish_days=int(data["publish_days"]),
            publish_basis=str(data["publish_basis"]),
            posting_basis=str(data["posting_basis"]),
            reception_days=int(data["reception_days"]),
            enough=int(data["enough"]),
            licence=str(data["licence"]),
            licence_en=str(data["licence_en"]),
            items={item.code: item for item in items},
            criteria={
                code: _proves(row, {item.code for item in items}) for code, row in data["criteria"].items()
            },
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidDisclosureData(f"{path.name}: thiếu hoặc sai {error}.") from error


def _proves(row: dict[str, Any], codes: set[str]) -> Proves:
    made = Proves(dict(row["items"]), dict(row["channels"]))
    if set(made.items) - codes or set(made.channels) - set(Channel.values):
        raise InvalidDisclosureData("criteria: nội dung hoặc hình thức không có trong danh mục.")
    return made


def _item(row: dict[str, Any]) -> Item:
    unknown = set(row["channels"]) - set(Channel.values)
    if unknown or row["rhythm"] not in _RHYTHMS:
        raise InvalidDisclosureData(f"{row['code']}: hình thức hoặc kỳ không có trong danh mục.")
    return Item(**{**row, "channels": tuple(row["channels"])})
