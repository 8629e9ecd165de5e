"""What the house rules look at: the files of the project, as git (or the folder) knows them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "thanthien"
SKIPPED = {"migrations", "__pycache__", "vendor", "node_modules"}


def files(folder: Path, pattern: str) -> list[Path]:
    return sorted(p for p in folder.rglob(pattern) if not SKIPPED & set(p.relative_to(ROOT).parts))


def modules() -> list[Path]:
    return files(PACKAGE, "*.py")


def templates() -> list[Path]:
    return files(PACKAGE, "*.html")


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """(name, lines) of every function and method."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))
