"""A score frozen: canonical JSON and its hash, and what is read out of it again. Pure, plain data.

The shape (`workflows/rounds` makes it from a score sheet, this room only keeps it):

    {"format": 1, "unit": {code, name}, "year", "as_of": ISO day,
     "criteria_set": {code, version, title, decision, source_sha256},
     "weights": {code, version, title, is_sample, points_sha256} or None,
     "levels": [{level, label, minimum, maximum}], "below": "Không đạt chuẩn",
     "registered": {level, date, document_number, late} or None,
     "total": {"live": "71.5", "self": "72", "maximum": "100"}  (values None without points),
     "criteria": [{key, parent, number, title, maximum, live, self, self_reason, why, is_leaf,
                   records: [{kind, id, label, date, state, agency}]}],
     "proofs": {"12": {title, date, sha256, filename, url, task_id, agency}}}

Points are strings of decimals, so that nothing is lost between writing and reading.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

FORMAT = 1


def canonical(data: Mapping[str, Any]) -> str:
    """The one way to write plain data as text: keys sorted, no spaces, Vietnamese letters as they are."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def decimal_of(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def text_of(value: Decimal | None) -> str | None:
    """ "6.5" for 6.50: equal points are written alike."""
    if value is None:
        return None
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def leaves_of(snapshot: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows that are scored: with a maximum, and not left out of the total; in the order of the tree."""
    return [
        row
        for row in snapshot["criteria"]
        if row["is_leaf"] and row["maximum"] is not None and row["live"] is not None
    ]


def level_by_points(snapshot: Mapping[str, Any], total: Decimal | None) -> tuple[int | None, str]:
    """(level, what it is called) of a total by the bands of the snapshot; (None, "below") under every band."""
    if total is not None:
        for band in sorted(snapshot["levels"], key=lambda b: Decimal(b["minimum"]), reverse=True):
            if total >= Decimal(band["minimum"]):
                return int(band["level"]), str(band["label"])
    return None, str(snapshot["below"])


def on_scale(rows: Iterable[tuple[Decimal, Decimal]], scale: Decimal) -> Decimal:
    """The total of (points, maximum) rows on the whole scale: rows left out stretch the others."""
    given = list(rows)
    points = sum((one for one, _ in given), Decimal(0))
    maximum = sum((whole for _, whole in given), Decimal(0))
    if not maximum or maximum == scale:
        return points
    return (points * scale / maximum).quantize(Decimal("0.01"))


def totals_of(snapshot: Mapping[str, Any]) -> dict[str, Decimal | None]:
    """The totals of a snapshot as numbers: `live`, `self`, `maximum`."""
    return {name: decimal_of(value) for name, value in snapshot["total"].items()}
