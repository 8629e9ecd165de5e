"""Every measure that a criteria set's rules name stands in the table of measures."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from thanthien.assessment.scoring.needs import needs_of, rule_of
from thanthien.programme.criteria.definition import load_definition
from thanthien.programme.measures.registry import measures

SETS = [
    path for path in Path(settings.REFERENCE_DIR / "criteria").glob("*.yaml") if "weights" not in path.name
]


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_no_rule_names_an_unknown_measure(path: Path) -> None:
    named = {
        need.code
        for row in load_definition(path).criteria
        if row.rule
        for need in needs_of(rule_of(dict(row.rule)))
    }
    assert named <= set(measures())
