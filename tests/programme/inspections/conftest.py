"""An inspection of Phòng Văn hóa - Xã hội by its leader and a counter's officer."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.cast import Cast
from thanthien.programme.inspections.actions import InspectionFields, plan_inspection
from thanthien.programme.inspections.findings import FindingFields, Order, record_finding
from thanthien.programme.inspections.models import Finding, Inspection

DUE = date(2026, 7, 10)


@pytest.fixture
def inspection(cast: Cast, now: datetime) -> Inspection:
    fields = InspectionFields(
        "Kiểm tra bảng tin", date(2026, 7, 1), (cast.leader, cast.one_stop), cast.culture
    )
    return plan_inspection(actor=cast.coordinator, at=now, unit=cast.unit, year=2026, fields=fields)


@pytest.fixture
def finding(cast: Cast, now: datetime, inspection: Inspection) -> Finding:
    """Found by the inspector, given to the agency until 10 July."""
    fields = FindingFields("Bảng tin đã cũ", order=Order(DUE, agency=cast.culture))
    return record_finding(actor=cast.one_stop, at=now, inspection=inspection, fields=fields)
