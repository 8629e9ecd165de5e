"""A unit's year for tests of scoring: the small set adopted, a plan, tasks and proof put in by hand."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.cast import VIETNAM, Cast
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Agency, Unit
from thanthien.programme.criteria.actions import adopt, load_set, load_weights
from thanthien.programme.criteria.definition import load_definition
from thanthien.programme.criteria.definition import load_weights as read_weights
from thanthien.programme.criteria.models import CriteriaSet, Criterion, WeightTable
from thanthien.programme.evidence.models import Evidence
from thanthien.programme.measures.models import Reading
from thanthien.programme.plans.models import LegalBasis, Plan, Task, TaskAgency

HERE = Path(__file__).parent
START = datetime(2026, 1, 5, 8, 0, tzinfo=VIETNAM)


class Year:
    """2026 in one unit. `add_task("I#1", cast.office)` serves a criterion; `add_proof` brings proof of it."""

    def __init__(self, unit: Unit, by: Person) -> None:
        self.unit, self.by = unit, by
        path = HERE / "criteria.yaml"
        definition = load_definition(path)
        self.criteria_set: CriteriaSet = load_set(
            definition=definition, source=path.read_text(encoding="utf-8"), at=START
        )[0]
        self.weights: WeightTable = load_weights(
            criteria_set=self.criteria_set,
            definition=read_weights(HERE / "weights.yaml", definition),
            source="",
            at=START,
        )[0]
        self.plan = Plan.objects.create(
            unit=unit,
            year=2026,
            number="05/KH-UBND",
            issued_date="2026-01-05",
            title="Xây dựng Chính quyền thân thiện năm 2026",
            signer="Đỗ Hoàng Lâm",
            signer_title="Chủ tịch",
            target_level=2,
            steering=[],
            recipients=["Sở Nội vụ thành phố", "Lưu: VT, VHXH"],
            accepted_at=START,
        )
        LegalBasis.objects.create(
            plan=self.plan,
            position=1,
            kind="Quyết định",
            number="12/QĐ-UBND",
            issued_date="2025-12-01",
            issuer="UBND thành phố Hải Minh",
            title="Bộ tiêu chí Chính quyền thân thiện",
        )
        self.adopt()

    def adopt(self, *, weights: bool = True) -> None:
        adopt(
            actor=None,
            at=START,
            unit=self.unit,
            year=2026,
            criteria_set=self.criteria_set,
            weight_table=self.weights if weights else None,
        )

    def criterion(self, key: str) -> Criterion:
        return Criterion.objects.get(criteria_set=self.criteria_set, key=key)

    def add_task(self, key: str, *leads: Agency, group: str = "", no: str = "1") -> Task:
        criterion = self.criterion(key)
        task = Task.objects.create(
            unit=self.unit,
            plan=self.plan,
            year=2026,
            position=Task.objects.count(),
            no=no,
            title=criterion.title,
            criterion=criterion,
            created_at=START,
            changed_at=START,
        )
        for agency in leads:
            TaskAgency.objects.create(task=task, agency=agency, part=TaskAgency.Part.LEAD)
        if group:
            TaskAgency.objects.create(task=task, group_name=group, part=TaskAgency.Part.LEAD)
        return task

    def add_proof(
        self,
        task: Task,
        agency: Agency | None,
        day: date,
        *,
        state: str = "accepted",
        title: str = "Ảnh niêm yết",
    ) -> Evidence:
        return Evidence.objects.create(
            unit=self.unit,
            task=task,
            part=TaskAgency.objects.filter(task=task, agency=agency).first(),
            agency=agency,
            kind=Evidence.Kind.LINK,
            title=title,
            url="https://thanhbinh.example.vn/anh",
            effective_date=day,
            state=state,
            added_at=START,
            added_by=self.by,
        )

    def add_reading(self, measure: str, day: date, numerator: int, denominator: int | None) -> Reading:
        return Reading.objects.create(
            unit=self.unit,
            measure=measure,
            day=day,
            numerator=Decimal(numerator),
            denominator=None if denominator is None else Decimal(denominator),
            recorded_by=self.by,
            recorded_at=START,
        )


@pytest.fixture
def year(cast: Cast) -> Year:
    return Year(cast.unit, cast.coordinator)
