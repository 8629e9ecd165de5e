"""Role codes of agencies: what a criteria set says instead of a name that differs from unit to unit."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

_DATA = Path(__file__).parent / "data" / "agencies.yaml"


@cache
def role_names() -> Mapping[str, tuple[str, ...]]:
    """Role → canonical names that may play it, the usual one first."""
    table = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    names: dict[str, tuple[str, ...]] = {}
    for entry in (*table["agencies"], *table["groups"]):
        if "role" in entry:
            names[entry["role"]] = (*names.get(entry["role"], ()), entry["name"])
    return names


@cache
def group_roles() -> frozenset[str]:
    """Roles that several bodies play together, so that no single agency of a unit stands for them."""
    table = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    grouped = [entry for entry in table["agencies"] if entry.get("group")]
    return frozenset(entry["role"] for entry in (*grouped, *table["groups"]) if "role" in entry)


def role_of(name: str) -> str | None:
    """Role of a canonical name; None where the name has none."""
    return next((role for role, names in role_names().items() if name in names), None)
