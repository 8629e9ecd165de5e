"""The walls: nothing grows into a god file."""

from __future__ import annotations

import statistics

from tests.house.tree import ROOT, files, functions, modules, short, templates


def lines(path) -> int:  # type: ignore[no-untyped-def]
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_module_passes_500_lines() -> None:
    assert [f"{short(p)}: {lines(p)}" for p in modules() if lines(p) > 500] == []


def test_nine_modules_in_ten_are_under_300_lines() -> None:
    sizes = [lines(p) for p in modules() if p.name != "__init__.py"]
    assert statistics.quantiles(sizes, n=10)[8] < 300


def test_no_function_passes_60_lines() -> None:
    long = [f"{short(p)}:{name} {size}" for p in modules() for name, size in functions(p) if size > 60]
    assert long == []


def test_nine_functions_in_ten_are_under_30_lines() -> None:
    sizes = [size for p in modules() for _, size in functions(p)]
    assert statistics.quantiles(sizes, n=10)[8] < 30


def test_no_template_reaches_150_lines() -> None:
    assert [f"{short(p)}: {lines(p)}" for p in templates() if lines(p) >= 150] == []


def test_no_test_file_reaches_400_lines() -> None:
    assert [f"{short(p)}: {lines(p)}" for p in files(ROOT / "tests", "*.py") if lines(p) >= 400] == []
