"""Which rows score themselves: by the kind of what their rule reads, and by what this unit has typed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.conf import settings

from tests.cast import Cast
from tests.workflows.test_filing import tasks as tasks
from thanthien.assessment.scoring.needs import rule_of
from thanthien.lib.rules import Judged
from thanthien.programme.criteria.definition import load_definition
from thanthien.programme.measures.models import Reading
from thanthien.programme.plans.models import Task
from thanthien.workflows.sources import Kind, sources_of

pytestmark = pytest.mark.django_db


def test_rows_are_told_apart_by_what_they_read(cast: Cast, tasks: dict[str, Task]) -> None:
    found = sources_of(cast.unit, 2026)
    assert found is not None
    kinds = {one.criterion.key: one.kind for one in found.rows}
    assert kinds["II.8"] == Kind.RECORDS
    assert kinds["I.1#1"] == Kind.FILED  # what is public day by day, and its postings
    assert kinds["IV.7"] == Kind.BROUGHT  # a decision somebody else takes
    assert kinds["III.1.1#1"] == Kind.JUDGED
    assert found.by_itself.total == len(kinds) == 69
    assert sum(n for _, _, n in found.counts()) == 69


def test_what_a_unit_types_itself_is_no_count_of_records(
    cast: Cast, tasks: dict[str, Task], now: datetime
) -> None:
    def kind() -> Kind:
        found = sources_of(cast.unit, 2026)
        assert found is not None
        return next(one.kind for one in found.rows if one.criterion.key == "II.8")

    whole = {
        "numerator": Decimal(9),
        "denominator": Decimal(10),
        "recorded_at": now,
        "recorded_by": cast.officer,
    }
    Reading.objects.create(
        unit=cast.unit, measure="case_on_time", day=date(2026, 5, 31), source=Reading.Source.TYPED, **whole
    )
    assert kind() == Kind.TYPED
    Reading.objects.create(
        unit=cast.unit, measure="case_on_time", day=date(2026, 6, 3), source=Reading.Source.COLLECTED, **whole
    )
    assert kind() == Kind.RECORDS


def test_without_a_set_nothing_is_said(cast: Cast) -> None:
    assert sources_of(cast.other_unit, 2026) is None


def test_every_judged_row_of_hai_phong_says_why_no_record_can_prove_it() -> None:
    """And at least four rows in five are scored by a rule."""
    definition = load_definition(settings.REFERENCE_DIR / "criteria" / "hai-phong-2025.yaml")
    leaves = definition.leaves()
    judged = {
        leaf.key: rule_of(dict(leaf.rule or {}))
        for leaf in leaves
        if (leaf.rule or {}).get("kind") == "judged"
    }
    assert [key for key, rule in judged.items() if not (isinstance(rule, Judged) and rule.why)] == []
    assert len(judged) <= len(leaves) / 5
