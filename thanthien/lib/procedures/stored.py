"""Procedures as plain data and back, so that an edition is kept whole and read again letter by letter."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from thanthien.lib.procedures.record import Law, Paper, Procedure, Result, Summary, Way

_PARTS: dict[str, type] = {"ways": Way, "papers": Paper, "laws": Law, "results": Result}


def to_data(procedure: Procedure) -> dict[str, Any]:
    """What JSON holds; empty parts are left out."""
    return {key: value for key, value in _plain(asdict(procedure)).items() if value}


def from_data(data: Mapping[str, Any]) -> Procedure:
    """The procedure that `to_data` was given."""
    whole = dict(data)
    for name, kind in _PARTS.items():
        whole[name] = tuple(kind(**one) for one in data.get(name, ()))
    return Procedure(**whole)


def summary_to_data(summary: Summary) -> dict[str, Any]:
    return {key: value for key, value in _plain(asdict(summary)).items() if value}


def summary_from_data(data: Mapping[str, Any]) -> Summary:
    return Summary(**{**data, **{name: tuple(data.get(name, ())) for name in ("bring", "names")}})


def digest(data: Mapping[str, Any]) -> str:
    """sha-256 of plain data, the same whichever order its keys stand in."""
    said = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    return {
        key: [_plain(one) if isinstance(one, dict) else one for one in value]
        if isinstance(value, tuple | list)
        else value
        for key, value in data.items()
    }
