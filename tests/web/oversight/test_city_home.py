"""The city's first page: communes side by side, found, sorted, scored within a budget."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tests.cast import FIRST_DAY, Cast
from tests.programme.plans.factories import facts, make_plan
from thanthien.assessment.scoring.queries import score_sheet
from thanthien.platform.units.actions import add_unit
from thanthien.programme.criteria.actions import adopt, load_set
from thanthien.programme.criteria.definition import load_definition
from thanthien.programme.criteria.models import CriteriaSet
from thanthien.workflows import city as overview
from thanthien.workflows.city import arranged, city_year

ClientOf = Callable[..., Client]


@pytest.fixture
def adopted(cast: Cast) -> CriteriaSet:
    """The frame of Đồng Nai lent to the invented city, in force in two of its communes."""
    path = settings.REFERENCE_DIR / "criteria/dong-nai-2025.yaml"
    kept, _ = load_set(
        definition=load_definition(path), source=path.read_text(encoding="utf-8"), at=FIRST_DAY
    )
    CriteriaSet.objects.update(province_code=cast.city.code)
    kept.refresh_from_db()
    for unit in (cast.unit, cast.other_unit):
        adopt(
            actor=None,
            at=FIRST_DAY,
            unit=unit,
            year=timezone.localdate().year,
            criteria_set=kept,
            weight_table=None,
        )
    return kept


def said(answer: Any) -> str:
    return str(answer.content.decode())


def home(cast: Cast) -> str:
    return f"/city/{cast.city.code}/"


def test_every_commune_stands_in_the_table_and_leads_to_its_desk(cast: Cast, client_of: ClientOf) -> None:
    make_plan(cast.unit, facts("Công khai đường dây nóng", cast.culture), year=timezone.localdate().year)
    page = said(client_of(cast.appraiser).get(home(cast)))
    for unit in (cast.unit, cast.other_unit, cast.island):
        assert f'href="/desk/{unit.code}/"' in page
        assert unit.heading in page
    assert "Kế hoạch 15/KH-UBND" in page
    assert page.count("Chưa có kế hoạch") == 2
    assert "0/1 đã chấp nhận" in page
    assert client_of(cast.appraiser).get(f"/desk/{cast.unit.code}/").status_code == 200


def test_the_city_finds_its_way_back_from_a_commune(cast: Cast, client_of: ClientOf) -> None:
    there = f"/desk/{cast.unit.code}/people/"
    assert f'href="{home(cast)}"' in said(client_of(cast.city_admin).get(there))
    assert f'href="{home(cast)}"' not in said(client_of(cast.coordinator).get(there))


@pytest.mark.parametrize(("q", "found"), [("dong hai", "Phường Đông Hải"), ("hòn", "Đặc khu Hòn Ngọc")])
def test_communes_are_found_without_tone_marks(cast: Cast, client_of: ClientOf, q: str, found: str) -> None:
    page = said(client_of(cast.city_admin).get(home(cast), {"q": q}))
    assert found in page
    assert "Xã Thanh Bình" not in page


def test_a_search_without_a_hit_says_so(cast: Cast, client_of: ClientOf) -> None:
    page = said(client_of(cast.city_admin).get(home(cast), {"q": "không có"}))
    assert "Không có đơn vị nào tên như “không có”" in page


def test_a_city_without_communes_says_what_to_do(cast: Cast, client_of: ClientOf) -> None:
    type(cast.unit).objects.filter(parent=cast.city).update(parent=None)
    assert "thanthien units load" in said(client_of(cast.city_admin).get(home(cast)))


def test_the_table_is_sorted_both_ways(cast: Cast, now: datetime) -> None:
    make_plan(cast.other_unit, facts("Việc", cast.other_agencies["culture_social"]), at=now)
    rows = city_year(cast.city, asked="2026", today=date(2026, 7, 1)).rows
    assert [r.unit.name for r in arranged(rows)] == ["Đông Hải", "Hòn Ngọc", "Thanh Bình"]
    assert [r.unit.name for r in arranged(rows, order="-name")] == ["Thanh Bình", "Hòn Ngọc", "Đông Hải"]
    assert arranged(rows, order="-last")[0].unit == cast.other_unit
    assert arranged(rows, order="last")[-1].unit == cast.other_unit
    assert arranged(rows, order="khong-co")[0].unit.name == "Đông Hải"


def test_headings_say_how_they_sort(cast: Cast, client_of: ClientOf) -> None:
    page = said(client_of(cast.city_admin).get(home(cast), {"order": "-score"}))
    assert 'aria-sort="descending"' in page
    assert "order=score&amp;year=" in page


def test_a_score_is_kept_until_something_is_written(
    cast: Cast, adopted: CriteriaSet, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked_out: list[str] = []
    original = score_sheet

    def counting(unit: Any, *args: Any) -> Any:
        worked_out.append(unit.name)
        return original(unit, *args)

    monkeypatch.setattr(overview, "score_sheet", counting)
    today = timezone.localdate()
    first = city_year(cast.city, asked=None, today=today)
    assert sorted(worked_out) == ["Thanh Bình", "Đông Hải"]
    scores = {row.unit.name: row.score for row in first.rows}
    assert scores["Hòn Ngọc"] is None
    assert scores["Thanh Bình"] is not None
    city_year(cast.city, asked=None, today=today)
    assert len(worked_out) == 2
    make_plan(cast.unit, facts("Việc mới", cast.culture), year=today.year, at=timezone.now())
    city_year(cast.city, asked=None, today=today)
    assert worked_out[2:] == ["Thanh Bình"]


def test_what_does_not_fit_the_budget_is_said_to_be_on_its_way(
    cast: Cast, adopted: CriteriaSet, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(range(1000))
    monkeypatch.setattr(overview, "perf_counter", lambda: float(next(clock)))
    found = city_year(cast.city, asked=None, today=timezone.localdate(), budget=1.0)
    assert found.pending == 1
    cache.clear()
    page = said(client_of(cast.city_admin).get(home(cast)))
    assert "Đang tính điểm, còn 1 đơn vị" in page
    again = said(client_of(cast.city_admin).get(home(cast)))
    assert "Đang tính điểm" not in again


def test_the_page_asks_as_often_for_many_communes_as_for_few(
    cast: Cast, client_of: ClientOf, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = client_of(cast.city_admin)
    with django_assert_max_num_queries(14) as few:
        browser.get(home(cast))
    for n in range(4):
        unit = add_unit(
            actor=None, at=FIRST_DAY, code=f"9810{n}", parent=cast.city, kind="commune", name=f"Thêm {n}"
        )
        make_plan(unit, facts("Việc", "Các cơ quan"), year=timezone.localdate().year)
    with django_assert_max_num_queries(14) as many:
        browser.get(home(cast))
    assert len(few) == len(many)


def test_another_city_is_not_there(cast: Cast, client_of: ClientOf) -> None:
    other = add_unit(
        actor=None, at=FIRST_DAY, code="97", parent=cast.city.parent, kind="province", name="Sơn Lam"
    )
    assert client_of(cast.city_admin).get(f"/city/{other.code}/").status_code == 404
