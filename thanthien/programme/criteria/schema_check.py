"""Definition files against `data/criteria/schema.json`, with messages a person can act on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from thanthien.programme.criteria.yaml_source import KeyPath, Problem, YamlSource

Shape = Literal["set", "weight_table"]

SCHEMA_FILE = Path(__file__).resolve().parents[3] / "data" / "criteria" / "schema.json"
_TYPES = {
    "object": "một nhóm khóa",
    "array": "một danh sách",
    "string": "chữ (số và ngày thì đặt trong dấu nháy)",
    "number": "số",
    "integer": "số nguyên",
    "boolean": "true hoặc false",
    "null": "để trống (null)",
}
_PATTERNS = {
    "^[a-z0-9]+([-_][a-z0-9]+)*$": "chỉ gồm chữ thường không dấu, số, gạch nối, gạch dưới",
    "^[IVX]{1,5}(\\.[0-9]{1,2}){0,3}(#[0-9]{1,2})?$": "mã nội dung có dạng I, I.1, II.7.2 hoặc I.1#3",
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "ngày có dạng năm-tháng-ngày, như 2025-12-11",
    "^[0-9]{2}$": "mã tỉnh, thành phố gồm hai chữ số, đặt trong dấu nháy",
}


@cache
def _validator(shape: Shape) -> Draft202012Validator:
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator({"$defs": schema["$defs"], "$ref": f"#/$defs/{shape}"})


def schema_problems(source: YamlSource, shape: Shape) -> list[Problem]:
    """Every place where the file breaks the schema, in the order of the file."""
    found = [
        source.problem(path, message)
        for error in _validator(shape).iter_errors(source.data)
        for path, message in _told(error)
    ]
    return sorted(dict.fromkeys(found), key=lambda problem: (problem.line or 0, problem.path))


def _told(error: ValidationError) -> Iterator[tuple[KeyPath, str]]:
    path: KeyPath = tuple(error.absolute_path)
    name, instance, wanted = str(error.validator), _instance(error), _wanted(error)
    if name == "additionalProperties":
        allowed = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
        for key in sorted(set(instance) - set(allowed)):
            yield (*path, key), f"không có khóa “{key}” ở đây; các khóa dùng được: {', '.join(allowed)}"
    elif name == "required":
        for key in wanted:
            if key not in instance:
                yield path, f"thiếu khóa “{key}”"
    elif name in {"oneOf", "anyOf"}:
        inner = [child for child in error.context or () if child.validator != "type"]
        yield from _told(inner[0]) if inner else [(path, "giá trị không đúng kiểu: cần số hoặc để trống")]
    else:
        yield path, _MESSAGES.get(name, _other)(instance, wanted)


def _instance(error: ValidationError) -> Any:
    return error.instance


def _wanted(error: ValidationError) -> Any:
    return error.validator_value


def _type(instance: Any, wanted: Any) -> str:
    return f"cần {_TYPES.get(wanted, wanted)}, đang ghi “{_shown(instance)}”"


def _pattern(instance: Any, wanted: Any) -> str:
    hint = _PATTERNS.get(wanted, "không đúng dạng, hãy bỏ dấu cách thừa")
    return f"“{_shown(instance)}” chưa đúng: {hint}"


def _enum(instance: Any, wanted: Any) -> str:
    return f"“{_shown(instance)}” không có trong danh mục: {', '.join(map(str, wanted))}"


def _const(instance: Any, wanted: Any) -> str:
    return f"chỉ nhận giá trị {wanted}, đang ghi “{_shown(instance)}”"


def _minimum(instance: Any, wanted: Any) -> str:
    return f"không được nhỏ hơn {wanted}, đang ghi {_shown(instance)}"


def _maximum(instance: Any, wanted: Any) -> str:
    return f"không được lớn hơn {wanted}, đang ghi {_shown(instance)}"


def _too_few(instance: Any, wanted: Any) -> str:
    return f"cần ít nhất {wanted} mục, đang có {len(instance)}" if instance else "không được để trống"


def _too_many(instance: Any, wanted: Any) -> str:
    return f"dài quá: nhiều nhất {wanted}, đang có {len(instance)}"


def _unique(_instance: Any, _wanted: Any) -> str:
    return "danh sách có mục ghi hai lần"


def _other(instance: Any, _wanted: Any) -> str:
    return f"giá trị “{_shown(instance)}” chưa đúng mẫu"


def _shown(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= 60 else text[:57] + "…"


_MESSAGES: dict[str, Callable[[Any, Any], str]] = {
    "type": _type,
    "pattern": _pattern,
    "enum": _enum,
    "const": _const,
    "minimum": _minimum,
    "maximum": _maximum,
    "minItems": _too_few,
    "minLength": _too_few,
    "minProperties": _too_few,
    "maxItems": _too_many,
    "maxLength": _too_many,
    "maxProperties": _too_many,
    "uniqueItems": _unique,
}
