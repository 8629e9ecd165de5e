"""What a rule reads: kinds of rule within it, the measures it names with what they have to reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from thanthien.lib.rules import AllOf, Count, Deduction, Judged, Ratio, Rule, Survey, rule_from_data
from thanthien.lib.vietnamese import number_vi, percent_vi

OP_SAID = {">": "trên", ">=": "từ", "=": "đúng", "<=": "không quá", "<": "dưới"}


@dataclass(frozen=True, slots=True)
class Need:
    """A measure that a rule reads. `asked` is said as people say it ("từ 90%"), "" where nothing is fixed."""

    code: str
    label: str
    asked: str
    threshold: Decimal | None


def rule_of(data: dict[str, Any] | None) -> Rule:
    """The rule of a row; a row without one is for a person to judge. Raises RuleError."""
    return rule_from_data(data) if data else Judged()


def simple_rules(rule: Rule, label: str = "") -> Iterator[tuple[Rule, str]]:
    """The rules a rule is made of, with the label of the part; the rule itself where it is simple."""
    if isinstance(rule, AllOf):
        for part in rule.parts:
            yield from simple_rules(part.rule, part.label or label)
    else:
        yield rule, label


def kinds_of(rule: Rule) -> frozenset[str]:
    return frozenset(one.kind for one, _ in simple_rules(rule))


def guide_of(rule: Rule) -> str:
    return next((one.guide for one, _ in simple_rules(rule) if isinstance(one, Judged)), "")


def needs_of(rule: Rule) -> list[Need]:
    """The measures and surveys a rule reads, in its order."""
    found = [_need(one, label) for one, label in simple_rules(rule)]
    return [need for need in found if need is not None]


def _need(rule: Rule, label: str) -> Need | None:
    match rule:
        case Ratio():
            bound = rule.threshold if rule.threshold is not None else rule.bands[0].at
            return Need(rule.measure, label, f"{OP_SAID[rule.op]} {percent_vi(bound)}", bound)
        case Survey():
            bound = rule.threshold if rule.threshold is not None else rule.bands[0].at
            return Need(rule.survey, label, f"từ {percent_vi(bound)}", bound)
        case Deduction():
            return Need(rule.measure, label, f"không có {rule.noun} nào", None)
        case Count() if rule.measure:
            return Need(rule.measure, label, f"ít nhất {number_vi(rule.at_least)} {rule.noun} mỗi kỳ", None)
    return None
