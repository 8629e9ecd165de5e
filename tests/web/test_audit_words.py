"""Every action that the code audits, and every field, has words on the audit page."""

from __future__ import annotations

import ast
from pathlib import Path

import thanthien
from thanthien.programme.plans.states import Move
from thanthien.web.audit_words import ACTIONS, AREAS, FIELDS

ROOT = Path(thanthien.__file__).parent
_CALLS = {"record", "_record", "record_account_event", "_tell", "_told"}


def _literals(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return _literals(node.body) + _literals(node.orelse)
    return []


def _calls() -> list[tuple[Path, ast.Call]]:
    found = []
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _CALLS:
                found.append((path, node))
    return found


def test_every_action_has_words() -> None:
    lacking = []
    for path, call in _calls():
        given = [k.value for k in call.keywords if k.arg == "action"] + call.args
        for code in (text for value in given for text in _literals(value)):
            if "." in code and " " not in code and code not in ACTIONS:
                lacking.append(f"{path.name}: {code}")
    assert not lacking, "add words to thanthien/web/audit_words.py"
    assert {f"part.{move}" for move in Move} <= set(ACTIONS)


def test_every_area_of_an_action_can_be_filtered() -> None:
    assert {code.split(".")[0] for code in ACTIONS} <= set(AREAS)


def test_every_field_has_words() -> None:
    lacking = set()
    for path, call in _calls():
        for keyword in call.keywords:
            if keyword.arg in {"before", "after"} and isinstance(keyword.value, ast.Dict):
                keys = [k for k in keyword.value.keys if k is not None]
                names = {text for key in keys for text in _literals(key)}
                lacking |= {f"{path.name}: {name}" for name in names - set(FIELDS)}
    assert not lacking, "add words to thanthien/web/audit_words.py"
