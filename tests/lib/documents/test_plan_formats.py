"""The plans in ../shared, printed as the files communes have, read whole: document and structure."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path
from types import ModuleType

import pytest

from tests.lib.documents.plan_content import SHARED_PLANS, shared_plan
from tests.lib.documents.plan_files import office_pdf, plan_docx
from thanthien.lib.documents import read
from thanthien.lib.planreader import read_plan

TOOL = SHARED_PLANS.parent / "tools" / "plan_accuracy.py"
PLANS = ("thanh-ha-2026", "an-hung-2026-2030")

pytestmark = pytest.mark.skipif(
    not TOOL.is_file(), reason="the plans to measure with are not beside the repository"
)


def _measure() -> ModuleType:
    spec = importlib.util.spec_from_file_location("plan_accuracy", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def accuracy(name: str, data: bytes) -> float:
    gold = json.loads((SHARED_PLANS / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    parsed = json.loads(json.dumps(read_plan(read(data)).as_json()))
    mean: float = _measure().score(parsed, gold)["mean"]
    return mean


@pytest.mark.parametrize("name", PLANS)
def test_from_text(name: str) -> None:
    assert accuracy(name, Path(SHARED_PLANS / f"{name}.txt").read_bytes()) >= 0.97


@pytest.mark.parametrize("split_after", [None, 20])
def test_from_word(split_after: int | None) -> None:
    assert accuracy("thanh-ha-2026", plan_docx(shared_plan("thanh-ha-2026"), split_after=split_after)) >= 0.98


def test_from_word_without_number_and_date() -> None:
    assert accuracy("an-hung-2026-2030", plan_docx(shared_plan("an-hung-2026-2030"))) >= 0.98


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("name", PLANS)
def test_from_pdf(name: str) -> None:
    assert accuracy(name, office_pdf(plan_docx(shared_plan(name)))) >= 0.97
