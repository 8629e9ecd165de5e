"""Catalogues to search: names of procedures as they are printed, and what people ask."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from thanthien.lib.lookup import Catalogue, Record, Speech, read_speech

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
REAL = ROOT.parent / "shared/data/procedures_commune_level_2026.jsonl"


@cache
def data(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


@cache
def speech() -> Speech:
    return read_speech(yaml.safe_load((ROOT / "data/procedures/words.yaml").read_text(encoding="utf-8")))


@cache
def names() -> dict[str, str]:
    """Code → name of those that are asked for in the tests, and some beside them."""
    return {str(code): str(name) for code, name in data("names.yaml").items()}


@cache
def catalogue() -> Catalogue:
    return Catalogue([Record(code, name) for code, name in names().items()], speech())


@cache
def real_names() -> dict[str, str]:
    rows = map(json.loads, REAL.read_text(encoding="utf-8").splitlines())
    return {row["ma_thu_tuc"]: " ".join(row["ten_thu_tuc"].split()) for row in rows}


@cache
def real_catalogue() -> Catalogue:
    return Catalogue([Record(code, name) for code, name in real_names().items()], speech())


def same_name(named: dict[str, str]) -> dict[str, frozenset[str]]:
    """Code → the codes under which the same name stands: the national catalogue has some twice."""
    by_name: dict[str, set[str]] = {}
    for code, name in named.items():
        by_name.setdefault(name.casefold(), set()).add(code)
    return {code: frozenset(by_name[name.casefold()]) for code, name in named.items()}
