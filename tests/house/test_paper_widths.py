"""Tables of papers keep inside the margins: A4 leaves 16 cm of text upright and 24.7 cm across."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from thanthien.lib.documents.write import Column

ROOT = Path(__file__).parents[2]
UPRIGHT, ACROSS = 16.0, 24.7
MODULES = sorted(
    path for path in ROOT.glob("thanthien/**/*.py") if "Column(" in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_tables_are_no_wider_than_the_text(path: Path) -> None:
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    widest = ACROSS if "landscape=True" in path.read_text(encoding="utf-8") else UPRIGHT
    for name, columns in vars(module).items():
        if isinstance(columns, tuple) and columns and all(isinstance(one, Column) for one in columns):
            width = sum(one.width for one in columns)
            assert width <= widest + 0.01, f"{name}: {width:.1f} cm"
