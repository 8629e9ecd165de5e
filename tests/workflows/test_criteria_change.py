"""The effect of another table of points, seen before anything is chosen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.assessment.year import START, Year, year
from tests.cast import Cast
from thanthien.platform.people.models import Person
from thanthien.programme.criteria.models import Adoption, Weight, WeightTable
from thanthien.programme.criteria.queries import Choice
from thanthien.workflows.criteria_change import CityEffect, effect_of, proposals_for

__all__ = ["year"]
TODAY = date(2026, 7, 1)


@pytest.fixture
def heavier(year: Year, cast: Cast) -> WeightTable:
    """The same points, but two moved from I#1 to I#2; I#2 is proved in `cast.unit`."""
    year.add_proof(year.add_task("I#2", cast.office), cast.office, date(2026, 5, 6))
    table = WeightTable.objects.create(
        criteria_set=year.criteria_set,
        code="nang-hon",
        title="Bảng điểm sửa giữa năm",
        state=WeightTable.State.PUBLISHED,
        total=20,
        loaded_at=START,
    )
    for weight in year.weights.weights.select_related("criterion"):
        assert weight.criterion is not None
        assert weight.points is not None
        moved = {"I#1": Decimal(-1), "I#2": Decimal(1)}.get(weight.criterion.key, Decimal(0))
        Weight.objects.create(
            table=table, criterion=weight.criterion, points=weight.points + moved, position=weight.position
        )
    return table


def effect(year: Year, cast: Cast, table: WeightTable, budget: float = 60.0) -> CityEffect:
    choice = Choice(year.criteria_set, table)
    return effect_of(cast.city, year=2026, choice=choice, today=TODAY, budget=budget)


def test_points_before_and_after_with_the_criteria_behind(
    year: Year, cast: Cast, heavier: WeightTable
) -> None:
    found = effect(year, cast, heavier)
    one = next(row for row in found.effects if row.unit == cast.unit)
    assert (one.before, one.after, one.change) == (Decimal(2), Decimal(3), Decimal(1))
    assert [cause.key for cause in one.causes] == ["I#2"]
    assert (found.criteria[0].key, found.criteria[0].communes) == ("I#2", 1)


def test_nothing_is_written(year: Year, cast: Cast, heavier: WeightTable) -> None:
    before = list(Adoption.objects.order_by("pk").values())
    effect(year, cast, heavier)
    assert list(Adoption.objects.order_by("pk").values()) == before


def test_those_that_have_it_already_are_counted_apart(year: Year, cast: Cast) -> None:
    found = effect(year, cast, year.weights)
    assert found.same == 1
    assert cast.unit not in [row.unit for row in found.effects]


def test_what_the_time_does_not_allow_is_pending_and_comes_next(
    year: Year, cast: Cast, heavier: WeightTable
) -> None:
    first = effect(year, cast, heavier, budget=-1)
    assert (len(first.effects), first.pending) == (0, 3)
    assert effect(year, cast, heavier).pending == 0
    with CaptureQueriesContext(connection) as kept:
        again = effect(year, cast, heavier, budget=-1)
    assert again.pending == 0
    assert len(kept) <= 4


def test_what_is_written_about_a_commune_is_worked_out_anew(
    year: Year, cast: Cast, heavier: WeightTable
) -> None:
    effect(year, cast, heavier)
    year.adopt()  # leaves an audit row of the unit, at the same moment as before
    year.add_proof(year.add_task("I#1", cast.office, no="2"), cast.office, date(2026, 2, 6))
    later = effect_of(
        cast.city, year=2026, choice=Choice(year.criteria_set, heavier), today=date(2026, 7, 2), budget=60
    )
    one = next(row for row in later.effects if row.unit == cast.unit)
    assert one.before is not None
    assert one.before > 2


def test_drafts_of_the_city_may_be_tried(year: Year, cast: Cast, heavier: WeightTable) -> None:
    heavier.state, heavier.unit = WeightTable.State.DRAFT, cast.city
    heavier.save()
    tried = [choice.weight_table for choice in proposals_for(cast.city, 2026)]
    assert heavier in tried


def test_the_page_shows_it_and_leads_on(
    year: Year,
    cast: Cast,
    heavier: WeightTable,
    client_of: Callable[[Person], Client],
    monkeypatch: pytest.MonkeyPatch,
    now: datetime,
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: now.date())
    address = reverse("oversight:criteria_effect", args=[cast.city.code])
    choice = f"{year.criteria_set.pk}-{heavier.pk}"
    page = client_of(cast.city_admin).get(address, {"year": "2026", "choice": choice}).content.decode()
    assert "2 → 3" in page
    assert "Lịch tiếp dân" in page
    assert "Sang bước áp dụng" in page
    assert client_of(cast.appraiser).get(address).status_code == 403
