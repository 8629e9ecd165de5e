"""What a schema cannot say of a criteria file: keys that fit, sums that agree, levels without overlap.

All checks work on the data of the file, so that each problem keeps its line.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from thanthien.lib.planreader.roles import role_names
from thanthien.lib.planreader.timing import parse_timing
from thanthien.lib.rules import RuleError, levels_from_data, rule_from_data
from thanthien.lib.vietnamese import number_vi
from thanthien.programme.criteria.yaml_source import KeyPath, Problem, YamlSource

# 29 February is a day that some years have; a milestone on it would be missed in the others.
_PLAIN_YEAR = 2027


@dataclass(frozen=True, slots=True)
class Visit:
    """A node of the tree on the way through it."""

    node: Mapping[str, Any]
    path: KeyPath
    parent_key: str | None
    depth: int


def walk(data: Mapping[str, Any]) -> Iterator[Visit]:
    """Every criterion of the set, depth first, parents before children."""
    yield from _walk(data["criteria"], ("criteria",), None, 1)


def _walk(
    nodes: Sequence[Mapping[str, Any]], path: KeyPath, parent_key: str | None, depth: int
) -> Iterator[Visit]:
    for index, node in enumerate(nodes):
        here = (*path, index)
        yield Visit(node, here, parent_key, depth)
        yield from _walk(node.get("children", ()), (*here, "children"), node["key"], depth + 1)


def set_problems(source: YamlSource) -> list[Problem]:
    """Problems of a criteria set that already fits the schema, in the order of the file."""
    found = [
        *_frame_problems(source),
        *_level_problems(source),
        *_key_problems(source),
        *_row_problems(source),
        *_point_problems(source),
    ]
    return sorted(found, key=lambda problem: problem.line or 0)


def _frame_problems(source: YamlSource) -> Iterator[Problem]:
    data = source.data
    applies = data["applies"]
    to_year = applies.get("to_year")
    if to_year is not None and to_year < applies["from_year"]:
        yield source.problem(("applies", "to_year"), "năm cuối đứng trước năm đầu")
    issued = data["decision"].get("date")
    if issued is not None and not _is_date(issued):
        yield source.problem(("decision", "date"), f"không có ngày {issued}")
    codes: set[str] = set()
    for index, milestone in enumerate(data.get("milestones", ())):
        path: KeyPath = ("milestones", index)
        if milestone["code"] in codes:
            yield source.problem((*path, "code"), f"mốc “{milestone['code']}” ghi hai lần")
        codes.add(milestone["code"])
        yield from _milestone_problems(source, milestone, path)


def _milestone_problems(source: YamlSource, milestone: Mapping[str, Any], path: KeyPath) -> Iterator[Problem]:
    word = "before" if "before" in milestone else "during"
    day = milestone[word]
    if word == "before" and "day" not in day:
        yield source.problem((*path, word), "mốc “before” cần cả ngày (day) và tháng (month)")
    if day.get("day", 1) > monthrange(_PLAIN_YEAR, day["month"])[1]:
        yield source.problem((*path, word), f"tháng {day['month']} không có ngày {day['day']}")


def _level_problems(source: YamlSource) -> Iterator[Problem]:
    labels: set[str] = set()
    for index, level in enumerate(source.data["levels"]):
        if level["label"] in labels:
            yield source.problem(("levels", index, "label"), f"tên “{level['label']}” ghi hai lần")
        labels.add(level["label"])
    try:
        top = levels_from_data(source.data["levels"])[-1]
    except RuleError as error:
        yield source.problem(("levels",), error.message)
        return
    total = Decimal(source.data["total"])
    if top.maximum is not None and (top.maximum != total or not top.includes_maximum):
        message = (
            f"“{top.label}” là mức cao nhất, phải đến hết {number_vi(total)} điểm (includes_maximum: true)"
        )
        yield source.problem(("levels",), message)


def _key_problems(source: YamlSource) -> Iterator[Problem]:
    first: dict[str, int | None] = {}
    for visit in walk(source.data):
        key, path = visit.node["key"], (*visit.path, "key")
        if key in first:
            yield source.problem(path, f"mã “{key}” đã dùng ở dòng {first[key]}")
        first.setdefault(key, source.line_of(path))
        parent = visit.parent_key
        if parent is None and ("." in key or "#" in key):
            yield source.problem(path, f"mã “{key}” của nội dung ngoài cùng phải là số La Mã, như I, II")
        if parent is not None and not _is_child(key, parent):
            yield source.problem(
                path, f"mã “{key}” không nằm dưới “{parent}” (cần {parent}.1 hoặc {parent}#1)"
            )


def _is_child(key: str, parent: str) -> bool:
    rest = key.removeprefix(parent)
    return rest != key and rest[:1] in {".", "#"} and rest[1:].isdigit()


def _row_problems(source: YamlSource) -> Iterator[Problem]:
    products = source.data.get("products", {})
    for visit in walk(source.data):
        node, key = visit.node, visit.node["key"]
        if node.get("product") is not None and node["product"] not in products:
            message = f"{key}: sản phẩm “{node['product']}” chưa khai trong products"
            yield source.problem((*visit.path, "product"), message)
        if "timing" in node and parse_timing(node["timing"]).kind == "unknown":
            message = f"{key}: chưa hiểu thời gian “{node['timing']}” (ví dụ: Thường xuyên, Quý IV, Tháng 12)"
            yield source.problem((*visit.path, "timing"), message)
        if "children" in node and "rule" in node:
            yield source.problem(
                (*visit.path, "rule"), f"{key}: nội dung có mục con thì không có cách tính riêng"
            )
        if "children" not in node and "rule" not in node:
            yield source.problem(visit.path, f"{key}: thiếu cách tính (rule)")
        for word in ("leads", "coordinators"):
            for place, role in enumerate(node.get(word, ())):
                if role not in role_names():
                    message = f"{key}: không có vai trò “{role}”; các vai trò: {', '.join(role_names())}"
                    yield source.problem((*visit.path, word, place), message)
        if "rule" in node:
            yield from _rule_problems(source, node, (*visit.path, "rule"))


def _rule_problems(source: YamlSource, node: Mapping[str, Any], path: KeyPath) -> Iterator[Problem]:
    try:
        rule_from_data(node["rule"])
    except RuleError as error:
        # lib.rules counts parts from 1; the file's own paths count from 0.
        steps = [int(step) - 1 if step.isdigit() else step for step in re.findall(r"[a-z_]+|\d+", error.key)]
        yield source.problem((*path, *steps), f"{node['key']}: {error.message}")


def _point_problems(source: YamlSource) -> Iterator[Problem]:
    """Points given in the set: a parent's equals the sum below it, and nothing passes the total."""
    total = Decimal(source.data["total"])
    known = {visit.node["key"]: visit for visit in walk(source.data) if visit.node.get("points") is not None}
    children: dict[str | None, list[Visit]] = defaultdict(list)
    for visit in walk(source.data):
        children[visit.parent_key].append(visit)
    for key, visit in known.items():
        below = children[key]
        if not below:
            continue
        path = (*visit.path, "points")
        if any(child.node["key"] not in known for child in below):
            yield source.problem(path, f"{key} có điểm mà nội dung con chưa đủ điểm")
            continue
        added = sum((Decimal(child.node["points"]) for child in below), Decimal(0))
        if added != visit.node["points"]:
            yield source.problem(path, _sum_message(key, Decimal(visit.node["points"]), added))
    for visit in known.values():
        yield from _fine_problems(source, (*visit.path, "points"), visit.node["key"], visit.node["points"])
    leaves = sum((Decimal(v.node["points"]) for key, v in known.items() if not children[key]), Decimal(0))
    if leaves > total:
        message = f"cộng điểm các nội dung được {number_vi(leaves)}, quá tổng {number_vi(total)}"
        yield source.problem(("criteria",), message)


def _fine_problems(source: YamlSource, path: KeyPath, key: str, points: Decimal | int) -> Iterator[Problem]:
    if points != round(Decimal(points), 2):
        yield source.problem(path, f"{key}: điểm chỉ có tối đa hai chữ số thập phân")


def weight_problems(
    source: YamlSource, set_code: str, total: Decimal, parents: Mapping[str, str | None]
) -> list[Problem]:
    """Problems of a weight table against a set given by its code, total and key → parent key."""
    found = [*_table_problems(source, set_code), *_weight_problems(source, total, parents)]
    return sorted(found, key=lambda problem: problem.line or 0)


def _table_problems(source: YamlSource, set_code: str) -> Iterator[Problem]:
    data = source.data
    if data["set"] != set_code:
        yield source.problem(("set",), f"bảng điểm của bộ “{data['set']}”, không phải của bộ “{set_code}”")
    if data["sample"] and "điểm mẫu" not in data["title"].lower():
        yield source.problem(("title",), "bảng điểm mẫu phải có chữ “Điểm mẫu” trong tên")
    if data["sample"] and data.get("decision"):
        yield source.problem(("decision",), "bảng điểm mẫu không được ghi văn bản ban hành")
    if not data["sample"] and not data.get("decision"):
        yield source.problem((), "thiếu văn bản ban hành bảng điểm (decision)")
    issued = (data.get("decision") or {}).get("date")
    if issued is not None and not _is_date(issued):
        yield source.problem(("decision", "date"), f"không có ngày {issued}")


def _weight_problems(
    source: YamlSource, total: Decimal, parents: Mapping[str, str | None]
) -> Iterator[Problem]:
    weights: dict[str, Decimal] = {key: Decimal(value) for key, value in source.data["weights"].items()}
    for key, points in weights.items():
        yield from _fine_problems(source, ("weights", key), key, points)
        if key not in parents:
            yield source.problem(("weights", key), f"bộ tiêu chí không có nội dung “{key}”")
    inner = {parent for parent in parents.values() if parent is not None}
    missing = [key for key in parents if key not in inner and key not in weights]
    if missing:
        yield source.problem(("weights",), f"còn thiếu điểm của {len(missing)} nội dung: {_listed(missing)}")
        return
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for key in reversed(list(parents)):
        parent = parents[key]
        if parent is not None:
            sums[parent] += sums[key] if key in inner else weights[key]
    for key in inner & weights.keys():
        if weights[key] != sums[key]:
            yield source.problem(("weights", key), _sum_message(key, weights[key], sums[key]))
    added = sum(
        (sums[key] if key in inner else weights[key] for key in parents if parents[key] is None), Decimal(0)
    )
    if added != total:
        message = f"cộng các nội dung được {number_vi(added)} điểm, phải đúng {number_vi(total)} điểm"
        yield source.problem(("weights",), message)


def _sum_message(key: str, printed: Decimal, added: Decimal) -> str:
    return f"{key} ghi {number_vi(printed)} điểm, các nội dung con cộng lại được {number_vi(added)}"


def _listed(keys: Sequence[str]) -> str:
    return ", ".join(keys[:8]) + (f" … và {len(keys) - 8} nội dung nữa" if len(keys) > 8 else "")


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
