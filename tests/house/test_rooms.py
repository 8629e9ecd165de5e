"""Rooms have the same inside, and their rows point only downwards."""

from __future__ import annotations

import ast

from django.apps import apps

from tests.house.tree import PACKAGE, modules, short

FLOORS = ["lib", "platform", "programme", "operations", "assessment", "workflows", "web", "cli", "config"]
PLATFORM = [
    "audit",
    "units",
    "people",
    "files",
    "notices",
    "outbox",
    "keys",
    "workdays",
    "counters",
    "columns",
    "ui",
]
ORGANISATION = ["steering", "inspections", "impediments", "budget", "indices", "reviews", "merit"]
PROGRAMME = ["measures", "criteria", "plans", "occurrences", "imports", "evidence", *ORGANISATION]
ASSESSMENT = ["rounds", "scoring", "forecast", "reports", "dossier", "signing"]
OPERATIONS = [
    "disclosure",
    "feedback",
    "channels",
    "surveys",
    "ratings",
    "facilities",
    "procedures",
    "assistance",
    "reception",
    "engagement",
    "letters",
    "queueing",
    "casework",
    "conduct",
    "outreach",
]
ORDER = [*PLATFORM, *PROGRAMME, *OPERATIONS, *ASSESSMENT]
# The log stands lowest and tells of people and units above it: its two pointers are the one exception.
UPWARDS = {("audit", "units"), ("audit", "people")}
BANNED = {"common", "utils", "helpers", "manager", "misc", "tools"}


def test_foreign_keys_point_to_the_own_room_or_a_lower_one() -> None:
    wrong = []
    for model in apps.get_models():
        room = model._meta.app_label
        if not model.__module__.startswith("thanthien."):
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not field.concrete or target is None or isinstance(target, str):
                continue
            other = target._meta.app_label
            if other != room and (room, other) not in UPWARDS and ORDER.index(other) > ORDER.index(room):
                wrong.append(f"{model.__name__}.{field.name} → {other}")
    assert wrong == []


def test_pointers_across_rooms_leave_no_name_behind() -> None:
    named = []
    for model in apps.get_models():
        if not model.__module__.startswith("thanthien."):
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if field.concrete and target is not None and target._meta.app_label != model._meta.app_label:
                name = getattr(field.remote_field, "related_name", None)
                if name and not name.endswith("+"):
                    named.append(f"{model.__name__}.{field.name}")
    assert named == []


def test_every_room_with_models_has_its_reads_and_writes_apart() -> None:
    missing = []
    for path in PACKAGE.glob("*/*/models.py"):
        if "models.Model" not in path.read_text(encoding="utf-8"):
            continue
        missing += [
            short(path.parent / name)
            for name in ("queries.py", "actions.py")
            if not (path.parent / name).exists()
        ]
    assert missing == []


def test_no_room_or_module_is_called_by_what_it_is_not() -> None:
    assert [short(p) for p in modules() if p.stem in BANNED or p.parent.name in BANNED] == []


def test_no_import_hides_inside_a_function() -> None:
    hidden = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                inner = [n for n in ast.walk(node) if isinstance(n, ast.Import | ast.ImportFrom)]
                hidden += [f"{short(path)}:{n.lineno}" for n in inner]
    assert hidden == []


def test_no_signal_steers_the_flow() -> None:
    used = [short(p) for p in modules() if "@receiver" in p.read_text(encoding="utf-8")]
    assert [p for p in used if "sign_in" not in p] == []  # sign-in is told by the libraries' own signals only
