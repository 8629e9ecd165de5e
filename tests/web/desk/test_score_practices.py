"""Good practices on the page of a criterion: the unit's own, and those the city recommends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.assessment.year import Year, year
from tests.cast import NOW, Cast
from tests.web.desk.test_score_page import page, url
from thanthien.platform.people.models import Person
from thanthien.platform.units.models import Unit
from thanthien.programme.merit.models import Practice

__all__ = ["year"]
ClientOf = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: now)


def practice(year: Year, unit: Unit, by: Person, title: str, **more: Any) -> Practice:
    return Practice.objects.create(
        unit=unit, year=2026, code=f"cach-{Practice.objects.count()}", title=title, problem="–", way="–",
        result="–", criterion=year.criterion("I#1"), written_at=NOW, written_by=by, **more,
    )  # fmt: skip


def test_own_recognised_and_recommended_practices_are_listed_with_links(
    year: Year, cast: Cast, client_of: ClientOf
) -> None:
    told = {"shared_at": NOW, "state": "recognised"}
    own = practice(year, cast.unit, cast.coordinator, "Ngày không hẹn", state="recognised")
    other = practice(
        year, cast.other_unit, cast.other_coordinator, "Bảng tin xóm", recommended_at=NOW, **told
    )
    practice(year, cast.unit, cast.coordinator, "Còn đang viết", state="draft")
    practice(year, cast.other_unit, cast.other_coordinator, "Chưa được khuyến khích", **told)
    practice(year, cast.other_unit, cast.other_coordinator, "Chưa chia sẻ", recommended_at=NOW)
    seen = page(client_of(cast.officer), url(cast, "I%231/"))
    assert f"/desk/{cast.unit.code}/practices/{own.pk}/" in seen
    assert f"/desk/{cast.unit.code}/practices/shared/{other.code}/" in seen
    assert "Phường Đông Hải, cấp trên khuyến khích áp dụng" in seen
    assert not [
        title for title in ("Còn đang viết", "Chưa được khuyến khích", "Chưa chia sẻ") if title in seen
    ]


def test_another_criterion_does_not_list_them(year: Year, cast: Cast, client_of: ClientOf) -> None:
    practice(year, cast.unit, cast.coordinator, "Ngày không hẹn", state="recognised")
    assert "Cách làm hay cho nội dung này" not in page(client_of(cast.officer), url(cast, "I%232/"))
