"""Criteria sets and weight tables as files: what they hold, and how they are read.

A set is a tree (criterion → heading → sub-heading → row) with levels, milestones and, for every
row that is scored, a rule. Points live in the set where its source prints them, otherwise in a
weight table of its own, so that a set without points still tracks tasks and proof.
The file format is `data/criteria/schema.json`; `data/README.md` says where the facts come from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from thanthien.lib.planreader.timing import TimingRule, parse_timing
from thanthien.lib.rules import LevelBand, as_data, levels_from_data, rule_from_data
from thanthien.programme.criteria.consistency import set_problems, walk, weight_problems
from thanthien.programme.criteria.schema_check import schema_problems
from thanthien.programme.criteria.yaml_source import InvalidDefinition, Problem, YamlSource, read_yaml

__all__ = [
    "CriteriaSetDefinition",
    "CriterionDefinition",
    "DecisionDefinition",
    "InvalidDefinition",
    "MilestoneDefinition",
    "Problem",
    "ProductDefinition",
    "WeightTableDefinition",
    "load_definition",
    "load_weights",
]


@dataclass(frozen=True, slots=True)
class DecisionDefinition:
    """The document that issues the set or the points. `date` is None where no source prints it."""

    number: str
    date: date | None
    issuer: str


@dataclass(frozen=True, slots=True)
class MilestoneDefinition:
    """A date of the yearly round: before `day`/`month` (`before`), else during that day or month."""

    code: str
    title: str
    month: int
    day: int | None
    before: bool


@dataclass(frozen=True, slots=True)
class ProductDefinition:
    """What proves a row. `kinds` are evidence kinds: document, picture, report, decision …"""

    code: str
    label: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CriterionDefinition:
    """One node of the tree, with its place in it.

    `order` counts from 0 through the whole tree, depth first; `depth` is 1 for a criterion of the
    top. `number` is the printed number, None for unnumbered rows. `leads` and `coordinators` are
    role codes (`thanthien.lib.planreader.roles`). `rule` is JSON-able data for
    `thanthien.lib.rules.rule_from_data`; a node with children has none, its points are the sum
    below it. `terms` help to recognise the row in other wordings. `points` is None where the set
    prints none.
    """

    key: str
    parent_key: str | None
    number: str | None
    order: int
    depth: int
    title: str
    terms: tuple[str, ...]
    product: ProductDefinition | None
    leads: tuple[str, ...]
    coordinators: tuple[str, ...]
    timing: TimingRule | None
    rule: Mapping[str, Any] | None
    points: Decimal | None
    note: str
    is_leaf: bool


@dataclass(frozen=True, slots=True)
class WeightTableDefinition:
    """Points per row of one set. `points` has every key of the set that has points, parents summed.

    `sample` tables are never a city's own: whatever shows their points shows `title` beside them.
    """

    code: str
    set_code: str
    title: str
    sample: bool
    decision: DecisionDefinition | None
    notes: tuple[str, ...]
    points: Mapping[str, Decimal]
    total: Decimal


@dataclass(frozen=True, slots=True)
class CriteriaSetDefinition:
    """A criteria set. `criteria` lists the whole tree depth first, `levels` from the lowest up."""

    code: str
    title: str
    decision: DecisionDefinition
    province_code: str
    from_year: int
    to_year: int | None
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    level_label: str
    below: str
    total: Decimal
    levels: tuple[LevelBand, ...]
    milestones: tuple[MilestoneDefinition, ...]
    products: tuple[ProductDefinition, ...]
    criteria: tuple[CriterionDefinition, ...]

    def criterion(self, key: str) -> CriterionDefinition:
        """Raises KeyError where the set has no such key."""
        for criterion in self.criteria:
            if criterion.key == key:
                return criterion
        raise KeyError(key)

    def leaves(self) -> tuple[CriterionDefinition, ...]:
        """The rows that are scored themselves."""
        return tuple(criterion for criterion in self.criteria if criterion.is_leaf)

    def children_of(self, key: str | None) -> tuple[CriterionDefinition, ...]:
        """Direct children; of None, the top criteria."""
        return tuple(criterion for criterion in self.criteria if criterion.parent_key == key)

    def summed(self, leaf_points: Mapping[str, Decimal]) -> dict[str, Decimal]:
        """Points of every node from those of the leaves; nodes without any known leaf are left out."""
        points = {leaf.key: leaf_points[leaf.key] for leaf in self.leaves() if leaf.key in leaf_points}
        for criterion in reversed(self.criteria):
            if criterion.key in points and criterion.parent_key is not None:
                so_far = points.get(criterion.parent_key, Decimal(0))
                points[criterion.parent_key] = so_far + points[criterion.key]
        return {
            criterion.key: points[criterion.key] for criterion in self.criteria if criterion.key in points
        }

    def own_weights(self) -> WeightTableDefinition | None:
        """The points printed in the set itself, where they reach the total; None otherwise.

        Rows whose points are unknown are then without points and add nothing.
        """
        known = {leaf.key: leaf.points for leaf in self.leaves() if leaf.points is not None}
        if sum(known.values(), Decimal(0)) != self.total:
            return None
        return WeightTableDefinition(
            code=f"{self.code}-own",
            set_code=self.code,
            title=f"Bảng điểm trong {self.decision.number}",
            sample=False,
            decision=self.decision,
            notes=(),
            points=self.summed(known),
            total=self.total,
        )


def load_definition(source: Path | str) -> CriteriaSetDefinition:
    """Read a criteria set from a file (`Path`) or from YAML text (`str`).

    Raises `InvalidDefinition` with every mistake found, each with its line and key path.
    """
    yaml = read_yaml(source)
    problems = schema_problems(yaml, "set") or set_problems(yaml)
    if problems:
        raise InvalidDefinition(problems, name=yaml.name)
    return _set_from(yaml)


def load_weights(source: Path | str, definition: CriteriaSetDefinition) -> WeightTableDefinition:
    """Read a weight table for `definition`. Raises `InvalidDefinition` as `load_definition` does."""
    yaml = read_yaml(source)
    problems = schema_problems(yaml, "weight_table")
    if not problems:
        parents = {criterion.key: criterion.parent_key for criterion in definition.criteria}
        problems = weight_problems(yaml, definition.code, definition.total, parents)
    if problems:
        raise InvalidDefinition(problems, name=yaml.name)
    data = yaml.data
    leaves = {leaf.key for leaf in definition.leaves()}
    weights = {key: Decimal(value) for key, value in data["weights"].items() if key in leaves}
    return WeightTableDefinition(
        code=data["code"],
        set_code=data["set"],
        title=data["title"],
        sample=data["sample"],
        decision=_decision(data.get("decision")) if data.get("decision") else None,
        notes=tuple(data.get("notes", ())),
        points=definition.summed(weights),
        total=definition.total,
    )


def _set_from(yaml: YamlSource) -> CriteriaSetDefinition:
    data = yaml.data
    products = {
        code: ProductDefinition(code, entry["label"], tuple(entry["kinds"]))
        for code, entry in data.get("products", {}).items()
    }
    return CriteriaSetDefinition(
        code=data["code"],
        title=data["title"],
        decision=_decision(data["decision"]),
        province_code=data["applies"]["province_code"],
        from_year=data["applies"]["from_year"],
        to_year=data["applies"].get("to_year"),
        sources=tuple(data.get("sources", ())),
        notes=tuple(data.get("notes", ())),
        level_label=data["level_label"],
        below=data["below"],
        total=Decimal(data["total"]),
        levels=levels_from_data(data["levels"]),
        milestones=tuple(_milestone(entry) for entry in data.get("milestones", ())),
        products=tuple(products.values()),
        criteria=tuple(_criteria(data, products)),
    )


def _criteria(
    data: Mapping[str, Any], products: Mapping[str, ProductDefinition]
) -> Iterator[CriterionDefinition]:
    for order, visit in enumerate(walk(data)):
        node = visit.node
        timing, points = node.get("timing"), node.get("points")
        yield CriterionDefinition(
            key=node["key"],
            parent_key=visit.parent_key,
            number=node.get("number"),
            order=order,
            depth=visit.depth,
            title=node["title"],
            terms=tuple(node.get("terms", ())),
            product=products[node["product"]] if node.get("product") else None,
            leads=tuple(node.get("leads", ())),
            coordinators=tuple(node.get("coordinators", ())),
            timing=parse_timing(timing) if timing else None,
            rule=as_data(rule_from_data(node["rule"])) if "rule" in node else None,
            points=None if points is None else Decimal(points),
            note=node.get("note", ""),
            is_leaf="children" not in node,
        )


def _decision(entry: Mapping[str, Any]) -> DecisionDefinition:
    issued = entry.get("date")
    return DecisionDefinition(
        entry["number"], date.fromisoformat(issued) if issued else None, entry["issuer"]
    )


def _milestone(entry: Mapping[str, Any]) -> MilestoneDefinition:
    day = entry.get("before") or entry["during"]
    return MilestoneDefinition(entry["code"], entry["title"], day["month"], day.get("day"), "before" in entry)
