"""Real plans, end to end: read, compared with the criteria set, accepted. Skipped where they are absent."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings

from tests.cast import Cast
from tests.programme.imports.conftest import HandIn
from thanthien.programme.criteria.actions import adopt, load_set
from thanthien.programme.criteria.definition import load_definition
from thanthien.programme.imports.accepting import accept
from thanthien.programme.imports.review_actions import confirm_sure_criteria
from thanthien.programme.plans.models import Task

PLANS = Path(settings.PROJECT_DIR).parent / "shared" / "plans"


@pytest.mark.skipif(not PLANS.exists(), reason="the plans of real communes are not beside this checkout")
@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("thanh-ha-2026", 80, 88),
        ("an-hung-2026-2030", 11, 11),
        ("binh-phuoc-2025", 25, 40),
        ("nam-trieu-2025-ocr", 20, 45),
    ],
)
def test_every_plan_becomes_tasks(
    cast: Cast, now: datetime, handed_in: HandIn, name: str, least: int, most: int
) -> None:
    reading = handed_in((PLANS / f"{name}.txt").read_bytes(), filename=f"{name}.txt")
    outcome = accept(actor=cast.coordinator, at=now, reading=reading)
    assert least <= outcome.created <= most


@pytest.mark.skipif(not PLANS.exists(), reason="the plans of real communes are not beside this checkout")
def test_rows_find_the_criterion_they_stand_for(cast: Cast, now: datetime, handed_in: HandIn) -> None:
    source = (Path(settings.REFERENCE_DIR) / "criteria/hai-phong-2025.yaml").read_text("utf-8")
    source = source.replace('province_code: "31"', f'province_code: "{cast.city.code}"')
    criteria, _ = load_set(definition=load_definition(source), source=source, at=now)
    adopt(actor=None, at=now, unit=cast.unit, year=2026, criteria_set=criteria, weight_table=None)
    reading = handed_in((PLANS / "thanh-ha-2026.txt").read_bytes())
    assert confirm_sure_criteria(actor=cast.coordinator, at=now, reading=reading) >= 75
    accept(actor=cast.coordinator, at=now, reading=reading)
    right = sum(
        row.criterion.key == row.read["key"]
        for row in reading.rows.select_related("criterion")
        if row.criterion
    )
    assert right >= 80
    assert Task.objects.filter(criterion__isnull=False).count() >= 75
