"""Several counts in one statement, and days in the database's own words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.operations.feedback.factories import sent
from thanthien.operations.feedback.models import Report
from thanthien.platform.audit.queries import last_act_in
from thanthien.platform.counting import counted
from thanthien.platform.local_day import LocalDay

pytestmark = pytest.mark.django_db


def test_each_is_counted_up_to_the_bound_in_one_statement(cast: Cast, now: datetime) -> None:
    for _ in range(4):
        sent(cast, now)
    every = Report.objects.order_by("-received_at")
    wanted = {
        "all": every, "roads": every.filter(category="roads"), "none": every.none(),
        "late": every.filter(due_date__lt=date(2020, 1, 1)),
    }  # fmt: skip
    with CaptureQueriesContext(connection) as seen:
        found = counted(wanted, most=3)
    assert found == {"all": 3, "roads": min(3, every.filter(category="roads").count()), "none": 0, "late": 0}
    assert len(seen) == 1
    with CaptureQueriesContext(connection) as seen:
        assert counted({"none": every.none()}, most=3) == {"none": 0}
    assert len(seen) == 0


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 21, 16, 59, 59, 999_999, UTC), date(2026, 11, 21)),
        (datetime(2026, 11, 21, 17, 0, 0, 0, UTC), date(2026, 11, 22)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2027, 1, 1)),
        (None, None),
    ],
)
def test_the_day_is_the_communes(
    cast: Cast, now: datetime, moment: datetime | None, day: date | None
) -> None:
    report = sent(cast, now)
    Report.objects.filter(pk=report.pk).update(answered_at=moment)
    row = Report.objects.annotate(here=LocalDay("answered_at")).values_list("here", "answered_at__date").get()
    assert row == (day, day)


def test_the_last_act_is_found_in_its_index_and_not_among_all_that_citizens_sent(cast: Cast) -> None:
    """SQLite has to be told; PostgreSQL knows no such words and needs none."""
    statement = last_act_in(str(cast.unit.pk))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
            assert "audit_last_act" in " ".join(row[3] for row in cursor.fetchall())
    else:
        assert "INDEXED" not in statement
