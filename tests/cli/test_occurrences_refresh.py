"""`thanthien occurrences refresh`: plans in force get the dates that the calendar of now gives."""

from __future__ import annotations

import io
from datetime import date, datetime

from django.conf import settings
from django.core.management import call_command

from tests.cast import Cast
from tests.programme.plans.factories import facts, make_plan
from thanthien.platform.workdays.actions import load_holidays
from thanthien.programme.occurrences.models import Occurrence


def run(command: str = "occurrences_refresh", *args: str) -> str:
    out = io.StringIO()
    call_command(command, *args, stdout=out)
    return out.getvalue()


def test_days_off_that_came_later_move_the_last_good_day(cast: Cast, now: datetime) -> None:
    make_plan(cast.unit, facts("Họp giao ban", cast.culture, timing="Hằng tháng"))
    assert run("occurrences_refresh", "--year", "2026") == (
        "Xã Thanh Bình, năm 2026: thêm 12 kỳ, sửa 0, thôi 0.\n"
    )
    load_holidays(path=settings.REFERENCE_DIR / "holidays/2026.yaml", at=now)
    assert run("occurrences_refresh", "--year", "2026") == (
        "Xã Thanh Bình, năm 2026: thêm 0 kỳ, sửa 2, thôi 0.\n"
    )
    assert Occurrence.objects.filter(due_date=date(2026, 4, 29)).exists()


def test_loading_holidays_brings_the_dates_along_by_itself(cast: Cast) -> None:
    make_plan(cast.unit, facts("Họp giao ban", cast.culture, timing="Hằng tháng"))
    run("occurrences_refresh", "--year", "2026")
    assert "ở 1 tỉnh, thành phố đang chờ tiến trình nền tính lại" in run("holidays_load")
    assert Occurrence.objects.filter(due_date=date(2026, 4, 29)).exists()
    assert "sửa 0" in run("occurrences_refresh", "--year", "2026")
    assert "tính lại" not in run("holidays_load")  # nothing changed, nothing is counted
