"""Scoring counts on the calendar of working days: nobody owes anything for the week of Tết."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.conf import settings

from tests.assessment.year import Year
from tests.cast import Cast
from thanthien.assessment.scoring.facts import gather
from thanthien.lib import rules
from thanthien.platform.workdays.actions import load_holidays

MARCH = date(2026, 3, 31)
WEEKLY = rules.rule_from_data({"kind": "evidence", "per": "week"})


def test_the_week_of_tet_is_not_due(year: Year, cast: Cast, now: datetime) -> None:
    mondays = [date(2026, 1, 5) + timedelta(weeks=n) for n in range(12)]
    worked = [day for day in mondays if day != date(2026, 2, 16)]

    def points() -> object:
        found = gather(cast.unit, 2026, year.criteria_set, as_of=MARCH, measures={})
        proofs = tuple(rules.Proof(day, f"evidence:{n}", "", 1) for n, day in enumerate(worked))
        facts = replace(found["I#1"].facts, proofs=proofs, leads=())
        return rules.score(WEEKLY, facts, maximum=Decimal(1), year=2026, as_of=MARCH).status

    assert points() is rules.Status.PARTLY
    load_holidays(path=settings.REFERENCE_DIR / "holidays/2026.yaml", at=now)
    assert points() is rules.Status.MET
