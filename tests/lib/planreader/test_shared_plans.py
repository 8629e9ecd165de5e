"""The plans with a hand-made structure, measured with the shared tool (absent on other machines)."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from thanthien.lib.documents import read
from thanthien.lib.planreader import read_plan

SHARED = Path(__file__).resolve().parents[4] / "shared"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared with the plans is not on this machine")


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("plan_accuracy", SHARED / "tools" / "plan_accuracy.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["thanh-ha-2026", "an-hung-2026-2030"])
def test_measured_plan(name: str) -> None:
    found = read_plan(read(SHARED / "plans" / f"{name}.txt")).as_json()
    gold = json.loads((SHARED / "plans" / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    assert tool().score(found, gold)["mean"] >= 0.99


def test_plan_without_table() -> None:
    found = read_plan(read(SHARED / "plans" / "binh-phuoc-2025.txt"))
    assert found.tasks == []
    assert (len(found.obligations), len(found.duties)) == (31, 14)
    assert found.unit.name == "Bình Phước"
    assert [d.agencies for d in found.duties][-1] == [
        "Ủy ban Mặt trận Tổ quốc Việt Nam", "Các tổ chức chính trị - xã hội", "Ban điều hành các khu phố",
    ]  # fmt: skip


def test_scan_without_tone_marks() -> None:
    found = read_plan(read(SHARED / "plans" / "nam-trieu-2025-ocr.txt"))
    assert (found.unit.kind, found.unit.name) == ("phường", "Nam Triệu")
    assert found.document.signer == "Nguyễn Mạnh Nghĩa"
    assert [(b.number, b.date) for b in found.legal_bases] == [("49/KH-UBND", "2025-02-28")]
    assert [o.id for o in found.obligations][-1] == "II.6.b-4"
    assert found.duties[9].agencies == ["Phòng Kinh tế - Hạ tầng và Đô thị"]
    assert found.steering is not None
    assert len(found.steering.members) == 4
