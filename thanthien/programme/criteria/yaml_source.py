"""YAML that people edit by hand, read so that every mistake can be shown with its line.

A narrow YAML: no anchors or aliases (a small file cannot blow up in memory), no dates,
no "yes/no", no duplicate keys. Numbers with a decimal part become `Decimal`, so that
points never pass through binary floats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from thanthien.lib.vietnamese import nfc

KeyPath = tuple[str | int, ...]

MAX_BYTES = 400_000
MAX_DEPTH = 30
_INTEGER = re.compile(r"[-+]?\d{1,12}\Z")
_DECIMAL = re.compile(r"[-+]?\d{1,12}\.\d{1,6}\Z")
_WORDS: dict[str, bool | None] = {"null": None, "~": None, "": None, "true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a file. `line` counts from 1; `path` is the key path, "criteria[0].points"."""

    message: str
    line: int | None = None
    path: str = ""

    def __str__(self) -> str:
        where = f"dòng {self.line}" if self.line is not None else ""
        spot = ", ".join(part for part in (where, self.path) if part)
        return f"{spot}: {self.message}" if spot else self.message


class InvalidDefinition(Exception):
    """A definition file cannot be used. Nothing of it was loaded; `problems` holds every mistake found."""

    def __init__(self, problems: Sequence[Problem], *, name: str = "") -> None:
        self.problems = tuple(problems)
        self.name = name
        head = f"Tệp {name} chưa dùng được" if name else "Tệp chưa dùng được"
        lines = "\n".join(f"- {problem}" for problem in self.problems)
        super().__init__(
            f"{head} ({len(self.problems)} lỗi), chưa có gì được nạp. Hãy sửa rồi nạp lại:\n{lines}"
        )


@dataclass(frozen=True, slots=True)
class YamlSource:
    """Plain data (dict, list, str, int, Decimal, bool, None) and the line on which each value starts."""

    data: Any
    lines: dict[KeyPath, int]
    name: str = ""

    def line_of(self, path: KeyPath) -> int | None:
        """Line of the value at `path`, or of the nearest enclosing value."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return None

    def problem(self, path: KeyPath, message: str) -> Problem:
        return Problem(message, self.line_of(path), path_text(path))


def path_text(path: KeyPath) -> str:
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def read_yaml(source: Path | str) -> YamlSource:
    """Read a file (`Path`) or YAML text (`str`). Raises `InvalidDefinition` with line and reason."""
    name = source.name if isinstance(source, Path) else ""
    text = _text_of(source, name)
    builder = _Builder()
    try:
        _refuse_traps(text, name)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = builder.build(node, ()) if node is not None else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        hint = "sai cú pháp YAML, hãy xem lại dấu cách đầu dòng, dấu hai chấm, dấu nháy"
        raise InvalidDefinition([Problem(f"{hint} ({error.problem})", line)], name=name) from error
    except yaml.YAMLError as error:
        raise InvalidDefinition(
            [Problem("sai cú pháp YAML hoặc có ký tự không in được")], name=name
        ) from error
    if builder.problems:
        raise InvalidDefinition(builder.problems, name=name)
    return YamlSource(data, builder.lines, name)


def _text_of(source: Path | str, name: str) -> str:
    try:
        raw = source.read_bytes() if isinstance(source, Path) else source.encode()
    except OSError as error:
        message = f"không mở được tệp ({error.strerror or 'không rõ lý do'})"
        raise InvalidDefinition([Problem(message)], name=name) from error
    if len(raw) > MAX_BYTES:
        raise InvalidDefinition([Problem("tệp lớn hơn 400 KB, không phải tệp bộ tiêu chí")], name=name)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidDefinition(
            [Problem("tệp không phải UTF-8, hãy lưu lại dạng UTF-8")], name=name
        ) from error


def _refuse_traps(text: str, name: str) -> None:
    """Aliases and deep nesting let a small file eat all memory or time; no criteria file needs them."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else None
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise InvalidDefinition([Problem("các mục lồng nhau quá sâu", line)], name=name)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            message = "không dùng được neo (&) và tham chiếu (*) của YAML"
            raise InvalidDefinition([Problem(message, line)], name=name)


class _Builder:
    def __init__(self) -> None:
        self.lines: dict[KeyPath, int] = {}
        self.problems: list[Problem] = []

    def build(self, node: yaml.Node, path: KeyPath) -> Any:
        self.lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, path))
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*path, index)) for index, item in enumerate(node.value)]
        return _scalar(node)

    def _pairs(self, node: yaml.MappingNode, path: KeyPath) -> Iterator[tuple[str, Any]]:
        seen: dict[str, int] = {}
        for key_node, value_node in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if key in seen:
                message = f"khóa “{key}” đã có ở dòng {seen[key]}, chỉ được ghi một lần"
                self.problems.append(Problem(message, line, path_text((*path, key))))
                continue
            seen[key] = line
            value = self.build(value_node, (*path, key))
            self.lines[(*path, key)] = line
            yield key, value


def _scalar(node: yaml.Node) -> str | int | Decimal | bool | None:
    value = nfc(str(node.value))
    if getattr(node, "style", None) is not None:
        return value
    if value.lower() in _WORDS:
        return _WORDS[value.lower()]
    if _INTEGER.match(value):
        return int(value)
    if _DECIMAL.match(value):
        return Decimal(value)
    return value
