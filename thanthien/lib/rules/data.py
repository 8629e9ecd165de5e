"""Rules from plain data and back."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from difflib import get_close_matches
from typing import Any, get_type_hints

from thanthien.lib.rules.kinds import AllOf, Count, Deduction, Evidence, Judged, Part, Ratio, Rule, Survey
from thanthien.lib.rules.values import Codec, RuleError, read_decimal, write_decimal

_PLAIN_KINDS: dict[str, type[Evidence | Ratio | Count | Deduction | Survey | Judged]] = {
    "evidence": Evidence,
    "ratio": Ratio,
    "count": Count,
    "deduction": Deduction,
    "survey": Survey,
    "judged": Judged,
}


def _codecs_of(cls: type[Any]) -> dict[str, Codec]:
    """The codec of each field that data may give, from its annotation."""
    hints = get_type_hints(cls, include_extras=True)
    return {field.name: hints[field.name].__metadata__[0] for field in fields(cls) if field.init}


_CODECS = {kind: _codecs_of(cls) for kind, cls in _PLAIN_KINDS.items()}
_WEIGHT = Codec(read_decimal, write_decimal)
RULE_KINDS = (*_PLAIN_KINDS, "all_of")


def rule_from_data(data: object) -> Rule:
    """The rule that a mapping describes (format: see the package's docstring).

    Raises RuleError naming the key that is missing, unknown or wrong.
    """
    if not isinstance(data, Mapping):
        raise RuleError("rule", "cần một ánh xạ có khoá kind")
    kind = data.get("kind")
    if kind == "all_of":
        return _all_of(data)
    if not isinstance(kind, str) or kind not in _PLAIN_KINDS:
        said = "thiếu khoá này" if kind is None else f"không có loại quy tắc {kind!r}"
        raise RuleError("kind", f"{said}; các loại: {', '.join(RULE_KINDS)}")
    cls = _PLAIN_KINDS[kind]
    codecs = _CODECS[kind]
    _refuse_unknown(data, {"kind", *codecs})
    given = {name: _read(codecs[name], data[name], name) for name in codecs if name in data}
    for field in fields(cls):
        if field.init and field.default is MISSING and field.name not in given:
            raise RuleError(field.name, "thiếu khoá này")
    return cls(**given)


def as_data(rule: Rule) -> dict[str, Any]:
    """The mapping that reads back as the same rule; keys at their default are left out."""
    written: dict[str, Any] = {"kind": rule.kind}
    if isinstance(rule, AllOf):
        if rule.mode != "sum":
            written["mode"] = rule.mode
        if rule.unmeasured != "zero":
            written["unmeasured"] = rule.unmeasured
        written["parts"] = [_part_data(part) for part in rule.parts]
        return written
    codecs = _CODECS[rule.kind]
    for field in fields(rule):
        value = getattr(rule, field.name)
        if field.init and value != field.default:
            written[field.name] = codecs[field.name].write(value)
    return written


def _read(codec: Codec, value: object, name: str) -> Any:
    try:
        return codec.read(value)
    except ValueError as error:
        raise RuleError(name, str(error)) from None


def _refuse_unknown(data: Mapping[str, Any], known: set[str]) -> None:
    for name in data:
        if name not in known:
            close = get_close_matches(str(name), known, n=1)
            hint = (
                f"; có phải là {close[0]}?"
                if close
                else f"; các khoá có thể dùng: {', '.join(sorted(known))}"
            )
            raise RuleError(str(name), f"không có khoá này{hint}")


def proof_period(data: Mapping[str, Any] | None) -> str:
    """The `per` of the rule, or of the part of it, that asks for proof or a number of times; "" where none does."""
    asked = data or {}
    if asked.get("kind") == "all_of":
        parts = [part.get("rule") for part in asked.get("parts", ())]
        proofs = [part for part in parts if part and not part.get("measure")]
        return next((found for part in proofs if (found := proof_period(part))), "")
    return str(asked.get("per", "")) if asked.get("kind") in ("evidence", "count") else ""


def _all_of(data: Mapping[str, Any]) -> AllOf:
    _refuse_unknown(data, {"kind", "mode", "unmeasured", "parts"})
    mode = data.get("mode", "sum")
    if mode not in ("sum", "least", "most"):
        raise RuleError("mode", f"chỉ nhận sum, least, most; không nhận {mode!r}")
    unmeasured = data.get("unmeasured", "zero")
    if unmeasured not in ("zero", "left_out"):
        raise RuleError("unmeasured", f"chỉ nhận zero, left_out; không nhận {unmeasured!r}")
    parts = data.get("parts")
    if not isinstance(parts, list):
        raise RuleError("parts", "cần một danh sách các phần {weight, label, rule}")
    return AllOf(
        parts=tuple(_part(part, f"parts[{n}]") for n, part in enumerate(parts, 1)),
        mode=mode,
        unmeasured=unmeasured,
    )


def _part(data: object, where: str) -> Part:
    if not isinstance(data, Mapping):
        raise RuleError(where, "cần một ánh xạ có khoá rule")
    try:
        _refuse_unknown(data, {"weight", "label", "rule"})
        weight = _read(_WEIGHT, data.get("weight", 1), "weight")
        rule = _part_rule(data.get("rule"))
        return Part(rule, weight, str(data.get("label", "")))
    except RuleError as error:
        raise error.inside(where) from None


def _part_rule(value: object) -> Rule:
    if value is None:
        raise RuleError("rule", "thiếu khoá này")
    try:
        return rule_from_data(value)
    except RuleError as error:
        raise (error if error.key == "rule" else error.inside("rule")) from None


def _part_data(part: Part) -> dict[str, Any]:
    written: dict[str, Any] = {}
    if part.weight != 1:
        written["weight"] = write_decimal(part.weight)
    if part.label:
        written["label"] = part.label
    return {**written, "rule": as_data(part.rule)}
