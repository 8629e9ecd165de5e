"""Which papers a dossier asks for: `data/dossiers/*.yaml`, or the list the unit or its city made of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from thanthien.assessment.dossier.models import PaperList
from thanthien.platform.units.models import Unit
from thanthien.programme.criteria.queries import adoption_of

CERTAINTY = {"known": "có nguồn", "assumed": "đề xuất"}
_KEYS = {"code", "title", "draws", "required", "certainty", "source"}


class InvalidDossierList(Exception):
    """A file of `data/dossiers` does not hold together; the message names it."""


@dataclass(frozen=True, slots=True)
class Paper:
    """`draws` is the code of a document the program draws up, "" for a paper that comes from elsewhere.

    `certainty`: "known" where a source names the paper, "assumed" where it is our proposal.
    """

    code: str
    title: str
    draws: str = ""
    required: bool = True
    certainty: str = "assumed"
    source: str = ""

    @property
    def certainty_words(self) -> str:
        return CERTAINTY[self.certainty]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class DossierList:
    """`owner` is None for a list of the product."""

    title: str
    note: str
    papers: tuple[Paper, ...]
    province_code: str = ""
    is_sample: bool = False
    version: int = 1
    owner: Unit | None = None


def list_for(unit: Unit, year: int) -> DossierList:
    """The list that holds for a unit: its own, else its city's, else the product's for the province whose
    criteria set it has adopted, else the general one. At most three queries."""
    kept = PaperList.objects.filter(unit_id__in=[unit.pk, unit.parent_id]).select_related("unit")
    newest: dict[int, PaperList] = {}
    for one in kept.order_by("version"):
        newest[one.unit_id] = one
    for owner in (unit.pk, unit.parent_id or 0):
        if owner in newest and newest[owner].papers:
            own = newest[owner]
            papers = tuple(Paper(**paper) for paper in own.papers)
            return DossierList(own.title, "", papers, version=own.version, owner=own.unit)
    return product_list(unit, year)


def product_list(unit: Unit, year: int) -> DossierList:
    """The product's list for a unit, without what anybody made of it."""
    adoption = adoption_of(unit, year)
    province = adoption.criteria_set.province_code if adoption else ""
    lists = product_lists()
    return next(
        (one for one in lists.values() if province and one.province_code == province), lists["default"]
    )


def product_lists() -> dict[str, DossierList]:
    """Every list of the product by the name of its file, the general one called "default"."""
    return _read(settings.REFERENCE_DIR / "dossiers")


@lru_cache(maxsize=4)
def _read(folder: Path) -> dict[str, DossierList]:
    found = {path.name.split(".")[0]: _list(path) for path in sorted(folder.glob("*.yaml"))}
    if "default" not in found:
        raise InvalidDossierList(f"{folder}: thiếu default.yaml.")
    return found


def _list(path: Path) -> DossierList:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        papers = tuple(_paper(row) for row in data["papers"])
        title, version = str(data["title"]), int(data["version"])
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidDossierList(f"{path.name}: {error}") from error
    if len({paper.code for paper in papers}) != len(papers) or not papers:
        raise InvalidDossierList(f"{path.name}: mã văn bản trùng nhau hoặc danh mục trống.")
    return DossierList(
        title,
        str(data.get("note") or ""),
        papers,
        province_code=str(data.get("province_code") or ""),
        is_sample=bool(data.get("sample")),
        version=version,
    )


def _paper(row: dict[str, Any]) -> Paper:
    unknown = set(row) - _KEYS
    if unknown or row.get("certainty") not in CERTAINTY:
        raise ValueError(f"dòng “{row.get('code')}” có khóa lạ hoặc thiếu certainty: {sorted(unknown)}")
    return Paper(**row)
