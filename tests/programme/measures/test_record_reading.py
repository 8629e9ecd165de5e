"""Figures: one a day or month, checked, corrected with the trail, never overwritten unseen."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast
from thanthien.platform.audit.models import Entry
from thanthien.platform.people.permissions import NotAllowed
from thanthien.programme.measures.actions import (
    CannotRecordFigure,
    FigureStands,
    record_reading,
    remove_reading,
)
from thanthien.programme.measures.models import Reading
from thanthien.programme.measures.queries import sums_of
from thanthien.programme.measures.registry import Measure, measure_of, measures


def put(cast: Cast, now: datetime, **changes: Any) -> Reading:
    given_: dict[str, Any] = {
        "actor": cast.officer,
        "at": now,
        "unit": cast.unit,
        "measure": measure_of("case_on_time"),
        "day": date(2026, 6, 17),
        "period": "day",
        "numerator": Decimal(40),
        "denominator": Decimal(50),
    }
    return record_reading(**(given_ | changes))


def test_a_month_is_kept_under_its_first_day(cast: Cast, now: datetime) -> None:
    kept = put(cast, now, period="month")
    assert (kept.day, kept.when) == (date(2026, 6, 1), "tháng 6/2026")
    entry = Entry.objects.get(action="figure.record")
    assert entry.after == {
        "measure": "case_on_time",
        "when": "tháng 6/2026",
        "numerator": "40",
        "denominator": "50",
        "remark": "",
    }


def test_zero_is_a_figure_and_ratios_may_pass_one(cast: Cast, now: datetime) -> None:
    assert put(cast, now, numerator=Decimal(0), denominator=Decimal(0)).pk
    app = measure_of("city_app_per_household")
    assert put(cast, now, measure=app, numerator=Decimal(120), denominator=Decimal(100)).pk


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"day": date(2026, 7, 2)}, "day", "chưa tới"),
        ({"denominator": None}, "denominator", "Chưa có mẫu số"),
        ({"numerator": Decimal(-1)}, "numerator", "từ 0 trở lên"),
        ({"denominator": Decimal(0)}, "denominator", "mẫu số bằng 0"),
        ({"measure": measure_of("city_app_per_household"), "period": "month"}, "period", "theo ngày"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    cast: Cast, now: datetime, changes: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(CannotRecordFigure, match=words) as refusal:
        put(cast, now, **changes)
    assert refusal.value.field == field
    assert not Reading.objects.exists()


def test_a_count_needs_no_denominator(cast: Cast, now: datetime) -> None:
    kept = put(cast, now, measure=measure_of("staff_breach"), numerator=Decimal(0), denominator=None)
    assert kept.denominator is None


def test_a_month_and_its_days_do_not_stand_together(cast: Cast, now: datetime) -> None:
    put(cast, now)
    with pytest.raises(CannotRecordFigure, match="1 số theo ngày"):
        put(cast, now, period="month")
    put(cast, now, day=date(2026, 5, 1), period="month")
    with pytest.raises(CannotRecordFigure, match="số của cả tháng"):
        put(cast, now, day=date(2026, 5, 20))


def test_a_standing_figure_is_replaced_only_by_who_has_seen_it(cast: Cast, now: datetime) -> None:
    first = put(cast, now)
    with pytest.raises(FigureStands, match="đã có số 40/50 do Nguyễn Văn An ghi") as refusal:
        put(cast, now + timedelta(minutes=1), numerator=Decimal(45), actor=cast.coordinator)
    corrected = put(
        cast,
        now + timedelta(minutes=2),
        numerator=Decimal(45),
        actor=cast.coordinator,
        seen_at=refusal.value.reading.recorded_at,
    )
    assert (corrected.pk, corrected.numerator) == (first.pk, Decimal(45))
    entry = Entry.objects.get(action="figure.correct")
    assert (entry.before or {})["numerator"] == "40.00"
    assert (entry.after or {})["numerator"] == "45.00"
    with pytest.raises(FigureStands):  # another page that still shows the first figure
        put(cast, now + timedelta(minutes=3), numerator=Decimal(41), seen_at=first.recorded_at)


def test_a_removed_figure_stays_in_the_log(cast: Cast, now: datetime) -> None:
    kept = put(cast, now)
    remove_reading(actor=cast.officer, at=now, unit=cast.unit, reading=kept)
    assert not Reading.objects.exists()
    assert (Entry.objects.get(action="figure.remove").before or {})["when"] == "ngày 17/06/2026"
    with pytest.raises(CannotRecordFigure, match="vừa được người khác"):
        remove_reading(actor=cast.officer, at=now, unit=cast.unit, reading=kept)


def test_only_staff_of_the_unit_record(cast: Cast, now: datetime) -> None:
    for person in (cast.council, cast.city_admin, cast.other_officer):
        with pytest.raises(NotAllowed):
            put(cast, now, actor=person)


def test_every_measure_says_what_it_counts() -> None:
    for code, measure in measures().items():
        assert measure.code == code
        assert measure.label
        assert measure.numerator
    assert measure_of("not_in_the_table").label == "Chỉ số not_in_the_table"


FIGURES = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), max_size=12)


@given(FIGURES)
def test_flows_sum_and_stocks_keep_the_last(pairs: list[tuple[int, int]]) -> None:
    readings = [Reading(numerator=Decimal(n), denominator=Decimal(d)) for n, d in pairs]
    flow = Measure("a", "a", "a", "a", "a", True, True, "")
    stock = Measure("a", "a", "a", "a", "a", False, True, "")
    whole = (Decimal(sum(n for n, _ in pairs)), Decimal(sum(d for _, d in pairs)))
    last = pairs[-1] if pairs else (0, 0)
    assert sums_of(flow, readings) == whole
    assert sums_of(stock, readings) == (Decimal(last[0]), Decimal(last[1]))
